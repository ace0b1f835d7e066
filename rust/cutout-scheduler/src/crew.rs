//! Who works: so many workers at a time, and long jobs beside them.
//!
//! A worker that finds its job to be a long one gives its post to a new worker, so that the jobs behind
//! are not held up, however few posts there are. [`Crew::long_limit`] long jobs run beside the
//! posts; a further one rests at its next check point until one of them is done, the oldest first,
//! so that no more threads compete for the cores than that. Past [`MOST_RESTING`] a long job keeps its
//! post.
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

/// How many work.
#[derive(Debug)]
pub struct Crew {
    /// Posts.
    pub posts: usize,
    /// Long jobs that may run beside the posts.
    pub long_limit: usize,
    /// Whether all is to end.
    pub closing: bool,
    manned: usize,
    long: usize,
    resting: BTreeSet<u64>,
}

impl Default for Crew {
    fn default() -> Self {
        Self { posts: 1, long_limit: 0, closing: false, manned: 0, long: 0, resting: BTreeSet::new() }
    }
}

impl Crew {
    /// Takes a post for a new worker, if one is free.
    pub fn man_post(&mut self) -> bool {
        let free = self.manned < self.posts && !self.closing;
        self.manned += usize::from(free);
        free
    }

    /// Whether a worker between two jobs has to leave: there are more than there are posts. Its post is
    /// given up then.
    pub fn dismisses(&mut self) -> bool {
        let leaves = self.manned > self.posts || self.closing;
        self.manned -= usize::from(leaves);
        leaves
    }

    /// A worker finds nothing to do and leaves.
    pub fn leave_post(&mut self) {
        self.manned -= 1;
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
    use super::{Advice, Crew, Holds};

    #[test]
    fn a_job_that_rests_gets_a_place_where_no_long_ones_are_allowed_any_more() {
        let mut crew = Crew { posts: 1, long_limit: 1, ..Crew::default() };
        assert!(crew.man_post());
        assert_eq!(crew.advise(1, true), Advice::StepAside);
        assert!(crew.man_post());
        assert_eq!(crew.advise(2, true), Advice::Rest);
        crew.long_limit = 0;
        assert_eq!(crew.wakes(2, false, false), None, "the other one is not done");
        crew.done(Holds::LongPlace);
        assert_eq!(crew.wakes(2, false, false), Some(Holds::LongPlace));
        assert!(!crew.has_resting());
    }
}
