//! Carving beside the `difference` of other libraries: prints a table.

#![allow(clippy::print_stdout, reason = "a table on the screen is its purpose")]

use cutout_benches::carving::{BITES, Row, SIZES, bites, terrain};

fn main() {
    println!("one thread; times: how many times longer than Cutout Batch");
    for size in SIZES {
        println!("\na round bite out of {size} points, medians");
        let rows = bites(size);
        for row in &rows {
            print(row, rows[0].us, "");
        }
    }
    println!("\n{BITES} bites out of one terrain of 203 points, together");
    let rows = terrain();
    for (row, first, last) in &rows {
        print(row, rows[0].0.us, &format!("  {first:.1} us at first, {last:.1} us at last"));
    }
}

fn print(row: &Row, ours: f64, more: &str) {
    let Row { name, us, left, points } = row;
    println!("  {name:<16} {us:>11.1} us {:>7.2} times  {points:>6} points, area {left:.1}{more}", us / ours);
}
