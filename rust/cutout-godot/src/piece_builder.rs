//! Class `CutoutPieceBuilder`: makes the pieces of a break, many in one call.

use crate::blow::CutoutBlow;
use crate::body_calls::BodyCalls;
use crate::body_properties::{BodyProperties, Carrier};
use crate::engine_object::{node_in, ours_in};
use crate::fragment::CutoutFragment;
use crate::motion::{self, Motion, stretch_of};
use crate::piece_body::{Common, Cut, CutoutPieceBody, Keeping, LEAST_MASS, NewPiece};
use crate::piece_look::{PieceLook, UvUnit};
use crate::pieces::Pieces;
use crate::spare_bodies::{CutoutSpareBodies, Spare};
use godot::builtin::AnyArray;
use godot::classes::{CollisionObject2D, Node2D, RigidBody2D, Time};
use godot::global::push_error;
use godot::prelude::*;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Makes the pieces of one break: bodies, as many as the time allows, or all that a factory of the game's
/// needs to know of a piece. For the addon's own scripts.
///
/// Pieces are about their centre of mass, in pixels of the screen, for bodies know no scale.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutPieceBuilder {
    plan: Option<Plan>,
    /// Those that nobody takes care of yet.
    made: Vec<MadeBody>,
}

/// A node without any area is taken for one of this many square pixels.
const LEAST_AREA: f64 = 1e-9;

/// What all pieces of the break have in common.
struct Plan {
    object: Gd<Node2D>,
    /// The same, where it is one.
    body: Option<Gd<RigidBody2D>>,
    common: Common,
    /// Leads from the space of the node to that of the pieces.
    stretch: Transform2D,
    /// Of a square pixel of the screen.
    mass_per_area: f64,
}

struct MadeBody {
    body: Gd<CutoutPieceBody>,
    position: Vector2,
    /// In the space of the node that broke.
    area: f64,
    mass: f64,
}

#[godot_api]
impl CutoutPieceBuilder {
    /// Looks at what the pieces of [param object] have in common: its [CutoutPieceLook], of which [param fields]
    /// are the [code]fields()[/code], its transform, the mass of a square pixel (a [RigidBody2D] shares its own
    /// among [param fragments], others have [param density]) and the properties of the body that carries it.
    #[func]
    fn set_up(
        &mut self,
        object: Variant,
        look: Variant,
        fields: AnyArray,
        fragments: AnyArray,
        density: f64,
    ) {
        let Some(object) = node_in::<Node2D>(&object) else {
            push_error(&["CutoutPieceBuilder.set_up: object is no Node2D.".to_variant()]);
            return;
        };
        let stretch = stretch_of(&object);
        let look = match PieceLook::of(look, &fields) {
            Ok(look) => Rc::new(look),
            Err(error) => {
                push_error(&[format!("CutoutPieceBuilder.set_up: {error}.").to_variant()]);
                return;
            }
        };
        let carrier = Carrier::of(&object);
        let properties = Rc::new(carrier.as_ref().map(BodyProperties::of).unwrap_or_default());
        let body = match carrier {
            Some(Carrier::Rigid(body)) if body.instance_id() == object.instance_id() => Some(body),
            _ => None,
        };
        let area = if body.is_some() { area_of(&parts_of(&fragments)) } else { 0.0 };
        let common = Common { look, properties, keeping: Keeping::default() };
        let mut plan = Plan { object, body, common, stretch, mass_per_area: density };
        plan.share_mass(area);
        self.plan = Some(plan);
    }

    /// Says of how much of the object, in square pixels of its own space, its mass is, where it is a
    /// [RigidBody2D].
    #[func]
    fn share_mass(&mut self, area: f64) {
        if let Some(plan) = &mut self.plan {
            plan.share_mass(area);
        }
    }

    /// The area of all [param fragments] together, in square pixels of the node's own space.
    #[func]
    fn area_of(fragments: AnyArray) -> f64 {
        area_of(&parts_of(&fragments))
    }

    /// The body or area that carries [param object]: itself, or the nearest above it; null where none does.
    #[func]
    fn carrier_of(object: Gd<Node2D>) -> Option<Gd<CollisionObject2D>> {
        match Carrier::of(&object)? {
            Carrier::Rigid(body) => Some(body.upcast()),
            Carrier::Other(carrier) => Some(carrier),
        }
    }

    /// The fields of a [CutoutPieceInfo] of a piece.
    #[func]
    fn describe(&self, fragment: Gd<CutoutFragment>) -> VarDictionary {
        let mut answer = VarDictionary::new();
        let Some(plan) = &self.plan else { return answer };
        let (pieces, index) = fragment.bind().source();
        let Some(cut) = plan.cut(&pieces, index) else { return answer };
        let Some(piece) = pieces.get(index) else { return answer };
        let painted = plan.common.look.paint(piece, cut.to_local, UvUnit::Pixels);
        answer.set("position", -cut.to_local.origin);
        answer.set("to_local", cut.to_local);
        answer.set("area", cut.area);
        answer.set("mass", plan.mass_of(&cut));
        answer.set("points", &painted.points);
        answer.set("uvs", &painted.uvs);
        answer.set("colors", &painted.colors);
        answer.set("indices", &painted.indices);
        answer
    }

