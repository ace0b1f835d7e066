//! The vertices of the graph: one for each place, and each on the grid of the result's coordinates.

use crate::audit::grain;
use crate::point::Point;
use crate::shape::Shape;
use crate::single::single;
use std::collections::BTreeMap;

/// Vertices by index. A place has one.
#[derive(Debug)]
pub(super) struct Nodes {
    pub points: Vec<Point>,
    by_place: BTreeMap<[u64; 2], u32>,
    origin: Point,
    /// Whether places are those of single precision.
    pub is_single: bool,
    /// Nodes below this are vertices of the outline.
    corners: u32,
    /// A few units in the last place of the result's coordinates.
    pub grain: f64,
}

impl Nodes {
    pub fn new(shape: &Shape, is_single: bool) -> Self {
        Self {
            points: Vec::new(),
            by_place: BTreeMap::new(),
            origin: shape.origin,
            is_single,
            corners: 0,
            grain: grain(shape),
        }
    }

    /// The vertex at `p`, after the rounding that adding the shape's origin to it brings, or that of single
    /// precision.
    pub fn add(&mut self, p: Point) -> u32 {
        let place = p + self.origin;
        let p = if self.is_single { single(place) } else { place } - self.origin;
        // -0 and 0 are one place.
        let p = Point { x: p.x + 0.0, y: p.y + 0.0 };
        let Self { points, by_place, .. } = self;
        *by_place.entry([p.x.to_bits(), p.y.to_bits()]).or_insert_with(|| {
            points.push(p);
            points.len() as u32 - 1
        })
    }

    /// Ends the outline: what is added from here on is no vertex of it.
    pub fn end_outline(&mut self) {
        self.corners = self.points.len() as u32;
    }

    /// Whether a node is a vertex of the outline.
    pub fn is_corner(&self, node: u32) -> bool {
        node < self.corners
    }

    pub fn at(&self, node: u32) -> Point {
        self.points[node as usize]
    }
}
