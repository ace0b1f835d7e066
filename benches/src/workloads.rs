//! The inputs of every figure that this project states.
//!
//! Everything comes from one [`SplitMix64`] an instance, in the order polygon, sites, lines; it is
//! computed in `f64` and stored as `f32`, as Godot would hand it over. Sine and cosine come from
//! `libm`, so that the bits are the same on every platform.

/// A point as Godot stores it.
pub type Point32 = [f32; 2];

/// The generator behind every instance (Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// A generator in the given state.
    #[must_use]
    pub fn new(state: u64) -> Self {
        Self(state)
    }

    /// The next 64 bits.
    #[expect(clippy::should_implement_trait, reason = "the name that the workloads are specified with")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The next fraction, in `[0, 1)`.
    pub fn f(&mut self) -> f64 {
        (self.next() >> 11) as f64 * TWO_TO_MINUS_53
    }
}

/// The spacing of the fractions: 2^-53, exactly.
const TWO_TO_MINUS_53: f64 = 1.0 / 9_007_199_254_740_992.0;

/// What an instance is cut by.
#[derive(Clone, Debug, PartialEq)]
pub enum CutBy {
    /// Voronoi sites.
    Sites(Vec<Point32>),
    /// Lines, each given by two points far outside the outline.
    Lines(Vec<[Point32; 2]>),
}

/// One outline and what cuts it.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The outer ring, counter-clockwise, and then the holes, clockwise.
    pub rings: Vec<Vec<Point32>>,
    /// The sites or lines.
    pub cut_by: CutBy,
}

impl Instance {
    /// The area of the outline as stored: outer ring less holes, in square units.
    #[must_use]
    pub fn area(&self) -> f64 {
        self.rings.iter().map(|ring| signed_area(ring)).sum()
    }

    /// Vertices of all rings.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.rings.iter().map(Vec::len).sum()
    }
}

/// A named set of instances.
#[derive(Clone, Debug)]
pub struct Workload {
    /// `W1` to `W5`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub summary: &'static str,
    /// The instances, in order of their seeds.
    pub instances: Vec<Instance>,
    /// Whether a figure is the time of all instances together (W5) or the median of one.
    pub timed_as_one: bool,
}

/// Radius of the outlines of W1 to W4, in units (pixels).
const RADIUS: f64 = 100.0;
/// Half the length of a cut line: past any outline of W4 from any centre in it.
const LINE_HALF_LENGTH: f64 = 400.0;
/// Where the holes of W3 and W3b are centred, in order.
const HOLE_CENTERS: [[f64; 2]; 4] = [[32.0, 32.0], [-32.0, 32.0], [-32.0, -32.0], [32.0, -32.0]];
const HOLE_RADIUS: f64 = 12.0;
const HOLE_VERTICES: usize = 32;

/// All workloads, W1 to W5.
#[must_use]
pub fn all() -> Vec<Workload> {
    vec![w1(), w2(), w3(), w3b(), w4(), w5()]
}

/// `star(64, 100)` by 16 sites.
#[must_use]
pub fn w1() -> Workload {
    workload("W1", "star of 64, 16 sites", 1000, 10, |rng| {
        let rings = vec![star(rng, 64, RADIUS)];
        by_sites(rng, rings, 16)
    })
}

/// `blob(256, 100)` by 32 sites.
#[must_use]
pub fn w2() -> Workload {
    workload("W2", "blob of 256, 32 sites", 2000, 10, |rng| {
        let rings = vec![blob(rng, 256, RADIUS)];
        by_sites(rng, rings, 32)
    })
}

/// `blob(1024, 100)` with four holes by 64 sites.
#[must_use]
pub fn w3() -> Workload {
    workload("W3", "blob of 1024 with 4 holes, 64 sites", 3000, 10, |rng| {
        let rings = holed_blob(rng);
        by_sites(rng, rings, 64)
    })
}

/// `blob(1024, 100)` with four holes by 5 sites: whole holes fall inside cells.
#[must_use]
pub fn w3b() -> Workload {
    workload("W3b", "blob of 1024 with 4 holes, 5 sites", 3000, 10, |rng| {
        let rings = holed_blob(rng);
        by_sites(rng, rings, 5)
    })
}

/// `star(64, 100)` by 8 lines.
#[must_use]
pub fn w4() -> Workload {
    workload("W4", "star of 64, 8 lines", 4000, 10, |rng| {
        let rings = vec![star(rng, 64, RADIUS)];
        let lines = (0..8).map(|_| line(rng)).collect();
        Instance { rings: stored(&rings), cut_by: CutBy::Lines(lines) }
    })
}

