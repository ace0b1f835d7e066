//! What becomes of the parts of an outline that was carved.

use super::error::{CarveError, ToolError};
use super::limits::{MAX_AREA, MAX_TOLERANCE, MAX_TOOL_POINTS, MAX_TOOLS};
use super::tool::{Drawn, PlacedTool, Placement, Tool, all_in_range, count, in_range};
use crate::fracture::{PartRings, parts_of};
use crate::point::Point;

/// Which parts survive a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Anchors {
    /// Of each part that the outline had, the largest that the tool leaves of it.
    #[default]
    Largest,
    /// Those that hold one of the points (inside or on the border), or have an area in common with the ring.
    /// Either may be empty; where both are, nothing survives.
    At {
        /// Points of the outline's space.
        points: Vec<Point>,
        /// A ring in either winding; empty: none.
        ring: Vec<Point>,
    },
}

/// What becomes of what a tool covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BiteFate {
    /// It is gone.
    #[default]
    Removed,
    /// It is handed out, a fragment for each part.
    Kept,
    /// It is broken up and handed out.
    Shattered,
}

/// A carving: its tools, one after the other, and what becomes of the parts. Areas are square units of the
/// outline's space.
#[derive(Clone, Debug, PartialEq)]
pub struct Carving {
    /// The tools. Each is used on what survived the one before.
    pub tools: Vec<PlacedTool>,
    /// Which parts survive.
    pub anchors: Anchors,
    /// Smaller survivors come off.
    pub min_survivor_area: f64,
    /// Smaller parts, survivors too, are broken up and come off.
    pub shatter_area: f64,
    /// Smaller parts, survivors too, are dropped; the report tells their area. Looked at before
    /// `shatter_area`, and not for what that breaks up.
    pub dust_area: f64,
    /// What becomes of what the tools cover.
    pub bite: BiteFate,
    /// How far parts may stray from what the tools leave, where a tool touched them, so that vertices do not
    /// pile up when one outline is carved again and again; 0: not at all. Only for tools that leave no cut
    /// between two fragments: these share every vertex.
    pub simplify: f64,
    /// How many of the outline's rings are of each part that it has already, in their order: parts stay apart
    /// even where they touch, as the survivors of a cut do. Empty: the outline is what all rings enclose
    /// together.
    pub parts: Vec<usize>,
}

impl Carving {
    /// A carving with these tools and no thresholds.
    #[must_use]
    pub fn with(tools: Vec<PlacedTool>) -> Self {
        Self {
            tools,
            anchors: Anchors::Largest,
            min_survivor_area: 0.0,
            shatter_area: 0.0,
            dust_area: 0.0,
            bite: BiteFate::Removed,
            simplify: 0.0,
            parts: Vec::new(),
        }
    }

    /// Checks everything, without drawing the tools.
    ///
    /// # Errors
    /// What is out of range.
    pub fn validate(&self) -> Result<(), CarveError> {
        let area = |key, given| in_range(key, given, 0.0, MAX_AREA).map_err(CarveError::Options);
        area("min_survivor_area", self.min_survivor_area)?;
        area("shatter_area", self.shatter_area)?;
        area("dust_area", self.dust_area)?;
        in_range("simplify", self.simplify, 0.0, MAX_TOLERANCE).map_err(CarveError::Options)?;
        self.validate_anchors().map_err(CarveError::Options)?;
        if !(1..=MAX_TOOLS).contains(&self.tools.len()) {
            return Err(CarveError::Options(ToolError::TooManyTools { tools: self.tools.len() }));
        }
        let wrong = |index| move |error| CarveError::Tool { index, error };
        self.tools.iter().enumerate().try_for_each(|(index, tool)| tool.validate().map_err(wrong(index)))
    }

    /// The rings of each part, one part for all where nothing tells them apart.
    ///
    /// # Errors
    /// Where the parts are of other rings than there are.
    pub(super) fn parts_of<'a, 'b>(
        &self,
        rings: &'a [&'b [Point]],
    ) -> Result<Vec<&'a [&'b [Point]]>, CarveError> {
        parts_of(rings, &self.parts)
            .map_err(|PartRings { parts, rings }| CarveError::Options(ToolError::PartRings { parts, rings }))
    }

    /// Whether parts may be broken up.
    pub(super) fn shatters(&self) -> bool {
        self.shatter_area > 0.0 || self.bite == BiteFate::Shattered
    }

    fn validate_anchors(&self) -> Result<(), ToolError> {
        let Anchors::At { points, ring } = &self.anchors else { return Ok(()) };
        count("anchors", points.len(), 0, MAX_TOOL_POINTS)?;
        all_in_range("anchors", points)?;
        if !ring.is_empty() {
            count("anchor_ring", ring.len(), 3, MAX_TOOL_POINTS)?;
        }
        all_in_range("anchor_ring", ring)
    }

    /// Bytes held on the heap, for memory bounds.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let mut numbers = 0;
        self.each_number(|_| numbers += 1);
        numbers * size_of::<f64>() + self.tools.capacity() * size_of::<PlacedTool>()
    }

    /// The numbers that tell most carvings of one outline apart: those of its tools and their places.
    pub fn each_number(&self, mut visit: impl FnMut(f64)) {
        self.parts.iter().for_each(|&rings| visit(rings as f64));
        for placed in &self.tools {
            let Placement { x, y, origin } = placed.placement;
            let (points, size): (&[Point], f64) = match &placed.tool {
                Tool::Circle { center, radius } => (core::slice::from_ref(center), *radius),
                Tool::Beam { from, to, width, .. } => {
                    [from.x, from.y, to.x, to.y].into_iter().for_each(&mut visit);
                    (&[], *width)
                }
                Tool::Sweep { path, radius: size } | Tool::Cut { path, width: size } => (path, *size),
                Tool::Polygon(rings) => {
                    rings.iter().flatten().flat_map(|p| [p.x, p.y]).for_each(&mut visit);
                    (&[], 0.0)
                }
            };
            points.iter().chain(&[x, y, origin]).flat_map(|p| [p.x, p.y]).chain([size]).for_each(&mut visit);
        }
    }

    pub(super) fn draw(&self) -> Result<Vec<Drawn>, CarveError> {
        let wrong = |index| move |error| CarveError::Tool { index, error };
        self.tools.iter().enumerate().map(|(index, tool)| tool.draw().map_err(wrong(index))).collect()
    }
}
