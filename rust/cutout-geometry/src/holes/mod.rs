//! Pieces with holes into pieces without: bridged (one ring that runs to each hole and back along a
//! seam) or split (two seams a hole, so that every ring is simple).
//!
//! Comes in: [`Pieces`]. Goes out: the same with one ring a piece. Seams run between vertices that
//! are there already, so neighbours keep sharing all of theirs: a diagonal of a polygon with holes
//! always exists (it has a triangulation; de Berg et al., "Computational Geometry", 3.1), and the
//! nearest vertex in sight is searched for. Cost: for each hole the points of its piece, times the
//! vertices looked at until one is in sight, mostly one or two.

mod sight;
mod triangles;

use crate::cells::NONE;
use crate::pace::Pace;
use crate::params::Holes;
use crate::partition::pieces::Pieces;
use crate::point::{Point, by_x_then_y};
use crate::shape::ring_area;
use sight::nearest_in_sight;

/// A corner of a ring in the making.
#[derive(Clone, Copy, Debug)]
struct Corner {
    point: Point,
    /// Key of the edge to the next corner.
    key: u32,
}

/// A hole's place in the ring that it was bridged into.
#[derive(Clone, Copy, Debug)]
struct Seam {
    /// The vertex that the bridge starts from.
    base: Point,
    /// The hole's vertex that it leads to.
    reaches: Point,
    /// Key of both its sides.
    key: u32,
}

/// Which corner of a hole its second seam starts from, if it sees something.
#[derive(Clone, Copy, Debug)]
enum Seams {
    /// The one farthest from the first: seams on opposite sides leave even halves.
    Far,
    /// The nearest.
    Near,
    /// The first after so many eighths of the hole, see [`SEAM_TRIES`].
    From(usize),
}

/// Places around a hole that a second seam is tried from where the best two did not do.
const SEAM_TRIES: usize = 8;

/// What a point of a piece with holes takes, in steps.
const STEPS: usize = 16;

/// Reused memory.
#[derive(Debug, Default)]
pub(crate) struct HoleOpener {
    out: Pieces,
    ring: Vec<Corner>,
    holes: Vec<Vec<Corner>>,
    seams: Vec<Seam>,
    /// What seams keep from vertices that they pass, where they can.
    room: f64,
}

/// The parts of a piece (its outer ring and its holes), without holes; `None` where the rings are no piece.
pub(crate) fn split_apart(rings: &[Vec<Point>]) -> Option<Vec<Vec<Point>>> {
    let corners = |ring: &Vec<Point>| ring.iter().map(|&point| Corner { point, key: NONE }).collect();
    let rings: Vec<Vec<Corner>> = rings.iter().map(corners).collect();
    let parts = triangles::divide(rings.iter(), &mut Pieces::default())?;
    Some(parts.iter().map(|part| part.iter().map(|corner| corner.point).collect()).collect())
}

/// How holes are opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    /// Not [`Holes::Keep`].
    pub mode: Holes,
    /// Rings may have vertices in common, so that seams end where they should not, and parts are looked over.
    pub is_touching: bool,
    /// What seams keep from vertices that they pass, where they can.
    pub room: f64,
}

impl HoleOpener {
    /// Opens every hole of every piece. Told to stop, it leaves the pieces as they are.
    pub fn run(&mut self, pieces: &mut Pieces, opening: Opening, pace: &Pace<'_>) {
        let Opening { mode, is_touching, room } = opening;
        self.room = room;
        self.out.clear();
        self.out.key_count = pieces.key_count;
        for piece in 0..pieces.pieces.len() {
            let cell = pieces.pieces[piece].cell;
            if pieces.piece_rings(piece).len() == 1 {
                self.copy(pieces, piece);
                continue;
            }
            if !pace.step(STEPS * pieces.piece_points(piece).len()) {
                return;
            }
            self.take_piece(pieces, piece);
            let is_bridged = self.bridge(mode);
            if is_bridged && mode == Holes::Bridge {
                let ring = core::mem::take(&mut self.ring);
                self.write(&ring, cell);
                self.ring = ring;
                continue;
            }
            let mut parts = if is_bridged { self.divide_along_seams(is_touching, pace) } else { None };
            if parts.is_none() && mode == Holes::Split {
                self.take_piece(pieces, piece);
                let rings = core::iter::once(&self.ring).chain(&self.holes);
                parts = triangles::divide(rings, &mut self.out);
            }
            match parts {
                Some(parts) => parts.iter().for_each(|part| self.write(part, cell)),
                None => self.copy(pieces, piece),
            }
        }
        core::mem::swap(&mut self.out, pieces);
    }