/// 500 stars of 32 to 96 vertices by 8 to 24 sites, timed together.
#[must_use]
pub fn w5() -> Workload {
    let mut w5 = workload("W5", "500 stars of 32 to 96, 8 to 24 sites", 5000, 500, |rng| {
        let n = 32 + (rng.next() % 65) as usize;
        let radius = 60.0 + 80.0 * rng.f();
        let rings = vec![star(rng, n, radius)];
        let k = 8 + (rng.next() % 17) as usize;
        by_sites(rng, rings, k)
    });
    w5.timed_as_one = true;
    w5
}

/// A blob of `n` vertices and radius 100 by `k` sites, for growth curves.
#[must_use]
pub fn grown(n: usize, k: usize, seed: u64) -> Instance {
    let mut rng = SplitMix64::new(seed);
    let rings = vec![blob(&mut rng, n, RADIUS)];
    by_sites(&mut rng, rings, k)
}

fn workload(
    name: &'static str,
    summary: &'static str,
    base: u64,
    count: u64,
    make: impl Fn(&mut SplitMix64) -> Instance,
) -> Workload {
    let instances = (1..=count).map(|s| make(&mut SplitMix64::new(base + s))).collect();
    Workload { name, summary, instances, timed_as_one: false }
}

fn by_sites(rng: &mut SplitMix64, rings: Vec<Vec<[f64; 2]>>, k: usize) -> Instance {
    let sites = sites(rng, &rings, k);
    Instance { rings: stored(&rings), cut_by: CutBy::Sites(sites) }
}

fn star(rng: &mut SplitMix64, n: usize, radius: f64) -> Vec<[f64; 2]> {
    (0..n)
        .map(|i| {
            let t = std::f64::consts::TAU * i as f64 / n as f64;
            let r = radius * (0.72 + 0.28 * libm::cos(7.0 * t)) * (0.9 + 0.2 * rng.f());
            [r * libm::cos(t), r * libm::sin(t)]
        })
        .collect()
}

fn blob(rng: &mut SplitMix64, n: usize, radius: f64) -> Vec<[f64; 2]> {
    const WAVES: [(f64, f64); 5] = [(2.0, 0.12), (3.0, 0.08), (5.0, 0.06), (8.0, 0.05), (13.0, 0.04)];
    let phases: [f64; 5] = std::array::from_fn(|_| std::f64::consts::TAU * rng.f());
    (0..n)
        .map(|i| {
            let t = std::f64::consts::TAU * i as f64 / n as f64;
            let wave: f64 = WAVES.iter().zip(phases).map(|(&(k, a), p)| a * libm::sin(k * t + p)).sum();
            let r = radius * (1.0 + wave);
            [r * libm::cos(t), r * libm::sin(t)]
        })
        .collect()
}

fn holed_blob(rng: &mut SplitMix64) -> Vec<Vec<[f64; 2]>> {
    let mut rings = vec![blob(rng, 1024, RADIUS)];
    for [x, y] in HOLE_CENTERS {
        rings.push(
            (0..HOLE_VERTICES)
                .map(|i| {
                    let t = -std::f64::consts::TAU * i as f64 / HOLE_VERTICES as f64;
                    [x + HOLE_RADIUS * libm::cos(t), y + HOLE_RADIUS * libm::sin(t)]
                })
                .collect(),
        );
    }
    rings
}

fn sites(rng: &mut SplitMix64, rings: &[Vec<[f64; 2]>], k: usize) -> Vec<Point32> {
    let mut min = [f64::INFINITY; 2];
    let mut max = [f64::NEG_INFINITY; 2];
    for p in &rings[0] {
        for axis in 0..2 {
            min[axis] = min[axis].min(p[axis]);
            max[axis] = max[axis].max(p[axis]);
        }
    }
    let mut sites = Vec::with_capacity(k);
    while sites.len() < k {
        let x = min[0] + (max[0] - min[0]) * rng.f();
        let y = min[1] + (max[1] - min[1]) * rng.f();
        let inside_outer = rings.first().is_some_and(|outer| contains(outer, [x, y]));
        if inside_outer && !rings[1..].iter().any(|hole| contains(hole, [x, y])) {
            sites.push([x as f32, y as f32]);
        }
    }
    sites
}

fn line(rng: &mut SplitMix64) -> [Point32; 2] {
    let x = -50.0 + 100.0 * rng.f();
    let y = -50.0 + 100.0 * rng.f();
    let angle = std::f64::consts::PI * rng.f();
    let (dx, dy) = (LINE_HALF_LENGTH * libm::cos(angle), LINE_HALF_LENGTH * libm::sin(angle));
    [[(x - dx) as f32, (y - dy) as f32], [(x + dx) as f32, (y + dy) as f32]]
}

fn stored(rings: &[Vec<[f64; 2]>]) -> Vec<Vec<Point32>> {
    rings.iter().map(|ring| ring.iter().map(|&[x, y]| [x as f32, y as f32]).collect()).collect()
}

