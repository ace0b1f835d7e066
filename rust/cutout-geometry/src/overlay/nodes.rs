//! The vertices of the graph: one for each place, and each on the grid of the result's coordinates.

use crate::audit::grain;
use crate::point::Point;
use crate::shape::Shape;
use crate::single::single;
use std::collections::BTreeMap;

/// The places that vertices may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grid {
    /// Those of double precision.
    Double,
    /// Those of single precision, which lie the closer the nearer they are to an axis.
    Single,
    /// Those of single precision that lie as far apart as its coarsest along the outline: a tangle finer than
    /// that in one direction only has no place for itself then.
    Even,
}

/// Vertices by index. A place has one.
#[derive(Debug)]
pub(super) struct Nodes {
    pub points: Vec<Point>,
    by_place: BTreeMap<[u64; 2], u32>,
    origin: Point,
    grid: Grid,
    /// How far apart the places of an even grid are.
    step: f64,
    /// Nodes below this are vertices of the outline.
    corners: u32,
    /// A few units in the last place of the result's coordinates.
    pub grain: f64,
}

impl Nodes {
    pub fn new(shape: &Shape, grid: Grid) -> Self {
        Self {
            points: Vec::new(),
            by_place: BTreeMap::new(),
            origin: shape.origin,
            grid,
            step: step(shape.outline_reach()),
            corners: 0,
            grain: grain(shape),
        }
    }

    /// The vertex at `p`, after the rounding that adding the shape's origin to it brings, or that of single
    /// precision.
    pub fn add(&mut self, p: Point) -> u32 {
        let place = p + self.origin;
        let place = match self.grid {
            Grid::Double => place,
            Grid::Single => single(place),
            Grid::Even => Point { x: self.even(place.x), y: self.even(place.y) },
        };
        let p = place - self.origin;
        // -0 and 0 are one place.
        let p = Point { x: p.x + 0.0, y: p.y + 0.0 };
        let Self { points, by_place, .. } = self;
        *by_place.entry([p.x.to_bits(), p.y.to_bits()]).or_insert_with(|| {
            points.push(p);
            points.len() as u32 - 1
        })
    }

    /// Exact but for the rounding that is asked for: steps are powers of two.
    fn even(&self, coordinate: f64) -> f64 {
        libm::rint(coordinate / self.step) * self.step
    }

    /// Whether places are those of single precision.
    pub fn is_single(&self) -> bool {
        self.grid != Grid::Double
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

/// How far apart numbers of single precision lie at `reach`, which is more than 0.
fn step(reach: f64) -> f64 {
    let (_, exponent) = libm::frexp(reach);
    // No nearer than single precision has any.
    libm::ldexp(1.0, exponent - 24).max(f64::from(f32::from_bits(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::FillRule;

    #[test]
    fn a_step_is_that_of_single_precision() {
        for reach in [1e-45_f32, 1e-40, f32::MIN_POSITIVE, 1e-3, 0.75, 1.0, 1000.0, 1e6, 1e9] {
            let next = f32::from_bits(reach.to_bits() + 1);
            assert_eq!(step(f64::from(reach)), f64::from(next) - f64::from(reach), "{reach}");
        }
    }

    #[test]
    fn places_of_an_even_grid_are_some_of_single_precision() {
        let at = |x: f64, y: f64| Point { x, y };
        let mut shape = Shape::default();
        shape.load(&[&[at(0.0, 0.0), at(1000.0, 0.0), at(1000.0, 30.0)]], FillRule::NonZero).unwrap();
        let mut nodes = Nodes::new(&shape, Grid::Even);
        let step = f64::from(f32::EPSILON) * 512.0;
        for place in [at(0.1, 29.9), at(1e-9, 1000.0 / 3.0), at(999.999_999, 1e-4)] {
            let node = nodes.add(place - shape.origin);
            let got = nodes.at(node) + shape.origin;
            assert_eq!(single(got), got);
            for (got, asked) in [(got.x, place.x), (got.y, place.y)] {
                assert!((got / step).fract() == 0.0 && (got - asked).abs() <= 0.5 * step, "{got}, {asked}");
            }
        }
    }
}
