//! Directions from angles, with the same bits everywhere.

use crate::Point;

/// The unit vector at an angle in degrees, from the x axis towards the y axis.
///
/// The angle is first brought into a half quadrant, so that multiples of 90 degrees give exact axes and
/// vectors at `a`, `a + 90`, `a + 180`, `a + 270` are exact rotations of each other.
pub(crate) fn direction_of_degrees(degrees: f64) -> Point {
    let turn = libm::fmod(degrees, 360.0);
    let quadrant = libm::round(turn / 90.0);
    // Exact: both are multiples of the last bit of `turn`, and the difference is smaller than either.
    let rest = turn - 90.0 * quadrant;
    let (sin, cos) = libm::sincos(rest * (std::f64::consts::PI / 180.0));
    match (quadrant as i32).rem_euclid(4) {
        0 => Point { x: cos, y: sin },
        1 => Point { x: -sin, y: cos },
        2 => Point { x: -cos, y: -sin },
        _ => Point { x: sin, y: -cos },
    }
}

/// The unit vector at a fraction of a full turn.
pub(crate) fn direction_of_turns(turns: f64) -> Point {
    direction_of_degrees(turns * 360.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_angles_give_exact_axes() {
        for (degrees, x, y) in
            [(0.0, 1.0, 0.0), (90.0, 0.0, 1.0), (180.0, -1.0, 0.0), (-90.0, 0.0, -1.0), (3600.0, 1.0, 0.0)]
        {
            assert_eq!(direction_of_degrees(degrees), Point { x, y }, "{degrees} degrees");
        }
    }

    #[test]
    fn directions_agree_with_the_standard_library_and_have_unit_length() {
        for i in -2000..2000 {
            let degrees = f64::from(i) * 0.37;
            let p = direction_of_degrees(degrees);
            let (sin, cos) = degrees.to_radians().sin_cos();
            assert!((p.x - cos).abs() < 1e-14 && (p.y - sin).abs() < 1e-14, "{degrees} degrees");
            assert!((p.x * p.x + p.y * p.y - 1.0).abs() < 1e-15);
        }
    }
}
