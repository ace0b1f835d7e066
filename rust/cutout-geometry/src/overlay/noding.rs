//! Splits segments until no two of them meet but in common ends.
//!
//! Rounds of two kinds, until neither finds anything: vertices on a segment (exactly; on one that is not the
//! outline's also those within the tolerance) are put into it, and where two segments cross a vertex is made.
//! What is decided exactly is decided on rounded coordinates, so that when the rounds end the graph is
//! planar, whatever rounding did. The outline's segments are not bent to a vertex that is merely near, save
//! where all else has failed ([`super::cut`]).

use super::Unresolved;
use super::nodes::Nodes;
use super::sweep::each_overlap_of;
use crate::cells::NONE;
use crate::pace::{self, Pace};
use crate::point::{Bounds, Point, length_squared};
use crate::predicate::orient;
use std::collections::BTreeMap;

/// Rounds before giving up; two to six is what inputs take.
const ROUNDS: usize = 48;
/// Rounds in which borders bend to vertices within the tolerance; later ones only to what lies on them
/// exactly, so that a tangle finer than the tolerance comes to an end.
const BENDING_ROUNDS: usize = 16;

/// How many times as many segments as there were, and how many more, a graph in single precision may come
/// to: beyond that lines that rounding puts on each other cross so often that no end of it is in sight.
const MOST: (usize, usize) = (8, 2048);

/// How many vertices may be put into a segment of such a graph in a round, on the average, one counted for each
/// segment that ends there: where each bends to dozens that are within the tolerance of all, millions would be put
/// in only to be made one again.
const MOST_SPLITS: usize = 32;

/// What a round costs, in steps a segment.
const STEPS: usize = 16;

/// A piece of outline, of a border, or of both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub a: u32,
    pub b: u32,
    /// By how much the winding numbers of what breaks, and of what stays whole, are larger left of
    /// `a -> b` than right of it. Not zero: outline.
    pub wind: [i32; 2],
    /// The border, by its lower half-edge; [`NONE`]: none.
    pub border: u32,
    /// Whether `a -> b` runs along that half-edge.
    pub is_along: bool,
    /// Whether it bends to vertices within the tolerance: all but what the outline has, which does where all
    /// else has failed.
    bends: bool,
    /// Not yet compared with all others, for each [`Question`].
    is_fresh: [bool; 2],
}

/// What segments are compared for.
#[derive(Clone, Copy)]
enum Question {
    Touch,
    Cross,
}

impl Segment {
    pub fn breaking(a: u32, b: u32) -> Self {
        Self { a, b, wind: [1, 0], border: NONE, is_along: true, bends: false, is_fresh: [true; 2] }
    }

    pub fn whole(a: u32, b: u32) -> Self {
        Self { wind: [0, 1], ..Self::breaking(a, b) }
    }

    /// One that may bend, as a ring does that is laid over the outline.
    pub fn bending(self, bends: bool) -> Self {
        Self { bends, ..self }
    }

    pub fn border(a: u32, b: u32, border: u32) -> Self {
        Self { wind: [0, 0], border, bends: true, ..Self::breaking(a, b) }
    }

    pub fn bounds(&self, nodes: &Nodes, margin: f64) -> Bounds {
        Bounds::of([&nodes.at(self.a), &nodes.at(self.b)]).grown(margin)
    }

    pub fn is_outline(&self) -> bool {
        self.wind != [0, 0]
    }

    fn has_end(&self, node: u32) -> bool {
        self.a == node || self.b == node
    }

    /// Splits segments at nodes: each by segment, how far along it, and the node. Told to stop, it may leave
    /// them as they are.
    pub fn split_all(segments: &mut Vec<Self>, mut splits: Vec<(u32, f64, u32)>, pace: &Pace<'_>) {
        pace::sort_by(pace, &mut splits, |l, r| l.0.cmp(&r.0).then(l.1.total_cmp(&r.1)).then(l.2.cmp(&r.2)));
        let mut out = Vec::with_capacity(segments.len() + splits.len());
        let mut splits = splits.as_slice();
        for (index, &segment) in segments.iter().enumerate() {
            if !pace.step(1) {
                return;
            }
            let mine = splits.iter().take_while(|s| s.0 as usize == index).count();
            let (here, rest) = splits.split_at(mine);
            splits = rest;
            let mut from = segment.a;
            let is_fresh = segment.is_fresh.map(|is_fresh| is_fresh || mine > 0);
            for &(_, _, node) in here {
                if node != from && !segment.has_end(node) {
                    out.push(Self { a: from, b: node, is_fresh, ..segment });
                    from = node;
                }
            }
            out.push(Self { a: from, is_fresh, ..segment });
        }
        *segments = out;
    }

    fn turned(self) -> Self {
        Self { a: self.b, b: self.a, wind: self.wind.map(|w| -w), is_along: !self.is_along, ..self }
    }
}

