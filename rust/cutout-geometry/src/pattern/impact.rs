//! Sites that thin out with the distance from a point, each as far from the others as its place allows.
//!
//! Candidates are drawn in polar coordinates from the density itself, `(1 + d / core)^-falloff`, and taken if
//! they lie inside and have the room that the density grants at their distance. When the field is full all
//! distances give way alike.

use std::f64::consts::PI;

use super::field::Field;
use super::random::jammed_distance;
use super::{Domain, PatternScratch};
use crate::angle::direction_of_turns;
use crate::rng::Rng;
use crate::{FractureParams, Point};

/// Bands of the density's table, and of the index; narrower towards the point of impact.
const BANDS: usize = 64;

/// Sectors of the index.
const SECTORS: usize = 64;

/// The density is level over a core of this part of the mean size of the bounds: no piece is smaller than it
/// makes sense.
const CORE_OF_SIZE: f64 = 0.05;

/// Candidates in a row that find no room before the distances give way.
const CROWDED_DARTS: u32 = 30;

/// By how much they then give way.
const RELAXATION: f64 = 0.9;

/// Candidates in a row that miss the outline before it is sampled without regard to the density.
const MAX_MISSES: u32 = 4096;

const NONE: u32 = u32::MAX;

pub(super) fn sites(
    params: &FractureParams,
    domain: &dyn Domain,
    scratch: &mut PatternScratch,
    rng: &mut Rng,
    out: &mut Vec<Point>,
) {
    let mut field = Field::new(params, domain);
    let center = field.center();
    // All in relaxed space: with a grain the damage runs along the fibres.
    let fibres = field.fibres();
    let origin = fibres.relax(params.origin.map_or(Point { x: 0.0, y: 0.0 }, |p| p - center));
    let half = fibres.relaxed_half(domain.bounds().size() * 0.5);
    let density = Density::new(half, origin, params.impact_falloff);
    let count = params.fragment_count;
    // Spacing where the density is 1; the area of the outline counts as the density weighs it.
    let mean_weight = density.total() / density.area();
    let mut spacing = jammed_distance(domain.area() * mean_weight, count);

    let PatternScratch { impact: index, local, .. } = scratch;
    index.reset();
    local.clear();
    let (mut crowded, mut misses) = (0, 0);
    while local.len() < count as usize && !domain.is_over() {
        let site = if misses < MAX_MISSES {
            let site = density.draw(rng);
            if !field.contains(fibres.restore(origin + site.offset)) {
                misses += 1;
                continue;
            }
            // Once missed too often, the field decides for the rest.
            misses = 0;
            site
        } else {
            density.place(fibres.relax(field.sample(rng, local)) - origin)
        };
        if index.has_room(&density, &site, spacing * density.spacing_at(site.distance)) {
            index.insert(&site);
            local.push(fibres.restore(origin + site.offset));
            crowded = 0;
        } else {
            crowded += 1;
            if crowded == CROWDED_DARTS {
                spacing *= RELAXATION;
                crowded = 0;
            }
        }
    }
    out.extend(local.iter().map(|&p| center + p));
}

/// A place relative to the point of impact.
struct Site {
    offset: Point,
    distance: f64,
    band: usize,
    sector: usize,
}

/// The density of sites around the point of impact, in the part of a ring that the bounds take up.
struct Density {
    core: f64,
    falloff: f64,
    /// Bands of distance: their limits, and the mass from the first to the end of each.
    limits: [f64; BANDS + 1],
    masses: [f64; BANDS],
    /// The range of angles, in turns.
    first_turn: f64,
    turns: f64,
}

impl Density {
    /// Of bounds from `-half` to `half`.
    fn new(half: Point, origin: Point, falloff: f64) -> Self {
        let outside = Point { x: (origin.x.abs() - half.x).max(0.0), y: (origin.y.abs() - half.y).max(0.0) };
        let nearest = libm::hypot(outside.x, outside.y);
        let farthest = libm::hypot(origin.x.abs() + half.x, origin.y.abs() + half.y);
        let (first_turn, turns) = if nearest > 0.0 { view_of_box(origin, half) } else { (0.0, 1.0) };
        let core = CORE_OF_SIZE * 2.0 * (half.x * half.y).sqrt();
        let limits = std::array::from_fn(|i| {
            let t = i as f64 / BANDS as f64;
            nearest + (farthest - nearest) * t * t
        });
        let mut density = Self { core, falloff, limits, masses: [0.0; BANDS], first_turn, turns };
        let mut total = 0.0;
        for band in 0..BANDS {
            let (near, far) = (limits[band], limits[band + 1]);
            total += PI * turns * (far * far - near * near) * density.at(0.5 * (near + far));
            density.masses[band] = total;
        }
        density
    }

