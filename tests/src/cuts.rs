//! What outlines are cut by: sites and lines, comfortable and not.

use crate::Point;
use crate::random::Rng;
use crate::shapes::{at, polar};

/// Every kind of sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sites {
    /// Over the bounds and a little more.
    Scattered,
    /// Close together somewhere.
    Clustered,
    /// Some of them twice or three times.
    Repeated,
    /// Repeated up to the last few bits.
    NearlyRepeated,
    /// On one line, along an axis or not.
    InLine,
    /// A square lattice, on vertices of the outline's grid: four cells meet in every corner.
    Lattice,
    /// A square lattice half a step off: borders run along the outline's grid.
    LatticeHalfStep,
    /// On a circle: many cells meet in one corner.
    OnCircle,
    /// On vertices of the outline.
    OnVertices,
    /// Mirror images in edges of the outline: borders run along the edges.
    Mirrored,
    /// Far outside.
    Outside,
}

impl Sites {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Scattered,
        Self::Clustered,
        Self::Repeated,
        Self::NearlyRepeated,
        Self::InLine,
        Self::Lattice,
        Self::LatticeHalfStep,
        Self::OnCircle,
        Self::OnVertices,
        Self::Mirrored,
        Self::Outside,
    ];

    /// About `count` sites for rings of radius one.
    #[must_use]
    pub fn place(self, rng: &mut Rng, rings: &[Vec<Point>], count: usize) -> Vec<Point> {
        let count = count.max(1);
        let scattered = |rng: &mut Rng| at(rng.between(-1.1, 1.1), rng.between(-1.1, 1.1));
        let vertex = |rng: &mut Rng| {
            let ring = rng.pick(rings);
            (ring[rng.below(ring.len())], ring)
        };
        match self {
            Self::Scattered => (0..count).map(|_| scattered(rng)).collect(),
            Self::Clustered => {
                let center = scattered(rng);
                let spread = libm::pow(10.0, rng.between(-6.0, -1.0));
                (0..count).map(|_| center + polar(spread * rng.unit(), rng.unit())).collect()
            }
            Self::Repeated => {
                let mut sites: Vec<Point> = (0..count.div_ceil(2)).map(|_| scattered(rng)).collect();
                while sites.len() < count {
                    sites.push(sites[rng.below(sites.len())]);
                }
                rng.shuffle(&mut sites);
                sites
            }
            Self::NearlyRepeated => (0..count.div_ceil(2))
                .flat_map(|_| {
                    let p = scattered(rng);
                    let off = |v: f64, steps: u64| f64::from_bits(v.to_bits() + steps);
                    [p, at(off(p.x, rng.bits() % 4), off(p.y, rng.bits() % 4))]
                })
                .collect(),
            Self::InLine => {
                let d = *rng.pick(&[at(1.0, 0.0), at(0.0, 1.0), at(1.0, 1.0), at(0.5, -0.25), at(0.3, 0.7)]);
                let evenly = rng.chance(0.5);
                (0..count)
                    .map(|i| {
                        let t =
                            if evenly { 2.0 * i as f64 / count as f64 - 1.0 } else { rng.between(-1.0, 1.0) };
                        d * t
                    })
                    .collect()
            }
            Self::Lattice => lattice(rng, count, 0.0),
            Self::LatticeHalfStep => lattice(rng, count, 0.0625),
            Self::OnCircle => {
                let center = if rng.chance(0.5) { at(0.0, 0.0) } else { scattered(rng) };
                // Multiples of quarter turns are exact; others are cocircular up to rounding.
                let radius = *rng.pick(&[0.25, 0.5, 0.6]);
                (0..count).map(|i| center + polar(radius, i as f64 / count as f64)).collect()
            }
            Self::OnVertices => (0..count).map(|_| vertex(rng).0).collect(),
            Self::Mirrored => (0..count.div_ceil(2))
                .flat_map(|_| {
                    let ring = vertex(rng).1;
                    let i = rng.below(ring.len());
                    let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
                    let d = b - a;
                    let foot = a + d * rng.unit();
                    let normal = at(-d.y, d.x) * *rng.pick(&[0.5, 0.25, 1.0]);
                    [foot + normal, foot - normal]
                })
                .collect(),
            Self::Outside => {
                let reach = *rng.pick(&[2.0, 10.0, 1000.0]);
                (0..count).map(|_| polar(reach * rng.between(0.7, 1.0), rng.unit())).collect()
            }
        }
    }
}

fn lattice(rng: &mut Rng, count: usize, offset: f64) -> Vec<Point> {
    let side = (count as f64).sqrt().ceil() as i32;
    let step = *rng.pick(&[0.125, 0.25, 0.5]);
    let first = offset - step * f64::from(side / 2);
    (0..side * side)
        .map(|i| at(first + step * f64::from(i % side), first + step * f64::from(i / side)))
        .take(count)
        .collect()
}

/// Every kind of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lines {
    /// Through random points at random angles.
    Scattered,
    /// Parallel, at random distances.
    Parallel,
    /// Through one point.
    Concurrent,
    /// Along rows and columns of the outline's grid.
    OnGrid,
    /// Through two vertices of the outline.
    ThroughVertices,
    /// Along edges of the outline.
    AlongEdges,
    /// Some of them twice, some turned around.
    Repeated,
    /// Past the outline.
    Missing,
}

impl Lines {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Scattered,
        Self::Parallel,
        Self::Concurrent,
        Self::OnGrid,
        Self::ThroughVertices,
        Self::AlongEdges,
        Self::Repeated,
        Self::Missing,
    ];

    /// `count` lines for rings of radius one, each through two points that differ.
    #[must_use]
    pub fn place(self, rng: &mut Rng, rings: &[Vec<Point>], count: usize) -> Vec<[Point; 2]> {
        let shared = (rng.unit(), polar(rng.between(0.0, 0.7), rng.unit()));
        let mut lines: Vec<[Point; 2]> = (0..count.max(1)).map(|_| self.line(rng, rings, shared)).collect();
        if self == Self::Repeated {
            for i in 0..lines.len() {
                let [a, b] = lines[rng.below(i + 1)];
                lines[i] = if rng.chance(0.5) { [a, b] } else { [b, a] };
            }
        }
        lines.retain(|[a, b]| a != b);
        lines
    }

    fn line(self, rng: &mut Rng, rings: &[Vec<Point>], (turn, hub): (f64, Point)) -> [Point; 2] {
        let through = |p: Point, turn: f64| [p - polar(4.0, turn), p + polar(4.0, turn)];
        let random = at(rng.between(-0.7, 0.7), rng.between(-0.7, 0.7));
        let ring = rng.pick(rings);
        let vertex = rng.below(ring.len());
        match self {
            Self::Scattered | Self::Repeated => through(random, rng.unit()),
            Self::Parallel => through(random, turn),
            Self::Concurrent => through(hub, rng.unit()),
            Self::OnGrid => {
                let c = (random.x * 8.0).round() / 8.0;
                if rng.chance(0.5) { [at(c, -4.0), at(c, 4.0)] } else { [at(-4.0, c), at(4.0, c)] }
            }
            Self::ThroughVertices => {
                let other = rng.pick(rings);
                [ring[vertex], other[rng.below(other.len())]]
            }
            Self::AlongEdges => [ring[vertex], ring[(vertex + 1) % ring.len()]],
            Self::Missing => {
                let p = polar(3.0, turn);
                [p, p + polar(1.0, turn + 0.25)]
            }
        }
    }
}
