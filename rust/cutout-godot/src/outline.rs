//! The `polygon` argument: a packed array, or an array of them, copied in bulk into plain memory.
//!
//! Only the types are looked at here. Whether the points make a shape is for the geometry to say, on
//! the worker, so that the main thread does no more than copy.

use crate::params_in::type_words;
use crate::variant_in::append_points;
use core::fmt;
use godot::builtin::{AnyArray, Variant, VariantType, Vector2};

/// The rings of one polygon as the engine gave them, in single precision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    points: Vec<Vector2>,
    /// Ends of all rings but the last, so that the usual single ring costs no allocation.
    inner_ends: Vec<u32>,
}

/// Points that are compared without a look at whether they differ.
const BLOCK: usize = 32;

/// A point as one number, which differs where any bit does.
pub fn bits_of(point: Vector2) -> u64 {
    u64::from(point.x.to_bits()) << 32 | u64::from(point.y.to_bits())
}

/// Why a `polygon` argument is refused before any geometry is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutlineError {
    /// Neither a packed array nor an array.
    WrongType {
        /// The type that came.
        found: VariantType,
    },
    /// An entry of the array is no packed array.
    WrongRingType {
        /// Index of the entry.
        ring: usize,
        /// The type that came.
        found: VariantType,
    },
}

impl fmt::Display for OutlineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongType { found } => {
                write!(
                    f,
                    "polygon is of type {}: a PackedVector2Array, or an Array of them, is allowed",
                    type_words(*found)
                )
            }
            Self::WrongRingType { ring, found } => {
                write!(
                    f,
                    "polygon ring {ring} is of type {}: a PackedVector2Array is allowed",
                    type_words(*found)
                )
            }
        }
    }
}

impl Outline {
    /// Reads a `polygon` argument.
    ///
    /// # Errors
    /// When it, or an entry of it, has another type than documented.
    pub fn from_variant(polygon: &Variant) -> Result<Self, OutlineError> {
        let mut outline = Self::default();
        if append_points(polygon, &mut outline.points) {
            return Ok(outline);
        }
        match polygon.get_type() {
            VariantType::ARRAY => {
                let rings = polygon
                    .try_to::<AnyArray>()
                    .map_err(|_| OutlineError::WrongType { found: polygon.get_type() })?;
                Self::from_rings(&rings)
            }
            found => Err(OutlineError::WrongType { found }),
        }
    }

    fn from_rings(rings: &AnyArray) -> Result<Self, OutlineError> {
        let mut outline = Self::default();
        for (index, ring) in rings.iter_shared().enumerate() {
            if index > 0 {
                outline.inner_ends.push(u32::try_from(outline.points.len()).unwrap_or(u32::MAX));
            }
            if !append_points(&ring, &mut outline.points) {
                return Err(OutlineError::WrongRingType { ring: index, found: ring.get_type() });
            }
        }
        Ok(outline)
    }

    /// The rings in the order in which they came.
    pub fn rings(&self) -> impl Iterator<Item = &[Vector2]> + '_ {
        let starts = core::iter::once(0).chain(self.inner_ends.iter().map(|&end| end as usize));
        let ends = self.inner_ends.iter().map(|&end| end as usize).chain(core::iter::once(self.points.len()));
        starts.zip(ends).map(|(start, end)| self.points.get(start..end).unwrap_or_default())
    }

    /// All points of all rings.
    pub fn points(&self) -> &[Vector2] {
        &self.points
    }

    /// Ends of all rings but the last.
    pub fn inner_ends(&self) -> &[u32] {
        &self.inner_ends
    }

    /// Whether all points are the same to the bit, other than `==`, for which 0 and -0 are the same.
    pub fn same_bits(&self, other: &Self) -> bool {
        // A block at a time without a branch in it, so that the processor compares several points at once.
        let same = |a: &[Vector2], b: &[Vector2]| {
            a.iter().zip(b).fold(0, |differs, (&a, &b)| differs | (bits_of(a) ^ bits_of(b))) == 0
        };
        self.points.len() == other.points.len()
            && self.points.chunks(BLOCK).zip(other.points.chunks(BLOCK)).all(|(a, b)| same(a, b))
    }

    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.points.capacity() * size_of::<Vector2>() + self.inner_ends.capacity() * size_of::<u32>()
    }
}
