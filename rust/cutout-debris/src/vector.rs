//! Points and affine maps in single precision. The y axis points down, as on a screen.

use core::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A point or a direction, pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec2 {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

impl Vec2 {
    /// The origin.
    pub const ZERO: Self = Self { x: 0.0, y: 0.0 };

    /// The point at these coordinates.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Scalar product.
    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    /// The z component of the vector product: positive when `other` lies clockwise on the screen.
    pub fn cross(self, other: Self) -> f32 {
        self.x * other.y - self.y * other.x
    }

    /// Turned by a quarter: the velocity at `self` of a body that spins by one radian a second.
    pub fn perpendicular(self) -> Self {
        Self { x: -self.y, y: self.x }
    }

    /// Turned by the angle whose cosine and sine are `turn.x` and `turn.y`.
    pub fn turned(self, turn: Self) -> Self {
        Self { x: turn.x * self.x - turn.y * self.y, y: turn.y * self.x + turn.x * self.y }
    }

    /// Length squared.
    pub fn length_squared(self) -> f32 {
        self.dot(self)
    }

    /// Length.
    pub fn length(self) -> f32 {
        self.length_squared().sqrt()
    }

    /// The same direction with length 1; zero for zero.
    pub fn normalized(self) -> Self {
        let length = self.length();
        if length > 0.0 { self * (1.0 / length) } else { Self::ZERO }
    }

    /// Whether neither coordinate is NaN or infinite.
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl Add for Vec2 {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

impl AddAssign for Vec2 {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Vec2 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }
}

impl Neg for Vec2 {
    type Output = Self;
    fn neg(self) -> Self {
        Self { x: -self.x, y: -self.y }
    }
}

impl Mul<f32> for Vec2 {
    type Output = Self;
    fn mul(self, factor: f32) -> Self {
        Self { x: self.x * factor, y: self.y * factor }
    }
}

/// A map of the plane that keeps parallels: `x * p.x + y * p.y + origin`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// Where (1, 0) points to.
    pub x: Vec2,
    /// Where (0, 1) points to.
    pub y: Vec2,
    /// Where the origin goes.
    pub origin: Vec2,
}

impl Affine {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self { x: Vec2::new(1.0, 0.0), y: Vec2::new(0.0, 1.0), origin: Vec2::ZERO };

    /// Where a point goes.
    pub fn apply(&self, point: Vec2) -> Vec2 {
        Vec2 {
            x: self.x.x * point.x + self.y.x * point.y + self.origin.x,
            y: self.x.y * point.x + self.y.y * point.y + self.origin.y,
        }
    }

    /// By how much areas grow.
    pub fn area_factor(&self) -> f32 {
        self.x.cross(self.y).abs()
    }

    /// Whether no number in it is NaN or infinite.
    pub fn is_finite(&self) -> bool {
        self.x.is_finite() && self.y.is_finite() && self.origin.is_finite()
    }
}
