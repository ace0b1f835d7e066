//! What the bodies of a break take over from the body that broke.

use godot::classes::rigid_body_2d::{CcdMode, DampMode};
use godot::classes::{CollisionObject2D, Node, Node2D, PhysicsMaterial, RigidBody2D, StaticBody2D};
use godot::prelude::*;

/// Properties that differ from those of a new body.
#[derive(Debug, Default, PartialEq)]
pub struct BodyProperties {
    given: Vec<BodyProperty>,
}

#[derive(Debug, PartialEq)]
enum BodyProperty {
    CollisionLayer(u32),
    CollisionMask(u32),
    CollisionPriority(f32),
    Material(Gd<PhysicsMaterial>),
    GravityScale(f32),
    LinearDamp(f32),
    LinearDampMode(DampMode),
    AngularDamp(f32),
    AngularDampMode(DampMode),
    ContinuousCd(CcdMode),
    CanSleep(bool),
    ContactMonitor(bool),
    MaxContactsReported(i32),
}

impl BodyProperties {
    /// Those of a body or an area; a [`RigidBody2D`] has more of them.
    pub fn of(carrier: &Gd<CollisionObject2D>) -> Self {
        let mut found = Self::default();
        found.note(carrier.get_collision_layer(), 1, BodyProperty::CollisionLayer);
        found.note(carrier.get_collision_mask(), 1, BodyProperty::CollisionMask);
        found.note(carrier.get_collision_priority(), 1.0, BodyProperty::CollisionPriority);
        let Ok(body) = carrier.clone().try_cast::<RigidBody2D>() else {
            let fixed = carrier.clone().try_cast::<StaticBody2D>().ok();
            found.note_material(fixed.and_then(|body| body.get_physics_material_override()));
            return found;
        };
        found.note_material(body.get_physics_material_override());
        found.note(body.get_gravity_scale(), 1.0, BodyProperty::GravityScale);
        found.note(body.get_linear_damp(), 0.0, BodyProperty::LinearDamp);
        found.note(body.get_linear_damp_mode(), DampMode::COMBINE, BodyProperty::LinearDampMode);
        found.note(body.get_angular_damp(), 0.0, BodyProperty::AngularDamp);
        found.note(body.get_angular_damp_mode(), DampMode::COMBINE, BodyProperty::AngularDampMode);
        let mode = body.get_continuous_collision_detection_mode();
        found.note(mode, CcdMode::DISABLED, BodyProperty::ContinuousCd);
        found.note(body.is_able_to_sleep(), true, BodyProperty::CanSleep);
        found.note(body.is_contact_monitor_enabled(), false, BodyProperty::ContactMonitor);
        found.note(body.get_max_contacts_reported(), 0, BodyProperty::MaxContactsReported);
        found
    }

    /// Gives them to a body that is as new.
    pub fn apply_to(&self, body: &mut RigidBody2D) {
        for property in &self.given {
            match property {
                BodyProperty::CollisionLayer(layer) => body.set_collision_layer(*layer),
                BodyProperty::CollisionMask(mask) => body.set_collision_mask(*mask),
                BodyProperty::CollisionPriority(priority) => body.set_collision_priority(*priority),
                BodyProperty::Material(material) => body.set_physics_material_override(material),
                BodyProperty::GravityScale(scale) => body.set_gravity_scale(*scale),
                BodyProperty::LinearDamp(damp) => body.set_linear_damp(*damp),
                BodyProperty::LinearDampMode(mode) => body.set_linear_damp_mode(*mode),
                BodyProperty::AngularDamp(damp) => body.set_angular_damp(*damp),
                BodyProperty::AngularDampMode(mode) => body.set_angular_damp_mode(*mode),
                BodyProperty::ContinuousCd(mode) => body.set_continuous_collision_detection_mode(*mode),
                BodyProperty::CanSleep(can) => body.set_can_sleep(*can),
                BodyProperty::ContactMonitor(on) => body.set_contact_monitor(*on),
                BodyProperty::MaxContactsReported(count) => body.set_max_contacts_reported(*count),
            }
        }
    }

    /// Makes a body as new again in all of them, whoever changed it.
    pub fn reset(body: &mut RigidBody2D) {
        body.set_collision_layer(1);
        body.set_collision_mask(1);
        body.set_collision_priority(1.0);
        body.set_physics_material_override(Gd::null_arg());
        body.set_gravity_scale(1.0);
        body.set_linear_damp(0.0);
        body.set_linear_damp_mode(DampMode::COMBINE);
        body.set_angular_damp(0.0);
        body.set_angular_damp_mode(DampMode::COMBINE);
        body.set_continuous_collision_detection_mode(CcdMode::DISABLED);
        body.set_can_sleep(true);
        body.set_contact_monitor(false);
        body.set_max_contacts_reported(0);
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

/// The body or area that carries a node: itself, or the nearest above it.
pub fn carrier_of(node: &Gd<Node2D>) -> Option<Gd<CollisionObject2D>> {
    let mut node: Option<Gd<Node>> = Some(node.clone().upcast());
    while let Some(next) = node {
        node = match next.try_cast::<CollisionObject2D>() {
            Ok(carrier) => return Some(carrier),
            Err(other) => other.get_parent(),
        };
    }
    None
}
