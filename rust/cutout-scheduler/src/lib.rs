//! Jobs in the background: a queue, a pool of threads of its own, and their ends in order. Knows neither
//! the engine nor what the work is.
//!
//! Comes in: [`Work`] with a priority, and the jobs that it comes after. Goes out: exactly one [`End`] a
//! job, taken one at a time on the thread that submitted. Invariants: what was accepted ends, whatever
//! happens to it; memory stays within the limits; within a priority, ends come in the order of submission,
//! save that none waits longer than [`Limits::order_wait`] for a job that runs on and on.
//!
//! | module | what it is |
//! |---|---|
//! | [`work`] | what the work is to the scheduler, and the scheduler to the work |
//! | [`event`] | what is told of jobs |
//! | [`limits`] | what bounds the jobs |
//! | [`jobs`] | the jobs of one owner, from the submit to the end that is taken; the owner's side |
//! | [`queue`] | what waits, in the order in which it is run; the workers' side |
//! | [`crew`] | how many work, and what a long job does for the others |
//! | [`clock`] | what time it is |
//! | [`threads`] | threads that can be waited for |
//! | [`hands`] | whose hands: threads, or the caller where there are none |
//! | [`state`] | what both sides know of one job: its stage, cancelled, how far, how long |
//! | [`mixer`] | hashes of numbers |
//! | [`by_id`] | tables by job id |
//! | [`awaits`] | jobs that come after others |
//! | [`shared`] | what several jobs hold together, counted once |
//! | [`rising`] | a map for keys that come in order |
//! | [`order`] | in which order ends are taken |
//! | [`cache`] | results of identical jobs |
//! | [`record`] | what is counted, and the reports of recent jobs |

#![forbid(unsafe_code)]

mod awaits;
mod by_id;
mod cache;
mod clock;
mod crew;
mod event;
mod hands;
mod jobs;
mod limits;
mod mixer;
mod order;
mod queue;
mod record;
mod rising;
mod shared;
mod state;
mod threads;
mod work;

pub use cache::CacheCounts;
pub use clock::Clock;
pub use event::{End, Event};
pub use jobs::Jobs;
pub use limits::Limits;
pub use mixer::Mixer;
pub use record::{Counts, JobRecord, Outcome, TimeWindow, Times};
pub use state::Stage;
pub use threads::{SHUTDOWN_WAIT, Threads};
pub use work::{Run, Stop, Work};
