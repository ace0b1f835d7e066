//! The table of all keys.

use super::Pattern::{
    Bricks, Grid, Hexagonal, Impact, Points, Poisson, Radial, Random, Slice, SlicesChaotic, SlicesGrid,
    SlicesManual, SlicesParallel, SlicesRadial, Spiderweb,
};
use super::key::{KeySpec, Slot};
use super::limits::{MAX_ANGLE_DEGREES, MAX_COORDINATE, MAX_CUTS, MAX_SITES, MIN_LENGTH};
use super::{FillRule, Holes, Pattern};

/// The slot of a field: `slot!(field: Kind, range...)`.
macro_rules! slot {
    ($field:ident: Name $Enum:ident) => {
        Slot::Name {
            get: |p| p.$field.name(),
            set: |p, name| $Enum::from_name(name).map(|value| p.$field = value).is_some(),
            names: $Enum::NAMES,
        }
    };
    ($field:ident: $Kind:ident by reference) => {
        Slot::$Kind { get: |p| &p.$field, at: |p| &mut p.$field }
    };
    ($field:ident: $Kind:ident $($min:expr, $max:expr)?) => {
        Slot::$Kind { get: |p| p.$field, at: |p| &mut p.$field, $(min: $min, max: $max)? }
    };
}

/// One line of the table. The key is the name of the field, so the two cannot come apart.
macro_rules! key {
    ($field:ident: [$($kind:tt)+], $unit:literal, $patterns:expr, $about:literal) => {
        KeySpec {
            name: stringify!($field),
            unit: $unit,
            patterns: $patterns,
            about: $about,
            slot: slot!($field: $($kind)+),
        }
    };
}

/// No restriction: every pattern reads the key.
const ALL: &[Pattern] = &[];
/// The patterns that scatter a number of sites.
const COUNTED: &[Pattern] = &[Random, Poisson, Hexagonal, Impact];
const ORIGIN: &[Pattern] = &[Radial, Spiderweb, Impact, SlicesRadial];
const RINGS: &[Pattern] = &[Radial, Spiderweb];
/// Patterns whose pieces follow a grain: the others' lines have the directions that they were given.
const GRAINED: &[Pattern] =
    &[Random, Grid, Radial, Spiderweb, Poisson, Hexagonal, Impact, Points, SlicesRadial, SlicesChaotic];
const COUNTED_LINES: &[Pattern] = &[SlicesRadial, SlicesParallel, SlicesChaotic];

