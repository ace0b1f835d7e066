//! What the engine's physics answers to the questions of a field of debris: one ray each.
//!
//! By the binding a third of what a ray costs goes into asking, three times a ray, which thread this is, whether the
//! objects live and what they are called. So the rays of a tick are asked past it, where the engine has the methods
//! that this was built for.

use crate::engine_method::Method;
use cutout_debris::{Field, Hit, Probe, Vec2};
use godot::classes::{PhysicsDirectSpaceState2D, PhysicsRayQueryParameters2D};
use godot::prelude::*;
use godot::sys::{self, GodotFfi};

/// Asks, and keeps what asking needs.
#[derive(Default)]
pub struct DebrisProbe {
    means: Option<Means>,
    questions: Vec<Probe>,
}

/// What each ray would make anew.
struct Means {
    ray: Gd<PhysicsRayQueryParameters2D>,
    /// The keys of an answer.
    position: Variant,
    normal: Variant,
    short_way: Option<ShortWay>,
    /// What the last ray met.
    found: VarDictionary,
}

/// The methods of the engine that a ray takes.
#[derive(Clone, Copy)]
struct ShortWay {
    set_from: Method,
    set_to: Method,
    intersect_ray: Method,
}

impl ShortWay {
    /// None on any thread but the main one, and with an engine that has not all of them.
    fn find() -> Option<Self> {
        if !sys::is_main_thread() {
            return None;
        }
        Some(Self {
            set_from: Method::find("PhysicsRayQueryParameters2D", "set_from", 743_155_724)?,
            set_to: Method::find("PhysicsRayQueryParameters2D", "set_to", 743_155_724)?,
            intersect_ray: Method::find("PhysicsDirectSpaceState2D", "intersect_ray", 1_590_275_562)?,
        })
    }
}

impl Means {
    fn new() -> Self {
        Self {
            ray: PhysicsRayQueryParameters2D::new_gd(),
            position: "position".to_variant(),
            normal: "normal".to_variant(),
            short_way: ShortWay::find(),
            found: VarDictionary::new(),
        }
    }

    /// What a ray meets first: where, and the normal there.
    fn meet(
        &mut self,
        space: &mut Gd<PhysicsDirectSpaceState2D>,
        from: Vector2,
        to: Vector2,
    ) -> Option<(Vector2, Vector2)> {
        match self.short_way {
            Some(short_way) => {
                let ray = self.ray.obj_sys();
                // SAFETY: the way was found on the main thread, which engine objects, and so this one, do not leave.
                // The ray lives, for it is counted, and so does the space, of which its world was asked in this tick:
                // none of the game's code has run since. Two take a pair of numbers, which both sides hold alike; the
                // third takes a counted object, as a pointer to a pointer to it, and writes a dictionary over another.
                unsafe {
                    short_way.set_from.call(ray, [(&raw const from).cast()], std::ptr::null_mut());
                    short_way.set_to.call(ray, [(&raw const to).cast()], std::ptr::null_mut());
                    let arguments = [(&raw const ray).cast()];
                    short_way.intersect_ray.call(space.obj_sys(), arguments, self.found.sys_mut());
                }
            }
            None => {
                self.ray.set_from(from);
                self.ray.set_to(to);
                self.found = space.intersect_ray(&self.ray);
            }
        }
        // Most rays meet nothing.
        if self.found.is_empty() {
            return None;
        }
        let at = |key: &Variant| self.found.get_or_nil(key).try_to::<Vector2>().ok();
        at(&self.position).zip(at(&self.normal))
    }
}

impl DebrisProbe {
    /// Answers at most `budget` questions of the field by rays against what `mask` names; how many it were.
    pub fn ask(
        &mut self,
        field: &mut Field,
        space: &mut Gd<PhysicsDirectSpaceState2D>,
        to_world: Transform2D,
        mask: u32,
        (budget, seconds): (usize, f32),
    ) -> usize {
        field.probes(budget, seconds, &mut self.questions);
        let means = self.means.get_or_insert_with(Means::new);
        means.ray.set_collision_mask(mask);
        let to_field = to_world.affine_inverse();
        // A mirrored field sees normals mirrored.
        let side = to_world.determinant().signum();
        for probe in &self.questions {
            let met = means.meet(space, to_world * vector(probe.from), to_world * vector(probe.to));
            let hit = met.map(|(point, normal)| {
                // A surface is carried over by its tangent: skewed, its normal would lean.
                let tangent = to_field.basis_xform(normal.orthogonal()) * side;
                let normal = -tangent.orthogonal().normalized_or_zero();
                Hit { point: plain(to_field * point), normal: plain(normal) }
            });
            field.answer(probe, hit.as_ref());
        }
        // Nothing of the game's is kept.
        means.found = VarDictionary::new();
        self.questions.len()
    }
}

/// A point of the field as the engine has it.
pub fn vector(point: Vec2) -> Vector2 {
    Vector2::new(point.x, point.y)
}

/// A point of the engine as the field has it.
pub fn plain(point: Vector2) -> Vec2 {
    Vec2::new(point.x, point.y)
}
