//! A field of debris: takes pieces in, moves them tick by tick, and says where each is.

mod adding;
mod probing;
mod texels;
mod touching;

pub use adding::Adding;
pub use texels::texel_bytes;

use crate::body::Corners;
use crate::contact::Line;
use crate::launch::Launch;
use crate::motion::Motion;
use crate::order::{Id, Order};
use crate::page::{Page, Place};
use crate::pages::Pages;
use crate::settings::Settings;
use crate::vector::{Affine, Vec2};
use adding::Coming;
use touching::Touching;

/// Pieces retire before the field is full, so that they have time to fade: this part of it is kept free.
const FREE_PART: usize = 10;

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
    /// Where between the ground line and its depth the piece comes to rest, 0 to 1.
    depth: f32,
    /// The tick from which its flight has not been probed.
    probed_until: u64,
}

/// Pieces that fly, bounce, rest and fade.
#[derive(Debug, Default)]
pub struct Field {
    settings: Settings,
    motion: Motion,
    pieces: Vec<Piece>,
    touching: Vec<Touching>,
    /// The corners of each, or the first of many.
    corners: Vec<Corners>,
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
    /// The pieces below this index may look otherwise than when their texels were written last.
    stale: usize,
    /// What each piece is near to, for the step alone.
    marks: Vec<u8>,
    /// Those that have a mark.
    near: Vec<u32>,
    probe_cursor: usize,
    support_cursor: usize,
    /// Memory for pieces that come.
    coming: Vec<Coming>,
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
        self.make_room(0);
    }

    /// Ends the rest of every piece.
    pub fn wake_all(&mut self) {
        self.awake = self.pieces.len();
        self.touching.iter_mut().for_each(|touching| touching.wake(self.tick));
    }

    /// Forgets what the probes found, and ends the rest of every piece: for when they are to ask otherwise, or not
    /// any more.
    pub fn forget_obstacles(&mut self) {
        for (index, piece) in self.pieces.iter_mut().enumerate() {
            self.motion.set_obstacle(index, &Line::NONE);
            piece.probed_until = 0;
        }
        self.wake_all();
    }

    /// Whether the state one tick ago is kept, for frames between ticks: see [`Field::write_texels`].
    pub fn keep_before(&mut self, keep: bool) {
        self.motion.keep_before(keep);
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
        self.stale = self.stale.max(self.awake);
        self.marks.resize(self.awake, 0);
        self.motion.fly(self.awake, &self.settings, seconds, &mut self.marks);
        self.touch(seconds);
        self.fading = self.motion.age(seconds);
        if self.fading > 0 {
            self.stale = self.pieces.len();
            for index in (0..self.pieces.len()).rev() {
                if self.motion.life(index) <= 0.0 {
                    self.remove(index);
                }
            }
        }
        self.gather();
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
        self.stale = self.pieces.len();
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
        self.stale = self.pieces.len();
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
        self.touching.pop();
        self.corners.pop();
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
        self.touching.swap(a, b);
        self.corners.swap(a, b);
        self.texels.swap(a, b);
        self.order.moved(self.pieces[a].id, a);
        self.order.moved(self.pieces[b].id, b);
    }
}

fn floor_of(settings: &Settings, depth: f32) -> f32 {
    settings.ground_y.map_or(f32::INFINITY, |y| y + depth * settings.ground_depth)
}
