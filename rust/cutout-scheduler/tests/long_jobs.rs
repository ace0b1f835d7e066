//! A long job delays nothing but itself, even where there is one worker.
#![cfg(not(feature = "inline"))]

mod task;

use cutout_scheduler::{Clock, End, Event, Jobs, Limits, Stage};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use task::{Gate, Task, jobs_by, take, two_threads, until};

/// How long the ends of others wait for a job.
const ORDER_WAIT: Duration = Duration::from_millis(33);

fn one_worker() -> Limits {
    Limits { threads: 1, long_jobs: 1, order_wait: Some(ORDER_WAIT), ..two_threads() }
}

fn submit(jobs: &mut Jobs<Task>, task: &Task, priority: i64) -> u64 {
    let Some(id) = jobs.submit(Ok(task.clone()), priority) else { panic!("there is room") };
    id
}

fn until_it_runs(jobs: &Jobs<Task>, id: u64) {
    until("the job runs", || jobs.stage(id) == Some(Stage::Running));
}

/// Of a job behind `count` long ones: that each of them has given its post away, for otherwise it could not end.
fn until_all_stepped_aside(jobs: &mut Jobs<Task>) {
    let behind = submit(jobs, &Task::Number(0), i64::MIN / 2);
    let ends = take(jobs, 1);
    assert!(matches!(&ends[0], (id, End::Completed(_)) if *id == behind), "{ends:?}");
}

fn ids(ends: &[(u64, End<u64>)]) -> Vec<u64> {
    assert!(ends.iter().all(|(_, end)| matches!(end, End::Completed(_))), "{ends:?}");
    ends.iter().map(|end| end.0).collect()
}

#[test]
fn each_thread_is_told_that_it_is_a_worker_before_its_first_job() {
    for threads in [1, 3] {
        let (clock, gate) = (Clock::standing(), Gate::default());
        let mut jobs = jobs_by(&clock, Limits { threads, long_jobs: threads, ..one_worker() });
        // The others are done by threads that take the places of these.
        for _ in 0..threads {
            submit(&mut jobs, &Task::Long(clock.clone(), Arc::clone(&gate)), 9);
        }
        for _ in 0..50 {
            submit(&mut jobs, &Task::AsksItsThread, 0);
        }
        let ends = take(&mut jobs, 50);
        let told = ends.iter().filter(|(_, end)| matches!(end, End::Completed(told) if **told == 1)).count();
        assert_eq!(told, 50);
        gate.store(true, Ordering::Relaxed);
        take(&mut jobs, threads);
    }
}

#[test]
fn a_long_job_delays_nothing_but_itself_first_or_later_with_check_points_or_without() {
    for has_check_points in [true, false] {
        for before in [0, 20] {
            let (clock, gate) = (Clock::standing(), Gate::default());
            let mut jobs = jobs_by(&clock, one_worker());
            let mut others: Vec<u64> =
                (0..before).map(|number| submit(&mut jobs, &Task::Number(number), 0)).collect();
            let long = if has_check_points {
                Task::Gated(0, Arc::clone(&gate), Arc::default())
            } else {
                Task::Silent(Arc::clone(&gate))
            };
            let slow = submit(&mut jobs, &long, 0);
            others.extend((0..50).map(|number| submit(&mut jobs, &Task::Number(number), 0)));
            until_it_runs(&jobs, slow);
            clock.advance(2 * ORDER_WAIT);
            // All of them before it may end, and in order.
            assert_eq!(ids(&take(&mut jobs, others.len())), others);
            assert_eq!(jobs.stage(slow), Some(Stage::Running));
            gate.store(true, Ordering::Relaxed);
            assert_eq!(ids(&take(&mut jobs, 1)), [slow]);
        }
    }
}

/// Each comes when all before it are done, so that whoever took the place of a long one has nothing to do by then.
#[test]
fn jobs_that_come_one_by_one_are_not_held_up_by_long_ones_either() {
    for threads in [1, 2] {
        let (clock, gate) = (Clock::standing(), Gate::default());
        let mut jobs = jobs_by(&clock, Limits { threads, long_jobs: threads, ..one_worker() });
        let long: Vec<u64> = (0..=threads)
            .map(|_| submit(&mut jobs, &Task::Long(clock.clone(), Arc::clone(&gate)), 9))
            .collect();
        until_all_stepped_aside(&mut jobs);
        for number in 0..200 {
            let short = submit(&mut jobs, &Task::Number(number), 0);
            assert_eq!(ids(&take(&mut jobs, 1)), [short]);
        }
        assert!(long.iter().all(|&id| jobs.stage(id) == Some(Stage::Running)));
        gate.store(true, Ordering::Relaxed);
        let mut ends = ids(&take(&mut jobs, long.len()));
        ends.sort_unstable();
        assert_eq!(ends, long);
    }
}

#[test]
fn ends_wait_for_a_job_no_longer_than_they_are_to() {
    let (clock, gate) = (Clock::standing(), Gate::default());
    let mut jobs = jobs_by(&clock, one_worker());
    let slow = submit(&mut jobs, &Task::Long(clock.clone(), Arc::clone(&gate)), 0);
    let short = submit(&mut jobs, &Task::Number(1), 0);
    until("the short one is done", || {
        assert!(jobs.next_event().is_none_or(|event| !matches!(event, Event::Ended(..))));
        jobs.stage(short) == Some(Stage::Ended)
    });
    for _ in 0..3 {
        assert!(jobs.next_event().is_none(), "it waits in the order");
    }
    clock.advance(ORDER_WAIT);
    assert_eq!(ids(&take(&mut jobs, 1)), [short]);
    gate.store(true, Ordering::Relaxed);
    assert_eq!(ids(&take(&mut jobs, 1)), [slow]);
}

