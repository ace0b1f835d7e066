//! Jobs that come after others.

mod task;

use cutout_scheduler::{Clock, End, Limits, Stage};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use task::{Task, jobs, jobs_by, take, two_threads, until};

#[test]
fn a_job_runs_after_those_it_names_whatever_its_priority() {
    let ran: Arc<Mutex<Vec<u64>>> = Arc::default();
    let gate = Arc::new(AtomicBool::new(true));
    let task = |number| Ok(Task::Gated(number, Arc::clone(&gate), Arc::clone(&ran)));
    let mut jobs = jobs(two_threads());
    let first = jobs.submit(task(1), 0).unwrap();
    let second = jobs.submit_after(task(2), 50, &[first]).unwrap();
    let third = jobs.submit_after(task(3), 99, &[second, first, second]).unwrap();
    let free = jobs.submit(task(4), -5).unwrap();
    assert_eq!(jobs.stage(third), Some(Stage::Held));
    assert_eq!(jobs.counts().held, 2);
    let ends: Vec<u64> = take(&mut jobs, 4).into_iter().map(|(id, _)| id).collect();
    let place = |id| ends.iter().position(|&end| end == id).unwrap();
    assert!(place(first) < place(second) && place(second) < place(third), "{ends:?}");
    assert!(ends.contains(&free));
    let ran = ran.lock();
    let ran_at = |number| ran.iter().position(|&other| other == number).unwrap();
    assert!(ran_at(1) < ran_at(2) && ran_at(2) < ran_at(3), "{ran:?}");
    assert_eq!((jobs.counts().held, jobs.counts().pending_bytes, jobs.stage(third)), (0, 0, None));
}

#[test]
fn a_job_fails_with_the_one_it_names_and_so_on_down_the_chain() {
    let mut jobs = jobs(two_threads());
    let fails = jobs.submit(Ok(Task::Fails), 0).unwrap();
    let mut last = fails;
    for number in 0..3 {
        last = jobs.submit_after(Ok(Task::Number(number)), 0, &[last]).unwrap();
    }
    let errors: Vec<String> = take(&mut jobs, 4)
        .into_iter()
        .map(|(_, end)| if let End::Failed(error) = end { error } else { panic!("{end:?}") })
        .collect();
    assert_eq!(errors[1], format!("job {fails}, which this one was to come after, failed"));
    assert_eq!(errors[3], format!("job {}, which this one was to come after, failed", last - 1));
    // And when the end of the other was taken long before.
    jobs.submit_after(Ok(Task::Number(9)), 0, &[fails]).unwrap();
    let (_, end) = take(&mut jobs, 1).remove(0);
    assert!(
        matches!(&end, End::Failed(error) if error.contains("which this one was to come after")),
        "{end:?}"
    );
}

#[test]
#[cfg_attr(feature = "inline", ignore = "a job has to run beside the test")]
fn a_cancelled_job_fails_those_that_name_it_and_one_on_hold_can_be_cancelled_itself() {
    let (gate, clock) = (Arc::new(AtomicBool::new(false)), Clock::standing());
    let order_wait = Some(Duration::from_millis(33));
    let mut jobs = jobs_by(&clock, Limits { order_wait, ..two_threads() });
    let slow = jobs.submit(Ok(Task::Gated(1, Arc::clone(&gate), Arc::default())), 0).unwrap();
    // None of those behind it waits for its place in the order.
    until("it runs", || jobs.stage(slow) == Some(Stage::Running));
    clock.advance(Duration::from_millis(34));
    let held = jobs.submit_after(Ok(Task::Number(2)), 0, &[slow]).unwrap();
    let behind = jobs.submit_after(Ok(Task::Number(3)), 0, &[held]).unwrap();
    let free = jobs.submit_after(Ok(Task::Number(4)), 0, &[slow]).unwrap();
    assert!(jobs.cancel(held) && !jobs.cancel(held));
    let ends = take(&mut jobs, 2);
    assert!(matches!(&ends[0], (id, End::Cancelled) if *id == held), "{ends:?}");
    assert!(
        matches!(&ends[1], (id, End::Failed(error)) if *id == behind && error.ends_with("was cancelled"))
    );
    gate.store(true, Ordering::Relaxed);
    let ends = take(&mut jobs, 2);
    assert!(matches!(&ends[1], (id, End::Completed(_)) if *id == free), "{ends:?}");
    assert!(jobs.next_event().is_none());
}

#[test]
fn only_jobs_that_were_submitted_before_can_be_named() {
    let mut jobs = jobs(two_threads());
    for wrong in [0, 1, 77] {
        let before = jobs.counts().submitted;
        let wrong = if wrong == 1 { before + 1 } else { wrong };
        jobs.submit_after(Ok(Task::Number(1)), 0, &[wrong]).unwrap();
        let (_, end) = take(&mut jobs, 1).remove(0);
        let wanted = format!("after names the job {wrong}: jobs submitted before are allowed");
        assert!(matches!(&end, End::Failed(error) if *error == wanted), "{end:?}");
    }
    let done = jobs.submit(Ok(Task::Number(5)), 0).unwrap();
    take(&mut jobs, 1);
    jobs.submit_after(Ok(Task::Number(6)), 0, &[done]).unwrap();
    assert!(matches!(take(&mut jobs, 1)[0].1, End::Completed(_)), "after one that was completed long ago");
}

#[test]
fn a_job_on_hold_counts_towards_the_bounds_and_goes_with_a_shutdown() {
    let gate = Arc::new(AtomicBool::new(false));
    let mut jobs = jobs(Limits { jobs: 3, ..two_threads() });
    let slow = jobs.submit(Ok(Task::Gated(1, gate, Arc::default())), 0).unwrap();
    assert!(jobs.submit_after(Ok(Task::Number(2)), 0, &[slow]).is_some());
    assert!(jobs.submit_after(Ok(Task::Number(3)), 0, &[slow]).is_some());
    assert!(jobs.submit_after(Ok(Task::Number(4)), 0, &[slow]).is_none());
    assert!(jobs.counts().pending_bytes >= 200);
    jobs.shutdown();
    assert_eq!((jobs.open_jobs(), jobs.counts().held), (0, 0));
    assert!(jobs.submit(Ok(Task::Number(5)), 0).is_some(), "jobs may come after a shutdown");
    assert!(matches!(take(&mut jobs, 1)[0].1, End::Completed(_)));
}
