//! The scheduler's promises, each checked on work that is slow, fails, panics or asks for more.

mod task;

use cutout_scheduler::{Clock, End, Event, Limits, Stage};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use task::{Task, jobs, jobs_by, take, two_threads, until};

#[test]
fn within_a_priority_ends_come_in_the_order_of_submission() {
    let mut jobs = jobs(Limits { threads: 4, ..two_threads() });
    let mut wanted: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
    let mut priority_of = HashMap::new();
    for number in 0..5000 {
        let priority = number as i64 * 7 % 3;
        let id = jobs.submit(Ok(Task::Number(number)), priority).unwrap();
        wanted.entry(priority).or_default().push(id);
        priority_of.insert(id, priority);
    }
    let mut found: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
    for (id, _) in take(&mut jobs, 5000) {
        found.entry(priority_of[&id]).or_default().push(id);
    }
    assert_eq!(found, wanted);
}

#[test]
fn a_higher_priority_runs_first_and_a_changed_one_counts() {
    let (gate, ran) = (Arc::new(AtomicBool::new(false)), Arc::default());
    let mut jobs = jobs(Limits { threads: 1, aging: None, ..two_threads() });
    let mut submit = |number, priority| {
        jobs.submit(Ok(Task::Gated(number, Arc::clone(&gate), Arc::clone(&ran))), priority).unwrap()
    };
    submit(0, 9);
    submit(1, 0);
    submit(2, 5);
    let third = submit(3, 0);
    submit(4, 5);
    assert!(jobs.set_priority(third, 7));
    gate.store(true, Ordering::Relaxed);
    take(&mut jobs, 5);
    assert_eq!(*ran.lock(), [0, 3, 2, 4, 1]);
}

#[test]
fn a_job_that_waits_gains_priority() {
    let (gate, ran) = (Arc::new(AtomicBool::new(false)), Arc::default());
    let clock = Clock::standing();
    let aging = Some(Duration::from_millis(5));
    let mut jobs = jobs_by(&clock, Limits { threads: 1, aging, ..two_threads() });
    let mut submit = |number, priority| {
        jobs.submit(Ok(Task::Gated(number, Arc::clone(&gate), Arc::clone(&ran))), priority).unwrap();
    };
    submit(0, 9);
    submit(1, 0);
    clock.advance(Duration::from_millis(14));
    submit(2, 3);
    clock.advance(Duration::from_millis(2));
    submit(3, 3);
    gate.store(true, Ordering::Relaxed);
    take(&mut jobs, 4);
    assert_eq!(*ran.lock(), [0, 2, 1, 3], "three steps of priority are 15 ms");
}

#[test]
#[cfg_attr(feature = "inline", ignore = "a job has to run beside the test")]
fn a_cancelled_job_that_waits_never_runs_and_one_that_runs_stops() {
    let (gate, ran) = (Arc::new(AtomicBool::new(false)), Arc::default());
    let mut jobs = jobs(Limits { threads: 1, timeout: None, ..two_threads() });
    let started = Arc::new(AtomicUsize::new(0));
    let running = jobs.submit(Ok(Task::Endless(Arc::clone(&started))), 0).unwrap();
    let waiting = jobs.submit(Ok(Task::Gated(1, gate, Arc::clone(&ran))), 0).unwrap();
    until("it runs", || started.load(Ordering::Relaxed) > 0);
    assert!(jobs.cancel(waiting) && jobs.cancel(running));
    assert!(!jobs.cancel(waiting), "once");
    let ends = take(&mut jobs, 2);
    assert!(ends.iter().all(|(_, end)| matches!(end, End::Cancelled)));
    assert!(!jobs.cancel(running), "it has ended");
    assert!(ran.lock().is_empty());
}

#[test]
fn a_job_past_its_time_fails_with_the_reason() {
    let mut jobs = jobs(Limits { timeout: Some(Duration::from_millis(5)), ..two_threads() });
    jobs.submit(Ok(Task::Endless(Arc::default())), 0).unwrap();
    let ends = take(&mut jobs, 1);
    assert!(matches!(&ends[0].1, End::Failed(error) if error.contains("longer than 5 ms")), "{ends:?}");
}

