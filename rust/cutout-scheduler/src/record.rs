//! What is counted, and the reports of recent jobs.

use crate::by_id::ById;
use crate::cache::CacheCounts;
use crate::event::End;
use crate::state::JobState;
use crate::work::Work;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Reports kept; older ones are forgotten.
const KEPT_RECORDS: usize = 8192;
/// Times that percentiles are taken of.
const KEPT_TIMES: usize = 1024;

/// Counters since the start, and how things stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Jobs accepted.
    pub submitted: u64,
    /// Jobs that ended with pieces.
    pub completed: u64,
    /// Jobs that ended without.
    pub failed: u64,
    /// Jobs that ended by being cancelled.
    pub cancelled: u64,
    /// Submits refused because too much was waiting.
    pub refused: u64,
    /// Jobs that wait for other jobs.
    pub held: usize,
    /// Jobs that wait for a worker.
    pub waiting: usize,
    /// Jobs that a worker has.
    pub running: usize,
    /// Jobs accepted whose end was not taken.
    pub open: usize,
    /// Bytes of inputs waiting and results not taken.
    pub pending_bytes: usize,
    /// Worker threads; 0 before the first job.
    pub threads: usize,
    /// The result cache.
    pub cache: CacheCounts,
}

/// How a job ended, without what it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With an output.
    Completed,
    /// Without; see [`JobRecord::error`].
    Failed,
    /// By a call to `cancel`.
    Cancelled,
}

impl Outcome {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// What became of a job that gave no output, as the end of a sentence about it.
    pub(crate) fn failure(self) -> Option<&'static str> {
        match self {
            Self::Completed => None,
            Self::Failed => Some("failed"),
            Self::Cancelled => Some("was cancelled"),
        }
    }
}

/// What is known of a job that ended.
#[derive(Clone, Debug)]
pub struct JobRecord<S> {
    /// How it ended.
    pub outcome: Outcome,
    /// Why it failed.
    pub error: String,
    /// What the work says about its output, where there is one.
    pub summary: Option<S>,
    /// Whether the result came from the cache.
    pub cached: bool,
    /// When it was submitted, since the jobs' owner was made.
    pub submitted: Duration,
    /// From submission to a worker.
    pub wait: Option<Duration>,
    /// On the worker.
    pub run: Option<Duration>,
    /// From the worker to the moment the end was taken.
    pub delivery: Option<Duration>,
}

/// A window of recent times, for percentiles.
#[derive(Clone, Debug, Default)]
pub struct TimeWindow {
    recent: VecDeque<u32>,
}

impl TimeWindow {
    fn add(&mut self, time: Option<Duration>) {
        let Some(time) = time else { return };
        if self.recent.len() == KEPT_TIMES {
            self.recent.pop_front();
        }
        self.recent.push_back(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
    }

    /// Microseconds that the given parts (0 to 1, ascending) of the recent times did not pass; 0 when there
    /// are none. Linear in the window.
    pub fn percentiles_usec<const N: usize>(&self, parts: [f64; N]) -> [u32; N] {
        let mut times: Vec<u32> = self.recent.iter().copied().collect();
        let last = times.len().saturating_sub(1);
        // What lies before the percentile found last is no larger than it.
        let mut sorted_to = 0;
        parts.map(|part| {
            let at = ((part * last as f64) as usize).max(sorted_to);
            let Some(rest) = times.get_mut(sorted_to..).filter(|rest| !rest.is_empty()) else { return 0 };
            let (_, &mut value, _) = rest.select_nth_unstable(at - sorted_to);
            sorted_to = at;
            value
        })
    }
}

/// Times of recent jobs.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// From submission to a worker.
    pub wait: TimeWindow,
    /// On the worker.
    pub run: TimeWindow,
    /// From the worker to the moment the end was taken.
    pub delivery: TimeWindow,
}

