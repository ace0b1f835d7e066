//! What time it is.
//!
//! All that depends on how long something took (ageing, long jobs, timeouts, what is kept for a while, the
//! times in the reports) asks one clock. Where it is one that its owner sets on, what happens depends on the
//! order of events alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The system's monotonic clock, or one that its owner sets on. Its clones tell the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Standing>>);

#[derive(Debug)]
struct Standing {
    born: Instant,
    passed_nsec: AtomicU64,
}

impl Clock {
    /// A clock that stands still until [`advance`](Self::advance).
    pub fn standing() -> Self {
        Self(Some(Arc::new(Standing { born: Instant::now(), passed_nsec: AtomicU64::new(0) })))
    }

    /// Sets a clock on that stands still; the system's goes by itself.
    pub fn advance(&self, by: Duration) {
        if let Some(standing) = &self.0 {
            standing
                .passed_nsec
                .fetch_add(u64::try_from(by.as_nanos()).unwrap_or(u64::MAX), Ordering::SeqCst);
        }
    }

    /// The time.
    pub fn now(&self) -> Instant {
        match &self.0 {
            None => Instant::now(),
            Some(standing) => {
                standing.born + Duration::from_nanos(standing.passed_nsec.load(Ordering::SeqCst))
            }
        }
    }
}
