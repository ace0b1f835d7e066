//! A fracture asks often whether to go on, stops where it is told to, and can be used again.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // helpers that fail are failed tests; a table is printed

use cutout_geometry::carve::{BiteFate, Tool};
use cutout_geometry::params::{FractureParams, Holes, Mask, Pattern};
use cutout_geometry::{CarveError, Carver, Carving, Checkpoint, Fracture, FractureError, Fracturer};
use cutout_tests::Point;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

/// Notes how long it is from one question to the next, by the clock on the wall: that of a thread ticks every
/// 4 ms on some machines.
struct Watch {
    start: Instant,
    last: Cell<Instant>,
    waits: RefCell<Vec<(Duration, f32)>>,
    asked: Cell<u32>,
    stop_at: u32,
}

impl Watch {
    fn new(stop_at: u32) -> Self {
        let start = Instant::now();
        Self { start, last: Cell::new(start), waits: RefCell::new(Vec::new()), asked: Cell::new(0), stop_at }
    }

    /// All waits, that for the end among them, each with the progress that it ended at; and the whole time.
    fn into_waits(self) -> (Vec<(Duration, f32)>, Duration) {
        let end = Instant::now();
        let mut waits = self.waits.into_inner();
        waits.push((end - self.last.get(), 1.0));
        (waits, end - self.start)
    }
}

impl Checkpoint for Watch {
    fn reach(&self, progress: f32) -> bool {
        let now = Instant::now();
        self.waits.borrow_mut().push((now - self.last.replace(now), progress));
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
                // Bricks are counted over the whole box of the outline, which may hold no more than any job.
                brick_size: Some(Point { x: 3100.0, y: 1550.0 } / f64::from(pieces).sqrt()),
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
        // Memory that has yet to grow asks too.
        cutter.run(&job, &()).unwrap();
        let watch = Watch::new(u32::MAX);
        let whole = cutter.run(&job, &watch).unwrap();
        let asked = watch.asked.get();
        assert!(asked >= 4, "{name}: asked {asked} times");
        let progress: Vec<f32> = watch.waits.borrow().iter().map(|(_, at)| *at).collect();
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

/// Asks another thread's flag. At the question `first` that thread is told that it may cancel now; at `last` it
/// is waited for, so that a slow one cancels a little too, and no run ends uncancelled.
struct Flag<'a> {
    cancelled: &'a AtomicBool,
    first: u32,
    last: u32,
    may_cancel: SyncSender<()>,
    asked: Cell<u32>,
    asked_after: Cell<u32>,
}

impl Checkpoint for Flag<'_> {
    fn reach(&self, _progress: f32) -> bool {
        self.asked.set(self.asked.get() + 1);
        if self.asked.get() == self.first {
            self.may_cancel.send(()).unwrap();
        }
        while self.asked.get() >= self.last && !self.cancelled.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        let is_cancelled = self.cancelled.load(Ordering::Relaxed);
        self.asked_after.set(self.asked_after.get() + u32::from(is_cancelled));
        !is_cancelled
    }
}

#[test]
fn a_cancel_from_another_thread_is_obeyed_at_the_next_question() {
    let mut cutter = Cutter::default();
    let mut moments = cutout_tests::random::Rng::new(7);
    for job in large_jobs(3_000, 2_000) {
        let name = job.0;
        cutter.run(&job, &()).unwrap();
        let watch = Watch::new(u32::MAX);
        cutter.run(&job, &watch).unwrap();
        let all = watch.asked.get();
        for _ in 0..5 {
            let first = 1 + (moments.unit() * f64::from(all - 1)) as u32;
            let cancelled = AtomicBool::new(false);
            let (may_cancel, told) = std::sync::mpsc::sync_channel(1);
            let (stopped, asked_after) = std::thread::scope(|scope| {
                let cancelled = &cancelled;
                scope.spawn(move || told.recv().map(|()| cancelled.store(true, Ordering::Relaxed)));
                let (asked, asked_after) = (Cell::new(0), Cell::new(0));
                let flag = Flag { cancelled, first, last: all, may_cancel, asked, asked_after };
                (cutter.run(&job, &flag).err(), flag.asked_after.get())
            });
            assert_eq!(stopped, Some(FractureError::Cancelled), "{name}");
            assert_eq!(asked_after, 1, "{name}: asked again after it was told to stop");
        }
        let again = Watch::new(u32::MAX);
        cutter.run(&job, &again).unwrap();
        assert_eq!(again.asked.get(), all, "{name}: asks at other places after it was cancelled");
    }
}

