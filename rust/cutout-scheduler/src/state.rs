//! What the submitting thread and the workers both know of one job.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Where a job is on its way. It only ever goes on, and skips what it does not need: see
/// [`Stage::may_become`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Stage {
    /// Waits for other jobs.
    Held,
    /// Waits for a worker.
    Waiting,
    /// A worker has it.
    Running,
    /// It is over, and its end waits to be taken.
    Ended,
    /// Its end was taken.
    Taken,
}

impl Stage {
    const ALL: [Self; 5] = [Self::Held, Self::Waiting, Self::Running, Self::Ended, Self::Taken];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Taken => "taken",
        }
    }

    /// Whether a job may go from here to `next`.
    pub fn may_become(self, next: Self) -> bool {
        use Stage::{Ended, Held, Running, Taken, Waiting};
        matches!(
            (self, next),
            // A job that waits ends when it is cancelled, when one that it waits for fails, and
            // when its result is known already.
            (Held, Waiting | Ended) | (Waiting, Running | Ended) | (Running, Ended) | (Ended, Taken)
        )
    }
}

/// Shared by both sides.
#[derive(Debug)]
pub struct JobState {
    /// The job's id.
    pub id: u64,
    /// When it was submitted.
    pub submitted: Instant,
    stage: AtomicU8,
    started: OnceLock<Instant>,
    finished: OnceLock<Instant>,
    timeout: Option<Duration>,
    timed_out: AtomicBool,
    cancelled: AtomicBool,
    priority: AtomicI64,
    /// Place in the queue; with the id it is the key there.
    rank: AtomicI64,
    /// Microseconds that it rested after it began; they are not its own.
    rested_usec: AtomicU64,
    /// Bits of an f32.
    progress: AtomicU32,
    /// Bits of the f32 that was last reported.
    reported: AtomicU32,
}

impl JobState {
    /// A job that is submitted now.
    pub fn new(id: u64, priority: i64, timeout: Option<Duration>, now: Instant) -> Self {
        Self {
            id,
            submitted: now,
            stage: AtomicU8::new(Stage::Held as u8),
            started: OnceLock::new(),
            finished: OnceLock::new(),
            timeout,
            timed_out: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
            priority: AtomicI64::new(priority),
            rank: AtomicI64::new(0),
            rested_usec: AtomicU64::new(0),
            progress: AtomicU32::new(0),
            reported: AtomicU32::new(0),
        }
    }

    /// Where it is.
    pub fn stage(&self) -> Stage {
        let at = usize::from(self.stage.load(Ordering::Relaxed));
        Stage::ALL.get(at).copied().unwrap_or(Stage::Taken)
    }

    /// Goes on, to a stage whose time nobody asks for. Each step is made by whoever has the job then, so that
    /// no two ever make one at a time.
    pub fn enter(&self, stage: Stage) {
        let before = self.stage();
        debug_assert!(
            before.may_become(stage),
            "job {}: {} cannot become {}",
            self.id,
            before.name(),
            stage.name()
        );
        self.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// A worker has it, since `now`.
    pub fn start(&self, now: Instant) {
        let _ = self.started.set(now);
        self.enter(Stage::Running);
    }

    /// It is over, since `now`.
    pub fn finish(&self, now: Instant) {
        let _ = self.finished.set(now);
        self.enter(Stage::Ended);
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

    /// How long it waited for a worker.
    pub fn wait(&self) -> Option<Duration> {
        Some(self.started.get()?.duration_since(self.submitted))
    }

    /// How long a worker took.
    pub fn run(&self) -> Option<Duration> {
        Some(self.finished.get()?.duration_since(*self.started.get()?))
    }

    /// How long ago, at `now`, a worker began.
    pub fn running_for(&self, now: Instant) -> Option<Duration> {
        Some(now.saturating_duration_since(*self.started.get()?))
    }

    /// When it was over.
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

    /// The progress, if the job is past `long` at `now` and has come a step further since the last report.
    pub fn progress_to_report(&self, now: Instant, long: Duration, step: f32) -> Option<f32> {
        if self.is_cancelled() || self.running_for(now)? < long {
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

    /// Notes how far the work has come, 0 to 1, having run for so long. False: it is to stop.
    pub fn reach(&self, progress: f32, ran: Option<Duration>) -> bool {
        self.progress.store(progress.clamp(0.0, 1.0).to_bits(), Ordering::Relaxed);
        if let (Some(timeout), Some(ran)) = (self.timeout, ran)
            && ran.saturating_sub(Duration::from_micros(self.rested_usec.load(Ordering::Relaxed))) > timeout
        {
            self.timed_out.store(true, Ordering::Relaxed);
            return false;
        }
        !self.is_cancelled()
    }

    /// Notes that it rested for so long.
    pub fn rest(&self, time: Duration) {
        let usec = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.rested_usec.fetch_add(usec, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Stage;

    #[test]
    fn a_stage_only_ever_goes_on() {
        for from in Stage::ALL {
            for to in Stage::ALL {
                assert!(!from.may_become(to) || from < to, "{from:?} -> {to:?}");
            }
        }
        let dead_ends: Vec<_> =
            Stage::ALL.into_iter().filter(|from| !Stage::ALL.iter().any(|&to| from.may_become(to))).collect();
        assert_eq!(dead_ends, [Stage::Taken]);
        assert!(!Stage::Waiting.may_become(Stage::Taken), "no end is taken before there is one");
    }
}
