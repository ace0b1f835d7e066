//! What is known about one key: its name, its type and range, its unit, and which patterns read it.

use std::fmt;

use super::limits::{MAX_ANGLE_DEGREES, MAX_COORDINATE, MAX_CUTS, MAX_MASK_POINTS, MAX_SITES, MIN_LENGTH};
use super::{FractureParams, Grain, Mask, Pattern, Value};
use crate::Point;

/// The largest stretch of a grain: past it pieces are splinters that no outline is wide enough for.
pub(super) const MAX_STRETCH: f64 = 100.0;

/// One key of the parameters. Its name is also the name of the field of [`FractureParams`].
#[derive(Debug)]
pub struct KeySpec {
    /// The key.
    pub name: &'static str,
    /// The unit of its numbers; empty where there is none.
    pub unit: &'static str,
    /// The patterns that read it; empty: all of them.
    pub patterns: &'static [Pattern],
    /// What it does, in a sentence.
    pub about: &'static str,
    pub(super) slot: Slot,
}

/// The type and range of a key's values, for those who list or edit them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// True or false.
    Flag,
    /// A whole number in a range, ends included.
    Whole {
        /// The least.
        min: u32,
        /// The largest.
        max: u32,
    },
    /// A finite number in a range, ends included.
    Real {
        /// The least.
        min: f64,
        /// The largest.
        max: f64,
        /// Whether it may be unset.
        optional: bool,
    },
    /// One of a few names.
    Name(&'static [&'static str]),
    /// Any whole number of 64 bits.
    Seed,
    /// A point, which may be unset.
    Point,
    /// A width and a height, both at least [`MIN_LENGTH`]; may be unset.
    Size,
    /// A list of up to [`MAX_SITES`] points.
    Points,
    /// A list of up to [`MAX_CUTS`] pairs of different points.
    Segments,
    /// An angle in degrees and a stretch.
    Grain,
    /// A ring or a circle; may be unset.
    Mask,
}

/// Where a key's value is kept, and which values it takes. One source for setting, reading and checking.
#[derive(Debug)]
pub(super) enum Slot {
    Flag {
        get: fn(&FractureParams) -> bool,
        at: fn(&mut FractureParams) -> &mut bool,
    },
    Whole {
        get: fn(&FractureParams) -> u32,
        at: fn(&mut FractureParams) -> &mut u32,
        min: u32,
        max: u32,
    },
    Real {
        get: fn(&FractureParams) -> f64,
        at: fn(&mut FractureParams) -> &mut f64,
        min: f64,
        max: f64,
    },
    OptionalReal {
        get: fn(&FractureParams) -> Option<f64>,
        at: fn(&mut FractureParams) -> &mut Option<f64>,
    },
    Name {
        get: fn(&FractureParams) -> &'static str,
        set: fn(&mut FractureParams, &str) -> bool,
        names: &'static [&'static str],
    },
    Seed {
        get: fn(&FractureParams) -> u64,
        at: fn(&mut FractureParams) -> &mut u64,
    },
    Point {
        get: fn(&FractureParams) -> Option<Point>,
        at: fn(&mut FractureParams) -> &mut Option<Point>,
    },
    Size {
        get: fn(&FractureParams) -> Option<Point>,
        at: fn(&mut FractureParams) -> &mut Option<Point>,
    },
    Points {
        get: fn(&FractureParams) -> &Vec<Point>,
        at: fn(&mut FractureParams) -> &mut Vec<Point>,
    },
    Segments {
        get: fn(&FractureParams) -> &Vec<[Point; 2]>,
        at: fn(&mut FractureParams) -> &mut Vec<[Point; 2]>,
    },
    Grain {
        get: fn(&FractureParams) -> Grain,
        at: fn(&mut FractureParams) -> &mut Grain,
    },
    Mask {
        get: fn(&FractureParams) -> &Option<Mask>,
        at: fn(&mut FractureParams) -> &mut Option<Mask>,
    },
}

