//! Filled faces of the graph into [`Pieces`].

use super::graph::Graph;
use super::inside::{Fill, fill_cycles};
use super::noding::Segment;
use crate::audit::is_counter_clockwise;
use crate::cells::{Cells, NONE};
use crate::pace::Pace;
use crate::partition::pieces::Pieces;
use crate::point::{Bounds, Point};
use crate::shape::{ring_area, ring_contains};

/// A simple ring of half-edges.
struct Loop {
    edges: Vec<u32>,
    points: Vec<Point>,
    bounds: Bounds,
    is_outer: bool,
    /// The face's number for outer loops; the piece around for holes.
    face: u32,
}

/// What an edge takes, in steps.
const STEPS: usize = 4;

/// Fills `pieces`; the half-edge of the cells, or the border's number, for each of their keys comes back.
/// Without cells all that may be cut is of cell 0. Told to stop, some pieces that are not to be used.
pub(super) fn write(
    points: &[Point],
    segments: &[Segment],
    cells: Option<&Cells>,
    fill_of: fn([i32; 2]) -> Fill,
    pieces: &mut Pieces,
    pace: &Pace<'_>,
) -> Vec<u32> {
    pieces.clear();
    let graph = Graph::new(points, segments, &vec![true; segments.len()], pace);
    if pace.is_over() {
        return Vec::new();
    }
    let fills_of_cycles = fill_cycles(points, segments, &graph, fill_of, pace);
    let fill = |h: usize| fills_of_cycles[graph.cycle[h] as usize];
    let fills: Vec<[Fill; 2]> = (0..segments.len()).map(|i| [fill(2 * i), fill(2 * i + 1)]).collect();
    // The edges of the parts, and borders inside the one that breaks; what parts nothing goes.
    let is_cut = |s: &Segment, fills: &[Fill; 2]| s.border != NONE && *fills == [Fill::Breaking; 2];
    let mut is_alive: Vec<bool> = segments
        .iter()
        .zip(&fills)
        .map(|(segment, fills)| fills[0] != fills[1] || is_cut(segment, fills))
        .collect();
    let graph = Graph::new(points, segments, &is_alive, pace);
    if pace.is_over() {
        return Vec::new();
    }
    for (i, alive) in is_alive.iter_mut().enumerate().filter(|(_, alive)| **alive) {
        *alive = graph.cycle[2 * i] != graph.cycle[2 * i + 1];
    }
    let graph = Graph::new(points, segments, &is_alive, pace);
    if pace.is_over() {
        return Vec::new();
    }
    let is_inside = |h: u32| fills[h as usize / 2][h as usize % 2] != Fill::Nothing;
    let loops = find_loops(points, &graph, is_inside, pace);
    write_loops(loops, &Faces { segments, fills: &fills, cells }, pieces, pace)
}

fn find_loops(
    points: &[Point],
    graph: &Graph,
    is_inside: impl Fn(u32) -> bool,
    pace: &Pace<'_>,
) -> Vec<Loop> {
    let mut loops: Vec<Loop> = Vec::new();
    // Cycles without an outer loop: the rim of what is in a hole of another face.
    let mut rims = Vec::new();
    let mut last_seen = vec![NONE; points.len()];
    for cycle in 0..graph.begin.len() as u32 {
        if pace.is_over() || !is_inside(graph.begin[cycle as usize]) {
            continue;
        }
        let first = loops.len();
        let mut open: Vec<u32> = Vec::new();
        for h in graph.walk(cycle) {
            pace.step(STEPS);
            let node = graph.origin[h as usize] as usize;
            if let Some(at) = Some(last_seen[node] as usize)
                .filter(|&at| open.get(at).is_some_and(|&e| graph.origin[e as usize] as usize == node))
            {
                loops.push(Loop::of(open.drain(at..).collect(), points, graph, cycle));
            }
            last_seen[node] = open.len() as u32;
            open.push(h);
        }
        loops.push(Loop::of(open, points, graph, cycle));
        if loops[first..].iter().all(|l| !l.is_outer) {
            rims.push(first..loops.len());
        }
    }
    for rim in rims {
        let Some(&[a, b]) = loops[rim.start].points.first_chunk() else { continue };
        // What fills the hole runs along the very same edges, so that whether it holds a point of them is luck.
        let across = |face: u32| {
            loops[rim.clone()].iter().flat_map(|l| &l.edges).any(|&h| graph.cycle[h as usize ^ 1] == face)
        };
        let point = (a + b) * 0.5;
        let around = loops
            .iter()
            .filter(|l| l.is_outer && l.bounds.contains(point) && ring_contains(&l.points, point))
            .filter(|l| !across(l.face))
            .min_by(|l, r| ring_area(&l.points).total_cmp(&ring_area(&r.points)))
            .map_or(NONE, |l| l.face);
        loops[rim].iter_mut().for_each(|l| l.face = around);
    }
    loops
}

