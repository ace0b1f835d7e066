//! The part of a badly filled box in which anything of the outline lies: the cells of a grid that an edge
//! passes, or that lie inside.
//!
//! Comes in: a domain that tells its edges. Goes out: points of those cells, uniformly. As no point of the
//! inside lies in another cell, those that the outline holds are uniform over it, exactly as if they had been
//! drawn from the whole box, but found much sooner.

use super::Domain;
use crate::Point;
use crate::rng::Rng;

/// Cells along the longer side of the bounds, at least and at most.
const CELLS_ALONG: [f64; 2] = [32.0, 512.0];

/// What a point drawn in vain costs, in cells of the grid.
const MISS_COST: f64 = 128.0;

/// Cells along the longer side for so many points in the part `filled` of the bounds: of `n` cells all are
/// looked at, `n * n`, and a strip that fills `f` lies in cells that fill `f + 1/n`, so that a point is drawn
/// `1 / (f * n)` times in vain. The sum of both is least about here.
fn cells_along(points: u32, filled: f64) -> f64 {
    let [least, most] = CELLS_ALONG;
    libm::cbrt(MISS_COST * f64::from(points) / filled.max(f64::MIN_POSITIVE)).clamp(least, most)
}

/// Cells of a grid over the bounds.
pub(super) struct Cover {
    /// The lower corner of the bounds, from their centre.
    corner: Point,
    cell: Point,
    columns: u32,
    /// The cells, row by row.
    cells: Vec<u32>,
}

impl Cover {
    /// Covers a domain, for so many points. None: it does not tell its edges, or has some that leave its bounds.
    /// Cost: the grid, edges and the cells that they pass, and a question for each stretch of cells that none
    /// passes.
    pub(super) fn of(domain: &dyn Domain, points: u32) -> Option<Self> {
        let bounds = domain.bounds();
        let size = bounds.size();
        let side = size.x.max(size.y) / cells_along(points, domain.area() / (size.x * size.y));
        let count = |length: f64| ((length / side).ceil() as u32).max(1);
        let (columns, rows) = (count(size.x), count(size.y));
        let cell = Point { x: size.x / f64::from(columns), y: size.y / f64::from(rows) };
        let mut is_passed = vec![false; columns as usize * rows as usize];
        let (mut any, mut all_inside) = (false, true);
        // One that is not a number lies nowhere, and one far away would be followed for ever.
        let inside = |p: Point| bounds.contains(p);
        domain.each_edge(&mut |from, to| {
            any = true;
            all_inside &= inside(from) && inside(to);
            if all_inside {
                pass(from - bounds.min, to - bounds.min, cell, [columns, rows], &mut is_passed);
            }
        });
        if !any || !all_inside {
            return None;
        }
        let mut cells = Vec::new();
        for row in 0..rows {
            let mut inside = None;
            for column in 0..columns {
                let index = row * columns + column;
                if is_passed[index as usize] {
                    inside = None;
                    cells.push(index);
                    continue;
                }
                let middle = || Point {
                    x: bounds.min.x + (f64::from(column) + 0.5) * cell.x,
                    y: bounds.min.y + (f64::from(row) + 0.5) * cell.y,
                };
                if *inside.get_or_insert_with(|| domain.contains(middle())) {
                    cells.push(index);
                }
            }
        }
        (!cells.is_empty()).then(|| Self { corner: bounds.min - bounds.center(), cell, columns, cells })
    }

    /// The area of the cells.
    pub(super) fn area(&self) -> f64 {
        self.cells.len() as f64 * self.cell.x * self.cell.y
    }

    /// A point of the cells, from the centre of the bounds.
    pub(super) fn sample(&self, rng: &mut Rng) -> Point {
        let index = self.cells[rng.index(self.cells.len())];
        let x = (f64::from(index % self.columns) + rng.unit()) * self.cell.x;
        let y = (f64::from(index / self.columns) + rng.unit()) * self.cell.y;
        self.corner + Point { x, y }
    }
}

