//! Voronoi cells and edges for the peers, by `delaunator` as one would in practice.
//!
//! In: sites and a box that holds the outline. Out: one convex, counter-clockwise cell a site,
//! clipped to the box, or the edges of the diagram clipped to the box. Buffers are reused.

use delaunator::{EMPTY, Point, next_halfedge, triangulate};

type P = [f64; 2];

/// An axis-aligned box.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Smallest coordinates.
    pub min: P,
    /// Largest coordinates.
    pub max: P,
}

impl Frame {
    /// The box of the points, an eighth of its larger side wider on every side.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = P>) -> Self {
        let mut frame = Self { min: [f64::INFINITY; 2], max: [f64::NEG_INFINITY; 2] };
        for [x, y] in points {
            frame.min = [frame.min[0].min(x), frame.min[1].min(y)];
            frame.max = [frame.max[0].max(x), frame.max[1].max(y)];
        }
        let margin = 0.125 * (frame.max[0] - frame.min[0]).max(frame.max[1] - frame.min[1]);
        frame.min = frame.min.map(|v| v - margin);
        frame.max = frame.max.map(|v| v + margin);
        frame
    }

    fn holds(&self, [x, y]: P) -> bool {
        self.min[0] <= x && x <= self.max[0] && self.min[1] <= y && y <= self.max[1]
    }

    fn corners(&self) -> [P; 4] {
        let (a, b) = (self.min, self.max);
        [a, [b[0], a[1]], b, [a[0], b[1]]]
    }

    fn diagonal(&self) -> f64 {
        let (w, h) = (self.max[0] - self.min[0], self.max[1] - self.min[1]);
        (w * w + h * h).sqrt()
    }

    /// The part of a segment in the box (Liang and Barsky 1984).
    fn clip(&self, a: P, b: P) -> Option<[P; 2]> {
        if self.holds(a) && self.holds(b) {
            return Some([a, b]);
        }
        let d = [b[0] - a[0], b[1] - a[1]];
        let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            for (p, q) in [(-d[axis], a[axis] - self.min[axis]), (d[axis], self.max[axis] - a[axis])] {
                if p == 0.0 {
                    if q < 0.0 {
                        return None;
                    }
                } else if p < 0.0 {
                    t0 = t0.max(q / p);
                } else {
                    t1 = t1.min(q / p);
                }
            }
        }
        let at = |t: f64| [a[0] + t * d[0], a[1] + t * d[1]];
        let from = if t0 == 0.0 { a } else { at(t0) };
        let to = if t1 == 1.0 { b } else { at(t1) };
        (t0 < t1).then_some([from, to])
    }
}

/// Reused buffers for cells and edges.
#[derive(Default, Debug)]
pub struct Voronoi {
    centers: Vec<P>,
    inedges: Vec<usize>,
    neighbors: Vec<usize>,
    clipped: Vec<P>,
    /// The vertices of all cells, one after the other.
    pub vertices: Vec<P>,
    /// Where each cell ends in `vertices`.
    pub ends: Vec<usize>,
    /// The edges of the diagram.
    pub edges: Vec<[P; 2]>,
}

impl Voronoi {
    /// The cell of each site, in order of the sites, as `(start, end)` into [`Self::vertices`].
    pub fn cell_ranges(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        self.ends.iter().enumerate().map(|(i, &end)| if i == 0 { 0..end } else { self.ends[i - 1]..end })
    }

