//! Class `CutoutPieceBody`: a piece that is a rigid body and draws itself.

use crate::body_properties::BodyProperties;
use crate::body_state;
use crate::decompose;
use crate::fragment::CutoutFragment;
use crate::piece_look::{Painted, PieceLook, UvUnit, placed};
use crate::pieces::{Piece, Pieces};
use godot::classes::{ConvexPolygonShape2D, IRigidBody2D, RenderingServer, RigidBody2D};
use godot::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// What a piece weighs at least: the engine takes no mass of 0.
pub const LEAST_MASS: f64 = 0.001;
/// Signals that the game may be connected to; with such a connection a body is not used again.
const SIGNALS: [&str; 10] = [
    "body_entered",
    "body_exited",
    "body_shape_entered",
    "body_shape_exited",
    "sleeping_state_changed",
    "input_event",
    "mouse_entered",
    "mouse_exited",
    "tree_exited",
    "tree_exiting",
];

/// A piece with a body: draws itself, and can be broken again with
/// [method CutoutBatchProcessor.fracture_object].
///
/// When it has served (see [member CutoutBreakOptions.lifetime], [method retire]) it goes to a pool and
/// may come back as another piece; keep no reference to it past that. One with children, metadata, groups,
/// connections or collision exceptions that the game gave it is freed instead.
#[derive(GodotClass)]
#[class(base=RigidBody2D, init)]
pub struct CutoutPieceBody {
    /// The piece as the workers cut it, in the space of the node that broke.
    #[var(get = get_fragment, no_set)]
    fragment: PhantomVar<Option<Gd<CutoutFragment>>>,
    /// Square pixels of the screen, holes taken off.
    #[var(get = get_area, no_set)]
    area: PhantomVar<f64>,
    /// From the space of [member fragment] to the body's own, whose origin is the centre of mass.
    #[var(get = get_to_local, no_set)]
    to_local: PhantomVar<Transform2D>,
    /// What it took over from the node that broke, a [CutoutPieceLook].
    #[var(get = get_look, no_set)]
    look: PhantomVar<Option<Gd<RefCounted>>>,
    /// The break that it belongs to, in the eyes of the keeper. For [CutoutPieceKeeper].
    // As it came: a typed object would be looked up by its class in each of thousands of calls.
    #[var]
    pub kept: Variant,

    shown: Option<Shown>,
    shapes: Vec<Gd<ConvexPolygonShape2D>>,
    shape_owner: Option<u32>,
    /// Whether a spare one still has the first of its shapes on it.
    has_shape: bool,
    /// What it has of the body that broke; none where it is as new.
    properties: Option<Rc<BodyProperties>>,
    base: Base<RigidBody2D>,
}

/// A piece, and where it is in its body.
pub struct Cut {
    /// The result that it is of.
    pub pieces: Arc<Pieces>,
    /// Which of them.
    pub index: usize,
    /// From its space to that of the body.
    pub to_local: Transform2D,
    /// Square pixels of the screen.
    pub area: f64,
}

/// What all bodies of a break take over.
pub struct Common {
    /// How they look.
    pub look: Rc<PieceLook>,
    /// Those of the body that broke.
    pub properties: Rc<BodyProperties>,
}

struct Shown {
    cut: Cut,
    look: Rc<PieceLook>,
    painted: Painted,
}

#[godot_api]
impl IRigidBody2D for CutoutPieceBody {
    fn draw(&mut self) {
        let Some(Shown { painted, look, .. }) = self.shown.as_ref() else { return };
        if painted.indices.is_empty() {
            return;
        }
        let item = self.base().get_canvas_item();
        let mut server = RenderingServer::singleton();
        let Painted { points, uvs, colors, indices } = painted;
        let call = server.canvas_item_add_triangle_array_ex(item, indices, points, colors);
        match &look.texture {
            Some(texture) => call.uvs(uvs).texture(texture.get_rid()).done(),
            None => call.done(),
        }
    }
}

#[godot_api]
impl CutoutPieceBody {
    /// Goes: fades out where [param fade_time] (seconds) says so, then leaves the tree when a frame has time
    /// for it.
    #[func(gd_self)]
    fn retire(this: Gd<Self>, #[opt(default = 0.0)] fade_time: f64) {
        let keeper = this.get_parent().and_then(|holder| holder.get("keeper").try_to::<Gd<Node>>().ok());
        match keeper {
            Some(mut keeper) => {
                keeper.call("retire", &[this.to_variant(), fade_time.to_variant()]);
            }
            // In the pool already.
            None if this.get_parent().is_none() && this.bind().shown.is_none() => {}
            None => this.upcast::<Node>().queue_free(),
        }
    }

    /// The outline, about the centre of mass: the outer ring, then the holes.
    #[func]
    fn get_rings(&self) -> Array<PackedVector2Array> {
        let Some(Shown { cut, .. }) = &self.shown else { return Array::new() };
        let Some(piece) = cut.piece() else { return Array::new() };
        let rings = core::iter::once(piece.outer()).chain(piece.holes());
        rings.map(|ring| placed(ring, cut.to_local)).collect()
    }

    #[func]
    fn get_fragment(&self) -> Option<Gd<CutoutFragment>> {
        let cut = &self.shown.as_ref()?.cut;
        Some(CutoutFragment::of_result(&cut.pieces, cut.index))
    }

    #[func]
    fn get_area(&self) -> f64 {
        self.shown.as_ref().map_or(0.0, |shown| shown.cut.area)
    }

    #[func]
    fn get_to_local(&self) -> Transform2D {
        self.shown.as_ref().map_or(Transform2D::IDENTITY, |shown| shown.cut.to_local)
    }