#[test]
#[cfg_attr(feature = "inline", ignore = "a job has to run beside the test")]
fn a_long_job_reports_its_progress() {
    let clock = Clock::standing();
    let mut jobs = jobs_by(&clock, Limits { timeout: Some(Duration::from_millis(100)), ..two_threads() });
    let started = Arc::new(AtomicUsize::new(0));
    let id = jobs.submit(Ok(Task::Endless(Arc::clone(&started))), 0).unwrap();
    until("it runs", || started.load(Ordering::Relaxed) > 0);
    assert!(jobs.next_event().is_none(), "it is no long one yet");
    clock.advance(Duration::from_millis(17));
    until("it is told", || match jobs.next_event() {
        Some(Event::Progressed(job, progress)) => {
            assert_eq!((job, progress), (id, 0.25));
            true
        }
        event => event.is_some_and(|event| panic!("{event:?}")),
    });
    for _ in 0..100 {
        assert!(jobs.next_event().is_none(), "once for each step");
    }
    clock.advance(Duration::from_millis(100));
    assert!(matches!(take(&mut jobs, 1)[0].1, End::Failed(_)), "past its time");
}

#[test]
fn a_panic_fails_its_job_alone() {
    let mut jobs = jobs(two_threads());
    for number in 0..100 {
        jobs.submit(Ok(if number == 50 { Task::Panics } else { Task::Number(number) }), 0).unwrap();
    }
    let failed: Vec<_> = take(&mut jobs, 100)
        .into_iter()
        .filter_map(|(id, end)| if let End::Failed(error) = end { Some((id, error)) } else { None })
        .collect();
    assert_eq!(failed, [(51, "it panicked".to_owned())]);
}

#[test]
fn past_its_bounds_a_submit_is_refused_and_nothing_is_lost() {
    let gate = Arc::new(AtomicBool::new(false));
    let task = || Task::Gated(0, Arc::clone(&gate), Arc::default());
    let mut by_count = jobs(Limits { jobs: 3, ..two_threads() });
    let accepted = (0..5).filter_map(|_| by_count.submit(Ok(task()), 0)).count();
    assert_eq!(accepted, 3);
    let mut by_bytes = jobs(Limits { pending_bytes: 250, ..two_threads() });
    let accepted = (0..5).filter_map(|_| by_bytes.submit(Ok(task()), 0)).count();
    assert_eq!(accepted, 2);
    gate.store(true, Ordering::Relaxed);
    take(&mut by_count, 3);
    take(&mut by_bytes, 2);
    assert!(by_count.submit(Ok(task()), 0).is_some(), "there is room again");
    assert_eq!(by_bytes.counts().pending_bytes, 0);
}

#[test]
fn the_slowest_are_told_by_their_time_with_a_worker_and_of_the_latest_alone() {
    let mut jobs = jobs(Limits { cache_bytes: 1 << 20, ..two_threads() });
    // More than are remembered; every other one the second time, from the cache.
    for number in 0..10_000 {
        jobs.submit(Ok(Task::Number(number / 2)), 0).unwrap();
        take(&mut jobs, 1);
    }
    assert!(jobs.records().any(|(_, record)| record.cached));
    for (count, latest) in [(8, 8192), (8, 100), (3, 20_000), (100, 50), (0, 100), (5, 0)] {
        let mut wanted: Vec<_> = jobs
            .records()
            .rev()
            .take(latest)
            .filter(|(_, record)| !record.cached)
            .filter_map(|(id, record)| Some((record.run.filter(|run| !run.is_zero())?, id)))
            .collect();
        // Of equal times, the one that ended last.
        wanted.sort_by(|a, b| b.cmp(a));
        wanted.truncate(count);
        let found: Vec<_> =
            jobs.slowest(count, latest).iter().map(|(id, record)| (record.run.unwrap(), *id)).collect();
        assert_eq!(found, wanted, "{count} of {latest}");
    }
}

#[test]
fn identical_work_is_answered_from_the_cache_within_its_bound() {
    let entry = 1000 + 100 + 400;
    let mut jobs = jobs(Limits { cache_bytes: 3 * entry, ..two_threads() });
    let mut cached = |number| {
        let id = jobs.submit(Ok(Task::Number(number)), 0).unwrap();
        take(&mut jobs, 1);
        jobs.record(id).unwrap().cached
    };
    assert!(!cached(1));
    assert!(cached(1));
    (2..20).for_each(|number| assert!(!cached(number)));
    assert!(cached(19), "the youngest is kept");
    assert!(!cached(1), "the oldest made room");
    assert!(jobs.counts().cache.bytes <= 3 * entry);
    jobs.clear_cache();
    let id = jobs.submit(Ok(Task::Number(19)), 0).unwrap();
    take(&mut jobs, 1);
    assert!(!jobs.record(id).unwrap().cached, "forgotten");
}

