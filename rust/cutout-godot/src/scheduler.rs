//! Class `CutoutScheduler`: the jobs in the background, in the hands of the autoload.

use crate::batch_native::{job_with, jobs_of};
use crate::carve_in::carving_from;
use crate::detail::Detail;
use crate::drawing::Drawing;
use crate::fragment_sets::FragmentSets;
use crate::params_in::RecentParams;
use crate::pieces::Pieces;
use crate::reports::{ReportKeys, count, report_of, report_of_open, reports_of, stats_of, trace_of};
use crate::work::FractureJob;
use cutout_scheduler::{End, Event, Jobs, Limits};
use godot::builtin::{AnyArray, AnyDictionary, vslice};
use godot::classes::Time;
use godot::prelude::*;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The kinds of events, in the lowest bits of what `next_event` answers.
mod event {
    pub const NONE: i64 = 0;
    pub const COMPLETED: i64 = 1;
    pub const FAILED: i64 = 2;
    pub const CANCELLED: i64 = 3;
    pub const PROGRESS: i64 = 4;
    pub const BITS: u32 = 3;
    pub const MASK: i64 = (1 << BITS) - 1;
}

/// Queues jobs for worker threads and hands their ends back, one at a time.
///
/// The autoload [code]CutoutBatch[/code] creates, configures, drives and frees one; games use the
/// autoload.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutScheduler {
    jobs: Jobs<FractureJob>,
    recent_params: RecentParams,
    fragment_sets: FragmentSets,
    current: Option<Event<Pieces>>,
    #[init(val = StringName::from("job_completed"))]
    completed_signal: StringName,
    report_keys: ReportKeys,
    #[init(val = true)]
    has_short_way: bool,
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
        // No more than there is to address, where addresses have 32 bits.
        let megabytes = |mb: usize| mb.saturating_mul(1 << 20);
        let milliseconds = |value: usize| (value > 0).then(|| Duration::from_millis(value as u64));
        let defaults = Limits::default();
        self.jobs.configure(Limits {
            threads: number("threads").unwrap_or(defaults.threads),
            long_jobs: number("long_jobs").unwrap_or(defaults.long_jobs),
            jobs: number("max_queue_size").unwrap_or(defaults.jobs),
            pending_bytes: number("max_pending_mb").map_or(defaults.pending_bytes, megabytes),
            timeout: number("job_timeout_ms").map_or(defaults.timeout, milliseconds),
            aging: number("aging_ms").map_or(defaults.aging, milliseconds),
            order_wait: number("order_wait_ms").map_or(defaults.order_wait, milliseconds),
            cache_bytes: number("cache_mb").map_or(defaults.cache_bytes, megabytes),
            cache_ttl: number("cache_ttl_s")
                .map_or(defaults.cache_ttl, |s| milliseconds(s.saturating_mul(1000))),
        });
    }

    /// Says whether [method submit] may do anything.
    #[func]
    fn open_short_way(&mut self, is_open: bool) {
        self.has_short_way = is_open;
    }

    /// Queues a job: its id, or -1 when too much is waiting. Wrong input is accepted and fails. 0: nothing was
    /// done, for [method open_short_way] says that there is more to a submit than this.
    // The engine calls [`crate::short_submit`] in its place.
    #[func]
    fn submit(&mut self, polygon: Variant, params: Variant, priority: i64) -> i64 {
        self.submit_shortly(&polygon, &params, priority)
    }

    /// As [method submit], whatever there is to it, to be run after the jobs [param after] and with the part
    /// [param detail] (more than 0, up to 1) of the pieces that the params ask for; the job's report says so.
    /// With [param decomposes], concave pieces come decomposed, for bodies and meshes that will be made of them.
    #[func]
    fn submit_after(
        &mut self,
        polygon: Variant,
        params: Variant,
        priority: i64,
        after: PackedInt64Array,
        detail: f64,
        decomposes: bool,
    ) -> i64 {
        let job =
            self.job_of(&polygon, &params).map(|job| Detail::new(detail).of(job).decomposed(decomposes));
        self.jobs.submit_after(job, priority, &ids_of(&after)).map_or(-1, u64::cast_signed)
    }

    /// As [method submit_after], with the part [param detail] of the pieces, by who asks again later: where there is
    /// no room, no refusal is counted, and the answer is minus the bytes that the job would add to what is
    /// pending, or -1 where it would add none.
    #[func]
    fn submit_if_room(&mut self, polygon: Variant, params: Variant, priority: i64, detail: f64) -> i64 {
        let job = self.job_of(&polygon, &params).map(|job| Detail::new(detail).of(job));
        let bytes = self.jobs.bytes_of(std::slice::from_ref(&job));
        if self.jobs.has_room_for(1, bytes) {
            self.jobs.accept(job, priority, &[]).cast_signed()
        } else {
            -count(bytes.max(1))
        }
    }

    /// As [method submit_after], after nothing, for an outline in parts that stay apart even where they touch:
    /// [param parts] tells how many of the polygon's rings are of each. Concave pieces come decomposed.
    #[func]
    fn submit_apart(
        &mut self,
        polygon: Variant,
        parts: PackedInt32Array,
        params: Variant,
        priority: i64,
        detail: f64,
    ) -> i64 {
        // Less than none is none, which the geometry refuses.
        let parts = parts.as_slice().iter().map(|&rings| usize::try_from(rings).unwrap_or(0)).collect();
        let job = self
            .job_of(&polygon, &params)
            .map(|job| Detail::new(detail).of(FractureJob { parts, ..job }).decomposed(true));
        self.jobs.submit(job, priority).map_or(-1, u64::cast_signed)
    }

    /// As [method submit_after], for a preview in the editor: what [method event_drawing] answers is made on the
    /// worker. For a scheduler whose cache is off.
    #[func]
    fn submit_preview(&mut self, polygon: Variant, params: Variant) -> i64 {
        let job = self.job_of(&polygon, &params).map(|job| FractureJob { draws: true, ..job });
        self.jobs.submit(job, 0).map_or(-1, u64::cast_signed)
    }

    /// Queues a carving: its id, or -1 when too much is waiting. Wrong input is accepted and fails. The tools
    /// and options are those of [code]CutoutBatch.submit_carve[/code].
    #[func]
    fn submit_carve(
        &mut self,
        polygon: Variant,
        tool: Variant,
        options: Variant,
        priority: i64,
        decomposes: bool,
    ) -> i64 {
        let job = carve_job(&polygon, &tool, &options).map(|job| job.decomposed(decomposes));
        self.jobs.submit(job, priority).map_or(-1, u64::cast_signed)
    }

    /// What is wrong with tools and options, in one sentence; empty when nothing is.
    #[func]
    fn carve_error(&self, tool: Variant, options: Variant) -> GString {
        carving_from(&tool, &options).err().map_or_else(GString::new, |error| GString::from(&error))
    }

    /// Queues a job for each polygon, or none: their ids, or nothing when too much is waiting. The others as
    /// in [method submit_after].
    #[func]
    fn submit_batch(
        &mut self,
        polygons: AnyArray,
        params: Variant,
        priority: i64,
        after: PackedInt64Array,
        detail: f64,
    ) -> PackedInt64Array {
        let mut detail = Detail::new(detail);
        // Before room is asked for: what they will hold is what is counted.
        let jobs: Vec<_> =
            jobs_of(&polygons, &params).into_iter().map(|job| job.map(|job| detail.of(job))).collect();
        if !self.jobs.has_room_for(jobs.len(), self.jobs.bytes_of(&jobs)) {
            self.jobs.note_refusal();
            return PackedInt64Array::new();
        }
        let after = ids_of(&after);
        jobs.into_iter().map(|job| self.jobs.accept(job, priority, &after).cast_signed()).collect()
    }

    /// Cancels a job. False when it has ended already or there is none.
    #[func]
    fn cancel(&mut self, job_id: i64) -> bool {
        u64::try_from(job_id).is_ok_and(|id| self.jobs.cancel(id))
    }

    /// As [method cancel], for many. Answers how many it cancelled.
    #[func]
    fn cancel_all(&mut self, job_ids: PackedInt64Array) -> i64 {
        let cancelled = ids_of(&job_ids).into_iter().filter(|&id| self.jobs.cancel(id)).count();
        count(cancelled)
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

    /// Whether one more job would be accepted that adds [param bytes] to what is pending.
    #[func]
    fn has_room(&self, bytes: i64) -> bool {
        self.jobs.has_room_for(1, usize::try_from(bytes).unwrap_or(0))
    }

    /// Takes the next event: 0 when there is none, otherwise its kind (1 completed, 2 failed, 3 cancelled,
    /// 4 progress) and the job's id times 8 in one number. What the [code]event_[/code] functions tell is of
    /// this one, until the next is taken.
    #[func]
    fn next_event(&mut self) -> i64 {
        self.current = self.jobs.next_event();
        let (id, kind) = match &self.current {
            None => return event::NONE,
            Some(Event::Ended(id, End::Completed(_))) => (id, event::COMPLETED),
            Some(Event::Ended(id, End::Failed(_))) => (id, event::FAILED),
            Some(Event::Ended(id, End::Cancelled)) => (id, event::CANCELLED),
            Some(Event::Progressed(id, _)) => (id, event::PROGRESS),
        };
        id.cast_signed() << event::BITS | kind
    }

    /// Emits [code]job_completed[/code] of [param processor] for job after job, until the clock passes
    /// [param until_usec] or nothing is left: 0 then. Where something else is next, a job that is a key of
    /// [param owners] among it, answers it as [method next_event] does.
    #[func(gd_self)]
    fn hand_on(mut this: Gd<Self>, mut processor: Gd<Object>, owners: AnyDictionary, until_usec: i64) -> i64 {
        let left = until_usec.saturating_sub(Time::singleton().get_ticks_usec().cast_signed());
        let until = Instant::now() + Duration::from_micros(u64::try_from(left).unwrap_or(0));
        let completed = this.bind().completed_signal.clone();
        // A receiver may free the processor, and what it does to the jobs finds them let go of.
        while processor.is_instance_valid() {
            let (id, pieces) = {
                let mut scheduler = this.bind_mut();
                let next = scheduler.next_event();
                let (id, kind) = (next >> event::BITS, next & event::MASK);
                if kind != event::COMPLETED || (!owners.is_empty() && owners.contains_key(id)) {
                    return next;
                }
                (id, scheduler.event_result())
            };
            // What goes wrong in a receiver is told by the engine.
            let _ = processor.try_emit_signal(&completed, vslice![id, pieces]);
            if Instant::now() >= until {
                break;
            }
        }
        event::NONE
    }

    /// The pieces of a completed job, an [Array] of [CutoutFragment].
    #[func]
    fn event_result(&mut self) -> VarArray {
        match &self.current {
            Some(Event::Ended(_, End::Completed(pieces))) => {
                self.fragment_sets.fragments_of(pieces, |before| self.jobs.discard(before))
            }
            _ => VarArray::new(),
        }
    }

    /// The pieces of a completed job of [method submit_preview] as flat arrays to be drawn: [code]pieces[/code]
    /// (how many), [code]points[/code], [code]shades[/code] (a texture coordinate for each point, whose x
    /// differs from piece to piece), [code]triangles[/code] (three indices each), [code]cuts[/code] and
    /// [code]rims[/code] (two points for each edge on a cut or on the old outline),
    /// [code]smallest_area[/code] in square pixels and [code]smallest[/code], that piece's ring. Empty for
    /// any other event.
    #[func]
    fn event_drawing(&self) -> VarDictionary {
        let Some(Event::Ended(_, End::Completed(pieces))) = &self.current else {
            return VarDictionary::new();
        };
        let mut arrays = pieces.drawing().map(Drawing::to_dictionary).unwrap_or_default();
        arrays.set("pieces", count(pieces.len()));
        arrays
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

    /// What is known of a job that is open, or of a recent one that has ended; empty when nothing is.
    #[func]
    fn get_report(&self, job_id: i64) -> VarDictionary {
        let Ok(id) = u64::try_from(job_id) else { return VarDictionary::new() };
        let ended = self.jobs.record(id).map(|record| report_of(record, &self.report_keys));
        ended.or_else(|| self.jobs.stage(id).map(report_of_open)).unwrap_or_default()
    }

    /// Reports of the [param count] jobs that a worker had longest, each with its [code]id[/code], the longest
    /// first: of the [param latest] that have ended last.
    #[func]
    fn slowest_jobs(&self, count: i64, latest: i64) -> Array<VarDictionary> {
        let number = |value: i64| usize::try_from(value).unwrap_or(0);
        let slowest = self.jobs.slowest(number(count.min(64)), number(latest));
        reports_of(&slowest, &self.report_keys)
    }

    /// How things stand.
    #[func]
    fn get_stats(&self) -> VarDictionary {
        stats_of(&self.jobs.counts(), self.jobs.times(), &self.report_keys)
    }

    /// The recent jobs in the trace format of Chrome: a span for each job's waiting, running and
    /// delivery, as UTF-8. [code]chrome://tracing[/code] and Perfetto open it.
    #[func]
    fn get_trace(&self) -> PackedByteArray {
        PackedByteArray::from(trace_of(self.jobs.records()).as_bytes())
    }

    /// Forgets all kept results.
    #[func]
    fn clear_cache(&self) {
        self.jobs.clear_cache();
    }

    /// Forgets the kept result of one polygon with these params. Whether there was one.
    #[func]
    fn invalidate_cache(&mut self, polygon: Variant, params: Variant) -> bool {
        self.job_of(&polygon, &params).is_ok_and(|job| self.jobs.forget_result(&job))
    }

    /// Cancels everything and waits, within bounds, for what runs to notice. Nothing is told of it.
    #[func]
    fn shutdown(&mut self) {
        self.current = None;
        self.jobs.shutdown();
    }
}

impl CutoutScheduler {
    /// See [`submit`](Self::submit).
    pub fn submit_shortly(&mut self, polygon: &Variant, params: &Variant, priority: i64) -> i64 {
        if !self.has_short_way {
            return 0;
        }
        let job = self.job_of(polygon, params);
        self.jobs.submit(job, priority).map_or(-1, u64::cast_signed)
    }

    fn job_of(&mut self, polygon: &Variant, params: &Variant) -> Result<FractureJob, String> {
        let params = self.recent_params.params_of(params).map_err(|error| error.to_string())?;
        job_with(polygon, params)
    }
}

fn carve_job(polygon: &Variant, tool: &Variant, options: &Variant) -> Result<FractureJob, String> {
    let (carving, shatter) = carving_from(tool, options)?;
    Ok(FractureJob { carving: Some(Arc::new(carving)), ..job_with(polygon, shatter)? })
}

/// Ids as jobs have them; what can be none becomes 0, which the jobs refuse.
fn ids_of(ids: &PackedInt64Array) -> Vec<u64> {
    ids.as_slice().iter().map(|&id| u64::try_from(id).unwrap_or(0)).collect()
}
