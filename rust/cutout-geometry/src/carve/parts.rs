//! The parts that one tool leaves of a shape.
//!
//! Comes in: a shape and a tool. Goes out: [`Part`]s in the outline's space whose coordinates single
//! precision holds and whose rings are simple in it. All parts are rounded alike, so vertices that two of
//! them share stay shared; where rounding folds a ring over, that one is mended alone. What is too thin to
//! be held is lost, and counted. Where the tool was clipped, or a path runs plainly across ([`super::across`]), only
//! what it touched is looked at ([`super::near`]).

use super::across::Across;
use super::near::{Thinning, rounded};
use super::options::BiteFate;
use super::tool::Drawn;
use crate::audit::is_area_of;
use crate::cells::NONE;
use crate::fracture::{SEGMENT_REACH, THINNEST};
use crate::gap::parts::{SINGLE, each, is_thicker, mend};
use crate::outline::simplified;
use crate::overlay::{bite, clip, is_bitten};
use crate::pace::Pace;
use crate::params::FillRule;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point, unit};
use crate::shape::{Shape, cut_off, ring_area};
use crate::single::{is_single, single};

/// A connected part: its outer ring (counter-clockwise), then its holes (clockwise).
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub rings: Vec<Vec<Point>>,
    pub area: f64,
}

impl Part {
    fn of(rings: Vec<Vec<Point>>) -> Self {
        let area = rings.iter().map(|ring| ring_area(ring)).sum();
        Self { rings, area }
    }
}

/// Whether an edge of one part is that of another one too, bit for bit. Cost: edges log edges.
pub(super) fn share_an_edge(parts: &[&[&[Point]]]) -> bool {
    let mut edges: Vec<[[u64; 2]; 2]> = Vec::new();
    for ring in parts.iter().copied().flatten() {
        let ends = ring.iter().zip(ring.iter().cycle().skip(1));
        edges.extend(ends.map(|(&a, &b)| [bits(a).min(bits(b)), bits(a).max(bits(b))]));
    }
    edges.sort_unstable();
    edges.windows(2).any(|pair| pair[0] == pair[1])
}

/// Whether a tool's box meets that of a part.
pub(super) fn may_meet(part: &Part, tool: &Bounds) -> bool {
    part.rings.first().is_some_and(|outer| Bounds::of(outer).meets(tool))
}

/// What a vertex takes to be rounded, in steps.
const STEPS: usize = 16;

/// Reused memory.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pieces: Pieces,
    across: Across,
    stored: Shape,
    /// The shape's own vertices, sorted; none where there are no traces to be told from them.
    corners: Vec<[u64; 2]>,
    /// Whether all that the tool did not touch is as it was, in single precision too.
    is_near: bool,
    taken: f64,
    lost: f64,
}

