//! The same inputs with all that is done to pieces once they are cut: holes bridged, small and thin pieces
//! joined, borders jagged or apart, masks; and cut by bricks. Any of it together.

use crate::case::Case;
use crate::laws::mask::{self, Mask};
use crate::laws::{self, CutBy, HoleRule, Law, Violation};
use crate::masks;
use crate::outline::{Outline, shoelace};
use crate::pieces::{self, Piece};
use crate::random::Rng;
use crate::trial::{self, Failure};
use cutout_geometry::params::{FillRule, FractureParams, Holes, Pattern};
use cutout_geometry::{Fracture, FractureError, Fracturer};

/// What is done to the pieces of a case.
#[derive(Clone, Debug)]
pub struct Finish {
    /// Whether thin pieces stay, as for callers that stay in `f64`.
    pub keeps_thin: bool,
    /// Everything that params say of it.
    pub params: FractureParams,
    /// The mask among them.
    pub mask: Option<Mask>,
    /// Whether the case's cuts give way to bricks.
    pub has_bricks: bool,
}

impl Finish {
    /// Some of all of it, for an outline.
    #[must_use]
    pub fn random(seed: u64, outline: &Outline) -> Self {
        let mut rng = Rng::new(seed ^ 0xF1_5115);
        let mask = rng.chance(0.3).then(|| masks::any(&mut rng, &outline.rings));
        let has_bricks = rng.chance(0.15);
        let brick = |rng: &mut Rng| outline.extent * rng.between(0.08, 0.6);
        let exponent = rng.between(-4.0, -0.5);
        let params = FractureParams {
            pattern: if has_bricks { Pattern::Bricks } else { Pattern::Random },
            brick_size: has_bricks.then(|| crate::Point { x: brick(&mut rng), y: brick(&mut rng) }),
            brick_offset: *rng.pick(&[0.0, 0.5, 0.25]),
            holes: *rng.pick(&[Holes::Keep, Holes::Split, Holes::Bridge]),
            fill_rule: *rng.pick(&[FillRule::NonZero, FillRule::EvenOdd]),
            min_fragment_area: if rng.chance(0.3) {
                outline.area.unwrap_or(0.0) * libm::pow(10.0, exponent)
            } else {
                0.0
            },
            edge_roughness: if rng.chance(0.25) { rng.between(0.05, 1.0) } else { 0.0 },
            gap: if rng.chance(0.25) { outline.extent * libm::pow(10.0, exponent) } else { 0.0 },
            mask: mask.as_ref().map(trial::mask_param),
            seed: rng.bits(),
            ..FractureParams::default()
        };
        Self { keeps_thin: rng.chance(0.5), params, mask, has_bricks }
    }
}

/// A fracturer of each kind.
#[derive(Debug)]
pub struct Fracturers {
    keeping_thin: Fracturer,
    joining_thin: Fracturer,
}

impl Default for Fracturers {
    fn default() -> Self {
        Self { keeping_thin: Fracturer::keeping_thin_pieces(), joining_thin: Fracturer::default() }
    }
}

