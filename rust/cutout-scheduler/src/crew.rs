//! Who works: so many workers at a time, and long jobs beside them.
//!
//! A worker that finds its job to be a long one gives its post to a new worker, so that the jobs behind
//! are not held up, however few posts there are. [`Crew::long_limit`] long jobs run beside the
//! posts; a further one rests at its next check point until one of them is done, the oldest first,
//! so that no more threads compete for the cores than that. Past [`MOST_RESTING`] a long job keeps its
//! post.
//!
//! A long job keeps the thread that it runs on, whichever that is. So a post counts as taken only with a
//! thread that is free to serve it: one of the pool, or else a *relief*, a thread beside the pool. A relief
//! that finds nothing to do stays for as long as a thread is held up by a long job, for the pool alone may
//! have none to serve the next job with.
//!
//! Counts alone; the queue holds them under its lock and does what they say.

use std::collections::BTreeSet;
use std::time::Duration;

/// A job that has run for this long is a long one: half a frame at 60 frames a second.
pub const LONG_JOB: Duration = Duration::from_millis(8);
/// Long jobs that may rest, each on a thread of its own.
const MOST_RESTING: usize = 32;

/// What a running job holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One of the posts.
    Post,
    /// One of the places for long jobs.
    LongPlace,
    /// Neither: it rests.
    Nothing,
}

/// What a long job is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Go on where it is.
    Stay,
    /// Go on beside the workers; its post is free.
    StepAside,
    /// Rest; its post is free.
    Rest,
}

/// Where a worker sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// On a thread of the pool of this number.
    Pool(u64),
    /// On a thread of its own beside the pool.
    Relief,
}

/// Who serves a post that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hire {
    /// A worker that is to be set to work there.
    New(Seat),
    /// A relief that waits, and is to be woken.
    Waiting,
}

/// What a relief that has nothing to do is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Wait until it is called.
    Wait,
    /// Serve a post, which was taken for it.
    Serve,
    /// End; it is counted out.
    End,
}

/// How many work.
#[derive(Debug, Default)]
pub struct Crew {
    /// Posts; none, so that nobody works, until it is said how many.
    pub posts: usize,
    /// Long jobs that may run beside the posts.
    pub long_limit: usize,
    /// Whether all is to end.
    pub closing: bool,
    manned: usize,
    long: usize,
    resting: BTreeSet<u64>,
    /// The number of the pool, and how many of its threads work or are held up. It has as many as there are
    /// posts.
    pool: u64,
    pooled: usize,
    /// Threads beside the pool, those of them that wait to be called, and how many of these were.
    reliefs: usize,
    waiting_reliefs: usize,
    calls: usize,
}

impl Crew {
    /// Takes a post for one more worker, if one is free, and tells who serves it.
    pub fn man_post(&mut self) -> Option<Hire> {
        if self.pooled >= self.posts {
            return self.man_by_relief();
        }
        self.take_post()?;
        self.pooled += 1;
        Some(Hire::New(Seat::Pool(self.pool)))
    }

    /// As [`man_post`](Self::man_post), by who is beside the pool.
    pub fn man_by_relief(&mut self) -> Option<Hire> {
        self.take_post()?;
        if self.waiting_reliefs > self.calls {
            self.calls += 1;
            return Some(Hire::Waiting);
        }
        self.reliefs += 1;
        Some(Hire::New(Seat::Relief))
    }

    fn take_post(&mut self) -> Option<()> {
        if self.manned >= self.posts || self.closing {
            return None;
        }
        self.manned += 1;
        Some(())
    }

    /// The worker for whom a post was taken cannot be had.
    pub fn relief_failed(&mut self) {
        self.manned -= 1;
        self.reliefs -= 1;
    }

    /// From now on there is another pool, all of whose threads are free.
    pub fn renew_pool(&mut self) {
        self.pool += 1;
        self.pooled = 0;
    }

    /// Whether a worker between two jobs has to leave: there are more than there are posts, or all is to end.
    pub fn is_one_too_many(&self) -> bool {
        self.manned > self.posts || self.closing
    }

    /// A worker gives its post up. A relief waits from now on, see [`call`](Self::call); the thread of any other
    /// is free.
    pub fn leave_post(&mut self, seat: Seat) {
        self.manned -= 1;
        match seat {
            Seat::Relief => self.waiting_reliefs += 1,
            Seat::Pool(pool) if pool == self.pool => self.pooled -= 1,
            // Of a pool that was let go.
            Seat::Pool(_) => {}
        }
    }

    /// What a relief is to do that waits.
    pub fn call(&mut self) -> Call {
        let call = if self.calls > 0 {
            self.calls -= 1;
            Call::Serve
        } else if self.closing || self.reliefs > self.held_up() {
            self.reliefs -= 1;
            Call::End
        } else {
            return Call::Wait;
        };
        self.waiting_reliefs -= 1;
        call
    }

