//! The short way to the parts that a tool, or a mask, leaves: where a single ring crosses an outline and
//! nothing lies on anything, the parts are read off by walking along the two in turn (K. Weiler and P.
//! Atherton, "Hidden surface removal using polygon area sorting", SIGGRAPH 1977).
//!
//! Signs are exact, so a crossing is one or is none. What is not plain is left to the planar graph of
//! [`super::bite`]: contacts without a crossing, crossings so near to a corner or to each other that
//! rounding could change their order, walks that do not lead back to where they began, holes that lie in
//! nothing. Rings are taken to be simple, as those of a loaded shape are; a tool's ring that crosses itself
//! is noticed only where a walk goes astray, or by whoever adds the areas up. Cost: the points of outline and
//! tool, the pairs of edges near the tool, crossings log crossings, and the tool's points for each ring that
//! lies in its box; at most [`MOST_PAIRS`] for telling which part each hole lies in.

use crate::audit::{grain, is_counter_clockwise};
use crate::cells::NONE;
use crate::pace::Pace;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, by_x_then_y, length_squared};
use crate::predicate::orient;
use crate::shape::{Shape, ring_area, ring_contains};
use std::borrow::Cow;

/// Crossings this near to a corner or to each other, in grains of the outline, are not plain.
const NEAR: f64 = 1024.0;
/// So many pairs of edges, or of holes and edges around them, are looked at; more are left to the graph,
/// which sorts them.
const MOST_PAIRS: usize = 1 << 21;

/// What is not plain, or not wanted any more.
pub(crate) struct NotPlain;

/// Where outline and tool cross.
#[derive(Clone, Copy, Debug)]
struct Crossing {
    place: Point,
    /// The outline's ring and edge, by the point that it starts at, and how far along it.
    ring: u32,
    edge: u32,
    along: f64,
    /// The same of the tool.
    tool_edge: u32,
    tool_along: f64,
    /// Whether the outline runs into the tool here, and not out of it.
    enters: bool,
    /// Its number in the order of the tool, and in that of the outline.
    tool_rank: u32,
    rank: u32,
}

/// Which side of the tool a part is on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Inside,
    Outside,
}

/// A ring of a part.
struct Loop<'a> {
    points: Cow<'a, [Point]>,
    /// None where all of it is the outline's.
    keys: Vec<u32>,
    is_outer: bool,
}

/// Fills `pieces` like [`super::bite`]: with the parts of a shape inside of the tool (of cell
/// [`NONE`], first) and outside of it (of cell 0). The tool is in the shape's frame, its inside on the left.
pub(crate) fn clip(
    shape: &Shape,
    tool: &[Point],
    pieces: &mut Pieces,
    pace: &Pace<'_>,
) -> Result<(), NotPlain> {
    if shape.is_touching || tool.len() < 3 {
        return Err(NotPlain);
    }
    let tool_bounds = Bounds::of(tool);
    let crossings = Crossings::of(shape, tool, &tool_bounds, pace)?;
    pieces.clear();
    for (side, cell) in [(Side::Inside, NONE), (Side::Outside, 0)] {
        let mut loops = Vec::new();
        crossings.walk(Walk { shape, tool, side, pace }, pieces, &mut loops)?;
        for &ring in &shape.rings {
            if !crossings.has_ring(ring.range()) {
                let points = shape.ring(ring);
                wanted(pace, points.len() + tool.len())?;
                let is_inside =
                    points.first().is_some_and(|&p| tool_bounds.contains(p) && ring_contains(tool, p));
                if is_inside == (side == Side::Inside) {
                    let is_outer = !ring.is_hole;
                    loops.push(Loop { points: Cow::Borrowed(points), keys: Vec::new(), is_outer });
                }
            }
        }
        if crossings.by_outline.is_empty() && shape.holds(tool[0]) {
            // A hole, or all of the tool.
            let mut ring = tool.to_vec();
            if side == Side::Outside {
                ring.reverse();
            }
            let keys = ring.iter().map(|_| pieces.new_key()).collect();
            loops.push(Loop::of(ring, keys));
        }
        write(loops, cell, pieces, pace)?;
    }
    Ok(())
}

fn wanted(pace: &Pace<'_>, steps: usize) -> Result<(), NotPlain> {
    if pace.step(steps) { Ok(()) } else { Err(NotPlain) }
}