    /// The bridged ring in parts that go round no hole. Seams that meet in one vertex may leave a part
    /// with a ring around nothing; others are tried then.
    fn divide_along_seams(&mut self, is_touching: bool, pace: &Pace<'_>) -> Option<Vec<Vec<Corner>>> {
        let ring = core::mem::take(&mut self.ring);
        let tries = [Seams::Far, Seams::Near].into_iter().chain((0..SEAM_TRIES).map(Seams::From));
        let parts = [self.room, 0.0]
            .into_iter()
            .flat_map(|room| tries.clone().map(move |seams| (room, seams)))
            .map(|(room, seams)| self.split(&ring, seams, room))
            .find(|parts| {
                parts.iter().all(|part| area(part) > 0.0)
                    && (!is_touching || parts.iter().all(|part| sight::is_simple(part, pace)))
            });
        self.ring = ring;
        parts
    }

    fn take_piece(&mut self, pieces: &Pieces, piece: usize) {
        self.ring.clear();
        self.holes.clear();
        self.seams.clear();
        let mut rings = pieces.piece_rings(piece);
        let corners = |ring: usize| {
            pieces.ring_range(ring).map(move |i| Corner { point: pieces.points[i], key: pieces.keys[i] })
        };
        if let Some(outer) = rings.next() {
            self.ring.extend(corners(outer));
        }
        self.holes.extend(rings.map(|ring| corners(ring).collect::<Vec<_>>()));
        // From left to right, each from its leftmost corner: what was bridged never hides the next.
        self.holes.sort_by(|a, b| least_x(a).0.total_cmp(&least_x(b).0));
    }

    /// Runs a seam from each hole to the ring so far. One that touches the ring needs none, and hangs on a
    /// corner that the two have in common; where it is to be split off, only if it sees nothing. False: not
    /// even that.
    fn bridge(&mut self, mode: Holes) -> bool {
        for index in 0..self.holes.len() {
            if mode == Holes::Bridge && self.hang(index) {
                continue;
            }
            let hole = &self.holes[index];
            let (_, leftmost) = least_x(hole);
            let rest = &self.holes[index..];
            // From the leftmost corner; should that one see nothing, from any other.
            let corners = (0..hole.len()).map(|k| (leftmost + k) % hole.len());
            let found = [self.room, 0.0].into_iter().find_map(|room| {
                corners.clone().find_map(|from| {
                    nearest_in_sight(hole, from, &self.ring, rest, room, |_| true).map(|to| (from, to))
                })
            });
            let Some((from, to)) = found else {
                if self.hang(index) {
                    continue;
                }
                return false;
            };
            let base = self.ring[to];
            let key = self.out.new_key();
            self.seams.push(Seam { base: base.point, reaches: hole[from].point, key });
            let around = (0..=hole.len()).map(|k| hole[(from + k) % hole.len()]);
            let mut detour: Vec<Corner> = vec![Corner { key, ..base }];
            detour.extend(around);
            if let Some(last) = detour.last_mut() {
                last.key = key;
            }
            self.ring.splice(to..to, detour);
        }
        true
    }

    /// Puts a hole into the ring at a corner that they have in common. False: there is none.
    fn hang(&mut self, index: usize) -> bool {
        let hole = &self.holes[index];
        let Some((from, to)) = sight::common_corner(hole, &self.ring) else { return false };
        let around = (0..hole.len()).map(|k| hole[(from + k) % hole.len()]);
        self.ring.splice(to..to, around.collect::<Vec<_>>());
        true
    }

