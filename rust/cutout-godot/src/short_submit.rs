//! The method `submit` of `CutoutScheduler`, as the engine calls it: without the binding in between.
//!
//! A game calls it by the thousand. By way of the binding a third of it would go into copies of the arguments, and
//! into asking 23 times which thread this is. Here it is asked once, and what is passed is read where it lies.

use crate::scheduler::CutoutScheduler;
use crate::variant_in::int_in;
use godot::prelude::*;
use godot::private::{Storage as _, as_storage};
use godot::sys::{self, GodotFfi};
use std::ffi::{CStr, c_void};
use std::mem::transmute;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

/// How the binding makes a method known; see [`crate::virtual_answers`].
pub const REGISTER: &CStr = c"classdb_register_extension_class_method";
const CLASS: &str = "CutoutScheduler";
const METHOD: &str = "submit";
/// What it is called with: `polygon` and `params`, which may be anything, and `priority`.
const COUNT: i64 = 3;
const INT: sys::GDExtensionVariantType = sys::GDEXTENSION_VARIANT_TYPE_INT;

/// The engine's own [`REGISTER`].
static REGISTER_METHOD: OnceLock<sys::GDExtensionInterfaceClassdbRegisterExtensionClassMethod> =
    OnceLock::new();

/// What the binding is to be given for `function`, which is the engine's [`REGISTER`].
///
/// # Safety
/// It is that.
pub unsafe fn take_over(function: unsafe extern "C" fn()) -> unsafe extern "C" fn() {
    // SAFETY: the engine's function of that name has this type, in all versions that have one of that name.
    REGISTER_METHOD.get_or_init(|| unsafe { transmute(function) });
    // SAFETY: all functions are handed on so; the binding takes this one for what it is.
    unsafe {
        transmute::<sys::GDExtensionInterfaceClassdbRegisterExtensionClassMethod, unsafe extern "C" fn()>(
            register,
        )
    }
}

/// # Safety
/// As for the engine's own: `class` and `info` point to what they are named for.
unsafe extern "C" fn register(
    library: sys::GDExtensionClassLibraryPtr,
    class: sys::GDExtensionConstStringNamePtr,
    info: *const sys::GDExtensionClassMethodInfo,
) {
    let Some(register) = REGISTER_METHOD.get() else { return };
    // SAFETY: `info` is plain data that lives until this call is over, as the names do; copies are names of their own.
    let (mut info, class_name) = unsafe { (*info, StringName::new_from_sys(class.cast())) };
    // SAFETY: as above.
    if class_name == CLASS && unsafe { StringName::new_from_sys(info.name.cast_const().cast()) } == METHOD {
        info.call_func = Some(call);
        info.ptrcall_func = Some(call_by_pointer);
    }
    // SAFETY: promised by the caller, and the engine is done with `info` when it returns. The two functions take what
    // it gives to a method of these arguments: see there.
    unsafe { register(library, class, &raw const info) };
}

/// # Safety
/// As the engine calls a method of these arguments with variants: `instance` is what the binding made for an object
/// of the class, `arguments` points to `count` variants, `answer` to one, `error` to an error, all initialized.
unsafe extern "C" fn call(
    _: *mut c_void,
    instance: sys::GDExtensionClassInstancePtr,
    arguments: *const sys::GDExtensionConstVariantPtr,
    count: sys::GDExtensionInt,
    answer: sys::GDExtensionVariantPtr,
    error: *mut sys::GDExtensionCallError,
) {
    let refuse = |kind, argument: i32, expected: i32| {
        // SAFETY: promised by the caller.
        unsafe { *error = sys::GDExtensionCallError { error: kind, argument, expected } };
    };
    if count < COUNT {
        return refuse(sys::GDEXTENSION_CALL_ERROR_TOO_FEW_ARGUMENTS, COUNT as i32, COUNT as i32);
    }
    if count > COUNT {
        return refuse(sys::GDEXTENSION_CALL_ERROR_TOO_MANY_ARGUMENTS, COUNT as i32, COUNT as i32);
    }
    // SAFETY: there are three, as was just asked. A `Variant` is what the engine has under such a pointer, and lives
    // until the call is over.
    let [polygon, params, priority] = unsafe { [0, 1, 2].map(|at| &*(*arguments.add(at)).cast::<Variant>()) };
    let Some(priority) = int_in(priority) else {
        return refuse(sys::GDEXTENSION_CALL_ERROR_INVALID_ARGUMENT, 2, INT);
    };
    // SAFETY: promised by the caller.
    let id = unsafe { submit(instance, polygon, params, priority) };
    // SAFETY: promised by the caller; what was there is dropped.
    unsafe { *answer.cast::<Variant>() = id.to_variant() };
}

/// # Safety
/// As the engine calls a method of these arguments by pointer: `instance` as in [`call`], `arguments` points to
/// pointers to two variants and a 64-bit integer, `answer` to such an integer.
unsafe extern "C" fn call_by_pointer(
    _: *mut c_void,
    instance: sys::GDExtensionClassInstancePtr,
    arguments: *const sys::GDExtensionConstTypePtr,
    answer: sys::GDExtensionTypePtr,
) {
    // SAFETY: promised by the caller.
    unsafe {
        let [polygon, params] = [0, 1].map(|at| &*(*arguments.add(at)).cast::<Variant>());
        let priority = (*arguments.add(2)).cast::<i64>().read();
        answer.cast::<i64>().write(submit(instance, polygon, params, priority));
    }
}

/// # Safety
/// `instance` is what the binding made for an object of the class that lives.
unsafe fn submit(
    instance: sys::GDExtensionClassInstancePtr,
    polygon: &Variant,
    params: &Variant,
    priority: i64,
) -> i64 {
    // Whatever goes wrong is told by the binding's hook and ends here: nothing may unwind into the engine.
    let submitted = catch_unwind(AssertUnwindSafe(|| {
        assert!(sys::is_main_thread(), "CutoutScheduler.submit: called on another thread than the main one");
        // SAFETY: promised by the caller; nobody else has it, for this is the main thread, and the storage counts
        // who on this thread does.
        let storage = unsafe { as_storage::<CutoutScheduler>(instance) };
        storage.get_mut().submit_shortly(polygon, params, priority)
    }));
    submitted.unwrap_or(-1)
}
