//! Threads that can be waited for, not only told to end.
//!
//! A pool that is dropped tells its threads to end and goes on. Where the library may be unmapped next, as
//! when the editor reloads it, a thread that has not quite ended runs on in memory that is gone.

use parking_lot::Mutex;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a shutdown waits for running jobs to reach their next check point, and for their threads to end.
pub const SHUTDOWN_WAIT: Duration = Duration::from_secs(5);
/// Whether there are threads at all.
const CAN_BE_HAD: bool =
    cfg!(not(any(feature = "inline", all(target_family = "wasm", not(target_feature = "atomics")))));
/// How often it is looked whether a thread has ended.
const LOOK: Duration = Duration::from_micros(200);

/// Threads that were begun and may run still.
#[derive(Debug, Default)]
pub struct Threads(Mutex<Vec<JoinHandle<()>>>);

impl Threads {
    /// Begins one. False: there is none to be had.
    pub fn spawn(&self, name: String, work: impl FnOnce() + Send + 'static) -> bool {
        if !CAN_BE_HAD {
            return false;
        }
        let Ok(begun) = std::thread::Builder::new().name(name).spawn(work) else { return false };
        let mut handles = self.0.lock();
        // Those that have ended meanwhile need nobody to wait for them.
        let mut at = 0;
        while at < handles.len() {
            if handles[at].is_finished() {
                let _ = handles.swap_remove(at).join();
            } else {
                at += 1;
            }
        }
        handles.push(begun);
        true
    }

    /// A pool of `count` of them (0: as many as cores), named `name-0` and so on, each of which calls `first` before
    /// all else. None: there are none to be had.
    pub fn pool(&self, name: &'static str, count: usize, first: fn()) -> Option<ThreadPool> {
        if !CAN_BE_HAD {
            return None;
        }
        let begin = |thread: rayon::ThreadBuilder| {
            let begun = self.spawn(format!("{name}-{}", thread.index()), move || {
                first();
                thread.run();
            });
            if begun { Ok(()) } else { Err(std::io::ErrorKind::OutOfMemory.into()) }
        };
        ThreadPoolBuilder::new().num_threads(count).spawn_handler(begin).build().ok()
    }

    /// Waits until all that were told to end have ended, but no longer than `at_most`.
    pub fn join(&self, at_most: Duration) {
        let deadline = Instant::now() + at_most;
        let handles = std::mem::take(&mut *self.0.lock());
        for handle in handles {
            while !handle.is_finished() && Instant::now() < deadline {
                std::thread::sleep(LOOK);
            }
            // Ends with the last of what the thread does, which is a little later.
            if handle.is_finished() {
                let _ = handle.join();
            } else {
                self.0.lock().push(handle);
            }
        }
    }
}