    /// Divides a bridged ring until no part runs all the way round a hole, or passes a point twice.
    fn split(&mut self, ring: &[Corner], seams: Seams, room: f64) -> Vec<Vec<Corner>> {
        let mut done = Vec::new();
        let mut parts = vec![ring.to_vec()];
        while let Some(part) = parts.pop() {
            let Some((a, b)) = self.find_seam(&part, seams, room) else {
                divide_repeats(&part, &mut done);
                continue;
            };
            let key = self.out.new_key();
            let (low, high) = (a.min(b), a.max(b));
            let mut inner = part[low..=high].to_vec();
            let mut outer = part[high..].to_vec();
            outer.extend_from_slice(&part[..=low]);
            for half in [&mut inner, &mut outer] {
                if let Some(last) = half.last_mut() {
                    last.key = key;
                }
            }
            parts.push(outer);
            parts.push(inner);
        }
        done
    }

    /// Two corners in sight of each other, one on a hole that the ring runs all the way round, the
    /// other not, so that a seam between them parts the bridge's two sides.
    fn find_seam(&self, ring: &[Corner], seams: Seams, room: f64) -> Option<(usize, usize)> {
        self.seams.iter().find_map(|seam| {
            let side = |end: Point| ring.iter().position(|c| c.key == seam.key && c.point == end);
            let (there, back) = (side(seam.base)?, side(seam.reaches)?);
            // Between the bridge's two sides lies the hole, with all that was bridged to it.
            let is_beyond =
                |i: usize| if there < back { there < i && i <= back } else { i > there || i <= back };
            let away = |i: usize| {
                let d = ring[i].point - seam.reaches;
                d.x * d.x + d.y * d.y
            };
            let is_free = |i: usize| ring[i].point != seam.reaches && ring[i].point != seam.base;
            let mut starts: Vec<usize> = (0..ring.len()).filter(|&i| is_beyond(i) && is_free(i)).collect();
            match seams {
                Seams::Far => starts.sort_by(|&a, &b| away(b).total_cmp(&away(a)).then(a.cmp(&b))),
                Seams::Near => starts.sort_by(|&a, &b| away(a).total_cmp(&away(b)).then(a.cmp(&b))),
                Seams::From(eighths) => {
                    let first = starts.len() * eighths / SEAM_TRIES;
                    starts.rotate_left(first);
                }
            }
            let is_apart = |i: usize| !is_beyond(i) && is_free(i);
            starts.iter().find_map(|&from| {
                nearest_in_sight(ring, from, ring, &[], room, is_apart).map(|to| (from, to))
            })
        })
    }

    /// Takes a piece over as it is.
    fn copy(&mut self, pieces: &Pieces, piece: usize) {
        self.out.begin_piece(pieces.pieces[piece].cell);
        for ring in pieces.piece_rings(piece) {
            for edge in pieces.ring_range(ring) {
                self.out.push(pieces.points[edge], pieces.keys[edge]);
            }
            self.out.end_ring();
        }
    }

    fn write(&mut self, ring: &[Corner], cell: u32) {
        self.out.begin_piece(cell);
        for corner in ring {
            self.out.push(corner.point, corner.key);
        }
        if !self.out.end_ring() {
            self.out.drop_ring();
            self.out.pieces.pop();
        }
    }
}

/// Divides a ring where it passes a point twice: two seams that end in one vertex part it there.
fn divide_repeats(ring: &[Corner], done: &mut Vec<Vec<Corner>>) {
    let mut open: Vec<Corner> = Vec::with_capacity(ring.len());
    for &corner in ring {
        if let Some(at) = open.iter().position(|c| c.point == corner.point) {
            done.push(open.drain(at..).collect());
        }
        open.push(corner);
    }
    done.push(open);
}

fn area(ring: &[Corner]) -> f64 {
    let points: Vec<Point> = ring.iter().map(|c| c.point).collect();
    ring_area(&points)
}

/// The leftmost corner: its x (lowest y among equals) and index.
fn least_x(ring: &[Corner]) -> (f64, usize) {
    let order = |a: &(usize, &Corner), b: &(usize, &Corner)| by_x_then_y(&a.1.point, &b.1.point);
    ring.iter().enumerate().min_by(order).map_or((f64::INFINITY, 0), |(i, c)| (c.point.x, i))
}