    /// The density at a distance, 1 at the most.
    fn at(&self, distance: f64) -> f64 {
        // Counted from where the outline begins: far away the density would vanish, and falls off all the same.
        libm::pow(1.0 + (distance - self.limits[0]) / self.core, -self.falloff)
    }

    /// The distance between sites, where that of density 1 is 1.
    fn spacing_at(&self, distance: f64) -> f64 {
        1.0 / self.at(distance).sqrt()
    }

    /// The mass of all bands.
    fn total(&self) -> f64 {
        self.masses[BANDS - 1]
    }

    /// The area of all bands.
    fn area(&self) -> f64 {
        let (near, far) = (self.limits[0], self.limits[BANDS]);
        PI * self.turns * (far * far - near * near)
    }

    fn draw(&self, rng: &mut Rng) -> Site {
        let mass = rng.unit() * self.total();
        let band = self.masses.partition_point(|&m| m <= mass).min(BANDS - 1);
        let (near, far) = (self.limits[band], self.limits[band + 1]);
        let distance = (near * near + (far * far - near * near) * rng.unit()).sqrt();
        let turn = self.first_turn + self.turns * rng.unit();
        Site { offset: direction_of_turns(turn) * distance, distance, band, sector: sector_of(turn) }
    }

    /// The site at a given place.
    fn place(&self, offset: Point) -> Site {
        let distance = libm::hypot(offset.x, offset.y);
        let sector = sector_of(libm::atan2(offset.y, offset.x) / (2.0 * PI));
        Site { offset, distance, band: self.band_of(distance), sector }
    }

    fn band_of(&self, distance: f64) -> usize {
        self.limits[1..BANDS].partition_point(|&limit| limit <= distance)
    }
}

/// The angles, in turns, under which a box around the centre is seen from an `origin` outside: first and extent.
fn view_of_box(origin: Point, half: Point) -> (f64, f64) {
    let middle = Point { x: -origin.x, y: -origin.y };
    let widest = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        .map(|(x, y)| {
            let corner = middle + Point { x: x * half.x, y: y * half.y };
            let cross = middle.x * corner.y - middle.y * corner.x;
            let dot = middle.x * corner.x + middle.y * corner.y;
            libm::atan2(cross, dot).abs()
        })
        .into_iter()
        .fold(0.0, f64::max);
    let aim = libm::atan2(middle.y, middle.x);
    ((aim - widest) / (2.0 * PI), widest / PI)
}

fn sector_of(turn: f64) -> usize {
    let fraction = turn - turn.floor();
    ((fraction * SECTORS as f64) as usize).min(SECTORS - 1)
}

/// Sites by band and sector, each a linked list.
#[derive(Clone, Debug, Default)]
pub(super) struct PolarIndex {
    first: Vec<u32>,
    next: Vec<u32>,
    offsets: Vec<Point>,
}

impl PolarIndex {
    fn reset(&mut self) {
        self.first.clear();
        self.first.resize(BANDS * SECTORS, NONE);
        self.next.clear();
        self.offsets.clear();
    }

    fn insert(&mut self, site: &Site) {
        let slot = &mut self.first[site.band * SECTORS + site.sector];
        self.next.push(*slot);
        *slot = self.offsets.len() as u32;
        self.offsets.push(site.offset);
    }

    /// Whether no site lies nearer to `site` than `room`.
    fn has_room(&self, density: &Density, site: &Site, room: f64) -> bool {
        let bands = density.band_of(site.distance - room)..=density.band_of(site.distance + room);
        // A chord's half angle is at most pi / 2 times its sine. One sector more for the place within the sector.
        let half_turns = if room < site.distance { 0.25 * room / site.distance } else { 0.5 };
        let reach = ((half_turns * SECTORS as f64) as usize + 1).min(SECTORS / 2);
        let first_sector = site.sector + SECTORS - reach;
        let sectors = (2 * reach + 1).min(SECTORS);
        for band in bands {
            for sector in first_sector..first_sector + sectors {
                let mut i = self.first[band * SECTORS + sector % SECTORS];
                while i != NONE {
                    let d = self.offsets[i as usize] - site.offset;
                    if d.x * d.x + d.y * d.y < room * room {
                        return false;
                    }
                    i = self.next[i as usize];
                }
            }
        }
        true
    }
}
