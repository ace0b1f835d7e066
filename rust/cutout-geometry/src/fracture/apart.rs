//! Outlines in parts that stay apart, however near they lie: what a cut without a width has left.
//!
//! Comes in: the rings of each part. Goes out: one fracture of all. One pattern is laid over all parts
//! together, and no piece is of two of them. Parts whose boxes do not meet are cut together, as one outline;
//! so the others are taken in as many rounds as lie in each other's way, not in as many as there are.

use super::{Fracturer, broken};
use crate::error::FractureError;
use crate::fracture::Checkpoint;
use crate::fragment::Fragments;
use crate::pace::Pace;
use crate::params::{FractureParams, ParamError};
use crate::point::{Bounds, Point, by_x_then_y};
use crate::report::{Fracture, Repairs, Report};

/// Parts that do not add up: they have more or fewer rings than there are, or one has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartRings {
    /// How many they have together.
    pub parts: usize,
    /// How many there are.
    pub rings: usize,
}

/// The rings of each part; `counts` tells how many each has, in their order. Without counts all are one part.
///
/// # Errors
/// Where the counts are not those of the rings.
pub fn parts_of<'a, 'b>(
    rings: &'a [&'b [Point]],
    counts: &[usize],
) -> Result<Vec<&'a [&'b [Point]]>, PartRings> {
    if counts.is_empty() {
        return Ok(vec![rings]);
    }
    let parts = counts.iter().fold(0, |sum: usize, &count| sum.saturating_add(count));
    if parts != rings.len() || counts.contains(&0) {
        return Err(PartRings { parts, rings: rings.len() });
    }
    let mut rest = rings;
    let part = |&count: &usize| {
        let (part, behind) = rest.split_at(count.min(rest.len()));
        rest = behind;
        part
    };
    Ok(counts.iter().map(part).collect())
}

impl Fracturer {
    /// Cuts an outline in parts, each given by its rings: as [`Fracturer::fracture`] the rings of all, but that
    /// no piece is of two parts, though they touch. The pieces of the parts that are cut together come together.
    /// Cost: that of the cells for each round of parts whose boxes meet no other's of it.
    ///
    /// # Errors
    /// See [`FractureError`]; the fracturer stays usable.
    pub fn fracture_apart(
        &mut self,
        parts: &[&[&[Point]]],
        params: &FractureParams,
        check: &dyn Checkpoint,
    ) -> Result<Fracture, FractureError> {
        let all: Vec<&[Point]> = parts.iter().copied().flatten().copied().collect();
        let pace = Pace::new(check);
        let rounds = rounds_of(parts, &pace);
        pace.go_on()?;
        if rounds.len() < 2 {
            return self.fracture(&all, params, check);
        }
        params.validate()?;
        // The pattern sees them as one.
        self.load(&all, params, &pace)?;
        let mut sum = Sum { input_clockwise: self.shape.input_clockwise, ..Sum::default() };
        let share = 1.0 / rounds.len() as f32;
        self.draw(params, &pace, |fracturer, cuts| {
            for (number, round) in rounds.iter().enumerate() {
                let within = Within { check, first: number as f32 * share, share };
                let pace = Pace::new(&within);
                let rings: Vec<&[Point]> =
                    round.iter().flat_map(|&part| parts[part].iter().copied()).collect();
                let extent = match fracturer.load(&rings, params, &pace) {
                    Ok(extent) => extent,
                    // So thin that it has no area: nothing of it is lost.
                    Err(FractureError::Shape(_)) => continue,
                    Err(error) => return Err(error),
                };
                match fracturer.cut(cuts, extent, params, &pace) {
                    Ok(fracture) => {
                        sum.add(&fracture);
                        fracturer.recycle(fracture.fragments);
                    }
                    // Others may be large enough for it.
                    Err(FractureError::Params(error)) if error == ParamError::gap_takes_all(params.gap) => {
                        sum.add_vanished(fracturer.shape.area, error);
                    }
                    Err(error) => return Err(error),
                }
            }
            sum.into_fracture()
        })
    }
}

/// Which parts are cut together, each round in their order: such whose boxes do not meet. From left to right, so
/// that a part is compared with those alone that reach as far. Told to stop, anything.
fn rounds_of(parts: &[&[&[Point]]], pace: &Pace<'_>) -> Vec<Vec<usize>> {
    let boxes: Vec<Bounds> = parts.iter().map(|rings| Bounds::of(rings.iter().copied().flatten())).collect();
    let mut from_left: Vec<usize> = (0..parts.len()).collect();
    from_left.sort_by(|&a, &b| by_x_then_y(&boxes[a].min, &boxes[b].min));
    let mut rounds: Vec<Round> = Vec::new();
    for part in from_left {
        let compared = rounds.iter().map(|round| round.reaching.len()).sum();
        if !pace.step(compared) {
            break;
        }
        match rounds.iter_mut().find_map(|round| round.has_room(&boxes[part], &boxes).then_some(round)) {
            Some(round) => round.push(part),
            None => rounds.push(Round { parts: vec![part], reaching: vec![part] }),
        }
    }
    rounds.iter_mut().for_each(|round| round.parts.sort_unstable());
    rounds.into_iter().map(|round| round.parts).collect()
}

/// Parts that are cut together.
struct Round {
    parts: Vec<usize>,
    /// Those of them that the next one may meet: the others end on its left.
    reaching: Vec<usize>,
}

