//! What waits, in the order in which it is run, and how a worker runs it.

use crate::cache::Cache;
use crate::state::JobState;
use crate::{End, Stop, Work};
use crossbeam_channel::Sender;
use parking_lot::{Condvar, Mutex};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A job before a worker has it.
pub struct Waiting<W> {
    /// What to do, or why it fails.
    pub job: Result<W, String>,
    /// Shared with the submitting side.
    pub state: Arc<JobState>,
    /// Bytes of the input.
    pub bytes: usize,
}

/// A job after its worker.
pub struct Finished<W: Work> {
    /// Shared with the submitting side.
    pub state: Arc<JobState>,
    /// How it ended.
    pub end: End<W::Output>,
    /// Bytes that stay pending until the end is taken.
    pub bytes: usize,
    /// Whether the result came from the cache.
    pub cached: bool,
}

/// Both sides' view of the jobs.
pub struct Queue<W: Work> {
    /// Results of identical jobs.
    pub cache: Cache<W>,
    waiting: Mutex<BTreeMap<(i64, u64), Waiting<W>>>,
    running: Mutex<Vec<Arc<JobState>>>,
    idle: Condvar,
    results: Sender<Finished<W>>,
    pending_bytes: AtomicUsize,
    born: Instant,
}

impl<W: Work> Queue<W> {
    /// An empty queue that sends what is finished to `results`.
    pub fn new(results: Sender<Finished<W>>, cache: Cache<W>) -> Self {
        Self {
            cache,
            waiting: Mutex::new(BTreeMap::new()),
            running: Mutex::default(),
            idle: Condvar::new(),
            results,
            pending_bytes: AtomicUsize::new(0),
            born: Instant::now(),
        }
    }

    /// Microseconds since the queue was made.
    pub fn clock_usec(&self) -> i64 {
        i64::try_from(self.born.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    /// Adds a job; a lower rank is run earlier, equal ranks in the order of their ids.
    pub fn push(&self, waiting: Waiting<W>, rank: i64) {
        self.pending_bytes.fetch_add(waiting.bytes, Ordering::Relaxed);
        waiting.state.set_rank(rank);
        self.waiting.lock().insert(waiting.state.key(), waiting);
    }

    /// Takes a job out that no worker has yet.
    pub fn remove(&self, state: &JobState) -> Option<Finished<W>> {
        let waiting = self.waiting.lock().remove(&state.key())?;
        Some(Finished { state: waiting.state, end: End::Cancelled, bytes: waiting.bytes, cached: false })
    }

    /// Moves a job that no worker has yet.
    pub fn set_rank(&self, state: &JobState, rank: i64) {
        let mut all = self.waiting.lock();
        if let Some(waiting) = all.remove(&state.key()) {
            state.set_rank(rank);
            all.insert(state.key(), waiting);
        }
    }

    /// How many jobs wait.
    pub fn len(&self) -> usize {
        self.waiting.lock().len()
    }

    /// How many jobs run.
    pub fn running(&self) -> usize {
        self.running.lock().len()
    }

    /// The first answer that `look` gives for a running job.
    pub fn find_running<T>(&self, look: impl Fn(&JobState) -> Option<T>) -> Option<T> {
        self.running.lock().iter().find_map(|state| look(state))
    }

    /// Bytes of inputs waiting and results not taken.
    pub fn pending_bytes(&self) -> usize {
        self.pending_bytes.load(Ordering::Relaxed)
    }

    /// Gives the bytes of a taken result back.
    pub fn release(&self, bytes: usize) {
        self.pending_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Drops all that waits.
    pub fn clear(&self) {
        let dropped: usize = self.waiting.lock().values().map(|waiting| waiting.bytes).sum();
        self.waiting.lock().clear();
        self.release(dropped);
    }

    /// Waits until no job runs, but no longer than `at_most`.
    pub fn wait_until_idle(&self, at_most: Duration) {
        let deadline = Instant::now() + at_most;
        let mut running = self.running.lock();
        while !running.is_empty() && !self.idle.wait_until(&mut running, deadline).timed_out() {}
    }

    /// Runs the first job that waits, if any, on the calling thread.
    pub fn run_next(&self) {
        let waiting = {
            let mut all = self.waiting.lock();
            let Some((_, waiting)) = all.pop_first() else { return };
            // Both locks held, so that no shutdown finds it neither waiting nor running.
            self.running.lock().push(Arc::clone(&waiting.state));
            waiting
        };
        let Waiting { job, state, bytes } = waiting;
        state.start();
        let (end, cached) = self.end_of(job, &state);
        state.finish();
        let held = match &end {
            End::Completed(output) => W::output_bytes(output),
            _ => 0,
        };
        self.pending_bytes.fetch_add(held, Ordering::Relaxed);
        self.release(bytes);
        {
            let mut running = self.running.lock();
            running.retain(|other| !Arc::ptr_eq(other, &state));
            if running.is_empty() {
                self.idle.notify_all();
            }
        }
        // Nobody listens any more after a shutdown.
        let _ = self.results.send(Finished { state, end, bytes: held, cached });
    }

    fn end_of(&self, job: Result<W, String>, state: &JobState) -> (End<W::Output>, bool) {
        let job = match job {
            _ if state.is_cancelled() => return (End::Cancelled, false),
            Err(error) => return (End::Failed(error), false),
            Ok(job) => job,
        };
        if let Some(output) = self.cache.get(&job) {
            return (End::Completed(output), true);
        }
        let end = match catch_unwind(AssertUnwindSafe(|| job.run(state))) {
            Ok(Ok(output)) => {
                let output = Arc::new(output);
                self.cache.insert(job, &output);
                End::Completed(output)
            }
            Ok(Err(Stop::Cancelled)) => match state.timeout_error() {
                Some(error) => End::Failed(error),
                None => End::Cancelled,
            },
            Ok(Err(Stop::Failed(error))) => End::Failed(error),
            Err(_) => End::Failed(W::PANICKED.to_owned()),
        };
        (end, false)
    }
}
