//! The long run: random and nasty shapes by the hundred thousand, every law checked on each.
//!
//! `CUTOUT_CASES=1000000 cargo test --profile fast -p cutout-tests --test million -- --ignored --nocapture`
//!
//! `CUTOUT_SEED` moves the start, `CUTOUT_THREADS` sets how many threads share the work. Failures
//! are grouped by what broke and printed with the seed of their smallest case. `finished_pieces` in place of
//! `a_million` is the same with all that is done to pieces once they are cut.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a run for the record prints its table

use cutout_geometry::Fracturer;
use cutout_geometry::params::{FillRule, FractureParams, Holes};
use cutout_tests::case::Case;
use cutout_tests::finished::{self, Finish, Fracturers};
use cutout_tests::laws::Law;
use cutout_tests::random::Rng;
use cutout_tests::trial::{self, Failure};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// What broke, and the smallest case that showed it.
#[derive(Default)]
struct Tally {
    cases: u64,
    refused: u64,
    pieces: u64,
    failures: BTreeMap<String, (u64, Smallest, String)>,
}

/// Its weight and its seed.
type Smallest = Option<(usize, u64)>;

/// A way of trying one seed: pieces, or why there are none.
trait Trial: Default {
    /// What the seed stands for, the pieces or what broke, and whether the worker can be used again.
    fn try_one(&mut self, seed: u64) -> (String, std::thread::Result<Result<Option<usize>, Failure>>);
}

/// Cuts alone, on a fracturer that keeps thin pieces.
struct Cut(Fracturer);

impl Default for Cut {
    fn default() -> Self {
        Self(Fracturer::keeping_thin_pieces())
    }
}

impl Trial for Cut {
    fn try_one(&mut self, seed: u64) -> (String, std::thread::Result<Result<Option<usize>, Failure>>) {
        let case = Case::random(seed);
        let mut rng = Rng::new(seed ^ 0xF1);
        let holes = match setting("CUTOUT_HOLES", 9) {
            0 => Holes::Keep,
            1 => Holes::Split,
            _ => *rng.pick(&[Holes::Keep, Holes::Keep, Holes::Split]),
        };
        let fill_rule = *rng.pick(&[FillRule::NonZero, FillRule::NonZero, FillRule::EvenOdd]);
        let params = trial::params(holes, fill_rule);
        let result = catch_unwind(AssertUnwindSafe(|| trial::run(&mut self.0, &case, &params)));
        (format!("{holes:?} {fill_rule:?} {case:?}"), result)
    }
}

/// Everything that is done to pieces.
#[derive(Default)]
struct Finished(Fracturers);

impl Trial for Finished {
    fn try_one(&mut self, seed: u64) -> (String, std::thread::Result<Result<Option<usize>, Failure>>) {
        let outline = trial::outline_of(Case::random(seed).build().0, &FractureParams::default());
        let finish = Finish::random(seed, &outline);
        let result = catch_unwind(AssertUnwindSafe(|| finished::run(&mut self.0, seed)));
        let Finish { keeps_thin, params, .. } = &finish;
        let FractureParams { pattern, holes, min_fragment_area, edge_roughness, gap, mask, .. } = params;
        let mask = mask.as_ref().map_or("no mask", |_| "mask");
        let told = format!(
            "{:?} {holes:?} thin {keeps_thin} {} least {min_fragment_area} rough {edge_roughness} gap {gap} {mask}",
            Case::random(seed),
            pattern.name(),
        );
        (told, result)
    }
}