/// Makes the segments a planar graph without repeated edges.
pub(super) fn resolve(
    nodes: &mut Nodes,
    segments: &mut Vec<Segment>,
    tolerance: f64,
    pace: &Pace<'_>,
) -> Result<(), Unresolved> {
    unite(nodes, segments, pace);
    let most = MOST.0 * segments.len() + MOST.1;
    for round in 0..ROUNDS {
        if nodes.is_single() && segments.len() > most {
            return Err(Unresolved);
        }
        if !pace.step(STEPS * segments.len()) {
            return Err(Unresolved);
        }
        let reach = if round < BENDING_ROUNDS { tolerance } else { 0.0 };
        let mut splits = touches(nodes, segments, reach, pace);
        segments.iter_mut().for_each(|s| s.is_fresh[Question::Touch as usize] = false);
        if splits.is_empty() {
            splits = crossings(nodes, segments, reach, pace);
            segments.iter_mut().for_each(|s| s.is_fresh[Question::Cross as usize] = false);
        }
        if pace.is_over() || (nodes.is_single() && splits.len() > MOST_SPLITS * segments.len() + MOST.1) {
            return Err(Unresolved);
        }
        if splits.is_empty() {
            return Ok(());
        }
        Segment::split_all(segments, splits, pace);
        unite(nodes, segments, pace);
    }
    Err(Unresolved)
}

/// Makes one of segments with the same ends, and drops those without a meaning.
///
/// Where two edges of the outline came to run back along each other, a spike of the outline got so
/// narrow that rounding closed it. It is taken off at its tip: what meets it meets the tip, which
/// stays a corner. Told to stop, it ends with some segments.
/// A ring laid over the outline that runs back along itself, however far, is no such spike.
pub(super) fn unite(nodes: &Nodes, segments: &mut Vec<Segment>, pace: &Pace<'_>) {
    loop {
        for segment in segments.iter_mut() {
            if segment.b < segment.a {
                *segment = segment.turned();
            }
        }
        pace::sort_stably_by(pace, segments, |l, r| (l.a, l.b, l.border).cmp(&(r.a, r.b, r.border)));
        if !pace.step(STEPS * segments.len()) {
            return;
        }
        let mut closed: Vec<(u32, u32)> = Vec::new();
        segments.dedup_by(|one, kept| {
            let is_same = one.a == kept.a && one.b == kept.b;
            if is_same {
                let was_fixed = kept.is_outline() && !kept.bends;
                kept.wind = [kept.wind[0] + one.wind[0], kept.wind[1] + one.wind[1]];
                kept.bends = (kept.bends && one.bends) || !kept.is_outline();
                let other = one.is_fresh;
                kept.is_fresh.iter_mut().zip(other).for_each(|(is_fresh, other)| *is_fresh |= other);
                if was_fixed && !kept.is_outline() {
                    closed.push((kept.a, kept.b));
                }
            }
            is_same
        });
        segments.retain(|s| s.a != s.b && (s.is_outline() || s.border != NONE));
        let tips = tips(nodes, &closed);
        if tips.is_empty() {
            return;
        }
        for segment in segments.iter_mut() {
            let moved = |node: u32| tips.get(&node).copied().unwrap_or(node);
            let (a, b) = (moved(segment.a), moved(segment.b));
            let is_moved = (a, b) != (segment.a, segment.b);
            let is_fresh = segment.is_fresh.map(|is_fresh| is_fresh || is_moved);
            *segment = Segment { a, b, is_fresh, ..*segment };
        }
    }
}

/// For each node on a closed spike the corner at its tip. Closed edges that lead to no corner, or to
/// several, are none.
fn tips(nodes: &Nodes, closed: &[(u32, u32)]) -> BTreeMap<u32, u32> {
    let mut lowest: BTreeMap<u32, u32> = closed.iter().flat_map(|&(a, b)| [(a, a), (b, b)]).collect();
    // Few and short: as many rounds as the longest spike has edges.
    loop {
        let mut has_changed = false;
        for (a, b) in closed {
            let low = lowest[a].min(lowest[b]);
            for node in [a, b] {
                has_changed |= lowest.insert(*node, low) != Some(low);
            }
        }
        if !has_changed {
            break;
        }
    }
    // Corners are the first nodes, so the lowest of a spike with one corner is that.
    let spikes = lowest.clone();
    let is_lone =
        |tip: u32| spikes.iter().filter(|&(&n, &low)| low == tip && nodes.is_corner(n)).count() == 1;
    lowest.retain(|&node, &mut tip| node != tip && nodes.is_corner(tip) && is_lone(tip));
    lowest
}

/// Calls `visit` with the pairs of segments, the lower one first, that have not been asked this question and
/// whose boxes, grown, overlap.
fn each_pair(
    (nodes, segments): (&Nodes, &[Segment]),
    question: Question,
    margin: f64,
    pace: &Pace<'_>,
    mut visit: impl FnMut(usize, usize),
) {
    let boxes: Vec<Bounds> = segments.iter().map(|s| s.bounds(nodes, margin)).collect();
    if !pace.step(STEPS * segments.len()) {
        return;
    }
    let is_fresh = |segment: usize| segments[segment].is_fresh[question as usize];
    each_overlap_of(&boxes, is_fresh, pace, |i, j| visit(i.min(j), i.max(j)));
}

