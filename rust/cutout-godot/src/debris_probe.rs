//! What the engine's physics answers to the questions of a field of debris: one ray each.

use cutout_debris::{Field, Hit, Probe, Vec2};
use godot::classes::{PhysicsDirectSpaceState2D, PhysicsRayQueryParameters2D};
use godot::prelude::*;

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
        let Means { ray, position, normal } = self.means.get_or_insert_with(|| Means {
            ray: PhysicsRayQueryParameters2D::new_gd(),
            position: "position".to_variant(),
            normal: "normal".to_variant(),
        });
        ray.set_collision_mask(mask);
        let to_field = to_world.affine_inverse();
        // A mirrored field sees normals mirrored.
        let side = to_world.determinant().signum();
        for probe in &self.questions {
            ray.set_from(to_world * vector(probe.from));
            ray.set_to(to_world * vector(probe.to));
            let found = space.intersect_ray(&*ray);
            let at = |key: &Variant| found.get(key).and_then(|value| value.try_to::<Vector2>().ok());
            // Most rays meet nothing.
            let met = if found.is_empty() { None } else { at(position).zip(at(normal)) };
            let hit = met.map(|(point, normal)| {
                // A surface is carried over by its tangent: skewed, its normal would lean.
                let tangent = to_field.basis_xform(normal.orthogonal()) * side;
                let normal = -tangent.orthogonal().normalized_or_zero();
                Hit { point: plain(to_field * point), normal: plain(normal) }
            });
            field.answer(probe, hit.as_ref());
        }
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
