//! What pieces touch, and when they come to rest.

use super::Field;
use crate::contact::{Contact, LANES, Line, Pose, Surface, resolve};
use crate::motion::Motion;
use crate::page::Place;
use crate::probe::FEWEST_TICKS;
use crate::vector::Vec2;
use core::ops::Range;

/// A piece slower than this, everywhere on it, is about to rest; pixels a second.
const REST_SPEED: f32 = 14.0;
/// So many ticks in a row, and it rests.
const REST_TICKS: u8 = 12;
/// A piece that leaves the square of this half-width is gone: beyond it single precision is coarser than
/// a pixel.
const FARTHEST: f32 = 8_388_608.0;

/// What the contacts want to know of a piece. Apart from all else that a piece has, and small, because that of
/// thousands is looked at in each tick.
#[derive(Clone, Debug)]
pub(super) struct Touching {
    page: u32,
    corners: u32,
    corner_count: u8,
    /// Ticks for which it has hardly moved.
    still: u8,
    /// Whether it touched anything in the last tick.
    touches: bool,
    inverse_inertia: f32,
}

/// A piece that is near enough to touch something.
#[derive(Clone, Copy, Debug, Default)]
struct Near {
    index: usize,
    at_floor: bool,
    at_obstacle: bool,
}

impl Touching {
    /// That of a piece whose shape is at that place of the page with that number.
    pub fn new(page: u32, place: &Place, inverse_inertia: f32) -> Self {
        let mut new = Self { page, corners: 0, corner_count: 0, still: 0, touches: false, inverse_inertia };
        new.moved(page, place);
        new
    }

    /// Its shape is elsewhere now.
    pub fn moved(&mut self, page: u32, place: &Place) {
        self.page = page;
        self.corners = place.corners.start;
        // `MOST_CORNERS` at most.
        self.corner_count = place.corners.len() as u8;
    }

    /// Whether it touched anything in the last tick.
    pub fn touches(&self) -> bool {
        self.touches
    }

    /// It does not rest, nor is it about to.
    pub fn wake(&mut self) {
        self.still = 0;
    }

    fn corners(&self) -> Range<u32> {
        self.corners..self.corners + u32::from(self.corner_count)
    }
}

impl Field {
    /// Contacts with the ground line and with what the probes found. Sends to rest what has hardly moved for a
    /// while.
    pub(super) fn touch(&mut self, seconds: f32) {
        let settings = &self.settings;
        let surface = Surface {
            bounce: settings.bounce,
            friction: settings.friction,
            // What gravity alone adds in two ticks must not bounce.
            rest_speed: 2.0 * settings.gravity.length() * seconds,
            tick_seconds: seconds,
        };
        let mut near = [Near::default(); LANES];
        let mut count = 0;
        for index in (0..self.awake).rev() {
            if !is_near(self.motion.position(index)) {
                // The last piece takes its place: those that wait must have had their turn.
                self.touch_those(&near[..core::mem::take(&mut count)], &surface);
                self.remove(index);
                continue;
            }
            let at_floor = self.motion.may_touch_floor(index);
            let at_obstacle = self.motion.may_touch_obstacle(index);
            if at_floor || at_obstacle {
                near[count] = Near { index, at_floor, at_obstacle };
                count += 1;
                if count == LANES {
                    self.touch_those(&near, &surface);
                    count = 0;
                }
            } else {
                let touching = &mut self.touching[index];
                touching.touches = false;
                touching.still = 0;
            }
        }
        self.touch_those(&near[..count], &surface);
    }

    /// The contacts of a few pieces, by falling index: the ones before them have had their turn.
    fn touch_those(&mut self, near: &[Near], surface: &Surface) {
        if near.is_empty() {
            return;
        }
        let mut contacts = [Contact::NONE; LANES];
        for (contact, near) in contacts.iter_mut().zip(near) {
            let touching = &self.touching[near.index];
            let corners = self.pages.get(touching.page).map(|page| page.corners(touching.corners()));
            *contact = Contact {
                pose: self.motion.pose(near.index),
                corners: corners.unwrap_or_default(),
                inverse_inertia: touching.inverse_inertia,
                line: Line::NONE,
            };
        }
        let mut hit = |is_at: fn(&Near) -> bool, line: fn(&Motion, usize) -> Line| {
            if !near.iter().any(is_at) {
                return [false; LANES];
            }
            for (contact, near) in contacts.iter_mut().zip(near) {
                contact.line = if is_at(near) { line(&self.motion, near.index) } else { Line::NONE };
            }
            resolve(&mut contacts, surface)
        };
        let hits_obstacle = hit(|near| near.at_obstacle, Motion::obstacle);
        let hits_floor = hit(|near| near.at_floor, Motion::floor);
        let poses = contacts.map(|contact| contact.pose);
        for (lane, &Near { index, .. }) in near.iter().enumerate() {
            if hits_obstacle[lane] {
                // A bounce is not what was foretold.
                let until = &mut self.pieces[index].probed_until;
                *until = (*until).min(self.tick + u64::from(FEWEST_TICKS));
            }
            let touching = &mut self.touching[index];
            touching.touches = hits_obstacle[lane] || hits_floor[lane];
            if !touching.touches {
                touching.still = 0;
                continue;
            }
            let pose = &poses[lane];
            self.motion.set_pose(index, pose);
            touching.still = if is_slow(pose, self.motion.reach(index)) { touching.still + 1 } else { 0 };
            if touching.still >= REST_TICKS {
                self.motion.stop(index);
                self.awake -= 1;
                self.exchange(index, self.awake);
            }
        }
    }
}

/// Whether no point of a piece is faster than what is about to rest.
fn is_slow(pose: &Pose, reach: f32) -> bool {
    let left = REST_SPEED - pose.spin.abs() * reach;
    left > 0.0 && pose.velocity.length_squared() < left * left
}

/// Whether a piece is not so far out that it is gone.
pub(super) fn is_near(point: Vec2) -> bool {
    point.x.abs() < FARTHEST && point.y.abs() < FARTHEST
}
