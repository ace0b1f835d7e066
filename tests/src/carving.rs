//! Carvings as the tests ask for them, and what came of them.
#![allow(clippy::unwrap_used)] // a carving that fails is a failed test

use crate::Point;
use cutout_geometry::carve::{PlacedTool, Tool};
use cutout_geometry::{Carver, Carving, Fracture, FractureParams, Role};
use geo::{LineString, Polygon};

/// A point.
pub fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// The carving of these rings, which must not fail.
pub fn carve(rings: &[Vec<Point>], carving: &Carving) -> Fracture {
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    Carver::default().carve(&rings, carving, &FractureParams::default(), &()).unwrap()
}

/// A carving with one tool.
pub fn with(tool: Tool) -> Carving {
    Carving::with(vec![PlacedTool::from(tool)])
}

/// Area of all fragments of a role.
pub fn area_of(fracture: &Fracture, role: Role) -> f64 {
    fracture.fragments.iter().filter(|f| f.role() == role).map(|f| f.area()).sum()
}

/// How many fragments of a role there are.
pub fn count(fracture: &Fracture, role: Role) -> usize {
    fracture.fragments.iter().filter(|f| f.role() == role).count()
}

/// An outer ring and its holes as `geo` has them.
pub fn polygon(rings: &[Vec<Point>]) -> Polygon<f64> {
    let line = |ring: &Vec<Point>| LineString::new(ring.clone());
    Polygon::new(line(&rings[0]), rings[1..].iter().map(line).collect())
}