    /// Makes bodies of [param fragments], in order, until the clock of the engine passes
    /// [param deadline_usec], but one at least, and adds them to [param holder]; bodies in [param spare] are
    /// used first. Answers those that it made, null for one that was freed meanwhile.
    #[func]
    fn make_bodies(
        &mut self,
        fragments: AnyArray,
        holder: Variant,
        spare: Variant,
        deadline_usec: i64,
    ) -> AnyArray {
        let parts = parts_of(&fragments);
        let (Some(plan), Some(calls)) = (&self.plan, BodyCalls::get()) else {
            return Array::<Gd<Node>>::new().upcast_any_array();
        };
        let (holder, spare) = (node_in::<Node>(&holder), ours_in::<CutoutSpareBodies>(&spare));
        let (Some(holder), Some(mut spare)) = (holder, spare) else {
            return Array::<Gd<Node>>::new().upcast_any_array();
        };
        let deadline = instant_of(deadline_usec);
        let is_seen = holder.is_inside_tree();
        let before = self.made.len();
        self.made.reserve(parts.len());
        for (pieces, index) in parts {
            let Some(cut) = plan.cut(&pieces, index) else { break };
            let (mass, position) = (plan.mass_of(&cut), -cut.to_local.origin);
            let area = pieces.get(index).map_or(0.0, |piece| piece.head().area);
            // A game sees each body enter the tree, and may use the pool there, or free the holder.
            if is_seen && !holder.is_instance_valid() {
                break;
            }
            let (spared, form, name) = {
                let mut spare = spare.bind_mut();
                let form = spare.forms().find(&pieces, index, plan.stretch);
                (spare.take(form.as_ref()), form, spare.name_of(index))
            };
            let Spare { mut body, .. } = spared.unwrap_or_else(Spare::new);
            let form = form.or_else(|| {
                let shapes = body.bind_mut().give_shapes();
                spare.bind_mut().forms().make(&pieces, index, cut.to_local, shapes)
            });
            let Some(form) = form else { break };
            // SAFETY: it has no parent, as the pool has looked; nothing of the game's runs before it enters, which takes
            // `living` away.
            let Some(living) = (unsafe { calls.living(&body) }) else { break };
            let piece = NewPiece { cut, common: &plan.common, form, mass };
            CutoutPieceBody::become_piece(&mut body, &living, piece);
            living.set_name(&name);
            living.enter(&holder);
            self.made.push(MadeBody { body, position, area, mass });
            if Instant::now() >= deadline {
                break;
            }
        }
        nodes_of(&self.made[before..], &holder, is_seen)
    }

    /// Makes bodies to come for [param fragments], in order, with their shapes on them, until the clock of the
    /// engine passes [param deadline_usec], but one at least, and puts them into [param spare], which takes
    /// [param capacity] of them. Answers how many of the fragments need no more to be done.
    #[func]
    fn prepare_bodies(
        &mut self,
        fragments: AnyArray,
        mut spare: Gd<CutoutSpareBodies>,
        capacity: i64,
        deadline_usec: i64,
    ) -> i64 {
        let parts = parts_of(&fragments);
        let all = count(parts.len());
        let (Some(plan), Some(calls)) = (&self.plan, BodyCalls::get()) else { return all };
        let deadline = instant_of(deadline_usec);
        let mut spare = spare.bind_mut();
        for (done, (pieces, index)) in (1..).zip(parts) {
            let Some(cut) = plan.cut(&pieces, index) else { break };
            if spare.is_full(capacity) {
                break;
            }
            let form = spare.forms().find(&pieces, index, plan.stretch);
            let made = || spare.forms().make(&pieces, index, cut.to_local, Vec::new());
            let Some(form) = form.or_else(made) else { break };
            spare.prepare(calls, form);
            if Instant::now() >= deadline {
                return done;
            }
        }
        all
    }

    /// Gives the bodies that were made their motion.
    #[func]
    fn start_bodies(&mut self, blow: Gd<CutoutBlow>) {
        let blow = blow.bind();
        let motion = blow.motion();
        for MadeBody { body, position, area, mass, .. } in self.living() {
            motion.start(body, blow.velocity_of(*position, *area, *mass));
        }
    }