    #[func]
    fn get_look(&self) -> Option<Gd<RefCounted>> {
        Some(self.shown.as_ref()?.look.script.clone())
    }
}

impl CutoutPieceBody {
    /// Stops being a piece, for the pool; false, and nothing happens, where it is none, or something of the
    /// game's is on it.
    pub fn end_piece(mut this: Gd<Self>) -> bool {
        if this.bind().shown.is_none() || !is_untouched(&this) {
            return false;
        }
        let has_shape = has_one_shape_of_its_own(&this);
        let (shown, owner, given) = {
            let mut body = this.bind_mut();
            body.kept = Variant::nil();
            body.has_shape = has_shape;
            (body.shown.take(), body.shape_owner, body.properties.take())
        };
        if let Some(owner) = owner
            && !has_shape
        {
            this.shape_owner_clear_shapes(owner);
        }
        if let Some(shown) = shown {
            shown.look.leave_groups(this.upcast_mut());
        }
        // What a game changes on a piece that it holds: a new one must not come with it. What nobody changed
        // stays, for the next piece mostly wants the same.
        let given = given.filter(|given| **given == BodyProperties::of(&this.clone().upcast()));
        if given.is_none() {
            BodyProperties::reset(&mut this);
        }
        this.bind_mut().properties = given;
        body_state::restore(&mut this, owner);
        this.set_transform(Transform2D::IDENTITY);
        this.set_linear_velocity(Vector2::ZERO);
        this.set_angular_velocity(0.0);
        this.set_constant_force(Vector2::ZERO);
        this.set_constant_torque(0.0);
        this.set_sleeping(false);
        true
    }

    /// Becomes a piece of that mass; it must be none.
    pub fn become_piece(this: &mut Gd<Self>, cut: Cut, common: &Common, mass: f64) {
        let Some(piece) = cut.piece() else { return };
        let look = &common.look;
        let painted = look.paint(piece, cut.to_local, UvUnit::Texture);
        this.set_position(-cut.to_local.origin);
        this.set_mass(mass as f32);
        let (owner, has_shape, mut shapes, given) = {
            let mut body = this.bind_mut();
            let has_shape = core::mem::take(&mut body.has_shape);
            (body.shape_owner, has_shape, core::mem::take(&mut body.shapes), body.properties.take())
        };
        // Most often the same as of the piece that it was.
        if given.as_ref() != Some(&common.properties) {
            if given.is_some() {
                BodyProperties::reset(this);
            }
            common.properties.apply_to(this);
        }
        let owner = owner.unwrap_or_else(|| {
            let own = this.clone();
            this.create_shape_owner(&own)
        });
        let mut add = |at: usize, points: &PackedVector2Array| {
            if at == shapes.len() {
                shapes.push(ConvexPolygonShape2D::new_gd());
            }
            // Points on a straight edge may have come to lie a rounding inside: the hull is without them.
            shapes[at].set_point_cloud(points);
            if at > 0 || !has_shape {
                this.shape_owner_add_shape(owner, &shapes[at]);
            }
        };
        if piece.head().is_convex {
            if look.is_painted_flat() {
                add(0, &painted.points);
            } else {
                add(0, &placed(piece.outer(), cut.to_local));
            }
        } else {
            let parts = decompose::convex_parts(piece);
            for (at, part) in parts.iter().enumerate() {
                add(at, &placed(part, cut.to_local));
            }
            if has_shape && parts.is_empty() {
                this.shape_owner_clear_shapes(owner);
            }
        }
        look.apply_to(this);
        let mut body = this.bind_mut();
        body.shape_owner = Some(owner);
        body.shapes = shapes;
        body.properties = Some(Rc::clone(&common.properties));
        body.shown = Some(Shown { cut, look: Rc::clone(look), painted });
    }
}

impl Cut {
    fn piece(&self) -> Option<Piece<'_>> {
        self.pieces.get(self.index)
    }
}

/// Whether a body has one shape, and that one it made itself.
fn has_one_shape_of_its_own(body: &Gd<CutoutPieceBody>) -> bool {
    let (owner, first) = {
        let body = body.bind();
        (body.shape_owner, body.shapes.first().map(|shape| shape.instance_id()))
    };
    let Some(owner) = owner else { return false };
    body.shape_owner_get_shape_count(owner) == 1
        && body.shape_owner_get_shape(owner, 0).map(|shape| shape.instance_id()) == first
}

/// Whether a body has the owner of shapes that it made itself, and no other.
fn has_no_shapes_but_its_own(body: &Gd<CutoutPieceBody>) -> bool {
    let own = body.bind().shape_owner.map(u32::cast_signed);
    body.get_shape_owners().as_slice() == own.as_slice()
}

/// Whether a body is in no group but those of its look and the engine's own, which start with an underscore.
fn has_only_groups_of_its_look(body: &Gd<CutoutPieceBody>) -> bool {
    let look = body.bind().shown.as_ref().map(|shown| Rc::clone(&shown.look));
    body.get_groups().iter_shared().all(|group| {
        look.as_ref().is_some_and(|look| look.is_in_group(&group)) || group.to_string().starts_with('_')
    })
}

/// Whether nothing of the game's is on a body.
fn is_untouched(body: &Gd<CutoutPieceBody>) -> bool {
    body.get_child_count_ex().include_internal(true).done() == 0
        && body.get_meta_list().is_empty()
        && body.get_script().is_none()
        && body.get_collision_exceptions().is_empty()
        && has_no_shapes_but_its_own(body)
        && has_only_groups_of_its_look(body)
        && SIGNALS.iter().all(|&signal| !body.has_connections(signal))
}
