//! What the pieces of one break have in common, read off its `CutoutPieceLook` once.

use crate::body_state::item_properties;
use crate::decompose;
use crate::engine_object::{cast, resource_in};
use crate::item_probe::is_as_new;
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
        // What is none is told by the binding, in words.
        let texture =
            fields.fields.get(field::TEXTURE).and_then(|texture| resource_in::<Texture2D>(&texture));
        let texture = if texture.is_some() { texture } else { fields.read(field::TEXTURE)? };
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

/// Properties by their names, where they differ from those of a new item.
pub type Properties = Dictionary<StringName, Variant>;

/// The properties that pieces take over from an item, and from those above it, up to `last`; none where all are
/// those of new ones.
pub fn copied_from(item: &Gd<CanvasItem>, last: Option<&Gd<CanvasItem>>) -> Option<Properties> {
    let (is_new, material) = (is_as_new(item), item.get_material());
    let last = last.filter(|last| *last != item);
    if is_new && material.is_none() && last.is_none_or(|last| is_right_above(last, item) && is_as_new(last)) {
        return None;
    }
    let mut copied = Properties::new();
    macro_rules! note {
        ($($name:literal: $get:ident, $set:ident, $new:expr;)+) => {
            $(let value = item.$get();
            if value != $new {
                copied.set($name, &value.to_variant());
            })+
        };
    }
    item_properties!(note);
    if let Some(material) = material {
        copied.set("material", &material.to_variant());
    }
    if let Some(last) = last {
        add_ancestors(&mut copied, item, last);
    }
    Some(copied)
}

fn is_right_above(above: &Gd<CanvasItem>, item: &Gd<CanvasItem>) -> bool {
    item.get_parent().is_some_and(|parent| parent.instance_id() == above.instance_id())
}

/// Adds what the items above one, up to `last` and that too, make of its look: colour and height.
fn add_ancestors(copied: &mut Properties, item: &Gd<CanvasItem>, last: &Gd<CanvasItem>) {
    let mut tint = item.get_modulate();
    let (mut height, mut is_relative) = (item.get_z_index(), item.is_z_relative());
    let mut item = item.clone();
    while item != *last {
        let above = item.get_parent().and_then(|above| cast(&above));
        let Some(above) = above else { break };
        item = above;
        tint *= item.get_modulate();
        if is_relative {
            height = height.saturating_add(item.get_z_index());
            is_relative = item.is_z_relative();
        }
    }
    let mut copy = |name: &str, value: Variant, is_new: bool| {
        let name = StringName::from(name);
        if is_new {
            copied.remove(&name);
        } else {
            copied.set(&name, &value);
        }
    };
    copy("modulate", tint.to_variant(), tint == Color::WHITE);
    copy("z_index", height.to_variant(), height == 0);
    copy("z_as_relative", is_relative.to_variant(), is_relative);
}

/// The groups that pieces join: those of a node and of `last`; none where there are none. Names that begin with an
/// underscore are the engine's own.
pub fn groups_of(item: &Gd<CanvasItem>, last: Option<&Gd<CanvasItem>>) -> Option<Array<StringName>> {
    let mut joined: Option<Array<StringName>> = None;
    let others = last.filter(|last| *last != item).map(|last| last.get_groups());
    for groups in [Some(item.get_groups()), others].into_iter().flatten() {
        for group in groups.iter_shared() {
            if !group.to_string().starts_with('_') {
                let joined = joined.get_or_insert_with(Array::new);
                if !joined.contains(&group) {
                    joined.push(&group);
                }
            }
        }
    }
    joined
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