fn one<T: Trial>(trial: &mut T, seed: u64, tally: &mut Tally) {
    let case = Case::random(seed);
    let (input, result) = trial.try_one(seed);
    tally.cases += 1;
    let (group, told) = match result {
        Ok(Ok(Some(pieces))) => {
            tally.pieces += pieces as u64;
            return;
        }
        Ok(Ok(None)) => {
            tally.refused += 1;
            return;
        }
        Ok(Err(failure)) => {
            let law: Option<Law> = match &failure {
                Failure::Broken(violation) => Some(violation.law),
                Failure::Refused(_) => None,
            };
            let law = law.map_or_else(|| "Refused".to_owned(), |law| format!("{law:?}"));
            (format!("{law}, {:?}", case.cut), failure.to_string())
        }
        Err(panic) => {
            *trial = T::default();
            let message = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
                .unwrap_or_default();
            (format!("Panic, {:?}", case.cut), message)
        }
    };
    let entry = tally.failures.entry(group).or_default();
    entry.0 += 1;
    let weight = case.size * 4 + case.count;
    if entry.1.is_none_or(|(w, _)| weight < w) {
        entry.1 = Some((weight, seed));
        entry.2 = format!("{input}\n        {told}");
    }
}

#[test]
#[ignore = "minutes; run it for the record"]
fn a_million_shapes_break_no_law() {
    long_run::<Cut>();
}

#[test]
#[ignore = "minutes; run it for the record"]
fn finished_pieces_break_no_law() {
    long_run::<Finished>();
}

fn long_run<T: Trial>() {
    let cases = setting("CUTOUT_CASES", 1_000_000);
    let first = setting("CUTOUT_SEED", 1);
    let threads = setting("CUTOUT_THREADS", 2);
    std::panic::set_hook(Box::new(|_| ()));
    let start = std::time::Instant::now();
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                scope.spawn(move || {
                    let mut trial = T::default();
                    let mut tally = Tally::default();
                    for i in (worker..cases).step_by(threads as usize) {
                        one(&mut trial, first + i, &mut tally);
                    }
                    tally
                })
            })
            .collect();
        workers.into_iter().map(|w| w.join().unwrap()).collect()
    });
    let _ = std::panic::take_hook();
    let mut all = Tally::default();
    for tally in tallies {
        all.cases += tally.cases;
        all.refused += tally.refused;
        all.pieces += tally.pieces;
        for (group, (count, smallest, told)) in tally.failures {
            let entry = all.failures.entry(group).or_default();
            entry.0 += count;
            if entry.1.is_none() || smallest < entry.1 {
                entry.1 = smallest;
                entry.2 = told;
            }
        }
    }
    let failed: u64 = all.failures.values().map(|f| f.0).sum();
    println!(
        "{} cases from seed {first}: {} pieces, {} outlines rightly refused, {failed} failures in {:.0} s",
        all.cases,
        all.pieces,
        all.refused,
        start.elapsed().as_secs_f64()
    );
    for (group, (count, smallest, told)) in &all.failures {
        println!("  {count:>6} {group}; smallest: seed {}\n        {told}", smallest.map_or(0, |s| s.1));
    }
    assert_eq!(failed, 0);
}

#[test]
#[ignore = "a lens for a failure: CUTOUT_SEED names the case"]
fn show_one_case() {
    let seed = setting("CUTOUT_SEED", 1);
    let case = Case::random(seed);
    let (rings, cuts) = case.build();
    println!("{case:?}");
    for ring in &rings {
        println!("ring {:?}", ring.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>());
    }
    println!("{cuts:?}");
    for holes in [Holes::Keep, Holes::Split] {
        for fill_rule in [FillRule::NonZero, FillRule::EvenOdd] {
            let params = trial::params(holes, fill_rule);
            let mut fracturer = Fracturer::keeping_thin_pieces();
            println!("{holes:?} {fill_rule:?}:");
            match trial::run(&mut fracturer, &case, &params) {
                Ok(pieces) => println!("  fine: {pieces:?} pieces"),
                Err(failure) => println!("  {failure}"),
            }
            if let Ok(fracture) = trial::cut(&mut fracturer, &rings, &cuts, &params) {
                for (i, piece) in cutout_tests::pieces::of(&fracture).iter().enumerate() {
                    for ring in &piece.rings {
                        println!("    piece {i}: {:?}", ring.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>());
                    }
                }
            }
        }
    }
}
