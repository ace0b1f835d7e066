//! What the bodies of a break take over from the body that broke.

use crate::engine_object::cast;
use godot::classes::rigid_body_2d::{CcdMode, DampMode};
use godot::classes::{CollisionObject2D, Node, Node2D, PhysicsMaterial, RigidBody2D, StaticBody2D};
use godot::prelude::*;

/// Properties that differ from those of a new body.
#[derive(Debug, Default, PartialEq)]
pub struct BodyProperties {
    given: Vec<BodyProperty>,
}

/// The body or area that carries a node.
pub enum Carrier {
    /// One that physics moves.
    Rigid(Gd<RigidBody2D>),
    /// Any other.
    Other(Gd<CollisionObject2D>),
}

// Each property once: how it is read and set, and what a new body has. First those of every body and area,
// then those of a rigid body alone.
macro_rules! body_properties {
    (
        any { $($any:ident($any_type:ty): $any_get:ident, $any_set:ident, $any_new:expr;)+ }
        rigid { $($rigid:ident($rigid_type:ty): $rigid_get:ident, $rigid_set:ident, $rigid_new:expr;)+ }
    ) => {
        #[derive(Debug, PartialEq)]
        enum BodyProperty {
            $($any($any_type),)+
            $($rigid($rigid_type),)+
            Material(Gd<PhysicsMaterial>),
        }

        impl BodyProperty {
            fn apply_to(&self, body: &mut RigidBody2D) {
                match self {
                    $(Self::$any(value) => body.$any_set(*value),)+
                    $(Self::$rigid(value) => body.$rigid_set(*value),)+
                    Self::Material(material) => body.set_physics_material_override(material),
                }
            }
        }

        impl BodyProperties {
            fn note_any(&mut self, carrier: &CollisionObject2D) {
                $(self.note(carrier.$any_get(), $any_new, BodyProperty::$any);)+
            }

            fn note_rigid(&mut self, body: &RigidBody2D) {
                $(self.note(body.$rigid_get(), $rigid_new, BodyProperty::$rigid);)+
            }

            /// Makes a body as new again in all of them, whoever changed it.
            pub fn reset(body: &mut RigidBody2D) {
                $(body.$any_set($any_new);)+
                $(body.$rigid_set($rigid_new);)+
                body.set_physics_material_override(Gd::null_arg());
            }
        }
    };
}

body_properties! {
    any {
        CollisionLayer(u32): get_collision_layer, set_collision_layer, 1;
        CollisionMask(u32): get_collision_mask, set_collision_mask, 1;
        CollisionPriority(f32): get_collision_priority, set_collision_priority, 1.0;
    }
    rigid {
        GravityScale(f32): get_gravity_scale, set_gravity_scale, 1.0;
        LinearDamp(f32): get_linear_damp, set_linear_damp, 0.0;
        LinearDampMode(DampMode): get_linear_damp_mode, set_linear_damp_mode, DampMode::COMBINE;
        AngularDamp(f32): get_angular_damp, set_angular_damp, 0.0;
        AngularDampMode(DampMode): get_angular_damp_mode, set_angular_damp_mode, DampMode::COMBINE;
        ContinuousCd(CcdMode):
            get_continuous_collision_detection_mode, set_continuous_collision_detection_mode, CcdMode::DISABLED;
        CanSleep(bool): is_able_to_sleep, set_can_sleep, true;
        ContactMonitor(bool): is_contact_monitor_enabled, set_contact_monitor, false;
        MaxContactsReported(i32): get_max_contacts_reported, set_max_contacts_reported, 0;
    }
}

impl BodyProperties {
    /// Those of a body or an area; a [`RigidBody2D`] has more of them.
    pub fn of(carrier: &Carrier) -> Self {
        match carrier {
            Carrier::Rigid(body) => Self::of_body(body),
            Carrier::Other(other) => {
                let mut found = Self::default();
                found.note_any(other);
                let fixed = other.clone().try_cast::<StaticBody2D>().ok();
                found.note_material(fixed.and_then(|body| body.get_physics_material_override()));
                found
            }
        }
    }

    /// Those of a rigid body.
    pub fn of_body(body: &RigidBody2D) -> Self {
        let mut found = Self::default();
        found.note_any(body);
        found.note_rigid(body);
        found.note_material(body.get_physics_material_override());
        found
    }

    /// Gives them to a body that is as new.
    pub fn apply_to(&self, body: &mut RigidBody2D) {
        for property in &self.given {
            property.apply_to(body);
        }
    }

    fn note<T: PartialEq>(&mut self, value: T, default: T, property: fn(T) -> BodyProperty) {
        if value != default {
            self.given.push(property(value));
        }
    }

    fn note_material(&mut self, material: Option<Gd<PhysicsMaterial>>) {
        self.given.extend(material.map(BodyProperty::Material));
    }
}

impl Carrier {
    /// That of a node: itself, or the nearest above it.
    pub fn of(node: &Gd<Node2D>) -> Option<Self> {
        let mut node: Gd<Node> = cast(node)?;
        loop {
            if let Some(body) = cast(&node) {
                return Some(Self::Rigid(body));
            }
            if let Some(carrier) = cast(&node) {
                return Some(Self::Other(carrier));
            }
            node = node.get_parent()?;
        }
    }
}
