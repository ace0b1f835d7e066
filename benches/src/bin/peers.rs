//! Cutout Batch and its peers on the workloads, in one run: prints a table and writes
//! `target/bench/peers.json`.
//!
//! `peers [ROUNDS] [WORKLOAD...]`, by default 20 rounds of all workloads, about two minutes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a table on the screen is its purpose")]

use cutout_benches::peers::Peer;
use cutout_benches::{measure, ours, peers, report, workloads};
use std::process::ExitCode;

const ROUNDS: usize = 20;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    let rounds =
        arguments.next_if(|a| a.parse::<usize>().is_ok()).and_then(|a| a.parse().ok()).unwrap_or(ROUNDS);
    let wanted: Vec<String> = arguments.collect();

    let mut contenders: Vec<Box<dyn Peer>> = vec![Box::new(ours::Ours::default())];
    contenders.extend(peers::all());
    let mut records = Vec::new();
    let mut right = true;
    println!("one thread; medians; times: how many times longer than Cutout Batch\n");
    for workload in workloads::all() {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == workload.name) {
            continue;
        }
        let figures = measure::run(&workload, &mut contenders, rounds);
        println!("{}", report::table(&workload, &figures));
        right &= figures.first().is_some_and(|f| f.area_error <= report::WRONG_AREA && f.loose_holes == 0);
        records.extend(report::records(&workload, &figures));
    }

    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"));
    let path = folder.join("peers.json");
    if let Err(error) =
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, report::json(&records)))
    {
        eprintln!("cannot write {}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    println!("written: {}", path.display());
    if right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
