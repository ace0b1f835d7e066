//! Whose hands do the work: the threads of a pool or, where there are none to be had, those of the thread
//! that asks for events.
//!
//! Both serve the same queue and the same [`crate::crew`], which counts them by their posts. The caller's
//! hands hold one post while there is anything to do, and run jobs only inside
//! [`next_event`](crate::Jobs::next_event), until it has something to tell: who stops asking when the time
//! of the frame is over bounds the work by the frame, to within one job.
//!
//! The caller works where the target has no threads (WebAssembly without atomics), where the feature
//! `inline` asks for it, and where the system refuses a thread: the first job finds out.

use crate::crew::Seat;
use crate::limits::Limits;
use crate::queue::Queue;
use crate::work::Work;
use rayon::ThreadPool;
use std::sync::Arc;

/// Who works.
#[derive(Debug)]
pub enum Hands {
    /// Threads; none before the first job.
    Pool(Option<ThreadPool>),
    /// The thread that asks for events. It holds its post while there is anything to do.
    Caller {
        /// Where it has its post, while it holds it.
        engaged: Option<Seat>,
    },
}

impl Default for Hands {
    fn default() -> Self {
        Self::Pool(None)
    }
}

impl Hands {
    /// Sets the number of posts, and of long jobs beside them: the caller has one, and no other to leave it to.
    pub fn set_crew<W: Work>(&self, queue: &Queue<W>, limits: &Limits) {
        match self {
            Self::Pool(_) => queue.set_crew(limits.worker_threads(), limits.long_jobs),
            Self::Caller { .. } => queue.set_crew(1, 0),
        }
    }

    /// Lets the threads go: they work on until they are one too many or have nothing to do.
    pub fn release<W: Work>(&mut self, queue: &Queue<W>) {
        if let Self::Pool(pool) = self {
            *pool = None;
            queue.renew_pool();
        }
    }

    /// Sets one more worker to a post that was taken for it.
    pub fn employ<W: Work>(&mut self, seat: Seat, queue: &Arc<Queue<W>>, limits: &Limits) {
        if seat == Seat::Relief {
            return queue.begin_relief();
        }
        if let Self::Pool(pool) = self {
            if pool.is_none() {
                *pool = queue.threads.pool("cutout", limits.worker_threads(), W::on_worker);
            }
            if let Some(pool) = pool {
                let queue = Arc::clone(queue);
                return pool.spawn(move || queue.work(seat));
            }
            *self = Self::Caller { engaged: None };
            self.set_crew(queue, limits);
        }
        *self = Self::Caller { engaged: Some(seat) };
    }

    /// Has the caller, where it is the one who works, do one job. Whether it did.
    pub fn lend<W: Work>(&mut self, queue: &Arc<Queue<W>>) -> bool {
        let Self::Caller { engaged } = self else { return false };
        *engaged = engaged.filter(|&seat| queue.work_once(seat));
        engaged.is_some()
    }

    /// Frees what takes long to free: on a thread, where there is one.
    pub fn free(&self, what: impl Send + 'static) {
        if let Self::Pool(Some(pool)) = self {
            pool.spawn(move || drop(what));
        }
    }

    /// How many threads there are, beside the caller's.
    pub fn threads(&self) -> usize {
        match self {
            Self::Pool(pool) => pool.as_ref().map_or(0, ThreadPool::current_num_threads),
            Self::Caller { .. } => 0,
        }
    }
}
