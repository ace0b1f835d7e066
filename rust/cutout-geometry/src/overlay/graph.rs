//! A planar graph's faces: half-edges in exact angular order around every node, strung into cycles.

use super::noding::Segment;
use crate::cells::NONE;
use crate::pace::{self, Pace};
use crate::point::Point;
use crate::predicate::orient;
use core::cmp::Ordering;

/// Half-edge `2 i` runs along segment `i`, `2 i + 1` back. Segments that are not alive have none.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// Node that each half-edge starts from.
    pub origin: Vec<u32>,
    /// The half-edge after each one around the face on its left.
    pub next: Vec<u32>,
    /// The cycle that each half-edge is part of, [`NONE`] where it is not alive.
    pub cycle: Vec<u32>,
    /// A half-edge of each cycle.
    pub begin: Vec<u32>,
    /// Live half-edges, by node and then counter-clockwise.
    pub around: Vec<u32>,
}

/// What a half-edge takes, in steps.
const STEPS: usize = 4;

impl Graph {
    /// Strings the live segments. Told to stop, it ends with some graph that is not to be used.
    pub fn new(points: &[Point], segments: &[Segment], is_alive: &[bool], pace: &Pace<'_>) -> Self {
        let origin: Vec<u32> = segments.iter().flat_map(|s| [s.a, s.b]).collect();
        let mut around: Vec<u32> = (0..origin.len() as u32).filter(|&h| is_alive[h as usize / 2]).collect();
        let place = |node: u32| points[node as usize];
        pace::sort_by(pace, &mut around, |&g, &h| {
            let (from, other) = (origin[g as usize], origin[h as usize]);
            from.cmp(&other).then_with(|| {
                let head = |e: u32| place(origin[(e ^ 1) as usize]);
                compare_angles(place(from), head(g), head(h)).then(g.cmp(&h))
            })
        });
        let mut next = vec![NONE; origin.len()];
        if pace.is_over() {
            return Self::default();
        }
        for fan in around.chunk_by(|&g, &h| origin[g as usize] == origin[h as usize]) {
            pace.step(STEPS * fan.len());
            let mut before = fan[fan.len() - 1];
            for &h in fan {
                // Arriving against `h`, the face on the left goes on with the next one clockwise.
                next[(h ^ 1) as usize] = before;
                before = h;
            }
        }
        let mut graph = Self { origin, next, around, ..Self::default() };
        graph.number_cycles(pace);
        graph
    }

    fn number_cycles(&mut self, pace: &Pace<'_>) {
        self.cycle = vec![NONE; self.origin.len()];
        for h in 0..self.origin.len() as u32 {
            if !pace.step(STEPS) {
                return;
            }
            if self.next[h as usize] == NONE || self.cycle[h as usize] != NONE {
                continue;
            }
            let number = self.begin.len() as u32;
            self.begin.push(h);
            let mut e = h;
            while self.cycle[e as usize] == NONE {
                self.cycle[e as usize] = number;
                e = self.next[e as usize];
            }
        }
    }

    /// The half-edges of a cycle, in order.
    pub fn walk(&self, cycle: u32) -> impl Iterator<Item = u32> + '_ {
        let begin = self.begin[cycle as usize];
        let mut at = Some(begin);
        core::iter::from_fn(move || {
            let here = at?;
            let next = self.next[here as usize];
            at = (next != begin).then_some(next);
            Some(here)
        })
    }
}

/// Compares the directions from `center` by angle, from -90 degrees (not included) to 270, exactly.
fn compare_angles(center: Point, p: Point, q: Point) -> Ordering {
    let is_left = |v: Point| v.x < center.x || (v.x == center.x && v.y < center.y);
    is_left(p).cmp(&is_left(q)).then_with(|| 0.0_f64.total_cmp(&(orient(center, p, q) + 0.0)))
}
