//! What pieces touch, and when they come to rest.

use super::Field;
use crate::contact::{Line, Pose, Surface, resolve};
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
        for index in (0..self.awake).rev() {
            if !is_near(self.motion.position(index)) {
                self.remove(index);
                continue;
            }
            let at_floor = self.motion.may_touch_floor(index);
            let at_obstacle = self.motion.may_touch_obstacle(index);
            let touching = &mut self.touching[index];
            touching.touches = false;
            if at_floor || at_obstacle {
                let Some(page) = self.pages.get(touching.page) else { continue };
                let corners = page.corners(touching.corners());
                let mut pose = self.motion.pose(index);
                let inertia = touching.inverse_inertia;
                let mut hit = |line: &Line| resolve(&mut pose, corners, inertia, line, &surface);
                if at_obstacle && hit(&self.motion.obstacle(index)) {
                    touching.touches = true;
                    // A bounce is not what was foretold.
                    let until = &mut self.pieces[index].probed_until;
                    *until = (*until).min(self.tick + u64::from(FEWEST_TICKS));
                }
                if at_floor && hit(&self.motion.floor(index)) {
                    touching.touches = true;
                }
                if touching.touches {
                    self.motion.set_pose(index, &pose);
                    touching.still =
                        if is_slow(&pose, self.motion.reach(index)) { touching.still + 1 } else { 0 };
                    if touching.still >= REST_TICKS {
                        self.motion.stop(index);
                        self.awake -= 1;
                        self.exchange(index, self.awake);
                    }
                    continue;
                }
            }
            touching.still = 0;
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
