//! Work that is held up, fails, panics or asks for more, and how the tests take its ends.
//!
//! No test looks at how long anything took: gates say when a job ends, and a clock that the test sets on says how long it
//! ran. What waits, waits for an event; [`HANG`] is for what never comes.
#![allow(dead_code, reason = "each test file uses its own part")]

use cutout_scheduler::{Clock, End, Event, Jobs, Limits, Run, Stop, Work};
use parking_lot::Mutex;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

thread_local! {
    static IS_WORKER: Cell<bool> = const { Cell::new(false) };
}

/// After which a test counts as one that hangs.
pub const HANG: Duration = Duration::from_secs(120);
/// What [`Task::Long`] takes at once: more than a job may without being a long one.
pub const LONG_STEP: Duration = Duration::from_millis(9);

/// What jobs wait at until it is opened.
pub type Gate = Arc<AtomicBool>;

/// Work of the tests.
#[derive(Clone)]
pub enum Task {
    /// Gives its number.
    Number(u64),
    /// Waits for the gate, then notes its number.
    Gated(u64, Gate, Arc<Mutex<Vec<u64>>>),
    /// Is found to be a long one, and goes on from check point to check point until the gate is open.
    Long(Clock, Gate),
    /// Waits for the gate without a check point.
    Silent(Gate),
    /// Goes on until it is told to stop.
    Endless(Arc<AtomicUsize>),
    /// Gives its number, from what it has together with others.
    Shares(u64, Arc<Vec<u8>>),
    /// Tells whether its thread was told that it is a worker, as 1 or 0.
    AsksItsThread,
    /// Panics.
    Panics,
    /// Fails.
    Fails,
}

impl Work for Task {
    type Output = u64;
    type Summary = u64;
    type Shared = Vec<u8>;
    const PANICKED: &'static str = "it panicked";

    fn on_worker() {
        IS_WORKER.set(true);
    }

    fn run(&self, state: &Run<'_>) -> Result<u64, Stop> {
        match self {
            Self::Number(number) | Self::Shares(number, _) => Ok(*number),
            Self::Gated(number, gate, ran) => {
                while !gate.load(Ordering::Relaxed) {
                    if !state.reach(0.5) {
                        return Err(Stop::Cancelled);
                    }
                    pause();
                }
                ran.lock().push(*number);
                Ok(*number)
            }
            Self::Endless(started) => {
                started.fetch_add(1, Ordering::Relaxed);
                while state.reach(0.25) {
                    pause();
                }
                Err(Stop::Cancelled)
            }
            Self::Long(clock, gate) => {
                clock.advance(LONG_STEP);
                while state.reach(0.5) {
                    if gate.load(Ordering::Relaxed) {
                        return Ok(u64::MAX);
                    }
                    pause();
                }
                Err(Stop::Cancelled)
            }
            Self::Silent(gate) => {
                while !gate.load(Ordering::Relaxed) {
                    pause();
                }
                Ok(u64::MAX)
            }
            Self::AsksItsThread => Ok(u64::from(IS_WORKER.get())),
            Self::Panics => std::panic::resume_unwind(Box::new("on purpose")),
            Self::Fails => Err(Stop::Failed("on purpose".to_owned())),
        }
    }

    fn heap_bytes(&self) -> usize {
        100
    }

    fn shared(&self) -> Option<&Arc<Vec<u8>>> {
        if let Self::Shares(_, shared) = self { Some(shared) } else { None }
    }

    fn shared_bytes(shared: &Vec<u8>) -> usize {
        shared.len()
    }

    fn output_bytes(_output: &u64) -> usize {
        1000
    }

    fn summary(output: &u64) -> u64 {
        *output
    }

    fn identity_hash(&self) -> u64 {
        if let Self::Number(number) = self { *number } else { u64::MAX }
    }

    fn is_identical(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Number(a), Self::Number(b)) if a == b)
    }
}

/// Jobs within `limits`.
pub fn jobs(limits: Limits) -> Jobs<Task> {
    jobs_by(&Clock::default(), limits)
}

/// Jobs within `limits` that go by `clock`.
pub fn jobs_by(clock: &Clock, limits: Limits) -> Jobs<Task> {
    let mut jobs = Jobs::new(clock.clone());
    jobs.configure(limits);
    jobs
}

/// Two workers, no cache, long jobs keep their workers, and the order of ends is strict: a machine that stalls lets
/// no job out of it.
pub fn two_threads() -> Limits {
    Limits { threads: 2, long_jobs: 0, cache_bytes: 0, order_wait: None, ..Limits::default() }
}

/// Lets others run.
pub fn pause() {
    std::thread::sleep(Duration::from_micros(50));
}

/// Waits for what is to come; a test that would wait for ever fails instead.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + HANG;
    while !is_so() {
        assert!(Instant::now() < deadline, "it never came that {what}");
        pause();
    }
}

/// Takes ends until `count` have come. A test that would wait for ever fails instead.
pub fn take(jobs: &mut Jobs<Task>, count: usize) -> Vec<(u64, End<u64>)> {
    let mut ends = Vec::new();
    let mut last = Instant::now();
    while ends.len() < count {
        match jobs.next_event() {
            Some(Event::Ended(id, end)) => {
                ends.push((id, end));
                last = Instant::now();
            }
            Some(Event::Progressed(..)) => {}
            None => {
                assert!(last.elapsed() < HANG, "only {} of {count} ends came", ends.len());
                pause();
            }
        }
    }
    ends
}
