//! Whether an engine that computes in single precision takes a ring for convex.
//!
//! Godot 4.6 asks twice: a `ConvexPolygonShape2D` looks at the crosses of three corners in a row, each about
//! the first of them, once the ring runs counter-clockwise by the sum of its trapezoids
//! (`ConvexPolygonShape2D::_update_shape`: "Concave polygon is assigned"); a `CollisionPolygon2D` has it cut
//! into convex parts, which asks the same crosses once the sum of crosses of positions is positive
//! (`TPPLPartition::ConvexPartition_HM`: "Convex decomposing failed"). A ring that runs clockwise is turned
//! round first, so the crosses are about the *last* of three corners as we have them. Where the compiler fuses
//! a product with a difference (64-bit ARM), one product of a cross is not rounded. A ring has to be convex in
//! each of these ways, whichever way round it is given.

use super::{Vertex, ring_area, turn};

/// Whether a ring is convex beyond doubt: by exact predicate, without two equal vertices, and in the
/// arithmetic of an engine that computes in single precision, on coordinates as they are. There a ring that
/// is small beside its distance from the origin gets a wrong winding, and a corner that is nearly straight
/// becomes reflex.
#[must_use]
pub fn is_plainly_convex(ring: &[Vertex]) -> bool {
    let count = ring.len();
    if count < 3 {
        return false;
    }
    let direction = ring_area(ring).signum();
    let corner = |i: usize| [ring[(i + count - 1) % count], ring[i], ring[(i + 1) % count]];
    let is_convex = (0..count).all(|i| {
        let [a, b, c] = corner(i);
        let [from, to] = if direction > 0.0 { [a, c] } else { [c, a] };
        a != b && turn(from, b, to) >= 0.0 && never_turns_back(from, b, to)
    });
    // All corners turn one way also where a ring goes round twice; the x coordinate then turns back twice.
    is_convex && turns_back_once(ring) && winds_the_same_when_rounded(ring, direction as f32)
}

/// Whether the cross of three corners that turn left is not negative however an engine computes it.
fn never_turns_back(a: Vertex, b: Vertex, c: Vertex) -> bool {
    !turns_back_about(a, b, c) && !turns_back_about(c, a, b)
}

/// Whether `(b - a) x (c - a)` comes out negative, both its products rounded or only one of them. Products
/// of two numbers of single precision are exact in double precision, so comparing them is enough.
fn turns_back_about([ax, ay]: Vertex, [bx, by]: Vertex, [cx, cy]: Vertex) -> bool {
    let product = |p: f32, q: f32| f64::from(p) * f64::from(q);
    let (plus, minus) = (product(bx - ax, cy - ay), product(by - ay, cx - ax));
    let rounded = |exact: f64| f64::from(exact as f32);
    rounded(plus) < rounded(minus) || plus < rounded(minus) || rounded(plus) < minus
}

/// Whether the ways in which an engine tells the winding of a ring agree with the exact one: sums of cross
/// products of positions, and of trapezoids, in single precision.
fn winds_the_same_when_rounded(ring: &[Vertex], direction: f32) -> bool {
    let next = |i: usize| ring[(i + 1) % ring.len()];
    let (mut crosses, mut wide, mut trapezoids) = (0.0_f32, 0.0_f64, 0.0_f32);
    for (i, &[ax, ay]) in ring.iter().enumerate() {
        let [bx, by] = next(i);
        let cross = ax * by - ay * bx;
        crosses += cross;
        wide += f64::from(cross);
        trapezoids += (bx - ax) * (by + ay);
    }
    crosses * direction > 0.0 && wide * f64::from(direction) > 0.0 && trapezoids * direction < 0.0
}

/// Whether going round a ring, x rises once and falls once.
fn turns_back_once(ring: &[Vertex]) -> bool {
    let mut turns = 0;
    let mut heading = 0.0;
    let mut first = 0.0;
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        let step = if b[0] > a[0] {
            1.0
        } else if b[0] < a[0] {
            -1.0
        } else {
            continue;
        };
        if heading == 0.0 {
            first = step;
        } else if step != heading {
            turns += 1;
        }
        heading = step;
    }
    turns + i32::from(heading != first) == 2
}
