//! All parts of a carving as fragments.
//!
//! Who shares a cut with whom is read off the parts themselves: an edge that runs back along another one,
//! bit for bit, is a border between the two. What else lies on an edge of the outline, or far from the tools,
//! is outline, the rest is where a tool was. Cost: edges log edges. Told to stop, it gives nothing.

use super::options::Carving;
use super::parts::Part;
use super::tool::Drawn;
use crate::assemble::Assembler;
use crate::cells::NONE;
use crate::fracture::SEGMENT_REACH;
use crate::fragment::{Fragments, Role};
use crate::gap::Border;
use crate::gap::parts::{Outlines, SINGLE};
use crate::pace::{self, Pace};
use crate::partition::pieces::Pieces;
use crate::pattern::Domain;
use crate::point::{Bounds, Point, by_x_then_y, length, unit};
use crate::shape::Shape;
use core::cmp::Ordering;

/// What an edge takes to be looked up, in steps.
const STEPS: usize = 16;

/// The key of every edge that is no outline: borders are told apart from them.
const CUT: u32 = 0;

/// Tools that are told apart where edges are asked whether they are near one.
const MOST_TOOLS: usize = 16;

/// What rounding makes of the distance from a line, as a fraction of the largest coordinate: several times over.
const ROUNDING: f64 = 1.0 / (1u64 << 48) as f64;

/// The outline before anything was carved.
pub(super) struct Outline {
    /// Of its edges those that the tools are near.
    edges: Outlines,
    /// How far an edge may stray: what rounding to single precision may have moved it by, and what it was
    /// made simpler by.
    tolerance: f64,
    /// Where the tools are; none: anywhere, for what is broken up gets new edges all over.
    near: Option<Vec<Near>>,
}

/// Where a tool is, with some room.
#[derive(Clone, Copy, Debug)]
struct Near {
    bounds: Bounds,
    /// Of a straight path: a point of it, its direction, and how far from it is near.
    line: Option<(Point, Point, f64)>,
}

impl Near {
    fn bounds(bounds: Bounds, margin: f64) -> Self {
        Self { bounds: bounds.grown(margin), line: None }
    }

    fn of(tool: &Drawn, margin: f64) -> Self {
        let line = match (tool.region.as_slice(), tool.paths.as_slice()) {
            ([], [path]) => match path[..] {
                [from, to] => {
                    let rounding = ROUNDING * tool.bounds().reach();
                    Some((from, unit(to - from), margin + rounding))
                }
                _ => None,
            },
            _ => None,
        };
        Self { line, ..Self::bounds(tool.bounds(), margin) }
    }

    /// Whether an edge comes near, by so much more.
    fn meets(&self, from: Point, to: Point, more: f64) -> bool {
        self.bounds.grown(more).meets(&Bounds::of(&[from, to]))
            && self.line.is_none_or(|(start, ahead, margin)| {
                let off = |p: Point| ahead.x * (p.y - start.y) - ahead.y * (p.x - start.x);
                let (from, to) = (off(from), off(to));
                from.min(to) <= margin + more && from.max(to) >= -(margin + more)
            })
    }
}

impl Outline {
    pub fn of(shape: &Shape, tools: &[Drawn], carving: &Carving) -> Self {
        let tolerance = (SINGLE * shape.outline_reach()).max(carving.simplify);
        // Paths are a little longer than they were drawn.
        let size = shape.bounds.size();
        let margin = 4.0 * tolerance + 2.0 * SEGMENT_REACH * size.x.max(size.y);
        let near = (!carving.shatters()).then(|| {
            if tools.len() > MOST_TOOLS {
                let boxes = tools.iter().map(Drawn::bounds);
                let corners: Vec<Point> = boxes.flat_map(|bounds| [bounds.min, bounds.max]).collect();
                vec![Near::bounds(Bounds::of(&corners), margin)]
            } else {
                tools.iter().map(|tool| Near::of(tool, margin)).collect()
            }
        });
        let mut edges = Vec::new();
        shape.each_edge(&mut |a, b| {
            if near.as_ref().is_none_or(|near| near.iter().any(|tool| tool.meets(a, b, margin))) {
                edges.push((a, b, Bounds::of(&[a, b])));
            }
        });
        Self { edges: Outlines::along(edges), tolerance, near }
    }

