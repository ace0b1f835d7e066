//! What waits, in the order in which it is run, and how a worker runs it.

use crate::cache::Cache;
use crate::clock::Clock;
use crate::crew::{Advice, Call, Crew, Hire, Holds, LONG_JOB, Seat};
use crate::event::End;
use crate::rising::Rising;
use crate::state::{JobState, Stage};
use crate::threads::Threads;
use crate::work::{Desk, Run, Stop, Work};
use crossbeam_channel::Sender;
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How often a job that rests looks whether it was cancelled.
const REST_LOOK: Duration = Duration::from_millis(5);
/// Outputs that wait to be freed; further ones are freed by who discards them.
const MOST_DISCARDED: usize = 256;

/// A job before a worker has it.
pub struct Waiting<W> {
    /// What to do, or why it fails.
    pub job: Result<W, String>,
    /// Shared with the submitting side.
    pub state: Arc<JobState>,
    /// Bytes of the input, pending until the job is done.
    pub bytes: usize,
}

/// A job that is over.
pub struct Finished<W: Work> {
    /// Shared with the submitting side.
    pub state: Arc<JobState>,
    /// How it ended.
    pub end: End<W::Output>,
    /// Bytes that stay pending until the end is taken.
    pub bytes: usize,
    /// Whether the result came from the cache.
    pub cached: bool,
}

struct Running {
    state: Arc<JobState>,
    holds: Holds,
}

struct Board<W> {
    waiting: Rising<(i64, u64), Waiting<W>>,
    running: Vec<Running>,
    crew: Crew,
}

/// Both sides' view of the jobs.
pub struct Queue<W: Work> {
    /// Results of identical jobs.
    pub cache: Cache<W>,
    /// What all that concerns its jobs asks for the time.
    pub clock: Clock,
    /// The threads that serve it.
    pub threads: Threads,
    board: Mutex<Board<W>>,
    idle: Condvar,
    /// A long job is done, or there is nothing more to do.
    place_free: Condvar,
    /// A relief that waits is called, or is to end.
    called: Condvar,
    results: Sender<Finished<W>>,
    /// Outputs that nobody wants any more, for a worker to free.
    discarded: Mutex<Vec<Arc<W::Output>>>,
    pending_bytes: AtomicUsize,
    born: Instant,
}

impl<W: Work> Queue<W> {
    /// An empty queue that sends what is finished to `results`.
    pub fn new(results: Sender<Finished<W>>, cache: Cache<W>, clock: Clock) -> Self {
        let board = Board { waiting: Rising::default(), running: Vec::new(), crew: Crew::default() };
        Self {
            cache,
            threads: Threads::default(),
            board: Mutex::new(board),
            idle: Condvar::new(),
            place_free: Condvar::new(),
            called: Condvar::new(),
            results,
            discarded: Mutex::default(),
            pending_bytes: AtomicUsize::new(0),
            born: clock.now(),
            clock,
        }
    }

    /// Microseconds from the making of the queue to `when`.
    pub fn clock_usec(&self, when: Instant) -> i64 {
        i64::try_from(when.saturating_duration_since(self.born).as_micros()).unwrap_or(i64::MAX)
    }

    /// Changes how many work.
    pub fn set_crew(&self, posts: usize, long_limit: usize) {
        let mut board = self.board.lock();
        board.crew.posts = posts;
        board.crew.long_limit = long_limit;
        self.place_free.notify_all();
    }

    /// From now on there is another pool: the threads of the one before have no jobs but those that they run.
    pub fn renew_pool(&self) {
        self.board.lock().crew.renew_pool();
    }

    /// Adds a job; a lower rank is run earlier, equal ranks in the order of their ids. Answers where one
    /// more worker is to be set to [`work`](Self::work), if one is.
    #[must_use]
    pub fn push(&self, waiting: Waiting<W>) -> Option<Seat> {
        waiting.state.enter(Stage::Waiting);
        let mut board = self.board.lock();
        board.waiting.insert(waiting.state.key(), waiting);
        let hire = board.crew.man_post()?;
        self.new_worker(hire)
    }

    /// Where one more worker is to be set to work on what waits, if one is.
    pub fn wants_worker(&self) -> Option<Seat> {
        let mut board = self.board.lock();
        while !board.waiting.is_empty() {
            let hire = board.crew.man_post()?;
            if let Some(seat) = self.new_worker(hire) {
                return Some(seat);
            }
        }
        None
    }

    /// Wakes a relief that is to serve a post; any other worker is yet to be set there.
    fn new_worker(&self, hire: Hire) -> Option<Seat> {
        match hire {
            Hire::New(seat) => Some(seat),
            Hire::Waiting => {
                self.called.notify_one();
                None
            }
        }
    }

    /// Takes a job out that no worker has yet.
    pub fn remove(&self, state: &JobState) -> Option<Waiting<W>> {
        self.board.lock().waiting.remove(state.key())
    }

