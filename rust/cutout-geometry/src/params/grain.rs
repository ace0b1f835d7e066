//! The grain of a material.

use crate::Point;
use crate::angle::direction_of_degrees;

/// The direction in which a material splits, such as the fibres of wood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grain {
    /// The direction of the fibres, in degrees from the x axis towards the y axis.
    pub angle_degrees: f64,
    /// How many times longer than wide the pieces become along it; 1: no grain.
    pub stretch: f64,
}

impl Grain {
    /// A material that splits the same in every direction.
    pub const NONE: Self = Self { angle_degrees: 0.0, stretch: 1.0 };

    /// The unit vector along the fibres. The same bits on every platform; exact on the axes.
    #[must_use]
    pub fn direction(self) -> Point {
        direction_of_degrees(self.angle_degrees)
    }

    /// Whether there is no grain.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.stretch == 1.0
    }
}
