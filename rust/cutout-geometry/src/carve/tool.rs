//! What an outline is carved with: shapes with an area, which take away what they cover, and cuts without
//! a width.
//!
//! Comes in: a [`Tool`] in its own space and its [`Placement`] in that of the outline. Goes out: [`Drawn`],
//! rings with their inside on the left that do not overlap, and paths. Circles, round ends and round
//! joints are polygons with their corners on the true curve, so that a tool takes no more than it says and
//! strays from it by no more than its tolerance.

use super::error::ToolError;
use super::limits::{MAX_PATH_POINTS, MAX_TOLERANCE, MAX_TOOL_POINTS, MIN_SIZE, MIN_TOLERANCE};
use crate::angle::direction_of_turns;
use crate::outline::{merged, thinned};
use crate::params::{FillRule, MAX_COORDINATE};
use crate::point::{Bounds, Point, unit};
use crate::shape::{Shape, ring_area};
use crate::single::single;

/// Corners of the coarsest circle.
const LEAST_CORNERS: f64 = 8.0;
/// Corners of the finest circle.
const MOST_CORNERS: f64 = 16384.0;

/// How a beam ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    /// Half a circle beyond each end.
    #[default]
    Round,
    /// Straight across, at the end.
    Flat,
}

/// A shape to carve with. Lengths are units of the tool's own space.
#[derive(Clone, Debug, PartialEq)]
pub enum Tool {
    /// A disc.
    Circle {
        /// Its middle.
        center: Point,
        /// More than 0.
        radius: f64,
    },
    /// What rings enclose, in any order and winding: nesting tells outer rings, holes and islands apart.
    Polygon(Vec<Vec<Point>>),
    /// A straight stroke.
    Beam {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
        /// Across; more than 0.
        width: f64,
        /// How it ends.
        ends: Ends,
    },
    /// What a disc covers on its way along a path.
    Sweep {
        /// Where the disc's middle goes, one point or more.
        path: Vec<Point>,
        /// More than 0.
        radius: f64,
    },
    /// A cut along a path. Without a width only what it cuts through from side to side comes apart; what
    /// it enters and does not leave stays as it was. With one it takes a slit out, square at its ends.
    Cut {
        /// Two points or more.
        path: Vec<Point>,
        /// Across; 0: no width.
        width: f64,
    },
}

/// Where a tool is in the outline's space: `p` goes to `x * p.x + y * p.y + origin`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// Where the unit vector along x goes.
    pub x: Point,
    /// Where the unit vector along y goes.
    pub y: Point,
    /// Where the origin goes.
    pub origin: Point,
}

impl Default for Placement {
    fn default() -> Self {
        Self { x: Point { x: 1.0, y: 0.0 }, y: Point { x: 0.0, y: 1.0 }, origin: Point { x: 0.0, y: 0.0 } }
    }
}

impl Placement {
    fn determinant(&self) -> f64 {
        self.x.x * self.y.y - self.x.y * self.y.x
    }

    fn place(&self, p: Point) -> Point {
        self.x * p.x + self.y * p.y + self.origin
    }
}

/// A tool, its place, and how closely it is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedTool {
    /// The tool.
    pub tool: Tool,
    /// Where it is.
    pub placement: Placement,
    /// How far flattened circles and thinned out paths may stray, units of the tool's own space.
    pub tolerance: f64,
}

/// How far a tool may stray where nothing else is said.
pub const DEFAULT_TOLERANCE: f64 = 0.1;

impl From<Tool> for PlacedTool {
    fn from(tool: Tool) -> Self {
        Self { tool, placement: Placement::default(), tolerance: DEFAULT_TOLERANCE }
    }
}

/// A tool as rings and paths in the outline's space.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    /// What is taken away: inside on the left.
    pub region: Vec<Vec<Point>>,
    /// What is cut along.
    pub paths: Vec<Vec<Point>>,
}

impl Drawn {
    /// Corners of all rings and paths.
    pub fn points(&self) -> usize {
        self.region.iter().chain(&self.paths).map(Vec::len).sum()
    }

    pub fn bounds(&self) -> Bounds {
        Bounds::of(self.region.iter().chain(&self.paths).flatten())
    }
}

