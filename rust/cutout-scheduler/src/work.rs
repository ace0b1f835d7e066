//! What the work is to the scheduler, and the scheduler to the work.
//!
//! Comes in: a type of plain data that implements [`Work`]. Goes out: what it sees of its own job while it
//! runs, [`Run`], through which it tells how far it is and hears whether it is to stop.

use crate::state::JobState;
use std::sync::Arc;
use std::time::Instant;

/// What a worker is to do: plain data that may cross threads.
pub trait Work: Send + Sized + 'static {
    /// What it gives.
    type Output: Send + Sync + 'static;
    /// What several jobs may have together.
    type Shared: Send + Sync + 'static;
    /// What is remembered of the output in a job's record.
    type Summary: Clone;
    /// What is said of a job whose work panicked, one sentence.
    const PANICKED: &'static str;

    /// Called on each thread that is to work, before its first job. Where there are no threads nobody calls it.
    fn on_worker() {}

    /// Does it, on a worker. Calls [`Run::reach`] now and then and stops when that says so.
    ///
    /// # Errors
    /// [`Stop::Cancelled`] when told to stop, otherwise the reason in one sentence.
    fn run(&self, run: &Run<'_>) -> Result<Self::Output, Stop>;

    /// Bytes of the input on the heap, without what it shares.
    fn heap_bytes(&self) -> usize;

    /// What it has together with other jobs, where that is worth counting.
    fn shared(&self) -> Option<&Arc<Self::Shared>>;

    /// Bytes of what is shared.
    fn shared_bytes(shared: &Self::Shared) -> usize;

    /// Bytes of an output on the heap.
    fn output_bytes(output: &Self::Output) -> usize;

    /// What is remembered of an output.
    fn summary(output: &Self::Output) -> Self::Summary;

    /// Equal for identical work.
    fn identity_hash(&self) -> u64;

    /// Whether the two give the same output, to the bit.
    fn is_identical(&self, other: &Self) -> bool;
}

/// A job as its work sees it.
pub struct Run<'a> {
    pub(crate) state: &'a JobState,
    pub(crate) desk: &'a dyn Desk,
}

impl Run<'_> {
    /// Called by the work now and then, with its progress in 0..=1. False: stop, and answer
    /// [`Stop::Cancelled`]. A long job may be kept here until it is its turn again.
    pub fn reach(&self, progress: f32) -> bool {
        // The clock is read once for all that wants to know.
        let now = self.desk.now();
        if !self.state.reach(progress, self.state.running_for(now)) {
            return false;
        }
        self.desk.relieve(self.state, now);
        !self.state.is_cancelled()
    }
}

/// Why work gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It was told to stop.
    Cancelled,
    /// It could not be done; one sentence says why.
    Failed(String),
}

/// What a running job asks of those who gave it its worker.
pub(crate) trait Desk: Sync {
    /// The time.
    fn now(&self) -> Instant;

    /// Called by the job at a check point, at `now`: has it give its worker away where it is a long one and
    /// others wait, and keeps it here until it is its turn again.
    fn relieve(&self, state: &JobState, now: Instant);
}
