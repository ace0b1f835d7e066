//! Points and axis-aligned boxes, the two values that every stage hands to the next.

use core::cmp::Ordering;

/// A point or vector of the plane, in polygon space (Godot: pixels).
///
/// Which way y points does not matter to this crate: *counter-clockwise* always means "positive
/// shoelace area". On a screen with y pointing down such a ring looks clockwise.
pub type Point = geo_types::Coord<f64>;

/// An axis-aligned box. Empty while `min > max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The corner with the smallest coordinates.
    pub min: Point,
    /// The corner with the largest coordinates.
    pub max: Point,
}

impl Bounds {
    /// The box that holds nothing, and the identity of [`Bounds::include`].
    pub const EMPTY: Self = Self {
        min: Point { x: f64::INFINITY, y: f64::INFINITY },
        max: Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    /// The box of some points.
    pub fn of<'a>(points: impl IntoIterator<Item = &'a Point>) -> Self {
        let mut bounds = Self::EMPTY;
        for &p in points {
            bounds.include(p);
        }
        bounds
    }

    /// Grows the box to hold `p`. A NaN is left out.
    #[inline]
    pub fn include(&mut self, p: Point) {
        // Comparisons, not `f64::min`: half the instructions, and this is asked of every vertex.
        let least = |a: f64, b: f64| if b < a { b } else { a };
        let most = |a: f64, b: f64| if b > a { b } else { a };
        self.min = Point { x: least(self.min.x, p.x), y: least(self.min.y, p.y) };
        self.max = Point { x: most(self.max.x, p.x), y: most(self.max.y, p.y) };
    }

    /// Width and height; zero or more for a box that is not empty.
    #[must_use]
    pub fn size(&self) -> Point {
        self.max - self.min
    }

    /// The middle of the box.
    #[must_use]
    pub fn center(&self) -> Point {
        Point { x: 0.5 * (self.min.x + self.max.x), y: 0.5 * (self.min.y + self.max.y) }
    }

    /// The largest coordinate within the box, by size: what rounding errors are proportional to.
    pub(crate) fn reach(&self) -> f64 {
        let Self { min, max } = self;
        min.x.abs().max(max.x.abs()).max(min.y.abs()).max(max.y.abs())
    }

    /// Whether the box (its border included) holds `p`.
    #[must_use]
    pub fn contains(&self, p: Point) -> bool {
        self.min.x <= p.x && p.x <= self.max.x && self.min.y <= p.y && p.y <= self.max.y
    }

    /// The box with so much more room on every side.
    pub(crate) fn grown(&self, by: f64) -> Self {
        let by = Point { x: by, y: by };
        Self { min: self.min - by, max: self.max + by }
    }

    /// Whether two boxes have a point in common (their borders included).
    #[inline]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }
}

/// Length of a vector.
#[inline]
pub(crate) fn length(v: Point) -> f64 {
    length_squared(v).sqrt()
}

/// Square of a vector's length.
#[inline]
pub(crate) fn length_squared(v: Point) -> f64 {
    v.x * v.x + v.y * v.y
}

/// The vector of length 1 that points the same way.
pub(crate) fn unit(v: Point) -> Point {
    v / length(v)
}

/// From left to right, and from below among points with one x. Zeros differ by sign.
#[inline]
pub(crate) fn by_x_then_y(a: &Point, b: &Point) -> Ordering {
    a.x.total_cmp(&b.x).then_with(|| a.y.total_cmp(&b.y))
}

/// Square of the distance of a point from a segment, which may be a point.
pub(crate) fn distance_squared_to_segment(p: Point, a: Point, b: Point) -> f64 {
    let (along, to) = (b - a, p - a);
    let square = length_squared(along);
    let at = if square > 0.0 { ((to.x * along.x + to.y * along.y) / square).clamp(0.0, 1.0) } else { 0.0 };
    length_squared(to - along * at)
}
