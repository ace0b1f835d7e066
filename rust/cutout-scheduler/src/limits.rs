//! What bounds the jobs.

use std::time::Duration;

/// What bounds the jobs; see the project settings for the ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Worker threads; 0: one fewer than cores, at least one.
    pub threads: usize,
    /// Long jobs that may run beside the workers, so that the others go on; see [`crate::crew`]. 0: a long
    /// job keeps its worker.
    pub long_jobs: usize,
    /// Jobs accepted whose end was not taken yet.
    pub jobs: usize,
    /// Bytes of inputs waiting and results not taken yet.
    pub pending_bytes: usize,
    /// How long a job may run.
    pub timeout: Option<Duration>,
    /// Time of waiting that counts as one step of priority.
    pub aging: Option<Duration>,
    /// How long a job may run before the ends of later ones of its priority stop waiting for its own; see
    /// [`crate::order`]. None: they always wait.
    pub order_wait: Option<Duration>,
    /// Bytes of results kept for identical jobs; 0: none.
    pub cache_bytes: usize,
    /// How long a result is kept.
    pub cache_ttl: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            threads: 0,
            long_jobs: 1,
            jobs: 65_536,
            pending_bytes: 256 << 20,
            timeout: Some(Duration::from_secs(10)),
            aging: Some(Duration::from_secs(1)),
            order_wait: Some(Duration::from_millis(33)),
            cache_bytes: 64 << 20,
            cache_ttl: None,
        }
    }
}

impl Limits {
    /// How many threads are meant.
    pub fn worker_threads(&self) -> usize {
        if self.threads > 0 {
            return self.threads;
        }
        std::thread::available_parallelism().map_or(1, usize::from).saturating_sub(1).max(1)
    }

    /// Where a job stands that was submitted at `submitted_usec`; the lower comes first. Waiting time counts
    /// as priority: with it as an earlier time of submission, the order of waiting jobs never has to be
    /// looked at again.
    pub(crate) fn rank(&self, submitted_usec: i64, priority: i64) -> i64 {
        match self.aging {
            Some(aging) if !aging.is_zero() => {
                let step = i64::try_from(aging.as_micros()).unwrap_or(i64::MAX);
                submitted_usec.saturating_sub(priority.saturating_mul(step))
            }
            _ => priority.saturating_neg(),
        }
    }
}
