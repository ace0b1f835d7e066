//! Class `CutoutPieceBody`: a piece that is a rigid body and draws itself.

use crate::body_calls::LivingBody;
use crate::body_properties::BodyProperties;
use crate::body_state;
use crate::fragment::CutoutFragment;
use crate::piece_form::PieceForm;
use crate::piece_look::{Painted, PieceLook, UvUnit, placed};
use crate::pieces::{Piece, Pieces};
use godot::classes::{ConvexPolygonShape2D, IRigidBody2D, RenderingServer, RigidBody2D};
use godot::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// What a piece weighs at least: the engine takes no mass of 0.
pub const LEAST_MASS: f64 = 0.001;
/// Signals that the game may be connected to; with such a connection a body is not used again.
pub const SIGNALS: [&str; 23] = [
    "body_entered",
    "body_exited",
    "body_shape_entered",
    "body_shape_exited",
    "sleeping_state_changed",
    "input_event",
    "mouse_entered",
    "mouse_exited",
    "mouse_shape_entered",
    "mouse_shape_exited",
    "tree_entered",
    "tree_exited",
    "tree_exiting",
    "ready",
    "renamed",
    "child_entered_tree",
    "child_exiting_tree",
    "child_order_changed",
    "draw",
    "hidden",
    "visibility_changed",
    "item_rect_changed",
    "script_changed",
];

/// A piece with a body: draws itself, and can be broken again with
/// [method CutoutBatchProcessor.fracture_object].
///
/// When it has served (see [member CutoutBreakOptions.lifetime], [method retire]) it goes to a pool and
/// may come back as another piece; keep no reference to it past that. One with children, metadata, groups,
/// connections (of its signals, or to its methods) or collision exceptions that the game gave it is freed
/// instead.
///
/// Pieces that are cut alike, as those of equal bricks are, share their shapes: give a piece a duplicate of
/// one before changing it. What is changed in place is changed for all that are there; pieces of later breaks
/// get shapes of their own.
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
    #[var(get = get_kept, set = set_kept)]
    kept: PhantomVar<Variant>,

    shown: Option<Shown>,
    keeping: Option<Keeping>,
    shape_owner: Option<u32>,
    shapes: ShapesOn,
    /// Of a spare one: what it weighs still.
    mass: f32,
    /// What it has of the body that broke; none where it is as new.
    properties: Option<Rc<BodyProperties>>,
    base: Base<RigidBody2D>,
}

/// The break that bodies belong to, told once for all of them; nil until then.
pub type Keeping = Rc<RefCell<Variant>>;

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

/// What a body becomes.
pub struct NewPiece<'a> {
    pub cut: Cut,
    pub common: &'a Common,
    /// That of the piece, at the scale of its break.
    pub form: Rc<PieceForm>,
    pub mass: f64,
}

/// What all bodies of a break take over.
pub struct Common {
    /// How they look.
    pub look: Rc<PieceLook>,
    /// Those of the body that broke.
    pub properties: Rc<BodyProperties>,
    /// Who keeps them.
    pub keeping: Keeping,
}

/// What shapes a body has on it, in its own owner of shapes.
#[derive(Default)]
enum ShapesOn {
    #[default]
    None,
    /// All those of a form.
    Form(Rc<PieceForm>),
    /// So many that are given to the form to come, as its first.
    First(usize),
}

struct Shown {
    cut: Cut,
    look: Rc<PieceLook>,
    paint: Paint,
}

/// What a body draws.
enum Paint {
    Nothing,
    /// The corners of its form.
    Flat(Rc<PieceForm>),
    Bent(Painted),
}