impl Parts {
    /// Divides a shape. What fails is not expected to.
    pub fn divide(&mut self, shape: &Shape, tool: &Drawn, pace: &Pace<'_>) -> Result<(), &'static str> {
        let origin = shape.origin;
        let here = |points: &Vec<Point>| -> Vec<Point> { points.iter().map(|&p| p - origin).collect() };
        let is_near = |points: &Vec<Point>| Bounds::of(points).meets(&shape.bounds);
        // Far away parts of a large tool would cost precision near by.
        let region: Vec<Vec<Point>> = (tool.region.iter().map(here).filter(|ring| is_near(ring)))
            .map(|ring| cut_off(&ring, &shape.bounds))
            .collect();
        let size = shape.bounds.size();
        let reach = SEGMENT_REACH * size.x.max(size.y);
        let paths: Vec<Vec<Point>> =
            tool.paths.iter().map(here).filter(is_near).map(|path| extended(path, reach)).collect();
        self.corners.clear();
        (self.taken, self.lost, self.is_near) = (0.0, 0.0, false);
        if let ([ring], []) = (region.as_slice(), paths.as_slice())
            && clip(shape, ring, &mut self.pieces, pace).is_ok()
            && self.adds_up_to(shape)
        {
            self.is_near = is_single(shape);
            return Ok(());
        }
        if let ([], [path]) = (region.as_slice(), paths.as_slice())
            && self.across.divide(shape, path, &mut self.pieces, pace)
            && self.adds_up_to(shape)
        {
            self.is_near = is_single(shape);
            return Ok(());
        }
        self.corners.extend(shape.points.iter().map(|&p| bits(p)));
        self.corners.sort_unstable();
        bite(shape, &region, &paths, &mut self.pieces, pace).map_err(|_| "cuts")?;
        if self.adds_up_to(shape) { Ok(()) } else { Err("areas") }
    }

    /// Whether the parts have the area of the shape; notes what is missing.
    fn adds_up_to(&mut self, shape: &Shape) -> bool {
        let area: f64 = (0..self.pieces.pieces.len()).map(|piece| self.pieces.piece_area(piece)).sum();
        self.lost = shape.area - area;
        is_area_of(shape, area, 0.0)
    }

    /// The parts that the tool leaves and, where `fate` is to hand them out, those that it takes; in single
    /// precision. Those that the tool touched get fewer points. Told to stop, some of them.
    pub fn in_single_precision(
        &mut self,
        shape: &Shape,
        thinning: &Thinning,
        fate: BiteFate,
        pace: &Pace<'_>,
    ) -> (Vec<Part>, Vec<Part>) {
        let (mut rest, mut bites) = (Vec::new(), Vec::new());
        for piece in 0..self.pieces.pieces.len() {
            if !pace.step(STEPS * self.pieces.piece_points(piece).len()) {
                break;
            }
            let area = self.pieces.piece_area(piece);
            let is_bite = is_bitten(self.pieces.pieces[piece].cell);
            if is_bite {
                self.taken += area;
                if fate == BiteFate::Removed {
                    continue;
                }
            }
            let into = if is_bite { &mut bites } else { &mut rest };
            let first = into.len();
            if !(self.is_near && self.round_near(shape, piece, thinning, into)) {
                self.round(shape, piece, into);
                if thinning.tolerance > 0.0 && self.is_touched(piece) {
                    let stored = &mut self.stored;
                    into[first..].iter_mut().for_each(|part| thin_out(part, thinning.tolerance, stored));
                }
            }
            let kept: f64 = into[first..].iter().map(|part| part.area).sum();
            if is_bite {
                self.taken -= area - kept;
            }
            self.lost += area - kept;
        }
        (rest, bites)
    }

    /// Area that the tool took, of the last run: as far as it is handed out, that of what is.
    pub fn taken_area(&self) -> f64 {
        self.taken
    }

    /// Area that roundings and thinning out lost, of the last run; less than 0: won.
    pub fn lost_area(&self) -> f64 {
        self.lost
    }

    /// Whether the tool left an edge on a piece.
    fn is_touched(&self, piece: usize) -> bool {
        let mut rings = self.pieces.piece_rings(piece);
        rings.any(|ring| self.pieces.keys[self.pieces.ring_range(ring)].iter().any(|&key| key != NONE))
    }

    /// A ring without the vertices on outline edges where a cut began that leads nowhere.
    fn without_traces(&self, ring: usize) -> Vec<Point> {
        let range = self.pieces.ring_range(ring);
        let (points, keys) = (&self.pieces.points[range.clone()], &self.pieces.keys[range]);
        if self.corners.is_empty() {
            return points.to_vec();
        }
        let before = |at: usize| keys[if at == 0 { keys.len() - 1 } else { at - 1 }];
        let is_trace = |at: usize| {
            keys[at] == NONE && before(at) == NONE && self.corners.binary_search(&bits(points[at])).is_err()
        };
        (0..points.len()).filter(|&at| !is_trace(at)).map(|at| points[at]).collect()
    }

    /// Appends a piece as single precision holds it, looking at no more than what the tool touched; false
    /// where that does not do.
    fn round_near(&self, shape: &Shape, piece: usize, thinning: &Thinning, parts: &mut Vec<Part>) -> bool {
        let reach = shape.outline_reach();
        let found = rounded(&self.pieces, piece, shape.origin, 0.5 * SINGLE * reach, thinning);
        let Some(rings) = found else { return false };
        if is_thicker(&rings, THINNEST * reach) {
            parts.push(Part::of(rings));
        }
        true
    }

    /// Appends a piece as single precision holds it: as one part, none, or several.
    fn round(&mut self, shape: &Shape, piece: usize, parts: &mut Vec<Part>) {
        let reach = shape.outline_reach();
        let mut rings: Vec<Vec<Point>> =
            self.pieces.piece_rings(piece).map(|ring| self.without_traces(ring)).collect();
        mend(&mut rings, shape, single, 0.5 * SINGLE * reach, &mut self.stored);
        for part in each(&rings) {
            let to_outline = |ring: &Vec<Point>| -> Vec<Point> {
                let mut ring: Vec<Point> = ring.iter().map(|&p| single(p + shape.origin)).collect();
                ring.dedup();
                ring
            };
            let rings: Vec<Vec<Point>> = part.iter().map(to_outline).filter(|ring| ring.len() >= 3).collect();
            if is_thicker(&rings, THINNEST * reach) {
                parts.push(Part::of(rings));
            }
        }
    }
}

/// A point as something to sort by.
pub(super) fn bits(p: Point) -> [u64; 2] {
    // -0 and 0 are one place.
    [(p.x + 0.0).to_bits(), (p.y + 0.0).to_bits()]
}

/// The path, a little longer at both ends: one that ends on the outline is to reach it.
fn extended(mut path: Vec<Point>, reach: f64) -> Vec<Point> {
    let longer = |from: Point, to: Point| {
        if from == to { to } else { to + unit(to - from) * reach }
    };
    if let [first, second, ..] = path[..] {
        path[0] = longer(second, first);
        let last = path.len() - 1;
        // The second point of a path of two has its place still.
        path[last] = longer(if last == 1 { first } else { path[last - 1] }, path[last]);
    }
    path
}

/// Takes points out of a part, where its rings come to cross no other.
fn thin_out(part: &mut Part, tolerance: f64, stored: &mut Shape) {
    let thin = simplified(&part.rings, tolerance);
    let Some(outer) = thin.first() else { return };
    if ring_area(outer) <= 0.0 {
        return;
    }
    let rings: Vec<&[Point]> = thin.iter().map(Vec::as_slice).collect();
    if stored.load(&rings, FillRule::NonZero).is_ok() && !stored.is_rebuilt() {
        *part = Part::of(thin);
    }
}
