//! The table on the screen and `peers.json`.

use crate::measure::Figure;
use crate::workloads::Workload;
use std::fmt::Write as _;

/// The relative area error from which a peer is called wrong: a tenth of what a player could see
/// as a missing pixel in an outline of 100 by 100.
pub const WRONG_AREA: f64 = 1e-5;

/// One line of `peers.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// `W1` to `W5`.
    pub workload: &'static str,
    /// The peer's name.
    pub peer: &'static str,
    /// Cutout Batch, microseconds.
    pub ours_us: f64,
    /// The peer, microseconds.
    pub peer_us: f64,
}

impl Record {
    /// How many times faster Cutout Batch is.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.peer_us / self.ours_us
    }
}

/// The figures of one workload, ours first, as a table.
#[must_use]
pub fn table(workload: &Workload, figures: &[Figure]) -> String {
    let mut out = String::new();
    let ours = figures.first().and_then(|f| f.median_us);
    let unit = if workload.timed_as_one { "ms in all" } else { "us" };
    let scale = if workload.timed_as_one { 1e-3 } else { 1.0 };
    let _ = writeln!(out, "{}: {}", workload.name, workload.summary);
    let _ = writeln!(
        out,
        "  {:<20} {:>12} {:>8} {:>8} {:>12} {:>8}  notes",
        "", unit, "times", "spread", "area error", "pieces"
    );
    for figure in figures {
        let _ = write!(out, "  {:<20} ", figure.peer);
        let Some(us) = figure.median_us else {
            let _ = writeln!(out, "{:>12}", "panicked");
            continue;
        };
        let times = ours.map_or(f64::NAN, |ours| us / ours);
        let mut notes = Vec::new();
        if figure.area_error > WRONG_AREA {
            notes.push("WRONG AREA".to_owned());
        }
        if figure.loose_holes > 0 {
            notes.push(format!("{} holes come back as pieces", figure.loose_holes));
        }
        if figure.spread > 0.25 {
            notes.push("noisy run".to_owned());
        }
        let _ = writeln!(
            out,
            "  {:>10.2} {times:>8.2} {:>7.0}% {:>12.1e} {:>8}  {}",
            us * scale,
            figure.spread * 100.0,
            figure.area_error,
            figure.pieces,
            notes.join(", ")
        );
    }
    out
}

/// The comparable pairs of one workload, ours first in `figures`.
pub fn records(workload: &Workload, figures: &[Figure]) -> Vec<Record> {
    let Some((ours, peers)) = figures.split_first() else { return Vec::new() };
    let Some(ours_us) = ours.median_us else { return Vec::new() };
    peers
        .iter()
        .filter_map(|f| {
            Some(Record { workload: workload.name, peer: f.peer, ours_us, peer_us: f.median_us? })
        })
        .collect()
}

/// `peers.json`: an array of one object a record. Names hold nothing that JSON escapes.
#[must_use]
pub fn json(records: &[Record]) -> String {
    let lines: Vec<String> = records
        .iter()
        .map(|r| {
            format!(
                "  {{\"workload\": \"{}\", \"peer\": \"{}\", \"ours_us\": {:.3}, \"peer_us\": {:.3}, \"ratio\": {:.3}}}",
                r.workload,
                r.peer,
                r.ours_us,
                r.peer_us,
                r.ratio()
            )
        })
        .collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_the_five_keys_of_each_record() {
        let record = Record { workload: "W1", peer: "clipper2", ours_us: 2.0, peer_us: 9.0 };
        assert_eq!(
            json(&[record]),
            "[\n  {\"workload\": \"W1\", \"peer\": \"clipper2\", \"ours_us\": 2.000, \"peer_us\": 9.000, \
             \"ratio\": 4.500}\n]\n"
        );
    }
}
