//! Sites at random, a least distance apart: dart throwing, the distance giving way when the field is full.

use super::field::Field;
use super::{Domain, PatternScratch};
use crate::rng::Rng;
use crate::{FractureParams, Point};

/// Discs thrown at random cover at most about this part of the plane (the jamming limit of random
/// sequential adsorption, 0.547), so n sites in an area A can be at most `sqrt(4 * 0.547 / pi * A / n)` apart.
pub(super) const JAMMED_COVERAGE: f64 = 0.547;

/// Darts in a row that find no room before the distance gives way.
const CROWDED_DARTS: u32 = 60;

/// By how much it then gives way.
const RELAXATION: f64 = 0.9;

/// The largest distance that random darts can keep between `count` sites in `area`.
pub(super) fn jammed_distance(area: f64, count: u32) -> f64 {
    (4.0 * JAMMED_COVERAGE / std::f64::consts::PI * area / f64::from(count)).sqrt()
}

pub(super) fn sites(
    params: &FractureParams,
    domain: &dyn Domain,
    scratch: &mut PatternScratch,
    rng: &mut Rng,
    out: &mut Vec<Point>,
) {
    let mut field = Field::new(params, domain);
    let fibres = field.fibres();
    let count = params.fragment_count;
    let size = domain.bounds().size();
    let asked = params.min_cell_distance * size.x.min(size.y);
    let mut distance = asked.min(jammed_distance(domain.area(), count));

    let PatternScratch { neighborhood, local, .. } = scratch;
    // Over the whole bounds: the field widens if the padding leaves nothing.
    neighborhood.reset(fibres.relaxed_half(size * 0.5), distance, count as usize);
    local.clear();
    let mut crowded = 0;
    while local.len() < count as usize && !domain.is_over() {
        let p = field.sample(rng, local);
        let relaxed = fibres.relax(p);
        if neighborhood.has_room(relaxed, distance) {
            neighborhood.insert(relaxed);
            local.push(p);
            crowded = 0;
        } else {
            crowded += 1;
            if crowded == CROWDED_DARTS {
                distance *= RELAXATION;
                crowded = 0;
            }
        }
    }
    let center = field.center();
    out.extend(local.iter().map(|&p| center + p));
}