impl PlacedTool {
    /// Checks the tool, without drawing it.
    ///
    /// # Errors
    /// What is out of range. That rings enclose nothing is found when they are drawn.
    pub fn validate(&self) -> Result<(), ToolError> {
        in_range("tolerance", self.tolerance, MIN_TOLERANCE, MAX_TOLERANCE)?;
        let Placement { x, y, origin } = self.placement;
        let is_finite = [x, y, origin].iter().all(|p| p.x.is_finite() && p.y.is_finite());
        let determinant = self.placement.determinant();
        if !is_finite || !determinant.is_finite() || determinant == 0.0 {
            return Err(ToolError::BadPlacement);
        }
        match &self.tool {
            Tool::Circle { center, radius } => {
                in_range("radius", *radius, MIN_SIZE, MAX_COORDINATE)?;
                all_in_range("center", &[*center])
            }
            Tool::Polygon(rings) => {
                count("polygon", rings.iter().map(Vec::len).sum(), 3, MAX_TOOL_POINTS)?;
                rings.iter().try_for_each(|ring| {
                    count("polygon", ring.len(), 3, MAX_TOOL_POINTS)?;
                    all_in_range("polygon", ring)
                })
            }
            Tool::Beam { from, to, width, .. } => {
                in_range("width", *width, MIN_SIZE, MAX_COORDINATE)?;
                all_in_range("from", &[*from])?;
                all_in_range("to", &[*to])
            }
            Tool::Sweep { path, radius } => {
                in_range("radius", *radius, MIN_SIZE, MAX_COORDINATE)?;
                count("path", path.len(), 1, MAX_PATH_POINTS)?;
                all_in_range("path", path)
            }
            Tool::Cut { path, width } => {
                if *width != 0.0 {
                    in_range("width", *width, MIN_SIZE, MAX_COORDINATE)?;
                }
                count("path", path.len(), 2, MAX_PATH_POINTS)?;
                all_in_range("path", path)?;
                count("path", without_repeats(path).len(), 2, MAX_PATH_POINTS)
            }
        }
    }

    /// The tool as rings and paths in the outline's space.
    pub(super) fn draw(&self) -> Result<Drawn, ToolError> {
        self.validate()?;
        let (mut region, mut paths) = (Vec::new(), Vec::new());
        match &self.tool {
            Tool::Circle { center, radius } => {
                region.push(capsule(*center, *center, *radius, self.corners(*radius)));
            }
            Tool::Polygon(rings) => region = enclosed(rings)?,
            Tool::Beam { from, to, width, ends } => {
                if *ends == Ends::Round {
                    region.push(capsule(*from, *to, 0.5 * width, self.corners(0.5 * width)));
                } else if from != to {
                    region.push(bar(*from, *to, 0.5 * width));
                }
            }
            Tool::Sweep { path, radius } => {
                let corners = self.corners(*radius);
                let path = self.thinned(path);
                refuse_too_fine(path.len() * (corners + 2))?;
                let last = path.last().map_or(&[][..], core::slice::from_ref);
                let strokes = if path.len() > 1 { path.as_slice() } else { last };
                let stroke = |pair: &[Point]| capsule(pair[0], pair[pair.len() - 1], *radius, corners);
                region = strokes.windows(strokes.len().min(2)).map(stroke).collect();
            }
            Tool::Cut { path, width: 0.0 } => paths.push(self.thinned(path)),
            Tool::Cut { path, width } => {
                let (radius, path) = (0.5 * width, self.thinned(path));
                let corners = self.corners(radius);
                refuse_too_fine(path.len() * (corners + 4))?;
                region.extend(path.windows(2).map(|pair| bar(pair[0], pair[1], radius)));
                region.extend(path.windows(3).map(|pair| joint(pair[0], pair[1], radius, corners)));
            }
        }
        if region.len() > 1 && !matches!(self.tool, Tool::Polygon(_)) {
            region = merged(&region);
        }
        self.place(&mut region, &mut paths)?;
        Ok(Drawn { region, paths })
    }

    /// Puts rings and paths in the outline's space, on points that single precision holds: where the same
    /// tool is used twice, its border lies on the border that it left.
    fn place(&self, region: &mut [Vec<Point>], paths: &mut [Vec<Point>]) -> Result<(), ToolError> {
        let is_mirrored = self.placement.determinant() < 0.0;
        for points in region.iter_mut().chain(paths) {
            for (index, p) in points.iter_mut().enumerate() {
                *p = single(self.placement.place(*p));
                if !is_in_range(*p) {
                    return Err(ToolError::BadPoint { key: "transform", index, x: p.x, y: p.y });
                }
            }
            points.dedup();
        }
        if is_mirrored {
            region.iter_mut().for_each(|ring| ring.reverse());
        }
        Ok(())
    }

