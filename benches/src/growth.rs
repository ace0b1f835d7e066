//! Growth curves: blobs of doubling size, or cut by a doubling number of sites.

use crate::measure::quantile;
use crate::ours::Ours;
use crate::peers::Peer;
use crate::workloads;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What doubling the size may cost.
pub const ALLOWED_RATIO: f64 = 2.2;
/// How long each size is measured.
const TIME_A_SIZE: Duration = Duration::from_millis(500);
/// The seed of the first outline.
const FIRST_SEED: u64 = 9000;

/// Outlines of a size: several, so that no one shape decides, and so many small ones that the processor
/// does not learn the branches through them by heart, which would make the smallest sizes look better
/// than they are.
fn seeds(vertices: usize, sites: usize) -> std::ops::Range<u64> {
    let count = (65_536 / (vertices + 8 * sites)).clamp(5, 64);
    FIRST_SEED..FIRST_SEED + count as u64
}

/// Times by size.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What doubles.
    pub axis: &'static str,
    /// What stays.
    pub fixed: &'static str,
    /// Size and median time in microseconds.
    pub points: Vec<(usize, f64)>,
}

impl Curve {
    /// The largest ratio of neighbouring times.
    #[must_use]
    pub fn worst_ratio(&self) -> f64 {
        self.points.windows(2).map(|w| w[1].1 / w[0].1).fold(0.0, f64::max)
    }
}

/// Measures one curve over `(size, vertices, sites)`.
pub fn measure(
    axis: &'static str,
    fixed: &'static str,
    sizes: impl Iterator<Item = (usize, usize, usize)>,
) -> Curve {
    let mut ours = Ours::default();
    let points = sizes
        .map(|(size, vertices, sites)| {
            let instances: Vec<_> =
                seeds(vertices, sites).map(|seed| workloads::grown(vertices, sites, seed)).collect();
            let mut samples = vec![Vec::new(); instances.len()];
            let start = Instant::now();
            let mut warm = false;
            while !warm || start.elapsed() < TIME_A_SIZE {
                for (instance, samples) in instances.iter().zip(&mut samples) {
                    ours.load(instance);
                    let start = Instant::now();
                    ours.cut();
                    if warm {
                        samples.push(start.elapsed().as_nanos() as f64 / 1000.0);
                    }
                }
                // The first pass grows the scratch memory.
                warm = warm || !samples.is_empty();
            }
            let mut medians: Vec<f64> = samples.iter_mut().map(|s| quantile(s, 0.5)).collect();
            (size, quantile(&mut medians, 0.5))
        })
        .collect();
    Curve { axis, fixed, points }
}

/// Size, time and ratio to the size before.
#[must_use]
pub fn table(curve: &Curve) -> String {
    let mut out = format!("{:>9} {:>12} {:>7}   ({})\n", curve.axis, "us", "ratio", curve.fixed);
    let mut before = None;
    for &(size, us) in &curve.points {
        let ratio = before.map_or(String::new(), |b: f64| format!("{:.2}", us / b));
        let _ = writeln!(out, "{size:>9} {us:>12.1} {ratio:>7}");
        before = Some(us);
    }
    out
}

/// An array of one object a point.
#[must_use]
pub fn json(curves: &[Curve]) -> String {
    let rows: Vec<String> = curves
        .iter()
        .flat_map(|c| {
            c.points.iter().map(|(size, us)| {
                format!("  {{\"axis\": \"{}\", \"size\": {size}, \"us\": {us:.3}}}", c.axis)
            })
        })
        .collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
const MARGIN: f64 = 60.0;
const COLORS: [&str; 2] = ["#1668a8", "#b4531a"];

/// Both axes logarithmic to base 2, so that a straight line of slope one is linear growth (dashed).
#[must_use]
pub fn svg(curves: &[Curve]) -> String {
    let all = || curves.iter().flat_map(|c| &c.points);
    let log = |v: f64| libm::log2(v);
    let span = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (x0, x1) = span(&mut all().map(|p| log(p.0 as f64)));
    let (y0, y1) = span(&mut all().map(|p| log(p.1)));
    let (y0, y1) = (y0.floor(), y1.ceil());
    let x = |v: f64| MARGIN + (v - x0) / (x1 - x0) * (WIDTH - 2.0 * MARGIN);
    let y = |v: f64| HEIGHT - MARGIN - (v - y0) / (y1 - y0) * (HEIGHT - 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for step in x0 as i32..=x1 as i32 {
        let at = x(f64::from(step));
        let _ = writeln!(
            out,
            "<path d=\"M{at:.1} {:.1}V{:.1}\" stroke=\"#e4e4e4\"/><text x=\"{at:.1}\" y=\"{:.1}\" \
             text-anchor=\"middle\">{}</text>",
            MARGIN,
            HEIGHT - MARGIN,
            HEIGHT - MARGIN + 18.0,
            1_u32 << step
        );
    }
    for step in (y0 as i32..=y1 as i32).step_by(2) {
        let at = y(f64::from(step));
        let _ = writeln!(
            out,
            "<path d=\"M{:.1} {at:.1}H{:.1}\" stroke=\"#e4e4e4\"/><text x=\"{:.1}\" y=\"{:.1}\" \
             text-anchor=\"end\">{}</text>",
            MARGIN,
            WIDTH - MARGIN,
            MARGIN - 6.0,
            at + 4.0,
            libm::exp2(f64::from(step))
        );
    }
    for (i, (curve, color)) in curves.iter().zip(COLORS).enumerate() {
        let path: Vec<String> =
            curve.points.iter().map(|p| format!("{:.1},{:.1}", x(log(p.0 as f64)), y(log(p.1)))).collect();
        if let Some(&(size, us)) = curve.points.last() {
            // Back from the last point at slope one, as far as the frame goes.
            let reach = (log(size as f64) - x0).min(log(us) - y0);
            let _ = writeln!(
                out,
                "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"{color}\" stroke-dasharray=\"3 4\" opacity=\"0.5\"/>",
                x(log(size as f64)),
                y(log(us)),
                x(log(size as f64) - reach),
                y(log(us) - reach)
            );
        }
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n<text x=\"{:.1}\" \
             y=\"{:.1}\" fill=\"{color}\">{} ({})</text>",
            path.join(" "),
            MARGIN + 12.0,
            MARGIN + 18.0 * (i as f64 + 1.0),
            curve.axis,
            curve.fixed
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"24\" text-anchor=\"middle\" font-size=\"14\">Microseconds by size (dashed: linear)</text>\n</svg>",
        WIDTH / 2.0
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_ratio_is_that_of_neighbours() {
        let curve = Curve { axis: "sites", fixed: "", points: vec![(1, 1.0), (2, 1.5), (4, 4.5), (8, 5.0)] };
        assert_eq!(curve.worst_ratio(), 3.0);
        assert!(svg(std::slice::from_ref(&curve)).ends_with("</svg>\n"));
        assert_eq!(json(&[curve]).lines().count(), 6);
    }
}
