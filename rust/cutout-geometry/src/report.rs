//! What comes of a fracture: the pieces, and what it says about itself.

use crate::fragment::Fragments;

/// What was mended in an outline at the door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Points equal to their predecessor, removed.
    pub duplicate_points: u32,
    /// Points on the straight line between their neighbours, removed.
    pub collinear_points: u32,
    /// Points at the tip of a spike without width, removed.
    pub spikes: u32,
    /// Rings whose direction was turned (outer rings counter-clockwise, holes clockwise).
    pub reversed_rings: u32,
    /// Rings without area, removed.
    pub dropped_rings: u32,
    /// True when edges crossed or touched and the outline was rebuilt by the fill rule.
    pub rebuilt: bool,
}

/// What a fracture says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// What was mended.
    pub repairs: Repairs,
    /// Area of the repaired outline.
    pub area_in: f64,
    /// Area of all pieces. With what the next fields tell it adds up to `area_in`.
    pub area_out: f64,
    /// Area that the gap has taken: along the cuts, and of pieces that it left nothing of.
    pub gap_area: f64,
    /// Pieces that the gap has left nothing of.
    pub vanished: u32,
    /// Area that tools took away; see [`crate::carve`].
    pub taken_area: f64,
    /// Area of what was too small to be handed out, and by what outlines lost to having fewer points (less
    /// than 0: won); see [`crate::carve`].
    pub dust_area: f64,
    /// Whether pieces that the rounding to single precision would have folded onto themselves made it cut on
    /// rounded vertices: areas and the outline are then off by that rounding, and pieces may have come apart
    /// at necks without width. Never with [`crate::Fracturer::keeping_thin_pieces`].
    pub in_single: bool,
    /// Vertices of the repaired outline.
    pub vertices: u32,
    /// Outer rings of the repaired outline.
    pub outlines: u32,
    /// Holes of the repaired outline.
    pub holes: u32,
}

/// A finished fracture.
#[derive(Clone, Debug)]
pub struct Fracture {
    /// The pieces.
    pub fragments: Fragments,
    /// What happened.
    pub report: Report,
    /// Whether the input's first outer ring ran clockwise (negative shoelace area). The fragments
    /// are counter-clockwise all the same; callers that keep the input's winding reverse them.
    pub input_clockwise: bool,
}
