//! What an outline means: which points it fills, and how much area that is.
//!
//! Rings come in any order and winding. A ring that lies in an odd number of others is a hole, one
//! that lies in an even number of others an outer ring or island. What a single ring fills is told
//! by the fill rule; rings of the same depth are united, those one level deeper are taken off, and so
//! on. A ring that lies mostly, but not wholly, in another has no depth that is not a guess.

use crate::Point;
use crate::exact::{Touching, first_clash, folds_back, orient, winding};
use i_overlay::core::fill_rule::FillRule as OverlayFill;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};

/// What a ring that crosses itself fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillRule {
    /// Whatever it winds around.
    NonZero,
    /// Whatever it winds around an odd number of times.
    EvenOdd,
}

/// How far a repair may move a crossing, as a fraction of the extent: boolean operations on 32-bit
/// grids place them within 2^-30 of it, several times over.
const REPAIR_GRID: f64 = 1e-8;

/// An outline with its meaning.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The rings as given.
    pub rings: Vec<Vec<Point>>,
    /// How they fill.
    pub fill_rule: FillRule,
    /// Largest extent of the bounding box.
    pub extent: f64,
    /// Largest absolute coordinate.
    pub magnitude: f64,
    /// Area by `i_overlay`, or by the shoelace formula where nothing has to be repaired. `None`
    /// where nesting is ambiguous, so that no one answer is right.
    pub area: Option<f64>,
    /// Whether the rings are simple, apart from each other, and free of duplicate points.
    pub is_clean: bool,
    /// Length of all edges.
    pub perimeter: f64,
    depths: Option<Vec<usize>>,
}

impl Outline {
    /// Reads an outline. Every ring must have 3 points at least, all finite.
    #[must_use]
    pub fn of(rings: Vec<Vec<Point>>, fill_rule: FillRule) -> Self {
        let mut min = Point { x: f64::INFINITY, y: f64::INFINITY };
        let mut max = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
        for p in rings.iter().flatten() {
            min = Point { x: min.x.min(p.x), y: min.y.min(p.y) };
            max = Point { x: max.x.max(p.x), y: max.y.max(p.y) };
        }
        let is_clean = first_clash(rings.iter().map(Vec::as_slice), Touching::Never).is_none();
        let fill = match fill_rule {
            FillRule::NonZero => OverlayFill::NonZero,
            FillRule::EvenOdd => OverlayFill::EvenOdd,
        };
        let depths = depths(&rings, fill, is_clean);
        let mut outline = Self {
            extent: (max.x - min.x).max(max.y - min.y),
            magnitude: [min.x, min.y, max.x, max.y].into_iter().map(f64::abs).fold(0.0, f64::max),
            area: None,
            is_clean,
            perimeter: rings.iter().map(|ring| perimeter(ring)).sum(),
            depths,
            rings,
            fill_rule,
        };
        outline.area = outline.filled_area();
        outline
    }

    /// Length below which two results count as the same: rounding of coordinates. Where edges had to
    /// be put together anew, crossings may lie on a grid of a few billionths of the extent.
    #[must_use]
    pub fn slack(&self) -> f64 {
        let relative = if self.is_clean { 1e-10 } else { REPAIR_GRID };
        relative * self.extent + 32.0 * f64::EPSILON * self.magnitude
    }

    /// Allowed difference of two areas.
    #[must_use]
    pub fn area_slack(&self) -> f64 {
        let repair = if self.is_clean { 0.0 } else { REPAIR_GRID * self.extent * self.perimeter };
        1e-9 * self.area.unwrap_or(0.0) + 8.0 * f64::EPSILON * self.magnitude * self.perimeter + repair
    }

    /// Whether the outline fills a point. `None`: on an edge, or nesting is ambiguous.
    #[must_use]
    pub fn contains(&self, p: Point) -> Option<bool> {
        let depths = self.depths.as_ref()?;
        let mut deepest = None;
        for (ring, &depth) in self.rings.iter().zip(depths) {
            let turns = winding(ring, p)?;
            let fills = match self.fill_rule {
                FillRule::NonZero => turns != 0,
                FillRule::EvenOdd => turns % 2 != 0,
            };
            if fills {
                deepest = deepest.max(Some(depth));
            }
        }
        Some(deepest.is_some_and(|depth| depth % 2 == 0))
    }

