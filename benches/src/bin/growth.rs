//! How the time grows with the outline and with the number of sites: doubles one and keeps the other.
//! Prints a table, writes `target/bench/growth.json` and draws `docs/bench/growth.svg`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a table on the screen is its purpose")]

use cutout_benches::growth::{self, Curve};
use std::process::ExitCode;

fn main() -> ExitCode {
    let curves = [
        growth::measure("vertices", "64 sites", (6..=16).map(|k| (1 << k, 1 << k, 64))),
        growth::measure("sites", "1024 vertices", (3..=12).map(|k| (1 << k, 1024, 1 << k))),
    ];
    for curve in &curves {
        println!("{}", growth::table(curve));
    }
    let worst = curves.iter().map(Curve::worst_ratio).fold(0.0, f64::max);
    println!("worst ratio of a doubling: {worst:.2} (allowed: {:.1})", growth::ALLOWED_RATIO);
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    for (path, text) in
        [("target/bench/growth.json", growth::json(&curves)), ("docs/bench/growth.svg", growth::svg(&curves))]
    {
        let path = root.join(path);
        let written =
            path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
        if let Err(error) = written {
            eprintln!("cannot write {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