/// Even-odd containment by crossings of the ray to the right.
fn contains(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let mut inside = false;
    let mut previous = ring[ring.len() - 1];
    for &here in ring {
        if (here[1] > y) != (previous[1] > y) {
            let at = here[0] + (y - here[1]) * (previous[0] - here[0]) / (previous[1] - here[1]);
            if x < at {
                inside = !inside;
            }
        }
        previous = here;
    }
    inside
}

/// Shoelace area of a stored ring, positive when counter-clockwise.
#[must_use]
pub fn signed_area(ring: &[Point32]) -> f64 {
    let mut twice = 0.0;
    let Some(&[mut px, mut py]) = ring.last() else { return 0.0 };
    for &[x, y] in ring {
        twice += f64::from(px) * f64::from(y) - f64::from(x) * f64::from(py);
        (px, py) = (x, y);
    }
    0.5 * twice
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FNV-1a of every stored bit, so that a changed workload cannot pass unseen.
    fn hash(workload: &Workload) -> u64 {
        let mut h = 0xCBF2_9CE4_8422_2325_u64;
        let mut eat = |v: f32| {
            for b in v.to_bits().to_le_bytes() {
                h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3);
            }
        };
        for instance in &workload.instances {
            instance.rings.iter().flatten().flatten().for_each(|&v| eat(v));
            match &instance.cut_by {
                CutBy::Sites(sites) => sites.iter().flatten().for_each(|&v| eat(v)),
                CutBy::Lines(lines) => lines.iter().flatten().flatten().for_each(|&v| eat(v)),
            }
        }
        h
    }

    #[test]
    fn the_generator_gives_the_published_sequence() {
        // The first outputs for state 1234567 of the reference implementation.
        let mut rng = SplitMix64::new(1_234_567);
        let got: Vec<u64> = (0..5).map(|_| rng.next()).collect();
        assert_eq!(
            got,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn fractions_stay_in_the_half_open_unit_interval() {
        let mut rng = SplitMix64::new(7);
        assert!((0..10_000).map(|_| rng.f()).all(|f| (0.0..1.0).contains(&f)));
    }

    #[test]
    fn every_workload_has_the_sizes_that_its_table_names() {
        let sizes: Vec<_> = all()
            .iter()
            .map(|w| {
                let first = &w.instances[0];
                let cuts = match &first.cut_by {
                    CutBy::Sites(sites) => sites.len(),
                    CutBy::Lines(lines) => lines.len(),
                };
                (w.name, w.instances.len(), first.vertex_count(), cuts)
            })
            .collect();
        assert_eq!(
            sizes[..5],
            [
                ("W1", 10, 64, 16),
                ("W2", 10, 256, 32),
                ("W3", 10, 1024 + 128, 64),
                ("W3b", 10, 1024 + 128, 5),
                ("W4", 10, 64, 8),
            ]
        );
        let w5 = w5();
        assert_eq!(w5.instances.len(), 500);
        for instance in &w5.instances {
            let CutBy::Sites(sites) = &instance.cut_by else { panic!("W5 is cut by sites") };
            assert!((32..=96).contains(&instance.vertex_count()) && (8..=24).contains(&sites.len()));
        }
    }

    #[test]
    fn outer_rings_are_counter_clockwise_and_holes_clockwise() {
        for workload in all() {
            for instance in &workload.instances {
                assert!(signed_area(&instance.rings[0]) > 0.0);
                assert!(instance.rings[1..].iter().all(|hole| signed_area(hole) < 0.0));
            }
        }
    }

    #[test]
    fn sites_lie_in_the_outline_and_in_no_hole() {
        let wide = |ring: &[Point32]| ring.iter().map(|p| p.map(f64::from)).collect::<Vec<_>>();
        for workload in all() {
            for instance in &workload.instances {
                let CutBy::Sites(sites) = &instance.cut_by else { continue };
                let rings: Vec<_> = instance.rings.iter().map(|r| wide(r)).collect();
                for site in sites {
                    let site = site.map(f64::from);
                    assert!(contains(&rings[0], site));
                    assert!(!rings[1..].iter().any(|hole| contains(hole, site)));
                }
            }
        }
    }

    #[test]
    fn w3_and_w3b_share_their_outlines() {
        for (a, b) in w3().instances.iter().zip(&w3b().instances) {
            assert_eq!(a.rings, b.rings);
        }
    }

    #[test]
    fn the_stored_bits_never_change() {
        let hashes: Vec<_> = all().iter().map(|w| (w.name, hash(w))).collect();
        assert_eq!(hashes, GOLDEN);
    }

    const GOLDEN: [(&str, u64); 6] = [
        ("W1", 2280723959349436679),
        ("W2", 6450805243917736205),
        ("W3", 7220612846458932950),
        ("W3b", 13753312758757219672),
        ("W4", 3590155128282239608),
        ("W5", 18135233580162007615),
    ];
}
