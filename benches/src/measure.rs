//! Medians of interleaved runs.
//!
//! A round goes through all peers; in its turn a peer goes through all instances of the workload a
//! few times over, after one pass that is thrown away. So every peer runs warm, no run repeats the
//! instance before it, and a slow spell of the machine hits everyone. A panic of a peer ends that
//! peer's part in the workload and is reported.

use crate::peers::{Outcome, Peer};
use crate::workloads::Workload;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How long a peer runs in one round before the next has its turn.
const TURN: Duration = Duration::from_millis(30);
/// Passes over the instances in a turn, whatever the clock says.
const PASSES: std::ops::RangeInclusive<usize> = 1..=64;

/// What one peer took on one workload.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The peer.
    pub peer: &'static str,
    /// Median over the instances of each one's median; of W5 the median of a pass. Microseconds.
    /// `None`: the peer panicked.
    pub median_us: Option<f64>,
    /// Lower and upper quartile of the same samples over the median: a wide one is a noisy run.
    pub spread: f64,
    /// Largest relative error of the area over the instances.
    pub area_error: f64,
    /// Pieces over all instances.
    pub pieces: usize,
    /// Loose holes over all instances, see [`Outcome::loose_holes`].
    pub loose_holes: usize,
}

/// Runs all peers on one workload for `rounds` rounds.
pub fn run(workload: &Workload, peers: &mut [Box<dyn Peer>], rounds: usize) -> Vec<Figure> {
    let count = workload.instances.len();
    let mut samples: Vec<Option<Vec<Vec<f64>>>> =
        peers.iter().map(|_| Some(vec![Vec::new(); count])).collect();
    for _ in 0..rounds {
        for (peer, samples) in peers.iter_mut().zip(&mut samples) {
            let turn = catch_unwind(AssertUnwindSafe(|| {
                if let Some(samples) = samples {
                    take_turn(workload, peer.as_mut(), samples);
                }
            }));
            if turn.is_err() {
                *samples = None;
            }
        }
    }
    peers
        .iter_mut()
        .zip(samples)
        .map(|(peer, samples)| {
            let mut figure = Figure {
                peer: peer.name(),
                median_us: None,
                spread: 0.0,
                area_error: f64::NAN,
                pieces: 0,
                loose_holes: 0,
            };
            if let Some(mut samples) = samples {
                let (median, spread) = if workload.timed_as_one {
                    median_of_passes(&samples)
                } else {
                    median_of_medians(&mut samples)
                };
                figure.median_us = Some(median);
                figure.spread = spread;
                compare(workload, peer.as_mut(), &mut figure);
            }
            figure
        })
        .collect()
}

fn take_turn(workload: &Workload, peer: &mut dyn Peer, samples: &mut [Vec<f64>]) {
    pass(workload, peer, |_, _| ());
    let start = Instant::now();
    for i in 1..=*PASSES.end() {
        pass(workload, peer, |instance, us| samples[instance].push(us));
        if i >= *PASSES.start() && start.elapsed() >= TURN {
            break;
        }
    }
}

fn pass(workload: &Workload, peer: &mut dyn Peer, mut record: impl FnMut(usize, f64)) {
    for (i, instance) in workload.instances.iter().enumerate() {
        peer.load(instance);
        let start = Instant::now();
        peer.cut();
        record(i, start.elapsed().as_nanos() as f64 / 1000.0);
    }
}

fn compare(workload: &Workload, peer: &mut dyn Peer, figure: &mut Figure) {
    figure.area_error = 0.0;
    for instance in &workload.instances {
        peer.load(instance);
        peer.cut();
        let Outcome { area, pieces, loose_holes } = peer.outcome();
        let truth = instance.area();
        figure.area_error = figure.area_error.max(((area - truth) / truth).abs());
        figure.pieces += pieces;
        figure.loose_holes += loose_holes;
    }
}

fn median_of_medians(samples: &mut [Vec<f64>]) -> (f64, f64) {
    let mut medians: Vec<f64> = samples.iter_mut().map(|s| quantile(s, 0.5)).collect();
    let mut all: Vec<f64> =
        samples.iter().zip(&medians).flat_map(|(s, m)| s.iter().map(move |v| v / m)).collect();
    let spread = quantile(&mut all, 0.75) - quantile(&mut all, 0.25);
    (quantile(&mut medians, 0.5), spread)
}

fn median_of_passes(samples: &[Vec<f64>]) -> (f64, f64) {
    let passes = samples.iter().map(Vec::len).min().unwrap_or(0);
    let mut totals: Vec<f64> = (0..passes).map(|p| samples.iter().map(|s| s[p]).sum()).collect();
    let median = quantile(&mut totals, 0.5);
    (median, (quantile(&mut totals, 0.75) - quantile(&mut totals, 0.25)) / median)
}

/// A quantile by linear interpolation; sorts the samples.
pub fn quantile(samples: &mut [f64], q: f64) -> f64 {
    samples.sort_by(f64::total_cmp);
    let Some(last) = samples.len().checked_sub(1) else { return f64::NAN };
    let at = q * last as f64;
    let low = at.floor() as usize;
    let high = (low + 1).min(last);
    samples[low] + (at - low as f64) * (samples[high] - samples[low])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::{self, Instance};

    #[test]
    fn quantiles_interpolate_between_samples() {
        assert_eq!(quantile(&mut [3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&mut [4.0, 1.0, 2.0, 3.0], 0.5), 2.5);
        assert!(quantile(&mut [], 0.5).is_nan());
    }

    #[test]
    fn every_peer_keeps_the_area_of_every_workload() {
        for workload in workloads::all() {
            for mut peer in crate::peers::all() {
                for instance in workload.instances.iter().take(10) {
                    peer.load(instance);
                    peer.cut();
                    let outcome = peer.outcome();
                    let error = (outcome.area / instance.area() - 1.0).abs();
                    assert!(error < 1e-4, "{} on {}: area off by {error}", peer.name(), workload.name);
                    assert!(outcome.pieces > 1);
                }
            }
        }
    }

    #[test]
    fn a_panicking_peer_is_reported_and_the_others_go_on() {
        struct Bomb;
        impl Peer for Bomb {
            fn name(&self) -> &'static str {
                "bomb"
            }
            fn load(&mut self, _: &Instance) {}
            fn cut(&mut self) {
                panic!("as planned");
            }
            fn outcome(&self) -> Outcome {
                Outcome::default()
            }
        }
        let mut peers: Vec<Box<dyn Peer>> =
            vec![Box::new(Bomb), Box::new(crate::peers::i_overlay_slice::OnePass::default())];
        let figures = run(&workloads::w1(), &mut peers, 1);
        assert_eq!(figures[0].median_us, None);
        assert!(figures[1].median_us.is_some_and(|us| us > 0.0));
    }
}
