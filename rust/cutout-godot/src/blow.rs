//! Class `CutoutBlow`: how a blow and the motion of a node are shared out among its pieces.

use crate::body_properties::carrier_of;
use crate::piece_builder::parts_of;
use godot::builtin::AnyArray;
use godot::classes::{AnimatableBody2D, CharacterBody2D, Node2D, PhysicsServer2D, RigidBody2D};
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
    /// Whether bodies sleep until something touches them.
    #[var]
    asleep: bool,

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
    /// Says who shares the blow: [param fragments], whose space [param stretch] leads from to that of the
    /// pieces' common parent.
    #[func]
    fn set_pieces(&mut self, fragments: AnyArray, stretch: Transform2D) {
        self.stretch = stretch;
        self.struck.clear();
        self.whole = Rect2::default();
        for (pieces, index) in parts_of(&fragments) {
            let Some(piece) = pieces.get(index) else { continue };
            let head = piece.head();
            self.whole = if self.struck.is_empty() { head.bounds } else { self.whole.merge(head.bounds) };
            self.struck.push(Struck { position: stretch * head.centroid, area: head.area });
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
        let at = self.to_global * position;
        let arm = at - self.center;
        let mut velocity = self.velocity + Vector2::new(-arm.y, arm.x) * self.angular_velocity as f32;
        if self.weights > 0.0 {
            let share = area * self.nearness(at) / self.weights;
            let away = (at - self.impact_point).try_normalized().unwrap_or_default();
            velocity += (away * self.force as f32 + self.impulse) * (share / mass) as f32;
        }
        velocity
    }

    /// Looks at how [param object] stands and, with [param inherits], how the body that carries it moves.
    #[func]
    fn read_motion(&mut self, object: Gd<Node2D>, inherits: bool) {
        let angle = object.get_global_rotation();
        self.to_global = Transform2D::from_angle_origin(angle, object.get_global_position());
        let carrier = if inherits { carrier_of(&object) } else { None };
        let Some(carrier) = carrier else { return };
        let mut pivot = carrier.get_global_position();
        let state = |rid| PhysicsServer2D::singleton().body_get_direct_state(rid);
        if let Ok(body) = carrier.clone().try_cast::<RigidBody2D>() {
            self.velocity = body.get_linear_velocity();
            self.angular_velocity = f64::from(body.get_angular_velocity());
            // Nothing turns: the velocity is the same everywhere.
            if self.angular_velocity != 0.0
                && let Some(state) = state(body.get_rid())
            {
                // The velocity is that of the centre of mass.
                pivot += state.get_center_of_mass();
            }
        } else if let Ok(body) = carrier.clone().try_cast::<CharacterBody2D>() {
            self.velocity = body.get_velocity();
        } else if let Ok(body) = carrier.clone().try_cast::<AnimatableBody2D>()
            && let Some(state) = state(body.get_rid())
        {
            // Moved by the game; the server knows how fast.
            self.velocity = state.get_linear_velocity();
            self.angular_velocity = f64::from(state.get_angular_velocity());
        }
        self.center = pivot;
    }
}

impl CutoutBlow {
    /// Sets a body going.
    pub fn start(&self, body: &mut RigidBody2D, velocity: Vector2) {
        if velocity != Vector2::ZERO {
            body.set_linear_velocity(velocity);
        }
        if self.angular_velocity != 0.0 {
            body.set_angular_velocity(self.angular_velocity as f32);
        }
        if self.asleep {
            body.set_sleeping(true);
        }
    }

    fn nearness(&self, at: Vector2) -> f64 {
        let far = f64::from(at.distance_squared_to(self.impact_point));
        1.0 / (1.0 + far / (self.radius * self.radius))
    }
}
