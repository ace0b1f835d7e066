//! Class `CutoutScheduler`: the jobs in the background, in the hands of the autoload.

use crate::batch_native::{job_of, jobs_of};
use crate::fragment::fragments_of;
use crate::pieces::Pieces;
use crate::work::{FractureJob, Summary};
use cutout_scheduler::{Counts, End, Event, JobRecord, Jobs, Limits, Times, Work};
use godot::builtin::{AnyArray, AnyDictionary};
use godot::prelude::*;
use std::time::Duration;

/// What `next_event` answers.
mod event {
    pub const NONE: i64 = 0;
    pub const COMPLETED: i64 = 1;
    pub const FAILED: i64 = 2;
    pub const CANCELLED: i64 = 3;
    pub const PROGRESS: i64 = 4;
}

/// Percentiles that the statistics tell of each time.
const PERCENTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// Queues jobs for worker threads and hands their ends back, one at a time.
///
/// The autoload [code]CutoutBatch[/code] creates, configures, drives and frees one; games use the
/// autoload.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutScheduler {
    jobs: Jobs<FractureJob>,
    current: Option<Event<Pieces>>,
}

#[godot_api]
impl CutoutScheduler {
    /// Takes settings over, by their names under [code]cutout/batch[/code]. What is missing has its
    /// default. They hold from the next job on.
    #[func]
    fn configure(&mut self, settings: AnyDictionary) {
        let number = |key: &str| {
            let value = settings.get(key).and_then(|value| value.try_to_relaxed::<i64>().ok());
            value.and_then(|value| usize::try_from(value).ok())
        };
        let milliseconds = |value: usize| (value > 0).then(|| Duration::from_millis(value as u64));
        let defaults = Limits::default();
        self.jobs.configure(Limits {
            threads: number("threads").unwrap_or(defaults.threads),
            jobs: number("max_queue_size").unwrap_or(defaults.jobs),
            pending_bytes: number("max_pending_mb").map_or(defaults.pending_bytes, |mb| mb << 20),
            timeout: number("job_timeout_ms").map_or(defaults.timeout, milliseconds),
            aging: number("aging_ms").map_or(defaults.aging, milliseconds),
            cache_bytes: number("cache_mb").map_or(defaults.cache_bytes, |mb| mb << 20),
            cache_ttl: number("cache_ttl_s").map_or(defaults.cache_ttl, |s| milliseconds(s * 1000)),
        });
    }

    /// Queues a job: its id, or -1 when too much is waiting. Wrong input is accepted and fails.
    #[func]
    fn submit(&mut self, polygon: Variant, params: Variant, priority: i64) -> i64 {
        self.jobs.submit(job_of(&polygon, &params), priority).map_or(-1, u64::cast_signed)
    }

    /// As [method submit], with only the part [param detail] (more than 0, up to 1) of the pieces that the
    /// params ask for; the job's report says so.
    #[func]
    fn submit_with_detail(&mut self, polygon: Variant, params: Variant, priority: i64, detail: f64) -> i64 {
        let job = job_of(&polygon, &params).map(|job| job.with_detail(detail));
        self.jobs.submit(job, priority).map_or(-1, u64::cast_signed)
    }

    /// Queues a job for each polygon, or none: their ids, or nothing when too much is waiting.
    #[func]
    fn submit_batch(&mut self, polygons: AnyArray, params: Variant, priority: i64) -> PackedInt64Array {
        let jobs = jobs_of(&polygons, &params);
        let bytes = jobs.iter().flatten().map(FractureJob::heap_bytes).sum();
        if !self.jobs.has_room_for(jobs.len(), bytes) {
            return PackedInt64Array::new();
        }
        jobs.into_iter().filter_map(|job| self.jobs.submit(job, priority)).map(u64::cast_signed).collect()
    }

    /// Cancels a job. False when it has ended already or there is none.
    #[func]
    fn cancel(&mut self, job_id: i64) -> bool {
        u64::try_from(job_id).is_ok_and(|id| self.jobs.cancel(id))
    }

    /// Changes the priority of a job. False when it has ended already or there is none.
    #[func]
    fn set_priority(&mut self, job_id: i64, priority: i64) -> bool {
        u64::try_from(job_id).is_ok_and(|id| self.jobs.set_priority(id, priority))
    }

    /// How many jobs were accepted whose end was not taken yet.
    #[func]
    fn open_jobs(&self) -> i64 {
        count(self.jobs.open_jobs())
    }

    /// Whether one more job would be accepted.
    #[func]
    fn has_room(&self) -> bool {
        self.jobs.has_room_for(1, 0)
    }

    /// Takes the next event: 0 none, 1 completed, 2 failed, 3 cancelled, 4 progress. What the other
    /// [code]event_[/code] functions tell is of this one, until the next is taken.
    #[func]
    fn next_event(&mut self) -> i64 {
        self.current = self.jobs.next_event();
        match &self.current {
            None => event::NONE,
            Some(Event::Ended(_, End::Completed(_))) => event::COMPLETED,
            Some(Event::Ended(_, End::Failed(_))) => event::FAILED,
            Some(Event::Ended(_, End::Cancelled)) => event::CANCELLED,
            Some(Event::Progressed(..)) => event::PROGRESS,
        }
    }

    /// The job of the event.
    #[func]
    fn event_job_id(&self) -> i64 {
        match &self.current {
            Some(Event::Ended(id, _) | Event::Progressed(id, _)) => id.cast_signed(),
            None => -1,
        }
    }

