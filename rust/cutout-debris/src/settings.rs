//! What all pieces of a field obey.

use crate::vector::Vec2;

/// The most pieces that a field may be allowed to hold.
pub const MOST_PIECES: u32 = 500_000;

/// The laws of a field. Lengths in pixels of the field's own space, times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Acceleration, pixels per second squared.
    pub gravity: Vec2,
    /// Part of its velocity that a piece loses in a second, as a rigid body's linear damp.
    pub linear_damp: f32,
    /// The same for its spin.
    pub angular_damp: f32,
    /// Part of the approaching speed that a bounce gives back, 0 to 1.
    pub bounce: f32,
    /// Friction coefficient of every contact.
    pub friction: f32,
    /// The line that nothing falls through, if there is one.
    pub ground_y: Option<f32>,
    /// Each piece has a line of its own, at most so far below `ground_y`: rubble gets a bed to lie in.
    pub ground_depth: f32,
    /// How long a piece stays, fading included; 0: until it has to make room. Holds for pieces that come.
    pub lifetime: f32,
    /// How long it fades at the end. Holds for pieces that come.
    pub fade_time: f32,
    /// How many pieces there may be at once.
    pub max_pieces: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            gravity: Vec2::new(0.0, 980.0),
            linear_damp: 0.1,
            angular_damp: 0.3,
            bounce: 0.3,
            friction: 0.6,
            ground_y: None,
            ground_depth: 0.0,
            lifetime: 8.0,
            fade_time: 1.0,
            max_pieces: 20_000,
        }
    }
}