/// Marks the cells that an edge passes, and those beside them: rounding must not lose one.
fn pass(from: Point, to: Point, cell: Point, [columns, rows]: [u32; 2], is_passed: &mut [bool]) {
    let (dx, dy) = ((to.x - from.x).abs() / cell.x, (to.y - from.y).abs() / cell.y);
    let parts = dx.max(dy).ceil().max(1.0);
    let mut part = 0.0;
    while part < parts {
        let (a, b) = (from + (to - from) * (part / parts), from + (to - from) * ((part + 1.0) / parts));
        // The casts saturate: what is below 0 becomes 0.
        let range = |a: f64, b: f64, cell: f64, count: u32| {
            let (low, high) = (a.min(b) / cell - 0.5, a.max(b) / cell + 0.5);
            low as u32..(high as u32).min(count - 1) + 1
        };
        for row in range(a.y, b.y, cell.y, rows) {
            for column in range(a.x, b.x, cell.x, columns) {
                is_passed[(row * columns + column) as usize] = true;
            }
        }
        part += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::FillRule;
    use crate::shape::Shape;

    #[test]
    fn a_thin_outline_is_found_soon_and_evenly() {
        // A thousandth of its box; its place along the diagonal is x.
        let ring = [[0.0, 0.0], [1000.0, 1000.0], [1000.0, 1001.0], [0.0, 1.0]].map(|[x, y]| Point { x, y });
        let mut shape = Shape::default();
        assert!(shape.load(&[&ring], FillRule::NonZero).is_ok());
        let Some(cover) = Cover::of(&shape, 50_000) else { panic!("a shape tells its edges") };
        let center = shape.outline_bounds().center();
        let mut rng = Rng::new(5);
        let mut tenths = [0_u32; 10];
        for _ in 0..50_000 {
            let p = center + cover.sample(&mut rng);
            if shape.contains(p) {
                tenths[(p.x / 100.0) as usize] += 1;
            }
        }
        let found: u32 = tenths.iter().sum();
        assert!(found > 5_000, "{found} of 50,000: by trial in the box it would be 50");
        let even = found / 10;
        assert!(tenths.iter().all(|&n| n.abs_diff(even) < even / 6), "{tenths:?}");
    }

    #[test]
    fn a_sliver_for_few_points_has_a_small_grid() {
        let ring = [[0.0, 0.0], [1000.0, 1000.0], [1000.0, 1020.0], [0.0, 20.0]].map(|[x, y]| Point { x, y });
        let mut shape = Shape::default();
        assert!(shape.load(&[&ring], FillRule::NonZero).is_ok());
        let columns = |points| Cover::of(&shape, points).map_or(0, |cover| cover.columns);
        assert!((32..64).contains(&columns(10)), "{}", columns(10));
        assert!((128..=512).contains(&columns(10_000)), "{}", columns(10_000));
    }

    /// A thin box of which one edge is told wrongly.
    struct Astray(Point);

    impl Domain for Astray {
        fn bounds(&self) -> crate::Bounds {
            crate::Bounds { min: Point { x: 0.0, y: 0.0 }, max: Point { x: 100.0, y: 100.0 } }
        }
        fn contains(&self, p: Point) -> bool {
            (p.x - p.y).abs() < 0.1
        }
        fn area(&self) -> f64 {
            20.0
        }
        fn each_edge(&self, visit: &mut dyn FnMut(Point, Point)) {
            visit(Point { x: 1.0, y: 1.0 }, self.0);
        }
    }

    #[test]
    fn edges_that_lead_out_of_the_bounds_are_not_followed() {
        for x in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e300, -1e9] {
            assert!(Cover::of(&Astray(Point { x, y: 5.0 }), 10).is_none(), "{x}");
        }
        assert!(Cover::of(&Astray(Point { x: 100.0, y: 100.0 }), 10).is_some());
    }

    #[test]
    fn no_point_of_the_inside_lies_in_a_cell_left_out() {
        // Thin and crooked, with a hole, far from the origin.
        let ring = |points: &[[f64; 2]]| -> Vec<Point> {
            points.iter().map(|&[x, y]| Point { x: x + 5e5, y: y - 3e5 }).collect()
        };
        let outer = ring(&[[0.0, 0.0], [60.0, 40.0], [300.0, 7.0], [310.0, 9.0], [61.0, 46.0], [2.0, 90.0]]);
        let hole = ring(&[[40.0, 40.0], [45.0, 42.0], [44.0, 38.0]]);
        let mut shape = Shape::default();
        assert!(shape.load(&[&outer, &hole], FillRule::NonZero).is_ok());
        let Some(cover) = Cover::of(&shape, 50_000) else { panic!("a shape tells its edges") };
        let bounds = shape.outline_bounds();
        let mut rng = Rng::new(9);
        for _ in 0..100_000 {
            let at = Point { x: rng.unit(), y: rng.unit() };
            let p =
                Point { x: bounds.min.x + at.x * bounds.size().x, y: bounds.min.y + at.y * bounds.size().y };
            if shape.contains(p) {
                let (column, row) =
                    ((p.x - bounds.min.x) / cover.cell.x, (p.y - bounds.min.y) / cover.cell.y);
                let index = row as u32 * cover.columns + column as u32;
                assert!(cover.cells.binary_search(&index).is_ok(), "{p:?}");
            }
        }
    }
}
