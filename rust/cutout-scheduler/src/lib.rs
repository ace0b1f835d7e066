//! Jobs in the background: a queue, a pool of threads of its own, and their ends in order. Knows neither
//! the engine nor what the work is.
//!
//! Comes in: [`Work`] with a priority. Goes out: exactly one [`End`] a job, taken one at a time
//! on the thread that submitted. Invariants: within a priority, ends come in the order of submission;
//! what was accepted ends, whatever happens to it; memory stays within the limits.
//!
//! | module | what it is |
//! |---|---|
//! | [`queue`] | what waits, in the order in which it is run; the workers' side |
//! | [`state`] | what both sides know of one job: cancelled, how far, how long |
//! | [`cache`] | results of identical jobs |
//! | [`record`] | what is counted, and the reports of recent jobs |

#![forbid(unsafe_code)]

mod cache;
mod queue;
mod record;
mod state;

pub use cache::CacheCounts;
pub use record::{Counts, JobRecord, TimeWindow, Times};
pub use state::JobState;

use cache::Cache;
use crossbeam_channel::{Receiver, unbounded};
use queue::{Finished, Queue, Waiting};
use rayon::{ThreadPool, ThreadPoolBuilder};
use record::Records;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a shutdown waits for running jobs to reach their next check point.
const SHUTDOWN_WAIT: Duration = Duration::from_secs(5);
/// A job that runs longer than this reports its progress.
const LONG_JOB: Duration = Duration::from_millis(16);
/// Least advance that is worth a report.
const PROGRESS_STEP: f32 = 0.01;

/// What a worker is to do: plain data that may cross threads.
pub trait Work: Send + Sized + 'static {
    /// What it gives.
    type Output: Send + Sync + 'static;
    /// What is remembered of the output in a job's record.
    type Summary: Clone;
    /// What is said of a job whose work panicked, one sentence.
    const PANICKED: &'static str;

    /// Does it, on a worker. Calls [`JobState::reach`] now and then and stops when that says so.
    ///
    /// # Errors
    /// [`Stop::Cancelled`] when told to stop, otherwise the reason in one sentence.
    fn run(&self, state: &JobState) -> Result<Self::Output, Stop>;

    /// Bytes of the input on the heap.
    fn heap_bytes(&self) -> usize;

    /// Bytes of an output on the heap.
    fn output_bytes(output: &Self::Output) -> usize;

    /// What is remembered of an output.
    fn summary(output: &Self::Output) -> Self::Summary;

    /// Equal for identical work.
    fn identity_hash(&self) -> u64;

    /// Whether the two give the same output, to the bit.
    fn is_identical(&self, other: &Self) -> bool;
}

/// Why work gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It was told to stop.
    Cancelled,
    /// It could not be done; one sentence says why.
    Failed(String),
}

/// What bounds the jobs; see the project settings for the ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Worker threads; 0: one fewer than cores, at least one.
    pub threads: usize,
    /// Jobs accepted whose end was not taken yet.
    pub jobs: usize,
    /// Bytes of inputs waiting and results not taken yet.
    pub pending_bytes: usize,
    /// How long a job may run.
    pub timeout: Option<Duration>,
    /// Time of waiting that counts as one step of priority.
    pub aging: Option<Duration>,
    /// Bytes of results kept for identical jobs; 0: none.
    pub cache_bytes: usize,
    /// How long a result is kept.
    pub cache_ttl: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            threads: 0,
            jobs: 65_536,
            pending_bytes: 256 << 20,
            timeout: Some(Duration::from_secs(10)),
            aging: Some(Duration::from_secs(1)),
            cache_bytes: 64 << 20,
            cache_ttl: None,
        }
    }
}

/// How a job ended.
#[derive(Debug)]
pub enum End<O> {
    /// With its output.
    Completed(Arc<O>),
    /// Without; one sentence says why.
    Failed(String),
    /// By a call to `cancel`.
    Cancelled,
}

/// Something to tell about a job.
#[derive(Debug)]
pub enum Event<O> {
    /// It is over.
    Ended(u64, End<O>),
    /// It has come so far, 0 to 1.
    Progressed(u64, f32),
}

