//! What the scheduler knows, as dictionaries and as a trace.

use crate::work::Summary;
use cutout_geometry::Repairs;
use cutout_scheduler::{Counts, JobRecord, Stage, Times};
use godot::prelude::*;
use godot::sys::{GodotFfi, interface_fn};
use std::cell::OnceCell;
use std::fmt::Write as _;
use std::time::Duration;

/// Percentiles that the statistics tell of each time.
const PERCENTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// A number of things as scripts count.
pub fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn usec(time: Option<Duration>) -> f64 {
    time.map_or(0.0, |time| time.as_secs_f64() * 1e6)
}

/// The report of a job whose end was not taken.
pub fn report_of_open(stage: Stage) -> VarDictionary {
    let mut answer = VarDictionary::new();
    answer.set("outcome", "");
    answer.set("stage", stage.name());
    answer
}

/// The keys of a dictionary that is made often, as the engine has them: making a string for each would take
/// longer than all else. Known with the first that is made.
pub struct Keys<const N: usize>(OnceCell<[Variant; N]>);

impl<const N: usize> Default for Keys<N> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<const N: usize> Keys<N> {
    /// Sets what `entries` say, which have the same keys each time.
    fn set(&self, entries: [(&'static str, Variant); N], into: &mut VarDictionary) {
        let keys = self.0.get_or_init(|| entries.each_ref().map(|(key, _)| key.to_variant()));
        let place_of = interface_fn!(dictionary_operator_index);
        for (key, (_, value)) in keys.iter().zip(entries) {
            // SAFETY: the dictionary is alive, ours and not read-only, so the engine answers where the entry of the key
            // is, new ones hold nil; it is assigned to before anything else is done to the dictionary.
            unsafe {
                let place: *mut Variant = place_of(into.sys_mut(), key.var_sys()).cast();
                if !place.is_null() {
                    *place = value;
                }
            }
        }
    }
}

/// The keys of all that is told here.
#[derive(Default)]
pub struct ReportKeys {
    job: Keys<9>,
    result: Keys<11>,
    repairs: Keys<6>,
    stats: Keys<26>,
}

/// The report of a job whose end was taken.
pub fn report_of(record: &JobRecord<Summary>, keys: &ReportKeys) -> VarDictionary {
    let mut answer = VarDictionary::new();
    let Some(summary) = &record.summary else {
        keys.job.set(of_job(record, ""), &mut answer);
        return answer;
    };
    keys.job.set(of_job(record, &summary.degraded), &mut answer);
    let mut repairs = VarDictionary::new();
    keys.repairs.set(of_repairs(&summary.report.repairs), &mut repairs);
    keys.result.set(of_result(summary, &repairs), &mut answer);
    answer
}

fn of_job(record: &JobRecord<Summary>, degraded: &str) -> [(&'static str, Variant); 9] {
    let time = |time| usec(time).to_variant();
    [
        ("outcome", record.outcome.name().to_variant()),
        ("stage", Stage::Taken.name().to_variant()),
        ("error", record.error.as_str().to_variant()),
        ("cached", record.cached.to_variant()),
        ("submitted_usec", time(Some(record.submitted))),
        ("wait_usec", time(record.wait)),
        ("run_usec", time(record.run)),
        ("delivery_usec", time(record.delivery)),
        ("degraded", degraded.to_variant()),
    ]
}

fn of_result(summary: &Summary, repairs: &VarDictionary) -> [(&'static str, Variant); 11] {
    let report = &summary.report;
    [
        ("pieces", count(summary.pieces).to_variant()),
        ("area_in", report.area_in.to_variant()),
        ("area_out", report.area_out.to_variant()),
        ("gap_area", report.gap_area.to_variant()),
        ("vanished", report.vanished.to_variant()),
        ("taken_area", report.taken_area.to_variant()),
        ("dust_area", report.dust_area.to_variant()),
        ("vertices", report.vertices.to_variant()),
        ("outlines", report.outlines.to_variant()),
        ("holes", report.holes.to_variant()),
        ("repairs", repairs.to_variant()),
    ]
}

fn of_repairs(repairs: &Repairs) -> [(&'static str, Variant); 6] {
    [
        ("duplicate_points", repairs.duplicate_points.to_variant()),
        ("collinear_points", repairs.collinear_points.to_variant()),
        ("spikes", repairs.spikes.to_variant()),
        ("reversed_rings", repairs.reversed_rings.to_variant()),
        ("dropped_rings", repairs.dropped_rings.to_variant()),
        ("rebuilt", repairs.rebuilt.to_variant()),
    ]
}

/// Reports of jobs with their ids, in the order in which they come.
pub fn reports_of(jobs: &[(u64, &JobRecord<Summary>)], keys: &ReportKeys) -> Array<VarDictionary> {
    let with_id = |&(id, record): &(u64, &JobRecord<Summary>)| {
        let mut report = report_of(record, keys);
        report.set("id", id.cast_signed());
        report
    };
    jobs.iter().map(with_id).collect()
}

/// The statistics, as a dictionary.
pub fn stats_of(counts: &Counts, times: &Times, keys: &ReportKeys) -> VarDictionary {
    let mut answer = VarDictionary::new();
    keys.stats.set(statistics(counts, times), &mut answer);
    answer
}

fn statistics(counts: &Counts, times: &Times) -> [(&'static str, Variant); 26] {
    let cache = &counts.cache;
    let [wait, run, delivery] = [&times.wait, &times.run, &times.delivery]
        .map(|window| window.percentiles_usec(PERCENTILES).map(|usec| i64::from(usec).to_variant()));
    let [wait_p50, wait_p95, wait_p99] = wait;
    let [run_p50, run_p95, run_p99] = run;
    let [delivery_p50, delivery_p95, delivery_p99] = delivery;
    let total = |number: u64| number.cast_signed().to_variant();
    let now = |number: usize| count(number).to_variant();
    let asked = cache.hits + cache.misses;
    let hit_rate = if asked > 0 { cache.hits as f64 / asked as f64 } else { 0.0 };
    [
        ("submitted", total(counts.submitted)),
        ("completed", total(counts.completed)),
        ("failed", total(counts.failed)),
        ("cancelled", total(counts.cancelled)),
        ("delivered", total(counts.completed + counts.failed + counts.cancelled)),
        ("refused", total(counts.refused)),
        ("held", now(counts.held)),
        ("waiting", now(counts.waiting)),
        ("running", now(counts.running)),
        ("open", now(counts.open)),
        ("pending_bytes", now(counts.pending_bytes)),
        ("threads", now(counts.threads)),
        ("cache_entries", now(cache.entries)),
        ("cache_bytes", now(cache.bytes)),
        ("cache_hits", total(cache.hits)),
        ("cache_misses", total(cache.misses)),
        ("wait_p50_usec", wait_p50),
        ("wait_p95_usec", wait_p95),
        ("wait_p99_usec", wait_p99),
        ("run_p50_usec", run_p50),
        ("run_p95_usec", run_p95),
        ("run_p99_usec", run_p99),
        ("delivery_p50_usec", delivery_p50),
        ("delivery_p95_usec", delivery_p95),
        ("delivery_p99_usec", delivery_p99),
        ("cache_hit_rate", hit_rate.to_variant()),
    ]
}

/// The stages of jobs in the trace format of Chrome.
pub fn trace_of<'a>(records: impl Iterator<Item = (u64, &'a JobRecord<Summary>)>) -> String {
    let mut trace = String::from("{\"traceEvents\":[");
    let mut first = true;
    for (id, record) in records {
        let mut at = record.submitted;
        for (stage, time) in [("wait", record.wait), ("run", record.run), ("delivery", record.delivery)] {
            let Some(time) = time else { continue };
            let outcome = record.outcome.name();
            for (phase, at) in [("b", at), ("e", at + time)] {
                trace.push_str(if first { "" } else { ",\n" });
                first = false;
                let nanoseconds = at.as_nanos();
                // Writing to a string does not fail.
                let _ = write!(
                    trace,
                    r#"{{"name":"{stage}","cat":"job","ph":"{phase}","id":{id},"pid":1,"tid":1,"ts":{}.{:03},"args":{{"outcome":"{outcome}"}}}}"#,
                    nanoseconds / 1000,
                    nanoseconds % 1000,
                );
            }
            at += time;
        }
    }
    trace.push_str("]}");
    trace
}
