//! What the submitting thread and the workers both know of one job.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Shared by both sides.
#[derive(Debug)]
pub struct JobState {
    /// The job's id.
    pub id: u64,
    /// When it was submitted.
    pub submitted: Instant,
    started: OnceLock<Instant>,
    finished: OnceLock<Instant>,
    timeout: Option<Duration>,
    timed_out: AtomicBool,
    cancelled: AtomicBool,
    priority: AtomicI64,
    /// Place in the queue; with the id it is the key there.
    rank: AtomicI64,
    /// Bits of an f32.
    progress: AtomicU32,
    /// Bits of the f32 that was last reported.
    reported: AtomicU32,
}

impl JobState {
    /// A job that was submitted just now.
    pub fn new(id: u64, priority: i64, timeout: Option<Duration>) -> Self {
        Self {
            id,
            submitted: Instant::now(),
            started: OnceLock::new(),
            finished: OnceLock::new(),
            timeout,
            timed_out: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
            priority: AtomicI64::new(priority),
            rank: AtomicI64::new(0),
            progress: AtomicU32::new(0),
            reported: AtomicU32::new(0),
        }
    }

    /// Asks the job to end. False when it was asked before.
    pub fn cancel(&self) -> bool {
        !self.cancelled.swap(true, Ordering::Relaxed)
    }

    /// Whether it was asked to end.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// The reason, when the job ran longer than it may.
    pub fn timeout_error(&self) -> Option<String> {
        let timeout = self.timeout.filter(|_| self.timed_out.load(Ordering::Relaxed))?;
        Some(format!(
            "the job ran longer than {} ms, which is what the setting cutout/batch/job_timeout_ms allows",
            timeout.as_millis()
        ))
    }

    /// Notes that a worker has begun.
    pub fn start(&self) {
        let _ = self.started.set(Instant::now());
    }

    /// Notes that the worker is done.
    pub fn finish(&self) {
        let _ = self.finished.set(Instant::now());
    }

    /// How long it waited for a worker.
    pub fn wait(&self) -> Option<Duration> {
        Some(self.started.get()?.duration_since(self.submitted))
    }

    /// How long a worker took.
    pub fn run(&self) -> Option<Duration> {
        Some(self.finished.get()?.duration_since(*self.started.get()?))
    }

    /// When the worker was done.
    pub fn finished_at(&self) -> Option<Instant> {
        self.finished.get().copied()
    }

    /// The priority it has now.
    pub fn priority(&self) -> i64 {
        self.priority.load(Ordering::Relaxed)
    }

    /// Changes the priority.
    pub fn set_priority(&self, priority: i64) {
        self.priority.store(priority, Ordering::Relaxed);
    }

    /// Its key in the queue.
    pub fn key(&self) -> (i64, u64) {
        (self.rank.load(Ordering::Relaxed), self.id)
    }

    /// Changes its place in the queue.
    pub fn set_rank(&self, rank: i64) {
        self.rank.store(rank, Ordering::Relaxed);
    }

    /// The progress, if the job is a long one and has come a step further since the last report.
    pub fn progress_to_report(&self, long: Duration, step: f32) -> Option<f32> {
        if self.is_cancelled() || self.started.get()?.elapsed() < long {
            return None;
        }
        let progress = f32::from_bits(self.progress.load(Ordering::Relaxed));
        let reported = f32::from_bits(self.reported.load(Ordering::Relaxed));
        if progress < reported + step {
            return None;
        }
        self.reported.store(progress.to_bits(), Ordering::Relaxed);
        Some(progress)
    }
}

impl JobState {
    /// Called by the work now and then, with its progress in 0..=1. False: stop, and answer
    /// [`Stop::Cancelled`](crate::Stop::Cancelled).
    pub fn reach(&self, progress: f32) -> bool {
        self.progress.store(progress.clamp(0.0, 1.0).to_bits(), Ordering::Relaxed);
        if let (Some(timeout), Some(started)) = (self.timeout, self.started.get())
            && started.elapsed() > timeout
        {
            self.timed_out.store(true, Ordering::Relaxed);
            return false;
        }
        !self.is_cancelled()
    }
}
