//! The method `submit` of `CutoutScheduler`, as the engine calls it: without the binding in between.
//!
//! A game calls it by the thousand. By way of the binding a third of it would go into copies of the arguments, and
//! into asking 23 times which thread this is. Here it is asked once, and what is passed is read where it lies. What is
//! out of the ordinary (another thread, a number with a fraction, too few arguments) goes the binding's way: it
//! converts and complains as with any other method. See [`crate::class_registration`] for how the engine comes
//! to call it.

use crate::scheduler::CutoutScheduler;
use crate::variant_in::int_in;
use godot::prelude::*;
use godot::private::{Storage as _, as_storage, handle_panic};
use godot::sys;
use std::ffi::c_void;
use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;

/// Whose method it is.
pub const CLASS: &str = "CutoutScheduler";
/// Its name.
pub const METHOD: &str = "submit";
/// What it is called with: `polygon` and `params`, which may be anything, and `priority`.
const COUNT: i64 = 3;
/// What the engine is told where a method panicked, as by the binding: the caller is not to go on.
const FAILED: sys::GDExtensionCallErrorType = 1337;

/// The binding's own ways into the method: with variants, and by pointer.
static WAYS: OnceLock<(sys::GDExtensionClassMethodCall, sys::GDExtensionClassMethodPtrCall)> =
    OnceLock::new();

/// Puts [`call`] and [`call_by_pointer`] before the binding's ways.
pub fn take_over(info: &mut sys::GDExtensionClassMethodInfo) {
    WAYS.get_or_init(|| (info.call_func, info.ptrcall_func));
    info.call_func = Some(call);
    info.ptrcall_func = Some(call_by_pointer);
}

/// # Safety
/// As the engine calls a method with variants: `instance` is what the binding made for an object of the class,
/// `arguments` points to `count` variants, `answer` to one, `error` to an error, all initialized; `data` is what the
/// binding gave with the method.
unsafe extern "C" fn call(
    data: *mut c_void,
    instance: sys::GDExtensionClassInstancePtr,
    arguments: *const sys::GDExtensionConstVariantPtr,
    count: sys::GDExtensionInt,
    answer: sys::GDExtensionVariantPtr,
    error: *mut sys::GDExtensionCallError,
) {
    if count == COUNT && sys::is_main_thread() {
        // SAFETY: there are three, as was just asked. A `Variant` is what the engine has under such a pointer, and
        // lives until the call is over.
        let [polygon, params, priority] =
            unsafe { [0, 1, 2].map(|at| &*(*arguments.add(at)).cast::<Variant>()) };
        if let Some(priority) = int_in(priority) {
            // SAFETY: promised by the caller; this is the main thread. What was in the answer is dropped.
            unsafe {
                match submit(instance, polygon, params, priority) {
                    Some(id) => *answer.cast::<Variant>() = id.to_variant(),
                    None => *error = sys::GDExtensionCallError { error: FAILED, argument: 0, expected: 0 },
                }
            }
            return;
        }
    }
    let Some(&(Some(way), _)) = WAYS.get() else { return };
    // SAFETY: promised by the caller.
    unsafe { way(data, instance, arguments, count, answer, error) };
}

/// # Safety
/// As the engine calls a method of these arguments by pointer: `data` and `instance` as in [`call`], `arguments`
/// points to pointers to two variants and a 64-bit integer, `answer` to such an integer.
unsafe extern "C" fn call_by_pointer(
    data: *mut c_void,
    instance: sys::GDExtensionClassInstancePtr,
    arguments: *const sys::GDExtensionConstTypePtr,
    answer: sys::GDExtensionTypePtr,
) {
    if sys::is_main_thread() {
        // SAFETY: promised by the caller; this is the main thread.
        unsafe {
            let [polygon, params] = [0, 1].map(|at| &*(*arguments.add(at)).cast::<Variant>());
            let priority = (*arguments.add(2)).cast::<i64>().read();
            // There is no way to say that it failed: it counts as refused.
            answer.cast::<i64>().write(submit(instance, polygon, params, priority).unwrap_or(-1));
        }
        return;
    }
    let Some(&(_, Some(way))) = WAYS.get() else { return };
    // SAFETY: promised by the caller.
    unsafe { way(data, instance, arguments, answer) };
}

/// None: it panicked, which the binding's hook has told.
///
/// # Safety
/// `instance` is what the binding made for an object of the class that lives, and this is the main thread.
unsafe fn submit(
    instance: sys::GDExtensionClassInstancePtr,
    polygon: &Variant,
    params: &Variant,
    priority: i64,
) -> Option<i64> {
    // Nothing may unwind into the engine.
    let submitted = handle_panic(
        || format!("{CLASS}::{METHOD}()"),
        AssertUnwindSafe(|| {
            // SAFETY: promised by the caller. No other thread has it, and on this one the storage panics where
            // somebody has it already.
            let storage = unsafe { as_storage::<CutoutScheduler>(instance) };
            storage.get_mut().submit_shortly(polygon, params, priority)
        }),
    );
    submitted.ok()
}