#[test]
fn a_result_that_is_kept_is_there_at_once_and_can_be_forgotten_alone() {
    let mut jobs = jobs(Limits { cache_bytes: 1 << 20, ..two_threads() });
    for number in [1, 2] {
        jobs.submit(Ok(Task::Number(number)), 0).unwrap();
    }
    take(&mut jobs, 2);
    let id = jobs.submit(Ok(Task::Number(1)), 0).unwrap();
    let event = jobs.next_event();
    assert!(matches!(event, Some(Event::Ended(ended, End::Completed(_))) if ended == id), "{event:?}");
    let counts = jobs.counts().cache;
    assert_eq!((counts.hits, counts.misses, counts.entries), (1, 2, 2));
    assert!(jobs.forget_result(&Task::Number(1)) && !jobs.forget_result(&Task::Number(1)), "once");
    for (number, cached) in [(1, false), (2, true)] {
        let id = jobs.submit(Ok(Task::Number(number)), 0).unwrap();
        take(&mut jobs, 1);
        assert_eq!(jobs.record(id).unwrap().cached, cached, "task {number}");
    }
    assert_eq!(jobs.counts().pending_bytes, 0);
}

#[test]
fn a_result_past_its_time_and_all_when_switched_off_are_forgotten() {
    let ttl = Duration::from_millis(20);
    let clock = Clock::standing();
    let limits = Limits { cache_bytes: 1 << 20, cache_ttl: Some(ttl), ..two_threads() };
    let mut jobs = jobs_by(&clock, limits);
    let mut cached = |limits| {
        jobs.configure(limits);
        let id = jobs.submit(Ok(Task::Number(1)), 0).unwrap();
        take(&mut jobs, 1);
        jobs.record(id).unwrap().cached
    };
    assert!(!cached(limits) && cached(limits));
    clock.advance(ttl);
    assert!(cached(limits), "its time is not over");
    clock.advance(Duration::from_millis(1));
    assert!(!cached(limits), "past its time");
    assert!(cached(limits), "kept anew");
    let off = Limits { cache_bytes: 0, ..limits };
    assert!(!cached(off) && !cached(off) && !cached(limits));
}

#[test]
fn the_number_of_threads_can_change_while_jobs_wait() {
    let mut jobs = jobs(two_threads());
    for number in 0..2000 {
        jobs.submit(Ok(Task::Number(number)), 0).unwrap();
        if number % 500 == 0 {
            jobs.configure(Limits { threads: 1 + number as usize / 500, ..two_threads() });
        }
    }
    assert_eq!(take(&mut jobs, 2000).len(), 2000);
}

#[test]
#[cfg_attr(feature = "inline", ignore = "a job has to run beside the test")]
fn a_shutdown_waits_for_what_runs_and_drops_the_rest() {
    let started = Arc::new(AtomicUsize::new(0));
    let mut jobs = jobs(Limits { timeout: None, ..two_threads() });
    for _ in 0..50 {
        jobs.submit(Ok(Task::Endless(Arc::clone(&started))), 0).unwrap();
    }
    until("some run", || started.load(Ordering::Relaxed) > 0);
    jobs.shutdown_within(task::HANG);
    assert_eq!((jobs.counts().running, jobs.counts().waiting, jobs.open_jobs()), (0, 0, 0));
    assert!(jobs.next_event().is_none());
}

#[test]
fn after_a_shutdown_nothing_is_pending_whatever_stage_it_was_in() {
    let mut jobs = jobs(Limits { threads: 1, pending_bytes: 4000, ..two_threads() });
    for round in 0..12 {
        let gate = Arc::new(AtomicBool::new(false));
        let first = jobs.submit(Ok(Task::Number(round)), 2).unwrap();
        let held = jobs.submit_after(Ok(Task::Number(100)), 0, &[first]).unwrap();
        let second = jobs.submit(Ok(Task::Gated(0, Arc::clone(&gate), Arc::default())), 1).unwrap();
        let last = jobs.submit(Ok(Task::Number(101)), 0).unwrap();
        // At once, while one runs, and when all but the one on hold have ended. Without threads none runs by itself.
        if cfg!(not(feature = "inline")) && round % 3 > 0 {
            until("the second runs", || jobs.stage(second) == Some(Stage::Running));
            if round % 3 == 2 {
                gate.store(true, Ordering::Relaxed);
                until("the last has ended", || jobs.stage(last) == Some(Stage::Ended));
            }
        }
        assert_eq!(jobs.stage(held), Some(Stage::Held));
        jobs.shutdown_within(task::HANG);
        assert_eq!(jobs.counts().pending_bytes, 0, "in round {round}");
    }
}