    /// Whether an edge of a part, which is none of another one, lies on the outline.
    fn has(&self, from: Point, to: Point) -> bool {
        self.is_far_edge(from, to) || self.edges.has(from, to, self.tolerance)
    }

    /// Whether no tool was near an edge.
    fn is_far_edge(&self, from: Point, to: Point) -> bool {
        self.near.as_ref().is_some_and(|near| !near.iter().any(|tool| tool.meets(from, to, 0.0)))
    }

    /// Whether no tool was where a box is.
    fn is_far(&self, bounds: &Bounds) -> bool {
        self.near.as_ref().is_some_and(|near| !near.iter().any(|tool| tool.bounds.meets(bounds)))
    }
}

/// The parts so far, and what became of them. In few allocations: what was shattered has thousands, which
/// would take longer to free than it may be until a cancel is answered.
#[derive(Debug, Default)]
pub(super) struct Kept {
    points: Vec<Point>,
    /// One past the last point of each ring.
    ends: Vec<u32>,
    parts: Vec<KeptPart>,
}

/// A part, and what became of it.
#[derive(Clone, Copy, Debug)]
struct KeptPart {
    /// Its first ring, and the one after its last.
    rings: [u32; 2],
    area: f64,
    role: Role,
    step: u32,
}

impl Kept {
    /// Adds a part.
    pub fn add(&mut self, part: &Part, role: Role, step: usize) {
        self.add_rings(part.rings.iter().map(Vec::as_slice), part.area, role, step);
    }

    /// Adds what a part was broken into; its area. Told to stop, some of it.
    pub fn add_shards(&mut self, shards: &Fragments, role: Role, step: usize, pace: &Pace<'_>) -> f64 {
        shards.iter().take_while(|_| pace.step(STEPS)).fold(0.0, |area, shard| {
            let rings = core::iter::once(shard.outer()).chain(shard.holes());
            self.add_rings(rings, shard.area(), role, step);
            area + shard.area()
        })
    }

    fn add_rings<'a>(
        &mut self,
        rings: impl Iterator<Item = &'a [Point]>,
        area: f64,
        role: Role,
        step: usize,
    ) {
        let first = self.ends.len() as u32;
        for ring in rings {
            self.points.extend_from_slice(ring);
            self.ends.push(self.points.len() as u32);
        }
        let rings = [first, self.ends.len() as u32];
        self.parts.push(KeptPart { rings, area, role, step: step as u32 });
    }

    /// The rings of a part, the outer one first.
    fn rings_of(&self, part: &KeptPart) -> impl Iterator<Item = &[Point]> {
        let [first, end] = part.rings;
        (first..end).map(|ring| {
            let start = ring.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
            &self.points[start as usize..self.ends[ring as usize] as usize]
        })
    }

    /// Survivors first, then what each tool took off, largest first, unless it is told to stop.
    fn sort(&mut self, pace: &Pace<'_>) {
        let order = |role: Role| match role {
            Role::Survivor => 0,
            Role::Loose => 1,
            Role::Bite => 2,
        };
        pace::sort_stably_by(pace, &mut self.parts, |a, b| {
            let comes_off = |part: &KeptPart| part.role != Role::Survivor;
            comes_off(a)
                .cmp(&comes_off(b))
                .then(a.step.cmp(&b.step))
                .then(order(a.role).cmp(&order(b.role)))
                .then(b.area.total_cmp(&a.area))
        });
    }

    /// All parts as fragments: survivors, then what each tool took off, largest first; told to stop, none.
    /// `sharing`: where two of them may have an edge in common.
    pub fn into_fragments(
        mut self,
        outline: &Outline,
        sharing: Sharing,
        assembler: &mut Assembler,
        pace: &Pace<'_>,
    ) -> Fragments {
        self.sort(pace);
        if !pace.step(STEPS * self.parts.len()) {
            return Fragments::default();
        }
        // A single part has nobody to share an edge with.
        let sharing = if self.parts.len() > 1 { sharing } else { Sharing::Nowhere };
        let may_share = |from: Point, to: Point| match sharing {
            Sharing::Nowhere => false,
            Sharing::NearTools => !outline.is_far_edge(from, to),
            Sharing::Anywhere => true,
        };
        let edges = Edge::of(&self, may_share, pace);
        let mut pieces = Pieces::default();
        pieces.clear();
        pieces.key_count = CUT + 1;
        let mut borders = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            pieces.begin_piece(0);
            for ring in self.rings_of(part) {
                if !pace.step(ring.len()) {
                    return Fragments::default();
                }
                if sharing != Sharing::Anywhere && outline.is_far(&Bounds::of(ring)) {
                    pieces.push_run(ring, 0..ring.len());
                    pieces.end_ring();
                    continue;
                }
                for (at, &from) in ring.iter().enumerate() {
                    if !pace.step(STEPS) {
                        return Fragments::default();
                    }
                    let to = ring[if at + 1 == ring.len() { 0 } else { at + 1 }];
                    let is_lone = edges.is_empty() || !may_share(from, to);
                    let across = if is_lone { None } else { Edge::find(&edges, to, from) };
                    let across = across.filter(|edge| edge.part as usize != index);
                    if let Some(across) = across.filter(|edge| edge.part as usize > index) {
                        borders.push(border(from, to, [index as u32, across.part]));
                    }
                    let is_outline = across.is_none() && outline.has(from, to);
                    pieces.push(from, if is_outline { NONE } else { CUT });
                }
                pieces.end_ring();
            }
        }
        // To free that much takes a while: what follows asks.
        drop(edges);
        assembler.measure(&pieces, pace);
        if pace.is_over() {
            // Not all of them are measured.
            return Fragments::default();
        }
        let mut fragments = assembler.run_apart(&pieces, &borders, Point { x: 0.0, y: 0.0 }, |_| true, pace);
        for (head, part) in fragments.heads.iter_mut().zip(&self.parts) {
            (head.role, head.step) = (part.role, part.step);
        }
        fragments
    }
}

