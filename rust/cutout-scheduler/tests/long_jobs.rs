//! A long job delays nothing but itself, even where there is one worker.
#![cfg(not(feature = "inline"))]

mod task;

use cutout_scheduler::{End, Event, Jobs, Limits};
use std::time::{Duration, Instant};
use task::{Task, jobs, take, two_threads};

const LONG: Duration = Duration::from_millis(300);

fn one_worker() -> Limits {
    Limits { threads: 1, long_jobs: 1, ..two_threads() }
}

/// Polls as a game does, a frame at a time, until `count` ends have come: when each came.
fn take_by_frames(jobs: &mut Jobs<Task>, count: usize) -> Vec<(u64, Duration)> {
    let began = Instant::now();
    let mut ends = Vec::new();
    while ends.len() < count {
        assert!(began.elapsed() < Duration::from_secs(20), "{} of {count} ends came", ends.len());
        while let Some(event) = jobs.next_event() {
            if let Event::Ended(id, end) = event {
                assert!(matches!(end, End::Completed(_)), "{id}: {end:?}");
                ends.push((id, began.elapsed()));
            }
        }
        std::thread::sleep(Duration::from_millis(4));
    }
    ends
}

#[test]
fn each_thread_is_told_that_it_is_a_worker_before_its_first_job() {
    for threads in [1, 3] {
        let mut jobs = jobs(Limits { threads, ..one_worker() });
        // The others are done by threads that take the places of these.
        for _ in 0..threads {
            jobs.submit(Ok(Task::Takes(Duration::from_millis(60))), 9).unwrap();
        }
        for _ in 0..50 {
            jobs.submit(Ok(Task::AsksItsThread), 0).unwrap();
        }
        let ends = take(&mut jobs, threads + 50);
        let told = ends.iter().filter(|(_, end)| matches!(end, End::Completed(told) if **told == 1)).count();
        assert_eq!(told, 50);
    }
}

#[test]
fn a_long_job_delays_nothing_but_itself_first_or_later_with_check_points_or_without() {
    for long in [Task::Takes(LONG), Task::Silent(LONG)] {
        for before in [0, 20] {
            let mut jobs = jobs(one_worker());
            let submit = |jobs: &mut Jobs<Task>, count| {
                (0..count).map(|number| jobs.submit(Ok(Task::Number(number)), 0).unwrap()).count()
            };
            submit(&mut jobs, before);
            let slow = jobs.submit(Ok(long.clone()), 0).unwrap();
            submit(&mut jobs, 50);
            let ends = take_by_frames(&mut jobs, before as usize + 51);
            let (last, others) = ends.split_last().unwrap();
            assert_eq!(last.0, slow);
            let latest = others.iter().map(|end| end.1).max().unwrap();
            assert!(latest < LONG / 2, "the others waited {latest:?}");
            assert!(others.is_sorted_by_key(|end| end.0), "the others stay in order");
        }
    }
}

#[test]
fn many_long_jobs_hold_up_the_short_ones_no_more_than_their_start() {
    let mut jobs = jobs(one_worker());
    for _ in 0..10 {
        jobs.submit(Ok(Task::Takes(Duration::from_millis(60))), 0).unwrap();
    }
    let short = jobs.submit(Ok(Task::Number(1)), 5).unwrap();
    let behind = jobs.submit(Ok(Task::Number(2)), 0).unwrap();
    let ends = take_by_frames(&mut jobs, 12);
    let at = |id| ends.iter().position(|end| end.0 == id).unwrap();
    assert!(at(short) <= 1, "a higher priority comes at once: {ends:?}");
    assert!(at(behind) < 8, "{ends:?}");
}

#[test]
fn where_the_order_is_strict_ends_wait_for_the_long_one() {
    let mut jobs = jobs(Limits { order_wait: None, ..one_worker() });
    let slow = jobs.submit(Ok(Task::Takes(Duration::from_millis(80))), 0).unwrap();
    let short = jobs.submit(Ok(Task::Number(1)), 0).unwrap();
    let other = jobs.submit(Ok(Task::Number(2)), -1).unwrap();
    let ids: Vec<u64> = take_by_frames(&mut jobs, 3).into_iter().map(|end| end.0).collect();
    assert_eq!(ids, [other, slow, short], "another priority does not wait");
}

#[test]
fn a_job_that_rests_can_be_cancelled_and_its_rest_is_no_running_time() {
    let mut jobs = jobs(Limits { timeout: Some(Duration::from_millis(150)), ..one_worker() });
    let time = Duration::from_millis(60);
    let all: Vec<u64> = (0..6).map(|_| jobs.submit(Ok(Task::Takes(time)), 0).unwrap()).collect();
    std::thread::sleep(Duration::from_millis(70));
    assert!(jobs.cancel(all[5]));
    let ends = take(&mut jobs, 6);
    for (id, end) in ends {
        assert_eq!(id == all[5], matches!(end, End::Cancelled), "{id}: {end:?}");
        assert!(!matches!(end, End::Failed(_)), "{id}: {end:?}");
    }
}

#[test]
fn a_shutdown_ends_jobs_that_rest() {
    let mut jobs = jobs(one_worker());
    for _ in 0..8 {
        jobs.submit(Ok(Task::Takes(Duration::from_secs(20))), 0).unwrap();
    }
    std::thread::sleep(Duration::from_millis(60));
    let began = Instant::now();
    jobs.shutdown();
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!((jobs.counts().running, jobs.counts().waiting), (0, 0));
}

#[test]
fn no_end_starves_behind_a_stream_of_higher_ones() {
    let mut jobs = jobs(Limits { aging: Some(Duration::from_millis(2)), ..two_threads() });
    let low = jobs.submit(Ok(Task::Number(0)), 0).unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        assert!(Instant::now() < deadline, "the low one was never taken");
        // Two more of a higher priority for each end that is taken.
        for number in [1, 2] {
            jobs.submit(Ok(Task::Number(number)), 5).unwrap();
        }
        std::thread::sleep(Duration::from_micros(300));
        if let Some(Event::Ended(id, _)) = jobs.next_event()
            && id == low
        {
            break;
        }
    }
}

#[test]
fn a_thousand_priorities_cost_no_more_than_one() {
    let time = |priority: fn(u64) -> i64| {
        let mut jobs = jobs(two_threads());
        let count = 20_000;
        for number in 0..count {
            jobs.submit(Ok(Task::Number(number)), priority(number)).unwrap();
        }
        let began = Instant::now();
        take(&mut jobs, count as usize);
        began.elapsed()
    };
    let (one, many) = (time(|_| 0), time(|number| (number * 7919 % 10_007) as i64));
    assert!(many < one * 20 + Duration::from_millis(500), "{one:?} and {many:?}");
}
