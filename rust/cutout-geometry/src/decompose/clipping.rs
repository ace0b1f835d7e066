//! Whether an engine draws a ring that it is given as it is.
//!
//! Godot 4.6 draws a polygon by cutting off ears (`Triangulate::triangulate` in `core/math/triangulate.cpp`),
//! in single precision and by an absolute measure of what is flat, so it gives up on some rings that are
//! simple, and draws some small ones wrongly. This is the same search in the same arithmetic.

use super::Vertex;

/// Crosses below this are flat to the engine (`CMP_EPSILON`), whatever the size of the polygon.
const FLAT: f32 = 0.00001;

/// How much of what an engine draws may be too much, as a fraction of it.
const MISPLACED: f64 = 1e-4;

/// Looks whether an engine draws rings. Reused memory.
#[derive(Debug, Default)]
pub struct EarClipping {
    left: Vec<Vertex>,
}

/// What became of a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// All of it is drawn, and nothing else.
    Right,
    /// Something else is drawn: it is so small that the engine takes reflex corners for flat ones.
    Wrong,
    /// Nothing is drawn: the engine gives up, and says so.
    Refused,
    /// It would take more steps to know than were allowed.
    Unknown,
}

impl EarClipping {
    /// What an engine makes of a ring of at least three corners. At most about `steps` corners are compared
    /// with others; without a limit cubic at worst.
    pub fn draw(&mut self, ring: impl Iterator<Item = Vertex>, mut steps: usize) -> Drawn {
        self.left.clear();
        self.left.extend(ring);
        if self.left.len() < 3 {
            return Drawn::Refused;
        }
        if self.cross_sum() <= 0.0 {
            self.left.reverse();
        }
        let (mut right, mut wrong) = (0.0_f64, 0.0_f64);
        let (mut at, mut patience, mut is_relaxed) = (self.left.len() - 1, 2 * self.left.len(), false);
        while self.left.len() > 2 {
            if patience == 0 {
                if is_relaxed {
                    return Drawn::Refused;
                }
                (patience, is_relaxed) = (2 * self.left.len(), true);
            } else {
                patience -= 1;
            }
            let Some(rest) = steps.checked_sub(self.left.len()) else { return Drawn::Unknown };
            steps = rest;
            let wrapped = |index: usize| if index >= self.left.len() { 0 } else { index };
            let from = wrapped(at);
            let tip = wrapped(from + 1);
            let to = wrapped(tip + 1);
            at = tip;
            let Some(cross) = self.ear([from, tip, to], is_relaxed) else { continue };
            *(if cross > 0.0 { &mut right } else { &mut wrong }) += f64::from(cross.abs());
            self.left.remove(tip);
            patience = 2 * self.left.len();
        }
        // Turned over as a whole it is drawn as well.
        if 2.0 * right.min(wrong) <= MISPLACED * (right + wrong) { Drawn::Right } else { Drawn::Wrong }
    }

    /// The cross of a corner that the engine cuts off.
    fn ear(&self, corners: [usize; 3], is_relaxed: bool) -> Option<f32> {
        let [a, b, c] = corners.map(|corner| self.left[corner]);
        let cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        if (if is_relaxed { -FLAT } else { FLAT }) > cross {
            return None;
        }
        let holds = |p: Vertex| {
            let side = |from: Vertex, to: Vertex| {
                (to[0] - from[0]) * (p[1] - from[1]) - (to[1] - from[1]) * (p[0] - from[0])
            };
            let sides = [side(b, c), side(a, b), side(c, a)];
            if is_relaxed {
                sides.iter().all(|&side| side > 0.0)
            } else {
                sides.iter().all(|&side| side >= 0.0)
            }
        };
        let mut others = self.left.iter().enumerate().filter(|(index, _)| !corners.contains(index));
        (!others.any(|(_, &p)| holds(p))).then_some(cross)
    }

    /// Twice the area, as the engine sums it up.
    fn cross_sum(&self) -> f32 {
        let [.., last] = self.left.as_slice() else { return 0.0 };
        let mut before = last;
        self.left.iter().fold(0.0, |sum, here| {
            let cross = before[0] * here[1] - before[1] * here[0];
            before = here;
            sum + cross
        })
    }
}
