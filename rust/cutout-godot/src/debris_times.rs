//! What a field of debris cost last, and its statistics.

use cutout_debris::Census;
use godot::prelude::*;
use std::time::Duration;

/// What the last tick and frame cost.
#[derive(Default)]
pub struct LastTimes {
    /// Rays.
    pub probes: usize,
    /// What they cost.
    pub probe: Duration,
    /// The tick of the simulation.
    pub step: Duration,
    /// Handing the frame to the rendering server.
    pub upload: Duration,
}

impl LastTimes {
    /// The statistics of a field that holds so much.
    pub fn with_census(&self, census: &Census) -> VarDictionary {
        let usec = |time: Duration| time.as_secs_f64() * 1e6;
        vdict! {
            "pieces" => census.pieces as i64,
            "awake" => census.awake as i64,
            "fading" => census.fading as i64,
            "retired" => census.retired.cast_signed(),
            "draw_calls" => census.pages as i64,
            "probes" => self.probes as i64,
            "probe_usec" => usec(self.probe),
            "step_usec" => usec(self.step),
            "upload_usec" => usec(self.upload),
        }
    }
}
