//! Class `DebrisField2D`: pieces that need no rigid body, by the ten thousand.

use crate::debris_canvas::DebrisCanvas;
use crate::debris_probe::{DebrisProbe, plain, vector};
use crate::debris_times::LastTimes;
use cutout_debris::settings::MOST_PIECES;
use cutout_debris::{Field, Settings, Vec2};
use godot::classes::Engine;
use godot::global::push_error;
use godot::prelude::*;
use std::time::Instant;

/// More rays than any tick has time for.
const MOST_QUERIES: i64 = 65_536;
/// Rays a tick: a fifth of a millisecond where a ray costs 1.5 µs.
const DEFAULT_QUERY_BUDGET: i64 = 128;

/// Simulates and draws tens of thousands of pieces that need no rigid body of their own.
///
/// The pieces fly, turn, bounce, come to rest and fade. They fall onto a line ([member ground_y]), onto
/// physics bodies ([member collision_mask]), or for ever; they do not touch each other. All of it runs
/// natively and is drawn in few draw calls: one for each 4096 pieces of a texture, and at most five more where
/// many small breaks have filled the field. In the frame in which pieces are added they appear exactly where
/// they are.
/// [codeblock]
/// func break_crate(at: Vector2) -> void:
///     CutoutBatch.submit_fracture($Crate.polygon, {"fragment_count": 40})
///     var job: Array = await CutoutBatch.job_completed # job_id, fragments
///     $DebrisField2D.add_from($Crate, job[1], {"impact_point": at, "impact_speed": 300.0})
///     $Crate.queue_free()
/// [/codeblock]
/// Pieces live in the field's own space: when the field moves, so do they. [member gravity],
/// [member ground_y] and speeds are in that space; what the methods take is global.
///
/// [b]Too many.[/b] There are never more than [member max_pieces]. The oldest break makes room first, and
/// of its pieces the smallest; from nine tenths of the limit on they fade in time.
///
/// [b]The look.[/b] The pieces are drawn with the field's own modulate, light mask, visibility layer,
/// z index and texture filter. A [CanvasItemMaterial] on the field works as anywhere. A [ShaderMaterial]
/// works when its shader includes [code]res://addons/cutout/debris/debris.gdshaderinc[/code] and calls
/// [code]cutout_debris(CUSTOM0, VERTEX, COLOR)[/code] in [code]vertex()[/code]. Each field needs such a material
/// of its own, for the material knows where the pieces are.
///
/// The flight of the pieces is the same to the bit for the same input, on any machine, unless
/// [member collision_mask] lets them ask the engine's physics, which promises no such thing.
#[derive(GodotClass)]
#[class(base=Node2D)]
pub struct DebrisField2D {
    /// Acceleration in pixels per second squared.
    #[export]
    #[var(get = get_gravity, set = set_gravity)]
    gravity: PhantomVar<Vector2>,
    /// Part of its velocity that a piece loses in a second, as [member RigidBody2D.linear_damp].
    #[export(range = (0.0, 10.0, 0.01, or_greater))]
    #[var(get = get_linear_damp, set = set_linear_damp)]
    linear_damp: PhantomVar<f32>,
    /// Part of its spin that a piece loses in a second.
    #[export(range = (0.0, 10.0, 0.01, or_greater))]
    #[var(get = get_angular_damp, set = set_angular_damp)]
    angular_damp: PhantomVar<f32>,
    /// Part of the approaching speed that a bounce gives back, 0 to 1.
    #[export(range = (0.0, 1.0, 0.01))]
    #[var(get = get_bounce, set = set_bounce)]
    bounce: PhantomVar<f32>,
    /// Friction of every contact, 0 to 10.
    #[export(range = (0.0, 2.0, 0.01, or_greater))]
    #[var(get = get_friction, set = set_friction)]
    friction: PhantomVar<f32>,
    /// Whether there is a ground, at [member ground_y].
    #[export]
    #[var(get = get_ground_enabled, set = set_ground_enabled)]
    ground_enabled: PhantomVar<bool>,
    /// The y that nothing falls below, in the field's own space.
    #[export]
    #[var(get = get_ground_y, set = set_ground_y)]
    ground_y: PhantomVar<f32>,
    /// Each piece has a ground of its own, at most so many pixels below [member ground_y]: rubble lies in a
    /// bed rather than on one line.
    #[export(range = (0.0, 200.0, 0.1, or_greater))]
    #[var(get = get_ground_depth, set = set_ground_depth)]
    ground_depth: PhantomVar<f32>,
    /// The physics layers whose bodies stop the pieces. 0: none, which costs nothing.
    #[export(flags_2d_physics)]
    #[var(set = set_collision_mask)]
    pub(crate) collision_mask: u32,
    /// How many rays a physics tick may cost. Each piece in flight looks ahead for as many ticks as its turn
    /// takes to come again, at most 40: with more than 40 times this many pieces in flight some of them fly
    /// through bodies.
    #[export(range = (0.0, 4096.0, or_greater))]
    #[var(set = set_query_budget)]
    pub(crate) query_budget: i64,
    /// Seconds that a piece stays, [member fade_time] included. 0: until it has to make room. Holds for
    /// pieces added from then on.
    #[export(range = (0.0, 60.0, 0.1, or_greater, suffix = "s"))]
    #[var(get = get_lifetime, set = set_lifetime)]
    lifetime: PhantomVar<f32>,
    /// Seconds that a piece fades at its end. Holds for pieces added from then on.
    #[export(range = (0.0, 10.0, 0.01, or_greater, suffix = "s"))]
    #[var(get = get_fade_time, set = set_fade_time)]
    fade_time: PhantomVar<f32>,
    /// How many pieces there may be at once, 0 to 500000.
    #[export(range = (0.0, 500000.0))]
    #[var(get = get_max_pieces, set = set_max_pieces)]
    max_pieces: PhantomVar<i64>,
    /// How many of the largest pieces of each break the field leaves to the caller, to become bodies.
    #[export(range = (0.0, 64.0, or_greater))]
    #[var(set = set_bodies_per_break)]
    pub(crate) bodies_per_break: i64,

