//! A field of debris: takes pieces in, moves them tick by tick, and says where each is.

mod probing;
mod texels;

pub use texels::texel_bytes;

use crate::body::Body;
use crate::contact::{Line, Surface, resolve};
use crate::launch::{Chance, Launch};
use crate::motion::{Motion, Start};
use crate::order::{Id, Order};
use crate::page::{Page, Paint, Place, Vertex};
use crate::pages::Pages;
use crate::probe::FEWEST_TICKS;
use crate::settings::Settings;
use crate::vector::{Affine, Vec2};

/// A piece slower than this, everywhere on it, is about to rest; pixels a second.
const REST_SPEED: f32 = 14.0;
/// So many ticks in a row, and it rests.
const REST_TICKS: u8 = 12;
/// A piece that leaves the square of this half-width is gone: beyond it single precision is coarser than
/// a pixel.
const FARTHEST: f32 = 8_388_608.0;
/// Pieces retire before the field is full, so that they have time to fade: this part of it is kept free.
const FREE_PART: usize = 10;
/// A piece turns about its centre of mass rounded to this, pixels. Coordinates relative to it are then
/// exact, and pieces that share a vertex are drawn with the very same one.
const CENTER_STEP: f32 = 1.0 / 16.0;

/// What the pieces of one break share.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// From the outlines' space to the field's.
    pub transform: Affine,
    /// From the outlines' space to texture coordinates, where the texture is 1 wide and high.
    pub uv: Affine,
    /// Any number for the texture: pieces of one number are drawn together.
    pub texture: u64,
    /// Colour of the pieces, not premultiplied; may be above 1.
    pub color: [f32; 4],
    /// With which motion they start.
    pub launch: Launch,
    /// Seconds that they stay, in place of the settings' `lifetime`.
    pub lifetime: Option<f32>,
}

/// One piece to be added.
#[derive(Clone, Copy, Debug)]
pub struct Outline<'a> {
    /// The outer ring, then the holes.
    pub vertices: &'a [Vec2],
    /// How many of them are the outer ring.
    pub outer_len: usize,
    /// Three indices into `vertices` a triangle; none: the piece is convex, and a fan covers it.
    pub triangles: Option<&'a [[usize; 3]]>,
    /// Centre of mass.
    pub centroid: Vec2,
    /// In the outlines' space.
    pub area: f32,
    /// What is drawn in place of it, where the texture is bent or colours run from corner to corner.
    pub skin: Option<Skin<'a>>,
}

/// What is drawn of a piece that is not of one colour, its texture straight on it.
#[derive(Clone, Copy, Debug)]
pub struct Skin<'a> {
    /// Corners in the outlines' space.
    pub vertices: &'a [Vec2],
    /// Texture coordinates, one for each corner.
    pub uvs: &'a [Vec2],
    /// One for each corner; the batch's colour is multiplied in.
    pub colors: &'a [[f32; 4]],
    /// Three indices into `vertices` a triangle.
    pub triangles: &'a [[usize; 3]],
}

/// How many there are of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// All pieces.
    pub pieces: usize,
    /// Those that move.
    pub awake: usize,
    /// Those that fade.
    pub fading: usize,
    /// Pages with pieces on them: draw calls.
    pub pages: usize,
    /// Pieces that were told to go so far because they had to make room.
    pub retired: u64,
}

#[derive(Clone, Debug)]
struct Piece {
    id: Id,
    page: u32,
    place: Place,
    inverse_inertia: f32,
    /// Where between the ground line and its depth the piece comes to rest, 0 to 1.
    depth: f32,
    /// Ticks for which it has hardly moved.
    still: u8,
    /// Whether it touched anything in the last tick.
    touching: bool,
    /// The tick from which its flight has not been probed.
    probed_until: u64,
}

/// Pieces that fly, bounce, rest and fade.
#[derive(Debug, Default)]
pub struct Field {
    settings: Settings,
    motion: Motion,
    pieces: Vec<Piece>,
    /// The texel of each, apart from the rest because all of them are read in each tick.
    texels: Vec<u32>,
    /// The pieces below this index move, those from it on rest.
    awake: usize,
    order: Order,
    pages: Pages,
    /// Texels of pieces that have gone, not zeroed yet.
    gone: Vec<u32>,
    tick: u64,
    fading: usize,
    changed: bool,
    probe_cursor: usize,
    support_cursor: usize,
    chance: Option<Chance>,
    local: Vec<Vec2>,
}

