//! The jobs of one owner, from the submit to the end that is taken: the submitting thread's side.

use crate::awaits::{Awaits, Release, doom};
use crate::by_id::ById;
use crate::cache::Cache;
use crate::clock::Clock;
use crate::event::{End, Event};
use crate::hands::Hands;
use crate::limits::Limits;
use crate::order::{Order, Place};
use crate::queue::{Finished, Queue, Waiting};
use crate::record::{Counts, JobRecord, Records, Times};
use crate::shared::{SharedKey, SharedParts};
use crate::state::{JobState, Stage};
use crate::threads::SHUTDOWN_WAIT;
use crate::work::Work;
use crossbeam_channel::{Receiver, unbounded};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A job that runs longer than this reports its progress.
const PROGRESS_AFTER: Duration = Duration::from_millis(16);
/// Least advance that is worth a report.
const PROGRESS_STEP: f32 = 0.01;
/// Inputs up to this size are looked up in the cache by the submitting thread, within a microsecond or
/// two, so that their end can be taken at once; larger ones by a worker.
const QUICK_LOOKUP_BYTES: usize = 16 << 10;

/// Ends that are noted before one is taken.
const NOTED_AT_ONCE: usize = 64;

/// A job whose end was not taken.
struct Open<W: Work> {
    state: Arc<JobState>,
    /// When it was submitted, or, where it had to wait for others, when they were done.
    since: Instant,
    /// Where it stands; none while it is on hold and when it was let out of the order.
    place: Option<Place>,
    /// What it has together with others, until it has ended.
    shared: Option<SharedKey>,
    ended: Option<Finished<W>>,
}

/// The jobs of one owner.
pub struct Jobs<W: Work> {
    limits: Limits,
    hands: Hands,
    queue: Arc<Queue<W>>,
    results: Receiver<Finished<W>>,
    open: ById<Open<W>>,
    /// How many of the open ones have ended.
    ended: usize,
    order: Order,
    awaits: Awaits<Waiting<W>>,
    shared: SharedParts<W>,
    records: Records<W>,
    next_id: u64,
}

impl<W: Work> Default for Jobs<W> {
    fn default() -> Self {
        Self::new(Clock::default())
    }
}

impl<W: Work> Jobs<W> {
    /// No jobs yet, within the default limits, that go by `clock`. Only how long a shutdown takes at most is
    /// by the system's.
    pub fn new(clock: Clock) -> Self {
        let limits = Limits::default();
        let (sender, results) = unbounded();
        let born = clock.now();
        let cache = Cache::new(limits.cache_bytes, limits.cache_ttl, clock.clone());
        let queue = Queue::new(sender, cache, clock);
        let hands = Hands::default();
        hands.set_crew(&queue, &limits);
        Self {
            limits,
            hands,
            queue: Arc::new(queue),
            results,
            open: ById::default(),
            ended: 0,
            order: Order::default(),
            awaits: Awaits::default(),
            shared: SharedParts::default(),
            records: Records::new(born),
            next_id: 1,
        }
    }

    /// Takes new limits over; they hold from the next job on. A change of the number of threads waits
    /// for no job: what runs goes on, what waits is shared among as many workers as there are to be.
    pub fn configure(&mut self, limits: Limits) {
        if limits.worker_threads() != self.limits.worker_threads() {
            self.hands.release(&self.queue);
        }
        self.limits = limits;
        self.hands.set_crew(&self.queue, &limits);
        self.queue.cache.configure(limits.cache_bytes, limits.cache_ttl);
        while let Some(seat) = self.queue.wants_worker() {
            self.hands.employ(seat, &self.queue, &self.limits);
        }
    }

    /// Whether `count` more jobs with inputs of `bytes` in all would be accepted.
    pub fn has_room_for(&self, count: usize, bytes: usize) -> bool {
        self.open.len() + count <= self.limits.jobs
            && self.queue.pending_bytes() + bytes <= self.limits.pending_bytes
    }

    /// Bytes that these jobs would add to what is pending, for [`has_room_for`](Self::has_room_for).
    pub fn bytes_of(&self, jobs: &[Result<W, String>]) -> usize {
        let jobs = jobs.iter().flatten();
        jobs.clone().map(W::heap_bytes).sum::<usize>() + self.shared.bytes_of_new(jobs)
    }

