//! Which pieces look ahead for obstacles, within a budget.
//!
//! Asking the engine's physics for obstacles is dear, and free flight can be foretold. So each piece asks
//! once for the next stretch of its flight rather than in each tick: with a budget of `b` probes a tick
//! and `n` pieces in flight, each looks `n / b` ticks ahead. What it finds is a line that it then touches
//! without asking again. A bounce makes it ask anew.

use crate::contact::Line;
use crate::vector::Vec2;

/// A piece looks ahead at least so many ticks, however few there are.
pub const FEWEST_TICKS: u32 = 6;
/// And at most so many: a parabola bends away from a straight probe.
pub const MOST_TICKS: u32 = 40;
/// How far beneath a resting piece its support is looked for, pixels.
pub const SUPPORT_DEPTH: f32 = 4.0;

/// A question: what is the first obstacle on the way from one point to the other?
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probe {
    /// Which piece asks.
    pub(crate) index: usize,
    /// Start, in the field's space.
    pub from: Vec2,
    /// End.
    pub to: Vec2,
    pub(crate) ticks: u32,
}

/// An answer: the surface that was hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Where, in the field's space.
    pub point: Vec2,
    /// Unit vector out of the obstacle.
    pub normal: Vec2,
}

impl Hit {
    /// The line that a piece at `position` stays out of; none when it is behind it, or when the hit is no
    /// surface.
    pub fn line(&self, position: Vec2, reach: f32) -> Option<Line> {
        let line = Line { normal: self.normal, offset: self.normal.dot(self.point) };
        let length = self.normal.length_squared();
        let is_surface = (0.99..1.01).contains(&length) && line.offset.is_finite();
        (is_surface && line.distance(position) > -reach).then_some(line)
    }
}

/// How many ticks ahead each of `count` pieces looks.
pub fn ticks_ahead(count: usize, budget: usize) -> u32 {
    let ticks = count.div_ceil(budget.max(1));
    u32::try_from(ticks).unwrap_or(u32::MAX).clamp(FEWEST_TICKS, MOST_TICKS)
}
