//! The values that are chosen by name: pattern, treatment of holes, fill rule.

/// Gives an enum its names, in one place: `ALL`, `NAMES`, `name()`, `from_name()`.
macro_rules! named {
    ($(#[$doc:meta])* $Enum:ident { $($(#[$variant_doc:meta])* $Variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $Enum { $($(#[$variant_doc])* $Variant,)+ }

        impl $Enum {
            /// Every choice, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),+];
            /// The names of all choices, in the order of [`Self::ALL`].
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name by which scripts choose this.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name),+ }
            }

            /// The choice of that name, if there is one. Names are lower case and matched exactly.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$Variant),)+ _ => None }
            }
        }
    };
}

named! {
    /// Where an outline is cut: a set of Voronoi sites or a set of lines.
    Pattern {
        /// Sites scattered at random, a least distance apart: broken stone or crockery.
        Random = "random",
        /// One site a cell of a grid, shaken: tiles, plaster.
        Grid = "grid",
        /// Rings of sites around a point, more of them the farther out: an explosion.
        Radial = "radial",
        /// Sites on spokes around a point, rings closer together towards it: a cracked pane.
        Spiderweb = "spiderweb",
        /// Blue noise: pieces of about one size, none of them regular: rock, dry earth.
        Poisson = "poisson",
        /// A honeycomb: basalt, ice, a force field.
        Hexagonal = "hexagonal",
        /// Sites that thin out with the distance from a point: a bullet or a fist.
        Impact = "impact",
        /// The caller's own sites.
        Points = "points",
        /// One cut.
        Slice = "slice",
        /// Lines through a point.
        SlicesRadial = "slices_radial",
        /// Parallel lines: planks.
        SlicesParallel = "slices_parallel",
        /// Two sets of lines across each other.
        SlicesGrid = "slices_grid",
        /// Lines at random: shattered glass.
        SlicesChaotic = "slices_chaotic",
        /// The caller's own cuts.
        SlicesManual = "slices_manual",
        /// Courses of bricks, each shifted against the one before.
        Bricks = "bricks",
    }
}

/// The two kinds of pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Pieces are the cells of a Voronoi diagram.
    Sites,
    /// Pieces are what a set of cuts leaves.
    Lines,
}

impl Pattern {
    /// Which kind of pattern this is.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Random
            | Self::Grid
            | Self::Radial
            | Self::Spiderweb
            | Self::Poisson
            | Self::Hexagonal
            | Self::Impact
            | Self::Points => Family::Sites,
            Self::Slice
            | Self::SlicesRadial
            | Self::SlicesParallel
            | Self::SlicesGrid
            | Self::SlicesChaotic
            | Self::SlicesManual
            | Self::Bricks => Family::Lines,
        }
    }
}

named! {
    /// What becomes of the holes of a piece.
    Holes {
        /// Pieces with holes are cut further until none has one.
        Split = "split",
        /// Holes are handed on as rings of their own.
        Keep = "keep",
        /// Each hole is joined to the outer ring by a bridge of no width.
        Bridge = "bridge",
    }
}

named! {
    /// What counts as inside where rings overlap or cross themselves.
    FillRule {
        /// Inside is what the rings go round at least once, in the balance of both directions.
        NonZero = "nonzero",
        /// Inside is what an odd number of edges separates from the outside.
        EvenOdd = "evenodd",
    }
}
