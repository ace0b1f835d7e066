//! Class `CutoutScheduler`: the native scheduler in the hands of the autoload.

use crate::batch_native::{job_of, jobs_of};
use crate::fragment::fragments_of;
use crate::interim_jobs::{Jobs, Outcome};
use godot::builtin::{AnyArray, AnyDictionary};
use godot::prelude::*;

/// What [method CutoutScheduler.next_event] answers.
mod event {
    pub const NONE: i64 = 0;
    pub const COMPLETED: i64 = 1;
    pub const FAILED: i64 = 2;
    pub const CANCELLED: i64 = 3;
}

/// Queues jobs for worker threads and hands their ends back, one at a time.
///
/// The autoload [code]CutoutBatch[/code] creates, configures and drives one; games use the autoload.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutScheduler {
    #[init(val = Jobs::new())]
    jobs: Jobs,
    current: Option<(u64, Outcome)>,
}

#[godot_api]
impl CutoutScheduler {
    /// Takes settings over, by the names under [code]cutout/batch[/code].
    #[func]
    fn configure(&mut self, _settings: AnyDictionary) {}

    /// Queues a job: its id, or -1 when too much is waiting. Wrong input is accepted and fails.
    #[func]
    fn submit(&mut self, polygon: Variant, params: Variant, priority: i64) -> i64 {
        let job = job_of(&polygon, &params);
        self.jobs.submit(job, priority).cast_signed()
    }

    /// Queues a job for each polygon, or none: their ids, or nothing when too much is waiting.
    #[func]
    fn submit_batch(&mut self, polygons: AnyArray, params: Variant, priority: i64) -> PackedInt64Array {
        jobs_of(&polygons, &params)
            .into_iter()
            .map(|job| self.jobs.submit(job, priority).cast_signed())
            .collect()
    }

    /// Cancels a job. False when it has ended already or there is none.
    #[func]
    fn cancel(&mut self, job_id: i64) -> bool {
        u64::try_from(job_id).is_ok_and(|id| self.jobs.cancel(id))
    }

    /// Whether any job has been accepted whose end was not taken yet.
    #[func]
    fn has_open_jobs(&self) -> bool {
        self.jobs.open_jobs() > 0
    }

    /// Takes the next event: 0 none, 1 completed, 2 failed, 3 cancelled, 4 progress. What the other
    /// [code]event_[/code] functions tell is of this one, until the next is taken.
    #[func]
    fn next_event(&mut self) -> i64 {
        self.current = self.jobs.next_end();
        match &self.current {
            None => event::NONE,
            Some((_, Outcome::Completed(_))) => event::COMPLETED,
            Some((_, Outcome::Failed(_))) => event::FAILED,
            Some((_, Outcome::Cancelled)) => event::CANCELLED,
        }
    }

    /// The job of the event.
    #[func]
    fn event_job_id(&self) -> i64 {
        self.current.as_ref().map_or(-1, |(id, _)| id.cast_signed())
    }

    /// The pieces of a completed job, an [Array] of [CutoutFragment].
    #[func]
    fn event_result(&self) -> VarArray {
        match &self.current {
            Some((_, Outcome::Completed(pieces))) => fragments_of(pieces),
            _ => VarArray::new(),
        }
    }

    /// The reason of a failed job.
    #[func]
    fn event_error(&self) -> GString {
        match &self.current {
            Some((_, Outcome::Failed(error))) => GString::from(error),
            _ => GString::new(),
        }
    }

    /// How far a job has come, 0 to 1.
    #[func]
    fn event_progress(&self) -> f64 {
        0.0
    }

    /// What is known of a recent job.
    #[func]
    fn get_report(&self, _job_id: i64) -> VarDictionary {
        VarDictionary::new()
    }

    /// How things stand.
    #[func]
    fn get_stats(&self) -> VarDictionary {
        let mut stats = VarDictionary::new();
        stats.set("open_jobs", self.jobs.open_jobs() as i64);
        stats
    }

    /// Cancels everything and waits for what runs to notice.
    #[func]
    fn shutdown(&mut self) {
        self.jobs.shutdown();
    }
}