    pub(crate) ground: f32,
    pub(crate) has_ground: bool,
    pub(crate) field: Field,
    pub(crate) canvas: DebrisCanvas,
    probe: DebrisProbe,
    pub(crate) scratch: Vec<Vec2>,
    /// Whether an upload is on its way for pieces that were added after this frame's.
    upload_asked: bool,
    pub(crate) has_settled: bool,
    last: LastTimes,
    base: Base<Node2D>,
}

#[godot_api]
impl INode2D for DebrisField2D {
    fn init(base: Base<Node2D>) -> Self {
        Self {
            gravity: PhantomVar::default(),
            linear_damp: PhantomVar::default(),
            angular_damp: PhantomVar::default(),
            bounce: PhantomVar::default(),
            friction: PhantomVar::default(),
            ground_enabled: PhantomVar::default(),
            ground_y: PhantomVar::default(),
            ground_depth: PhantomVar::default(),
            collision_mask: 0,
            query_budget: DEFAULT_QUERY_BUDGET,
            lifetime: PhantomVar::default(),
            fade_time: PhantomVar::default(),
            max_pieces: PhantomVar::default(),
            bodies_per_break: 0,
            ground: 0.0,
            has_ground: false,
            field: Field::default(),
            canvas: DebrisCanvas::new(),
            probe: DebrisProbe::default(),
            scratch: Vec::new(),
            upload_asked: false,
            has_settled: true,
            last: LastTimes::default(),
            base,
        }
    }

    fn ready(&mut self) {
        self.set_running(!self.field.is_idle());
    }

    fn physics_process(&mut self, delta: f64) {
        let seconds = delta as f32;
        if self.field.is_idle() || seconds <= 0.0 {
            self.tell_when_settled();
            return;
        }
        self.last.probes = 0;
        self.field.keep_before(self.base().is_physics_interpolated_and_enabled());
        let start = Instant::now();
        if self.collision_mask != 0 && self.query_budget > 0 {
            self.ask_physics(seconds);
        }
        self.last.probe = start.elapsed();
        let start = Instant::now();
        self.field.step(seconds);
        self.last.step = start.elapsed();
        self.tell_when_settled();
    }

    fn process(&mut self, _delta: f64) {
        let start = Instant::now();
        self.upload();
        // One a frame, so that a field which empties costs no frame.
        if let Some(page) = self.field.pages().drop_spare() {
            self.canvas.forget_page(page);
        }
        self.last.upload = start.elapsed();
        if self.field.is_idle() {
            self.set_running(false);
            self.tell_when_settled();
            self.tell("emptied");
        }
    }

    fn draw(&mut self) {
        let item = self.base().get_canvas_item();
        self.canvas.draw(item);
    }
}

#[godot_api]
impl DebrisField2D {
    /// Emitted when the last piece that moved has come to rest, or has gone.
    #[signal]
    fn settled();

    /// Emitted when the last piece has gone.
    #[signal]
    fn emptied();

