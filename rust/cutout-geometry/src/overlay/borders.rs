//! The borders between cells as segments near the outline.
//!
//! Borders are clipped to a box around the outline, on their own lines, so that vertices far away
//! cost no precision. Vertices of cells that lie on the outline, to within the tolerance, are moved
//! there: onto one of its vertices, or onto the edge.

use super::nodes::Nodes;
use super::noding::{Segment, place_on};
use super::sweep::each_overlap;
use crate::cells::{Cells, HalfEdge, NONE};
use crate::pace::Pace;
use crate::point::{Bounds, Point, length, length_squared};
use crate::predicate::orient;
use crate::shape::Shape;

/// How far the box that borders are clipped to reaches beyond the outline, as a part of its size.
const MARGIN: f64 = 0.25;

/// What a border takes, in steps.
const STEPS: usize = 16;

/// Whose borders, and how far they may bend to meet the outline.
#[derive(Clone, Copy)]
pub(super) struct Bending<'a> {
    pub cells: &'a Cells,
    pub tolerance: f64,
    pub pace: &'a Pace<'a>,
}

/// Appends a segment for every border near the outline, and splits outline segments at the vertices
/// of cells that lie on them.
pub(super) fn add(shape: &Shape, bending: Bending<'_>, nodes: &mut Nodes, segments: &mut Vec<Segment>) {
    let cells = bending.cells;
    let margin = MARGIN * shape.bounds.size().x.max(shape.bounds.size().y);
    let frame = Bounds {
        min: shape.bounds.min - Point { x: margin, y: margin },
        max: shape.bounds.max + Point { x: margin, y: margin },
    };
    let node_of = place_vertices(bending, &frame, nodes, segments);
    for (index, edge) in cells.edges.iter().enumerate() {
        if !bending.pace.step(STEPS) {
            return;
        }
        let Some(twin) = cells.edges.get(edge.twin as usize).filter(|_| index < edge.twin as usize) else {
            continue;
        };
        let Some([from, to]) = clip(edge, twin, cells, &frame) else { continue };
        let mut node = |end: End| match end {
            End::Vertex(vertex) => node_of[vertex as usize],
            End::Cut(point) => nodes.add(point),
        };
        let (from, to) = (node(from), node(to));
        if from != to && from != NONE && to != NONE {
            segments.push(Segment::border(from, to, index as u32));
        }
    }
}

/// Where a clipped border ends.
enum End {
    /// A vertex of the cells, in the frame.
    Vertex(u32),
    /// A place on the border's line, on the frame.
    Cut(Point),
}

