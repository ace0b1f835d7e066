//! A body against a line: what it may not sink into.
//!
//! Impulses at each corner that is in the line and still approaching, one after the other (sequential
//! impulses, Catto 2006), with friction bounded by the normal impulse (Coulomb). The mass is 1.
//!
//! Each push waits for the one before it, and which corners are pushed no branch foretells. So several bodies
//! are worked out side by side, number by number, which the compiler turns into vector instructions; a corner
//! that is not pushed is pushed by nothing. To the bit it is what each body would get alone.

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

/// Bodies that are worked out side by side.
pub const LANES: usize = 8;

/// A number of each.
type Lanes = [f32; LANES];

/// A body that may touch a line.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'a> {
    /// Where it is and how it moves.
    pub pose: Pose,
    /// About the body's centre, not turned; none: nothing happens to it.
    pub corners: &'a [Vec2],
    /// How little it takes to turn it.
    pub inverse_inertia: f32,
    /// What it may not sink into.
    pub line: Line,
}

impl Contact<'_> {
    /// One that nothing happens to.
    pub const NONE: Self = Self {
        pose: Pose { position: Vec2::ZERO, velocity: Vec2::ZERO, turn: Vec2::ZERO, spin: 0.0 },
        corners: &[],
        inverse_inertia: 0.0,
        line: Line::NONE,
    };
}

/// The corners that touch, of each body the first, the second and so on, and what is the same in every round.
#[derive(Clone, Copy)]
struct Touch {
    depth: Lanes,
    /// How fast the corner may come down and get no farther than the line; 0 for one that is in it, and no
    /// speed is too fast for one that is not there.
    room: Lanes,
    /// Lever arm of a push along the normal, and along the line.
    lever: Lanes,
    slide_lever: Lanes,
    /// How much motion a push takes.
    mass: Lanes,
    slide_mass: Lanes,
}

impl Touch {
    const NONE: Self = Self {
        depth: [0.0; LANES],
        room: [f32::NEG_INFINITY; LANES],
        lever: [0.0; LANES],
        slide_lever: [0.0; LANES],
        mass: [1.0; LANES],
        slide_mass: [1.0; LANES],
    };
}

/// The motion of the bodies along the normal of their line and along the line.
struct Motions {
    up: Lanes,
    aside: Lanes,
    spin: Lanes,
    inverse_inertia: Lanes,
}

/// Pushes bodies out of their lines and turns their motion away from them; which of them touched.
pub fn resolve(contacts: &mut [Contact<'_>; LANES], surface: &Surface) -> [bool; LANES] {
    // One place more than needed takes what does not touch.
    let mut touches = [Touch::NONE; MOST_TOUCHES + 1];
    let mut counts = [0; LANES];
    let mut deepest = [f32::NEG_INFINITY; LANES];
    let mut motions =
        Motions { up: [0.0; LANES], aside: [0.0; LANES], spin: [0.0; LANES], inverse_inertia: [0.0; LANES] };
    for (lane, contact) in contacts.iter().enumerate() {
        let Contact { pose, line: Line { normal, .. }, .. } = contact;
        let height = contact.line.distance(pose.position);
        // The normal and the line as the body sees them: a corner's height over its centre, and how far along
        // the line it is, are then products without turning it; and the one is the lever arm of a push along
        // the other.
        let seen = Vec2::new(normal.dot(pose.turn), pose.turn.cross(*normal));
        let seen_along = seen.perpendicular();
        let mut count = 0;
        for corner in contact.corners {
            let rise = seen.dot(*corner);
            let depth = -(height + rise);
            deepest[lane] = deepest[lane].max(depth);
            let touch = &mut touches[count];
            touch.depth[lane] = depth;
            touch.lever[lane] = -seen_along.dot(*corner);
            touch.slide_lever[lane] = rise;
            count += usize::from(depth >= -NEAR && count < MOST_TOUCHES);
        }
        counts[lane] = count;
        motions.up[lane] = normal.dot(pose.velocity);
        motions.aside[lane] = normal.perpendicular().dot(pose.velocity);
        motions.spin[lane] = pose.spin;
        motions.inverse_inertia[lane] = contact.inverse_inertia;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let per_second = 1.0 / surface.tick_seconds;
    for (at, touch) in touches[..most].iter_mut().enumerate() {
        for (lane, &count) in counts.iter().enumerate() {
            let (lever, slide_lever) = (touch.lever[lane], touch.slide_lever[lane]);
            let inverse_inertia = motions.inverse_inertia[lane];
            let room = touch.depth[lane].min(0.0) * per_second;
            touch.room[lane] = if at < count { room } else { f32::NEG_INFINITY };
            touch.mass[lane] = 1.0 / (1.0 + lever * lever * inverse_inertia);
            touch.slide_mass[lane] = 1.0 / (1.0 + slide_lever * slide_lever * inverse_inertia);
        }
    }
    // One corner alone has its whole answer in one round.
    let settled = counts.map(|count| if count > 1 { SETTLED_SPEED } else { f32::INFINITY });
    for round in 0..ROUNDS.min((2 * most).saturating_sub(1)) {
        let (least, bounce) = if round == 0 { (&[0.0; LANES], surface.bounce) } else { (&settled, 0.0) };
        let surface = Surface { bounce, ..*surface };
        let mut pushed = false;
        for touch in &touches[..most] {
            pushed |= push(&mut motions, touch, least, &surface);
        }
        if !pushed {
            break;
        }
    }
    for (lane, contact) in contacts.iter_mut().enumerate().filter(|(lane, _)| counts[*lane] > 0) {
        let Contact { pose, line: Line { normal, .. }, .. } = contact;
        pose.velocity = *normal * motions.up[lane] + normal.perpendicular() * motions.aside[lane];
        pose.spin = motions.spin[lane];
        pose.position += *normal * (deepest[lane] - SUNK).max(0.0);
    }
    counts.map(|count| count > 0)
}

/// Pushes each body at one of its corners, where that comes down by more than `least`; whether any was.
#[inline(always)]
fn push(motions: &mut Motions, touch: &Touch, least: &Lanes, surface: &Surface) -> bool {
    let Motions { mut up, mut aside, mut spin, inverse_inertia } = *motions;
    let mut pushes = [0.0; LANES];
    for lane in 0..LANES {
        let approach = touch.room[lane] - (up[lane] + spin[lane] * touch.lever[lane]);
        let bounces = (touch.depth[lane] > 0.0) & (approach > surface.rest_speed);
        let given_back = if bounces { surface.bounce } else { 0.0 };
        let push = (1.0 + given_back) * approach * touch.mass[lane];
        let push = if approach > least[lane] { push } else { 0.0 };
        pushes[lane] = push;
        up[lane] += push;
        spin[lane] += touch.lever[lane] * inverse_inertia[lane] * push;
        let slide = aside[lane] + spin[lane] * touch.slide_lever[lane];
        let most = surface.friction * push;
        let hold = -slide * touch.slide_mass[lane];
        let hold = if hold > -most { hold } else { -most };
        let hold = if hold < most { hold } else { most };
        aside[lane] += hold;
        spin[lane] += touch.slide_lever[lane] * inverse_inertia[lane] * hold;
    }
    *motions = Motions { up, aside, spin, inverse_inertia };
    pushes.iter().fold(0.0, |sum, push| sum + push) > 0.0
}
