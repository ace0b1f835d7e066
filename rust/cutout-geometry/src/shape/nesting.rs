//! Which rings are outlines and which are holes: by depth. A ring inside an even number of others
//! bounds material from the outside; inside an odd number it is a hole.

use super::{Ring, Shape, ring_area, ring_contains, ring_holds};
use crate::point::Bounds;

/// Sets `is_hole` of every ring and turns each so that the interior is on its left.
/// Cost: rings x the points of the rings whose boxes hold them.
pub(super) fn orient_rings(shape: &mut Shape) {
    let mut boxes = core::mem::take(&mut shape.boxes);
    boxes.clear();
    if shape.rings.len() > 1 {
        boxes.extend(shape.rings.iter().map(|&r| Bounds::of(shape.ring(r))));
    }
    for index in 0..shape.rings.len() {
        let ring = shape.rings[index];
        let depth = (0..shape.rings.len()).filter(|&other| {
            other != index
                && boxes_nest(&boxes[other], &boxes[index])
                && is_inside(shape, ring, shape.rings[other])
        });
        let is_hole = depth.count() % 2 == 1;
        shape.rings[index].is_hole = is_hole;
        let points = &mut shape.points[ring.range()];
        if (ring_area(points) < 0.0) != is_hole {
            points.reverse();
            shape.repairs.reversed_rings += 1;
        }
    }
    shape.boxes = boxes;
}

fn boxes_nest(outer: &Bounds, inner: &Bounds) -> bool {
    outer.min.x <= inner.min.x
        && inner.max.x <= outer.max.x
        && outer.min.y <= inner.min.y
        && inner.max.y <= outer.max.y
}

/// Whether `ring` lies in `other`, for rings that do not cross. Where they may touch,
/// no single vertex can tell.
fn is_inside(shape: &Shape, ring: Ring, other: Ring) -> bool {
    let container = shape.ring(other);
    let points = shape.ring(ring);
    if !shape.is_touching {
        return ring_contains(container, points[0]);
    }
    ring_holds(container, points)
}