impl Field {
    /// The laws.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes the laws. Pieces at rest wake up where the change may move them.
    pub fn set_settings(&mut self, settings: Settings) {
        let before = core::mem::replace(&mut self.settings, settings);
        let moved = before.ground_y != settings.ground_y || before.ground_depth != settings.ground_depth;
        if moved {
            for (index, piece) in self.pieces.iter().enumerate() {
                self.motion.set_floor(index, floor_of(&settings, piece.depth));
            }
        }
        if moved || before.gravity != settings.gravity {
            self.wake_all();
        }
        self.changed = true;
        self.make_room(0);
    }

    /// Ends the rest of every piece.
    pub fn wake_all(&mut self) {
        self.awake = self.pieces.len();
        for piece in &mut self.pieces {
            piece.still = 0;
        }
    }

    /// How many there are of what.
    pub fn census(&self) -> Census {
        Census {
            pieces: self.pieces.len(),
            awake: self.awake,
            fading: self.fading,
            pages: self.pages.iter().filter(|(_, page)| page.live() > 0).count(),
            retired: self.order.retired(),
        }
    }

    /// Whether a step would change nothing: no piece moves, fades or counts down.
    pub fn is_idle(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Makes room for `count` pieces of one batch; how many of them may be added. The others are too many
    /// even for an empty field.
    pub fn open_batch(&mut self, batch: &Batch, count: usize) -> usize {
        let allowed = count.min(self.settings.max_pieces as usize);
        self.make_room(allowed);
        self.chance = Some(Chance::new(batch.launch.seed));
        allowed
    }

    /// Adds a piece of the batch that was opened last. Pieces added earlier make room earlier, so a batch
    /// comes with its smallest first. `middling_area` is the area of a piece of middling size, and
    /// `expected` the number of pieces of the batch that are still to come.
    ///
    /// False, and nothing is added, when a coordinate is not finite or farther than 2^23 pixels out, or
    /// the piece has more than 65,535 vertices.
    pub fn add(&mut self, batch: &Batch, outline: &Outline<'_>, middling_area: f32, expected: usize) -> bool {
        if outline.outer_len < 3 || outline.outer_len > outline.vertices.len() {
            return false;
        }
        let center = batch.transform.apply(outline.centroid);
        let center = Vec2::new(rounded(center.x), rounded(center.y));
        self.local.clear();
        self.local.extend(outline.vertices.iter().map(|&vertex| batch.transform.apply(vertex) - center));
        if !is_near(center) || !self.local.iter().all(|vertex| vertex.is_finite()) {
            return false;
        }
        if outline.skin.is_some_and(|skin| !is_sound(&skin)) {
            return false;
        }
        let fan = outline.vertices.len() - 2;
        let (vertex_count, triangle_count) = match outline.skin {
            Some(skin) => (skin.vertices.len(), skin.triangles.len()),
            None => (self.local.len(), outline.triangles.map_or(fan, <[_]>::len)),
        };
        let index_count = 3 * triangle_count;
        let Some(number) = self.pages.open(batch.texture, vertex_count, index_count, expected, None) else {
            return false;
        };
        let Some(page) = self.pages.get_mut(number) else { return false };
        let corners_from = page.corners_mut().len();
        let body = Body::of(&self.local[..outline.outer_len], page.corners_mut());
        let texel = page.texel(page.slots_used());
        let paint = Paint::of(batch.color);
        let flat = self.local.iter().zip(outline.vertices);
        let flat = flat.map(|(&local, &vertex)| Vertex { local, uv: batch.uv.apply(vertex), paint });
        let place = match (outline.skin, outline.triangles) {
            (Some(skin), _) => {
                let vertices = skin.vertices.iter().zip(skin.uvs).zip(skin.colors);
                let vertices = vertices.map(|((&vertex, &uv), color)| Vertex {
                    local: batch.transform.apply(vertex) - center,
                    uv,
                    paint: Paint::of(product(*color, batch.color)),
                });
                page.write(vertices, skin.triangles.iter().copied(), corners_from)
            }
            (None, Some(triangles)) => page.write(flat, triangles.iter().copied(), corners_from),
            (None, None) => page.write(flat, (2..vertex_count).map(|i| [0, i - 1, i]), corners_from),
        };
        // Smaller pieces leave faster, mildly: the fourth root of the area.
        let lightness = (middling_area / outline.area.max(f32::MIN_POSITIVE)).sqrt().sqrt().clamp(0.5, 2.0);
        let chance = self.chance.get_or_insert(Chance::new(batch.launch.seed));
        let (velocity, spin) = batch.launch.start(center, lightness, chance);
        let depth = chance.unit();
        let lifetime = batch.lifetime.unwrap_or(self.settings.lifetime);
        let life = if lifetime > 0.0 { lifetime } else { f32::INFINITY };
        let index = self.pieces.len();
        self.motion.push(&Start {
            position: center,
            velocity,
            spin,
            life,
            // Whole in its first frame, however short its life.
            fade: self.settings.fade_time.min(life),
            reach: body.reach,
            floor: floor_of(&self.settings, depth),
        });
        self.texels.push(texel);
        self.pieces.push(Piece {
            id: self.order.add(index),
            page: number,
            place,
            inverse_inertia: body.inverse_inertia,
            depth,
            still: 0,
            touching: false,
            probed_until: 0,
        });
        self.exchange(index, self.awake);
        self.awake += 1;
        self.changed = true;
        true
    }

    /// Every piece fades and goes within `fade_seconds`; 0 drops all at once.
    pub fn clear(&mut self, fade_seconds: f32) {
        if fade_seconds > 0.0 {
            for index in 0..self.pieces.len() {
                self.shorten_life(index, fade_seconds);
            }
        } else {
            while !self.pieces.is_empty() {
                self.remove(self.pieces.len() - 1);
            }
        }
    }

    /// Moves all pieces on by `seconds`. Linear in the pieces, and next to nothing for those at rest.
    pub fn step(&mut self, seconds: f32) {
        if self.pieces.is_empty() {
            return;
        }
        self.tick += 1;
        self.make_room(0);
        self.changed |= self.awake > 0 || self.fading > 0;
        self.motion.fly(self.awake, &self.settings, seconds);
        self.touch(seconds);
        self.rest();
        self.fading = self.motion.age(seconds);
        if self.fading > 0 {
            self.changed = true;
            for index in (0..self.pieces.len()).rev() {
                if self.motion.life(index) <= 0.0 {
                    self.remove(index);
                }
            }
        }
        self.gather();
    }

    /// Contacts with the ground line and with what the probes found.
    fn touch(&mut self, seconds: f32) {
        let settings = &self.settings;
        let surface = Surface {
            bounce: settings.bounce,
            friction: settings.friction,
            // What gravity alone adds in two ticks must not bounce.
            rest_speed: 2.0 * settings.gravity.length() * seconds,
            tick_seconds: seconds,
        };
        for index in (0..self.awake).rev() {
            if !is_near(self.motion.position(index)) {
                self.remove(index);
                continue;
            }
            let at_floor = self.motion.may_touch_floor(index);
            let at_obstacle = self.motion.may_touch_obstacle(index);
            let piece = &mut self.pieces[index];
            piece.touching = false;
            if !at_floor && !at_obstacle {
                continue;
            }
            let Some(page) = self.pages.get(piece.page) else { continue };
            let corners = page.corners(&piece.place);
            let mut pose = self.motion.pose(index);
            let mut hit = |line: &Line| resolve(&mut pose, corners, piece.inverse_inertia, line, &surface);
            if at_obstacle && hit(&self.motion.obstacle(index)) {
                piece.touching = true;
                // A bounce is not what was foretold.
                piece.probed_until = piece.probed_until.min(self.tick + u64::from(FEWEST_TICKS));
            }
            if at_floor && hit(&self.motion.floor(index)) {
                piece.touching = true;
            }
            if piece.touching {
                self.motion.set_pose(index, &pose);
            }
        }
    }

    /// Sends to rest what has hardly moved for a while.
    fn rest(&mut self) {
        for index in (0..self.awake).rev() {
            let piece = &mut self.pieces[index];
            if !piece.touching {
                piece.still = 0;
                continue;
            }
            let pose = self.motion.pose(index);
            let speed = pose.velocity.length() + pose.spin.abs() * self.motion.reach(index);
            piece.still = if speed < REST_SPEED { piece.still + 1 } else { 0 };
            if piece.still >= REST_TICKS {
                self.motion.stop(index);
                self.awake -= 1;
                self.exchange(index, self.awake);
            }
        }
    }

    /// Moves the pieces of one page that is almost empty to others, so that it can be used anew.
    fn gather(&mut self) {
        let Some(sparse) = self.pages.sparsest() else { return };
        let Some(from) = self.pages.get(sparse).cloned() else { return };
        for index in 0..self.pieces.len() {
            if self.pieces[index].page != sparse {
                continue;
            }
            let place = &self.pieces[index].place;
            let (vertices, indices) = (place.vertices.len(), place.indices.len());
            let left = from.live() as usize;
            let Some(to) = self.pages.open(from.texture(), vertices, indices, left, Some(sparse)) else {
                continue;
            };
            let Some(page) = self.pages.get_mut(to) else { continue };
            let moved = page.copy(&from, place);
            self.gone.push(self.texels[index]);
            self.texels[index] = page.texel(moved.slot);
            self.pieces[index].place = moved;
            self.pieces[index].page = to;
            if let Some(page) = self.pages.get_mut(sparse) {
                page.forget_one();
            }
        }
        self.changed = true;
    }

    /// The pages, to be handed to the renderer where they are dirty.
    pub fn pages(&mut self) -> &mut Pages {
        &mut self.pages
    }

    /// The page of that number.
    pub fn page(&self, number: u32) -> Option<&Page> {
        self.pages.get(number)
    }

    /// The smallest box around all pieces: its least and greatest corner.
    pub fn bounds(&self) -> Option<(Vec2, Vec2)> {
        self.motion.bounds()
    }

    /// Where each piece is and whether it moves, in no particular order.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = (Vec2, bool)> + '_ {
        (0..self.pieces.len()).map(|index| (self.motion.position(index), index < self.awake))
    }

