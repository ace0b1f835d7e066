//! What the pieces of one break have in common, read off its `CutoutPieceLook` once.

use crate::decompose;
use crate::pieces::Piece;
use crate::skin::CutoutSkin;
use godot::classes::{CanvasItem, ClassDb, Texture2D};
use godot::prelude::*;

/// The class whose new objects tell what a property is when nothing was copied to it.
const BODY_CLASS: &str = "RigidBody2D";

/// The look of a break, as the pieces need it.
#[derive(Debug)]
pub struct PieceLook {
    /// The script's own, for pieces that break again.
    pub script: Gd<RefCounted>,
    /// Whether there is anything to be seen.
    pub is_drawn: bool,
    /// None for a plain colour.
    pub texture: Option<Gd<Texture2D>>,
    /// From the fragments' space to pixels of the texture.
    uv_transform: Transform2D,
    /// From pixels of the texture to its unit square.
    to_unit: Transform2D,
    color: PackedColorArray,
    skin: Option<Gd<CutoutSkin>>,
    to_skin: Transform2D,
    copied: Vec<Copied>,
    groups: Vec<StringName>,
}

/// A property that differs from that of a new node.
#[derive(Debug)]
struct Copied {
    name: StringName,
    value: Variant,
}

/// What is drawn of a piece.
#[derive(Clone, Debug, Default)]
pub struct Painted {
    /// Corners, about the piece's centre of mass.
    pub points: PackedVector2Array,
    /// One for each corner; none without a texture.
    pub uvs: PackedVector2Array,
    /// One for each corner, or one for all.
    pub colors: PackedColorArray,
    /// Three a triangle.
    pub indices: PackedInt32Array,
}

/// In which unit texture coordinates are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UvUnit {
    /// As [`Polygon2D`](godot::classes::Polygon2D) takes them.
    Pixels,
    /// As the rendering server takes them.
    Texture,
}

impl PieceLook {
    /// Reads a `CutoutPieceLook`.
    ///
    /// # Errors
    /// A sentence when it is none.
    pub fn of(script: Gd<RefCounted>) -> Result<Self, String> {
        let texture: Option<Gd<Texture2D>> = read(&script, "texture")?;
        let size = texture.as_ref().map_or(Vector2::ONE, |texture| texture.get_size());
        let part = |length: f32| if length > 0.0 { 1.0 / length } else { 1.0 };
        let color: Color = read(&script, "color")?;
        let skin: Option<Gd<RefCounted>> = read(&script, "skin")?;
        let copied: AnyDictionary = read(&script, "copied")?;
        let copied = copied.iter_shared().filter_map(|(name, value)| {
            let name = name.try_to::<StringName>().ok()?;
            Some(Copied { name, value })
        });
        let groups: AnyArray = read(&script, "groups")?;
        Ok(Self {
            is_drawn: read(&script, "is_drawn")?,
            texture,
            uv_transform: read(&script, "uv_transform")?,
            to_unit: Transform2D::IDENTITY.scaled(Vector2::new(part(size.x), part(size.y))),
            color: PackedColorArray::from([color]),
            skin: skin.and_then(|skin| skin.try_cast().ok()),
            to_skin: read(&script, "to_skin")?,
            copied: copied.collect(),
            groups: groups.iter_shared().filter_map(|group| group.try_to().ok()).collect(),
            script,
        })
    }

    /// What is drawn of a piece; `to_local` leads from its space to that of its node.
    pub fn paint(&self, piece: Piece<'_>, to_local: Transform2D, unit: UvUnit) -> Painted {
        if !self.is_drawn {
            return Painted::default();
        }
        let to_unit = if unit == UvUnit::Texture { self.to_unit } else { Transform2D::IDENTITY };
        if let Some(skin) = &self.skin {
            let Some(mut painted) = skin.bind().paint(piece, self.to_skin) else {
                return Painted::default();
            };
            painted.points = placed(painted.points.as_slice(), to_local);
            let uvs = self.texture.as_ref().map(|_| placed(painted.uvs.as_slice(), to_unit));
            painted.uvs = uvs.unwrap_or_default();
            return painted;
        }
        let vertices = piece.vertices();
        let uvs = self.texture.as_ref().map(|_| placed(vertices, to_unit * self.uv_transform));
        Painted {
            points: placed(vertices, to_local),
            uvs: uvs.unwrap_or_default(),
            colors: self.color.clone(),
            indices: decompose::indices(piece),
        }
    }

    /// Whether the corners that are drawn are those of the piece.
    pub fn is_painted_flat(&self) -> bool {
        self.is_drawn && self.skin.is_none()
    }

    /// Gives a node what the pieces take over.
    pub fn apply_to(&self, item: &mut CanvasItem) {
        for copied in &self.copied {
            item.set(&copied.name, &copied.value);
        }
    }

    /// Whether its pieces are in a group.
    pub fn is_in_group(&self, group: &StringName) -> bool {
        self.groups.contains(group)
    }

    /// Takes it away again from a body.
    pub fn remove_from(&self, item: &mut CanvasItem) {
        for copied in &self.copied {
            let value = ClassDb::singleton().class_get_property_default_value(BODY_CLASS, &copied.name);
            item.set(&copied.name, &value);
        }
        for group in &self.groups {
            item.remove_from_group(group);
        }
    }
}

/// Points in another space.
pub fn placed(points: &[Vector2], by: Transform2D) -> PackedVector2Array {
    points.iter().map(|&point| by * point).collect()
}

fn read<T: FromGodot>(script: &Gd<RefCounted>, name: &str) -> Result<T, String> {
    let value = script.get(name);
    value.try_to_relaxed().map_err(|_| format!("look has {name} = {value}: a CutoutPieceLook is allowed"))
}
