//! The documented limits. A request past one of them is refused before any work starts.

pub use crate::limits::MAX_COORDINATE;

/// The most Voronoi sites, and so the most cells, of one job. Also the most bricks.
pub const MAX_SITES: u32 = 65_536;

/// The most cut lines of one job. Lines that all cross give about half their square in pieces:
/// 1,024 lines some 525,000.
pub const MAX_CUTS: u32 = 1_024;

/// The most points of a `mask` ring.
pub const MAX_MASK_POINTS: u32 = 65_536;

/// The smallest length that must not be zero (ring distance, brick side, mask radius), in pixels: a
/// millionth of the smallest outline that is supported (1e-3 pixels across).
pub const MIN_LENGTH: f64 = 1e-9;

/// The largest angle, in degrees: a thousand turns. A larger one is more likely a mistake than a rotation.
pub const MAX_ANGLE_DEGREES: f64 = 360_000.0;
