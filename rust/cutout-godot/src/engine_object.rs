//! Objects as what they are, told by the engine's own tags of classes.
//!
//! The binding tells a class by the letters of its name and of those above it, and casts each object that a method of
//! ours is called with: most of a microsecond a time, as much as reading ten properties.

use godot::obj::Bounds;
use godot::obj::bounds::{DeclEngine, DeclUser, MemManual, MemRefCounted};
use godot::prelude::*;
use godot::sys::{self, interface_fn};

/// A node of a class of the engine's own.
pub trait EngineNode: Inherits<Node> + Bounds<Declarer = DeclEngine, Memory = MemManual> {}

impl<T: Inherits<Node> + Bounds<Declarer = DeclEngine, Memory = MemManual>> EngineNode for T {}

/// The node that a variant holds, where it lives and is of that class.
pub fn node_in<T: EngineNode>(variant: &Variant) -> Option<Gd<T>> {
    // SAFETY: what is not null lives. Nobody counts references to nodes.
    unsafe { of_class(object_in(variant)) }
}

/// The resource, or other object that is counted, that a variant holds, where it lives and is of that class of the
/// engine's own.
pub fn resource_in<T>(variant: &Variant) -> Option<Gd<T>>
where
    T: Inherits<RefCounted> + Bounds<Declarer = DeclEngine, Memory = MemRefCounted>,
{
    // SAFETY: it lives for as long as the variant holds a reference to it.
    unsafe { of_class::<T>(object_in(variant)).map(|borrowed| owned(borrowed)) }
}

/// A node as one of another class, where it lives and is one.
pub fn cast<T: EngineNode>(node: &Gd<impl Inherits<Node>>) -> Option<Gd<T>> {
    // SAFETY: it lives.
    if node.is_instance_valid() { unsafe { of_class(node.obj_sys()) } } else { None }
}

/// Whether a node lives and is of that class.
pub fn is<T: EngineNode>(node: &Gd<impl Inherits<Node>>) -> bool {
    cast::<T>(node).is_some()
}

/// Whether a node lives and is of that very class of ours, with or without a script.
pub fn is_ours<T: GodotClass + Bounds<Declarer = DeclUser>>(node: &Gd<impl Inherits<Node>>) -> bool {
    // SAFETY: it lives.
    node.is_instance_valid() && unsafe { is_named::<T>(node.obj_sys()) }
}

/// The object of ours that a variant holds, where it is of that class.
pub fn ours_in<T>(variant: &Variant) -> Option<Gd<T>>
where
    T: Inherits<RefCounted> + Bounds<Declarer = DeclUser, Memory = MemRefCounted>,
{
    let object = object_in(variant);
    // SAFETY: it is null, or lives for as long as the variant holds a reference to it.
    if object.is_null() || !unsafe { is_named::<T>(object) } {
        // Of no heir of it, most likely.
        return variant.try_to().ok();
    }
    // SAFETY: it lives and is of that class.
    unsafe {
        let borrowed = Gd::from_sys_init_opt(|to| to.cast::<sys::GDExtensionObjectPtr>().write(object));
        borrowed.map(|borrowed| owned(borrowed))
    }
}

/// A reference of its own.
///
/// # Safety
/// Nobody counted a reference for `borrowed`.
unsafe fn owned<T: GodotClass>(borrowed: Gd<T>) -> Gd<T> {
    let own = borrowed.clone();
    std::mem::forget(borrowed);
    own
}

/// Null where a variant holds no object, or one that was freed.
fn object_in(variant: &Variant) -> sys::GDExtensionObjectPtr {
    // SAFETY: any variant may be asked. It answers 0 where it holds no object, and no object has that id; of one that
    // was freed it answers the id that it had, which no other gets.
    unsafe {
        let id = interface_fn!(variant_get_object_instance_id)(variant.var_sys());
        interface_fn!(object_get_instance_from_id)(id)
    }
}

/// No reference is counted for what it answers.
///
/// # Safety
/// `object` is null or lives.
unsafe fn of_class<T: Bounds<Declarer = DeclEngine> + GodotClass>(
    object: sys::GDExtensionObjectPtr,
) -> Option<Gd<T>> {
    if object.is_null() {
        return None;
    }
    // SAFETY: the name lives for ever; an engine that was built without the class has no tag for it. The engine
    // answers null where the object is of another class, and otherwise itself.
    unsafe {
        let tag = interface_fn!(classdb_get_class_tag)(T::class_id().string_sys());
        if tag.is_null() {
            return None;
        }
        let cast = interface_fn!(object_cast_to)(object, tag);
        Gd::from_sys_init_opt(|to| to.cast::<sys::GDExtensionObjectPtr>().write(cast))
    }
}

/// # Safety
/// `object` lives.
unsafe fn is_named<T: GodotClass>(object: sys::GDExtensionObjectPtr) -> bool {
    let mut is_known = 0;
    // SAFETY: promised by the caller; the engine writes a name, whatever it answers.
    let name = unsafe {
        StringName::new_with_string_uninit(|to| {
            is_known = interface_fn!(object_get_class_name)(object, sys::get_library(), to);
        })
    };
    is_known != 0 && name == T::class_id().to_string_name()
}