    /// Counts a refusal that the owner decided on, having asked [`has_room_for`](Self::has_room_for).
    pub fn note_refusal(&mut self) {
        self.records.counts.refused += 1;
    }

    /// Accepts a job, or one that is known to fail. None: refused, too much is waiting.
    pub fn submit(&mut self, job: Result<W, String>, priority: i64) -> Option<u64> {
        self.submit_after(job, priority, &[])
    }

    /// As [`submit`](Self::submit), to be run once the ends of the jobs `after` were taken. When one of them
    /// failed or was cancelled, so does this one fail; and so does one that names a job that never was. A
    /// job so long gone that nothing is known of it counts as completed. In the order of ends it stands as
    /// if it had been submitted when the last of them was taken.
    pub fn submit_after(&mut self, job: Result<W, String>, priority: i64, after: &[u64]) -> Option<u64> {
        if !self.has_room_for(1, self.bytes_of(std::slice::from_ref(&job))) {
            self.note_refusal();
            return None;
        }
        Some(self.accept(job, priority, after))
    }

    /// As [`submit_after`](Self::submit_after), without asking whether there is room: for jobs for which
    /// [`has_room_for`](Self::has_room_for) was asked together.
    pub fn accept(&mut self, job: Result<W, String>, priority: i64, after: &[u64]) -> u64 {
        let bytes = job.as_ref().map_or(0, W::heap_bytes);
        let id = self.next_id;
        self.next_id += 1;
        let now = self.queue.clock.now();
        let state = Arc::new(JobState::new(id, priority, self.limits.timeout, now));
        let shared = job.as_ref().ok().and_then(|job| self.shared.hold(job));
        self.queue.charge(bytes + shared.map_or(0, |(_, new)| new));
        self.records.counts.submitted += 1;
        let shared = shared.map(|(key, _)| key);
        let mut open = Open { state: Arc::clone(&state), since: now, place: None, shared, ended: None };
        let mut waiting = Waiting { job, state, bytes };
        if !after.is_empty() {
            match self.still_to_come(id, after) {
                Ok(none) if none.is_empty() => {}
                Ok(awaited) => {
                    self.open.insert(id, open);
                    self.awaits.hold(id, waiting, &awaited);
                    return id;
                }
                Err(error) => waiting.job = Err(error),
            }
        }
        open.place = Some(self.enqueue(&waiting.state, now));
        self.open.insert(id, open);
        self.start(waiting, now);
        id
    }

    /// Cancels a job: one that waits ends at once, one that runs at its next check point, and the result
    /// of one that is done but whose end was not taken is dropped. False when its end was taken, it is
    /// cancelled already, or it never was.
    pub fn cancel(&mut self, id: u64) -> bool {
        let Some(open) = self.open.get(&id) else { return false };
        if !open.state.cancel() {
            return false;
        }
        if let Some(waiting) = self.awaits.remove(id).or_else(|| self.queue.remove(&open.state)) {
            self.end_unrun(waiting, End::Cancelled, self.queue.clock.now());
        }
        true
    }

    /// Changes the priority of a job whose end was not taken yet: it stands as if it had been submitted
    /// with it. False when there is none.
    pub fn set_priority(&mut self, id: u64, priority: i64) -> bool {
        let Some(open) = self.open.get_mut(&id) else { return false };
        open.state.set_priority(priority);
        let rank = self.limits.rank(self.queue.clock_usec(open.since), priority);
        self.queue.set_rank(&open.state, rank);
        if let Some(place) = &mut open.place {
            self.order.remove(*place);
            place.priority = priority;
            self.order.insert(*place, id, rank, open.ended.is_some());
        }
        true
    }

    /// How many jobs were accepted whose end was not taken yet.
    pub fn open_jobs(&self) -> usize {
        self.open.len()
    }

    /// Takes the next thing to tell, if there is one now.
    pub fn next_event(&mut self) -> Option<Event<W::Output>> {
        if self.open.is_empty() {
            return None;
        }
        loop {
            // No more at a time than it takes to go on: many workers finish thousands in a frame, and the caller
            // looks at its clock between two ends.
            for _ in 0..NOTED_AT_ONCE {
                let Ok(finished) = self.results.try_recv() else { break };
                self.note_end(finished);
            }
            if let Some(end) = self.next_end() {
                return Some(end);
            }
            if self.results.is_empty() && !self.hands.lend(&self.queue) {
                break;
            }
        }
        if self.ended > 0 && self.let_long_jobs_out() {
            return self.next_end();
        }
        self.queue.relieve_silent();
        self.next_progress()
    }