impl Loop {
    fn of(edges: Vec<u32>, points: &[Point], graph: &Graph, face: u32) -> Self {
        let points: Vec<Point> = edges.iter().map(|&h| points[graph.origin[h as usize] as usize]).collect();
        Self { is_outer: is_counter_clockwise(&points), bounds: Bounds::of(&points), edges, points, face }
    }
}

/// What lies on both sides of each segment, and whose borders they are.
struct Faces<'a> {
    segments: &'a [Segment],
    fills: &'a [[Fill; 2]],
    cells: Option<&'a Cells>,
}

fn write_loops(mut loops: Vec<Loop>, faces: &Faces<'_>, pieces: &mut Pieces, pace: &Pace<'_>) -> Vec<u32> {
    let Faces { segments, fills, cells } = *faces;
    // Outer loops before the holes of the same face, otherwise as they were found.
    loops.sort_by_key(|l| (l.face, !l.is_outer));
    let faces = loops.chunk_by(|l, r| l.face == r.face).filter(|face| face[0].is_outer);
    let mut near = 0;
    let mut by_cell: Vec<(u32, &[Loop])> = faces
        .map(|face| {
            pace.step(STEPS);
            let side = face[0].edges.first().map(|&h| fills[h as usize / 2][h as usize % 2]);
            if side == Some(Fill::Whole) {
                return (NONE, face);
            }
            let Some(cells) = cells else { return (0, face) };
            near = cell_of(face, segments, fills, cells)
                .unwrap_or_else(|| face[0].points.first().map_or(0, |&p| cells.locate(p, near)));
            (near, face)
        })
        .collect();
    // What stays whole first: it has no cell, and one more than none is zero.
    by_cell.sort_by_key(|(cell, _)| cell.wrapping_add(1));
    let mut keys = vec![NONE; segments.len()];
    let mut borders = Vec::new();
    for (cell, face) in by_cell {
        pieces.begin_piece(cell);
        for ring in face {
            pace.step(STEPS * ring.edges.len());
            for (&h, &point) in ring.edges.iter().zip(&ring.points) {
                let segment = h as usize / 2;
                let is_shared = !fills[segment].contains(&Fill::Nothing);
                if is_shared && keys[segment] == NONE {
                    keys[segment] = pieces.new_key();
                    let is_rim = fills[segment][0] != fills[segment][1];
                    borders.push(if is_rim { NONE } else { segments[segment].border });
                }
                pieces.push(point, keys[segment]);
            }
            pieces.end_ring();
        }
    }
    borders
}

/// The cell on the inner side of the face's first cut.
fn cell_of(face: &[Loop], segments: &[Segment], fills: &[[Fill; 2]], cells: &Cells) -> Option<u32> {
    face.iter().flat_map(|l| &l.edges).filter(|&&h| fills[h as usize / 2] == [Fill::Breaking; 2]).find_map(
        |&h| {
            let segment = &segments[h as usize / 2];
            let edge = cells.edges.get(segment.border as usize)?;
            let is_along = segment.is_along == (h & 1 == 0);
            if is_along {
                cells.edges.get(edge.twin as usize).map(|twin| twin.neighbor)
            } else {
                Some(edge.neighbor)
            }
        },
    )
}
