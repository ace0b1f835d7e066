//! Which rings are outlines and which are holes: by depth. A ring inside an even number of others
//! bounds material from the outside; inside an odd number it is a hole.

use super::{Shape, ring_holds};
use crate::point::Bounds;

/// Up to this many rings the boxes of all of them are compared.
const FEW: usize = 16;

/// Reused memory: the box of each ring, the rings by where their boxes begin, and those that have not ended.
#[derive(Debug, Default)]
pub(super) struct Nests {
    boxes: Vec<Bounds>,
    sorted: Vec<u32>,
    open: Vec<u32>,
}

/// Sets `is_hole` of every ring and turns each so that the interior is on its left.
/// Cost: rings log rings, those whose boxes lie above each other, and for each ring the rings whose boxes
/// hold it, times their chains; where rings touch, rings squared, and times their points.
pub(super) fn orient_rings(shape: &mut Shape) {
    let mut nests = core::mem::take(&mut shape.nests);
    let Nests { boxes, .. } = &mut nests;
    boxes.clear();
    if shape.rings.len() > 1 {
        boxes.extend(shape.rings.iter().map(|&r| Bounds::of(shape.ring(r))));
        // Where rings touch, the box of one may begin where that of the ring around it does.
        if shape.rings.len() <= FEW || shape.is_touching {
            for index in 0..shape.rings.len() {
                let depth = (0..shape.rings.len()).filter(|&other| {
                    other != index
                        && boxes_nest(&boxes[other], &boxes[index])
                        && is_inside(shape, index, other)
                });
                shape.rings[index].is_hole = depth.count() % 2 == 1;
            }
        } else {
            sweep(shape, &mut nests);
        }
    }
    shape.nests = nests;
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

/// Finds the rings around each one among those whose boxes begin before its own, and have not ended where it
/// begins.
fn sweep(shape: &mut Shape, nests: &mut Nests) {
    let Nests { boxes, sorted, open } = nests;
    sorted.clear();
    sorted.extend(0..boxes.len() as u32);
    let box_of = |ring: u32| &boxes[ring as usize];
    sorted.sort_unstable_by(|&a, &b| box_of(a).min.x.total_cmp(&box_of(b).min.x).then(a.cmp(&b)));
    open.clear();
    for &ring in sorted.iter() {
        let own = box_of(ring);
        let mut depth = 0;
        let mut at = 0;
        while at < open.len() {
            let other = open[at];
            if box_of(other).max.x < own.min.x {
                open.swap_remove(at);
                continue;
            }
            at += 1;
            depth += usize::from(
                boxes_nest(box_of(other), own) && is_inside(shape, ring as usize, other as usize),
            );
        }
        open.push(ring);
        shape.rings[ring as usize].is_hole = depth % 2 == 1;
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
