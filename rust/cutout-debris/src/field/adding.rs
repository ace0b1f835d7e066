//! How the pieces of a break come into a field: many at once, column by column.

use super::touching::Touching;
use super::{Batch, Field, Outline, Piece, Skin, floor_of};
use crate::body::Body;
use crate::launch::Chance;
use crate::motion::{Start, is_near, swap_ranges};
use crate::page::{Paint, Place, Vertex};
use crate::vector::Vec2;

/// A piece turns about its centre of mass rounded to this, pixels. Coordinates relative to it are then
/// exact, and pieces that share a vertex are drawn with the very same one.
const CENTER_STEP: f32 = 1.0 / 16.0;

/// A batch that is being added. What was added is in the field once this is dropped.
///
/// Pieces added earlier make room earlier, so a batch comes with its smallest first.
#[derive(Debug)]
pub struct Adding<'a> {
    field: &'a mut Field,
    batch: &'a Batch,
    paint: Paint,
    chance: Chance,
    life: f32,
    fade: f32,
    room: usize,
    /// The page that took the last piece.
    page: Option<u32>,
    /// The field's memory for this.
    coming: Vec<Coming>,
}

/// A piece whose shape is in its page.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    start: Start,
    page: u32,
    place: Place,
    texel: u32,
    body: Body,
    depth: f32,
}

impl Field {
    /// Opens a batch and makes room for `count` pieces of it, or for as many as an empty field has room for:
    /// see [`Adding::room`].
    pub fn open_batch<'a>(&'a mut self, batch: &'a Batch, count: usize) -> Adding<'a> {
        let room = count.min(self.settings.max_pieces as usize);
        self.make_room(room);
        let lifetime = batch.lifetime.unwrap_or(self.settings.lifetime);
        let life = if lifetime > 0.0 { lifetime } else { f32::INFINITY };
        let mut coming = core::mem::take(&mut self.coming);
        coming.clear();
        coming.reserve(room);
        Adding {
            paint: Paint::of(batch.color),
            chance: Chance::new(batch.launch.seed),
            life,
            // Whole in its first frame, however short its life.
            fade: self.settings.fade_time.min(life),
            room,
            page: None,
            coming,
            batch,
            field: self,
        }
    }
}

impl Adding<'_> {
    /// How many pieces may be added. The others are too many even for an empty field.
    pub fn room(&self) -> usize {
        self.room
    }

    /// Adds a piece. `middling_area` is the area of a piece of middling size.
    ///
    /// False, and nothing is added, when there is no room left, when the outer ring has fewer than 3 points or
    /// more than there are vertices, when a coordinate is not finite or farther than 2^23 pixels out, when the
    /// skin's lists do not fit together, or when the piece has more than 65,535 vertices.
    pub fn add(&mut self, outline: &Outline<'_>, middling_area: f32) -> bool {
        let left = self.room - self.coming.len().min(self.room);
        if left == 0 || outline.outer_len < 3 || outline.outer_len > outline.vertices.len() {
            return false;
        }
        let transform = &self.batch.transform;
        let center = transform.apply(outline.centroid);
        let center = Vec2::new(rounded(center.x), rounded(center.y));
        let local = &mut self.field.local;
        local.clear();
        local.extend(outline.vertices.iter().map(|&vertex| transform.apply(vertex) - center));
        if !is_near(center) || !local.iter().all(|vertex| vertex.is_finite()) {
            return false;
        }
        if outline.skin.is_some_and(|skin| !is_sound(&skin)) {
            return false;
        }
        let Some(number) = self.page_for(outline, left) else { return false };
        let field = &mut *self.field;
        let Some(page) = field.pages.get_mut(number) else { return false };
        let body = Body::of(&field.local[..outline.outer_len]);
        let texel = page.texel(page.slots_used());
        let (paint, uv) = (self.paint, &self.batch.uv);
        let flat = field.local.iter().zip(outline.vertices);
        let flat = flat.map(|(&local, &vertex)| Vertex { local, uv: uv.apply(vertex), paint });
        let place = match (outline.skin, outline.triangles) {
            (Some(skin), _) => {
                let vertices = skin.vertices.iter().zip(skin.uvs).zip(skin.colors);
                let vertices = vertices.map(|((&vertex, &uv), color)| Vertex {
                    local: transform.apply(vertex) - center,
                    uv,
                    paint: Paint::of(product(*color, self.batch.color)),
                });
                page.write(vertices, skin.triangles.iter().copied())
            }
            (None, Some(triangles)) => page.write(flat, triangles.iter().copied()),
            (None, None) => page.write(flat, (2..outline.vertices.len()).map(|i| [0, i - 1, i])),
        };
        // Smaller pieces leave faster, mildly: the fourth root of the area.
        let lightness = (middling_area / outline.area.max(f32::MIN_POSITIVE)).sqrt().sqrt().clamp(0.5, 2.0);
        let (velocity, spin) = self.batch.launch.start(center, lightness, &mut self.chance);
        let depth = self.chance.unit();
        let start = Start {
            position: center,
            velocity,
            spin,
            life: self.life,
            fade: self.fade,
            reach: body.reach,
            floor: floor_of(&field.settings, depth),
        };
        self.coming.push(Coming { start, page: number, place, texel, body, depth });
        true
    }

    /// The page for a piece, where `left` pieces with it are still to come: the same as for the one before, as
    /// long as it has room.
    fn page_for(&mut self, outline: &Outline<'_>, left: usize) -> Option<u32> {
        let (vertices, triangles) = match (outline.skin, outline.triangles) {
            (Some(skin), _) => (skin.vertices.len(), skin.triangles.len()),
            (None, Some(triangles)) => (outline.vertices.len(), triangles.len()),
            (None, None) => (outline.vertices.len(), outline.vertices.len() - 2),
        };
        let indices = 3 * triangles;
        let pages = &mut self.field.pages;
        let has_room = |&number: &u32| pages.get(number).is_some_and(|p| p.has_room_for(vertices, indices));
        self.page = match self.page.filter(has_room) {
            Some(number) => Some(number),
            None => pages.open(self.batch.texture, vertices, indices, left, None),
        };
        self.page
    }
}