/// The jobs of one owner.
pub struct Jobs<W: Work> {
    limits: Limits,
    pool: Option<ThreadPool>,
    queue: Arc<Queue<W>>,
    results: Receiver<Finished<W>>,
    /// Ids whose end was not taken yet, by priority and in order of submission.
    lanes: BTreeMap<Reverse<i64>, BTreeSet<u64>>,
    open: HashMap<u64, Arc<JobState>>,
    /// Ended, but not yet taken: an earlier job of the same priority has not ended.
    ended: HashMap<u64, Finished<W>>,
    records: Records<W>,
    next_id: u64,
}

impl<W: Work> Default for Jobs<W> {
    fn default() -> Self {
        let limits = Limits::default();
        let (sender, results) = unbounded();
        let cache = Cache::new(limits.cache_bytes, limits.cache_ttl);
        Self {
            limits,
            pool: None,
            queue: Arc::new(Queue::new(sender, cache)),
            results,
            lanes: BTreeMap::new(),
            open: HashMap::new(),
            ended: HashMap::new(),
            records: Records::default(),
            next_id: 1,
        }
    }
}

impl<W: Work> Jobs<W> {
    /// Takes new limits over; they hold from the next job on. A change of the number of threads waits
    /// for no job: what runs goes on, what waits moves to the new pool.
    pub fn configure(&mut self, limits: Limits) {
        if limits.threads != self.limits.threads && self.pool.take().is_some() {
            self.limits.threads = limits.threads;
            let waiting = self.queue.len();
            (0..waiting).for_each(|_| self.spawn());
        }
        self.queue.cache.configure(limits.cache_bytes, limits.cache_ttl);
        self.limits = limits;
    }

    /// Whether `count` more jobs with inputs of `bytes` in all would be accepted.
    pub fn has_room_for(&self, count: usize, bytes: usize) -> bool {
        self.open.len() + count <= self.limits.jobs
            && self.queue.pending_bytes() + bytes <= self.limits.pending_bytes
    }

    /// Accepts a job, or one that is known to fail. None: refused, too much is waiting.
    pub fn submit(&mut self, job: Result<W, String>, priority: i64) -> Option<u64> {
        let bytes = job.as_ref().map_or(0, W::heap_bytes);
        if !self.has_room_for(1, bytes) {
            self.records.counts.refused += 1;
            return None;
        }
        let id = self.next_id;
        self.next_id += 1;
        let state = Arc::new(JobState::new(id, priority, self.limits.timeout));
        self.lanes.entry(Reverse(priority)).or_default().insert(id);
        self.open.insert(id, Arc::clone(&state));
        self.records.counts.submitted += 1;
        self.queue.push(Waiting { job, state, bytes }, self.rank(priority));
        self.spawn();
        Some(id)
    }

    /// Cancels a job: one that waits ends at once, one that runs at its next check point, and the result
    /// of one that is done but whose end was not taken is dropped. False when its end was taken, it is
    /// cancelled already, or it never was.
    pub fn cancel(&mut self, id: u64) -> bool {
        let Some(state) = self.open.get(&id) else { return false };
        if !state.cancel() {
            return false;
        }
        if let Some(finished) = self.queue.remove(state) {
            self.ended.insert(id, finished);
        }
        true
    }

    /// Changes the priority of a job whose end was not taken yet: it stands as if it had been submitted
    /// with it. False when there is none.
    pub fn set_priority(&mut self, id: u64, priority: i64) -> bool {
        let Some(state) = self.open.get(&id) else { return false };
        let old = state.priority();
        if let Some(lane) = self.lanes.get_mut(&Reverse(old)) {
            lane.remove(&id);
            if lane.is_empty() {
                self.lanes.remove(&Reverse(old));
            }
        }
        self.lanes.entry(Reverse(priority)).or_default().insert(id);
        state.set_priority(priority);
        self.queue.set_rank(state, self.rank(priority));
        true
    }

    /// How many jobs were accepted whose end was not taken yet.
    pub fn open_jobs(&self) -> usize {
        self.open.len()
    }

    /// Takes the next thing to tell, if there is one now.
    pub fn next_event(&mut self) -> Option<Event<W::Output>> {
        if self.open.is_empty() {
            return None;
        }
        self.take_results();
        self.next_end().or_else(|| self.next_progress())
    }