/// Ends of segments that lie on other segments.
fn touches(nodes: &Nodes, segments: &[Segment], reach: f64, pace: &Pace<'_>) -> Vec<(u32, f64, u32)> {
    let mut found = Vec::new();
    each_pair((nodes, segments), Question::Touch, reach, pace, |i, j| {
        for (one, other) in [(i, j), (j, i)] {
            for node in [segments[one].a, segments[one].b] {
                if let Some(t) = lies_on(nodes, node, &segments[other], reach) {
                    found.push((other as u32, t, node));
                }
            }
        }
    });
    found
}

/// How far along a segment a node lies that is on it, and not its end.
fn lies_on(nodes: &Nodes, node: u32, segment: &Segment, reach: f64) -> Option<f64> {
    if segment.has_end(node) {
        return None;
    }
    let (p, a, b) = (nodes.at(node), nodes.at(segment.a), nodes.at(segment.b));
    let area = orient(a, b, p);
    let (along, offset) = (b - a, p - a);
    let length_squared = length_squared(along);
    let t = (along.x * offset.x + along.y * offset.y) / length_squared;
    if area == 0.0 {
        return Bounds::of([&a, &b]).contains(p).then_some(t);
    }
    let is_near = segment.bends && area.abs() <= reach * length_squared.sqrt();
    (is_near && t > 0.0 && t < 1.0).then_some(t)
}

/// Two segments that cross, with the place on the first.
#[derive(Clone, Copy)]
struct Crossing {
    on: u32,
    t: f64,
    other: u32,
}

/// Makes a node for every crossing.
fn crossings(nodes: &mut Nodes, segments: &[Segment], reach: f64, pace: &Pace<'_>) -> Vec<(u32, f64, u32)> {
    let mut found = Vec::new();
    each_pair((nodes, segments), Question::Cross, 0.0, pace, |i, j| {
        // The place is told on what must not bend.
        let (on, other) = if segments[i].bends && !segments[j].bends { (j, i) } else { (i, j) };
        if let Some(t) = crosses(nodes, &segments[on], &segments[other]) {
            found.push(Crossing { on: on as u32, t, other: other as u32 });
        }
    });
    pace::sort_by(pace, &mut found, |l, r| {
        l.on.cmp(&r.on).then(l.t.total_cmp(&r.t)).then(l.other.cmp(&r.other))
    });
    if pace.is_over() {
        return Vec::new();
    }
    let mut splits = Vec::with_capacity(2 * found.len());
    let mut last: Option<(u32, u32)> = None;
    for Crossing { on, t, other } in found {
        let carrier = &segments[on as usize];
        let crossed = &segments[other as usize];
        let place = place_on(nodes.at(carrier.a), nodes.at(carrier.b), t);
        let same = if crossed.bends { reach } else { nodes.grain.min(reach) };
        let node = match last {
            Some((segment, node)) if segment == on && is_within(nodes.at(node), place, same) => node,
            _ => nodes.add(place),
        };
        last = Some((on, node));
        splits.push((on, t, node));
        if !crossed.has_end(node) {
            let (a, b) = (nodes.at(crossed.a), nodes.at(crossed.b));
            let (along, offset) = (b - a, nodes.at(node) - a);
            let length_squared = length_squared(along);
            splits.push((other, (along.x * offset.x + along.y * offset.y) / length_squared, node));
        }
    }
    splits
}

fn is_within(a: Point, b: Point, reach: f64) -> bool {
    length_squared(a - b) <= reach * reach
}

/// Where on `one` the insides of both segments cross.
fn crosses(nodes: &Nodes, one: &Segment, other: &Segment) -> Option<f64> {
    if one.has_end(other.a) || one.has_end(other.b) {
        return None;
    }
    let [a, b, c, d] = [one.a, one.b, other.a, other.b].map(|n| nodes.at(n));
    let (a_side, b_side) = (orient(c, d, a), orient(c, d, b));
    let are_apart = |l: f64, r: f64| (l > 0.0 && r < 0.0) || (l < 0.0 && r > 0.0);
    if !are_apart(a_side, b_side) || !are_apart(orient(a, b, c), orient(a, b, d)) {
        return None;
    }
    // The signs above are exact, their sizes are not: far from a short segment they round by more than its
    // length. Offsets from one of its own ends do not.
    let off = |p: Point| (d.x - c.x) * (p.y - c.y) - (d.y - c.y) * (p.x - c.x);
    let (from, to) = (off(a), off(b));
    let t = from / (from - to);
    Some(if t.is_finite() { t.clamp(0.0, 1.0) } else { 0.5 })
}

/// The point at `t`, computed from the nearer end.
pub(super) fn place_on(a: Point, b: Point, t: f64) -> Point {
    if t <= 0.5 { a + (b - a) * t } else { b + (a - b) * (1.0 - t) }
}
