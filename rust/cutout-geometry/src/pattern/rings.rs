//! Sites on rings around a point: scattered along each ring, or lined up on spokes.

use crate::angle::direction_of_turns;
use crate::rng::Rng;
use crate::{Bounds, FractureParams, Point};

/// The least number of sites on a ring of `radial`.
const MIN_SITES_OF_RING: u32 = 3;

/// The rings of a spiderweb grow as their number to this power: its outermost is as far out as that of evenly
/// spaced rings.
const WEB_GROWTH: f64 = 1.5;

/// The share of a site's own whim in the sideways variation of a spiderweb; the rest is its spoke's, so that
/// the cracks between spokes run on from ring to ring.
const WHIM_OF_SITE: f64 = 0.25;

/// Rings at equal distances; the farther out, the more sites, up to `points_per_ring` on the outermost.
pub(super) fn radial_sites(params: &FractureParams, bounds: Bounds, rng: &mut Rng, out: &mut Vec<Point>) {
    let origin = params.origin.unwrap_or_else(|| bounds.center());
    let stray = 0.5 * params.radial_variation;
    for ring in 1..=params.ring_count {
        let share = f64::from(ring) / f64::from(params.ring_count);
        let count = ((f64::from(params.points_per_ring) * share).round() as u32).max(MIN_SITES_OF_RING);
        // Each ring is turned at random: with equal phases every ring would start with a site on the x axis.
        let phase = rng.unit();
        for i in 0..count {
            let turns = (f64::from(i) + stray * rng.signed() + phase) / f64::from(count);
            let radius = (f64::from(ring) + stray * rng.signed()) * params.ring_size;
            out.push(origin + direction_of_turns(turns) * radius);
        }
    }
}

/// A site at the origin, and one on each crossing of a ring and a spoke.
pub(super) fn spiderweb_sites(params: &FractureParams, bounds: Bounds, rng: &mut Rng, out: &mut Vec<Point>) {
    let origin = params.origin.unwrap_or_else(|| bounds.center());
    let rings = f64::from(params.ring_count);
    let radius_of = |ring: f64| params.ring_size * rings * libm::pow(ring / rings, WEB_GROWTH);
    let stray = 0.5 * params.radial_variation;
    out.push(origin);
    for spoke in 0..params.points_per_ring {
        let whim_of_spoke = (1.0 - WHIM_OF_SITE) * rng.signed();
        for ring in 1..=params.ring_count {
            let turns = f64::from(spoke) + stray * (whim_of_spoke + WHIM_OF_SITE * rng.signed());
            let radius = radius_of(f64::from(ring) + stray * rng.signed());
            out.push(origin + direction_of_turns(turns / f64::from(params.points_per_ring)) * radius);
        }
    }
}