/// A walk along outline and tool, on one side of the tool.
#[derive(Clone, Copy)]
struct Walk<'a> {
    shape: &'a Shape,
    tool: &'a [Point],
    side: Side,
    pace: &'a Pace<'a>,
}

#[derive(Default)]
struct Crossings {
    by_outline: Vec<Crossing>,
    /// For each in the order of the tool, its number in the order of the outline.
    by_tool: Vec<u32>,
}

impl Crossings {
    fn of(shape: &Shape, tool: &[Point], bounds: &Bounds, pace: &Pace<'_>) -> Result<Self, NotPlain> {
        let near = NEAR * grain(shape);
        let mut found: Vec<Crossing> = Vec::new();
        let mut pairs = 0;
        for (number, &ring) in shape.rings.iter().enumerate() {
            let points = shape.ring(ring);
            wanted(pace, points.len())?;
            let mut a_at = points.len() - 1;
            for (b_at, &b) in points.iter().enumerate() {
                let (at, a) = (a_at, points[a_at]);
                a_at = b_at;
                if !Bounds::of(&[a, b]).meets(bounds) {
                    continue;
                }
                pairs += tool.len();
                if pairs > MOST_PAIRS {
                    return Err(NotPlain);
                }
                wanted(pace, tool.len())?;
                let mut c = tool[tool.len() - 1];
                for (d_at, &d) in tool.iter().enumerate() {
                    let c_at = if d_at == 0 { tool.len() } else { d_at } - 1;
                    if let Some(crossing) = cross([a, b], [c, d], near)? {
                        let (ring, edge) = (number as u32, ring.start + at as u32);
                        found.push(Crossing { ring, edge, tool_edge: c_at as u32, ..crossing });
                    }
                    c = d;
                }
            }
        }
        found.sort_by(|l, r| l.edge.cmp(&r.edge).then(l.along.total_cmp(&r.along)));
        let mut by_tool: Vec<u32> = (0..found.len() as u32).collect();
        by_tool.sort_by(|&l, &r| {
            let (l, r) = (&found[l as usize], &found[r as usize]);
            l.tool_edge.cmp(&r.tool_edge).then(l.tool_along.total_cmp(&r.tool_along))
        });
        for (rank, &index) in by_tool.iter().enumerate() {
            found[index as usize].tool_rank = rank as u32;
        }
        for (rank, crossing) in found.iter_mut().enumerate() {
            crossing.rank = rank as u32;
        }
        let crossings = Self { by_outline: found, by_tool };
        if crossings.are_plain(shape, near) { Ok(crossings) } else { Err(NotPlain) }
    }

    /// Whether no two are so near that their order is in doubt, and both rings run in and out in turn.
    fn are_plain(&self, shape: &Shape, near: f64) -> bool {
        let apart = |l: &Crossing, r: &Crossing| length_squared(r.place - l.place) > near * near;
        let alternate = |l: &Crossing, r: &Crossing| l.enters != r.enters && apart(l, r);
        let along_rings = shape.rings.iter().all(|ring| {
            let on = self.on(ring.range());
            on.is_empty()
                || on.len().is_multiple_of(2)
                    && on.windows(2).all(|pair| alternate(&pair[0], &pair[1]))
                    && on[0].enters != on[on.len() - 1].enters
        });
        let at = |&rank: &u32| &self.by_outline[rank as usize];
        along_rings
            && self.by_tool.windows(2).all(|pair| alternate(at(&pair[0]), at(&pair[1])))
            && self.by_tool.first().zip(self.by_tool.last()).is_none_or(|(l, r)| at(l).enters != at(r).enters)
    }

    /// Those of a ring, in its order.
    fn on(&self, points: core::ops::Range<usize>) -> &[Crossing] {
        let from = self.by_outline.partition_point(|c| (c.edge as usize) < points.start);
        let to = self.by_outline.partition_point(|c| (c.edge as usize) < points.end);
        &self.by_outline[from..to]
    }

    fn has_ring(&self, points: core::ops::Range<usize>) -> bool {
        !self.on(points).is_empty()
    }

