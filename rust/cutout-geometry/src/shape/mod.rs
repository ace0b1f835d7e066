//! Raw rings into a [`Shape`]: checked, cleaned and, where edges cross, rebuilt. Once, at the door;
//! the later stages take a `&Shape` and trust it.
//!
//! The invariant: every ring has at least three distinct vertices and an area, no two edges cross
//! or overlap, edges meet in common vertices only (those of one corner, unless
//! [`Shape::is_touching`]), and the interior lies to the left of every edge: outer rings run
//! counter-clockwise, holes clockwise, nested to any depth.

mod chains;
mod clean;
mod crossings;
mod divide;
mod nesting;
mod overlaps;
mod rebuild;
mod room;
mod star;

use crate::error::ShapeError;
use crate::limits::{MAX_COORDINATE, MAX_VERTICES};
use crate::params::FillRule;
use crate::pattern::Domain;
use crate::point::{Bounds, Point};
use crate::predicate::orient;
use crate::report::Repairs;
use crate::single::{is_seen, rounding};
use chains::Chains;
use crossings::Contact;
pub(crate) use divide::cut_off;
use nesting::Nests;
use overlaps::Overlaps;
pub(crate) use star::room_to_see;

/// A ring of a shape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring {
    /// First point.
    pub start: u32,
    /// One past the last point.
    pub end: u32,
    /// Whether the interior lies outside of it.
    pub is_hole: bool,
}

impl Ring {
    pub fn range(self) -> core::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Whether rounding to single precision may fold something of a shape, or what is cut from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// It may.
    Unknown,
    /// Nowhere.
    Everywhere,
    /// Single precision holds the shape as it is: only where an edge is cut and [`Shape::has_room_at`] says
    /// no.
    Asked,
}

/// An outline that is fit to be cut. Kept and reloaded, so that its memory is reused.
#[derive(Debug)]
pub struct Shape {
    pub(crate) points: Vec<Point>,
    pub(crate) rings: Vec<Ring>,
    /// What was subtracted from the points so that far-off outlines keep their precision.
    pub(crate) origin: Point,
    /// Box of the (shifted) points.
    pub(crate) bounds: Bounds,
    pub(crate) area: f64,
    /// Whether some vertex belongs to two corners (a hole that touches the outer ring).
    pub(crate) is_touching: bool,
    pub(crate) room: Room,
    pub(crate) input_clockwise: bool,
    pub(crate) repairs: Repairs,
    /// Signed area of each ring.
    areas: Vec<f64>,
    /// Not of a single ring that is a star, until they are asked for.
    chains: Chains,
    overlaps: Overlaps,
    nests: Nests,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            points: Vec::new(),
            rings: Vec::new(),
            origin: Point { x: 0.0, y: 0.0 },
            bounds: Bounds::EMPTY,
            area: 0.0,
            is_touching: false,
            room: Room::Unknown,
            input_clockwise: false,
            repairs: Repairs::default(),
            areas: Vec::new(),
            chains: Chains::default(),
            overlaps: Overlaps::default(),
            nests: Nests::default(),
        }
    }
}

impl Shape {
    /// Takes in raw rings, in any order and winding. Cost: about linear in the points for outlines
    /// as games have them.
    ///
    /// # Errors
    /// [`ShapeError`] names the ring and vertex; the shape is then empty.
    pub fn load(&mut self, rings: &[&[Point]], fill_rule: FillRule) -> Result<(), ShapeError> {
        if self.take_in(rings)? != Contact::None {
            rebuild::rebuild(self, fill_rule)?;
            self.repairs.rebuilt = true;
            self.measure()?;
            self.is_touching = true;
        }
        nesting::orient_rings(self);
        self.area = self.areas.iter().sum();
        if self.area > 0.0 { Ok(()) } else { Err(ShapeError::NoArea) }
    }

    /// Whether a ring neither crosses nor touches itself and runs nowhere back along itself, so that
    /// [`Shape::load`] would take off no more than points that are no corners. Of a shape that is not used for
    /// anything else until it is loaded.
    pub(crate) fn is_plain(&mut self, ring: &[Point]) -> bool {
        // One without area in its coordinates does not tell where its inside is.
        self.take_in(&[ring]) == Ok(Contact::None) && self.repairs.spikes == 0 && self.first_area() != 0.0
    }