    /// Whether a relief waits that [`call`](Self::call) would end.
    pub fn has_spare_relief(&self) -> bool {
        self.waiting_reliefs > self.calls && (self.closing || self.reliefs > self.held_up())
    }

    /// Threads with long jobs.
    fn held_up(&self) -> usize {
        self.long + self.resting.len()
    }

    /// What the long job `id` is to do, which holds a post, while others wait. Only one that asks for
    /// itself (`can_rest`) can rest.
    pub fn advise(&mut self, id: u64, can_rest: bool) -> Advice {
        if self.long_limit == 0 || self.closing {
            return Advice::Stay;
        }
        if self.long < self.long_limit {
            self.manned -= 1;
            self.long += 1;
            return Advice::StepAside;
        }
        if !can_rest || self.resting.len() >= MOST_RESTING {
            return Advice::Stay;
        }
        self.manned -= 1;
        self.resting.insert(id);
        Advice::Rest
    }

    /// What a job that rests may hold now; `idle`: no job waits for a post. One that rests already when no
    /// long ones are allowed any more gets a place as if one were: it would wait for ever otherwise.
    pub fn wakes(&mut self, id: u64, idle: bool, stops: bool) -> Option<Holds> {
        let holds = if stops || (self.long < self.long_limit.max(1) && self.resting.first() == Some(&id)) {
            self.long += 1;
            Holds::LongPlace
        } else if idle && self.manned < self.posts {
            self.manned += 1;
            Holds::Post
        } else {
            return None;
        };
        self.resting.remove(&id);
        Some(holds)
    }

    /// A job is done: its worker has a post again, if need be one too many.
    pub fn done(&mut self, holds: Holds) {
        if holds == Holds::LongPlace {
            self.long -= 1;
            self.manned += 1;
        }
    }

    /// Whether any job rests.
    pub fn has_resting(&self) -> bool {
        !self.resting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Advice, Call, Crew, Hire, Holds, Seat};

    #[test]
    fn a_job_that_rests_gets_a_place_where_no_long_ones_are_allowed_any_more() {
        let mut crew = Crew { posts: 1, long_limit: 1, ..Crew::default() };
        assert_eq!(crew.man_post(), Some(Hire::New(Seat::Pool(0))));
        assert_eq!(crew.advise(1, true), Advice::StepAside);
        assert_eq!(crew.man_by_relief(), Some(Hire::New(Seat::Relief)));
        assert_eq!(crew.advise(2, true), Advice::Rest);
        crew.long_limit = 0;
        assert_eq!(crew.wakes(2, false, false), None, "the other one is not done");
        crew.done(Holds::LongPlace);
        assert_eq!(crew.wakes(2, false, false), Some(Holds::LongPlace));
        assert!(!crew.has_resting());
    }

    #[test]
    fn a_relief_stays_for_as_long_as_a_thread_is_held_up() {
        let mut crew = Crew { posts: 1, long_limit: 1, ..Crew::default() };
        assert_eq!(crew.man_post(), Some(Hire::New(Seat::Pool(0))));
        assert_eq!(crew.man_post(), None, "the post is taken");
        assert_eq!(crew.advise(1, true), Advice::StepAside);
        assert_eq!(crew.man_by_relief(), Some(Hire::New(Seat::Relief)));
        crew.leave_post(Seat::Relief);
        assert_eq!(crew.call(), Call::Wait);
        assert_eq!(crew.man_post(), Some(Hire::Waiting), "the pool's only thread has the long job");
        assert_eq!(crew.call(), Call::Serve);
        crew.leave_post(Seat::Relief);
        crew.done(Holds::LongPlace);
        assert!(crew.has_spare_relief());
        assert_eq!(crew.call(), Call::End);
        crew.leave_post(Seat::Pool(0));
        assert_eq!(crew.man_post(), Some(Hire::New(Seat::Pool(0))));
    }

    #[test]
    fn threads_of_a_pool_that_was_let_go_count_for_nothing() {
        let mut crew = Crew { posts: 1, long_limit: 1, ..Crew::default() };
        assert_eq!(crew.man_post(), Some(Hire::New(Seat::Pool(0))));
        assert_eq!(crew.advise(1, true), Advice::StepAside);
        crew.renew_pool();
        assert_eq!(crew.man_post(), Some(Hire::New(Seat::Pool(1))));
        crew.done(Holds::LongPlace);
        assert!(crew.is_one_too_many());
        crew.leave_post(Seat::Pool(0));
        crew.leave_post(Seat::Pool(1));
        assert_eq!(crew.man_post(), Some(Hire::New(Seat::Pool(1))));
    }
}
