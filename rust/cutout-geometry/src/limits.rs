//! The documented limits: what is past them is refused before any work starts.

/// Points of an outline, all rings together.
pub const MAX_VERTICES: usize = 1 << 20;
/// Largest absolute coordinate of a point, in polygon units. Up to here every product of the exact
/// predicates stays far from overflow, and an `f32` still tells 64 units apart.
pub const MAX_COORDINATE: f64 = 1e9;
/// Crossings of an outline with the cuts. Enough for every use in a game; a tangle of a million edges
/// under as many cuts would ask for gigabytes.
pub const MAX_CROSSINGS: usize = 1 << 22;
