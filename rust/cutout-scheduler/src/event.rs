//! What is told of jobs.

use std::sync::Arc;

/// How a job ended.
#[derive(Debug)]
pub enum End<O> {
    /// With its output.
    Completed(Arc<O>),
    /// Without; one sentence says why.
    Failed(String),
    /// By a call to `cancel`.
    Cancelled,
}

/// Something to tell about a job.
#[derive(Debug)]
pub enum Event<O> {
    /// It is over.
    Ended(u64, End<O>),
    /// It has come so far, 0 to 1.
    Progressed(u64, f32),
}