impl Drop for Adding<'_> {
    fn drop(&mut self) {
        let mut coming = core::mem::take(&mut self.coming);
        self.field.take_in(&mut coming);
        self.field.coming = coming;
    }
}

impl Field {
    fn take_in(&mut self, coming: &mut Vec<Coming>) {
        if coming.is_empty() {
            return;
        }
        let first = self.pieces.len();
        self.motion.append(coming.iter().map(|piece| &piece.start));
        self.texels.extend(coming.iter().map(|piece| piece.texel));
        self.corners.extend(coming.iter().map(|piece| piece.body.corners));
        let count = coming.len();
        self.touching.reserve(count);
        self.pieces.reserve(count);
        for (index, piece) in (first..).zip(coming.drain(..)) {
            let Coming { page, place, depth, body, .. } = piece;
            self.touching.push(Touching::new(body));
            self.pieces.push(Piece { id: self.order.add(index), page, place, depth, probed_until: 0 });
        }
        // They move, so they go before those at rest: as many of these as have to change places with them.
        let resting = first - self.awake;
        let moved = resting.min(count);
        let last = self.pieces.len() - moved;
        self.motion.swap_ranges(self.awake, last, moved);
        swap_ranges(&mut self.pieces, self.awake, last, moved);
        swap_ranges(&mut self.touching, self.awake, last, moved);
        swap_ranges(&mut self.corners, self.awake, last, moved);
        swap_ranges(&mut self.texels, self.awake, last, moved);
        for index in (self.awake..self.awake + moved).chain(last..last + moved) {
            self.order.moved(self.pieces[index].id, index);
        }
        self.awake += count;
        // What rests may be anywhere now.
        self.stale = self.pieces.len();
    }
}

/// Whether a skin has all that each of its corners needs.
fn is_sound(skin: &Skin<'_>) -> bool {
    let count = skin.vertices.len();
    skin.uvs.len() == count
        && skin.colors.len() == count
        && skin.vertices.iter().all(|vertex| vertex.is_finite())
        && skin.triangles.iter().flatten().all(|&index| index < count)
}

fn product(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [a[0] * b[0], a[1] * b[1], a[2] * b[2], a[3] * b[3]]
}

fn rounded(coordinate: f32) -> f32 {
    (coordinate * (1.0 / CENTER_STEP)).round_ties_even() * CENTER_STEP
}
