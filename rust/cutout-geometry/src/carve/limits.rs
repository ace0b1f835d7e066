//! What is past these is refused before any work starts.

/// Tools of one carving, used one after the other.
pub const MAX_TOOLS: usize = 256;
/// Points of a path.
pub const MAX_PATH_POINTS: usize = 4096;
/// Corners of one tool, round ends and joints included.
pub const MAX_TOOL_POINTS: usize = 1 << 16;
/// Points of the outline times corners of a tool: so many pairs of edges may meet at worst.
pub const MAX_PAIRS: usize = 1 << 30;
/// The least radius and width, units.
pub const MIN_SIZE: f64 = 1e-6;
/// The finest tolerance, units.
pub const MIN_TOLERANCE: f64 = 1e-4;
/// The coarsest tolerance, units.
pub const MAX_TOLERANCE: f64 = 1e6;
/// The largest area that a threshold may ask for, square units.
pub const MAX_AREA: f64 = 1e18;
