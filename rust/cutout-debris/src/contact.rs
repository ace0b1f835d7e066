//! A body against a line: what it may not sink into.
//!
//! Impulses at each corner that is in the line and still approaching, one after the other (sequential
//! impulses, Catto 2006), with friction bounded by the normal impulse (Coulomb). The mass is 1.
//!
//! Each push waits for the one before it, and which corners are pushed no branch foretells. So bodies that touch
//! with as many corners are gathered ([`Resolver`]) and worked out side by side, number by number, which the
//! compiler turns into vector instructions; a corner that is not pushed is pushed by nothing. To the bit it is what
//! each body would get alone.

use crate::body::{BLOCK, Corners, MOST_CORNERS};
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
/// How often each corner gets its turn: a push at one changes the motion of the others. A corner alone has its
/// whole answer in one round.
const ROUNDS: usize = 3;
/// What a corner still approaches by after its first push, pixels a second, is left to the next tick: it is less
/// than anybody sees, and most rounds end with it.
const SETTLED_SPEED: f32 = 0.25;

/// So many corners touch at most; a shard that lies flat has two or three.
const MOST_TOUCHES: usize = 6;
/// So many are copied whether or not they touch: no branch foretells how many it will be.
const USUAL_TOUCHES: usize = 3;

/// Bodies that are worked out side by side.
pub const LANES: usize = 16;

/// A number of each.
type Lanes = [f32; LANES];

/// A body that may touch a line.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'a> {
    /// Where it is and how it moves.
    pub pose: Pose,
    /// About the body's centre, not turned.
    pub corners: &'a Corners,
    /// Those that have no place there.
    pub more_corners: Option<&'a Corners>,
    /// How many there are of both.
    pub corner_count: u8,
    /// How little it takes to turn it.
    pub inverse_inertia: f32,
    /// What it may not sink into.
    pub line: Line,
}

/// What became of a body that touched a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touched {
    /// The number that it was given with.
    pub number: u32,
    /// By how much it is pushed out of the line.
    pub shift: Vec2,
    /// Pixels a second.
    pub velocity: Vec2,
    /// Radians a second.
    pub spin: f32,
}

/// The corners that touch, of each body the first, the second and so on.
#[derive(Clone, Copy, Debug)]
struct Touch {
    depth: Lanes,
    /// Lever arm of a push along the normal, and along the line.
    lever: Lanes,
    slide_lever: Lanes,
}

/// The motion of the bodies along the normal of their line and along the line.
#[derive(Clone, Debug)]
struct Motions {
    up: Lanes,
    aside: Lanes,
    spin: Lanes,
    inverse_inertia: Lanes,
}

/// Bodies that touch with the same number of corners.
#[derive(Clone, Debug)]
struct Lot {
    count: usize,
    numbers: [u32; LANES],
    touches: [Touch; MOST_TOUCHES],
    motions: Motions,
    deepest: Lanes,
    normal_x: Lanes,
    normal_y: Lanes,
}

/// Gathers bodies that touch lines until there are enough of one kind to be worked out side by side.
#[derive(Clone, Debug)]
pub struct Resolver {
    surface: Surface,
    /// Those that touch with one corner, with two, and so on.
    lots: [Lot; MOST_TOUCHES],
}

/// Which corners of a body touch, and how.
struct Touches {
    /// A bit for each of them that touches.
    which: u32,
    deepest: f32,
    depth: [f32; MOST_CORNERS],
    lever: [f32; MOST_CORNERS],
    slide_lever: [f32; MOST_CORNERS],
}

