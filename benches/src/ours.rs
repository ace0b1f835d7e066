//! Cutout Batch itself behind [`Peer`]. (Stands in until the geometry crate is there.)

use crate::peers::{Outcome, Peer};
use crate::workloads::Instance;

/// The geometry crate, one reused `Fracturer`.
#[derive(Default)]
pub struct Ours {}

impl Peer for Ours {
    fn name(&self) -> &'static str {
        "Cutout Batch"
    }
    fn load(&mut self, _instance: &Instance) {}
    fn cut(&mut self) {}
    fn outcome(&self) -> Outcome {
        Outcome::default()
    }
}