/// What of its time a job may spend at most without asking. Times are never looked at but against each other, so
/// it does not matter how fast the machine is.
const SHARE: f64 = 0.25;

#[test]
fn no_part_of_a_job_that_counts_is_done_without_asking() {
    let mut cutter = Cutter::default();
    for job in large_jobs(20_000, 30_000) {
        let name = job.0;
        cutter.run(&job, &()).unwrap();
        let (mut least, mut shortest): (Vec<Duration>, _) = (Vec::new(), Duration::MAX);
        let mut share = f64::INFINITY;
        // The least of each wait: others that have the processor meanwhile do not take the same one from it time
        // and again. As often as it takes for that; one run does on a quiet machine.
        for _ in 0..30 {
            let watch = Watch::new(u32::MAX);
            cutter.run(&job, &watch).unwrap();
            let (waits, whole) = watch.into_waits();
            least.resize(waits.len(), Duration::MAX);
            least.iter_mut().zip(&waits).for_each(|(least, (wait, _))| *least = (*least).min(*wait));
            shortest = shortest.min(whole);
            let longest = least.iter().max().unwrap();
            share = longest.as_secs_f64() / shortest.as_secs_f64();
            if share <= SHARE {
                break;
            }
        }
        println!("{name:>18}: {shortest:?}, {:.1} % of it without asking", share * 100.0);
        assert!(share <= SHARE, "{name}: {:.1} % of it without asking", share * 100.0);
        // And what is done yet once it was told to stop.
        let asked = least.len() as u32 - 1;
        for stop_at in (1..=asked).step_by(1 + asked as usize / 6) {
            let mut rest = f64::INFINITY;
            for _ in 0..30 {
                let watch = Watch::new(stop_at);
                let stopped = cutter.run(&job, &watch).err();
                assert_eq!(stopped, Some(FractureError::Cancelled), "{name} at {stop_at} of {asked}");
                let (waits, _) = watch.into_waits();
                rest = rest.min(waits.last().unwrap().0.as_secs_f64() / shortest.as_secs_f64());
                if rest <= SHARE {
                    break;
                }
            }
            assert!(rest <= SHARE, "{name}: {:.1} % of it after {stop_at} of {asked}", rest * 100.0);
        }
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

/// Prints the longest waits of a job, in its first run, and the least of each in those after memory has grown:
/// others that had the processor meanwhile do not count then.
fn tell_waits(cutter: &mut Cutter, job: &Job) {
    for (run, times) in [("first", 1), ("again", 3)] {
        let mut gaps: Vec<(Duration, f32)> = Vec::new();
        let (mut shortest, mut pieces) = (Duration::MAX, 0);
        for _ in 0..times {
            let watch = Watch::new(u32::MAX);
            pieces = cutter.run(job, &watch).map_or(0, |f| f.fragments.len());
            let (waits, whole) = watch.into_waits();
            shortest = shortest.min(whole);
            gaps.resize(waits.len(), (Duration::MAX, 1.0));
            gaps.iter_mut().zip(&waits).for_each(|(gap, wait)| *gap = (gap.0.min(wait.0), wait.1));
        }
        let asked = gaps.len() - 1;
        gaps.sort_by_key(|gap| std::cmp::Reverse(gap.0));
        let told: Vec<String> = gaps
            .iter()
            .take(4)
            .map(|(gap, at)| format!("{:.1} ms before {at}", gap.as_secs_f64() * 1e3))
            .collect();
        println!(
            "{:>18} {run}: {:7.1} ms, {pieces} pieces, asked {asked} times, longest waits {}",
            job.0,
            shortest.as_secs_f64() * 1e3,
            told.join(", ")
        );
    }
}