#[godot_api]
impl IRigidBody2D for CutoutPieceBody {
    fn draw(&mut self) {
        let Some(Shown { cut, paint, look }) = self.shown.as_ref() else { return };
        let flat_uvs;
        let (points, uvs, colors, indices) = match paint {
            Paint::Nothing => return,
            Paint::Flat(form) => {
                let Some(piece) = cut.piece() else { return };
                let uvs = look.texture_transform().map(|by| form.uvs(piece, by));
                flat_uvs = uvs.unwrap_or_default();
                (&form.points, &flat_uvs, &look.color, &form.indices)
            }
            Paint::Bent(Painted { points, uvs, colors, indices }) => (points, uvs, colors, indices),
        };
        if indices.is_empty() {
            return;
        }
        let item = self.base().get_canvas_item();
        let mut server = RenderingServer::singleton();
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
    fn get_kept(&self) -> Variant {
        self.keeping.as_ref().map(|keeping| keeping.borrow().clone()).unwrap_or_default()
    }

    #[func]
    fn set_kept(&mut self, kept: Variant) {
        self.keeping = Some(Keeping::new(RefCell::new(kept)));
    }

    #[func]
    fn get_look(&self) -> Option<Gd<RefCounted>> {
        self.shown.as_ref()?.look.script.try_to().ok()
    }
}

impl CutoutPieceBody {
    /// Stops being a piece, for the pool; false, and nothing happens, where it is none, or something of the
    /// game's is on it, such as a connection to one of `signals`.
    pub fn end_piece(mut this: Gd<Self>, signals: &[StringName]) -> bool {
        if this.bind().shown.is_none() || !is_untouched(&this, signals) {
            return false;
        }
        let keeps_shapes = has_shapes_of_its_form(&this);
        let mass = this.get_mass();
        let (shown, owner, given) = {
            let mut body = this.bind_mut();
            body.keeping = None;
            body.mass = mass;
            if !keeps_shapes {
                body.shapes = ShapesOn::None;
            }
            (body.shown.take(), body.shape_owner, body.properties.take())
        };
        if let Some(owner) = owner
            && !keeps_shapes
        {
            this.shape_owner_clear_shapes(owner);
        }
        if let Some(shown) = shown {
            shown.look.leave_groups(this.upcast_mut());
        }
        // What a game changes on a piece that it holds: a new one must not come with it. What nobody changed
        // stays, for the next piece mostly wants the same.
        let node: &mut RigidBody2D = this.upcast_mut();
        let given = given.filter(|given| **given == BodyProperties::of_body(node));
        if given.is_none() {
            BodyProperties::reset(node);
        }
        body_state::restore(node, owner);
        node.set_transform(Transform2D::IDENTITY);
        node.set_linear_velocity(Vector2::ZERO);
        node.set_angular_velocity(0.0);
        node.set_constant_force(Vector2::ZERO);
        node.set_constant_torque(0.0);
        node.set_sleeping(false);
        this.bind_mut().properties = given;
        true
    }

    /// The form whose shapes a spare one has on it.
    pub fn form(&self) -> Option<Rc<PieceForm>> {
        match &self.shapes {
            ShapesOn::Form(form) => Some(Rc::clone(form)),
            _ => None,
        }
    }

    /// The shapes of a spare one, for the form that it is to have: where no other body has them too.
    pub fn give_shapes(&mut self) -> Vec<Gd<ConvexPolygonShape2D>> {
        match core::mem::take(&mut self.shapes) {
            ShapesOn::Form(form) => match Rc::try_unwrap(form) {
                Ok(form) => {
                    self.shapes = ShapesOn::First(form.shape_count());
                    form.into_shapes()
                }
                Err(form) => {
                    self.shapes = ShapesOn::Form(form);
                    Vec::new()
                }
            },
            ShapesOn::First(_) | ShapesOn::None => Vec::new(),
        }
    }

    /// Has the shapes of a form put on; it must be a new one, and `living` the same.
    pub fn take_form(this: &mut Gd<Self>, living: &LivingBody<'_>, form: Rc<PieceForm>) {
        let owner = put_shapes(living, None, &ShapesOn::None, &form);
        let mut body = this.bind_mut();
        body.shape_owner = Some(owner);
        body.shapes = ShapesOn::Form(form);
    }

