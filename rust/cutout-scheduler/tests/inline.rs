//! Where there are no threads the caller works: what then holds.
#![cfg(feature = "inline")]

mod task;

use cutout_scheduler::{End, Event, Jobs, Limits, Run, Stage, Stop, Work};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::{self, ThreadId};
use task::{Task, jobs, take, two_threads};

/// Tells the thread that it runs on.
struct Where;

impl Work for Where {
    type Output = ThreadId;
    type Summary = ();
    type Shared = ();
    const PANICKED: &'static str = "it panicked";

    fn run(&self, _run: &Run<'_>) -> Result<ThreadId, Stop> {
        Ok(thread::current().id())
    }

    fn shared(&self) -> Option<&Arc<()>> {
        None
    }

    fn shared_bytes(_shared: &()) -> usize {
        0
    }

    fn heap_bytes(&self) -> usize {
        0
    }

    fn output_bytes(_output: &ThreadId) -> usize {
        0
    }

    fn summary(_output: &ThreadId) {}

    fn identity_hash(&self) -> u64 {
        0
    }

    fn is_identical(&self, _other: &Self) -> bool {
        false
    }
}

#[test]
fn jobs_run_on_the_thread_that_asks_for_events_and_no_thread_is_made() {
    let mut jobs: Jobs<Where> = Jobs::default();
    for _ in 0..3 {
        jobs.submit(Ok(Where), 0).unwrap();
    }
    for _ in 0..3 {
        let Some(Event::Ended(_, End::Completed(place))) = jobs.next_event() else { panic!("no end") };
        assert_eq!(*place, thread::current().id());
    }
    assert_eq!(jobs.counts().threads, 0);
    assert!(jobs.next_event().is_none());
}

#[test]
fn a_submit_runs_nothing_and_each_question_runs_one_job() {
    let mut jobs = jobs(two_threads());
    let (gate, ran) = (Arc::new(AtomicBool::new(true)), Arc::default());
    let task = |number| Ok(Task::Gated(number, Arc::clone(&gate), Arc::clone(&ran)));
    let ids: Vec<u64> = (0..5).map(|number| jobs.submit(task(number), 0).unwrap()).collect();
    for (done, &id) in ids.iter().enumerate() {
        assert!(ids[done..].iter().all(|&id| jobs.stage(id) == Some(Stage::Waiting)));
        assert_eq!(ran.lock().len(), done, "none runs but inside a question");
        assert!(matches!(jobs.next_event(), Some(Event::Ended(ended, _)) if ended == id));
    }
    assert_eq!(*ran.lock(), [0, 1, 2, 3, 4]);
}

#[test]
fn after_a_shutdown_and_new_limits_the_caller_goes_on() {
    let mut jobs = jobs(two_threads());
    jobs.submit(Ok(Task::Number(1)), 0).unwrap();
    jobs.shutdown();
    assert!(jobs.next_event().is_none());
    jobs.submit(Ok(Task::Number(2)), 0).unwrap();
    jobs.configure(Limits { threads: 7, ..two_threads() });
    let second = jobs.submit(Ok(Task::Number(3)), 0).unwrap();
    let ends = take(&mut jobs, 2);
    assert_eq!(ends[1].0, second);
    assert_eq!(jobs.counts().running, 0);
}

#[test]
fn a_job_that_comes_after_another_runs_in_its_turn() {
    let mut jobs = jobs(two_threads());
    let first = jobs.submit(Ok(Task::Number(1)), 0).unwrap();
    let held = jobs.submit_after(Ok(Task::Number(2)), 9, &[first]).unwrap();
    let other = jobs.submit(Ok(Task::Number(3)), 0).unwrap();
    let ended: Vec<u64> = take(&mut jobs, 3).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ended, [first, held, other]);
}