    /// Walks along the outline on one side of the tool and along the tool inside of the outline, in turn.
    fn walk(&self, on: Walk<'_>, pieces: &mut Pieces, loops: &mut Vec<Loop<'_>>) -> Result<(), NotPlain> {
        let Walk { shape, tool, side, pace } = on;
        let mut is_done = vec![false; self.by_outline.len()];
        for first in 0..self.by_outline.len() {
            // Where the outline comes to this side.
            let begins = self.by_outline[first].enters == (side == Side::Inside);
            if !begins || is_done[first] {
                continue;
            }
            let (mut points, mut keys) = (Vec::new(), Vec::new());
            let mut at = first;
            loop {
                if core::mem::replace(&mut is_done[at], true) {
                    // It does not lead back to where it began.
                    return Err(NotPlain);
                }
                let from = &self.by_outline[at];
                let to = self.next_on_outline(shape, from)?;
                points.push(from.place);
                run_along(shape, from, to, &mut points);
                keys.resize(points.len(), NONE);
                points.push(to.place);
                self.run_along_tool(tool, to, side, &mut points);
                keys.resize_with(points.len(), || pieces.new_key());
                at = self.next_on_tool(to, side);
                if at == first {
                    break;
                }
            }
            wanted(pace, points.len())?;
            loops.push(Loop::of(points, keys));
        }
        Ok(())
    }

    fn next_on_outline(&self, shape: &Shape, from: &Crossing) -> Result<&Crossing, NotPlain> {
        let on = self.on(shape.rings.get(from.ring as usize).ok_or(NotPlain)?.range());
        let first = on.first().ok_or(NotPlain)?;
        Ok(on.get((from.rank - first.rank) as usize + 1).unwrap_or(first))
    }

    /// The crossing that the tool leads to from another one: inside of the tool forward, outside back.
    fn next_on_tool(&self, from: &Crossing, side: Side) -> usize {
        let (rank, count) = (from.tool_rank as usize, self.by_tool.len());
        let next = match side {
            Side::Inside => (rank + 1) % count,
            Side::Outside => (rank + count - 1) % count,
        };
        self.by_tool[next] as usize
    }

    /// The tool's corners between a crossing and the one that it leads to.
    fn run_along_tool(&self, tool: &[Point], from: &Crossing, side: Side, points: &mut Vec<Point>) {
        let to = &self.by_outline[self.next_on_tool(from, side)];
        let (first, last) = match side {
            Side::Inside => (from, to),
            Side::Outside => (to, from),
        };
        let corners = corners_between(
            (first.tool_edge, first.tool_along),
            (last.tool_edge, last.tool_along),
            tool.len(),
        );
        match side {
            Side::Inside => points.extend(corners.map(|at| tool[at])),
            Side::Outside => points.extend(corners.rev().map(|at| tool[at])),
        }
    }
}

/// The outline's corners between two crossings that follow each other.
fn run_along(shape: &Shape, from: &Crossing, to: &Crossing, points: &mut Vec<Point>) {
    let Some(ring) = shape.rings.get(from.ring as usize) else { return };
    let corners = shape.ring(*ring);
    let (first, last) = ((from.edge - ring.start, from.along), (to.edge - ring.start, to.along));
    points.extend(corners_between(first, last, corners.len()).map(|at| corners[at]));
}

/// The corners of a ring of so many that come after one place and before another one, each by the edge that
/// it is on and how far along.
fn corners_between(
    (from, from_along): (u32, f64),
    (to, to_along): (u32, f64),
    count: usize,
) -> impl DoubleEndedIterator<Item = usize> {
    let (from, to) = (from as usize, to as usize);
    let steps = if from == to && from_along < to_along {
        0
    } else if to > from {
        to - from
    } else {
        to + count - from
    };
    (1..=steps).map(move |step| (from + step) % count)
}

// Their product may be too small to have one.
fn same_sign(l: f64, r: f64) -> bool {
    (l > 0.0 && r > 0.0) || (l < 0.0 && r < 0.0)
}