    /// Lets all pieces fade, in [param fade_seconds] seconds; 0 drops them at once. Neither costs a frame.
    #[func]
    fn clear(&mut self, #[opt(default = 0.0)] fade_seconds: f64) {
        if (0.0..=1e6).contains(&fade_seconds) {
            self.field.clear(fade_seconds as f32);
            // In a tree that is paused the field has no turn of its own.
            self.ask_upload();
        } else {
            self.refuse("clear", &format!("fade_seconds is {fade_seconds}: 0 to 1e6 is allowed"));
        }
    }

    /// Ends the rest of all pieces: for when what they lie on has moved.
    #[func]
    fn wake_all(&mut self) {
        self.field.wake_all();
    }

    /// How many pieces there are.
    #[func]
    fn get_piece_count(&self) -> i64 {
        self.field.census().pieces as i64
    }

    /// What the field holds and what it costs:
    /// [codeblock lang=text]
    /// pieces        all of them
    /// awake         those that move
    /// fading        those that fade
    /// retired       those that were told to make room, since the start
    /// draw_calls    meshes drawn a frame
    /// probes        rays of the last physics tick
    /// probe_usec    what they cost, microseconds on the main thread
    /// step_usec     what the last tick of the simulation cost
    /// upload_usec   what handing the last frame to the rendering server cost
    /// [/codeblock]
    #[func]
    fn get_stats(&self) -> VarDictionary {
        self.last.with_census(&self.field.census())
    }

    /// Hands what has changed since the field's last turn, pieces that were added above all, to the rendering server.
    /// The field calls it itself, before the frame is drawn.
    #[func]
    fn upload_added(&mut self) {
        self.upload_asked = false;
        self.upload();
        // It may have been cleared, and have stopped, in between.
        if !self.field.is_idle() {
            self.set_running(true);
        }
    }

    #[func]
    fn get_gravity(&self) -> Vector2 {
        vector(self.field.settings().gravity)
    }

    #[func]
    fn set_gravity(&mut self, gravity: Vector2) {
        if gravity.is_finite() && gravity.length() <= 1e6 {
            self.change(|settings| settings.gravity = plain(gravity));
        } else {
            self.refuse("gravity", &format!("it is {gravity}: a length of 0 to 1e6 is allowed"));
        }
    }

    #[func]
    fn get_linear_damp(&self) -> f32 {
        self.field.settings().linear_damp
    }

    #[func]
    fn set_linear_damp(&mut self, damp: f32) {
        self.set_number("linear_damp", damp, 0.0, 1000.0, |settings| settings.linear_damp = damp);
    }

    #[func]
    fn get_angular_damp(&self) -> f32 {
        self.field.settings().angular_damp
    }

    #[func]
    fn set_angular_damp(&mut self, damp: f32) {
        self.set_number("angular_damp", damp, 0.0, 1000.0, |settings| settings.angular_damp = damp);
    }

    #[func]
    fn get_bounce(&self) -> f32 {
        self.field.settings().bounce
    }

    #[func]
    fn set_bounce(&mut self, bounce: f32) {
        self.set_number("bounce", bounce, 0.0, 1.0, |settings| settings.bounce = bounce);
    }

    #[func]
    fn get_friction(&self) -> f32 {
        self.field.settings().friction
    }

    #[func]
    fn set_friction(&mut self, friction: f32) {
        self.set_number("friction", friction, 0.0, 10.0, |settings| settings.friction = friction);
    }

    #[func]
    fn get_ground_enabled(&self) -> bool {
        self.has_ground
    }

    #[func]
    fn set_ground_enabled(&mut self, enabled: bool) {
        self.has_ground = enabled;
        let ground = enabled.then_some(self.ground);
        self.change(|settings| settings.ground_y = ground);
    }

    #[func]
    fn get_ground_y(&self) -> f32 {
        self.ground
    }

    #[func]
    fn set_ground_y(&mut self, y: f32) {
        let has_ground = self.has_ground;
        let set = |settings: &mut Settings| settings.ground_y = has_ground.then_some(y);
        if self.set_number("ground_y", y, -1e6, 1e6, set) {
            self.ground = y;
        }
    }

    #[func]
    fn get_ground_depth(&self) -> f32 {
        self.field.settings().ground_depth
    }

    #[func]
    fn set_ground_depth(&mut self, depth: f32) {
        self.set_number("ground_depth", depth, 0.0, 1e6, |settings| settings.ground_depth = depth);
    }

    #[func]
    fn set_collision_mask(&mut self, mask: u32) {
        if mask != self.collision_mask {
            self.collision_mask = mask;
            self.field.forget_obstacles();
        }
    }