    /// The same where no blow was: with [param inherits] they go on as the object does.
    #[func]
    fn move_bodies(&mut self, inherits: bool) {
        let Some(plan) = self.plan.as_ref().filter(|plan| plan.object.is_instance_valid()) else { return };
        let carrier = match &plan.body {
            _ if !inherits => None,
            Some(body) => Some(Carrier::Rigid(body.clone())),
            None => Carrier::of(&plan.object),
        };
        let motion = Motion::of(&plan.object, carrier);
        for MadeBody { body, position, .. } in self.living() {
            motion.start(body, motion.velocity_at(*position));
        }
    }

    /// Puts the bodies that were made to sleep.
    #[func]
    fn put_to_sleep(&mut self) {
        if let Some(calls) = BodyCalls::get() {
            motion::put_to_sleep(calls, self.living().map(|made| made.body.clone()));
        }
    }

    /// Puts bodies of the game's own making to sleep, as it does those of this class.
    #[func]
    fn put_others_to_sleep(bodies: Array<Gd<RigidBody2D>>) {
        // At once: the game hears of each, and may free others.
        let bodies: Vec<_> = bodies.iter_shared().collect();
        if let Some(calls) = BodyCalls::get() {
            motion::put_to_sleep(calls, bodies.into_iter());
        }
    }

    /// Says who takes care of the bodies that were made, see [member CutoutPieceBody.kept]. Answers how many
    /// there are.
    #[func]
    fn keep_bodies(&mut self, kept: Variant) -> i64 {
        if let Some(plan) = &self.plan {
            plan.common.keeping.replace(kept);
        }
        self.made.drain(..).filter(|made| made.body.is_instance_valid()).count() as i64
    }
}

impl CutoutPieceBuilder {
    /// Those that were made: whoever found one in the tree may have freed it.
    fn living(&mut self) -> impl Iterator<Item = &mut MadeBody> {
        self.made.iter_mut().filter(|made| made.body.is_instance_valid())
    }
}

impl Plan {
    fn cut(&self, pieces: &Arc<Pieces>, index: usize) -> Option<Cut> {
        let head = pieces.get(index)?.head();
        let position = self.stretch * head.centroid;
        let to_local = Transform2D { origin: -position, ..self.stretch };
        let area = head.area * f64::from(self.stretch.determinant().abs());
        Some(Cut { pieces: Arc::clone(pieces), index, to_local, area })
    }

    fn share_mass(&mut self, area: f64) {
        if let Some(body) = self.body.as_ref().filter(|body| body.is_instance_valid()) {
            let area = area * f64::from(self.stretch.determinant().abs());
            self.mass_per_area = f64::from(body.get_mass()) / area.max(LEAST_AREA);
        }
    }

    fn mass_of(&self, cut: &Cut) -> f64 {
        (cut.area * self.mass_per_area).max(LEAST_MASS)
    }
}

/// Of which results which pieces the fragments are. What is no fragment is left out.
pub fn parts_of(fragments: &AnyArray) -> Vec<(Arc<Pieces>, usize)> {
    // Most often they are of one result, and a cast for each would cost more than all the rest.
    let first = fragment_at(fragments, 0);
    if let Some((pieces, indices)) = first.and_then(|first| first.bind().indices_of(fragments)) {
        return indices.into_iter().map(|index| (Arc::clone(&pieces), index)).collect();
    }
    let fragments = (0..fragments.len()).filter_map(|at| fragment_at(fragments, at));
    fragments.map(|fragment| fragment.bind().source()).collect()
}

/// The nodes of bodies that were added to a holder, which others see or not.
fn nodes_of(made: &[MadeBody], holder: &Gd<Node>, is_seen: bool) -> AnyArray {
    if !is_seen {
        // Nobody else has it, and to ask for all at once costs less than to tell the class of each.
        let all = holder.get_children();
        let first = all.len().saturating_sub(made.len());
        let ours = if first == 0 { all } else { all.subarray_shallow(first.., None) };
        return ours.upcast_any_array();
    }
    // Those that somebody freed meanwhile were made too: nothing stands for them.
    let living =
        made.iter().map(|made| made.body.is_instance_valid().then(|| made.body.clone().upcast::<Node>()));
    Array::from(living.collect::<Vec<_>>().as_slice()).upcast_any_array()
}

/// When the clock of the engine shows that.
fn instant_of(engine_usec: i64) -> Instant {
    let left = engine_usec.saturating_sub(Time::singleton().get_ticks_usec().cast_signed());
    Instant::now() + Duration::from_micros(left.try_into().unwrap_or(0))
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn fragment_at(fragments: &AnyArray, at: usize) -> Option<Gd<CutoutFragment>> {
    ours_in(&fragments.get(at)?)
}

fn area_of(parts: &[(Arc<Pieces>, usize)]) -> f64 {
    parts.iter().filter_map(|(pieces, index)| pieces.get(*index)).map(|piece| piece.head().area).sum()
}
