//! Blue noise: Bridson, *Fast Poisson Disk Sampling in Arbitrary Dimensions* (SIGGRAPH 2007 sketches), brought
//! to an exact number of sites.
//!
//! A maximal set is grown with a distance that gives somewhat too many sites: from a first site that is tried
//! until it lies inside, over every island of the outline, until no try finds room. The surplus goes one by one,
//! the most crowded first, which leaves the rest as far apart as it was or farther.

use super::field::Field;
use super::{Domain, PatternScratch};
use crate::angle::direction_of_turns;
use crate::rng::Rng;
use crate::{FractureParams, Point};

/// The distance of the first round, times the root of the area per site. A maximal set of this distance has
/// about 0.7 / 0.8^2 = 1.09 times the sites asked for, and more where the border is near.
const FIRST_SPACING: f64 = 0.8;

/// How far sites crowd each other, in distances that they will have when the surplus is gone.
const CROWDING_REACH: f64 = 1.35;

/// The rounds with ever better distances, before the set is filled up or thinned out as it is.
const MAX_ROUNDS: u32 = 16;

/// Up to this many sites, pockets and islands that the growth has not come to are searched for at random, which
/// takes about the square of their number; for more, cell by cell.
const FEW: u32 = 2048;

/// Darts at each free cell.
const DARTS_A_CELL: u32 = 8;

/// A round that reaches this many times the sites asked for is stopped, and the next one starts wider.
const MAX_SURPLUS: usize = 4;

pub(super) fn sites(
    params: &FractureParams,
    domain: &dyn Domain,
    scratch: &mut PatternScratch,
    rng: &mut Rng,
    out: &mut Vec<Point>,
) {
    let count = params.fragment_count as usize;
    let mut field = Field::new(params, domain);
    let mut spacing = FIRST_SPACING * (field.area() / f64::from(params.fragment_count)).sqrt();
    for _ in 0..MAX_ROUNDS {
        let limit = MAX_SURPLUS * count + 16;
        let found = grow(params, &mut field, domain, spacing, limit, scratch, rng);
        spacing *= match found {
            _ if found >= limit => 1.5,
            _ if found >= count => break,
            // Too few: by what is missing, and a little more.
            _ => 0.95 * (found as f64 / count as f64).sqrt().clamp(0.5, 1.0),
        };
    }

    let PatternScratch { neighborhood, elimination, local, .. } = scratch;
    let fibres = field.fibres();
    while local.len() < count && !domain.is_over() {
        let p = field.sample(rng, local);
        neighborhood.insert(fibres.relax(p));
        local.push(p);
    }
    // The distances grow with the surplus in a narrow outline, with its root in a wide one: the larger will do.
    let reach = CROWDING_REACH * spacing * local.len() as f64 / count as f64;
    elimination.thin_out(neighborhood, reach, count, domain);
    let center = field.center();
    out.extend(local.iter().enumerate().filter(|&(i, _)| elimination.is_kept(i)).map(|(_, &p)| center + p));
}

/// Grows a maximal set into `scratch.local`, at most `limit` sites; the neighbourhood holds the same in relaxed
/// space. The number of sites.
fn grow(
    params: &FractureParams,
    field: &mut Field<'_>,
    domain: &dyn Domain,
    spacing: f64,
    limit: usize,
    scratch: &mut PatternScratch,
    rng: &mut Rng,
) -> usize {
    let fibres = field.fibres();
    scratch.neighborhood.reset(fibres.relaxed_half(domain.bounds().size() * 0.5), spacing, limit);
    scratch.local.clear();
    let growth = Growth { attempts: params.poisson_attempts, domain, spacing, limit };
    let is_few = params.fragment_count <= FEW;
    let darts_allowed = growth.attempts + if is_few { params.fragment_count } else { 0 };
    let mut darts = 0;
    // A dart that finds room starts the growth anew: on another island, or in a pocket.
    while darts < darts_allowed && scratch.local.len() < limit && !domain.is_over() {
        darts += 1;
        let p = field.sample(rng, &[]);
        if scratch.neighborhood.has_room(fibres.relax(p), spacing) {
            darts = 0;
            growth.spread(p, field, scratch, rng);
        }
    }
    if !is_few {
        growth.fill_free_cells(field, scratch, rng);
    }
    scratch.local.len()
}

/// How a set grows.
struct Growth<'a> {
    attempts: u32,
    domain: &'a dyn Domain,
    spacing: f64,
    limit: usize,
}

impl Growth<'_> {
    /// Grows the set from a new site, until no try finds room around any that came of it.
    fn spread(&self, p: Point, field: &Field<'_>, scratch: &mut PatternScratch, rng: &mut Rng) {
        let PatternScratch { neighborhood, local, active, .. } = scratch;
        let fibres = field.fibres();
        active.clear();
        active.push(local.len() as u32);
        neighborhood.insert(fibres.relax(p));
        local.push(p);
        while !active.is_empty() && local.len() < self.limit && !self.domain.is_over() {
            let chosen = rng.index(active.len());
            let parent = fibres.relax(local[active[chosen] as usize]);
            let child = (0..self.attempts).find_map(|_| {
                let relaxed = parent + annulus(self.spacing, rng);
                let p = fibres.restore(relaxed);
                (field.in_box(p) && neighborhood.has_room(relaxed, self.spacing) && field.contains(p))
                    .then_some(p)
            });
            match child {
                Some(p) => {
                    active.push(local.len() as u32);
                    neighborhood.insert(fibres.relax(p));
                    local.push(p);
                }
                None => {
                    active.swap_remove(chosen);
                }
            }
        }
    }

    /// Grows the set from darts at the cells that hold no site yet: what has room for one has, but for slivers,
    /// a cell without. Cost: cells.
    fn fill_free_cells(&self, field: &Field<'_>, scratch: &mut PatternScratch, rng: &mut Rng) {
        let fibres = field.fibres();
        let (corners, side) = scratch.neighborhood.free_cells();
        let corners: Vec<Point> = corners.collect();
        for corner in corners {
            for _ in 0..DARTS_A_CELL {
                if scratch.local.len() >= self.limit || self.domain.is_over() {
                    return;
                }
                let (x, y) = (rng.unit(), rng.unit());
                let relaxed = corner + Point { x, y } * side;
                let p = fibres.restore(relaxed);
                if field.in_box(p)
                    && scratch.neighborhood.has_room(relaxed, self.spacing)
                    && field.contains(p)
                {
                    self.spread(p, field, scratch, rng);
                }
            }
        }
    }
}

/// A point at one to two times `spacing` from the origin, uniform by area.
fn annulus(spacing: f64, rng: &mut Rng) -> Point {
    let radius = spacing * (1.0 + 3.0 * rng.unit()).sqrt();
    direction_of_turns(rng.unit()) * radius
}
