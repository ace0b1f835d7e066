//! How a node stands and moves, for its pieces to go on as it did.

use crate::body_calls::BodyCalls;
use crate::body_properties::Carrier;
use godot::classes::{AnimatableBody2D, CharacterBody2D, Node2D, PhysicsServer2D, RigidBody2D};
use godot::prelude::*;

/// A stretch that differs from none by less than this is rounding.
const ROUNDING: f32 = 1e-5;

/// The motion of a node, global.
#[derive(Clone, Copy, Debug, Default)]
pub struct Motion {
    /// From the pieces' common parent to the global space.
    pub to_global: Transform2D,
    /// Pixels a second.
    pub velocity: Vector2,
    /// Radians a second.
    pub angular_velocity: f64,
    /// What the node turns about.
    pub center: Vector2,
}

impl Motion {
    /// How `object` stands and, where one is given, how the body that carries it moves.
    pub fn of(object: &Gd<Node2D>, carrier: Option<Carrier>) -> Self {
        let angle = object.get_global_rotation();
        let to_global = Transform2D::from_angle_origin(angle, object.get_global_position());
        let mut found = Self { to_global, ..Self::default() };
        let state = |rid| PhysicsServer2D::singleton().body_get_direct_state(rid);
        match carrier {
            None => {}
            Some(Carrier::Rigid(body)) => {
                found.center = body.get_global_position();
                found.velocity = body.get_linear_velocity();
                found.angular_velocity = f64::from(body.get_angular_velocity());
                // Nothing turns: the velocity is the same everywhere.
                if found.angular_velocity != 0.0
                    && let Some(state) = state(body.get_rid())
                {
                    // The velocity is that of the centre of mass.
                    found.center += state.get_center_of_mass();
                }
            }
            Some(Carrier::Other(carrier)) => {
                found.center = carrier.get_global_position();
                match carrier.try_cast::<CharacterBody2D>() {
                    Ok(body) => found.velocity = body.get_velocity(),
                    Err(other) => {
                        if let Ok(body) = other.try_cast::<AnimatableBody2D>()
                            && let Some(state) = state(body.get_rid())
                        {
                            // Moved by the game; the server knows how fast.
                            found.velocity = state.get_linear_velocity();
                            found.angular_velocity = f64::from(state.get_angular_velocity());
                        }
                    }
                }
            }
        }
        found
    }

    /// How fast the point of the node moves that is at `position` in the pieces' common parent.
    pub fn velocity_at(&self, position: Vector2) -> Vector2 {
        let arm = self.to_global * position - self.center;
        self.velocity + Vector2::new(-arm.y, arm.x) * self.angular_velocity as f32
    }

    /// Sets a body going, which has that velocity.
    pub fn start(&self, body: &mut RigidBody2D, velocity: Vector2) {
        if velocity != Vector2::ZERO {
            body.set_linear_velocity(velocity);
        }
        if self.angular_velocity != 0.0 {
            body.set_angular_velocity(self.angular_velocity as f32);
        }
    }
}

/// Puts bodies to sleep. The engine wakes each that enters the tree: those that are outside of it are left out.
pub fn put_to_sleep<T: Inherits<RigidBody2D>>(calls: BodyCalls, bodies: impl Iterator<Item = Gd<T>>) {
    let mut shapes_are_known = false;
    for object in bodies {
        // The game may have freed it, or taken it out of the tree.
        // SAFETY: nothing of the game's runs before it hears of the transform, which takes `body` away.
        let Some(body) = (unsafe { calls.living(&object) }).filter(|body| body.is_inside_tree()) else {
            continue;
        };
        if !shapes_are_known {
            // The server puts off what is done to shapes, and wakes their bodies when it comes to it. This call
            // makes it do so now, for all bodies; they are not turned by it.
            PhysicsServer2D::singleton().body_apply_torque_impulse(object.upcast_ref().get_rid(), 0.0);
            shapes_are_known = true;
        }
        // So would a change of place wake it that the server has not heard of yet. A script of the game's hears of it.
        body.force_update_transform();
        // SAFETY: nothing of the game's runs until the body sleeps.
        if let Some(body) = unsafe { calls.living(&object) } {
            body.sleep();
        }
    }
}

/// What is left of a node's transform once turning and moving are taken out, for bodies know no scale: leads from
/// the node's own space to that of its pieces.
pub fn stretch_of(object: &Gd<Node2D>) -> Transform2D {
    let shape = Transform2D { origin: Vector2::ZERO, ..object.get_global_transform() };
    let stretch = Transform2D::from_angle(-object.get_global_rotation()) * shape;
    let close = |a: Vector2, b: Vector2| a.distance_to(b) < ROUNDING;
    if close(stretch.a, Vector2::RIGHT) && close(stretch.b, Vector2::DOWN) {
        return Transform2D::IDENTITY;
    }
    stretch
}
