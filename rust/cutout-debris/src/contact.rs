//! A body against a line: what it may not sink into.
//!
//! Impulses at each corner that is in the line and still approaching, one after the other (sequential
//! impulses, Catto 2006), with friction bounded by the normal impulse (Coulomb). The mass is 1.

use crate::vector::Vec2;

/// The edge of a half-plane that pieces stay out of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Unit vector out of the half-plane.
    pub normal: Vec2,
    /// `normal · p` for the points on the edge.
    pub offset: f32,
}

impl Line {
    /// A line that is nowhere near anything.
    pub const NONE: Self = Self { normal: Vec2::ZERO, offset: f32::NEG_INFINITY };

    /// How far a point is out of the half-plane; infinite for [`Line::NONE`].
    pub fn distance(&self, point: Vec2) -> f32 {
        self.normal.dot(point) - self.offset
    }
}

/// What a contact does to what touches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    /// Part of the approaching speed that is given back.
    pub bounce: f32,
    /// Coulomb's coefficient.
    pub friction: f32,
    /// Below this approaching speed there is no bounce, pixels a second: without it nothing would come
    /// to rest.
    pub rest_speed: f32,
    /// Length of a tick.
    pub tick_seconds: f32,
}

/// Where a body is and how it moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Centre.
    pub position: Vec2,
    /// Pixels a second.
    pub velocity: Vec2,
    /// Cosine and sine of its angle.
    pub turn: Vec2,
    /// Radians a second.
    pub spin: f32,
}

/// A corner so near to the line counts as touching it, pixels: a piece that lies flat is then held at both
/// ends at once and does not rock.
const NEAR: f32 = 0.4;
/// A piece is left so deep in the line, pixels, that it touches it in the next tick too.
const SUNK: f32 = 0.1;
/// How often each corner gets its turn: a push at one changes the motion of the others.
const ROUNDS: usize = 3;
/// What a corner still approaches by after its first push, pixels a second, is left to the next tick: it is less
/// than anybody sees, and most rounds end with it.
const SETTLED_SPEED: f32 = 0.25;

/// So many corners touch at most; a shard that lies flat has two or three.
const MOST_TOUCHES: usize = 6;

/// A corner that touches, and what is the same in every round.
#[derive(Clone, Copy, Default)]
struct Touch {
    depth: f32,
    /// How fast the corner may come down and get no farther than the line; 0 for one that is in it.
    room: f32,
    /// Lever arm of a push along the normal, and along the line.
    lever: f32,
    slide_lever: f32,
    /// How much motion a push takes.
    mass: f32,
    slide_mass: f32,
}

/// Pushes the body out of the line and turns its motion away from it; whether they touched.
///
/// `corners` are about the body's centre, not turned.
pub fn resolve(
    pose: &mut Pose,
    corners: &[Vec2],
    inverse_inertia: f32,
    line: &Line,
    surface: &Surface,
) -> bool {
    let normal = line.normal;
    let height = line.distance(pose.position);
    // The normal and the line as the body sees them: a corner's height over its centre, and how far along the
    // line it is, are then products without turning it; and the one is the lever arm of a push along the
    // other.
    let seen = Vec2::new(normal.dot(pose.turn), pose.turn.cross(normal));
    let seen_along = seen.perpendicular();
    let per_second = 1.0 / surface.tick_seconds;
    let mut touches = [Touch::default(); MOST_TOUCHES];
    let mut count = 0;
    let mut deepest = f32::NEG_INFINITY;
    for corner in corners {
        let rise = seen.dot(*corner);
        let depth = -(height + rise);
        deepest = deepest.max(depth);
        if depth >= -NEAR && count < MOST_TOUCHES {
            let lever = -seen_along.dot(*corner);
            touches[count] = Touch {
                depth,
                room: depth.min(0.0) * per_second,
                lever,
                slide_lever: rise,
                mass: 1.0 / (1.0 + lever * lever * inverse_inertia),
                slide_mass: 1.0 / (1.0 + rise * rise * inverse_inertia),
            };
            count += 1;
        }
    }
    if count == 0 {
        return false;
    }
    let along = normal.perpendicular();
    // All further work is along the normal and along the line.
    let (mut up, mut aside, mut spin) = (normal.dot(pose.velocity), along.dot(pose.velocity), pose.spin);
    // One corner alone has its whole answer in one round.
    for round in 0..ROUNDS.min(2 * count - 1) {
        let mut pushed = false;
        let least = if round == 0 { 0.0 } else { SETTLED_SPEED };
        for touch in &touches[..count] {
            let approach = touch.room - (up + spin * touch.lever);
            if approach <= least {
                continue;
            }
            pushed = true;
            let bounces = round == 0 && touch.depth > 0.0 && approach > surface.rest_speed;
            let given_back = if bounces { surface.bounce } else { 0.0 };
            let push = (1.0 + given_back) * approach * touch.mass;
            up += push;
            spin += touch.lever * inverse_inertia * push;

            let slide = aside + spin * touch.slide_lever;
            let most = surface.friction * push;
            let hold = (-slide * touch.slide_mass).max(-most).min(most);
            aside += hold;
            spin += touch.slide_lever * inverse_inertia * hold;
        }
        if !pushed {
            break;
        }
    }
    pose.velocity = normal * up + along * aside;
    pose.spin = spin;
    pose.position += normal * (deepest - SUNK).max(0.0);
    true
}
