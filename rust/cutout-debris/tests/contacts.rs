//! Bodies against lines, side by side.

use cutout_debris::Vec2;
use cutout_debris::body::Body;
use cutout_debris::contact::{Contact, LANES, Line, Pose, Resolver, Surface, Touched};

const SURFACE: Surface = Surface { bounce: 0.3, friction: 0.6, rest_speed: 30.0, tick_seconds: 1.0 / 60.0 };

/// Numbers from 0 to 1, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.next()
    }

    fn vector(&mut self, half: f32) -> Vec2 {
        Vec2::new(self.between(-half, half), self.between(-half, half))
    }

    /// A body near to a line.
    fn contact<'a>(&mut self, body: &'a Body) -> Contact<'a> {
        let normal = self.vector(1.0).normalized();
        let position = self.vector(500.0);
        let pose = Pose {
            position,
            velocity: self.vector(300.0),
            turn: self.vector(1.0).normalized(),
            spin: self.between(-20.0, 20.0),
        };
        let offset = normal.dot(position) + self.between(-6.0, 6.0);
        Contact {
            pose,
            corners: &body.corners,
            more_corners: body.more_corners.as_deref(),
            corner_count: body.corner_count,
            inverse_inertia: self.between(0.01, 0.4),
            line: Line { normal, offset },
        }
    }
}

fn corners(contact: &Contact<'_>) -> Vec<Vec2> {
    let blocks = [contact.corners].into_iter().chain(contact.more_corners);
    let all = blocks.flat_map(|block| block.x.into_iter().zip(block.y)).map(|(x, y)| Vec2::new(x, y));
    all.take(contact.corner_count.into()).collect()
}

fn deepest(contact: &Contact<'_>, pose: &Pose) -> f32 {
    let depth = |corner: Vec2| -contact.line.distance(pose.position + corner.turned(pose.turn));
    corners(contact).into_iter().map(depth).fold(f32::NEG_INFINITY, f32::max)
}

/// What becomes of each: none of what does not touch.
fn resolve(contacts: &[Contact<'_>]) -> Vec<Option<Touched>> {
    let mut answers = vec![None; contacts.len()];
    let mut answer = |touched: Touched| {
        let before = answers[touched.number as usize].replace(touched);
        assert_eq!(before, None, "one answer each");
    };
    let mut resolver = Resolver::new(SURFACE);
    for (number, contact) in (0..).zip(contacts) {
        resolver.add(number, contact, &mut answer);
    }
    resolver.finish(&mut answer);
    answers
}

fn bits(touched: &Touched) -> [u32; 5] {
    let Touched { shift, velocity, spin, .. } = *touched;
    [shift.x, shift.y, velocity.x, velocity.y, spin].map(f32::to_bits)
}

#[test]
fn each_body_gets_what_it_would_get_alone() {
    let mut numbers = Numbers(7);
    let mut touched = 0;
    for round in 0..200 {
        // Too few for one lot, and enough for several of each kind.
        let count = if round % 2 == 0 { round } else { 20 * LANES };
        let bodies: Vec<Body> = (0..count)
            .map(|_| {
                let corners = numbers.between(1.0, 20.0) as usize;
                let ring: Vec<Vec2> = (0..corners).map(|_| numbers.vector(5.0)).collect();
                Body::of(&ring)
            })
            .collect();
        let contacts: Vec<_> = bodies.iter().map(|body| numbers.contact(body)).collect();
        for (contact, together) in contacts.iter().zip(resolve(&contacts)) {
            let alone = resolve(core::slice::from_ref(contact))[0];
            assert_eq!(together.as_ref().map(bits), alone.as_ref().map(bits));
            touched += usize::from(alone.is_some());
        }
    }
    assert!(touched > 1_000, "{touched} touched");
}

#[test]
fn what_touches_is_pushed_out_and_what_does_not_stays_as_it_was() {
    let mut numbers = Numbers(11);
    let ring = [Vec2::new(-3.0, -2.0), Vec2::new(4.0, -1.0), Vec2::new(2.0, 3.0), Vec2::new(-2.0, 3.0)];
    let body = Body::of(&ring);
    let contacts: Vec<_> = (0..2_000).map(|_| numbers.contact(&body)).collect();
    for (contact, touched) in contacts.iter().zip(resolve(&contacts)) {
        let before = contact.pose;
        let Some(touched) = touched else {
            assert!(deepest(contact, &before) < 0.0, "it is in the line, {}", deepest(contact, &before));
            continue;
        };
        let Touched { shift, velocity, spin, .. } = touched;
        let after = Pose { position: before.position + shift, velocity, spin, ..before };
        assert!(deepest(contact, &after) < 0.5, "it is in the line still, {}", deepest(contact, &after));
        let energy =
            |pose: &Pose| pose.velocity.length_squared() + pose.spin.powi(2) / contact.inverse_inertia;
        assert!(energy(&after) <= energy(&before) * 1.001 + 0.1, "pushed by more than it came with");
    }
}

/// Beside [`each_body_gets_what_it_would_get_alone`], which would not see corners that are left out.
#[test]
fn corners_touch_wherever_they_are_in_the_outline() {
    for count in 3..=16 {
        for lowest in 0..count {
            // All on a level, but for one.
            let at = |corner: usize| Vec2::new(corner as f32, if corner == lowest { 2.0 } else { -2.0 });
            let ring: Vec<Vec2> = (0..count).map(at).collect();
            let body = Body::of(&ring);
            let velocity = Vec2::new(0.0, 10.0);
            let pose = Pose { position: Vec2::ZERO, velocity, turn: Vec2::new(1.0, 0.0), spin: 0.0 };
            let contact = Contact {
                pose,
                corners: &body.corners,
                more_corners: body.more_corners.as_deref(),
                corner_count: body.corner_count,
                inverse_inertia: 0.0,
                line: Line { normal: Vec2::new(0.0, -1.0), offset: -1.0 },
            };
            let touched = resolve(&[contact])[0];
            let touched = touched.unwrap_or_else(|| panic!("corner {lowest} of {count} does not touch"));
            assert!(touched.velocity.y <= 0.0, "corner {lowest} of {count}: {touched:?}");
            assert!((touched.shift.y + 0.9).abs() < 1e-3, "corner {lowest} of {count}: {touched:?}");
        }
    }
}
