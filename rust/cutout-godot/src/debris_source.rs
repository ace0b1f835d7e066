//! What a node looks like, for pieces that take its place: texture, where on it, and colour.

use crate::debris_options::DebrisOptions;
use crate::polygon_source::PolygonSource;
use godot::classes::{AnimatedSprite2D, AtlasTexture, CanvasItem, Node2D, Polygon2D, Sprite2D, Texture2D};
use godot::prelude::*;

/// A node to be replaced, and what its pieces look like.
pub struct DebrisSource {
    /// From its own space to the global one.
    pub transform: Transform2D,
    /// Its look.
    pub options: DebrisOptions,
}

/// Looks at an argument that should be a node.
///
/// # Errors
/// A sentence that names the argument and what is allowed.
pub fn debris_source(object: &Variant, field: &Gd<Node2D>) -> Result<DebrisSource, String> {
    let allowed = "a Sprite2D, AnimatedSprite2D or Polygon2D in the scene tree is allowed";
    let node = object.try_to::<Gd<Node2D>>().map_err(|_| format!("object is {object}: {allowed}"))?;
    if !node.is_inside_tree() {
        return Err(format!("object {} is not in the scene tree: add it first", node.get_name()));
    }
    let mut skin = None;
    let (texture, uv_transform, own_color) = if let Ok(sprite) = node.clone().try_cast::<Sprite2D>() {
        let texture = sprite.get_texture();
        (texture.clone(), sprite_uv(&sprite, texture.as_ref()), Color::WHITE)
    } else if let Ok(sprite) = node.clone().try_cast::<AnimatedSprite2D>() {
        let frames = sprite.get_sprite_frames();
        let (animation, frame) = (sprite.get_animation(), sprite.get_frame());
        let texture = frames.and_then(|frames| frames.get_frame_texture(&animation, frame));
        let shown = Shown {
            size: texture.as_ref().map_or(Vector2::ONE, |texture| texture.get_size()),
            first_pixel: Vector2::ZERO,
            offset: sprite.get_offset(),
            centered: sprite.is_centered(),
            flip: (sprite.is_flipped_h(), sprite.is_flipped_v()),
        };
        (texture, shown.uv_transform(), Color::WHITE)
    } else if let Ok(polygon) = node.clone().try_cast::<Polygon2D>() {
        let source = PolygonSource::of(&polygon);
        skin = source.skin;
        // The colour of a skin is in its corners.
        let color = if skin.is_some() { Color::WHITE } else { source.color };
        (polygon.get_texture(), source.uv_transform, color)
    } else {
        return Err(format!("object is of class {}: {allowed}", node.get_class()));
    };
    let color = own_color * node.get_self_modulate() * modulate_up_to(&node, field);
    let options = DebrisOptions { texture, uv_transform, color, skin, ..DebrisOptions::default() };
    Ok(DebrisSource { transform: node.get_global_transform(), options })
}

/// The texture that holds the pixels, and the transform to its pixels from those of the given one: an atlas
/// texture is a part of another one.
pub fn without_atlas(texture: Option<Gd<Texture2D>>) -> (Option<Gd<Texture2D>>, Transform2D) {
    let (mut texture, mut uv_transform) = (texture, Transform2D::IDENTITY);
    while let Some(Ok(atlas)) = texture.clone().map(Gd::try_cast::<AtlasTexture>) {
        let shift = atlas.get_region().position - atlas.get_margin().position;
        uv_transform = Transform2D::IDENTITY.translated(shift) * uv_transform;
        texture = atlas.get_atlas();
    }
    (texture, uv_transform)
}

/// Which part of a texture a sprite shows, and where.
struct Shown {
    size: Vector2,
    first_pixel: Vector2,
    offset: Vector2,
    centered: bool,
    flip: (bool, bool),
}

impl Shown {
    /// From the sprite's space to pixels.
    fn uv_transform(&self) -> Transform2D {
        let mut corner = self.offset;
        if self.centered {
            corner -= self.size / 2.0;
        }
        // The first pixel is drawn in the corner, or in the opposite one, and the others from there.
        let (mut a, mut b) = (Vector2::RIGHT, Vector2::DOWN);
        if self.flip.0 {
            a = -a;
            corner.x += self.size.x;
        }
        if self.flip.1 {
            b = -b;
            corner.y += self.size.y;
        }
        let origin = self.first_pixel - Vector2::new(a.x * corner.x, b.y * corner.y);
        Transform2D { a, b, origin }
    }
}

fn sprite_uv(sprite: &Gd<Sprite2D>, texture: Option<&Gd<Texture2D>>) -> Transform2D {
    let whole = Rect2::new(Vector2::ZERO, texture.map_or(Vector2::ONE, |texture| texture.get_size()));
    let sheet = if sprite.is_region_enabled() { sprite.get_region_rect() } else { whole };
    let frames = Vector2::new(sprite.get_hframes() as f32, sprite.get_vframes() as f32);
    let size = sheet.size / frames;
    let at = sprite.get_frame_coords();
    Shown {
        size,
        first_pixel: sheet.position + Vector2::new(at.x as f32, at.y as f32) * size,
        offset: sprite.get_offset(),
        centered: sprite.is_centered(),
        flip: (sprite.is_flipped_h(), sprite.is_flipped_v()),
    }
    .uv_transform()
}

/// The product of the modulates of a node and of those above it that are not above the field, which the
/// field's pieces would lose.
fn modulate_up_to(node: &Gd<Node2D>, field: &Gd<Node2D>) -> Color {
    let mut color = Color::WHITE;
    let mut at = Some(node.clone().upcast::<Node>());
    while let Some(item) = at.as_ref().and_then(|node| node.clone().try_cast::<CanvasItem>().ok()) {
        if item.is_ancestor_of(field) {
            break;
        }
        color *= item.get_modulate();
        at = item.get_parent();
    }
    color
}