/// The part of a border that lies in the frame, along its half-edge.
fn clip(edge: &HalfEdge, twin: &HalfEdge, cells: &Cells, frame: &Bounds) -> Option<[End; 2]> {
    let (line, end) = (edge.line, twin.start);
    let along = |p: Point| line.nx * p.y - line.ny * p.x;
    let scale = 1.0 / (line.nx * line.nx + line.ny * line.ny);
    let foot = Point { x: line.nx * line.d * scale, y: line.ny * line.d * scale };
    let way = Point { x: -line.ny, y: line.nx };
    // The line in the frame: from `enter` to `leave` along it (Liang and Barsky).
    let (mut enter, mut leave) = (f64::NEG_INFINITY, f64::INFINITY);
    for (from, step, low, high) in
        [(foot.x, way.x, frame.min.x, frame.max.x), (foot.y, way.y, frame.min.y, frame.max.y)]
    {
        if step == 0.0 {
            if from < low || from > high {
                return None;
            }
            continue;
        }
        let (a, b) = ((low - from) / step, (high - from) / step);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    if edge.start == NONE || end == NONE {
        // Of a border that begins at a vertex as good as at infinity, nothing may be near: what its
        // line has here lies in other cells.
        for other in &cells.edges[cells.edge_range(twin.neighbor)] {
            let (at_foot, slope) =
                (other.line.distance(foot) - cells.tolerance, other.line.nx * way.x + other.line.ny * way.y);
            if slope > 0.0 {
                leave = leave.min(-at_foot / slope);
            } else if slope < 0.0 {
                enter = enter.max(-at_foot / slope);
            } else if at_foot > 0.0 {
                return None;
            }
        }
    }
    let place = |at: f64| Point { x: foot.x + way.x * at, y: foot.y + way.y * at };
    let vertex = |v: u32| cells.vertices.get(v as usize).copied();
    let from = match vertex(edge.start) {
        Some(p) if frame.contains(p) => End::Vertex(edge.start),
        Some(p) if along(p) >= leave => return None,
        Some(p) if along(p) > enter => End::Cut(p),
        _ => End::Cut(place(enter)),
    };
    let to = match vertex(end) {
        Some(p) if frame.contains(p) => End::Vertex(end),
        Some(p) if along(p) <= enter => return None,
        Some(p) if along(p) < leave => End::Cut(p),
        _ => End::Cut(place(leave)),
    };
    let is_apart = matches!((&from, &to), (End::Vertex(_), _) | (_, End::Vertex(_))) || enter < leave;
    is_apart.then_some([from, to])
}

/// A node for each vertex of the cells that lies in the frame; [`NONE`] for the others.
fn place_vertices(
    bending: Bending<'_>,
    frame: &Bounds,
    nodes: &mut Nodes,
    segments: &mut Vec<Segment>,
) -> Vec<u32> {
    let Bending { cells, tolerance, pace } = bending;
    let mut node_of = vec![NONE; cells.vertices.len()];
    let near = nearest_outline(bending, frame, nodes, segments);
    let mut on_segment: Vec<(u32, f64, u32)> = Vec::new();
    for (vertex, &point) in cells.vertices.iter().enumerate() {
        if !pace.step(STEPS) {
            return node_of;
        }
        if !frame.contains(point) {
            continue;
        }
        node_of[vertex] = match near[vertex] {
            Near::Nothing => nodes.add(point),
            Near::Node(node) => node,
            Near::Segment { segment, t, .. } => {
                let Segment { a, b, .. } = segments[segment as usize];
                let place = place_on(nodes.at(a), nodes.at(b), t);
                let neighbor = on_segment.iter().find(|(other, _, node)| {
                    let d = nodes.at(*node) - place;
                    *other == segment && d.x * d.x + d.y * d.y <= tolerance * tolerance
                });
                let node = match neighbor {
                    Some(&(_, _, node)) => node,
                    None => nodes.add(place),
                };
                on_segment.push((segment, t, node));
                node
            }
        };
    }
    Segment::split_all(segments, on_segment, pace);
    node_of
}

/// What of the outline is within the tolerance of a vertex.
#[derive(Clone, Copy, Debug)]
enum Near {
    Nothing,
    Segment { segment: u32, t: f64, distance: f64 },
    Node(u32),
}

fn nearest_outline(bending: Bending<'_>, frame: &Bounds, nodes: &Nodes, segments: &[Segment]) -> Vec<Near> {
    let Bending { cells, tolerance, pace } = bending;
    let mut near = vec![Near::Nothing; cells.vertices.len()];
    let mut best_node = vec![f64::INFINITY; cells.vertices.len()];
    pace.step(cells.vertices.len());
    let mut boxes: Vec<Bounds> = segments.iter().map(|s| s.bounds(nodes, tolerance)).collect();
    let mut vertices = Vec::new();
    for (vertex, &p) in cells.vertices.iter().enumerate() {
        if frame.contains(p) {
            vertices.push(vertex);
            boxes.push(Bounds { min: p, max: p });
        }
    }
    pace.step(boxes.len());
    each_overlap(&boxes, pace, |i, j| {
        let (low, high) = (i.min(j), i.max(j));
        if low >= segments.len() || high < segments.len() {
            return;
        }
        let vertex = vertices[high - segments.len()];
        let p = cells.vertices[vertex];
        let Segment { a, b, .. } = segments[low];
        let (from, to) = (nodes.at(a), nodes.at(b));
        for (end, node) in [(from, a), (to, b)] {
            let distance = length(p - end);
            if distance <= tolerance && distance < best_node[vertex] {
                best_node[vertex] = distance;
                near[vertex] = Near::Node(node);
            }
        }
        if matches!(near[vertex], Near::Node(_)) {
            return;
        }
        let (along, offset) = (to - from, p - from);
        let length_squared = length_squared(along);
        let t = (along.x * offset.x + along.y * offset.y) / length_squared;
        let distance = orient(from, to, p).abs() / length_squared.sqrt();
        if !(t > 0.0 && t < 1.0 && distance <= tolerance) {
            return;
        }
        let is_nearer = match near[vertex] {
            Near::Segment { segment, distance: so_far, .. } => (distance, low as u32) < (so_far, segment),
            Near::Nothing => true,
            Near::Node(_) => false,
        };
        if is_nearer {
            near[vertex] = Near::Segment { segment: low as u32, t, distance };
        }
    });
    near
}