    /// Fills the cells.
    pub fn cells(&mut self, sites: &[Point], frame: Frame) {
        let delaunay = triangulate(sites);
        self.circumcenters(sites, &delaunay.triangles);
        self.vertices.clear();
        self.ends.clear();
        self.inedges.clear();
        self.inedges.resize(sites.len(), EMPTY);
        for e in 0..delaunay.triangles.len() {
            let site = delaunay.triangles[next_halfedge(e)];
            if delaunay.halfedges[e] == EMPTY || self.inedges[site] == EMPTY {
                self.inedges[site] = e;
            }
        }
        for site in 0..sites.len() {
            self.neighbors.clear();
            let start = self.inedges[site];
            let first_vertex = self.vertices.len();
            let mut bounded = start != EMPTY;
            let mut e = start;
            while e != EMPTY {
                let center = self.centers[e / 3];
                bounded &= frame.holds(center);
                self.vertices.push(center);
                self.neighbors.push(delaunay.triangles[e]);
                let out = next_halfedge(e);
                e = delaunay.halfedges[out];
                if e == EMPTY {
                    bounded = false;
                    self.neighbors.push(delaunay.triangles[next_halfedge(out)]);
                } else if e == start {
                    break;
                }
            }
            if bounded {
                self.make_counter_clockwise(first_vertex);
            } else {
                self.vertices.truncate(first_vertex);
                self.cell_by_bisectors(sites, site, frame);
            }
            self.ends.push(self.vertices.len());
        }
    }

    /// Fills the edges.
    pub fn edges(&mut self, sites: &[Point], frame: Frame) {
        let delaunay = triangulate(sites);
        self.circumcenters(sites, &delaunay.triangles);
        self.edges.clear();
        for e in 0..delaunay.triangles.len() {
            let twin = delaunay.halfedges[e];
            let from = self.centers[e / 3];
            if twin == EMPTY {
                let next = next_halfedge(e);
                let [p, q, apex] =
                    [e, next, next_halfedge(next)].map(|h| &sites[delaunay.triangles[h]]).map(|s| [s.x, s.y]);
                let mut d = [q[1] - p[1], p[0] - q[0]];
                if d[0] * (apex[0] - p[0]) + d[1] * (apex[1] - p[1]) > 0.0 {
                    d = d.map(|v| -v);
                }
                let middle = [0.5 * (frame.min[0] + frame.max[0]), 0.5 * (frame.min[1] + frame.max[1])];
                let away = [from[0] - middle[0], from[1] - middle[1]];
                let reach = frame.diagonal() + (away[0] * away[0] + away[1] * away[1]).sqrt();
                let scale = reach / (d[0] * d[0] + d[1] * d[1]).sqrt();
                let far = [from[0] + d[0] * scale, from[1] + d[1] * scale];
                self.edges.extend(frame.clip(from, far));
            } else if e < twin {
                self.edges.extend(frame.clip(from, self.centers[twin / 3]));
            }
        }
    }

    fn circumcenters(&mut self, sites: &[Point], triangles: &[usize]) {
        self.centers.clear();
        self.centers.extend(triangles.chunks_exact(3).map(|t| {
            let [a, b, c] = [&sites[t[0]], &sites[t[1]], &sites[t[2]]];
            let (dx, dy, ex, ey) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
            let (bl, cl) = (dx * dx + dy * dy, ex * ex + ey * ey);
            let d = 0.5 / (dx * ey - dy * ex);
            [a.x + (ey * bl - dy * cl) * d, a.y + (dx * cl - ex * bl) * d]
        }));
    }

    fn make_counter_clockwise(&mut self, first: usize) {
        let cell = &mut self.vertices[first..];
        let mut twice = 0.0;
        let mut previous = cell[cell.len() - 1];
        for &here in cell.iter() {
            twice += previous[0] * here[1] - here[0] * previous[1];
            previous = here;
        }
        if twice < 0.0 {
            cell.reverse();
        }
    }

