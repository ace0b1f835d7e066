//! A fracture asks often whether to go on, stops where it is told to, and can be used again.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // helpers that fail are failed tests; a table is printed

use cutout_geometry::carve::{BiteFate, Tool};
use cutout_geometry::params::{FractureParams, Holes, Mask, Pattern};
use cutout_geometry::{CarveError, Carver, Carving, Checkpoint, Fracture, FractureError, Fracturer};
use cutout_tests::Point;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What this thread has had of a processor: other work on the machine does not count.
fn busy() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or(0))
}

/// Notes how long it is from one question to the next, by the clock on the wall: that of a thread ticks every
/// 4 ms on some machines.
struct Watch {
    last: Cell<Instant>,
    longest: RefCell<Vec<(Duration, f32)>>,
    asked: Cell<u32>,
    stop_at: u32,
}

impl Watch {
    fn new(stop_at: u32) -> Self {
        Self {
            last: Cell::new(Instant::now()),
            longest: RefCell::new(Vec::new()),
            asked: Cell::new(0),
            stop_at,
        }
    }
}

impl Checkpoint for Watch {
    fn reach(&self, progress: f32) -> bool {
        let now = Instant::now();
        self.longest.borrow_mut().push((now - self.last.replace(now), progress));
        self.asked.set(self.asked.get() + 1);
        self.asked.get() < self.stop_at
    }
}

/// A round outline that waves, with as many vertices.
fn blob(vertices: u32, radius: f64) -> Vec<Point> {
    (0..vertices)
        .map(|i| {
            let turn = std::f64::consts::TAU * f64::from(i) / f64::from(vertices);
            let reach = radius * (1.0 + 0.1 * libm::sin(31.0 * turn));
            Point {
                x: f64::from((reach * libm::cos(turn)) as f32),
                y: f64::from((reach * libm::sin(turn)) as f32),
            }
        })
        .collect()
}

/// What fractures, and carves what is to be carved.
#[derive(Default)]
struct Cutter {
    fracturer: Fracturer,
    carver: Carver,
}

impl Cutter {
    fn run(&mut self, job: &Job, check: &dyn Checkpoint) -> Result<Fracture, FractureError> {
        let (_, ring, params, carving) = job;
        let Some(carving) = carving else { return self.fracturer.fracture(&[ring], params, check) };
        self.carver.carve(&[ring], carving, params, check).map_err(|error| match error {
            CarveError::Fracture(error) => error,
            error => panic!("{error}"),
        })
    }
}

/// Its name, outline and params, and what it is carved with.
type Job = (&'static str, Vec<Point>, FractureParams, Option<Carving>);

/// All that there are: fractures, and carvings of which nearly all is shattered.
fn large_jobs(pieces: u32, vertices: u32) -> Vec<Job> {
    let fractures = large_fractures(pieces, vertices);
    let params = fractures[0].2.clone();
    let hole = Tool::Circle { center: Point { x: 10.0, y: 20.0 }, radius: 800.0 };
    let carving = Carving { bite: BiteFate::Shattered, ..Carving::with(vec![hole.into()]) };
    let mut jobs: Vec<Job> =
        fractures.into_iter().map(|(name, ring, params)| (name, ring, params, None)).collect();
    jobs.push(("shattered carving", blob(vertices, 1000.0), params, Some(carving)));
    jobs
}

/// The largest that there are, by what they spend their time on.
fn large_fractures(pieces: u32, vertices: u32) -> Vec<(&'static str, Vec<Point>, FractureParams)> {
    let sites = |pattern| FractureParams {
        pattern,
        fragment_count: pieces,
        min_cell_distance: 0.0,
        edge_padding: 0.0,
        seed: 3,
        ..FractureParams::default()
    };
    let lines = (f64::from(pieces).sqrt() * 0.7) as u32;
    let outline = blob(vertices, 1000.0);
    vec![
        ("random", outline.clone(), sites(Pattern::Random)),
        ("poisson", outline.clone(), sites(Pattern::Poisson)),
        ("impact", outline.clone(), sites(Pattern::Impact)),
        ("gap", outline.clone(), FractureParams { gap: 0.3, ..sites(Pattern::Random) }),
        ("rough", outline.clone(), FractureParams { edge_roughness: 0.5, ..sites(Pattern::Random) }),
        ("joined", outline.clone(), FractureParams { min_fragment_area: 40.0, ..sites(Pattern::Random) }),
        (
            "mask",
            outline.clone(),
            FractureParams {
                mask: Some(Mask::Circle { center: Point { x: 0.0, y: 0.0 }, radius: 800.0 }),
                holes: Holes::Keep,
                ..sites(Pattern::Random)
            },
        ),
        (
            "grid on vertices",
            [[-1000.0, -1000.0], [1000.0, -1000.0], [1000.0, 1000.0], [-1000.0, 1000.0]]
                .map(|[x, y]| Point { x, y })
                .to_vec(),
            FractureParams {
                pattern: Pattern::SlicesGrid,
                h_slices: lines,
                v_slices: lines,
                ..sites(Pattern::Random)
            },
        ),
        ("hexagonal", outline.clone(), sites(Pattern::Hexagonal)),
        (
            "bricks",
            outline.clone(),
            FractureParams {
                brick_size: Some(Point { x: 2500.0, y: 1250.0 } / f64::from(pieces).sqrt()),
                ..sites(Pattern::Bricks)
            },
        ),
        (
            "chaotic",
            outline,
            FractureParams { slice_count: lines.min(1024), ..sites(Pattern::SlicesChaotic) },
        ),
    ]
}

#[test]
fn a_fracture_stops_wherever_it_is_told_to_and_works_again() {
    let mut cutter = Cutter::default();
    for job in large_jobs(3_000, 2_000) {
        let name = job.0;
        let watch = Watch::new(u32::MAX);
        let whole = cutter.run(&job, &watch).unwrap();
        let asked = watch.asked.get();
        assert!(asked >= 4, "{name}: asked {asked} times");
        let progress: Vec<f32> = watch.longest.borrow().iter().map(|(_, at)| *at).collect();
        assert!(
            progress.is_sorted() && progress.iter().all(|at| (0.0..=1.0).contains(at)),
            "{name}: {progress:?}"
        );
        // From end to end, and every one of the last.
        for stop_at in
            (1..=asked).step_by(1 + asked as usize / 12).chain(asked.saturating_sub(8).max(1)..=asked)
        {
            let watch = Watch::new(stop_at);
            let stopped = cutter.run(&job, &watch).err();
            assert_eq!(stopped, Some(FractureError::Cancelled), "{name} at {stop_at} of {asked}");
            assert_eq!(watch.asked.get(), stop_at, "{name}: asked again after it was told to stop");
        }
        let again = cutter.run(&job, &()).unwrap();
        assert!(
            whole.fragments.iter().map(|f| f.outer()).eq(again.fragments.iter().map(|f| f.outer())),
            "{name}"
        );
    }
}

/// What is asked whether it was cancelled, and when it was asked last while it was not.
struct Flag<'a> {
    cancelled: &'a AtomicBool,
    last: Cell<Duration>,
}

