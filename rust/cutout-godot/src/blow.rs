//! Class `CutoutBlow`: how a blow and the motion of a node are shared out among its pieces.

use crate::body_properties::Carrier;
use crate::motion::{Motion, stretch_of};
use crate::piece_builder::parts_of;
use godot::builtin::AnyArray;
use godot::classes::Node2D;
use godot::prelude::*;

/// How pieces with a body move off: as the point of the node did at which each sat, and as the blow that
/// broke it drives them. For the addon's own scripts.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutBlow {
    /// From the pieces' common parent to the global space.
    #[var]
    to_global: Transform2D,
    /// Velocity of the node, pixels a second.
    #[var]
    velocity: Vector2,
    /// Radians a second.
    #[var]
    angular_velocity: f64,
    /// What the node turns about, global.
    #[var]
    center: Vector2,
    /// Where the blow came from, global.
    #[var]
    impact_point: Vector2,
    /// The distance at which half of it is left.
    #[var]
    radius: f64,
    /// The impulse that drives all pieces together away from [member impact_point].
    #[var]
    force: f64,
    /// The impulse that they get in one direction.
    #[var]
    impulse: Vector2,

    struck: Vec<Struck>,
    whole: Rect2,
    stretch: Transform2D,
    weights: f64,
}

/// A piece that gets its share.
struct Struck {
    position: Vector2,
    area: f64,
}

#[godot_api]
impl CutoutBlow {
    /// Says who shares the blow: [param fragments] of [param object].
    #[func]
    fn set_pieces(&mut self, object: Gd<Node2D>, fragments: AnyArray) {
        self.stretch = stretch_of(&object);
        self.struck.clear();
        self.whole = Rect2::default();
        for (pieces, index) in parts_of(&fragments) {
            let Some(piece) = pieces.get(index) else { continue };
            let head = piece.head();
            self.whole = if self.struck.is_empty() { head.bounds } else { self.whole.merge(head.bounds) };
            self.struck.push(Struck { position: self.stretch * head.centroid, area: head.area });
        }
    }

    /// The middle of the pieces, in the space of their common parent.
    #[func]
    fn get_middle(&self) -> Vector2 {
        self.stretch * self.whole.center()
    }

    /// A radius for a blow of which nothing is said: half the size of what broke.
    #[func]
    fn get_usual_radius(&self) -> f64 {
        f64::from((self.stretch * self.whole).size.length() / 4.0).max(1.0)
    }

    /// Weighs the pieces by area and nearness: once all is said, before the blow is shared out. Answers the
    /// weight of all.
    #[func]
    fn weigh(&mut self) -> f64 {
        let weight = |one: &Struck| one.area * self.nearness(self.to_global * one.position);
        self.weights = self.struck.iter().map(weight).sum();
        self.weights
    }

    /// The area of all pieces, in square pixels of the node's own space.
    #[func]
    fn get_area(&self) -> f64 {
        self.struck.iter().map(|one| one.area).sum()
    }

    /// How fast a piece moves off, whose centre of mass is at [param position] in the common parent, whose
    /// area is [param area] in the node's own space.
    #[func]
    pub fn velocity_of(&self, position: Vector2, area: f64, mass: f64) -> Vector2 {
        let mut velocity = self.motion().velocity_at(position);
        if self.weights > 0.0 {
            let at = self.to_global * position;
            let share = area * self.nearness(at) / self.weights;
            let away = (at - self.impact_point).try_normalized().unwrap_or_default();
            velocity += (away * self.force as f32 + self.impulse) * (share / mass) as f32;
        }
        velocity
    }

    /// Looks at how [param object] stands and, with [param inherits], how the body that carries it moves.
    #[func]
    fn read_motion(&mut self, object: Gd<Node2D>, inherits: bool) {
        let carrier = if inherits { Carrier::of(&object) } else { None };
        let Motion { to_global, velocity, angular_velocity, center } = Motion::of(&object, carrier);
        self.to_global = to_global;
        self.velocity = velocity;
        self.angular_velocity = angular_velocity;
        self.center = center;
    }
}

impl CutoutBlow {
    /// How the pieces move but for the blow.
    pub fn motion(&self) -> Motion {
        let Self { to_global, velocity, angular_velocity, center, .. } = *self;
        Motion { to_global, velocity, angular_velocity, center }
    }

    fn nearness(&self, at: Vector2) -> f64 {
        let far = f64::from(at.distance_squared_to(self.impact_point));
        1.0 / (1.0 + far / (self.radius * self.radius))
    }
}
