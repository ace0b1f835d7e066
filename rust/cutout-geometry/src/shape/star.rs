//! Rings that can be seen whole from the middle of their box, as crates, rocks and stars can: such a ring
//! is simple, and that takes one look at each vertex to tell.

use crate::point::Point;
use crate::predicate::turn_for_sure;

/// Whether the ring is star-shaped around `center` for sure: every edge turns the same way around it, and
/// all of them together once. Each edge then has a sector of its own, so no two meet but where one ends
/// and the next begins. Cost: linear, with no branch a vertex.
///
/// What comes back is the room that there is: the least, over all edges, of twice the area of the triangle
/// that the edge makes with `center`.
pub(crate) fn room_to_see(ring: &[Point], center: Point) -> Option<f64> {
    let &last = ring.last()?;
    let mut from = last - center;
    let (mut least, mut most, mut rounds) = (f64::INFINITY, f64::NEG_INFINITY, 0);
    for &p in ring {
        let to = p - center;
        // The two differences are those that the exact test starts from, so the filter is its own.
        let turn = turn_for_sure(from, to);
        least = if turn < least { turn } else { least };
        most = if turn > most { turn } else { most };
        // Once in each round, whichever way: what turns one way cannot come back over the same half.
        rounds += u32::from((from.y < 0.0) & (to.y >= 0.0));
        from = to;
    }
    // All left or all right, and none unsure.
    let turn = least.max(-most);
    ((turn > 0.0) & (rounds == 1)).then_some(turn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::FillRule;
    use crate::pattern::Domain;
    use crate::shape::Shape;

    fn is_star(ring: &[Point], center: Point) -> bool {
        room_to_see(ring, center).is_some()
    }

    const CENTER: Point = Point { x: 0.5, y: 0.25 };

    fn ring(points: &[[f64; 2]]) -> Vec<Point> {
        points.iter().map(|&[x, y]| Point { x, y }).collect()
    }

    #[test]
    fn a_square_is_a_star_either_way_round() {
        let mut square = ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
        assert!(is_star(&square, CENTER));
        square.reverse();
        assert!(is_star(&square, CENTER));
        assert!(!is_star(&square, Point { x: 2.0, y: 0.5 }));
        assert!(!is_star(&square, square[0]));
    }

    #[test]
    fn a_star_holds_the_same_points_by_its_edges_and_by_its_chains() {
        let diamond = ring(&[[3.0, 0.0], [0.0, -2.0], [-3.0, 0.0], [0.0, 2.0]]);
        let mut shape = Shape::default();
        assert!(shape.load(&[&diamond], FillRule::NonZero).is_ok());
        let points = ring(&[[0.0, 0.0], [1.0, 1.0], [2.0, 1.0], [-2.5, 0.25], [-2.5, -0.5], [3.5, 0.0]]);
        let by_edges: Vec<bool> = points.iter().map(|&p| shape.contains(p)).collect();
        assert_eq!(by_edges, [true, true, false, true, false, false]);
        shape.divide_into_chains();
        assert!(points.iter().map(|&p| shape.contains(p)).eq(by_edges));
    }

    #[test]
    fn what_goes_round_twice_or_turns_back_is_none() {
        let twice = ring(&[[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]]).repeat(2);
        assert!(!is_star(&twice, Point { x: 0.0, y: 0.0 }));
        let pentagram = ring(&[[0.0, 3.0], [-2.0, -3.0], [3.0, 1.0], [-3.0, 1.0], [2.0, -3.0]]);
        assert!(!is_star(&pentagram, Point { x: 0.0, y: 0.0 }));
        let bent = ring(&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [3.0, 4.0], [3.0, 1.0], [0.0, 1.0]]);
        assert!(!is_star(&bent, Point { x: 2.0, y: 2.0 }));
    }
}
