//! With which motion a piece starts.

use crate::vector::Vec2;

/// A blow from a point: pieces near it leave fastest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impact {
    /// Where it comes from, in the field's space.
    pub point: Vec2,
    /// Speed that a piece of middling size at that point gets, pixels a second. Negative: inwards.
    pub speed: f32,
    /// Distance at which half of the speed is left, pixels, above 0.
    pub radius: f32,
}

/// What the pieces of one batch start with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Launch {
    /// Velocity of what broke, pixels a second.
    pub velocity: Vec2,
    /// Its spin, radians a second; a piece far from `center` gets the velocity that it had there.
    pub angular_velocity: f32,
    /// What it turned about, in the field's space.
    pub center: Vec2,
    /// The blow that broke it.
    pub impact: Option<Impact>,
    /// How much the blow differs from piece to piece, 0 to 1.
    pub spread: f32,
    /// Largest random spin, radians a second.
    pub tumble: f32,
    /// Where the chance comes from: the same seed gives the same flight.
    pub seed: u64,
}

impl Default for Launch {
    fn default() -> Self {
        Self {
            velocity: Vec2::ZERO,
            angular_velocity: 0.0,
            center: Vec2::ZERO,
            impact: None,
            spread: 0.3,
            tumble: 4.0,
            seed: 0,
        }
    }
}

impl Launch {
    /// Velocity and spin of a piece whose centre is at `at`. `lightness` is 1 for a piece of middling size
    /// and more for a smaller one; it scales the blow.
    pub fn start(&self, at: Vec2, lightness: f32, chance: &mut Chance) -> (Vec2, f32) {
        let arm = at - self.center;
        let mut velocity = self.velocity + arm.perpendicular() * self.angular_velocity;
        // Drawn whether or not they are used, so that one setting does not change what another one does.
        let (along, aside, tumble) = (chance.signed(), chance.signed(), chance.signed());
        if let Some(impact) = self.impact {
            let away = at - impact.point;
            let distance = away.length();
            let direction = if distance > 0.0 { away * (1.0 / distance) } else { Vec2::new(0.0, -1.0) };
            let strayed = (direction + direction.perpendicular() * (aside * self.spread)).normalized();
            let speed = impact.speed * impact.radius / (impact.radius + distance);
            velocity += strayed * (speed * lightness * (1.0 + along * self.spread));
        }
        (velocity, self.angular_velocity + tumble * self.tumble)
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The sequence of that seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// In [0, 1), in steps of 2^-24.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 * (1.0 / 16_777_216.0)
    }

    /// In [-1, 1).
    pub fn signed(&mut self) -> f32 {
        self.unit() * 2.0 - 1.0
    }
}