    fn make_room(&mut self, count: usize) {
        let most = self.settings.max_pieces as usize;
        while self.pieces.len() + count > most {
            let Some(index) = self.order.first_to_go() else { break };
            self.remove(index);
        }
        // Those that will have to go next start to fade.
        let comfortable = most - most / FREE_PART;
        let staying = self.pieces.len() - self.order.retiring_count().min(self.pieces.len()) + count;
        for _ in comfortable..staying {
            let Some(index) = self.order.retire_next() else { break };
            self.shorten_life(index, self.settings.fade_time);
        }
    }

    fn shorten_life(&mut self, index: usize, seconds: f32) {
        self.motion.shorten_life(index, seconds);
        self.changed = true;
    }

    fn remove(&mut self, index: usize) {
        let mut index = index;
        if index < self.awake {
            self.awake -= 1;
            self.exchange(index, self.awake);
            index = self.awake;
        }
        let last = self.pieces.len() - 1;
        self.exchange(index, last);
        self.motion.pop();
        self.gone.extend(self.texels.pop());
        let Some(piece) = self.pieces.pop() else { return };
        self.order.remove(piece.id);
        if let Some(page) = self.pages.get_mut(piece.page) {
            page.forget_one();
        }
    }

    fn exchange(&mut self, a: usize, b: usize) {
        if a == b {
            return;
        }
        self.motion.swap(a, b);
        self.pieces.swap(a, b);
        self.texels.swap(a, b);
        self.order.moved(self.pieces[a].id, a);
        self.order.moved(self.pieces[b].id, b);
    }
}

fn floor_of(settings: &Settings, depth: f32) -> f32 {
    settings.ground_y.map_or(f32::INFINITY, |y| y + depth * settings.ground_depth)
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

fn is_near(point: Vec2) -> bool {
    point.x.abs() < FARTHEST && point.y.abs() < FARTHEST
}
