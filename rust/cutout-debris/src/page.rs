//! One mesh that holds the shapes of many pieces, as the bytes that a renderer takes.
//!
//! A vertex has a position relative to its piece's centre, and attributes: colour, texture coordinates,
//! the texel in which its piece's place is found, and a brightness for colours beyond 1. A piece that
//! has gone leaves its vertices behind; its texel is zero, which makes its triangles points. So pieces
//! come and go without a byte of the mesh changing, and a page is used anew when its last piece has gone.

use crate::vector::Vec2;
use core::ops::Range;

/// Texels of the texture of places in one row.
pub const ROW_TEXELS: u32 = 256;
/// Bytes of a vertex's position: two floats.
pub const POSITION_BYTES: usize = 8;
/// Bytes of a vertex's attributes: RGBA8 colour, two floats of texture coordinates, texel, brightness.
pub const ATTRIBUTE_BYTES: usize = 20;
/// Bytes of an index.
pub const INDEX_BYTES: usize = 2;
/// The most vertices that 16-bit indices reach.
pub const MOST_VERTICES: usize = 65_535;

/// How much a page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Pieces, a multiple of [`ROW_TEXELS`].
    pub pieces: u32,
    /// Vertices, at most [`MOST_VERTICES`].
    pub vertices: usize,
    /// Three for each triangle.
    pub indices: usize,
}

/// Where a piece lies in its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which of the page's texels it has.
    pub slot: u32,
    /// Its vertices.
    pub vertices: Range<u32>,
    /// Its indices.
    pub indices: Range<u32>,
}

/// Bytes that were written since the renderer last took them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dirty {
    /// Vertices.
    pub vertices: Range<usize>,
    /// Indices.
    pub indices: Range<usize>,
}

/// The shapes of many pieces of one texture.
#[derive(Clone, Debug)]
pub struct Page {
    room: Room,
    first_row: u32,
    texture: u64,
    slots_used: u32,
    live: u32,
    positions: Vec<u8>,
    attributes: Vec<u8>,
    indices: Vec<u8>,
    vertices_used: usize,
    indices_used: usize,
    dirty: Dirty,
}

impl Page {
    /// An empty page whose texels start at row `first_row`.
    pub fn new(room: Room, first_row: u32) -> Self {
        Self {
            room,
            first_row,
            texture: 0,
            slots_used: 0,
            live: 0,
            positions: vec![0; room.vertices * POSITION_BYTES],
            attributes: vec![0; room.vertices * ATTRIBUTE_BYTES],
            indices: vec![0; room.indices * INDEX_BYTES],
            vertices_used: 0,
            indices_used: 0,
            dirty: Dirty { vertices: 0..room.vertices, indices: 0..room.indices },
        }
    }

    /// Makes the page ready for pieces of that texture. Triangles of earlier pieces go.
    pub fn reset(&mut self, texture: u64) {
        self.texture = texture;
        self.slots_used = 0;
        self.live = 0;
        self.vertices_used = 0;
        self.indices[..self.indices_used * INDEX_BYTES].fill(0);
        self.dirty.indices = joined(&self.dirty.indices, 0..self.indices_used);
        self.indices_used = 0;
    }

    /// How much it holds.
    pub fn room(&self) -> Room {
        self.room
    }

    /// Rows of the texture of places that are its own.
    pub fn rows(&self) -> Range<u32> {
        self.first_row..self.first_row + self.room.pieces / ROW_TEXELS
    }

    /// The texture of its pieces, by the number that the caller gave.
    pub fn texture(&self) -> u64 {
        self.texture
    }

    /// How many of its pieces are there still.
    pub fn live(&self) -> u32 {
        self.live
    }

    /// How many pieces it has held since it was last empty.
    pub fn slots_used(&self) -> u32 {
        self.slots_used
    }

    /// The texel of one of its slots.
    pub fn texel(&self, slot: u32) -> u32 {
        self.first_row * ROW_TEXELS + slot
    }

    /// Whether a piece of that size still fits.
    pub fn has_room_for(&self, vertices: usize, indices: usize) -> bool {
        self.slots_used < self.room.pieces
            && self.vertices_used + vertices <= self.room.vertices
            && self.indices_used + indices <= self.room.indices
    }

    /// All positions, [`POSITION_BYTES`] a vertex.
    pub fn positions(&self) -> &[u8] {
        &self.positions
    }

    /// All attributes, [`ATTRIBUTE_BYTES`] a vertex.
    pub fn attributes(&self) -> &[u8] {
        &self.attributes
    }

    /// All indices, [`INDEX_BYTES`] each.
    pub fn indices(&self) -> &[u8] {
        &self.indices
    }

    /// What was written since the last call.
    pub fn take_dirty(&mut self) -> Dirty {
        core::mem::take(&mut self.dirty)
    }

    /// Whether anything was written since [`Page::take_dirty`].
    pub fn is_dirty(&self) -> bool {
        !self.dirty.vertices.is_empty() || !self.dirty.indices.is_empty()
    }