    /// Moves a job that no worker has yet.
    pub fn set_rank(&self, state: &JobState, rank: i64) {
        let mut board = self.board.lock();
        if let Some(waiting) = board.waiting.remove(state.key()) {
            state.set_rank(rank);
            board.waiting.insert(state.key(), waiting);
        } else {
            state.set_rank(rank);
        }
    }

    /// How many jobs wait, and how many run.
    pub fn depth(&self) -> (usize, usize) {
        let board = self.board.lock();
        (board.waiting.len(), board.running.len())
    }

    /// The first answer that `look` gives for a running job.
    pub fn find_running<T>(&self, look: impl FnMut(&Arc<JobState>) -> Option<T>) -> Option<T> {
        self.board.lock().running.iter().map(|running| &running.state).find_map(look)
    }

    /// Bytes of inputs waiting and results not taken.
    pub fn pending_bytes(&self) -> usize {
        self.pending_bytes.load(Ordering::Relaxed)
    }

    /// Counts bytes in.
    pub fn charge(&self, bytes: usize) {
        self.pending_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts bytes out.
    pub fn release(&self, bytes: usize) {
        self.pending_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Drops all that waits and has the workers leave, until [`reopen`](Self::reopen).
    pub fn close(&self) {
        let dropped = {
            let mut board = self.board.lock();
            board.crew.closing = true;
            self.place_free.notify_all();
            self.called.notify_all();
            std::mem::take(&mut board.waiting)
        };
        self.release(dropped.into_values().map(|waiting| waiting.bytes).sum());
        self.discarded.lock().clear();
    }

    /// Lets workers in again.
    pub fn reopen(&self) {
        self.board.lock().crew.closing = false;
    }

    /// Waits until no job runs, but no longer than `at_most`.
    pub fn wait_until_idle(&self, at_most: Duration) {
        let deadline = Instant::now() + at_most;
        let mut board = self.board.lock();
        while !board.running.is_empty() && !self.idle.wait_until(&mut board, deadline).timed_out() {}
    }

    /// Takes an output for a worker to free, beside its next job.
    pub fn discard(&self, output: Arc<W::Output>) {
        let mut discarded = self.discarded.lock();
        if discarded.len() < MOST_DISCARDED {
            discarded.push(output);
        }
    }

    /// Runs jobs on the calling thread, which was counted in at `seat`, until it is needed no more.
    pub fn work(self: &Arc<Self>, seat: Seat) {
        while self.work_once(seat) {}
    }

    /// Runs one job on the calling thread, which was counted in at `seat`. False when there was none to be run or
    /// too many work: it is counted out then.
    pub fn work_once(self: &Arc<Self>, seat: Seat) -> bool {
        let Some(waiting) = self.next(seat) else { return false };
        self.run(waiting);
        // Freed without the lock.
        drop(std::mem::take(&mut *self.discarded.lock()));
        true
    }

    /// Lets a long job that does not come to a check point step aside, so that those behind it go on. For
    /// the submitting thread, now and then.
    pub fn relieve_silent(self: &Arc<Self>) {
        let mut board = self.board.lock();
        if board.waiting.is_empty() {
            return;
        }
        let now = self.clock.now();
        let Board { running, crew, .. } = &mut *board;
        let mut relieved = false;
        for running in running.iter_mut().filter(|running| running.holds == Holds::Post) {
            if running.state.running_for(now).is_some_and(|time| time > LONG_JOB)
                && crew.advise(running.state.id, false) == Advice::StepAside
            {
                running.holds = Holds::LongPlace;
                relieved = true;
            }
        }
        if relieved {
            self.replace_worker(board);
        }
    }

    /// Called by a running job at `now`: gives its post away when it is a long one and others wait.
    pub fn relieve(self: &Arc<Self>, state: &JobState, now: Instant) {
        if state.running_for(now).is_none_or(|time| time <= LONG_JOB) {
            return;
        }
        let mut board = self.board.lock();
        if board.waiting.is_empty() {
            return;
        }
        let Board { running, crew, .. } = &mut *board;
        let own = running.iter_mut().find(|running| running.state.id == state.id);
        let Some(own) = own.filter(|running| running.holds == Holds::Post) else { return };
        let advice = crew.advise(state.id, true);
        own.holds = match advice {
            Advice::Stay => return,
            Advice::StepAside => Holds::LongPlace,
            Advice::Rest => Holds::Nothing,
        };
        self.replace_worker(board);
        if advice == Advice::Rest {
            self.rest(state, now);
        }
    }

    /// Keeps a job here, which rests since `began`, until it is its turn again.
    fn rest(&self, state: &JobState, began: Instant) {
        let mut board = self.board.lock();
        loop {
            let (idle, stops) = (board.waiting.is_empty(), state.is_cancelled() || board.crew.closing);
            if let Some(holds) = board.crew.wakes(state.id, idle, stops) {
                if let Some(own) = board.running.iter_mut().find(|running| running.state.id == state.id) {
                    own.holds = holds;
                }
                if board.crew.has_spare_relief() {
                    self.called.notify_all();
                }
                break;
            }
            self.place_free.wait_for(&mut board, REST_LOOK);
        }
        state.rest(self.clock.now().saturating_duration_since(began));
    }

    /// Has a relief serve the post that a long job has left.
    fn replace_worker(self: &Arc<Self>, mut board: MutexGuard<'_, Board<W>>) {
        let Some(hire) = board.crew.man_by_relief() else { return };
        drop(board);
        if self.new_worker(hire).is_some() {
            self.begin_relief();
        }
    }

    /// Begins the thread of a relief that was counted in.
    pub fn begin_relief(self: &Arc<Self>) {
        let queue = Arc::clone(self);
        let relieve = move || {
            W::on_worker();
            queue.work(Seat::Relief);
        };
        if !self.threads.spawn("cutout-relief".to_owned(), relieve) {
            // No thread to be had: those behind wait.
            self.board.lock().crew.relief_failed();
        }
    }

    /// The next job for a worker that has a post; none when it has to go, and it is counted out then.
    fn next(&self, seat: Seat) -> Option<Waiting<W>> {
        let mut board = self.board.lock();
        loop {
            if !board.crew.is_one_too_many()
                && let Some((_, waiting)) = board.waiting.pop_first()
            {
                return Some(self.begin(&mut board, waiting));
            }
            board.crew.leave_post(seat);
            if board.crew.has_resting() {
                self.place_free.notify_all();
            }
            if seat != Seat::Relief || !self.is_called(&mut board) {
                return None;
            }
        }
    }

    /// Keeps a relief here until it is called. False: it is to end.
    fn is_called(&self, board: &mut MutexGuard<'_, Board<W>>) -> bool {
        loop {
            match board.crew.call() {
                Call::Serve => return true,
                Call::End => return false,
                Call::Wait => self.called.wait(board),
            }
        }
    }

    fn begin(&self, board: &mut Board<W>, waiting: Waiting<W>) -> Waiting<W> {
        // Under the same lock, so that no shutdown finds it neither waiting nor running.
        waiting.state.start(self.clock.now());
        board.running.push(Running { state: Arc::clone(&waiting.state), holds: Holds::Post });
        waiting
    }

    fn run(self: &Arc<Self>, waiting: Waiting<W>) {
        let Waiting { job, state, bytes } = waiting;
        // Whatever panics, in the work or about it, the job has its end and the worker goes on.
        let (end, cached) = catch_unwind(AssertUnwindSafe(|| self.end_of(job, &state)))
            .unwrap_or_else(|_| (End::Failed(W::PANICKED.to_owned()), false));
        let held = match &end {
            End::Completed(output) => W::output_bytes(output),
            _ => 0,
        };
        self.charge(held);
        self.release(bytes);
        state.finish(self.clock.now());
        {
            let mut board = self.board.lock();
            if let Some(at) = board.running.iter().position(|running| Arc::ptr_eq(&running.state, &state)) {
                let holds = board.running.swap_remove(at).holds;
                board.crew.done(holds);
                if board.crew.has_resting() {
                    self.place_free.notify_all();
                }
                if board.crew.has_spare_relief() {
                    self.called.notify_all();
                }
            }
            if board.running.is_empty() {
                self.idle.notify_all();
            }
        }
        // Nobody listens any more after a shutdown.
        let _ = self.results.send(Finished { state, end, bytes: held, cached });
    }

    fn end_of(self: &Arc<Self>, job: Result<W, String>, state: &JobState) -> (End<W::Output>, bool) {
        let job = match job {
            _ if state.is_cancelled() => return (End::Cancelled, false),
            Err(error) => return (End::Failed(error), false),
            Ok(job) => job,
        };
        let hash = self.cache.is_on().then(|| job.identity_hash());
        if let Some(output) = hash.and_then(|hash| self.cache.get(hash, &job)) {
            return (End::Completed(output), true);
        }
        let end = match job.run(&Run { state, desk: self }) {
            Ok(output) => {
                let output = Arc::new(output);
                if let Some(hash) = hash {
                    self.cache.insert(hash, job, &output);
                }
                End::Completed(output)
            }
            Err(Stop::Cancelled) => match state.timeout_error() {
                Some(error) => End::Failed(error),
                None => End::Cancelled,
            },
            Err(Stop::Failed(error)) => End::Failed(error),
        };
        (end, false)
    }
}

impl<W: Work> Desk for Arc<Queue<W>> {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn relieve(&self, state: &JobState, now: Instant) {
        Queue::relieve(self, state, now);
    }
}
