//! What the cycles of the graph have on their left: by winding numbers.
//!
//! Within a connected part of the graph they follow from one cycle to the next across the segments
//! between them; the cycle all around a part has the winding number that the other parts give it.

use super::graph::Graph;
use super::noding::Segment;
use crate::cells::NONE;
use crate::pace::Pace;
use crate::point::{Point, by_x_then_y};
use crate::predicate::orient;

/// What is on one side of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// Not the shape.
    Nothing,
    /// The part of it that the cells cut.
    Breaking,
    /// The part that stays whole.
    Whole,
}

impl Fill {
    /// By the winding numbers of what breaks and what stays whole. Negative ones fill as well: a tip finer
    /// than rounding may have been turned over, and is still there.
    pub fn of_parts([breaking, whole]: [i32; 2]) -> Self {
        if breaking != 0 {
            Self::Breaking
        } else if whole != 0 {
            Self::Whole
        } else {
            Self::Nothing
        }
    }

    /// By the winding numbers of a shape and of what is taken out of it: that stays in one piece, and the
    /// rest is what may be cut.
    pub fn of_bite([shape, tool]: [i32; 2]) -> Self {
        if shape == 0 {
            Self::Nothing
        } else if tool == 0 {
            Self::Breaking
        } else {
            Self::Whole
        }
    }
}

/// What a segment takes, in steps.
const STEPS: usize = 4;

/// For every cycle what is on its left; told to stop, anything. Cost: linear, times the number of connected
/// parts.
pub(super) fn fill_cycles(
    points: &[Point],
    segments: &[Segment],
    graph: &Graph,
    fill_of: fn([i32; 2]) -> Fill,
    pace: &Pace<'_>,
) -> Vec<Fill> {
    let part_of = parts(segments, points.len(), pace);
    let mut winding: Vec<Option<[i32; 2]>> = vec![None; graph.begin.len()];
    let mut queue = Vec::new();
    for (part, outermost) in outermost_edges(points, graph, &part_of) {
        if !pace.step(segments.len()) {
            break;
        }
        let around = points[graph.origin[outermost as usize] as usize];
        let others = segments.iter().filter(|s| part_of[s.a as usize] != part);
        winding[graph.cycle[outermost as usize] as usize] = Some(winding_at(around, others, points));
        queue.push(graph.cycle[outermost as usize]);
    }
    while let Some(cycle) = queue.pop() {
        let Some(here) = winding[cycle as usize] else { continue };
        for h in graph.walk(cycle) {
            pace.step(STEPS);
            let across = &mut winding[graph.cycle[(h ^ 1) as usize] as usize];
            if across.is_none() {
                let step = wind(segments, h);
                *across = Some([here[0] - step[0], here[1] - step[1]]);
                queue.push(graph.cycle[(h ^ 1) as usize]);
            }
        }
    }
    winding.into_iter().map(|w| w.map_or(Fill::Nothing, fill_of)).collect()
}

/// By how much the winding numbers are larger on the left of a half-edge than on its right.
fn wind(segments: &[Segment], half_edge: u32) -> [i32; 2] {
    let wind = segments[half_edge as usize / 2].wind;
    if half_edge & 1 == 0 { wind } else { wind.map(|w| -w) }
}

/// A number for each node that connected nodes share.
fn parts(segments: &[Segment], nodes: usize, pace: &Pace<'_>) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..nodes as u32).collect();
    let find = |parent: &mut Vec<u32>, mut node: u32| {
        while parent[node as usize] != node {
            let above = parent[parent[node as usize] as usize];
            parent[node as usize] = above;
            node = above;
        }
        node
    };
    for segment in segments {
        pace.step(STEPS);
        let (a, b) = (find(&mut parent, segment.a), find(&mut parent, segment.b));
        parent[a.max(b) as usize] = a.min(b);
    }
    (0..nodes as u32).map(|node| find(&mut parent, node)).collect()
}

/// For each part a half-edge with all the rest of the plane on its left: at the part's leftmost node
/// (lowest, among equals) the one of the steepest ascent.
fn outermost_edges(points: &[Point], graph: &Graph, part_of: &[u32]) -> Vec<(u32, u32)> {
    let mut leftmost = vec![NONE; part_of.len()];
    for &h in &graph.around {
        let node = graph.origin[h as usize];
        let best = &mut leftmost[part_of[node as usize] as usize];
        let is_first = *best == NONE || {
            let (p, q) = (points[node as usize], points[graph.origin[*best as usize] as usize]);
            by_x_then_y(&p, &q).is_le()
        };
        // Half-edges come counter-clockwise, so the last one of the leftmost node stays.
        if is_first {
            *best = h;
        }
    }
    leftmost.iter().enumerate().filter(|(_, h)| **h != NONE).map(|(part, &h)| (part as u32, h)).collect()
}

/// The winding numbers of segments around a point that is on none of them.
fn winding_at<'a>(p: Point, segments: impl Iterator<Item = &'a Segment>, points: &[Point]) -> [i32; 2] {
    let mut turns = [0, 0];
    for segment in segments.filter(|s| s.is_outline()) {
        let (a, b) = (points[segment.a as usize], points[segment.b as usize]);
        if (a.y > p.y) != (b.y > p.y) && (orient(a, b, p) > 0.0) == (b.y > a.y) {
            let sign = if b.y > a.y { 1 } else { -1 };
            turns = [turns[0] + sign * segment.wind[0], turns[1] + sign * segment.wind[1]];
        }
    }
    turns
}