impl Touches {
    #[inline(always)]
    fn of(contact: &Contact<'_>) -> Self {
        let Contact { pose, line: Line { normal, .. }, .. } = contact;
        let height = contact.line.distance(pose.position);
        // The normal and the line as the body sees them: a corner's height over its centre, and how far along
        // the line it is, are then products without turning it; and the one is the lever arm of a push along
        // the other.
        let seen = Vec2::new(normal.dot(pose.turn), pose.turn.cross(*normal));
        let along = seen.perpendicular();
        let mut touches = Self {
            which: 0,
            deepest: f32::NEG_INFINITY,
            depth: [0.0; MOST_CORNERS],
            lever: [0.0; MOST_CORNERS],
            slide_lever: [0.0; MOST_CORNERS],
        };
        for (block, Corners { x, y }) in [contact.corners].into_iter().chain(contact.more_corners).enumerate()
        {
            let mut is_near = [0_u8; BLOCK];
            let mut depths = [0.0_f32; BLOCK];
            let mut levers = [0.0_f32; BLOCK];
            let mut rises = [0.0_f32; BLOCK];
            for at in 0..BLOCK {
                let rise = seen.x * x[at] + seen.y * y[at];
                rises[at] = rise;
                depths[at] = -(height + rise);
                levers[at] = -(along.x * x[at] + along.y * y[at]);
                is_near[at] = u8::from(depths[at] >= -NEAR);
            }
            // Eight bytes of one bit each become one byte: the product adds up each shifted to its place.
            let bits = (u64::from_le_bytes(is_near).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32;
            touches.which |= bits << (block * BLOCK);
            touches.deepest = depths.iter().fold(touches.deepest, |a, &b| larger(a, b));
            let at = block * BLOCK;
            touches.depth[at..at + BLOCK].copy_from_slice(&depths);
            touches.lever[at..at + BLOCK].copy_from_slice(&levers);
            touches.slide_lever[at..at + BLOCK].copy_from_slice(&rises);
        }
        touches.which &= (1 << contact.corner_count) - 1;
        touches
    }
}

impl Resolver {
    /// For bodies that meet that surface.
    pub fn new(surface: Surface) -> Self {
        Self { surface, lots: core::array::from_fn(|_| Lot::EMPTY) }
    }

    /// Takes a body that may touch its line. Of those taken, it answers for as many as it has worked out.
    #[inline(always)]
    pub fn add(&mut self, number: u32, contact: &Contact<'_>, answer: &mut impl FnMut(Touched)) {
        let touches = Touches::of(contact);
        if touches.which == 0 {
            return;
        }
        let count = (touches.which.count_ones() as usize).min(MOST_TOUCHES);
        let lot = &mut self.lots[count - 1];
        lot.add(number, contact, &touches, count);
        if lot.count == LANES {
            lot.resolve(count, LANES, &self.surface, answer);
        }
    }

    /// Answers for all that were taken and not answered for.
    pub fn finish(&mut self, answer: &mut impl FnMut(Touched)) {
        for (lot, touches) in self.lots.iter_mut().zip(1..) {
            if lot.count > 0 {
                lot.resolve(touches, lot.count, &self.surface, answer);
            }
        }
    }
}

impl Lot {
    const EMPTY: Self = Self {
        count: 0,
        numbers: [0; LANES],
        touches: [Touch { depth: [0.0; LANES], lever: [0.0; LANES], slide_lever: [0.0; LANES] };
            MOST_TOUCHES],
        motions: Motions {
            up: [0.0; LANES],
            aside: [0.0; LANES],
            spin: [0.0; LANES],
            inverse_inertia: [0.0; LANES],
        },
        deepest: [0.0; LANES],
        normal_x: [0.0; LANES],
        normal_y: [0.0; LANES],
    };

    #[inline(always)]
    fn add(&mut self, number: u32, contact: &Contact<'_>, touches: &Touches, count: usize) {
        let Contact { pose, line: Line { normal, .. }, .. } = contact;
        let lane = self.count % LANES;
        self.count = lane + 1;
        self.numbers[lane] = number;
        self.motions.up[lane] = normal.dot(pose.velocity);
        self.motions.aside[lane] = normal.perpendicular().dot(pose.velocity);
        self.motions.spin[lane] = pose.spin;
        self.motions.inverse_inertia[lane] = contact.inverse_inertia;
        self.deepest[lane] = touches.deepest;
        self.normal_x[lane] = normal.x;
        self.normal_y[lane] = normal.y;
        let mut left = touches.which;
        let mut copy = |touch: &mut Touch| {
            // None left: any will do, for nobody looks at it.
            let at = left.trailing_zeros() as usize % MOST_CORNERS;
            left &= left.wrapping_sub(1);
            touch.depth[lane] = touches.depth[at];
            touch.lever[lane] = touches.lever[at];
            touch.slide_lever[lane] = touches.slide_lever[at];
        };
        self.touches[..USUAL_TOUCHES].iter_mut().for_each(&mut copy);
        if count > USUAL_TOUCHES {
            self.touches[USUAL_TOUCHES..count].iter_mut().for_each(copy);
        }
    }