    /// The pieces of a completed job, an [Array] of [CutoutFragment].
    #[func]
    fn event_result(&self) -> VarArray {
        match &self.current {
            Some(Event::Ended(_, End::Completed(pieces))) => fragments_of(pieces),
            _ => VarArray::new(),
        }
    }

    /// The reason of a failed job.
    #[func]
    fn event_error(&self) -> GString {
        match &self.current {
            Some(Event::Ended(_, End::Failed(error))) => GString::from(error),
            _ => GString::new(),
        }
    }

    /// How far a job has come, 0 to 1.
    #[func]
    fn event_progress(&self) -> f64 {
        match &self.current {
            Some(Event::Progressed(_, progress)) => f64::from(*progress),
            _ => 0.0,
        }
    }

    /// What is known of a recent job that has ended; empty when nothing is.
    #[func]
    fn get_report(&self, job_id: i64) -> VarDictionary {
        u64::try_from(job_id).ok().and_then(|id| self.jobs.record(id)).map(report_of).unwrap_or_default()
    }

    /// How things stand.
    #[func]
    fn get_stats(&self) -> VarDictionary {
        stats_of(&self.jobs.counts(), self.jobs.times())
    }

    /// The recent jobs in the trace format of Chrome: a span for each job's waiting, running and
    /// delivery. [code]chrome://tracing[/code] and Perfetto open it.
    #[func]
    fn get_trace(&self) -> GString {
        GString::from(&trace_of(self.jobs.records()))
    }

    /// Forgets all kept results.
    #[func]
    fn clear_cache(&self) {
        self.jobs.clear_cache();
    }

    /// Cancels everything and waits, within bounds, for what runs to notice. Nothing is told of it.
    #[func]
    fn shutdown(&mut self) {
        self.current = None;
        self.jobs.shutdown();
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn usec(time: Option<Duration>) -> f64 {
    time.map_or(0.0, |time| time.as_secs_f64() * 1e6)
}

fn report_of(record: &JobRecord<Summary>) -> VarDictionary {
    let mut answer = VarDictionary::new();
    answer.set("outcome", record.outcome);
    answer.set("error", record.error.as_str());
    answer.set("cached", record.cached);
    answer.set("wait_usec", usec(record.wait));
    answer.set("run_usec", usec(record.run));
    answer.set("delivery_usec", usec(record.delivery));
    answer.set("degraded", "");
    if let Some(Summary { pieces, report, degraded }) = &record.summary {
        answer.set("degraded", degraded.as_str());
        answer.set("pieces", count(*pieces));
        answer.set("area_in", report.area_in);
        answer.set("area_out", report.area_out);
        answer.set("vertices", report.vertices);
        answer.set("outlines", report.outlines);
        answer.set("holes", report.holes);
        let mut repairs = VarDictionary::new();
        repairs.set("duplicate_points", report.repairs.duplicate_points);
        repairs.set("collinear_points", report.repairs.collinear_points);
        repairs.set("spikes", report.repairs.spikes);
        repairs.set("reversed_rings", report.repairs.reversed_rings);
        repairs.set("dropped_rings", report.repairs.dropped_rings);
        repairs.set("rebuilt", report.repairs.rebuilt);
        answer.set("repairs", &repairs);
    }
    answer
}

fn stats_of(counts: &Counts, times: &Times) -> VarDictionary {
    let mut answer = VarDictionary::new();
    answer.set("submitted", counts.submitted.cast_signed());
    answer.set("completed", counts.completed.cast_signed());
    answer.set("failed", counts.failed.cast_signed());
    answer.set("cancelled", counts.cancelled.cast_signed());
    answer.set("refused", counts.refused.cast_signed());
    answer.set("waiting", count(counts.waiting));
    answer.set("running", count(counts.running));
    answer.set("open", count(counts.open));
    answer.set("pending_bytes", count(counts.pending_bytes));
    answer.set("threads", count(counts.threads));
    answer.set("cache_entries", count(counts.cache.entries));
    answer.set("cache_bytes", count(counts.cache.bytes));
    answer.set("cache_hits", counts.cache.hits.cast_signed());
    answer.set("cache_misses", counts.cache.misses.cast_signed());
    for (name, window) in [("wait", &times.wait), ("run", &times.run), ("delivery", &times.delivery)] {
        for (part, value) in [50, 95, 99].into_iter().zip(window.percentiles_usec(PERCENTILES)) {
            answer.set(format!("{name}_p{part}_usec").as_str(), i64::from(value));
        }
    }
    answer
}

fn trace_of<'a>(records: impl Iterator<Item = (u64, &'a JobRecord<Summary>)>) -> String {
    let mut events = Vec::new();
    for (id, record) in records {
        let mut at = record.submitted;
        for (stage, time) in [("wait", record.wait), ("run", record.run), ("delivery", record.delivery)] {
            let Some(time) = time else { continue };
            let outcome = record.outcome;
            for (phase, at) in [("b", at), ("e", at + time)] {
                events.push(format!(
                    r#"{{"name":"{stage}","cat":"job","ph":"{phase}","id":{id},"pid":1,"tid":1,"ts":{:.1},"args":{{"outcome":"{outcome}"}}}}"#,
                    usec(Some(at))
                ));
            }
            at += time;
        }
    }
    format!("{{\"traceEvents\":[{}]}}", events.join(",\n"))
}
