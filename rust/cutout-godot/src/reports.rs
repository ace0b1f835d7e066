//! What the scheduler knows, as dictionaries and as a trace.

use crate::work::Summary;
use cutout_scheduler::{Counts, JobRecord, Stage, Times};
use godot::prelude::*;
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

/// The report of a job whose end was taken.
pub fn report_of(record: &JobRecord<Summary>) -> VarDictionary {
    let mut answer = VarDictionary::new();
    answer.set("outcome", record.outcome.name());
    answer.set("stage", Stage::Taken.name());
    answer.set("error", record.error.as_str());
    answer.set("cached", record.cached);
    answer.set("submitted_usec", usec(Some(record.submitted)));
    answer.set("wait_usec", usec(record.wait));
    answer.set("run_usec", usec(record.run));
    answer.set("delivery_usec", usec(record.delivery));
    answer.set("degraded", "");
    if let Some(Summary { pieces, report, degraded }) = &record.summary {
        answer.set("degraded", degraded.as_str());
        answer.set("pieces", count(*pieces));
        answer.set("area_in", report.area_in);
        answer.set("area_out", report.area_out);
        answer.set("gap_area", report.gap_area);
        answer.set("vanished", report.vanished);
        answer.set("taken_area", report.taken_area);
        answer.set("dust_area", report.dust_area);
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

/// Reports of the `count` jobs that a worker had longest, with their ids; the longest first. Linear in the
/// records.
pub fn slowest_of<'a>(
    records: impl Iterator<Item = (u64, &'a JobRecord<Summary>)>,
    count: usize,
) -> Array<VarDictionary> {
    let mut slowest: Vec<(Duration, u64, &JobRecord<Summary>)> = Vec::with_capacity(count + 1);
    for (id, record) in records {
        let Some(run) = record.run.filter(|_| !record.cached) else { continue };
        let at = slowest.partition_point(|&(longer, _, _)| longer >= run);
        if at < count {
            slowest.insert(at, (run, id, record));
            slowest.truncate(count);
        }
    }
    let with_id = |(_, id, record): (Duration, u64, &JobRecord<Summary>)| {
        let mut report = report_of(record);
        report.set("id", id.cast_signed());
        report
    };
    slowest.into_iter().map(with_id).collect()
}

/// How many statistics there are.
const STATS: usize = 26;

/// The keys of the statistics as the engine has them: making a string for each would take longer than all
/// else.
pub struct StatKeys([Variant; STATS]);

impl Default for StatKeys {
    fn default() -> Self {
        Self(statistics(&Counts::default(), &Times::default()).map(|(key, _)| key.to_variant()))
    }
}

/// The statistics, as a dictionary.
pub fn stats_of(counts: &Counts, times: &Times, keys: &StatKeys) -> VarDictionary {
    let mut answer = VarDictionary::new();
    for (key, (_, value)) in keys.0.iter().zip(statistics(counts, times)) {
        answer.set(key, &value);
    }
    answer
}

fn statistics(counts: &Counts, times: &Times) -> [(&'static str, Variant); STATS] {
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