    /// What is known of a recent job.
    pub fn record(&self, id: u64) -> Option<&JobRecord<W::Summary>> {
        self.records.get(id)
    }

    /// What is known of all recent jobs, oldest end first.
    pub fn records(&self) -> impl Iterator<Item = (u64, &JobRecord<W::Summary>)> + '_ {
        self.records.iter()
    }

    /// What was counted since the start.
    pub fn counts(&self) -> Counts {
        Counts {
            waiting: self.queue.len(),
            running: self.queue.running(),
            open: self.open.len(),
            pending_bytes: self.queue.pending_bytes(),
            threads: self.pool.as_ref().map_or(0, ThreadPool::current_num_threads),
            cache: self.queue.cache.counts(),
            ..self.records.counts
        }
    }

    /// Waiting, running and delivery times of recent jobs.
    pub fn times(&self) -> &Times {
        &self.records.times
    }

    /// Forgets all kept results.
    pub fn clear_cache(&self) {
        self.queue.cache.clear();
    }

    /// Cancels everything and waits, within bounds, until nothing runs. What is open is dropped.
    pub fn shutdown(&mut self) {
        self.queue.clear();
        for state in self.open.values() {
            state.cancel();
        }
        self.pool = None;
        self.queue.wait_until_idle(SHUTDOWN_WAIT);
        self.open.clear();
        self.ended.clear();
        self.lanes.clear();
        while self.results.try_recv().is_ok() {}
    }

    /// Waiting time counts as priority: with it as an earlier time of submission, the order of waiting
    /// jobs never has to be looked at again.
    fn rank(&self, priority: i64) -> i64 {
        match self.limits.aging {
            Some(aging) if !aging.is_zero() => {
                let step = i64::try_from(aging.as_micros()).unwrap_or(i64::MAX);
                self.queue.clock_usec().saturating_sub(priority.saturating_mul(step))
            }
            _ => priority.saturating_neg(),
        }
    }

    fn spawn(&mut self) {
        let threads = self.limits.threads;
        let pool = self.pool.get_or_insert_with_pool(threads);
        let queue = Arc::clone(&self.queue);
        match pool {
            Some(pool) => pool.spawn(move || queue.run_next()),
            // No thread to be had: the job is done here and now.
            None => queue.run_next(),
        }
    }

    fn take_results(&mut self) {
        while let Ok(finished) = self.results.try_recv() {
            self.ended.insert(finished.state.id, finished);
        }
    }

    fn next_end(&mut self) -> Option<Event<W::Output>> {
        if self.ended.is_empty() {
            return None;
        }
        let id = self
            .lanes
            .values()
            .filter_map(|lane| lane.first())
            .find(|id| self.ended.contains_key(id))
            .copied()?;
        let finished = self.ended.remove(&id)?;
        let lane = Reverse(finished.state.priority());
        if let Some(ids) = self.lanes.get_mut(&lane) {
            ids.remove(&id);
            if ids.is_empty() {
                self.lanes.remove(&lane);
            }
        }
        self.open.remove(&id);
        self.queue.release(finished.bytes);
        let end = if finished.state.is_cancelled() { End::Cancelled } else { finished.end };
        self.records.add(&finished.state, finished.cached, &end, Instant::now());
        Some(Event::Ended(id, end))
    }

    fn next_progress(&self) -> Option<Event<W::Output>> {
        self.queue.find_running(|state| {
            let progress = state.progress_to_report(LONG_JOB, PROGRESS_STEP)?;
            Some(Event::Progressed(state.id, progress))
        })
    }
}

impl<W: Work> Drop for Jobs<W> {
    fn drop(&mut self) {
        self.shutdown();
    }
}

/// A pool that is made when it is first wanted.
trait LazyPool {
    fn get_or_insert_with_pool(&mut self, threads: usize) -> Option<&ThreadPool>;
}

impl LazyPool for Option<ThreadPool> {
    fn get_or_insert_with_pool(&mut self, threads: usize) -> Option<&ThreadPool> {
        if self.is_none() {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            let threads = if threads == 0 { cores.saturating_sub(1).max(1) } else { threads };
            *self = ThreadPoolBuilder::new()
                .num_threads(threads)
                .thread_name(|index| format!("cutout-{index}"))
                .build()
                .ok();
        }
        self.as_ref()
    }
}