    /// Writes a piece; there must be room.
    pub fn write(
        &mut self,
        vertices: impl ExactSizeIterator<Item = Vertex>,
        triangles: impl Iterator<Item = [usize; 3]>,
    ) -> Place {
        let slot = self.slots_used;
        let first = self.vertices_used;
        let mut attribute = [0; ATTRIBUTE_BYTES];
        attribute[12..16].copy_from_slice(&(self.texel(slot) as f32).to_le_bytes());
        let end = first + vertices.len();
        let (positions, _) = self.positions.as_chunks_mut::<POSITION_BYTES>();
        let (attributes, _) = self.attributes.as_chunks_mut::<ATTRIBUTE_BYTES>();
        let places = positions[first..end].iter_mut().zip(&mut attributes[first..end]);
        for ((position, bytes), Vertex { local, uv, paint }) in places.zip(vertices) {
            position[..4].copy_from_slice(&local.x.to_le_bytes());
            position[4..].copy_from_slice(&local.y.to_le_bytes());
            attribute[..4].copy_from_slice(&paint.color);
            attribute[16..].copy_from_slice(&paint.brightness.to_le_bytes());
            attribute[4..8].copy_from_slice(&uv.x.to_le_bytes());
            attribute[8..12].copy_from_slice(&uv.y.to_le_bytes());
            *bytes = attribute;
        }
        let first_index = self.indices_used;
        let (indices, _) = self.indices.as_chunks_mut::<INDEX_BYTES>();
        for index in triangles.flatten() {
            // There is room for at most 65,535 vertices.
            indices[self.indices_used] = ((first + index) as u16).to_le_bytes();
            self.indices_used += 1;
        }
        self.slots_used += 1;
        self.live += 1;
        self.vertices_used = end;
        self.dirty.vertices = joined(&self.dirty.vertices, first..end);
        self.dirty.indices = joined(&self.dirty.indices, first_index..self.indices_used);
        Place {
            slot,
            vertices: first as u32..end as u32,
            indices: first_index as u32..self.indices_used as u32,
        }
    }

    /// Copies a piece of another page into this one; there must be room.
    pub fn copy(&mut self, from: &Self, place: &Place) -> Place {
        let slot = self.slots_used;
        let (first, first_index) = (self.vertices_used, self.indices_used);
        let count = place.vertices.len();
        let bytes = |range: &Range<u32>, size: usize| range.start as usize * size..range.end as usize * size;
        self.positions[first * POSITION_BYTES..(first + count) * POSITION_BYTES]
            .copy_from_slice(&from.positions[bytes(&place.vertices, POSITION_BYTES)]);
        let texel = (self.texel(slot) as f32).to_le_bytes();
        let attributes = &mut self.attributes[first * ATTRIBUTE_BYTES..(first + count) * ATTRIBUTE_BYTES];
        attributes.copy_from_slice(&from.attributes[bytes(&place.vertices, ATTRIBUTE_BYTES)]);
        for attribute in attributes.as_chunks_mut::<ATTRIBUTE_BYTES>().0 {
            attribute[12..16].copy_from_slice(&texel);
        }
        let (old, _) = from.indices[bytes(&place.indices, INDEX_BYTES)].as_chunks::<INDEX_BYTES>();
        let (new, _) = self.indices.as_chunks_mut::<INDEX_BYTES>();
        for (new, old) in new[first_index..].iter_mut().zip(old) {
            let index = usize::from(u16::from_le_bytes(*old)) - place.vertices.start as usize;
            *new = ((first + index) as u16).to_le_bytes();
        }
        self.slots_used += 1;
        self.live += 1;
        self.vertices_used += count;
        self.indices_used += place.indices.len();
        self.dirty.vertices = joined(&self.dirty.vertices, first..self.vertices_used);
        self.dirty.indices = joined(&self.dirty.indices, first_index..self.indices_used);
        Place {
            slot,
            vertices: first as u32..self.vertices_used as u32,
            indices: first_index as u32..self.indices_used as u32,
        }
    }

    /// One of its pieces has gone.
    pub fn forget_one(&mut self) {
        self.live = self.live.saturating_sub(1);
    }
}

/// A corner of a piece as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vertex {
    /// Relative to the piece's centre.
    pub local: Vec2,
    /// Texture coordinates.
    pub uv: Vec2,
    /// Its colour.
    pub paint: Paint,
}

/// The colour of a vertex, as the renderer takes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    color: [u8; 4],
    brightness: f32,
}

impl Paint {
    /// The paint for a colour; above 1 it shines, and goes into the brightness.
    pub fn of(color: [f32; 4]) -> Self {
        let [r, g, b, a] = color;
        let brightness = r.max(g).max(b).max(1.0);
        let byte = |value: f32| (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        Self {
            color: [byte(r / brightness), byte(g / brightness), byte(b / brightness), byte(a)],
            brightness,
        }
    }
}

fn joined(a: &Range<usize>, b: Range<usize>) -> Range<usize> {
    if a.is_empty() {
        return b;
    }
    if b.is_empty() {
        return a.clone();
    }
    a.start.min(b.start)..a.end.max(b.end)
}