    /// Takes in raw rings, cleaned, and tells the worst contact of any two edges.
    fn take_in(&mut self, rings: &[&[Point]]) -> Result<Contact, ShapeError> {
        self.points.clear();
        self.rings.clear();
        self.areas.clear();
        self.repairs = Repairs::default();
        self.is_touching = false;
        self.room = Room::Unknown;
        let bounds = check_rings(rings)?;
        self.origin = shift_of(&bounds);
        for ring in rings {
            self.take_ring(ring);
        }
        if self.rings.is_empty() {
            return Err(ShapeError::NoArea);
        }
        // Rounding keeps order, so the box of what was shifted is the shifted box. What lay between its
        // neighbours, or on one, was no corner of it.
        let keeps_box = self.repairs.spikes == 0 && self.repairs.dropped_rings == 0;
        self.bounds = if keeps_box {
            Bounds { min: bounds.min - self.origin, max: bounds.max - self.origin }
        } else {
            Bounds::of(&self.points)
        };
        // The winding of the first outer ring as given: rings have not been turned yet.
        self.input_clockwise = self.first_area() < 0.0;
        Ok(self.find_contact())
    }

    /// Box of the outline in polygon space.
    #[must_use]
    pub fn outline_bounds(&self) -> Bounds {
        Bounds { min: self.bounds.min + self.origin, max: self.bounds.max + self.origin }
    }

    /// The largest coordinate of the outline, in polygon space.
    #[must_use]
    pub fn outline_reach(&self) -> f64 {
        self.outline_bounds().reach()
    }

    /// Area, holes taken off.
    #[must_use]
    pub fn outline_area(&self) -> f64 {
        self.area
    }

    /// Whether edges crossed or touched, so that the rings are not those that came in.
    #[must_use]
    pub fn is_rebuilt(&self) -> bool {
        self.repairs.rebuilt
    }

    /// The rings as they will be cut, in polygon space: interior to the left.
    pub fn outline_rings(&self) -> impl Iterator<Item = Vec<Point>> + '_ {
        self.rings.iter().map(|r| self.points[r.range()].iter().map(|&p| p + self.origin).collect())
    }

    pub(crate) fn ring(&self, ring: Ring) -> &[Point] {
        &self.points[ring.range()]
    }

    /// Appends a ring, shifted and cleaned; drops it if nothing is left.
    fn take_ring(&mut self, ring: &[Point]) {
        let start = self.points.len();
        let origin = self.origin;
        let area = clean::clean_into(ring.iter().map(|&p| p - origin), &mut self.points, &mut self.repairs);
        if self.points.len() - start < 3 {
            self.points.truncate(start);
            self.repairs.dropped_rings += 1;
        } else {
            self.areas.push(area.unwrap_or_else(|| ring_area(&self.points[start..])));
            self.rings.push(Ring { start: start as u32, end: self.points.len() as u32, is_hole: false });
        }
    }

    fn measure(&mut self) -> Result<(), ShapeError> {
        if self.rings.is_empty() {
            return Err(ShapeError::NoArea);
        }
        self.bounds = Bounds::of(&self.points);
        let Self { rings, points, areas, .. } = self;
        areas.clear();
        areas.extend(rings.iter().map(|r| ring_area(&points[r.range()])));
        Ok(())
    }

    /// Signed area of the outer ring that came first: the largest comes close enough, and is exact
    /// where one ring holds all others.
    fn first_area(&self) -> f64 {
        self.areas.iter().fold(0.0, |most: f64, &area| if area.abs() > most.abs() { area } else { most })
    }

    /// Whether a point of the shifted frame that is not on the outline lies inside.
    pub(crate) fn holds(&self, p: Point) -> bool {
        let ring_holds = |ring: usize| {
            if self.chains.are_known() {
                self.chains.ring_contains(&self.points, ring, p)
            } else {
                ring_contains(self.ring(self.rings[ring]), p)
            }
        };
        self.bounds.contains(p)
            && (0..self.rings.len()).fold(false, |inside, ring| inside != ring_holds(ring))
    }

    /// What [`Domain::contains`] costs, in edges looked at.
    pub(crate) fn cost_of_contains(&self) -> usize {
        if self.chains.are_known() { self.chains.all.len() } else { self.points.len() }
    }

    /// Makes [`Domain::contains`] as cheap as it can be, where it will be asked often. Cost: linear.
    pub(crate) fn divide_into_chains(&mut self) {
        if !self.chains.are_known() {
            self.chains.divide(&self.points, &self.rings);
        }
    }

    /// The worst contact of any two edges.
    fn find_contact(&mut self) -> Contact {
        let rounding = rounding(self);
        let Self { points, rings, bounds, chains, overlaps, .. } = self;
        if rings.len() == 1 {
            let (is_seen, has_room) = is_seen(points, bounds, rounding);
            if is_seen {
                self.room = if has_room { Room::Everywhere } else { Room::Unknown };
                chains.clear();
                return Contact::None;
            }
        }
        chains.divide(points, rings);
        let contact = crossings::find_contact(points, chains, bounds, overlaps);
        if contact == Contact::None {
            self.room = self.room_by_chains();
        }
        contact
    }
}