    /// Vertices that no repair may remove: neither repeated nor on the line of their neighbours.
    pub fn corners(&self) -> impl Iterator<Item = Point> + '_ {
        self.rings.iter().flat_map(|ring| {
            let n = ring.len();
            (0..n)
                .filter(move |&i| orient(ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]) != 0.0)
                .map(move |i| ring[i])
        })
    }

    /// Whether some ring turns back on itself.
    #[must_use]
    pub fn has_spikes(&self) -> bool {
        self.rings.iter().any(|ring| {
            let n = ring.len();
            (0..n).any(|i| {
                let (a, b, c) = (ring[i], ring[(i + 1) % n], ring[(i + 2) % n]);
                orient(a, b, c) == 0.0 && folds_back(a, b, c)
            })
        })
    }

    fn filled_area(&self) -> Option<f64> {
        if self.is_clean {
            let depths = self.depths.as_ref()?;
            let signed = |(ring, depth): (&Vec<Point>, &usize)| {
                let area = shoelace(ring).abs();
                if depth % 2 == 0 { area } else { -area }
            };
            return Some(self.rings.iter().zip(depths).map(signed).sum());
        }
        // Near the origin the overlay's integer grid has all its bits for the shape.
        let origin = self.rings.first()?.first().copied()?;
        let local: Vec<Vec<[f64; 2]>> =
            self.rings.iter().map(|r| r.iter().map(|p| [p.x - origin.x, p.y - origin.y]).collect()).collect();
        let fill = match self.fill_rule {
            FillRule::NonZero => OverlayFill::NonZero,
            FillRule::EvenOdd => OverlayFill::EvenOdd,
        };
        let depths = self.depths.as_ref()?;
        let mut filled: Shapes = Vec::new();
        for depth in 0..=depths.iter().copied().max()? {
            // Each ring first alone, so that windings against each other do not cancel.
            let level: Shapes = local
                .iter()
                .zip(depths)
                .filter(|&(_, &d)| d == depth)
                .flat_map(|(ring, _)| overlay(std::slice::from_ref(ring), &[], OverlayRule::Subject, fill))
                .collect();
            let (old, new) = (filled.concat(), level.concat());
            let rule = if depth % 2 == 0 { OverlayRule::Union } else { OverlayRule::Difference };
            filled = overlay(&old, &new, rule, OverlayFill::NonZero);
        }
        Some(shapes_area(&filled))
    }
}

type Shapes = Vec<Vec<Vec<[f64; 2]>>>;

fn overlay(
    subject: &[Vec<[f64; 2]>],
    clip: &[Vec<[f64; 2]>],
    rule: OverlayRule,
    fill: OverlayFill,
) -> Shapes {
    if subject.is_empty() && clip.is_empty() {
        return Vec::new();
    }
    let mut overlay = FloatOverlay::<[f64; 2], i64>::from_subj_and_clip_custom(
        subject,
        clip,
        OverlayOptions::default(),
        Solver::default(),
    );
    overlay.overlay(rule, fill)
}

fn shapes_area(shapes: &Shapes) -> f64 {
    let ring_area =
        |ring: &Vec<[f64; 2]>| shoelace(&ring.iter().map(|p| Point { x: p[0], y: p[1] }).collect::<Vec<_>>());
    shapes.iter().flatten().map(ring_area).sum()
}

/// Signed area of a ring, taken about its first point so that an offset costs no precision.
#[must_use]
pub fn shoelace(ring: &[Point]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let n = ring.len();
    let twice: f64 = (0..n)
        .map(|i| {
            let (a, b) = (ring[i] - origin, ring[(i + 1) % n] - origin);
            a.x * b.y - b.x * a.y
        })
        .sum();
    0.5 * twice
}

/// How long the border of a ring is.
#[must_use]
pub fn perimeter(ring: &[Point]) -> f64 {
    let n = ring.len();
    (0..n).map(|i| length(ring[i], ring[(i + 1) % n])).sum()
}

/// Distance of two points.
#[must_use]
pub fn length(a: Point, b: Point) -> f64 {
    let d = b - a;
    (d.x * d.x + d.y * d.y).sqrt()
}

/// In how many other rings each ring lies; `None` where one lies mostly, but not wholly, in another, or
/// two fill the same.
fn depths(rings: &[Vec<Point>], fill: OverlayFill, is_clean: bool) -> Option<Vec<usize>> {
    let mut depths = Vec::with_capacity(rings.len());
    for (i, ring) in rings.iter().enumerate() {
        let mut depth = 0;
        for other in rings.iter().enumerate().filter_map(|(j, other)| (i != j).then_some(other)) {
            let share = if is_clean {
                f64::from(ring.first().and_then(|&p| winding(other, p))?.abs().min(1))
            } else {
                share_inside(ring, other, fill)?
            };
            // A ring that touches the other from inside may stick out by rounding.
            if share > 0.999 {
                // Of two rings that fill the same neither is the hole of the other.
                if !is_clean && share_inside(other, ring, fill)? > 0.999 {
                    return None;
                }
                depth += 1;
            } else if share > 0.4 {
                return None;
            }
        }
        depths.push(depth);
    }
    Some(depths)
}

/// The part of a ring's filled area that lies in another ring.
fn share_inside(ring: &[Point], other: &[Point], fill: OverlayFill) -> Option<f64> {
    let origin = *ring.first()?;
    let local = |r: &[Point]| vec![r.iter().map(|p| [p.x - origin.x, p.y - origin.y]).collect::<Vec<_>>()];
    let alone = |r: &[Point]| overlay(&local(r), &[], OverlayRule::Subject, fill).concat();
    let (a, b) = (alone(ring), alone(other));
    let whole = shapes_area(&vec![a.clone()]);
    let common = shapes_area(&overlay(&a, &b, OverlayRule::Intersect, OverlayFill::NonZero));
    (whole > 0.0).then(|| common / whole)
}
