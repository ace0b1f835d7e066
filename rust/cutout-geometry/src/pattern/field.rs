//! The outline as a field to scatter sites over: uniform samples of its inside, and its grain.
//!
//! Positions are relative to the centre of the bounds.

use super::Domain;
use super::cover::Cover;
use crate::params::Grain;
use crate::rng::Rng;
use crate::{FractureParams, Point};

/// The padding may take this part of each side of the bounds at most, so that small outlines keep a middle.
pub(super) const MAX_PADDING_OF_SIDE: f64 = 0.25;

/// Samples that miss the outline in a row, times the share of the box that it should cover, before the box
/// is taken to hold none of it: the chance of a mistake is e^-16.
const HOPELESS_MISSES: f64 = 16.0;

/// The outline is taken to cover at least this part of its bounds; a thinner one is sampled by the fallback.
const MIN_COVERAGE: f64 = 1e-3;

/// An outline that covers less of its bounds is sampled from the cells of a grid in which it lies.
const BADLY_FILLED: f64 = 1.0 / 32.0;

/// How often the padding is halved, if it leaves nothing of a thin outline, before it is dropped.
const PADDING_HALVINGS: u32 = 4;

/// How often a step away from a known inner point is halved before the point itself is taken: down to the
/// last bits of the mantissa.
const STEP_HALVINGS: u32 = 48;

pub(super) struct Field<'a> {
    domain: &'a dyn Domain,
    center: Point,
    /// Half of width and height of the box that sites are placed in.
    half: Point,
    full_half: Point,
    misses_allowed: u32,
    halvings_left: u32,
    hopeless: bool,
    fibres: Fibres,
    /// Of a box that is badly filled, where to look.
    cover: Option<Cover>,
}

impl<'a> Field<'a> {
    pub(super) fn new(params: &FractureParams, domain: &'a dyn Domain) -> Self {
        Self::with_padding(domain, params.fragment_count, params.edge_padding, params.grain)
    }

    /// The whole of the outline, up to the sides of its bounds.
    pub(super) fn unpadded(domain: &'a dyn Domain, points: u32) -> Self {
        Self::with_padding(domain, points, 0.0, Grain::NONE)
    }

    fn with_padding(domain: &'a dyn Domain, points: u32, padding: f64, grain: Grain) -> Self {
        let bounds = domain.bounds();
        let size = bounds.size();
        let inset = |side: f64| 0.5 * side - padding.min(MAX_PADDING_OF_SIDE * side);
        let filled = domain.area() / (size.x * size.y);
        let cover = if filled < BADLY_FILLED { Cover::of(domain, points) } else { None };
        let filled = cover.as_ref().map_or(filled, |cover| domain.area() / cover.area());
        let coverage = filled.clamp(MIN_COVERAGE, 1.0);
        Self {
            domain,
            center: bounds.center(),
            half: Point { x: inset(size.x), y: inset(size.y) },
            full_half: size * 0.5,
            misses_allowed: (HOPELESS_MISSES / coverage).ceil() as u32,
            halvings_left: if padding > 0.0 { PADDING_HALVINGS } else { 0 },
            hopeless: false,
            fibres: Fibres::new(grain),
            cover,
        }
    }

    pub(super) fn center(&self) -> Point {
        self.center
    }

    pub(super) fn fibres(&self) -> Fibres {
        self.fibres
    }

    /// An estimate of the area that sites are placed in.
    pub(super) fn area(&self) -> f64 {
        let share = (self.half.x * self.half.y) / (self.full_half.x * self.full_half.y);
        self.domain.area() * share
    }

    /// Whether a site may be placed at `p`.
    pub(super) fn contains(&self, p: Point) -> bool {
        self.in_box(p) && self.domain.contains(self.center + p)
    }

    /// The cheap part of [`Self::contains`].
    pub(super) fn in_box(&self, p: Point) -> bool {
        p.x.abs() <= self.half.x && p.y.abs() <= self.half.y
    }

    /// A point of the inside, uniformly; if it cannot be hit, one near an inner point of `known`; if there is
    /// none, one of the box.
    pub(super) fn sample(&mut self, rng: &mut Rng, known: &[Point]) -> Point {
        while !self.hopeless && !self.domain.is_over() {
            for _ in 0..self.misses_allowed {
                let p = match &self.cover {
                    Some(cover) => cover.sample(rng),
                    None => self.sample_box(rng),
                };
                if (self.cover.is_none() || self.in_box(p)) && self.domain.contains(self.center + p) {
                    return p;
                }
            }
            self.widen();
        }
        let Some(&anchor) = known.get(rng.index(known.len().max(1))) else {
            return self.sample_box(rng);
        };
        let mut step = self.sample_box(rng);
        for _ in 0..STEP_HALVINGS {
            if self.contains(anchor + step) {
                return anchor + step;
            }
            step = step * 0.5;
        }
        anchor
    }

    fn sample_box(&self, rng: &mut Rng) -> Point {
        let x = rng.signed() * self.half.x;
        let y = rng.signed() * self.half.y;
        Point { x, y }
    }

    /// Half the padding, then none, then no hope.
    fn widen(&mut self) {
        if self.halvings_left > 1 {
            self.half = (self.half + self.full_half) * 0.5;
            self.halvings_left -= 1;
        } else if self.halvings_left == 1 {
            self.half = self.full_half;
            self.halvings_left = 0;
        } else {
            self.hopeless = true;
        }
    }
}

/// The metric of a grained material: distances along the fibres count less than across, areas stay.
#[derive(Clone, Copy)]
pub(super) struct Fibres {
    along: Point,
    root: f64,
}

impl Fibres {
    pub(super) fn new(grain: Grain) -> Self {
        Self { along: grain.direction(), root: grain.stretch.sqrt() }
    }

    /// Into the space in which the material splits the same in every direction.
    pub(super) fn relax(&self, p: Point) -> Point {
        if self.root == 1.0 {
            return p;
        }
        let (c, s) = (self.along.x, self.along.y);
        Point { x: (c * p.x + s * p.y) / self.root, y: (c * p.y - s * p.x) * self.root }
    }

    /// Back from there.
    pub(super) fn restore(&self, p: Point) -> Point {
        if self.root == 1.0 {
            return p;
        }
        let (c, s) = (self.along.x, self.along.y);
        let (u, v) = (p.x * self.root, p.y / self.root);
        Point { x: c * u - s * v, y: s * u + c * v }
    }

    /// Half the size of the box that holds the relaxed image of the box of half size `half`.
    pub(super) fn relaxed_half(&self, half: Point) -> Point {
        if self.root == 1.0 {
            return half;
        }
        let (c, s) = (self.along.x.abs(), self.along.y.abs());
        Point { x: (c * half.x + s * half.y) / self.root, y: (c * half.y + s * half.x) * self.root }
    }
}
