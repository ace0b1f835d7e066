//! What pieces touch, and when they come to rest.

use super::Field;
use crate::body::{Body, Corners};
use crate::contact::{Contact, Line, Resolver, Surface, Touched};
use crate::motion::{AT_FLOOR, AT_OBSTACLE, FAR, Motion};
use crate::probe::FEWEST_TICKS;

/// A piece slower than this, everywhere on it, is about to rest; pixels a second.
const REST_SPEED: f32 = 14.0;
/// For so long, touching something in each tick, and it rests.
const REST_SECONDS: f32 = 0.2;
/// Where ticks are long, not before so many of them.
const FEWEST_REST_TICKS: f32 = 4.0;
/// A piece has touched its floor, besides the marks of [`Motion::fly`].
const HIT_FLOOR: u8 = 8;
/// A piece has touched its obstacle.
const HIT_OBSTACLE: u8 = 16;

/// What the contacts want to know of a piece, besides its corners. Apart from all else that a piece has, and small,
/// because that of thousands is looked at in each tick.
#[derive(Clone, Debug)]
pub(super) struct Touching {
    inverse_inertia: f32,
    corner_count: u8,
    /// Ticks for which it has hardly moved, up to the one in which it last touched anything.
    still: u16,
    more_corners: Option<Box<Corners>>,
    /// The tick in which it last touched anything.
    touched_at: u64,
}

impl Touching {
    /// That of a piece which has not touched anything.
    pub fn new(body: Body) -> Self {
        let Body { inverse_inertia, corner_count, more_corners, .. } = body;
        Self { inverse_inertia, corner_count, still: 0, more_corners, touched_at: u64::MAX }
    }

    /// Whether it touched anything in that tick.
    pub fn touches_at(&self, tick: u64) -> bool {
        self.touched_at == tick
    }

    /// It does not rest, nor is it about to; it touches what it rested on.
    pub fn wake(&mut self, tick: u64) {
        self.still = 0;
        self.touched_at = tick;
    }

    /// It touches something. For how many ticks it has hardly moved.
    fn touch(&mut self, tick: u64, is_slow: bool) -> u16 {
        let before = if self.touched_at.wrapping_add(1) == tick { self.still } else { 0 };
        self.still = if is_slow { before.saturating_add(1) } else { 0 };
        self.touched_at = tick;
        self.still
    }
}

impl Field {
    /// Contacts with the ground line and with what the probes found, for pieces that are marked as near to them.
    /// Drops what is far, and sends to rest what has hardly moved for a while.
    pub(super) fn touch(&mut self, seconds: f32) {
        let settings = &self.settings;
        let surface = Surface {
            bounce: settings.bounce,
            friction: settings.friction,
            // What gravity alone adds in two ticks must not bounce.
            rest_speed: 2.0 * settings.gravity.length() * seconds,
            tick_seconds: seconds,
        };
        let marked = marked(&self.marks[..self.awake], &mut self.near);
        if marked & AT_OBSTACLE != 0 {
            self.touch_lines(&surface, (AT_OBSTACLE, HIT_OBSTACLE), Motion::obstacle);
        }
        if marked & AT_FLOOR != 0 {
            self.touch_lines(&surface, (AT_FLOOR, HIT_FLOOR), Motion::floor);
        }
        // In slow motion, where ticks are short, as many more: what tips over slowly is not about to rest.
        let rest_ticks = (REST_SECONDS / seconds).round().max(FEWEST_REST_TICKS) as u16;
        // Backwards, because what goes or rests changes places with what has had its turn.
        for near in (0..self.near.len()).rev() {
            let index = self.near[near] as usize;
            let mark = self.marks[index];
            if mark & FAR != 0 {
                self.remove(index);
                continue;
            }
            if mark & HIT_OBSTACLE != 0 {
                // A bounce is not what was foretold.
                let until = &mut self.pieces[index].probed_until;
                *until = (*until).min(self.tick + u64::from(FEWEST_TICKS));
            }
            if mark & (HIT_OBSTACLE | HIT_FLOOR) != 0 {
                let is_slow = self.motion.is_slower(index, REST_SPEED);
                if self.touching[index].touch(self.tick, is_slow) >= rest_ticks {
                    self.motion.stop(index);
                    self.awake -= 1;
                    self.exchange(index, self.awake);
                }
            }
        }
    }

    /// Contacts of the pieces with one mark with the lines that it stands for; those that touch get the other.
    fn touch_lines(&mut self, surface: &Surface, (at, hit): (u8, u8), line: impl Fn(&Motion, usize) -> Line) {
        let Self { motion, marks, near, touching, corners, .. } = self;
        let mut resolver = Resolver::new(*surface);
        for &index in near.iter() {
            let number = index as usize;
            if marks[number] & (at | FAR) != at {
                continue;
            }
            let touching = &touching[number];
            let contact = Contact {
                pose: motion.pose(number),
                corners: &corners[number],
                more_corners: touching.more_corners.as_deref(),
                corner_count: touching.corner_count,
                inverse_inertia: touching.inverse_inertia,
                line: line(motion, number),
            };
            resolver.add(index, &contact, &mut |touched: Touched| {
                marks[touched.number as usize] |= hit;
                motion.touched(&touched);
            });
        }
        resolver.finish(&mut |touched: Touched| {
            marks[touched.number as usize] |= hit;
            motion.touched(&touched);
        });
    }
}

/// Writes the indices of what has a mark, ascending; all marks that there are.
fn marked(marks: &[u8], near: &mut Vec<u32>) -> u8 {
    near.clear();
    near.resize(marks.len(), 0);
    let mut all = 0;
    let mut count = 0;
    let (words, rest) = marks.as_chunks::<8>();
    let mut write = |index: usize, mark: u8| {
        // Written whether or not it counts: no branch foretells which do.
        near[count] = index as u32;
        count += usize::from(mark != 0);
    };
    for (word, eight) in words.iter().enumerate() {
        let together = u64::from_le_bytes(*eight);
        all |= together;
        if together != 0 {
            for (at, &mark) in eight.iter().enumerate() {
                write(word * 8 + at, mark);
            }
        }
    }
    for (at, &mark) in rest.iter().enumerate() {
        all |= u64::from(mark);
        write(words.len() * 8 + at, mark);
    }
    near.truncate(count);
    all.to_le_bytes().iter().fold(0, |a, b| a | b)
}
