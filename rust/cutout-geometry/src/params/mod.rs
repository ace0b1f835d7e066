//! What a fracture is asked for: every parameter, typed, with its default, range and unit.
//!
//! In: keys and values of a script's dictionary ([`FractureParams::set`]). Out: a [`FractureParams`] whose
//! fields are named as the keys are. [`KEYS`] is the one table of all keys: setting, checking, the
//! documentation and the inspector read it. Invariant: what `set` has accepted is finite and in range; what
//! [`FractureParams::validate`] has accepted can be computed.

mod error;
mod grain;
mod key;
mod limits;
mod mask;
mod names;
mod set;
mod table;
mod validate;
mod value;

pub use error::ParamError;
pub use grain::Grain;
pub use key::{KeySpec, Kind};
pub use limits::{MAX_ANGLE_DEGREES, MAX_COORDINATE, MAX_CUTS, MAX_MASK_POINTS, MAX_SITES, MIN_LENGTH};
pub use mask::Mask;
pub use names::{Family, FillRule, Holes, Pattern};
pub use table::KEYS;
pub use value::Value;

use crate::Point;

/// Everything that a fracture can be asked for. Lengths are pixels in polygon space, angles degrees.
///
/// Ranges, units and the patterns that read a key are in [`KEYS`].
#[derive(Clone, Debug, PartialEq)]
pub struct FractureParams {
    /// Where to cut.
    pub pattern: Pattern,
    /// How many sites `random`, `poisson` and `impact` place, and about how many cells of `hexagonal` fit.
    pub fragment_count: u32,
    /// The least distance between sites, as a fraction of the shorter side of the bounds.
    pub min_cell_distance: f64,
    /// The distance that sites keep from the sides of the bounds, pixels.
    pub edge_padding: f64,
    /// Rows of the grid.
    pub grid_rows: u32,
    /// Columns of the grid.
    pub grid_cols: u32,
    /// How far a site of the grid may stray, as a fraction of half a grid cell.
    pub grid_jitter: f64,
    /// The point of impact; unset: the centre of the bounds.
    pub origin: Option<Point>,
    /// Rings of sites around the origin.
    pub ring_count: u32,
    /// The distance between rings, pixels.
    pub ring_size: f64,
    /// Sites on the outermost ring, and spokes of a spiderweb.
    pub points_per_ring: u32,
    /// How far a site of a ring may stray, as a fraction of the way to its neighbours.
    pub radial_variation: f64,
    /// How many candidates `poisson` tries around a site before it is done with it.
    pub poisson_attempts: u32,
    /// How fast the density of sites falls with the distance: as distance to the minus this.
    pub impact_falloff: f64,
    /// The sites of the pattern `points`.
    pub points: Vec<Point>,
    /// One end of the line of `slice`; unset: the middle of the left side of the bounds.
    pub line_start: Option<Point>,
    /// The other end of the line of `slice`; unset: the middle of the right side of the bounds.
    pub line_end: Option<Point>,
    /// How many lines `slices_radial`, `slices_parallel` and `slices_chaotic` cut along.
    pub slice_count: u32,
    /// How far a radial line may turn, as a fraction of half the angle between two.
    pub radial_randomness: f64,
    /// The direction of parallel lines, degrees from the x axis towards the y axis.
    pub parallel_angle: f64,
    /// How far each parallel line may turn, as a fraction of 45 degrees.
    pub parallel_angle_rand: f64,
    /// The x from which the upright lines of a grid are counted; unset: the left side of the bounds.
    pub h_start: Option<f64>,
    /// The y from which the level lines of a grid are counted; unset: the side of the bounds with the least y.
    pub v_start: Option<f64>,
    /// Upright lines of the grid, one after the other along the x axis.
    pub h_slices: u32,
    /// Level lines of the grid, one after the other along the y axis.
    pub v_slices: u32,
    /// How far an upright line may stray, as a fraction of half the distance between two.
    pub h_random: f64,
    /// How far a level line may stray, as a fraction of half the distance between two.
    pub v_random: f64,
    /// How far an upright line may turn, as a fraction of 45 degrees.
    pub h_angle_rand: f64,
    /// How far a level line may turn, as a fraction of 45 degrees.
    pub v_angle_rand: f64,
    /// The cuts of `slices_manual`, each from one point to another.
    pub segments: Vec<[Point; 2]>,
    /// Whether a cut runs along its whole line, or cuts only what it crosses from side to side.
    pub extend: bool,
    /// Width and height of a brick, pixels; unset: about eighteen bricks, twice as wide as high.
    pub brick_size: Option<Point>,
    /// How far each course of bricks is shifted against the one before, as a fraction of a brick.
    pub brick_offset: f64,
    /// What all chance is drawn from.
    pub seed: u64,
    /// Smaller pieces are joined to a neighbour, square pixels.
    pub min_fragment_area: f64,
    /// What becomes of the holes of a piece.
    pub holes: Holes,
    /// What counts as inside where rings overlap or cross themselves.
    pub fill_rule: FillRule,
    /// How jagged cuts are, from 0 (straight) to 1.
    pub edge_roughness: f64,
    /// The direction in which the material splits.
    pub grain: Grain,
    /// By how much each piece shrinks away from its cuts, pixels.
    pub gap: f64,
    /// The part that breaks; unset: all of it.
    pub mask: Option<Mask>,
}

impl FractureParams {
    /// Bytes of the lists, on the heap, for memory bounds; 0 for most.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let ring = if let Some(Mask::Ring(ring)) = &self.mask { ring.capacity() } else { 0 };
        (self.points.capacity() + ring) * size_of::<Point>()
            + self.segments.capacity() * size_of::<[Point; 2]>()
    }
}

impl Default for FractureParams {
    fn default() -> Self {
        Self {
            pattern: Pattern::Random,
            fragment_count: 10,
            min_cell_distance: 0.1,
            edge_padding: 5.0,
            grid_rows: 3,
            grid_cols: 3,
            grid_jitter: 0.3,
            origin: None,
            ring_count: 3,
            ring_size: 50.0,
            points_per_ring: 8,
            radial_variation: 0.2,
            poisson_attempts: 30,
            impact_falloff: 2.0,
            points: Vec::new(),
            line_start: None,
            line_end: None,
            slice_count: 3,
            radial_randomness: 0.0,
            parallel_angle: 0.0,
            parallel_angle_rand: 0.0,
            h_start: None,
            v_start: None,
            h_slices: 3,
            v_slices: 3,
            h_random: 0.0,
            v_random: 0.0,
            h_angle_rand: 0.0,
            v_angle_rand: 0.0,
            segments: Vec::new(),
            extend: true,
            brick_size: None,
            brick_offset: 0.5,
            seed: 0,
            min_fragment_area: 0.0,
            holes: Holes::Split,
            fill_rule: FillRule::NonZero,
            edge_roughness: 0.0,
            grain: Grain::NONE,
            gap: 0.0,
            mask: None,
        }
    }
}