impl Domain for Shape {
    fn bounds(&self) -> Bounds {
        self.outline_bounds()
    }

    fn contains(&self, p: Point) -> bool {
        self.holds(p - self.origin)
    }

    fn each_edge(&self, visit: &mut dyn FnMut(Point, Point)) {
        for &ring in &self.rings {
            let points = self.ring(ring);
            let ends = points.iter().zip(points.iter().cycle().skip(1));
            ends.for_each(|(&a, &b)| visit(a + self.origin, b + self.origin));
        }
    }

    fn area(&self) -> f64 {
        self.area
    }
}

fn check_rings(rings: &[&[Point]]) -> Result<Bounds, ShapeError> {
    let points: usize = rings.iter().map(|r| r.len()).sum();
    if points == 0 {
        return Err(ShapeError::Empty);
    }
    if points > MAX_VERTICES {
        return Err(ShapeError::TooManyPoints { points });
    }
    let mut bounds = Bounds::EMPTY;
    for (ring, points) in rings.iter().enumerate() {
        if points.len() < 3 {
            return Err(ShapeError::TooFewPoints { ring, points: points.len() });
        }
        let mut ring_bounds = Bounds::EMPTY;
        let mut sum = 0.0;
        for p in *points {
            ring_bounds.include(*p);
            sum += p.x * 0.0 + p.y * 0.0; // zero, or NaN from anything that is not finite
        }
        let largest =
            ring_bounds.max.x.max(ring_bounds.max.y).max(-ring_bounds.min.x).max(-ring_bounds.min.y);
        if sum != 0.0 || largest > MAX_COORDINATE {
            return Err(first_fault(ring, points));
        }
        bounds.include(ring_bounds.min);
        bounds.include(ring_bounds.max);
    }
    Ok(bounds)
}

#[cold]
fn first_fault(ring: usize, points: &[Point]) -> ShapeError {
    for (vertex, &Point { x, y }) in points.iter().enumerate() {
        if !(x.is_finite() && y.is_finite()) {
            return ShapeError::NotFinite { ring, vertex, x, y };
        }
        if x.abs() > MAX_COORDINATE || y.abs() > MAX_COORDINATE {
            return ShapeError::OutOfRange { ring, vertex, x, y };
        }
    }
    ShapeError::NoArea
}

/// The shift to a frame near the outline. Zero on an axis where the box is near the origin anyway;
/// otherwise all coordinates of that axis share sign and size, so that subtracting a corner of the
/// box, and adding it again, is exact.
fn shift_of(bounds: &Bounds) -> Point {
    let axis = |low: f64, high: f64| {
        let size = high - low;
        if low > size {
            low
        } else if high < -size {
            high
        } else {
            0.0
        }
    };
    Point { x: axis(bounds.min.x, bounds.max.x), y: axis(bounds.min.y, bounds.max.y) }
}

/// Signed area (shoelace, relative to the first vertex); counter-clockwise is positive.
pub(crate) fn ring_area(ring: &[Point]) -> f64 {
    let Some(&base) = ring.first() else { return 0.0 };
    let mut twice = 0.0;
    let mut last = Point { x: 0.0, y: 0.0 };
    for &p in &ring[1..] {
        let p = p - base;
        twice += last.x * p.y - last.y * p.x;
        last = p;
    }
    0.5 * twice
}

/// Whether `p` is inside the ring, by the parity of edges crossed to its right; exact, and every
/// point of the plane but the border's own is decided the same way from any ring it is asked of.
pub(crate) fn ring_contains(ring: &[Point], p: Point) -> bool {
    let Some(&last) = ring.last() else { return false };
    let mut a = last;
    let mut inside = false;
    for &b in ring {
        if (a.y > p.y) != (b.y > p.y) {
            let turn = orient(a, b, p);
            if (turn > 0.0) == (b.y > a.y) && turn != 0.0 {
                inside = !inside;
            }
        }
        a = b;
    }
    inside
}

/// Whether a ring lies in another that it does not cross: most of its edges' midpoints do. A vote,
/// because single points may lie on the border where the two touch. Cost: product of the points.
pub(crate) fn ring_holds(container: &[Point], ring: &[Point]) -> bool {
    let Some(&last) = ring.last() else { return false };
    let mut a = last;
    let mut inside = 0;
    for &b in ring {
        let middle = Point { x: 0.5 * (a.x + b.x), y: 0.5 * (a.y + b.y) };
        inside += usize::from(ring_contains(container, middle));
        a = b;
    }
    2 * inside > ring.len()
}
