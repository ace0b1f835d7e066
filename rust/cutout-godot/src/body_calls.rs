//! What is called of the engine for each of thousands of bodies, past the binding.
//!
//! By the binding each call asks anew which thread this is and whether the object lives, and where an object is
//! handed on as one of a class above its own, by name whether it is one: a fifth of what a body costs. Here the
//! thread is asked once a break and the object once a body, and the compiler knows the classes.

use crate::engine_method::Method;
use godot::classes::{ConvexPolygonShape2D, Node, RigidBody2D};
use godot::prelude::*;
use godot::sys::{self, GodotFfi};
use std::marker::PhantomData;
use std::sync::OnceLock;

#[derive(Clone, Copy)]
struct Methods {
    set_name: Method,
    add_child: Method,
    create_shape_owner: Method,
    add_shape: Method,
    clear_shapes: Method,
    set_position: Method,
    set_mass: Method,
    is_inside_tree: Method,
    force_update_transform: Method,
    set_sleeping: Method,
}

static METHODS: OnceLock<Option<Methods>> = OnceLock::new();

/// The calls, for the main thread: nobody else has one.
#[derive(Clone, Copy)]
pub struct BodyCalls {
    methods: Methods,
    of_this_thread: PhantomData<*const ()>,
}

/// A body that lives.
pub struct LivingBody<'a> {
    calls: &'a BodyCalls,
    object: sys::GDExtensionObjectPtr,
}

impl Methods {
    fn find() -> Option<Self> {
        Some(Self {
            set_name: Method::find("Node", "set_name", 3_304_788_590)?,
            add_child: Method::find("Node", "add_child", 3_863_233_950)?,
            create_shape_owner: Method::find("CollisionObject2D", "create_shape_owner", 3_429_307_534)?,
            add_shape: Method::find("CollisionObject2D", "shape_owner_add_shape", 2_077_425_081)?,
            clear_shapes: Method::find("CollisionObject2D", "shape_owner_clear_shapes", 1_286_410_249)?,
            set_position: Method::find("Node2D", "set_position", 743_155_724)?,
            set_mass: Method::find("RigidBody2D", "set_mass", 373_806_689)?,
            is_inside_tree: Method::find("Node", "is_inside_tree", 36_873_697)?,
            force_update_transform: Method::find("CanvasItem", "force_update_transform", 3_218_959_716)?,
            set_sleeping: Method::find("RigidBody2D", "set_sleeping", 2_586_408_642)?,
        })
    }
}

impl BodyCalls {
    /// None on any thread but the main one, and with an engine that has not all of them.
    pub fn get() -> Option<Self> {
        if !sys::is_main_thread() {
            return None;
        }
        let methods = (*METHODS.get_or_init(Methods::find))?;
        Some(Self { methods, of_this_thread: PhantomData })
    }

    /// None for one that was freed.
    ///
    /// # Safety
    /// For as long as the answer is used, nobody frees the body: no code of the game's runs meanwhile but in the
    /// calls that take the answer away.
    pub unsafe fn living<T: Inherits<RigidBody2D>>(&self, body: &Gd<T>) -> Option<LivingBody<'_>> {
        body.is_instance_valid().then(|| LivingBody { calls: self, object: body.obj_sys() })
    }
}

// SAFETY, for all that follows: `BodyCalls` is on the main thread alone; the body lives, and inherits the class of each
// of the methods; what they take is told at each.
impl LivingBody<'_> {
    /// Makes the body an owner of shapes, which is itself. Answers its number.
    pub fn create_shape_owner(&self) -> u32 {
        let mut owner = 0_i64;
        // SAFETY: takes an object, as a pointer to one, and answers a 64-bit integer.
        unsafe {
            self.calls.methods.create_shape_owner.call(
                self.object,
                [(&raw const self.object).cast()],
                (&raw mut owner).cast(),
            );
        }
        u32::try_from(owner).unwrap_or(0)
    }

    /// Adds a shape to an owner.
    pub fn add_shape(&self, owner: u32, shape: &Gd<ConvexPolygonShape2D>) {
        let (owner, shape) = (i64::from(owner), shape.obj_sys());
        // SAFETY: takes a 64-bit integer, and a shape as a pointer to one; it lives, for it is counted.
        unsafe {
            self.calls.methods.add_shape.call(
                self.object,
                [(&raw const owner).cast(), (&raw const shape).cast()],
                std::ptr::null_mut(),
            );
        }
    }

    /// Takes all shapes off an owner.
    pub fn clear_shapes(&self, owner: u32) {
        let owner = i64::from(owner);
        // SAFETY: takes a 64-bit integer.
        unsafe {
            let arguments = [(&raw const owner).cast()];
            self.calls.methods.clear_shapes.call(self.object, arguments, std::ptr::null_mut());
        }
    }

    /// Names the body, which must be outside the tree.
    pub fn set_name(&self, name: &StringName) {
        // SAFETY: takes a name, as a pointer to one.
        unsafe {
            self.calls.methods.set_name.call(self.object, [name.sys()], std::ptr::null_mut());
        }
    }

    /// Moves the body in its parent.
    pub fn set_position(&self, position: Vector2) {
        // SAFETY: takes a pair of numbers, which both sides hold alike.
        unsafe {
            let arguments = [(&raw const position).cast()];
            self.calls.methods.set_position.call(self.object, arguments, std::ptr::null_mut());
        }
    }

    /// Gives the body a mass.
    pub fn set_mass(&self, mass: f32) {
        let mass = f64::from(mass);
        // SAFETY: takes a number in double precision.
        unsafe {
            let arguments = [(&raw const mass).cast()];
            self.calls.methods.set_mass.call(self.object, arguments, std::ptr::null_mut());
        }
    }

    /// Whether the body is in the tree.
    pub fn is_inside_tree(&self) -> bool {
        let mut is_inside = 0_u8;
        // SAFETY: takes nothing and answers a byte.
        unsafe {
            self.calls.methods.is_inside_tree.call(self.object, [], (&raw mut is_inside).cast());
        }
        is_inside != 0
    }

    /// Tells the servers now where the body is; it must be in the tree. The game may hear of it.
    pub fn force_update_transform(self) {
        // SAFETY: takes nothing.
        unsafe {
            self.calls.methods.force_update_transform.call(self.object, [], std::ptr::null_mut());
        }
    }

    /// Puts the body to sleep.
    pub fn sleep(&self) {
        let is_asleep = 1_u8;
        // SAFETY: takes a byte.
        unsafe {
            let arguments = [(&raw const is_asleep).cast()];
            self.calls.methods.set_sleeping.call(self.object, arguments, std::ptr::null_mut());
        }
    }

    /// Adds the body to `parent`, unless that was freed. The game may hear of it.
    pub fn enter(self, parent: &Gd<Node>) {
        if !parent.is_instance_valid() {
            return;
        }
        let (is_readable, internal) = (0_u8, 0_i64);
        // SAFETY: takes a node, as a pointer to one, a byte, and a 64-bit integer; the parent is a node that lives.
        unsafe {
            self.calls.methods.add_child.call(
                parent.obj_sys(),
                [
                    (&raw const self.object).cast(),
                    (&raw const is_readable).cast(),
                    (&raw const internal).cast(),
                ],
                std::ptr::null_mut(),
            );
        }
    }
}
