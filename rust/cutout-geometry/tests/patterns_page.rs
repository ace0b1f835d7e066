//! docs/patterns.md tells what the table of keys tells, and has a picture of every pattern.
#![allow(clippy::unwrap_used)] // helpers that fail are failed tests

use cutout_geometry::params::{KEYS, Pattern};
use std::fmt::Write;
use std::path::PathBuf;

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/patterns.md")
}

fn table() -> String {
    let mut table = String::from(
        "| key | default | unit | allowed | patterns | what it does |\n|---|---|---|---|---|---|\n",
    );
    for spec in KEYS {
        let patterns: Vec<&str> = spec.patterns.iter().map(|pattern| pattern.name()).collect();
        let patterns = if patterns.is_empty() { "all".to_owned() } else { patterns.join(", ") };
        let (default, kind) = (spec.default_value(), spec.kind());
        writeln!(
            table,
            "| `{}` | `{default}` | {} | {kind} | {patterns} | {} |",
            spec.name, spec.unit, spec.about
        )
        .unwrap();
    }
    table
}

#[test]
fn the_page_of_the_patterns_holds_the_table_of_keys() {
    let text = std::fs::read_to_string(page()).unwrap();
    if std::env::var("CUTOUT_WRITE").is_ok() {
        let before = text.split("| key | default |").next().unwrap();
        std::fs::write(page(), format!("{before}{}", table())).unwrap();
        return;
    }
    assert!(
        text.ends_with(&table()),
        "docs/patterns.md is out of date: CUTOUT_WRITE=1 writes its table anew"
    );
}

#[test]
fn the_page_of_the_patterns_shows_every_pattern() {
    let text = std::fs::read_to_string(page()).unwrap();
    for pattern in Pattern::ALL {
        let picture = format!("images/patterns-{}.png", pattern.name());
        assert!(text.contains(&format!("| `{}` | ![{0}]({picture})", pattern.name())), "{}", pattern.name());
        assert!(page().with_file_name(&picture).exists(), "{picture}");
    }
}
