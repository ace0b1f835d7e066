//! Cutting by lines with a library that only intersects: each piece that a line crosses is
//! intersected with the half-planes on both sides. Pieces that the line misses are left alone.

/// How far the quadrilateral that stands for a half-plane reaches from its line, in units. The
/// workloads' outlines fit in a circle of 140 and their lines reach 400 to both sides.
const REACH: f64 = 400.0;

/// One library's pieces.
pub trait HalfPlanes {
    /// What is cut: one ring or a few.
    type Piece;
    /// The piece's vertices on either side: `(any to the left, any to the right)`.
    fn sides(piece: &Self::Piece, line: Line) -> (bool, bool);
    /// The part of the piece in a counter-clockwise quadrilateral.
    fn part(&mut self, piece: &Self::Piece, quad: [[f64; 2]; 4]) -> Self::Piece;
}

/// A directed line.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    a: [f64; 2],
    d: [f64; 2],
}

impl Line {
    fn through([a, b]: [[f64; 2]; 2]) -> Self {
        Self { a, d: [b[0] - a[0], b[1] - a[1]] }
    }

    /// Which sides the points lie on, as [`HalfPlanes::sides`] wants it.
    pub fn sides_of(self, points: impl IntoIterator<Item = [f64; 2]>) -> (bool, bool) {
        let (mut left, mut right) = (false, false);
        for p in points {
            let side = self.d[0] * (p[1] - self.a[1]) - self.d[1] * (p[0] - self.a[0]);
            left |= side > 0.0;
            right |= side < 0.0;
            if left && right {
                break;
            }
        }
        (left, right)
    }

    fn quads(self) -> [[[f64; 2]; 4]; 2] {
        let [dx, dy] = self.d;
        let scale = REACH / (dx * dx + dy * dy).sqrt();
        let normal = [-dy * scale, dx * scale];
        let b = [self.a[0] + dx, self.a[1] + dy];
        let off = |p: [f64; 2], s: f64| [p[0] + s * normal[0], p[1] + s * normal[1]];
        [[self.a, b, off(b, 1.0), off(self.a, 1.0)], [b, self.a, off(self.a, -1.0), off(b, -1.0)]]
    }
}

/// Cuts `pieces` by every line in turn.
pub fn cut<L: HalfPlanes>(library: &mut L, pieces: &mut Vec<L::Piece>, lines: &[[[f64; 2]; 2]]) {
    for &ends in lines {
        let line = Line::through(ends);
        let [left, right] = line.quads();
        for i in 0..pieces.len() {
            if L::sides(&pieces[i], line) == (true, true) {
                let other = library.part(&pieces[i], right);
                pieces[i] = library.part(&pieces[i], left);
                pieces.push(other);
            }
        }
    }
}