/// Where an edge of the outline crosses one of the tool, if it does.
fn cross([a, b]: [Point; 2], [c, d]: [Point; 2], near: f64) -> Result<Option<Crossing>, NotPlain> {
    if !Bounds::of(&[a, b]).meets(&Bounds::of(&[c, d])) {
        return Ok(None);
    }
    let (a_side, b_side) = (orient(c, d, a), orient(c, d, b));
    if same_sign(a_side, b_side) {
        return Ok(None);
    }
    let (c_side, d_side) = (orient(a, b, c), orient(a, b, d));
    if same_sign(c_side, d_side) {
        return Ok(None);
    }
    if [a_side, b_side, c_side, d_side].contains(&0.0) {
        return Err(NotPlain);
    }
    // The signs above are exact, their sizes are not: offsets from an edge's own end are better.
    let share = |from: Point, to: Point, base: Point, tip: Point| {
        let off = |p: Point| (tip.x - base.x) * (p.y - base.y) - (tip.y - base.y) * (p.x - base.x);
        let (from, to) = (off(from), off(to));
        from / (from - to)
    };
    let (along, tool_along) = (share(a, b, c, d), share(c, d, a, b));
    let place = if along <= 0.5 { a + (b - a) * along } else { b + (a - b) * (1.0 - along) };
    let is_clear = |p: Point| length_squared(p - place) > near * near;
    let inner = 0.0..=1.0;
    if !(inner.contains(&along) && inner.contains(&tool_along) && [a, b, c, d].into_iter().all(is_clear)) {
        return Err(NotPlain);
    }
    let enters = b_side > 0.0;
    Ok(Some(Crossing {
        place,
        ring: 0,
        edge: 0,
        along,
        tool_edge: 0,
        tool_along,
        enters,
        tool_rank: 0,
        rank: 0,
    }))
}

impl Loop<'_> {
    fn of(points: Vec<Point>, keys: Vec<u32>) -> Self {
        Self { is_outer: is_counter_clockwise(&points), points: Cow::Owned(points), keys }
    }
}

/// Writes the loops of one side: each outer one as a piece, with the holes that lie in it.
fn write(mut loops: Vec<Loop<'_>>, cell: u32, pieces: &mut Pieces, pace: &Pace<'_>) -> Result<(), NotPlain> {
    loops.sort_by(|l, r| r.is_outer.cmp(&l.is_outer).then_with(|| by_x_then_y(&l.points[0], &r.points[0])));
    let outers = loops.partition_point(|l| l.is_outer);
    let (outers, holes) = loops.split_at(outers);
    let owned = owners(outers, holes, pace)?;
    let mut rest = owned.as_slice();
    for (at, outer) in outers.iter().enumerate() {
        pieces.begin_piece(cell);
        let (own, others) = rest.split_at(rest.partition_point(|&(owner, _)| owner <= at));
        rest = others;
        for ring in core::iter::once(outer).chain(own.iter().map(|&(_, hole)| &holes[hole])) {
            if ring.keys.is_empty() {
                pieces.push_run(&ring.points, 0..ring.points.len());
            } else {
                ring.points.iter().zip(&ring.keys).for_each(|(&point, &key)| pieces.push(point, key));
            }
            if !pieces.end_ring() {
                return Err(NotPlain);
            }
        }
    }
    Ok(())
}

/// The smallest outer ring around each hole, with the hole, in the order of the outer rings.
fn owners(outers: &[Loop<'_>], holes: &[Loop<'_>], pace: &Pace<'_>) -> Result<Vec<(usize, usize)>, NotPlain> {
    if holes.is_empty() {
        return Ok(Vec::new());
    }
    let areas: Vec<f64> = outers.iter().map(area).collect();
    let boxes: Vec<Bounds> = outers.iter().map(|outer| Bounds::of(outer.points.iter())).collect();
    let mut pairs = 0;
    let mut owned = Vec::with_capacity(holes.len());
    for (at, hole) in holes.iter().enumerate() {
        let point = hole.points[0];
        let before = pairs;
        let mut owner: Option<usize> = None;
        for (index, outer) in outers.iter().enumerate() {
            pairs += 1;
            if !boxes[index].contains(point) {
                continue;
            }
            pairs += outer.points.len();
            let is_smaller = owner.is_none_or(|owner| areas[index] < areas[owner]);
            if is_smaller && ring_contains(&outer.points, point) {
                owner = Some(index);
            }
        }
        wanted(pace, pairs - before)?;
        if pairs > MOST_PAIRS {
            return Err(NotPlain);
        }
        owned.push((owner.ok_or(NotPlain)?, at));
    }
    owned.sort_unstable();
    Ok(owned)
}

fn area(outer: &Loop<'_>) -> f64 {
    ring_area(&outer.points)
}