    /// The box cut by the bisector with each neighbour: for cells at the rim of the diagram.
    fn cell_by_bisectors(&mut self, sites: &[Point], site: usize, frame: Frame) {
        let s = [sites[site].x, sites[site].y];
        let first = self.vertices.len();
        self.vertices.extend(frame.corners());
        // A triangulation without triangles (fewer than 3 sites, or all in a line) names no neighbours.
        let everyone = self.neighbors.is_empty();
        let count = if everyone { sites.len() } else { self.neighbors.len() };
        for i in 0..count {
            let other = if everyone { i } else { self.neighbors[i] };
            let o = [sites[other].x, sites[other].y];
            if other == site || o == s {
                continue;
            }
            let n = [o[0] - s[0], o[1] - s[1]];
            let limit = n[0] * 0.5 * (s[0] + o[0]) + n[1] * 0.5 * (s[1] + o[1]);
            self.clipped.clear();
            let cell = &self.vertices[first..];
            let Some(&(mut from)) = cell.last() else { return };
            let mut from_side = n[0] * from[0] + n[1] * from[1] - limit;
            for &to in cell {
                let to_side = n[0] * to[0] + n[1] * to[1] - limit;
                if (from_side > 0.0) != (to_side > 0.0) {
                    let t = from_side / (from_side - to_side);
                    self.clipped.push([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
                }
                if to_side <= 0.0 {
                    self.clipped.push(to);
                }
                (from, from_side) = (to, to_side);
            }
            self.vertices.truncate(first);
            self.vertices.extend_from_slice(&self.clipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::{CutBy, all};

    fn area(cell: &[P]) -> f64 {
        let mut twice = 0.0;
        let mut previous = cell[cell.len() - 1];
        for &here in cell {
            twice += previous[0] * here[1] - here[0] * previous[1];
            previous = here;
        }
        0.5 * twice
    }

    #[test]
    fn cells_fill_their_frame_and_hold_their_sites() {
        let mut voronoi = Voronoi::default();
        for workload in all() {
            for instance in &workload.instances {
                let CutBy::Sites(sites) = &instance.cut_by else { continue };
                let sites: Vec<Point> =
                    sites.iter().map(|s| Point { x: f64::from(s[0]), y: f64::from(s[1]) }).collect();
                let frame = Frame::around(instance.rings[0].iter().map(|p| p.map(f64::from)));
                voronoi.cells(&sites, frame);
                let total: f64 = voronoi.cell_ranges().map(|r| area(&voronoi.vertices[r])).sum();
                let whole = (frame.max[0] - frame.min[0]) * (frame.max[1] - frame.min[1]);
                assert!((total / whole - 1.0).abs() < 1e-9, "{}: {total} of {whole}", workload.name);
                assert!(voronoi.cell_ranges().all(|r| area(&voronoi.vertices[r]) > 0.0));
            }
        }
    }

    #[test]
    fn edges_lie_on_bisectors_and_in_the_frame() {
        let mut voronoi = Voronoi::default();
        for instance in &crate::workloads::w2().instances {
            let CutBy::Sites(sites) = &instance.cut_by else { continue };
            let sites: Vec<Point> =
                sites.iter().map(|s| Point { x: f64::from(s[0]), y: f64::from(s[1]) }).collect();
            let frame = Frame::around(instance.rings[0].iter().map(|p| p.map(f64::from)));
            voronoi.edges(&sites, frame);
            assert!(voronoi.edges.len() >= sites.len());
            for edge in &voronoi.edges {
                let middle = [0.5 * (edge[0][0] + edge[1][0]), 0.5 * (edge[0][1] + edge[1][1])];
                let mut near: Vec<f64> = sites
                    .iter()
                    .map(|s| {
                        ((s.x - middle[0]) * (s.x - middle[0]) + (s.y - middle[1]) * (s.y - middle[1])).sqrt()
                    })
                    .collect();
                near.sort_by(f64::total_cmp);
                assert!(near[1] - near[0] < 1e-9 * frame.diagonal());
                assert!(frame.holds(middle));
            }
        }
    }

    #[test]
    fn one_two_and_collinear_sites_still_fill_the_frame() {
        let frame = Frame { min: [-1.0, -1.0], max: [1.0, 1.0] };
        for sites in
            [vec![[0.2, 0.1]], vec![[0.2, 0.1], [-0.3, 0.4]], vec![[-0.5, 0.0], [0.0, 0.0], [0.5, 0.0]]]
        {
            let sites: Vec<Point> = sites.into_iter().map(Point::from).collect();
            let mut voronoi = Voronoi::default();
            voronoi.cells(&sites, frame);
            let total: f64 = voronoi.cell_ranges().map(|r| area(&voronoi.vertices[r])).sum();
            assert!((total - 4.0).abs() < 1e-12, "{} sites: {total}", sites.len());
        }
    }
}