    /// Where an open job is on its way; none when its end was taken or it never was.
    pub fn stage(&self, id: u64) -> Option<Stage> {
        self.open.get(&id).map(|open| open.state.stage())
    }

    /// What is known of a recent job whose end was taken.
    pub fn record(&self, id: u64) -> Option<&JobRecord<W::Summary>> {
        self.records.get(id)
    }

    /// The `count` that a worker had longest of the `latest` that have ended last, the longest first; what came
    /// from the cache counts for none. A look at one number each.
    pub fn slowest(&self, count: usize, latest: usize) -> Vec<(u64, &JobRecord<W::Summary>)> {
        self.records.slowest(count, latest)
    }

    /// What is known of all recent jobs, oldest end first.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = (u64, &JobRecord<W::Summary>)> + '_ {
        self.records.iter()
    }

    /// What was counted since the start.
    pub fn counts(&self) -> Counts {
        let (waiting, running) = self.queue.depth();
        Counts {
            held: self.awaits.len(),
            waiting,
            running,
            open: self.open.len(),
            pending_bytes: self.queue.pending_bytes(),
            threads: self.hands.threads(),
            cache: self.queue.cache.counts(),
            ..self.records.counts
        }
    }

    /// Waiting, running and delivery times of recent jobs.
    pub fn times(&self) -> &Times {
        &self.records.times
    }

    /// Hands back an output that was taken: where nobody else has it, a worker frees it beside its next job,
    /// which for a large one takes longer than all else that the submitting thread does with it.
    pub fn discard(&self, output: Arc<W::Output>) {
        self.queue.discard(output);
    }

    /// Forgets all kept results.
    pub fn clear_cache(&self) {
        self.hands.free(self.queue.cache.clear());
    }

    /// Forgets the kept result of one job. Whether there was one.
    pub fn forget_result(&self, job: &W) -> bool {
        self.queue.cache.remove(job.identity_hash(), job)
    }

    /// Cancels everything and waits, [`SHUTDOWN_WAIT`] at most, until nothing runs and its threads have ended.
    /// What is open is dropped. Jobs may be submitted again after it.
    pub fn shutdown(&mut self) {
        self.shutdown_within(SHUTDOWN_WAIT);
    }

    /// As [`shutdown`](Self::shutdown), waiting for `at_most`.
    pub fn shutdown_within(&mut self, at_most: Duration) {
        for open in self.open.values() {
            open.state.cancel();
        }
        self.queue.close();
        self.hands.release(&self.queue);
        let began = Instant::now();
        self.queue.wait_until_idle(at_most);
        // Not a thread of this library may be left when it is unmapped.
        self.queue.threads.join(at_most.saturating_sub(began.elapsed()));
        // Nothing of it is pending any more, whatever stage it was in.
        let ended = self.open.drain().filter_map(|(_, open)| open.ended).map(|finished| finished.bytes);
        let held = self.awaits.drain().map(|waiting| waiting.bytes);
        let sent = self.results.try_iter().map(|finished| finished.bytes);
        self.queue.release(ended.chain(held).chain(sent).sum());
        self.queue.release(self.shared.clear());
        self.order.clear();
        self.ended = 0;
        self.queue.reopen();
    }

    /// The jobs among `after` whose ends were not taken yet, each once, or why the job `id` cannot be done.
    fn still_to_come(&self, id: u64, after: &[u64]) -> Result<Vec<u64>, String> {
        let mut awaited = Vec::with_capacity(after.len());
        for &earlier in after {
            if earlier == 0 || earlier >= id {
                return Err(format!("after names the job {earlier}: jobs submitted before are allowed"));
            }
            if self.open.contains_key(&earlier) {
                awaited.push(earlier);
            } else if let Some(failure) =
                self.records.get(earlier).and_then(|record| record.outcome.failure())
            {
                return Err(doom(earlier, failure));
            }
        }
        awaited.sort_unstable();
        awaited.dedup();
        Ok(awaited)
    }

    /// Gives a job its rank and its place in the order, as one that is submitted at `since`.
    fn enqueue(&mut self, state: &JobState, since: Instant) -> Place {
        let rank = self.limits.rank(self.queue.clock_usec(since), state.priority());
        state.set_rank(rank);
        self.order.push(state.id, state.priority(), rank)
    }

    /// Hands a job that stands in the order to the workers, unless its result is known.
    fn start(&mut self, waiting: Waiting<W>, now: Instant) {
        if let Ok(job) = &waiting.job
            && waiting.bytes <= QUICK_LOOKUP_BYTES
            && !self.queue.cache.is_empty()
            && let Some(output) = self.queue.cache.peek(job.identity_hash(), job)
        {
            self.end_unrun(waiting, End::Completed(output), now);
        } else if let Some(seat) = self.queue.push(waiting) {
            self.hands.employ(seat, &self.queue, &self.limits);
        }
    }

    /// Ends a job that no worker had.
    fn end_unrun(&mut self, waiting: Waiting<W>, end: End<W::Output>, now: Instant) {
        let Waiting { state, bytes, .. } = waiting;
        let (held, cached) = match &end {
            End::Completed(output) => (W::output_bytes(output), true),
            _ => (0, false),
        };
        self.queue.charge(held);
        self.queue.release(bytes);
        if cached {
            state.enter(Stage::Waiting);
        }
        state.finish(now);
        self.note_end(Finished { state, end, bytes: held, cached });
    }

    fn note_end(&mut self, finished: Finished<W>) {
        let Some(open) = self.open.get_mut(&finished.state.id) else {
            // Of before a shutdown.
            self.queue.release(finished.bytes);
            return;
        };
        let state = &finished.state;
        let place = *open.place.get_or_insert_with(|| {
            let rank = self.limits.rank(self.queue.clock_usec(self.queue.clock.now()), state.priority());
            self.order.push(state.id, state.priority(), rank)
        });
        self.order.end(place);
        if let Some(shared) = open.shared.take() {
            self.queue.release(self.shared.let_go(shared));
        }
        open.ended = Some(finished);
        self.ended += 1;
    }

    fn next_end(&mut self) -> Option<Event<W::Output>> {
        let id = self.order.pop()?;
        let finished = self.open.remove(&id)?.ended?;
        self.ended -= 1;
        self.queue.release(finished.bytes);
        let end = if finished.state.is_cancelled() { End::Cancelled } else { finished.end };
        finished.state.enter(Stage::Taken);
        let now = self.queue.clock.now();
        let outcome = self.records.add(&finished.state, finished.cached, &end, now);
        for release in self.awaits.taken(id, outcome.failure()) {
            self.let_go(release, now);
        }
        Some(Event::Ended(id, end))
    }

    /// Goes on with a job that waited for others.
    fn let_go(&mut self, release: Release<Waiting<W>>, now: Instant) {
        let waiting = match release {
            Release::Doomed(waiting, error) => return self.end_unrun(waiting, End::Failed(error), now),
            Release::Free(waiting) => waiting,
        };
        let place = self.enqueue(&waiting.state, now);
        if let Some(open) = self.open.get_mut(&waiting.state.id) {
            open.since = now;
            open.place = Some(place);
        }
        self.start(waiting, now);
    }

    /// Lets jobs out of the order that have run for longer than the ends of others may wait.
    fn let_long_jobs_out(&mut self) -> bool {
        let Some(at_most) = self.limits.order_wait else { return false };
        let mut any = false;
        let now = self.queue.clock.now();
        let (open, order) = (&mut self.open, &mut self.order);
        self.queue.find_running(|state| {
            if state.running_for(now).is_some_and(|time| time > at_most)
                && let Some(place) = open.get_mut(&state.id).and_then(|open| open.place.take())
            {
                order.remove(place);
                any = true;
            }
            None::<()>
        });
        any
    }

    fn next_progress(&self) -> Option<Event<W::Output>> {
        let now = self.queue.clock.now();
        self.queue.find_running(|state| {
            let progress = state.progress_to_report(now, PROGRESS_AFTER, PROGRESS_STEP)?;
            Some(Event::Progressed(state.id, progress))
        })
    }
}

impl<W: Work> Drop for Jobs<W> {
    fn drop(&mut self) {
        self.shutdown();
    }
}
