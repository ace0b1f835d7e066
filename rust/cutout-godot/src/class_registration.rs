//! How classes and methods of ours become known to the engine: with shorter ways for what is asked most.
//!
//! The binding has no door to say how the engine is answered, but for its own way. So it is given functions of
//! ours in place of the two by which it registers classes and methods; they put our answers to a few questions
//! before those of the binding: [`virtual_answers`], [`fragment_properties`], [`short_submit`]. What is said here
//! of the binding holds for its very version, which is why `Cargo.toml` names that.

use crate::fragment_properties;
use crate::short_submit;
use crate::virtual_answers;
use godot::prelude::StringName;
use godot::sys::{
    GDExtensionClassCreationInfo4, GDExtensionClassLibraryPtr, GDExtensionClassMethodInfo,
    GDExtensionConstStringNamePtr, GDExtensionInterfaceClassdbRegisterExtensionClass4 as RegisterClass,
    GDExtensionInterfaceClassdbRegisterExtensionClassMethod as RegisterMethod,
    GDExtensionInterfaceFunctionPtr, GDExtensionInterfaceGetProcAddress, GodotFfi,
};
use std::ffi::{CStr, c_char};
use std::mem::transmute;
use std::sync::OnceLock;

/// How the binding registers a class, and a method. Where an engine has none of that name, the binding would not load.
const CLASS: &CStr = c"classdb_register_extension_class4";
const METHOD: &CStr = c"classdb_register_extension_class_method";

/// The engine's own functions: all by name, and those two.
static FUNCTIONS: OnceLock<GDExtensionInterfaceGetProcAddress> = OnceLock::new();
static REGISTER_CLASS: OnceLock<RegisterClass> = OnceLock::new();
static REGISTER_METHOD: OnceLock<RegisterMethod> = OnceLock::new();

/// What the binding is to be loaded with in place of `functions`, which the engine gives.
pub fn by_way_of_ours(functions: GDExtensionInterfaceGetProcAddress) -> GDExtensionInterfaceGetProcAddress {
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
    let (function, name) = unsafe { (functions(name)?, CStr::from_ptr(name)) };
    // SAFETY: the engine's function of a name has the type of that name, in all versions that have one so named; and
    // all are handed on as if they took nothing, for the binding to take them for what they are.
    unsafe {
        if name == CLASS {
            REGISTER_CLASS.get_or_init(|| transmute(function));
            return Some(transmute::<RegisterClass, unsafe extern "C" fn()>(register_class));
        }
        if name == METHOD {
            REGISTER_METHOD.get_or_init(|| transmute(function));
            return Some(transmute::<RegisterMethod, unsafe extern "C" fn()>(register_method));
        }
    }
    Some(function)
}

/// # Safety
/// As for the engine's own: `class`, `parent` and `info` point to what they are named for.
unsafe extern "C" fn register_class(
    library: GDExtensionClassLibraryPtr,
    class: GDExtensionConstStringNamePtr,
    parent: GDExtensionConstStringNamePtr,
    info: *const GDExtensionClassCreationInfo4,
) {
    let Some(register) = REGISTER_CLASS.get() else { return };
    // SAFETY: `info` is plain data that lives until this call is over, as the name does; its copy is one of its own.
    let (mut info, name) = unsafe { (*info, StringName::new_from_sys(class.cast())) };
    if name == fragment_properties::CLASS {
        fragment_properties::take_over(&mut info);
    }
    if name == virtual_answers::CLASS {
        virtual_answers::take_over(&mut info);
    }
    // SAFETY: promised by the caller, and the engine is done with `info` when it returns.
    unsafe { register(library, class, parent, &raw const info) };
}

/// # Safety
/// As for the engine's own: `class` and `info` point to what they are named for.
unsafe extern "C" fn register_method(
    library: GDExtensionClassLibraryPtr,
    class: GDExtensionConstStringNamePtr,
    info: *const GDExtensionClassMethodInfo,
) {
    let Some(register) = REGISTER_METHOD.get() else { return };
    // SAFETY: `info` is plain data that lives until this call is over, as the names do; their copies are names of
    // their own.
    let (mut info, class_name, name) = unsafe {
        let name = StringName::new_from_sys((*info).name.cast_const().cast());
        (*info, StringName::new_from_sys(class.cast()), name)
    };
    if class_name == short_submit::CLASS && name == short_submit::METHOD {
        short_submit::take_over(&mut info);
    }
    // SAFETY: promised by the caller, and the engine is done with `info` when it returns.
    unsafe { register(library, class, &raw const info) };
}
