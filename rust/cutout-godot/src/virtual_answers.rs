//! What a new body hears when the engine asks for its virtual methods, remembered.
//!
//! The engine asks each new node of an extension's class for eight of them as it enters the tree, and the
//! binding makes a string of each name, letter by letter, to compare it: a tenth of what a new body costs. The
//! answers are the same for all bodies. See [`crate::class_registration`] for how the engine comes to ask here.

use crate::held_name::{HeldName, letters_of};
use godot::prelude::StringName;
use godot::sys::{
    GDExtensionClassCallVirtual, GDExtensionClassCreationInfo4, GDExtensionClassGetVirtual2,
    GDExtensionConstStringNamePtr, GodotFfi,
};
use std::ffi::c_void;
use std::sync::{OnceLock, RwLock};

/// The class whose objects are made by the thousand.
pub const CLASS: &str = "CutoutPieceBody";
/// Answers that are remembered: more than a body has virtual methods that the engine asks for.
const MOST: usize = 32;

/// The binding's own lookup for [`CLASS`].
static LOOK_UP: OnceLock<GDExtensionClassGetVirtual2> = OnceLock::new();
static ANSWERS: RwLock<Vec<Answer>> = RwLock::new(Vec::new());

struct Answer {
    name: HeldName,
    hash: u32,
    method: GDExtensionClassCallVirtual,
}

/// Puts [`answer`] before the binding's lookup.
pub fn take_over(info: &mut GDExtensionClassCreationInfo4) {
    if info.get_virtual_func.is_some() {
        LOOK_UP.get_or_init(|| info.get_virtual_func);
        info.get_virtual_func = Some(answer);
    }
}

/// Lets go of all names: when the library does, or the engine would tell of them at its end.
pub fn forget() {
    if let Ok(mut answers) = ANSWERS.write() {
        answers.clear();
    }
}

/// A virtual method of [`CLASS`].
///
/// # Safety
/// As for the binding's own: `name` points to a name.
unsafe extern "C" fn answer(
    class: *mut c_void,
    name: GDExtensionConstStringNamePtr,
    hash: u32,
) -> GDExtensionClassCallVirtual {
    // SAFETY: promised by the caller.
    let letters = unsafe { letters_of(name) };
    // Nobody waits here: where another thread is at it, the binding is asked.
    let known = ANSWERS.try_read().ok().and_then(|answers| {
        let known = answers.iter().find(|known| known.name.is_at(letters) && known.hash == hash)?;
        Some(known.method)
    });
    if let Some(method) = known {
        return method;
    }
    // SAFETY: promised by the caller.
    let method = unsafe { LOOK_UP.get().copied().flatten()?(class, name, hash) };
    if let Ok(mut answers) = ANSWERS.try_write()
        && answers.len() < MOST
    {
        // SAFETY: promised by the caller; the copy is a name of its own.
        let own = unsafe { StringName::new_from_sys(name.cast()) };
        answers.push(Answer { name: HeldName::new(own), hash, method });
    }
    method
}