impl Round {
    /// Whether a box, none of those before it farther right, meets none of the round's.
    fn has_room(&mut self, bounds: &Bounds, boxes: &[Bounds]) -> bool {
        self.reaching.retain(|&other| boxes[other].max.x >= bounds.min.x);
        !self.reaching.iter().any(|&other| boxes[other].meets(bounds))
    }

    fn push(&mut self, part: usize) {
        self.parts.push(part);
        self.reaching.push(part);
    }
}

/// What the rounds have given.
#[derive(Default)]
struct Sum {
    fragments: Fragments,
    report: Report,
    input_clockwise: bool,
    /// Why a round has no piece.
    nothing: Option<ParamError>,
}

impl Sum {
    fn add(&mut self, fracture: &Fracture) {
        let (sum, report) = (&mut self.report, &fracture.report);
        sum.repairs = both(sum.repairs, report.repairs);
        sum.area_in += report.area_in;
        sum.area_out += report.area_out;
        sum.gap_area += report.gap_area;
        sum.vanished += report.vanished;
        sum.in_single |= report.in_single;
        sum.vertices += report.vertices;
        sum.outlines += report.outlines;
        sum.holes += report.holes;
        self.fragments.append(&fracture.fragments);
    }

    /// Adds a round of which a gap has left nothing.
    fn add_vanished(&mut self, area: f64, error: ParamError) {
        self.report.area_in += area;
        self.report.gap_area += area;
        self.report.vanished += 1;
        self.nothing = Some(error);
    }

    fn into_fracture(self) -> Result<Fracture, FractureError> {
        let Self { fragments, report, input_clockwise, nothing } = self;
        match nothing {
            _ if !fragments.is_empty() => Ok(Fracture { fragments, report, input_clockwise }),
            Some(error) => Err(error.into()),
            None => Err(broken("no pieces", report.area_in, report.area_out)),
        }
    }
}

fn both(a: Repairs, b: Repairs) -> Repairs {
    Repairs {
        duplicate_points: a.duplicate_points + b.duplicate_points,
        collinear_points: a.collinear_points + b.collinear_points,
        spikes: a.spikes + b.spikes,
        reversed_rings: a.reversed_rings + b.reversed_rings,
        dropped_rings: a.dropped_rings + b.dropped_rings,
        rebuilt: a.rebuilt || b.rebuilt,
    }
}

/// Asks for a round with the progress of the whole.
struct Within<'a> {
    check: &'a dyn Checkpoint,
    first: f32,
    share: f32,
}

impl Checkpoint for Within<'_> {
    fn reach(&self, progress: f32) -> bool {
        self.check.reach(self.first + progress * self.share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_cut_together_whose_boxes_do_not_meet() {
        let square =
            |x: f64| [[x, 0.0], [x + 1.0, 0.0], [x + 1.0, 1.0], [x, 1.0]].map(|[x, y]| Point { x, y });
        let rings = [0.0, 1.0, 2.0, 5.0].map(square);
        let rings: Vec<&[Point]> = rings.iter().map(<[Point; 4]>::as_slice).collect();
        let parts: Vec<&[&[Point]]> = rings.chunks(1).collect();
        assert_eq!(rounds_of(&parts, &Pace::new(&())), [vec![0, 2, 3], vec![1]]);
    }

    #[test]
    fn no_two_parts_of_a_round_meet_and_few_are_compared() {
        struct Asked(core::cell::Cell<usize>);
        impl Checkpoint for Asked {
            fn reach(&self, _progress: f32) -> bool {
                self.0.set(self.0.get() + 1);
                true
            }
        }
        // Each with the next of its row and column; none of them lies in the order that it has here.
        let places = (0..4096).map(|i| (i * 1021) % 4096).map(|i| (f64::from(i % 64), f64::from(i / 64)));
        let squares: Vec<[Point; 2]> =
            places.map(|(x, y)| [Point { x, y }, Point { x: x + 1.0, y: y + 1.0 }]).collect();
        let rings: Vec<&[Point]> = squares.iter().map(<[Point; 2]>::as_slice).collect();
        let parts: Vec<&[&[Point]]> = rings.chunks(1).collect();
        let asked = Asked(core::cell::Cell::new(0));
        let rounds = rounds_of(&parts, &Pace::new(&asked));
        let mut all: Vec<usize> = rounds.concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..parts.len()), "each part once");
        for round in &rounds {
            assert!(round.is_sorted());
            for (at, &a) in round.iter().enumerate() {
                let bounds = Bounds::of(rings[a]);
                assert!(round[at + 1..].iter().all(|&b| !Bounds::of(rings[b]).meets(&bounds)));
            }
        }
        assert_eq!(rounds.len(), 4);
        // Each with each would be 256 times.
        assert!(asked.0.get() < 32, "asked {} times", asked.0.get());
    }

    #[test]
    fn parts_are_of_all_rings() {
        let ring: &[Point] = &[];
        let rings = [ring; 3];
        assert_eq!(parts_of(&rings, &[]).map(|parts| parts.len()), Ok(1));
        assert_eq!(parts_of(&rings, &[2, 1]).map(|parts| parts.len()), Ok(2));
        for wrong in [&[1, 1][..], &[3, 0], &[4], &[usize::MAX, 4]] {
            assert!(parts_of(&rings, wrong).is_err());
        }
    }
}