impl Checkpoint for Flag<'_> {
    fn reach(&self, _progress: f32) -> bool {
        if self.cancelled.load(Ordering::Relaxed) {
            return false;
        }
        self.last.set(busy());
        true
    }
}

/// Of its own thread's time. The contract gives 10 ms; the rest is for caches and cores that others use too,
/// for the checks of this build, and for clocks that tick every 4 ms.
const SOON: Duration = Duration::from_millis(30);

#[test]
fn a_cancel_from_another_thread_is_obeyed_soon_whatever_is_being_done() {
    let mut cutter = Cutter::default();
    let mut moments = cutout_tests::random::Rng::new(7);
    for job in large_jobs(20_000, 30_000) {
        let name = job.0;
        let (before, clock) = (busy(), Instant::now());
        cutter.run(&job, &()).unwrap();
        let (whole, whole_clock) = (busy() - before, clock.elapsed());
        let (mut longest, mut cancelled_runs) = (Duration::ZERO, 0);
        // More where the machine is so busy, or so much faster than before, that it is done sooner.
        for _ in 0..30 {
            if cancelled_runs >= 5 {
                break;
            }
            let after = whole_clock.mul_f64(moments.unit());
            let cancelled = AtomicBool::new(false);
            let flag = Flag { cancelled: &cancelled, last: Cell::new(busy()) };
            let result = std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(after);
                    cancelled.store(true, Ordering::Relaxed);
                });
                cutter.run(&job, &flag)
            });
            match result {
                // From the last question that came too early to the return: the cancel came after it.
                Err(error) => {
                    assert_eq!(error, FractureError::Cancelled, "{name}");
                    cancelled_runs += 1;
                    longest = longest.max(busy() - flag.last.get());
                }
                Ok(_) => continue, // it was done by then
            }
        }
        println!("{name:>18}: {whole:?}, from cancel to return {longest:?} at most");
        assert!(cancelled_runs > 0, "{name}: was always done before it was cancelled");
        assert!(longest <= SOON, "{name}: {longest:?} from cancel to return");
    }
}

#[test]
#[ignore = "a table of times, for a quiet machine"]
fn how_long_it_is_between_two_questions() {
    let mut cutter = Cutter::default();
    for (pieces, vertices) in [(20_000, 30_000), (60_000, 100_000)] {
        println!("{pieces} pieces, {vertices} vertices");
        for job in large_jobs(pieces, vertices) {
            tell_waits(&mut cutter, &job);
        }
    }
}

/// Prints the longest waits of a job, in its first run and in one after memory has grown.
fn tell_waits(cutter: &mut Cutter, job: &Job) {
    for run in ["first", "again"] {
        let watch = Watch::new(u32::MAX);
        let start = Instant::now();
        let result = cutter.run(job, &watch);
        let all = start.elapsed();
        let last = watch.last.get().elapsed();
        let mut gaps = watch.longest.into_inner();
        gaps.push((last, 1.0));
        gaps.sort_by_key(|gap| std::cmp::Reverse(gap.0));
        let told: Vec<String> = gaps
            .iter()
            .take(4)
            .map(|(gap, at)| format!("{:.1} ms before {at}", gap.as_secs_f64() * 1e3))
            .collect();
        println!(
            "{:>18} {run}: {:7.1} ms, {} pieces, asked {} times, longest waits {}",
            job.0,
            all.as_secs_f64() * 1e3,
            result.map_or(0, |f| f.fragments.len()),
            watch.asked.get(),
            told.join(", ")
        );
    }
}