    /// Becomes a piece; it must be none, and `living` the same.
    pub fn become_piece(this: &mut Gd<Self>, living: &LivingBody<'_>, piece: NewPiece<'_>) {
        let NewPiece { cut, common, form, mass } = piece;
        let Some(piece) = cut.piece() else { return };
        let look = &common.look;
        let paint = if !look.is_drawn {
            Paint::Nothing
        } else if look.is_flat() {
            Paint::Flat(Rc::clone(&form))
        } else {
            Paint::Bent(look.paint(piece, cut.to_local, UvUnit::Texture))
        };
        let (owner, shapes, given, weighed) = {
            let mut body = this.bind_mut();
            (body.shape_owner, core::mem::take(&mut body.shapes), body.properties.take(), body.mass)
        };
        let owner = put_shapes(living, owner, &shapes, &form);
        // Looked up once: each of the calls would ask whether it lives.
        let node: &mut RigidBody2D = this.upcast_mut();
        living.set_position(-cut.to_local.origin);
        if weighed != mass as f32 {
            living.set_mass(mass as f32);
        }
        // Most often the same as of the piece that it was.
        if given.as_ref() != Some(&common.properties) {
            if given.is_some() {
                BodyProperties::reset(node);
            }
            common.properties.apply_to(node);
        }
        look.apply_to(node);
        let mut body = this.bind_mut();
        body.shape_owner = Some(owner);
        body.shapes = ShapesOn::Form(form);
        body.properties = Some(Rc::clone(&common.properties));
        body.keeping = Some(Rc::clone(&common.keeping));
        body.shown = Some(Shown { cut, look: Rc::clone(look), paint });
    }
}

/// Sees to it that a body has the shapes of a form on it, and no others, in its own owner of shapes, which it may
/// have or not. Answers that.
fn put_shapes(living: &LivingBody<'_>, owner: Option<u32>, on_it: &ShapesOn, form: &Rc<PieceForm>) -> u32 {
    let owner = owner.unwrap_or_else(|| living.create_shape_owner());
    let known = match on_it {
        ShapesOn::Form(same) if Rc::ptr_eq(same, form) => return owner,
        ShapesOn::First(count) if *count <= form.shape_count() => *count,
        ShapesOn::None => 0,
        ShapesOn::Form(_) | ShapesOn::First(_) => {
            living.clear_shapes(owner);
            0
        }
    };
    for shape in form.shapes().skip(known) {
        living.add_shape(owner, shape);
    }
    owner
}

impl Cut {
    fn piece(&self) -> Option<Piece<'_>> {
        self.pieces.get(self.index)
    }
}

/// Whether a body has the shapes of its form on it, and these are as they were made.
fn has_shapes_of_its_form(body: &Gd<CutoutPieceBody>) -> bool {
    let (owner, form) = {
        let body = body.bind();
        (body.shape_owner, body.form())
    };
    let (Some(owner), Some(form)) = (owner, form) else { return false };
    let has = |(index, shape): (i32, &Gd<ConvexPolygonShape2D>)| {
        let found = body.shape_owner_get_shape(owner, index);
        found.is_some_and(|found| found.instance_id() == shape.instance_id())
    };
    body.shape_owner_get_shape_count(owner) as usize == form.shape_count()
        && (0..).zip(form.shapes()).all(has)
        && form.is_as_made()
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
fn is_untouched(body: &Gd<CutoutPieceBody>, signals: &[StringName]) -> bool {
    body.get_child_count_ex().include_internal(true).done() == 0
        && body.get_meta_list().is_empty()
        && body.get_script().is_none()
        && body.get_collision_exceptions().is_empty()
        && has_no_shapes_but_its_own(body)
        && has_only_groups_of_its_look(body)
        && signals.iter().all(|signal| !body.has_connections(signal))
        && has_no_callers(body)
}

/// Whether no signal of another object calls a body, as that of a timer that is to free it: it would free the next
/// piece. The engine itself has a body hear of its material.
fn has_no_callers(body: &Gd<CutoutPieceBody>) -> bool {
    let connections = body.get_incoming_connections();
    if connections.is_empty() {
        return true;
    }
    let material = body.get_physics_material_override().map(|material| material.instance_id());
    connections.iter_shared().all(|connection| {
        let signal = connection.get("signal").and_then(|signal| signal.try_to::<Signal>().ok());
        material.is_some() && signal.and_then(|signal| signal.object_id()) == material
    })
}
