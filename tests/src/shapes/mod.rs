//! Outlines of every kind, about one unit in radius around the origin.
//!
//! - [`simple`]: one ring that needs no repair.
//! - [`nested`]: holes, islands in holes, several islands.
//! - [`nasty`]: what has to be repaired, and what barely need not be.

pub mod nasty;
pub mod nested;
pub mod simple;

use crate::Point;
use crate::random::Rng;

/// A list of rings.
pub type Rings = Vec<Vec<Point>>;

/// Every kind of outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is one function of the same name, documented there")]
pub enum Kind {
    Star,
    Blob,
    Comb,
    Spiral,
    Jagged,
    Untangled,
    Convex,
    Rectilinear,
    Needle,
    Holed,
    HoledGrid,
    IslandsInHoles,
    Archipelago,
    Annulus,
    NearlyStraight,
    Slivers,
    BowTie,
    Tangle,
    Duplicates,
    Spikes,
    TouchingHoles,
    OverlappingHoles,
    OverlappingIslands,
    Pinched,
    PinchedGrid,
}

impl Kind {
    /// All of them, tame ones first.
    pub const ALL: [Self; 25] = [
        Self::Star,
        Self::Blob,
        Self::Comb,
        Self::Spiral,
        Self::Jagged,
        Self::Untangled,
        Self::Convex,
        Self::Rectilinear,
        Self::Needle,
        Self::Holed,
        Self::HoledGrid,
        Self::IslandsInHoles,
        Self::Archipelago,
        Self::Annulus,
        Self::NearlyStraight,
        Self::Slivers,
        Self::BowTie,
        Self::Tangle,
        Self::Duplicates,
        Self::Spikes,
        Self::TouchingHoles,
        Self::OverlappingHoles,
        Self::OverlappingIslands,
        Self::Pinched,
        Self::PinchedGrid,
    ];

    /// An outline of this kind with about `size` vertices (3 or more).
    #[must_use]
    pub fn rings(self, rng: &mut Rng, size: usize) -> Rings {
        match self {
            Self::Star => vec![simple::star(rng, size)],
            Self::Blob => vec![simple::blob(rng, size)],
            Self::Comb => vec![simple::comb(rng, size)],
            Self::Spiral => vec![simple::spiral(rng, size)],
            Self::Jagged => vec![simple::jagged(rng, size, 0.2)],
            Self::Untangled => vec![simple::untangled(rng, size.min(24))],
            Self::Convex => vec![simple::convex(rng, size)],
            Self::Rectilinear => nested::grid_cells(rng, size, nested::Pinches::Avoided, 0.0),
            Self::Needle => vec![simple::needle(rng, size)],
            Self::Holed => nested::holed(rng, size),
            Self::HoledGrid => nested::grid_cells(rng, size, nested::Pinches::Avoided, 0.25),
            Self::IslandsInHoles => nested::islands_in_holes(rng, size),
            Self::Archipelago => nested::archipelago(rng, size),
            Self::Annulus => nested::annulus(rng, size),
            Self::NearlyStraight => vec![nasty::nearly_straight(rng, size)],
            Self::Slivers => vec![nasty::slivers(rng, size)],
            Self::BowTie => vec![nasty::bow_tie(rng, size)],
            Self::Tangle => vec![nasty::tangle(rng, size.min(12))],
            Self::Duplicates => nasty::duplicates(rng, size),
            Self::Spikes => vec![nasty::spikes(rng, size)],
            Self::TouchingHoles => nasty::touching_holes(rng),
            Self::OverlappingHoles => nasty::overlapping_holes(rng, size),
            Self::OverlappingIslands => nasty::overlapping_islands(rng, size),
            Self::Pinched => vec![nasty::pinched(rng, size)],
            Self::PinchedGrid => nested::grid_cells(rng, size, nested::Pinches::Welcome, 0.3),
        }
    }
}

/// A point.
#[must_use]
pub(crate) fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// A point in polar coordinates.
#[must_use]
pub(crate) fn polar(radius: f64, turn: f64) -> Point {
    let t = std::f64::consts::TAU * turn;
    at(radius * libm::cos(t), radius * libm::sin(t))
}
