//! Methods of the engine's classes, called by pointer.
//!
//! They are found as the binding finds its own: by the name and the signature that they have in the engine's API of the
//! version that it is built for.

use godot::prelude::*;
use godot::sys::{self, GodotFfi};

/// A method of the engine.
#[derive(Clone, Copy)]
pub struct Method(sys::GDExtensionMethodBindPtr);

// SAFETY: the engine's methods stay where they are for as long as it runs, and only reading tells of them.
unsafe impl Send for Method {}
// SAFETY: as above.
unsafe impl Sync for Method {}

impl Method {
    /// By the hash of its signature; none in an engine that has no such method.
    pub fn find(class: &str, name: &str, hash: i64) -> Option<Self> {
        let (class, name) = (StringName::from(class), StringName::from(name));
        // SAFETY: the binding was initialized before any function of this crate was called; the names live until the
        // call is over. Where the engine has no method of that name and signature, it answers null.
        let found = unsafe {
            (sys::get_interface().classdb_get_method_bind)(class.sys().cast(), name.sys().cast(), hash)
        };
        (!found.is_null()).then_some(Self(found))
    }

    /// # Safety
    /// This is the main thread; `object` lives and is of the method's class; `arguments` point to what the method
    /// takes, and `answer` to room for what it answers, as the engine wants each by pointer.
    pub unsafe fn call<const N: usize>(
        self,
        object: sys::GDExtensionObjectPtr,
        arguments: [sys::GDExtensionConstTypePtr; N],
        answer: sys::GDExtensionTypePtr,
    ) {
        // SAFETY: promised by the caller.
        unsafe {
            (sys::get_interface().object_method_bind_ptrcall)(self.0, object, arguments.as_ptr(), answer);
        }
    }
}