/// Cuts and finishes a case and checks all laws that hold. `Ok(None)`: rightly refused, for the outline
/// has no area to speak of, or the gap takes all of it.
///
/// # Errors
/// The first law that is broken, or a refusal without a reason.
pub fn run(fracturers: &mut Fracturers, seed: u64) -> Result<Option<usize>, Failure> {
    let case = Case::random(seed);
    let (rings, cut_by) = case.build();
    let outline = trial::outline_of(rings.clone(), &FractureParams::default());
    let finish = Finish::random(seed, &outline);
    let outline = trial::outline_of(rings.clone(), &finish.params);
    let cut_by = if finish.has_bricks { CutBy::Anything } else { cut_by };
    let fracturer =
        if finish.keeps_thin { &mut fracturers.keeping_thin } else { &mut fracturers.joining_thin };
    let fracture = match trial::cut(fracturer, &rings, &cut_by, &finish.params) {
        Ok(fracture) => fracture,
        Err(FractureError::Params(error)) if finish.params.gap > 0.0 && error.key() == "gap" => {
            return Ok(None);
        }
        Err(error) if trial::is_refusable(&error, &outline) => return Ok(None),
        Err(error) => return Err(Failure::Refused(error)),
    };
    let pieces = pieces::of(&fracture);
    // They are simple where they are used; a corner that lies on an edge there may lie past it in `f64`.
    if !finish.keeps_thin && finish.params.holes != Holes::Bridge {
        laws::rings::check(&pieces::in_single(&pieces))?;
    }
    if finish.params.gap > 0.0 {
        check_apart(&outline, &finish, &fracture, &pieces)?;
    } else if finish.params.holes == Holes::Bridge {
        let kept = FractureParams { holes: Holes::Keep, ..finish.params.clone() };
        let bridged_in_single = fracture.report.in_single;
        let fracture = trial::cut(fracturer, &rings, &cut_by, &kept).map_err(Failure::Refused)?;
        let kept = pieces::of(&fracture);
        check_whole(&outline, HoleRule::Kept, &kept, &fracture, case.seed)?;
        // Where only bridges would fold, the pieces without them are others: their vertices are not rounded.
        if fracture.report.in_single == bridged_in_single {
            laws::bridged::check(&kept, &pieces)?;
        } else {
            laws::area::check(&outline, &pieces, laws::single_rounding(&outline))?;
        }
    } else {
        let holes = if finish.params.holes == Holes::Keep { HoleRule::Kept } else { HoleRule::Split };
        check_whole(&outline, holes, &pieces, &fracture, case.seed)?;
    }
    // Jagged borders stray over the mask's, joined pieces over both, and thin ones are joined.
    let is_straight = finish.params.edge_roughness == 0.0 && finish.params.min_fragment_area == 0.0;
    if let Some(mask) = finish.mask.as_ref().filter(|_| is_straight && finish.keeps_thin) {
        if finish.params.holes != Holes::Bridge {
            mask::check(&outline, mask, 0.0, &pieces, case.seed)?;
        }
        if finish.params.holes == Holes::Keep && finish.params.gap == 0.0 {
            mask::rest_is_whole(&pieces)?;
        }
    }
    Ok(Some(pieces.len()))
}

/// Pieces without gaps between them.
fn check_whole(
    outline: &Outline,
    holes: HoleRule,
    pieces: &[Piece],
    fracture: &Fracture,
    seed: u64,
) -> Result<(), Violation> {
    if fracture.report.in_single {
        return laws::check_in_single(outline, holes, pieces, seed);
    }
    laws::check(outline, &CutBy::Anything, holes, pieces, seed)
}

/// Pieces with gaps between them: simple, measured right, and nothing of the outline untold.
fn check_apart(
    outline: &Outline,
    finish: &Finish,
    fracture: &Fracture,
    pieces: &[Piece],
) -> Result<(), Violation> {
    let params = &finish.params;
    if params.holes != Holes::Bridge {
        if finish.keeps_thin {
            laws::rings::check(pieces)?;
        }
        laws::measures::check(pieces)?;
    }
    if params.holes == Holes::Split {
        laws::rings::no_holes(pieces)?;
    }
    let Some(truth) = outline.area else { return Ok(()) };
    let left: f64 = pieces.iter().flat_map(|p| &p.rings).map(|ring| shoelace(ring)).sum();
    let off = left + fracture.report.gap_area - truth;
    let rounding = if fracture.report.in_single { laws::single_rounding(outline) } else { 0.0 };
    if off.abs() <= outline.area_slack() + rounding * outline.perimeter {
        return Ok(());
    }
    let found = format!("what is left and what the gap took are off by {off:e}");
    Err(Violation { law: Law::Area, found })
}
