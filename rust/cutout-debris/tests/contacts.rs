//! Bodies against lines, side by side.

use cutout_debris::Vec2;
use cutout_debris::contact::{Contact, LANES, Line, Pose, Surface, resolve};

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

    /// A body with those corners, near to a line.
    fn contact<'a>(&mut self, corners: &'a [Vec2]) -> Contact<'a> {
        let normal = self.vector(1.0).normalized();
        let position = self.vector(500.0);
        let pose = Pose {
            position,
            velocity: self.vector(300.0),
            turn: self.vector(1.0).normalized(),
            spin: self.between(-20.0, 20.0),
        };
        let offset = normal.dot(position) + self.between(-6.0, 6.0);
        Contact { pose, corners, inverse_inertia: self.between(0.01, 0.4), line: Line { normal, offset } }
    }
}

fn deepest(contact: &Contact<'_>) -> f32 {
    let depth =
        |corner: &Vec2| -contact.line.distance(contact.pose.position + corner.turned(contact.pose.turn));
    contact.corners.iter().map(depth).fold(f32::NEG_INFINITY, f32::max)
}

fn bits(pose: &Pose) -> [u32; 7] {
    let Pose { position, velocity, turn, spin } = *pose;
    [position.x, position.y, velocity.x, velocity.y, turn.x, turn.y, spin].map(f32::to_bits)
}

#[test]
fn each_body_gets_what_it_would_get_alone() {
    let mut numbers = Numbers(7);
    let mut touched = 0;
    for _ in 0..2_000 {
        let rings: Vec<Vec<Vec2>> = (0..LANES)
            .map(|_| {
                let count = numbers.between(0.0, 17.0) as usize;
                (0..count).map(|_| numbers.vector(5.0)).collect()
            })
            .collect();
        let contacts: Vec<_> = rings.iter().map(|ring| numbers.contact(ring)).collect();
        let mut together: [Contact<'_>; LANES] = contacts.clone().try_into().unwrap();
        let hits = resolve(&mut together, &SURFACE);
        for lane in 0..LANES {
            let mut alone = [Contact::NONE; LANES];
            alone[0] = contacts[lane];
            assert_eq!(resolve(&mut alone, &SURFACE)[0], hits[lane]);
            assert_eq!(bits(&alone[0].pose), bits(&together[lane].pose));
            touched += usize::from(hits[lane]);
        }
    }
    assert!(touched > 1_000, "{touched} touched");
}

#[test]
fn what_touches_is_pushed_out_and_what_does_not_stays_as_it_was() {
    let mut numbers = Numbers(11);
    let ring = [Vec2::new(-3.0, -2.0), Vec2::new(4.0, -1.0), Vec2::new(2.0, 3.0), Vec2::new(-2.0, 3.0)];
    for _ in 0..2_000 {
        let before = numbers.contact(&ring);
        let mut contacts = [Contact::NONE; LANES];
        contacts[LANES - 1] = before;
        let hits = resolve(&mut contacts, &SURFACE);
        assert!(!hits[..LANES - 1].contains(&true));
        let after = &contacts[LANES - 1];
        if !hits[LANES - 1] {
            assert_eq!(after.pose, before.pose);
            assert!(deepest(&before) < 0.0, "it is in the line, {}", deepest(&before));
            continue;
        }
        assert!(deepest(after) < 0.5, "it is in the line still, {}", deepest(after));
        let energy = |contact: &Contact<'_>| {
            contact.pose.velocity.length_squared() + contact.pose.spin.powi(2) / contact.inverse_inertia
        };
        assert!(energy(after) <= energy(&before) * 1.001 + 0.1, "pushed by more than it came with");
    }
}