    /// Pushes the bodies, the first `taken` of which are meant, out of their lines and turns their motion away
    /// from them. Each touches with `count` corners.
    #[inline(never)]
    fn resolve(&mut self, count: usize, taken: usize, surface: &Surface, answer: &mut impl FnMut(Touched)) {
        self.count = 0;
        let mut pushes = [Push::NONE; MOST_TOUCHES];
        let pushes = &mut pushes[..count];
        for (push, touch) in pushes.iter_mut().zip(&self.touches) {
            *push = Push::of(touch, &self.motions.inverse_inertia, surface);
        }
        let motions = &mut self.motions;
        let rounds = if count > 1 { ROUNDS } else { 1 };
        let mut surface = *surface;
        let mut least = 0.0;
        for _ in 0..rounds {
            let mut strongest = [0.0; LANES];
            for (push, touch) in pushes.iter().zip(&self.touches) {
                push.give(motions, touch, least, &surface, &mut strongest);
            }
            if strongest.iter().fold(0.0, |a, &b| larger(a, b)) <= 0.0 {
                break;
            }
            surface.bounce = 0.0;
            least = SETTLED_SPEED;
        }
        for lane in 0..taken {
            let normal = Vec2::new(self.normal_x[lane], self.normal_y[lane]);
            answer(Touched {
                number: self.numbers[lane],
                shift: normal * larger(0.0, self.deepest[lane] - SUNK),
                velocity: normal * motions.up[lane] + normal.perpendicular() * motions.aside[lane],
                spin: motions.spin[lane],
            });
        }
    }
}

/// What is the same in every round for corners that touch.
#[derive(Clone, Copy)]
struct Push {
    /// How fast the corner may come down and get no farther than the line; 0 for one that is in it.
    room: Lanes,
    /// How much motion a push takes.
    mass: Lanes,
    slide_mass: Lanes,
}

impl Push {
    const NONE: Self = Self { room: [0.0; LANES], mass: [0.0; LANES], slide_mass: [0.0; LANES] };

    #[inline(always)]
    fn of(touch: &Touch, inverse_inertia: &Lanes, surface: &Surface) -> Self {
        let per_second = 1.0 / surface.tick_seconds;
        let mut push = Self::NONE;
        for (lane, inverse_inertia) in inverse_inertia.iter().enumerate() {
            let (lever, slide_lever) = (touch.lever[lane], touch.slide_lever[lane]);
            let above = if touch.depth[lane] < 0.0 { touch.depth[lane] } else { 0.0 };
            push.room[lane] = above * per_second;
            push.mass[lane] = 1.0 / (1.0 + lever * lever * inverse_inertia);
            push.slide_mass[lane] = 1.0 / (1.0 + slide_lever * slide_lever * inverse_inertia);
        }
        push
    }

    /// Pushes each body at one of its corners, where that comes down by more than `least`.
    #[inline(always)]
    fn give(
        &self,
        motions: &mut Motions,
        touch: &Touch,
        least: f32,
        surface: &Surface,
        strongest: &mut Lanes,
    ) {
        let Motions { up, aside, spin, inverse_inertia } = motions;
        for lane in 0..LANES {
            let (lever, slide_lever) = (touch.lever[lane], touch.slide_lever[lane]);
            let approach = self.room[lane] - (up[lane] + spin[lane] * lever);
            let bounces = (touch.depth[lane] > 0.0) & (approach > surface.rest_speed);
            let given_back = if bounces { surface.bounce } else { 0.0 };
            let push = (1.0 + given_back) * approach * self.mass[lane];
            let push = if approach > least { push } else { 0.0 };
            strongest[lane] = larger(strongest[lane], push);
            up[lane] += push;
            let turned = spin[lane] + lever * inverse_inertia[lane] * push;
            let slide = aside[lane] + turned * slide_lever;
            let most = surface.friction * push;
            let hold = -slide * self.slide_mass[lane];
            let hold = if hold > -most { hold } else { -most };
            let hold = if hold < most { hold } else { most };
            aside[lane] += hold;
            spin[lane] = turned + slide_lever * inverse_inertia[lane] * hold;
        }
    }
}

/// The larger of two numbers; the first where the second is none. One instruction.
#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}
