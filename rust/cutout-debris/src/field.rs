//! A field of debris: takes pieces in, moves them tick by tick, and says where each is.

use crate::body::Body;
use crate::contact::{Line, Surface, resolve};
use crate::launch::{Chance, Launch};
use crate::motion::{Motion, Start};
use crate::order::{Id, Order};
use crate::page::{Page, Paint, Place, ROW_TEXELS};
use crate::pages::Pages;
use crate::probe::{FEWEST_TICKS, Hit, Probe, SUPPORT_DEPTH, ticks_ahead};
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
        let index_count = 3 * outline.triangles.map_or(outline.vertices.len() - 2, <[_]>::len);
        let vertex_count = self.local.len();
        let Some(number) = self.pages.open(batch.texture, vertex_count, index_count, expected, None) else {
            return false;
        };
        let Some(page) = self.pages.get_mut(number) else { return false };
        let corners_from = page.corners_mut().len();
        let body = Body::of(&self.local[..outline.outer_len], page.corners_mut());
        let uvs = outline.vertices.iter().map(|&vertex| batch.uv.apply(vertex));
        let vertices = self.local.iter().copied().zip(uvs);
        let paint = Paint::of(batch.color);
        let texel = page.texel(page.slots_used());
        let place = match outline.triangles {
            Some(triangles) => page.write(vertices, triangles.iter().copied(), &paint, corners_from),
            None => page.write(vertices, (2..vertex_count).map(|i| [0, i - 1, i]), &paint, corners_from),
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

    /// Writes what the field wants to know about obstacles, at most `budget` questions. Answer each with
    /// [`Field::answer`] before the next step.
    pub fn probes(&mut self, budget: usize, seconds: f32, questions: &mut Vec<Probe>) {
        questions.clear();
        let ticks = ticks_ahead(self.awake, budget);
        // Every eighth probe asks whether what rests still has something to rest on.
        let resting = self.pieces.len() - self.awake;
        let for_rest = if resting == 0 { 0 } else { (budget / 8).max(usize::from(self.awake == 0)) };
        let for_flight = budget - for_rest.min(budget);
        for _ in 0..self.awake {
            if questions.len() >= for_flight {
                break;
            }
            self.probe_cursor = (self.probe_cursor + 1) % self.awake;
            let index = self.probe_cursor;
            if self.pieces[index].probed_until <= self.tick {
                questions.push(self.flight_probe(index, ticks, seconds));
            }
        }
        for _ in 0..resting.min(budget - questions.len()).min(for_rest) {
            self.support_cursor = (self.support_cursor + 1) % resting;
            let index = self.awake + self.support_cursor;
            let obstacle = self.motion.obstacle(index);
            if obstacle.normal != Vec2::ZERO {
                questions.push(self.support_probe(index, &obstacle));
            }
        }
    }

    fn flight_probe(&self, index: usize, ticks: u32, seconds: f32) -> Probe {
        let from = self.motion.position(index);
        let obstacle = self.motion.obstacle(index);
        if self.pieces[index].touching && obstacle.normal != Vec2::ZERO {
            return self.support_probe(index, &obstacle);
        }
        let time = ticks as f32 * seconds;
        let velocity = self.motion.velocity(index);
        let way = velocity * time + self.settings.gravity * (0.5 * time * time);
        let to = from + way + way.normalized() * self.motion.reach(index);
        Probe { index, from, to, ticks }
    }

    fn support_probe(&self, index: usize, obstacle: &Line) -> Probe {
        let from = self.motion.position(index);
        let to = from + obstacle.normal * -(self.motion.reach(index) + SUPPORT_DEPTH);
        Probe { index, from, to, ticks: FEWEST_TICKS }
    }

    /// What a probe found: nothing, or a surface.
    pub fn answer(&mut self, probe: &Probe, hit: Option<&Hit>) {
        let index = probe.index;
        let Some(piece) = self.pieces.get_mut(index) else { return };
        piece.probed_until = self.tick + u64::from(probe.ticks);
        let position = self.motion.position(index);
        let found = hit.and_then(|hit| hit.line(position, self.motion.reach(index)));
        self.motion.set_obstacle(index, &found.unwrap_or(Line::NONE));
        if found.is_none() && index >= self.awake {
            piece.still = 0;
            self.exchange(index, self.awake);
            self.awake += 1;
        }
    }

    /// Whether [`Field::write_texels`] would write anything new. `between`: see there.
    pub fn has_changed(&self) -> bool {
        self.changed || !self.gone.is_empty()
    }

    /// Rows that the texture of places must have, [`ROW_TEXELS`] texels each.
    pub fn texel_rows(&self) -> u32 {
        self.pages.row_count()
    }

    /// Writes where each piece is into the texture of places: centre x and y, and cosine and sine of its
    /// angle times its opacity, little-endian floats. `between` is the part of the tick that has gone by:
    /// 0 gives the state one tick ago, 1 the latest. Texels of pieces that have gone become zero.
    ///
    /// `texels` has 16 bytes for each of [`Field::texel_rows`] times [`ROW_TEXELS`]; what lies beyond is
    /// left out.
    pub fn write_texels(&mut self, between: f32, texels: &mut [u8]) {
        let (texels, _) = texels.as_chunks_mut::<16>();
        for texel in self.gone.drain(..) {
            if let Some(bytes) = texels.get_mut(texel as usize) {
                *bytes = [0; 16];
            }
        }
        for (index, &texel) in self.texels.iter().enumerate() {
            if let Some(bytes) = texels.get_mut(texel as usize) {
                let values = self.motion.texel(index, between);
                for (target, value) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(values) {
                    *target = value.to_le_bytes();
                }
            }
        }
        // Between ticks what moves has to be written again.
        self.changed = between < 1.0 && self.awake > 0;
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

/// Bytes of the texture of places for so many rows.
pub const fn texel_bytes(rows: u32) -> usize {
    rows as usize * ROW_TEXELS as usize * 16
}

fn floor_of(settings: &Settings, depth: f32) -> f32 {
    settings.ground_y.map_or(f32::INFINITY, |y| y + depth * settings.ground_depth)
}

fn rounded(coordinate: f32) -> f32 {
    (coordinate * (1.0 / CENTER_STEP)).round_ties_even() * CENTER_STEP
}

fn is_near(point: Vec2) -> bool {
    point.x.abs() < FARTHEST && point.y.abs() < FARTHEST
}