#[test]
fn many_long_jobs_hold_up_the_short_ones_no_more_than_their_start() {
    let (clock, gate) = (Clock::standing(), Gate::default());
    let mut jobs = jobs_by(&clock, one_worker());
    let long = Task::Long(clock.clone(), Arc::clone(&gate));
    let slow: Vec<u64> = (0..10).map(|_| submit(&mut jobs, &long, 0)).collect();
    let short = submit(&mut jobs, &Task::Number(1), 5);
    let behind = submit(&mut jobs, &Task::Number(2), 0);
    assert_eq!(ids(&take(&mut jobs, 1)), [short], "a higher priority comes at once");
    until("each has begun", || slow.iter().all(|&id| jobs.stage(id) == Some(Stage::Running)));
    clock.advance(2 * ORDER_WAIT);
    assert_eq!(ids(&take(&mut jobs, 1)), [behind], "before any of them may end");
    gate.store(true, Ordering::Relaxed);
    assert_eq!(take(&mut jobs, 10).len(), 10);
}

#[test]
fn where_the_order_is_strict_ends_wait_for_the_long_one() {
    let (clock, gate) = (Clock::standing(), Gate::default());
    let mut jobs = jobs_by(&clock, Limits { order_wait: None, ..one_worker() });
    let slow = submit(&mut jobs, &Task::Long(clock.clone(), Arc::clone(&gate)), 0);
    let short = submit(&mut jobs, &Task::Number(1), 0);
    let other = submit(&mut jobs, &Task::Number(2), -1);
    assert_eq!(ids(&take(&mut jobs, 1)), [other], "another priority does not wait");
    assert_eq!(jobs.stage(short), Some(Stage::Ended));
    clock.advance(100 * ORDER_WAIT);
    for _ in 0..3 {
        assert!(!matches!(jobs.next_event(), Some(Event::Ended(..))), "it waits in the order");
    }
    gate.store(true, Ordering::Relaxed);
    assert_eq!(ids(&take(&mut jobs, 2)), [slow, short]);
}

#[test]
fn a_job_that_rests_can_be_cancelled_and_its_rest_is_no_running_time() {
    let (clock, gate) = (Clock::standing(), Gate::default());
    let mut jobs = jobs_by(&clock, Limits { timeout: None, ..one_worker() });
    let long = Task::Long(clock.clone(), Arc::clone(&gate));
    // The first takes the place for long jobs, and the others rest.
    submit(&mut jobs, &long, 0);
    jobs.configure(Limits { timeout: Some(Duration::from_millis(150)), ..one_worker() });
    let resting: Vec<u64> = (0..5).map(|_| submit(&mut jobs, &long, 0)).collect();
    // The post that they left is taken: none goes on in it.
    let post = Gate::default();
    let silent = submit(&mut jobs, &Task::Silent(Arc::clone(&post)), i64::MIN / 2);
    until_it_runs(&jobs, silent);
    clock.advance(Duration::from_millis(400));
    assert!(jobs.cancel(resting[4]));
    let ends = take(&mut jobs, 1);
    assert!(matches!(ends[0], (id, End::Cancelled) if id == resting[4]), "while it rests: {ends:?}");
    gate.store(true, Ordering::Relaxed);
    post.store(true, Ordering::Relaxed);
    assert_eq!(ids(&take(&mut jobs, 6)).len(), 6, "none was past its time");
}

#[test]
fn a_shutdown_ends_jobs_that_rest() {
    let clock = Clock::standing();
    let mut jobs = jobs_by(&clock, one_worker());
    for _ in 0..8 {
        submit(&mut jobs, &Task::Long(clock.clone(), Gate::default()), 0);
    }
    until_all_stepped_aside(&mut jobs);
    assert_eq!(jobs.counts().running, 8);
    jobs.shutdown_within(task::HANG);
    assert_eq!((jobs.counts().running, jobs.counts().waiting), (0, 0));
}

#[test]
fn no_end_starves_behind_a_stream_of_higher_ones() {
    let (clock, gate) = (Clock::standing(), Gate::default());
    let aging = Some(Duration::from_millis(2));
    let mut jobs = jobs_by(&clock, Limits { threads: 1, aging, ..two_threads() });
    let first = submit(&mut jobs, &Task::Gated(0, Arc::clone(&gate), Arc::default()), 9);
    let low = submit(&mut jobs, &Task::Number(0), 0);
    // Two a millisecond of a priority that is worth ten milliseconds.
    let mut higher = Vec::new();
    for _ in 0..50 {
        clock.advance(Duration::from_millis(1));
        higher.extend((0..2).map(|number| submit(&mut jobs, &Task::Number(number), 5)));
    }
    gate.store(true, Ordering::Relaxed);
    // All are done before the first end is taken: who is next is for the order to say.
    until("all are done", || jobs.counts().waiting + jobs.counts().running == 0);
    let ends = ids(&take(&mut jobs, 102));
    let before: Vec<u64> = [first].into_iter().chain(higher.iter().copied().take(18)).collect();
    assert_eq!(ends[..19], before, "those of the first nine milliseconds");
    assert_eq!(ends[19], low);
    assert_eq!(ends[20..], higher[18..]);
}