impl KeySpec {
    /// The key of that name, if there is one.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        super::KEYS.iter().find(|spec| spec.name == name)
    }

    /// Whether `pattern` reads this key.
    #[must_use]
    pub fn applies_to(&self, pattern: Pattern) -> bool {
        self.patterns.is_empty() || self.patterns.contains(&pattern)
    }

    /// The type and range of its values.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.slot {
            Slot::Flag { .. } => Kind::Flag,
            Slot::Whole { min, max, .. } => Kind::Whole { min, max },
            Slot::Real { min, max, .. } => Kind::Real { min, max, optional: false },
            Slot::OptionalReal { .. } => {
                Kind::Real { min: -MAX_COORDINATE, max: MAX_COORDINATE, optional: true }
            }
            Slot::Name { names, .. } => Kind::Name(names),
            Slot::Seed { .. } => Kind::Seed,
            Slot::Point { .. } => Kind::Point,
            Slot::Size { .. } => Kind::Size,
            Slot::Points { .. } => Kind::Points,
            Slot::Segments { .. } => Kind::Segments,
            Slot::Grain { .. } => Kind::Grain,
            Slot::Mask { .. } => Kind::Mask,
        }
    }

    /// The value that the key has in `params`.
    #[must_use]
    pub fn value(&self, params: &FractureParams) -> Value {
        match &self.slot {
            Slot::Flag { get, .. } => Value::Bool(get(params)),
            Slot::Whole { get, .. } => Value::Int(i64::from(get(params))),
            Slot::Real { get, .. } => Value::Float(get(params)),
            Slot::OptionalReal { get, .. } => get(params).map_or(Value::Unset, Value::Float),
            Slot::Name { get, .. } => Value::Text(get(params).to_owned()),
            Slot::Seed { get, .. } => Value::Int(get(params).cast_signed()),
            Slot::Point { get, .. } | Slot::Size { get, .. } => {
                get(params).map_or(Value::Unset, Value::Point)
            }
            Slot::Points { get, .. } => Value::Points(get(params).clone()),
            Slot::Segments { get, .. } => Value::PointLists(get(params).iter().map(|s| s.to_vec()).collect()),
            Slot::Grain { get, .. } => get(params).into(),
            Slot::Mask { get, .. } => get(params).into(),
        }
    }

    /// The value of the key where nothing is said.
    #[must_use]
    pub fn default_value(&self) -> Value {
        self.value(&FractureParams::default())
    }
}

/// What is allowed, in words that follow "allowed are".
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const C: f64 = MAX_COORDINATE;
        match self {
            Self::Flag => f.write_str("true and false"),
            Self::Whole { min, max } => write!(f, "whole numbers from {min} to {max}"),
            Self::Real { min, max, optional } => {
                write!(f, "numbers from {} to {}", Number(*min), Number(*max))?;
                if *optional { f.write_str(", and null") } else { Ok(()) }
            }
            Self::Name(names) => f.write_str(&names.join(", ")),
            Self::Seed => f.write_str("whole numbers"),
            Self::Point => write!(f, "points with coordinates up to {}, and null", Number(C)),
            Self::Size => {
                write!(f, "vectors with both sides from {} to {}, and null", Number(MIN_LENGTH), Number(C))
            }
            Self::Points => write!(f, "up to {MAX_SITES} points with coordinates up to {}", Number(C)),
            Self::Segments => {
                write!(f, "up to {MAX_CUTS} pairs of different points with coordinates up to {}", Number(C))
            }
            Self::Grain => write!(
                f,
                "vectors (angle, stretch) and dictionaries {{angle, stretch}} with an angle from {} to {} degrees \
                 and a stretch from 1 to {}",
                Number(-MAX_ANGLE_DEGREES),
                Number(MAX_ANGLE_DEGREES),
                Number(MAX_STRETCH)
            ),
            Self::Mask => write!(
                f,
                "rings of 3 to {MAX_MASK_POINTS} points and circles {{center, radius}} with a radius from {} to {}, \
                 with coordinates up to {}, and null",
                Number(MIN_LENGTH),
                Number(C),
                Number(C)
            ),
        }
    }
}

/// A number as people write it: `0.1`, `65536`, `1e9`.
pub(super) struct Number(pub(super) f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        if size != 0.0 && !(1e-4..1e7).contains(&size) {
            write!(f, "{:e}", self.0)
        } else {
            write!(f, "{}", self.0)
        }
    }
}