/// Every key: name, type, range, unit and the patterns that read it. Defaults are those of
/// [`FractureParams`](super::FractureParams).
pub static KEYS: &[KeySpec] = &[
    key!(pattern: [Name Pattern], "", ALL, "Where to cut."),
    key!(fragment_count: [Whole 1, MAX_SITES], "pieces", COUNTED,
        "How many sites are placed; a concave outline may fall into more pieces. `hexagonal` sizes its cells so that \
         about as many fit."),
    key!(min_cell_distance: [Real 0.0, 1.0], "shorter side of the bounds", &[Random],
        "Least distance between sites. Where the sites do not fit, it gives way rather than the count."),
    key!(edge_padding: [Real 0.0, MAX_COORDINATE], "pixels", &[Random, Grid, Poisson, Impact],
        "Distance that sites keep from the sides of the bounds; at most a quarter of each side counts."),
    key!(grid_rows: [Whole 1, MAX_SITES], "rows", &[Grid], "Rows of the grid; at most 65536 sites in all."),
    key!(grid_cols: [Whole 1, MAX_SITES], "columns", &[Grid], "Columns of the grid; at most 65536 sites in all."),
    key!(grid_jitter: [Real 0.0, 1.0], "half a grid cell", &[Grid], "How far a site may stray from its place."),
    key!(origin: [Point], "pixels", ORIGIN, "The point of impact. Unset: the centre of the bounds."),
    key!(ring_count: [Whole 1, 1024], "rings", RINGS, "Rings of sites around the origin."),
    key!(ring_size: [Real MIN_LENGTH, MAX_COORDINATE], "pixels", RINGS,
        "Distance between rings; of a `spiderweb`, whose inner rings are closer together, the mean distance."),
    key!(points_per_ring: [Whole 3, 4096], "sites", RINGS,
        "Sites on the outermost ring (inner rings of `radial` have fewer, at least 3), or spokes of a `spiderweb`."),
    key!(radial_variation: [Real 0.0, 1.0], "half the way to the next site", RINGS,
        "How far a site may stray from its place, along the ring and across it."),
    key!(poisson_attempts: [Whole 1, 256], "tries", &[Poisson],
        "Candidates tried around a site before it is given up; more give a denser packing."),
    key!(impact_falloff: [Real 0.0, 8.0], "", &[Impact],
        "How fast pieces grow with the distance from the origin: their density falls as distance to the minus this."),
    key!(points: [Points by reference], "pixels", &[Points], "The sites; each gives the piece that lies nearest to it."),
    key!(line_start: [Point], "pixels", &[Slice],
        "One end of the cut. Unset, as `line_end` then must be: a level cut through the centre of the bounds."),
    key!(line_end: [Point], "pixels", &[Slice], "The other end of the cut."),
    key!(slice_count: [Whole 1, MAX_CUTS], "cuts", COUNTED_LINES, "How many lines to cut along."),
    key!(radial_randomness: [Real 0.0, 1.0], "half the angle between two", &[SlicesRadial],
        "How far each line may turn from its place."),
    key!(parallel_angle: [Real -MAX_ANGLE_DEGREES, MAX_ANGLE_DEGREES], "degrees", &[SlicesParallel],
        "Direction of the lines, from the x axis towards the y axis."),
    key!(parallel_angle_rand: [Real 0.0, 1.0], "45 degrees", &[SlicesParallel], "How far each line may turn."),
    key!(h_start: [OptionalReal], "pixels", &[SlicesGrid],
        "The x from which upright lines are counted. Unset: the left side of the bounds."),
    key!(v_start: [OptionalReal], "pixels", &[SlicesGrid],
        "The y from which level lines are counted. Unset: the top of the bounds."),
    key!(h_slices: [Whole 0, MAX_CUTS], "cuts", &[SlicesGrid], "Upright lines, side by side along the x axis."),
    key!(v_slices: [Whole 0, MAX_CUTS], "cuts", &[SlicesGrid], "Level lines, one below the other along the y axis."),
    key!(h_random: [Real 0.0, 1.0], "half the distance between two", &[SlicesGrid], "How far upright lines may stray."),
    key!(v_random: [Real 0.0, 1.0], "half the distance between two", &[SlicesGrid], "How far level lines may stray."),
    key!(h_angle_rand: [Real 0.0, 1.0], "45 degrees", &[SlicesGrid], "How far upright lines may turn."),
    key!(v_angle_rand: [Real 0.0, 1.0], "45 degrees", &[SlicesGrid], "How far level lines may turn."),
    key!(segments: [Segments by reference], "pixels", &[SlicesManual],
        "The cuts: pairs of points, or a flat list of points, two a cut."),
    key!(extend: [Flag], "", &[Slice, SlicesManual],
        "A cut runs along its whole line. Off: a segment cuts only what it crosses from side to side."),
    key!(brick_size: [Size], "pixels", &[Bricks],
        "Width and height of a brick. Unset: bricks twice as wide as high, about 18 in the bounds."),
    key!(brick_offset: [Real 0.0, 1.0], "brick widths", &[Bricks], "Shift of each course against the one before."),
    key!(seed: [Seed], "", ALL, "All chance is drawn from it: the same seed gives the same pieces, to the bit."),
    key!(min_fragment_area: [Real 0.0, MAX_COORDINATE * MAX_COORDINATE], "square pixels", ALL,
        "A smaller piece is joined to the neighbour with which it shares the longest border."),
    key!(holes: [Name Holes], "", ALL,
        "Pieces with holes: `split` cuts them up, `keep` hands on the rings, `bridge` joins them to the outer ring."),
    key!(fill_rule: [Name FillRule], "", ALL, "What counts as inside where rings overlap or cross themselves."),
    key!(edge_roughness: [Real 0.0, 1.0], "", ALL, "Jaggedness of the cuts, which still fit together: 0 straight, 1 broken rock. Borders keep their ends and pieces \
         their areas; the outline stays as it is."),
    key!(grain: [Grain], "degrees, times", GRAINED,
        "Angle and stretch: pieces become so many times longer along the fibres than across. 1: no grain."),
    key!(gap: [Real 0.0, 1e6], "pixels", ALL, "How far each piece shrinks from its cuts, so that two are twice as far apart; the old outline stays. A piece \
         that is too narrow vanishes, one with a narrow waist falls apart. `min_fragment_area` and the borders with \
         neighbours are those of before; parts of one piece that fell apart, or that `holes` split only then, have no \
         border with each other, and no gap where they were split."),
    key!(mask: [Mask by reference], "pixels", ALL,
        "A ring of points, or a circle {center, radius}: only what lies inside breaks, along the ring; the rest stays \
         whole, in as many pieces as it falls apart into. The pattern is laid over the part inside: all sites that \
         `fragment_count` asks for lie there. Bricks keep their places in the whole outline."),
];
