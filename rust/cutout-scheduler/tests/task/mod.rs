//! Work that is slow, fails, panics or asks for more, and how the tests take its ends.
#![allow(dead_code, reason = "each test file uses its own part")]

use cutout_scheduler::{End, Event, Jobs, Limits, Run, Stop, Work};
use parking_lot::Mutex;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

thread_local! {
    static IS_WORKER: Cell<bool> = const { Cell::new(false) };
}

/// Work of the tests.
#[derive(Clone)]
pub enum Task {
    /// Gives its number.
    Number(u64),
    /// Waits for the gate, then notes its number.
    Gated(u64, Arc<AtomicBool>, Arc<Mutex<Vec<u64>>>),
    /// Takes so long, and comes to a check point each millisecond.
    Takes(Duration),
    /// Takes so long without a check point.
    Silent(Duration),
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
                    std::thread::yield_now();
                }
                ran.lock().push(*number);
                Ok(*number)
            }
            Self::Endless(started) => {
                started.fetch_add(1, Ordering::Relaxed);
                while state.reach(0.25) {
                    std::thread::yield_now();
                }
                Err(Stop::Cancelled)
            }
            Self::Takes(time) => {
                let began = Instant::now();
                while began.elapsed() < *time {
                    if !state.reach((began.elapsed().as_secs_f64() / time.as_secs_f64()) as f32) {
                        return Err(Stop::Cancelled);
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
                Ok(u64::MAX)
            }
            Self::Silent(time) => {
                std::thread::sleep(*time);
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
    let mut jobs = Jobs::default();
    jobs.configure(limits);
    jobs
}

/// Two workers, no cache, and long jobs keep their workers.
pub fn two_threads() -> Limits {
    Limits { threads: 2, long_jobs: 0, cache_bytes: 0, ..Limits::default() }
}

/// Takes ends until `count` have come. A test that would wait for ever fails instead.
pub fn take(jobs: &mut Jobs<Task>, count: usize) -> Vec<(u64, End<u64>)> {
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut ends = Vec::new();
    while ends.len() < count {
        assert!(Instant::now() < deadline, "only {} of {count} ends came", ends.len());
        match jobs.next_event() {
            Some(Event::Ended(id, end)) => ends.push((id, end)),
            Some(Event::Progressed(..)) => {}
            None => std::thread::yield_now(),
        }
    }
    ends
}