    /// Corners of a circle whose sides stray from it by no more than the tolerance: half a side spans the
    /// angle whose cosine is `1 - tolerance / radius`. Even, so that halves of circles match.
    fn corners(&self, radius: f64) -> usize {
        let cosine = 1.0 - (self.tolerance / radius).min(1.0);
        let half_angle = libm::acos(cosine);
        let corners = (core::f64::consts::PI / half_angle).clamp(LEAST_CORNERS, MOST_CORNERS);
        2 * (0.5 * corners).ceil() as usize
    }

    /// The path without points that lie within the tolerance of the rest (Ramer, Douglas and Peucker).
    fn thinned(&self, path: &[Point]) -> Vec<Point> {
        without_repeats(&thinned(&without_repeats(path), self.tolerance, 2))
    }
}

/// Half a circle around each end of a stroke and the straight sides between, counter-clockwise; a circle
/// where the ends are one. `corners` are those of the whole circle.
fn capsule(from: Point, to: Point, radius: f64, corners: usize) -> Vec<Point> {
    let half = corners / 2;
    let ahead = if from == to { Point { x: 1.0, y: 0.0 } } else { direction(from, to) };
    let turned = |by: usize| rotated(right_of(ahead), by, corners);
    let mut ring: Vec<Point> = (0..=half).map(|by| to + turned(by) * radius).collect();
    ring.extend((half..=corners).map(|by| from + turned(by) * radius));
    ring.dedup();
    if ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

/// A circle around the end of a stroke, with corners where the stroke has them.
fn joint(from: Point, to: Point, radius: f64, corners: usize) -> Vec<Point> {
    let (ahead, half) = (direction(from, to), corners / 2);
    (0..2 * half).map(|by| to + rotated(right_of(ahead), by, corners) * radius).collect()
}

fn right_of(ahead: Point) -> Point {
    Point { x: ahead.y, y: -ahead.x }
}

/// The vector turned to the left by so many of the steps of a full turn.
fn rotated(v: Point, by: usize, steps: usize) -> Point {
    let turn = direction_of_turns(by as f64 / steps as f64);
    Point { x: v.x * turn.x - v.y * turn.y, y: v.x * turn.y + v.y * turn.x }
}

/// A straight stroke with square ends, counter-clockwise.
fn bar(from: Point, to: Point, radius: f64) -> Vec<Point> {
    let ahead = direction(from, to);
    let right = right_of(ahead) * radius;
    vec![from + right, to + right, to - right, from - right]
}

fn direction(from: Point, to: Point) -> Point {
    unit(to - from)
}

/// Rings made simple, with their inside on the left.
fn enclosed(rings: &[Vec<Point>]) -> Result<Vec<Vec<Point>>, ToolError> {
    let rings: Vec<&[Point]> = rings.iter().map(Vec::as_slice).collect();
    let mut shape = Shape::default();
    shape.load(&rings, FillRule::NonZero).map_err(|_| ToolError::NoArea)?;
    let rings: Vec<Vec<Point>> = shape.outline_rings().collect();
    if rings.iter().map(|ring| ring_area(ring)).sum::<f64>() > 0.0 {
        Ok(rings)
    } else {
        Err(ToolError::NoArea)
    }
}

fn without_repeats(path: &[Point]) -> Vec<Point> {
    let mut path = path.to_vec();
    path.dedup();
    path
}

pub(super) fn in_range(key: &'static str, given: f64, least: f64, most: f64) -> Result<(), ToolError> {
    // Not a number is in no range.
    if (least..=most).contains(&given) {
        Ok(())
    } else {
        Err(ToolError::OutOfRange { key, given, least, most })
    }
}

pub(super) fn all_in_range(key: &'static str, points: &[Point]) -> Result<(), ToolError> {
    match points.iter().position(|&p| !is_in_range(p)) {
        None => Ok(()),
        Some(index) => Err(ToolError::BadPoint { key, index, x: points[index].x, y: points[index].y }),
    }
}

pub(super) fn count(key: &'static str, points: usize, least: usize, most: usize) -> Result<(), ToolError> {
    if (least..=most).contains(&points) {
        Ok(())
    } else {
        Err(ToolError::PointCount { key, points, least, most })
    }
}

fn refuse_too_fine(corners: usize) -> Result<(), ToolError> {
    if corners <= MAX_TOOL_POINTS { Ok(()) } else { Err(ToolError::TooFine { corners }) }
}

fn is_in_range(p: Point) -> bool {
    p.x.abs() <= MAX_COORDINATE && p.y.abs() <= MAX_COORDINATE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn region_of(tool: Tool) -> Vec<Vec<Point>> {
        PlacedTool::from(tool).draw().map(|drawn| drawn.region).unwrap_or_default()
    }

    fn area_of(region: &[Vec<Point>]) -> f64 {
        region.iter().map(|ring| ring_area(ring)).sum()
    }

    #[test]
    fn a_circle_lies_within_the_true_one_and_strays_by_no_more_than_the_tolerance() {
        for radius in [0.01, 1.0, 17.0, 400.0, 1e5] {
            let region = region_of(Tool::Circle { center: at(3.0, -4.0), radius });
            let ring = &region[0];
            assert!(ring_area(ring) > 0.0);
            for (index, &p) in ring.iter().enumerate() {
                let middle = (p + ring[(index + 1) % ring.len()]) * 0.5 - at(3.0, -4.0);
                let reach = libm::hypot(middle.x, middle.y);
                assert!(reach >= radius - DEFAULT_TOLERANCE.min(radius) - 1e-6 * radius, "{radius}: {reach}");
                assert!(libm::hypot(p.x - 3.0, p.y + 4.0) <= radius * (1.0 + 1e-6) + 1e-6);
            }
        }
    }

    #[test]
    fn strokes_have_the_area_that_they_sweep() {
        let half = core::f64::consts::PI * 25.0;
        let beam = |ends| Tool::Beam { from: at(0.0, 0.0), to: at(30.0, 40.0), width: 10.0, ends };
        assert!((area_of(&region_of(beam(Ends::Flat))) - 500.0).abs() < 1e-3);
        let round = area_of(&region_of(beam(Ends::Round)));
        assert!(round < 500.0 + half && round > 500.0 + 0.95 * half, "{round}");
        let path = vec![at(0.0, 0.0), at(50.0, 0.0), at(50.0, 50.0)];
        let swept = area_of(&region_of(Tool::Sweep { path: path.clone(), radius: 5.0 }));
        assert!((swept - (975.0 + 1.25 * half)).abs() < 5.0, "{swept}");
        let slit = area_of(&region_of(Tool::Cut { path, width: 10.0 }));
        assert!((slit - (975.0 + 0.25 * half)).abs() < 3.0, "{slit}");
        let dot = region_of(Tool::Sweep { path: vec![at(1.0, 1.0); 4], radius: 5.0 });
        assert_eq!(dot.len(), 1);
        assert!(
            region_of(Tool::Beam { from: at(1.0, 1.0), to: at(1.0, 1.0), width: 2.0, ends: Ends::Flat })
                .is_empty()
        );
    }

    #[test]
    fn a_mirrored_tool_keeps_its_inside_on_the_left() {
        let mut placed = PlacedTool::from(Tool::Circle { center: at(0.0, 0.0), radius: 10.0 });
        placed.placement.x = at(-2.0, 0.5);
        let drawn = placed.draw().unwrap_or_default();
        assert!(area_of(&drawn.region) > 500.0);
    }

    #[test]
    fn what_is_out_of_range_is_told_by_name() {
        let told =
            |tool: Tool| PlacedTool::from(tool).draw().err().map(|e| e.to_string()).unwrap_or_default();
        let far = at(2e9, 0.0);
        for (tool, words) in [
            (Tool::Circle { center: far, radius: 1.0 }, "\"center\" has the point (2000000000.0, 0.0)"),
            (Tool::Circle { center: at(0.0, 0.0), radius: -1.0 }, "\"radius\" is -1.0: numbers from"),
            (Tool::Circle { center: at(0.0, 0.0), radius: f64::NAN }, "\"radius\" is NaN"),
            (Tool::Polygon(vec![vec![at(0.0, 0.0), at(1.0, 1.0)]]), "\"polygon\" has 2 different points"),
            (Tool::Polygon(vec![]), "\"polygon\" has 0 different points"),
            (Tool::Polygon(vec![vec![at(0.0, 0.0), at(1.0, 1.0), at(2.0, 2.0)]]), "encloses no area"),
            (Tool::Cut { path: vec![at(1.0, 1.0); 3], width: 0.0 }, "\"path\" has 1 different points"),
            (Tool::Cut { path: vec![at(0.0, 0.0), at(1.0, 0.0)], width: -2.0 }, "\"width\" is -2.0"),
            (Tool::Sweep { path: vec![], radius: 1.0 }, "\"path\" has 0 different points"),
        ] {
            let found = told(tool);
            assert!(found.contains(words), "{found}");
        }
    }
}
