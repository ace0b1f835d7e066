//! Which rings are outlines and which are holes: by depth. A ring inside an even number of others
//! bounds material from the outside; inside an odd number it is a hole.

use super::{Shape, ring_holds};
use crate::point::Bounds;

/// Sets `is_hole` of every ring and turns each so that the interior is on its left.
/// Cost: for each ring the rings whose boxes hold it, times their chains; where rings touch, times
/// their points.
pub(super) fn orient_rings(shape: &mut Shape) {
    let mut boxes = core::mem::take(&mut shape.boxes);
    boxes.clear();
    if shape.rings.len() > 1 {
        boxes.extend(shape.rings.iter().map(|&r| Bounds::of(shape.ring(r))));
        for index in 0..shape.rings.len() {
            let depth = (0..shape.rings.len()).filter(|&other| {
                other != index && boxes_nest(&boxes[other], &boxes[index]) && is_inside(shape, index, other)
            });
            shape.rings[index].is_hole = depth.count() % 2 == 1;
        }
    }
    shape.boxes = boxes;
    let Shape { points, rings, areas, repairs, chains, .. } = shape;
    for (index, (ring, area)) in rings.iter().zip(areas).enumerate() {
        if (*area < 0.0) != ring.is_hole {
            points[ring.range()].reverse();
            chains.turn(index, *ring);
            *area = -*area;
            repairs.reversed_rings += 1;
        }
    }
}

fn boxes_nest(outer: &Bounds, inner: &Bounds) -> bool {
    outer.min.x <= inner.min.x
        && inner.max.x <= outer.max.x
        && outer.min.y <= inner.min.y
        && inner.max.y <= outer.max.y
}

/// Whether `ring` lies in `other`, for rings that do not cross. Where they may touch,
/// no single vertex can tell.
fn is_inside(shape: &Shape, ring: usize, other: usize) -> bool {
    let points = shape.ring(shape.rings[ring]);
    if shape.is_touching {
        return ring_holds(shape.ring(shape.rings[other]), points);
    }
    shape.chains.ring_contains(&shape.points, other, points[0])
}
