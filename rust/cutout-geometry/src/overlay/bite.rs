//! A shape parted by a region and by paths, which need not go through.
//!
//! The same planar graph as for cells: the region's rings are a second outline, the paths are borders.
//! What of a path parts nothing, because it ends inside the shape, is gone from the result.

use super::nodes::{Grid, Nodes};
use super::noding::{self, Segment};
use super::{COARSENESS, Fill, Unresolved, add_outline, add_ring, pieces};
use crate::cells::NONE;
use crate::pace::Pace;
use crate::partition::pieces::Pieces;
use crate::point::Point;
use crate::shape::Shape;

/// Fills `pieces` with the parts of a shape inside of a region (those of cell [`NONE`], first) and outside
/// of it (of cell 0), the latter divided along paths. Region and paths are in the shape's frame; the
/// region is all that its rings go round, net of those that go round it the other way.
pub(crate) fn bite(
    shape: &Shape,
    region: &[Vec<Point>],
    paths: &[Vec<Point>],
    parts: &mut Pieces,
    pace: &Pace<'_>,
) -> Result<(), Unresolved> {
    for coarseness in COARSENESS {
        let mut nodes = Nodes::new(shape, Grid::Double);
        let tolerance = coarseness * nodes.grain;
        let mut segments = Vec::new();
        add_outline(shape, Segment::breaking, &mut nodes, &mut segments, pace);
        nodes.end_outline();
        let laid_over = |a, b| Segment::whole(a, b).bending(true);
        region.iter().for_each(|ring| add_ring(ring, laid_over, &mut nodes, &mut segments, pace));
        for path in paths {
            let ends: Vec<u32> = path.iter().map(|&p| nodes.add(p)).collect();
            // One border for all: whoever it parts shares it, whichever path it is of.
            segments.extend(ends.windows(2).map(|pair| Segment::border(pair[0], pair[1], 0)));
        }
        if noding::resolve(&mut nodes, &mut segments, tolerance, pace).is_ok() {
            pieces::write(&nodes.points, &segments, None, Fill::of_bite, parts, pace);
            return Ok(());
        }
        if pace.is_over() {
            return Err(Unresolved);
        }
    }
    Err(Unresolved)
}

/// Whether a part lies inside of the region.
pub(crate) fn is_bitten(cell: u32) -> bool {
    cell == NONE
}