/// All of the above.
pub struct Records<W: Work> {
    /// Counters.
    pub counts: Counts,
    /// Times.
    pub times: Times,
    born: Instant,
    /// With their ids, oldest end first. Written one after the other, so the next one lies where the
    /// processor expects it.
    kept: VecDeque<(u64, JobRecord<W::Summary>)>,
    /// How long a worker had each of them, in nanoseconds; 0 for what none had and what came from the cache.
    /// Beside them, so that to look through them all touches little memory.
    run_nsec: VecDeque<u64>,
    /// How many ends there were before each one that is kept.
    number_of: ById<u64>,
    /// How many ends there were before the oldest that is kept.
    forgotten: u64,
}

impl<W: Work> Records<W> {
    /// No records, for an owner that is made at `born`.
    pub fn new(born: Instant) -> Self {
        Self {
            counts: Counts::default(),
            times: Times::default(),
            born,
            kept: VecDeque::new(),
            run_nsec: VecDeque::new(),
            number_of: ById::default(),
            forgotten: 0,
        }
    }

    /// Notes the end of a job that was taken at `now`; answers its outcome.
    pub fn add(&mut self, state: &JobState, cached: bool, end: &End<W::Output>, now: Instant) -> Outcome {
        let (outcome, count) = match end {
            End::Completed(_) => (Outcome::Completed, &mut self.counts.completed),
            End::Failed(_) => (Outcome::Failed, &mut self.counts.failed),
            End::Cancelled => (Outcome::Cancelled, &mut self.counts.cancelled),
        };
        *count += 1;
        let record = JobRecord {
            outcome,
            error: if let End::Failed(error) = end { error.clone() } else { String::new() },
            summary: if let End::Completed(output) = end { Some(W::summary(output)) } else { None },
            cached,
            submitted: state.submitted.saturating_duration_since(self.born),
            wait: state.wait(),
            run: state.run(),
            delivery: state.finished_at().map(|finished| now.duration_since(finished)),
        };
        self.times.wait.add(record.wait);
        self.times.run.add(record.run);
        self.times.delivery.add(record.delivery);
        if self.kept.len() == KEPT_RECORDS
            && let Some((oldest, _)) = self.kept.pop_front()
        {
            self.run_nsec.pop_front();
            self.number_of.remove(&oldest);
            self.forgotten += 1;
        }
        self.number_of.insert(state.id, self.forgotten + self.kept.len() as u64);
        let run = record.run.filter(|_| !cached).map_or(0, |run| run.as_nanos());
        self.run_nsec.push_back(u64::try_from(run).unwrap_or(u64::MAX));
        self.kept.push_back((state.id, record));
        outcome
    }

    /// What is known of a job, while it is remembered.
    pub fn get(&self, id: u64) -> Option<&JobRecord<W::Summary>> {
        let at = self.number_of.get(&id)?.checked_sub(self.forgotten)?;
        self.kept.get(usize::try_from(at).ok()?).map(|(_, record)| record)
    }

    /// See [`Jobs::slowest`](crate::Jobs::slowest).
    pub fn slowest(&self, count: usize, latest: usize) -> Vec<(u64, &JobRecord<W::Summary>)> {
        let mut slowest: Vec<(u64, usize)> = Vec::with_capacity(count.min(KEPT_RECORDS) + 1);
        let mut least = 0;
        for (at, &run) in self.run_nsec.iter().enumerate().rev().take(latest) {
            // Nearly all of them end here.
            if run <= least {
                continue;
            }
            slowest.insert(slowest.partition_point(|&(longer, _)| longer >= run), (run, at));
            slowest.truncate(count);
            if slowest.len() == count {
                least = slowest.last().map_or(u64::MAX, |&(shortest, _)| shortest);
            }
        }
        slowest.iter().filter_map(|&(_, at)| self.kept.get(at).map(|(id, record)| (*id, record))).collect()
    }

    /// All that is remembered, oldest end first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &JobRecord<W::Summary>)> + '_ {
        self.kept.iter().map(|(id, record)| (*id, record))
    }
}