fn border(from: Point, to: Point, pieces: [u32; 2]) -> Border {
    Border { pieces, length: length(to - from), midpoint: (from + to) * 0.5 }
}

/// Where two parts may have an edge in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    /// Nowhere.
    Nowhere,
    /// Where the tools are.
    NearTools,
    /// There as well where the outline's own parts touch.
    Anywhere,
}

/// An edge of a part.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: Point,
    to: Point,
    part: u32,
}

impl Edge {
    /// All edges that may be shared, sorted by their ends, unless it is told to stop.
    fn of(kept: &Kept, may_share: impl Fn(Point, Point) -> bool, pace: &Pace<'_>) -> Vec<Self> {
        let mut edges = Vec::new();
        for (index, part) in kept.parts.iter().enumerate() {
            if !pace.step(STEPS) {
                break;
            }
            for ring in kept.rings_of(part) {
                if !pace.step(ring.len()) {
                    break;
                }
                let ends = ring.iter().zip(ring.iter().cycle().skip(1));
                let shared = ends.filter(|&(&from, &to)| may_share(from, to));
                edges.extend(shared.map(|(&from, &to)| Self { from, to, part: index as u32 }));
            }
        }
        pace::sort_by(pace, &mut edges, |a, b| a.compare(b.from, b.to).then(a.part.cmp(&b.part)));
        edges
    }

    fn find(edges: &[Self], from: Point, to: Point) -> Option<&Self> {
        let at = edges.partition_point(|edge| edge.compare(from, to).is_lt());
        edges.get(at).filter(|edge| edge.compare(from, to).is_eq())
    }

    fn compare(&self, from: Point, to: Point) -> Ordering {
        by_x_then_y(&self.from, &from).then_with(|| by_x_then_y(&self.to, &to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_found_by_their_ends() {
        let at = |x: f64, y: f64| Point { x, y };
        let ring = vec![at(0.0, 0.0), at(1.0, 0.0), at(0.0, 1.0)];
        let part = Part { rings: vec![ring], area: 0.5 };
        let mut kept = Kept::default();
        kept.add(&part, Role::Loose, 0);
        let edges = Edge::of(&kept, |_, _| true, &Pace::new(&()));
        assert!(Edge::find(&edges, at(0.0, 1.0), at(0.0, 0.0)).is_some());
        assert!(Edge::find(&edges, at(0.0, 0.0), at(0.0, 1.0)).is_none());
    }
}
