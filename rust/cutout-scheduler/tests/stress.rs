//! Everything at once: panics, failures, timeouts, cancels, changed priorities, jobs after others, refusals,
//! changing limits and a reader that stops at times.
//!
//! `STRESS_JOBS=1000000 cargo test --release -p cutout-scheduler --test stress -- --nocapture` for the long run; its
//! record is tests/STRESS.md.

mod task;

use cutout_scheduler::{Clock, End, Event, Jobs, Limits};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use task::{Gate, Task, jobs, jobs_by, take, two_threads};

/// Jobs that may be open.
const MOST_OPEN: usize = 500;
/// How long no end may come while jobs are open.
const WATCHDOG: Duration = task::HANG;

/// What is known of a job that was accepted.
struct Expected {
    priority: i64,
    /// `completed` or `failed`, when nobody interferes.
    end: &'static str,
    after: Option<u64>,
    /// Its place in the order is that of its submission.
    in_order: bool,
}

/// What came of all jobs, checked as they end.
#[derive(Default)]
struct Ledger {
    expected: HashMap<u64, Expected>,
    outcomes: HashMap<u64, &'static str>,
    cancelled: HashSet<u64>,
    /// By priority, the last id that ended of those that stand in the order of submission.
    last: BTreeMap<i64, u64>,
    counts: BTreeMap<&'static str, usize>,
}

impl Ledger {
    fn note(&mut self, id: u64, end: &End<u64>) {
        let found = match end {
            End::Completed(_) => "completed",
            End::Failed(_) => "failed",
            End::Cancelled => "cancelled",
        };
        let expected = &self.expected[&id];
        let mut wanted = expected.end;
        if self.cancelled.contains(&id) {
            wanted = "cancelled";
        } else if let Some(earlier) = expected.after {
            match self.outcomes.get(&earlier) {
                Some(&"completed") => {}
                Some(_) => wanted = "failed",
                None => panic!("job {id} ended before {earlier}"),
            }
        }
        assert_eq!(found, wanted, "job {id}: {end:?}");
        if expected.in_order {
            let last = self.last.insert(expected.priority, id).unwrap_or(0);
            assert!(last < id, "job {id} of priority {} ended after {last}", expected.priority);
        }
        assert!(self.outcomes.insert(id, found).is_none(), "job {id} ended twice");
        *self.counts.entry(found).or_default() += 1;
    }
}

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn limits(threads: usize) -> Limits {
    Limits {
        threads,
        long_jobs: threads % 3,
        timeout: Some(Duration::from_millis(1)),
        jobs: MOST_OPEN,
        ..two_threads()
    }
}

/// Takes ends until so many jobs are open still.
fn drain(jobs: &mut Jobs<Task>, ledger: &mut Ledger, open: usize) {
    let mut last = Instant::now();
    while jobs.open_jobs() > open {
        match jobs.next_event() {
            Some(Event::Ended(id, end)) => {
                ledger.note(id, &end);
                last = Instant::now();
            }
            Some(Event::Progressed(..)) => {}
            None => {
                assert!(last.elapsed() < WATCHDOG, "no end for {WATCHDOG:?}: {:?}", jobs.counts());
                std::thread::yield_now();
            }
        }
    }
}

/// Submits: what the environment asks for, or so many as take a moment.
fn submits() -> usize {
    std::env::var("STRESS_JOBS").ok().and_then(|number| number.parse().ok()).unwrap_or(20_000)
}