    #[func]
    fn set_query_budget(&mut self, budget: i64) {
        if (0..=MOST_QUERIES).contains(&budget) {
            self.query_budget = budget;
            if budget == 0 {
                // Nobody would find out that what they lie on has gone.
                self.field.forget_obstacles();
            }
        } else {
            self.refuse("query_budget", &format!("it is {budget}: 0 to {MOST_QUERIES} is allowed"));
        }
    }

    #[func]
    fn get_lifetime(&self) -> f32 {
        self.field.settings().lifetime
    }

    #[func]
    fn set_lifetime(&mut self, seconds: f32) {
        self.set_number("lifetime", seconds, 0.0, 1e6, |settings| settings.lifetime = seconds);
    }

    #[func]
    fn get_fade_time(&self) -> f32 {
        self.field.settings().fade_time
    }

    #[func]
    fn set_fade_time(&mut self, seconds: f32) {
        self.set_number("fade_time", seconds, 0.0, 1e6, |settings| settings.fade_time = seconds);
    }

    #[func]
    fn get_max_pieces(&self) -> i64 {
        i64::from(self.field.settings().max_pieces)
    }

    #[func]
    fn set_max_pieces(&mut self, count: i64) {
        match u32::try_from(count).ok().filter(|&count| count <= MOST_PIECES) {
            Some(count) => self.change(|settings| settings.max_pieces = count),
            None => self.refuse("max_pieces", &format!("it is {count}: 0 to {MOST_PIECES} is allowed")),
        }
    }

    #[func]
    fn set_bodies_per_break(&mut self, count: i64) {
        if (0..=i64::from(MOST_PIECES)).contains(&count) {
            self.bodies_per_break = count;
        } else {
            self.refuse("bodies_per_break", &format!("it is {count}: 0 to {MOST_PIECES} is allowed"));
        }
    }
}

impl DebrisField2D {
    fn ask_physics(&mut self, seconds: f32) {
        let to_world = self.base().get_global_transform();
        let space = self.base().get_world_2d().and_then(|world| world.get_direct_space_state());
        if let Some(mut space) = space {
            let budget = (self.query_budget as usize, seconds);
            self.last.probes =
                self.probe.ask(&mut self.field, &mut space, to_world, self.collision_mask, budget);
        }
    }

    fn upload(&mut self) {
        let item = self.base().get_canvas_item();
        let between = if self.base().is_physics_interpolated_and_enabled() {
            Engine::singleton().get_physics_interpolation_fraction() as f32
        } else {
            1.0
        };
        let redraw = self.canvas.upload(&mut self.field, between, item);
        let material = self.base().get_material();
        self.canvas.choose_material(material, item);
        if redraw {
            self.base_mut().queue_redraw();
        }
    }

    /// Has pieces that were added simulated and drawn: in this frame already, though its turn may be over, for
    /// deferred calls run before the frame is drawn.
    pub(crate) fn start(&mut self) {
        // Once a frame, for hundreds of breaks in it.
        if self.ask_upload() {
            self.set_running(true);
        }
    }

    /// Has what changed handed to the rendering server before the frame is drawn; whether nobody had asked before.
    fn ask_upload(&mut self) -> bool {
        let is_first = !self.upload_asked;
        if is_first {
            self.upload_asked = true;
            self.base_mut().call_deferred("upload_added", &[]);
        }
        is_first
    }

    fn tell_when_settled(&mut self) {
        let settled = self.field.census().awake == 0;
        if settled && !self.has_settled {
            self.tell("settled");
        }
        self.has_settled = settled;
    }

    fn set_running(&mut self, running: bool) {
        self.base_mut().set_physics_process(running);
        self.base_mut().set_process(running);
    }

    /// Emits a signal once the field is not in use any more, so that a receiver may do anything with it.
    fn tell(&mut self, signal: &str) {
        self.base_mut().call_deferred("emit_signal", &[signal.to_variant()]);
    }

    fn change(&mut self, set: impl FnOnce(&mut Settings)) {
        let mut settings = *self.field.settings();
        set(&mut settings);
        self.field.set_settings(settings);
    }

    /// Changes a setting where the number is allowed; whether it is.
    fn set_number(
        &mut self,
        name: &str,
        number: f32,
        least: f32,
        most: f32,
        set: impl FnOnce(&mut Settings),
    ) -> bool {
        let allowed = (least..=most).contains(&number);
        if allowed {
            self.change(set);
        } else {
            self.refuse(name, &format!("it is {number}: {least} to {most} is allowed"));
        }
        allowed
    }

    /// Tells of wrong input.
    pub(crate) fn refuse(&self, what: &str, error: &str) {
        push_error(&[format!("DebrisField2D.{what}: {error}.").to_variant()]);
    }
}
