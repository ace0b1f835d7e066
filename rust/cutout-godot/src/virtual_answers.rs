//! What a new body hears when the engine asks for its virtual methods, remembered.
//!
//! The engine asks each new node of an extension's class for eight of them as it enters the tree, and the
//! binding makes a string of each name, letter by letter, to compare it: a tenth of what a new body costs. The
//! answers are the same for all bodies. The binding has no door to change that, so it registers its classes by
//! way of [`found`], which puts a lookup of its own before that of the one class. The properties of fragments are
//! answered for in the same way ([`fragment_properties`]), and the method that is called most ([`short_submit`]).

use crate::fragment_properties;
use crate::short_submit;
use godot::prelude::StringName;
use godot::sys::{
    GDExtensionClassCallVirtual, GDExtensionClassCreationInfo4, GDExtensionClassGetVirtual2,
    GDExtensionClassLibraryPtr, GDExtensionConstStringNamePtr,
    GDExtensionInterfaceClassdbRegisterExtensionClass4, GDExtensionInterfaceFunctionPtr,
    GDExtensionInterfaceGetProcAddress, GodotFfi,
};
use std::ffi::{CStr, c_char, c_void};
use std::mem::transmute;
use std::sync::OnceLock;

/// The class whose objects are made by the thousand.
const CLASS: &str = "CutoutPieceBody";
/// How the binding registers a class.
const REGISTER: &CStr = c"classdb_register_extension_class4";
/// Answers that are remembered: more than a body has virtual methods that the engine asks for.
const MOST: usize = 32;

/// The engine's own functions by name.
static FUNCTIONS: OnceLock<GDExtensionInterfaceGetProcAddress> = OnceLock::new();
static REGISTER_CLASS: OnceLock<GDExtensionInterfaceClassdbRegisterExtensionClass4> = OnceLock::new();
/// The binding's own lookup for [`CLASS`].
static LOOK_UP: OnceLock<GDExtensionClassGetVirtual2> = OnceLock::new();
static ANSWERS: [OnceLock<Answer>; MOST] = [const { OnceLock::new() }; MOST];

struct Answer {
    /// Where the engine keeps the letters of the name: no other name that lives has them there.
    name: usize,
    hash: u32,
    method: GDExtensionClassCallVirtual,
}

/// What the binding is to be loaded with in place of `functions`, which the engine gives.
pub fn with_memory(functions: GDExtensionInterfaceGetProcAddress) -> GDExtensionInterfaceGetProcAddress {
    // After a reload of the library this is a new static; loaded twice, the engine gives the same.
    FUNCTIONS.get_or_init(|| functions);
    functions.is_some().then_some(found)
}

/// A function of the engine by its name.
///
/// # Safety
/// As for the engine's own: `name` is a string that ends with a zero.
unsafe extern "C" fn found(name: *const c_char) -> GDExtensionInterfaceFunctionPtr {
    let functions = (*FUNCTIONS.get()?)?;
    // SAFETY: promised by the caller.
    let function = unsafe { functions(name) }?;
    // SAFETY: promised by the caller.
    let name = unsafe { CStr::from_ptr(name) };
    if name == short_submit::REGISTER {
        // SAFETY: it is the function of that name.
        return Some(unsafe { short_submit::take_over(function) });
    }
    if name != REGISTER {
        return Some(function);
    }
    // SAFETY: the engine's function of that name has this type, in all versions that have one of that name.
    REGISTER_CLASS.get_or_init(|| unsafe { transmute(function) });
    // SAFETY: all functions are handed on so; the binding takes this one for what it is.
    Some(unsafe {
        transmute::<GDExtensionInterfaceClassdbRegisterExtensionClass4, unsafe extern "C" fn()>(register)
    })
}

/// # Safety
/// As for the engine's own: `class`, `parent` and `info` point to what they are named for.
unsafe extern "C" fn register(
    library: GDExtensionClassLibraryPtr,
    class: GDExtensionConstStringNamePtr,
    parent: GDExtensionConstStringNamePtr,
    info: *const GDExtensionClassCreationInfo4,
) {
    let Some(register) = REGISTER_CLASS.get() else { return };
    // SAFETY: `class` is a name that lives until this call is over, and a copy of it one of its own.
    let name = unsafe { StringName::new_from_sys(class.cast()) };
    // SAFETY: `info` is plain data that lives until this call is over.
    let mut info = unsafe { *info };
    if name == fragment_properties::CLASS {
        info.get_func = Some(fragment_properties::get);
    }
    if name == CLASS && info.get_virtual_func.is_some() {
        LOOK_UP.get_or_init(|| info.get_virtual_func);
        info.get_virtual_func = Some(answer);
    }
    // SAFETY: promised by the caller, and the engine is done with `info` when it returns.
    unsafe { register(library, class, parent, &raw const info) };
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
    // SAFETY: a name is one pointer to its letters, of which the engine has one copy for all equal names.
    let letters = unsafe { name.cast::<usize>().read() };
    for place in &ANSWERS {
        match place.get() {
            Some(known) if known.name == letters && known.hash == hash => return known.method,
            Some(_) => {}
            None => {
                // SAFETY: promised by the caller.
                let method = unsafe { LOOK_UP.get().copied().flatten()?(class, name, hash) };
                // SAFETY: a name that lives; the copy is never dropped, so its letters stay where they are.
                std::mem::forget(unsafe { StringName::new_from_sys(name.cast()) });
                // Another thread may have been faster: then this one is asked again.
                let _ = place.set(Answer { name: letters, hash, method });
                return method;
            }
        }
    }
    // SAFETY: promised by the caller.
    unsafe { LOOK_UP.get().copied().flatten()?(class, name, hash) }
}

const _: () = assert!(size_of::<StringName>() == size_of::<usize>());