#[test]
fn every_accepted_job_ends_exactly_once_whatever_happens() {
    let total = submits();
    let began = Instant::now();
    let mut random = 7;
    let mut jobs = jobs(limits(2));
    let started = Arc::new(AtomicUsize::new(0));
    let mut ledger = Ledger::default();
    let mut open: Vec<u64> = Vec::new();
    let mut refused = 0_usize;
    for number in 0..total as u64 {
        let draw = splitmix(&mut random);
        let (task, end) = match draw % 100 {
            0 => (Task::Panics, "failed"),
            1 => (Task::Fails, "failed"),
            2 if draw.is_multiple_of(7) => (Task::Endless(Arc::clone(&started)), "failed"),
            _ => (Task::Number(number), "completed"),
        };
        let priority = (draw >> 8) as i64 % 4;
        let after = (draw >> 12 & 15 == 0).then(|| open.last().copied()).flatten();
        match jobs.submit_after(Ok(task), priority, after.as_slice()) {
            Some(id) => {
                ledger.expected.insert(id, Expected { priority, end, after, in_order: after.is_none() });
                open.push(id);
            }
            None => {
                refused += 1;
                assert_eq!(jobs.open_jobs(), MOST_OPEN, "refused without need");
                // Or most would be, where the workers do not come after.
                drain(&mut jobs, &mut ledger, MOST_OPEN - 20);
            }
        }
        if draw >> 16 & 7 == 0 && !open.is_empty() {
            let victim = open[(draw >> 24) as usize % open.len()];
            if jobs.cancel(victim) {
                ledger.cancelled.insert(victim);
            }
        }
        if draw >> 32 & 7 == 0 && !open.is_empty() {
            let id = open[(draw >> 40) as usize % open.len()];
            if jobs.set_priority(id, (draw >> 50) as i64 % 4)
                && let Some(expected) = ledger.expected.get_mut(&id)
            {
                // Now it stands among jobs some of which have ended before it came.
                expected.in_order = false;
            }
        }
        if number % 5000 == 4999 {
            jobs.configure(limits(1 + draw as usize % 4));
        }
        // A reader that takes two ends at most for each submit, and stops for longer than the queue has room.
        for _ in 0..2 {
            if number % 2000 >= 700
                && draw >> 44 & 15 != 0
                && let Some(Event::Ended(id, end)) = jobs.next_event()
            {
                ledger.note(id, &end);
            }
        }
        if open.len() > 600 {
            open.drain(..300);
        }
    }
    drain(&mut jobs, &mut ledger, 0);
    assert_eq!(ledger.outcomes.len() + refused, total, "accepted and refused");
    assert!(jobs.next_event().is_none(), "nothing comes after the last end");
    let counts = jobs.counts();
    assert_eq!((counts.pending_bytes, counts.held, counts.waiting, counts.running), (0, 0, 0, 0));
    assert_eq!(counts.completed + counts.failed + counts.cancelled, counts.submitted);
    assert_eq!(counts.refused as usize, refused);
    assert!(refused > 0 && refused * 2 < total, "some are refused: {refused} of {total}");
    assert!(
        ledger.cancelled.len() * 200 > total,
        "many are cancelled: {} of {total}",
        ledger.cancelled.len()
    );
    println!("{total} submits in {:.1?}: {:?}, {refused} refused", began.elapsed(), ledger.counts);
}

/// Long jobs that run and rest at once in the test below.
const MOST_LONG: usize = 12;

/// Long jobs come, rest and end, the number of threads and of places for long ones changes, the workers find nothing
/// to do at times; a short job comes back always, while each long one stays where it is.
#[test]
#[cfg_attr(feature = "inline", ignore = "one pair of hands has no place for long jobs")]
fn no_short_job_waits_for_long_ones_whatever_happens() {
    let clock = Clock::standing();
    let limits = |threads, long_jobs| Limits { threads, long_jobs, timeout: None, ..two_threads() };
    let mut jobs = jobs_by(&clock, limits(1, 1));
    let mut random = 11;
    let mut long: Vec<(u64, Gate)> = Vec::new();
    let mut most = 0;
    let submit = |jobs: &mut Jobs<Task>, task, priority| {
        let Some(id) = jobs.submit(Ok(task), priority) else { panic!("there is room") };
        id
    };
    for number in 0..submits() as u64 / 10 {
        let draw = splitmix(&mut random);
        match draw % 16 {
            0..3 if long.len() < MOST_LONG => {
                let gate = Gate::default();
                // Of a priority of its own, so that the order of ends says nothing about it.
                let id = submit(&mut jobs, Task::Long(clock.clone(), Arc::clone(&gate)), 10 + number as i64);
                long.push((id, gate));
            }
            3..5 if !long.is_empty() => {
                let (id, gate) = long.swap_remove((draw >> 8) as usize % long.len());
                // One that rests would wait for its turn with the gate open; cancelled it ends at once.
                gate.store(draw >> 16 & 1 == 0, Ordering::Relaxed);
                jobs.cancel(id);
                let ends = take(&mut jobs, 1);
                assert_eq!(ends[0].0, id);
            }
            5 => jobs.configure(limits(1 + (draw >> 8) as usize % 3, 1 + (draw >> 16) as usize % 3)),
            6 => task::pause(),
            _ => {
                let shorts: Vec<u64> =
                    (0..=draw >> 8 & 7).map(|_| submit(&mut jobs, Task::Number(number), 0)).collect();
                let ends: Vec<u64> = take(&mut jobs, shorts.len()).iter().map(|end| end.0).collect();
                assert_eq!(ends, shorts);
            }
        }
        most = most.max(long.len());
    }
    assert!(most > 3, "several were long at once: {most}");
    long.iter().for_each(|(_, gate)| gate.store(true, Ordering::Relaxed));
    take(&mut jobs, long.len());
    assert_eq!(jobs.counts().running, 0);
}
