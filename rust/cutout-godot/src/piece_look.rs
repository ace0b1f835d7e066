//! What the pieces of one break have in common, read off its `CutoutPieceLook` once.

use crate::body_state::item_properties;
use crate::decompose;
use crate::packed_points::packed_as;
use crate::pieces::Piece;
use crate::skin::CutoutSkin;
use godot::classes::canvas_item::{ClipChildrenMode, TextureFilter, TextureRepeat};
use godot::classes::{CanvasItem, Node, Texture2D};
use godot::prelude::*;

/// Where things are in the answer of `CutoutPieceLook.fields()`.
mod field {
    pub const IS_DRAWN: usize = 0;
    pub const TEXTURE: usize = 1;
    pub const UV_TRANSFORM: usize = 2;
    pub const COLOR: usize = 3;
    pub const SKIN: usize = 4;
    pub const TO_SKIN: usize = 5;
    pub const COPIED: usize = 6;
    pub const GROUPS: usize = 7;
}

/// The look of a break, as the pieces need it.
#[derive(Debug)]
pub struct PieceLook {
    /// The script's own, for pieces that break again.
    pub script: Variant,
    /// Whether there is anything to be seen.
    pub is_drawn: bool,
    /// None for a plain colour.
    pub texture: Option<Gd<Texture2D>>,
    /// From the fragments' space to pixels of the texture.
    uv_transform: Transform2D,
    /// From pixels of the texture to its unit square.
    to_unit: Transform2D,
    /// One, for all corners.
    pub color: PackedColorArray,
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
    /// Reads a `CutoutPieceLook` from its fields.
    ///
    /// # Errors
    /// A sentence when it is none.
    pub fn of(script: Variant, fields: &AnyArray) -> Result<Self, String> {
        let fields = Fields { script: &script, fields };
        let texture: Option<Gd<Texture2D>> = fields.read(field::TEXTURE)?;
        let size = texture.as_ref().map_or(Vector2::ONE, |texture| texture.get_size());
        let part = |length: f32| if length > 0.0 { 1.0 / length } else { 1.0 };
        let skin: Option<Gd<RefCounted>> = fields.read(field::SKIN)?;
        let copied: AnyDictionary = fields.read(field::COPIED)?;
        let entries = (!copied.is_empty()).then(|| copied.iter_shared()).into_iter().flatten();
        let copied = entries.filter_map(|(name, value)| {
            let name = name.try_to::<StringName>().ok()?;
            Some(Copied { name, value })
        });
        let groups: AnyArray = fields.read(field::GROUPS)?;
        Ok(Self {
            is_drawn: fields.read(field::IS_DRAWN)?,
            texture,
            uv_transform: fields.read(field::UV_TRANSFORM)?,
            to_unit: Transform2D::IDENTITY.scaled(Vector2::new(part(size.x), part(size.y))),
            color: PackedColorArray::from([fields.read(field::COLOR)?]),
            skin: skin.and_then(|skin| skin.try_cast().ok()),
            to_skin: fields.read(field::TO_SKIN)?,
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

    /// Whether what is drawn are the corners of the piece, in one colour.
    pub fn is_flat(&self) -> bool {
        self.skin.is_none()
    }

    /// From the fragments' space to the unit square of the texture, where there is one.
    pub fn texture_transform(&self) -> Option<Transform2D> {
        self.texture.as_ref().map(|_| self.to_unit * self.uv_transform)
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

    /// Takes a node out of the groups again.
    pub fn leave_groups(&self, node: &mut Node) {
        for group in &self.groups {
            node.remove_from_group(group);
        }
    }
}

/// The properties that pieces take over from an item, by name, where they differ from those of a new one.
pub fn copied_from(item: &Gd<CanvasItem>) -> VarDictionary {
    let mut copied = VarDictionary::new();
    macro_rules! note {
        ($($name:literal: $get:ident, $set:ident, $new:expr;)+) => {
            $(let value = item.$get();
            if value != $new {
                copied.set(&StringName::from($name).to_variant(), &value.to_variant());
            })+
        };
    }
    item_properties!(note);
    if let Some(material) = item.get_material() {
        copied.set(&StringName::from("material").to_variant(), &material.to_variant());
    }
    copied
}

/// Points in another space.
pub fn placed(points: &[Vector2], by: Transform2D) -> PackedVector2Array {
    packed_as(points, |point| by * point)
}

/// The answer of a `CutoutPieceLook` to what it holds.
struct Fields<'a> {
    script: &'a Variant,
    fields: &'a AnyArray,
}

impl Fields<'_> {
    fn read<T: FromGodot>(&self, at: usize) -> Result<T, String> {
        let value = self.fields.get(at).unwrap_or_default();
        let script = self.script;
        value.try_to_relaxed().map_err(|_| format!("look is {script}: a CutoutPieceLook is allowed"))
    }
}