#[test]
fn what_is_discarded_is_freed_by_a_worker() {
    let mut jobs = jobs(two_threads());
    jobs.submit(Ok(Task::Number(1)), 0).unwrap();
    let Some((_, End::Completed(output))) = take(&mut jobs, 1).pop() else { panic!("no output") };
    let watch = Arc::downgrade(&output);
    jobs.discard(output);
    until("it is freed", || {
        jobs.submit(Ok(Task::Number(2)), 0).unwrap();
        take(&mut jobs, 1);
        watch.strong_count() == 0
    });
}

/// Threads of this process whose name begins with `name`.
#[cfg(target_os = "linux")]
fn threads_named(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|own| own.trim_end().starts_with(name)).count()
}

#[test]
#[cfg(target_os = "linux")]
fn after_a_shutdown_no_thread_is_left() {
    // Names of their own, for other tests run beside this one.
    let threads = cutout_scheduler::Threads::default();
    let pool = threads.pool("own-pool", 3, || {});
    let gate = Arc::new(AtomicBool::new(false));
    let done = Arc::new(AtomicUsize::new(0));
    let wait = {
        let (gate, done) = (Arc::clone(&gate), Arc::clone(&done));
        move || {
            until("the gate is open", || gate.load(Ordering::Relaxed));
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    threads.spawn("own-relief".to_owned(), wait.clone());
    if cfg!(not(feature = "inline")) {
        let pool = pool.as_ref().unwrap();
        pool.spawn(wait);
        // A thread takes its name when it begins to run.
        until("all have begun", || threads_named("own-") == 4);
    }
    drop(pool);
    gate.store(true, Ordering::Relaxed);
    threads.join(task::HANG);
    let begun = if cfg!(feature = "inline") { 0 } else { 2 };
    assert_eq!(done.load(Ordering::Relaxed), begun, "what they did was waited for");
    // The system lists a thread for a moment longer than anybody has to wait for it.
    until("no thread is left", || threads_named("own-") == 0);
}

#[test]
fn what_jobs_share_is_pending_once_from_the_first_of_them_to_the_end_of_the_last() {
    let mut jobs = jobs(Limits { pending_bytes: 10_000, ..two_threads() });
    let (params, others) = (Arc::new(vec![0; 6000]), Arc::new(vec![0; 6000]));
    let gate = Arc::new(AtomicBool::new(false));
    // Both workers are busy meanwhile.
    for number in 0..2 {
        jobs.submit(Ok(Task::Gated(number, Arc::clone(&gate), Arc::default())), 0).unwrap();
    }
    let before = jobs.counts().pending_bytes;
    for number in 0..10 {
        assert!(jobs.submit(Ok(Task::Shares(number, Arc::clone(&params))), 0).is_some(), "job {number}");
    }
    assert_eq!(jobs.counts().pending_bytes, before + 10 * 100 + 6000, "counted once");
    let batch: Vec<_> = [&params, &others, &params, &others]
        .map(|shared| Ok(Task::Shares(0, Arc::clone(shared))))
        .into_iter()
        .collect();
    assert_eq!(jobs.bytes_of(&batch), 4 * 100 + 6000, "only what is new");
    assert!(jobs.submit(Ok(Task::Shares(0, Arc::clone(&others))), 0).is_none(), "no room for another block");
    gate.store(true, Ordering::Relaxed);
    take(&mut jobs, 12);
    assert_eq!(jobs.counts().pending_bytes, 0, "gone with the last");
    assert_eq!(Arc::strong_count(&params), 3, "and held no longer than that: the batch has two");

    assert!(jobs.submit(Ok(Task::Shares(0, others)), 0).is_some(), "there is room now");
    jobs.shutdown();
    assert_eq!(jobs.counts().pending_bytes, 0, "gone with a shutdown too");
}
