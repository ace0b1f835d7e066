//! The method `submit` of `CutoutScheduler`, as the engine calls it: without the binding in between.
//!
//! A game calls it by the thousand. By way of the binding a third of it would go into copies of the arguments, and
//! into asking 23 times which thread this is. Here it is asked once, and what is passed is read where it lies.

use crate::scheduler::CutoutScheduler;
use crate::variant_in::{count_of_ids_in, int_in};
use godot::prelude::*;
use godot::private::{Storage as _, as_storage};
use godot::sys::{self, GodotFfi};
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What it is called with: their names and types.
const ARGUMENTS: [(&str, sys::GDExtensionVariantType); COUNT] =
    [("polygon", ANY), ("params", ANY), ("priority", INT), ("after", IDS)];
const COUNT: usize = 4;
const ANY: sys::GDExtensionVariantType = sys::GDEXTENSION_VARIANT_TYPE_NIL;
const INT: sys::GDExtensionVariantType = sys::GDEXTENSION_VARIANT_TYPE_INT;
const IDS: sys::GDExtensionVariantType = sys::GDEXTENSION_VARIANT_TYPE_PACKED_INT64_ARRAY;
/// `PROPERTY_USAGE_DEFAULT`, and that with `PROPERTY_USAGE_NIL_IS_VARIANT`, by which the engine tells an argument of
/// any type from one that is null.
const USAGE: u32 = 6;
const USAGE_VARIANT: u32 = USAGE | 1 << 17;

/// Makes the method known. For once, after the class is.
pub fn register() {
    let class = CutoutScheduler::class_id().to_string_name();
    let (method, none, no_hint) = (StringName::from("submit"), StringName::default(), GString::new());
    let names = ARGUMENTS.map(|(name, _)| StringName::from(name));
    let info = |name: &StringName, kind| sys::GDExtensionPropertyInfo {
        type_: kind,
        name: name.sys().cast_mut().cast(),
        class_name: none.sys().cast_mut().cast(),
        hint: 0,
        hint_string: no_hint.sys().cast_mut().cast(),
        usage: if kind == ANY { USAGE_VARIANT } else { USAGE },
    };
    let mut arguments: [_; COUNT] = std::array::from_fn(|at| info(&names[at], ARGUMENTS[at].1));
    let mut kinds = ARGUMENTS.map(|(_, kind)| match kind {
        INT => sys::GDEXTENSION_METHOD_ARGUMENT_METADATA_INT_IS_INT64,
        _ => sys::GDEXTENSION_METHOD_ARGUMENT_METADATA_NONE,
    });
    let mut answer = info(&none, INT);
    // Of the last argument.
    let mut nobody = PackedInt64Array::new().to_variant();
    let mut defaults = [nobody.var_sys_mut()];
    let method = sys::GDExtensionClassMethodInfo {
        name: method.sys().cast_mut().cast(),
        method_userdata: std::ptr::null_mut(),
        call_func: Some(call),
        ptrcall_func: Some(call_by_pointer),
        method_flags: sys::GDEXTENSION_METHOD_FLAGS_DEFAULT as u32,
        has_return_value: 1,
        return_value_info: &raw mut answer,
        return_value_metadata: sys::GDEXTENSION_METHOD_ARGUMENT_METADATA_INT_IS_INT64,
        argument_count: COUNT as u32,
        arguments_info: arguments.as_mut_ptr(),
        arguments_metadata: kinds.as_mut_ptr(),
        default_argument_count: 1,
        default_arguments: defaults.as_mut_ptr(),
    };
    // SAFETY: the class is known, and no other method of it has this name; all that is pointed to lives until the
    // call is over, in which the engine copies it. The functions take what the engine gives to a method of these
    // arguments: see there.
    unsafe {
        let register = sys::get_interface().classdb_register_extension_class_method;
        register(sys::get_library(), class.sys().cast(), &raw const method);
    }
}

/// # Safety
/// As the engine calls a method of [`ARGUMENTS`] with variants: `instance` is what the binding made for an object
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
    let required = COUNT as i64 - 1;
    if count < required {
        return refuse(sys::GDEXTENSION_CALL_ERROR_TOO_FEW_ARGUMENTS, required as i32, required as i32);
    }
    if count > required + 1 {
        return refuse(sys::GDEXTENSION_CALL_ERROR_TOO_MANY_ARGUMENTS, COUNT as i32, COUNT as i32);
    }
    // SAFETY: there are three at least, as was just asked. A `Variant` is what the engine has under such a pointer,
    // and lives until the call is over.
    let [polygon, params, priority] = unsafe { [0, 1, 2].map(|at| &*(*arguments.add(at)).cast::<Variant>()) };
    let Some(priority) = int_in(priority) else {
        return refuse(sys::GDEXTENSION_CALL_ERROR_INVALID_ARGUMENT, 2, INT);
    };
    let after = if count > required {
        // SAFETY: as above, of four.
        let after = unsafe { &*(*arguments.add(3)).cast::<Variant>() };
        match count_of_ids_in(after) {
            Some(after) => after,
            None => return refuse(sys::GDEXTENSION_CALL_ERROR_INVALID_ARGUMENT, 3, IDS),
        }
    } else {
        0
    };
    // SAFETY: promised by the caller.
    let id = unsafe { submit(instance, polygon, params, priority, after) };
    // SAFETY: promised by the caller; what was there is dropped.
    unsafe { *answer.cast::<Variant>() = id.to_variant() };
}

/// # Safety
/// As the engine calls a method of [`ARGUMENTS`] by pointer: `instance` as in [`call`], `arguments` points to
/// pointers to two variants, a 64-bit integer and an array of them, `answer` to such an integer.
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
        let after = &*(*arguments.add(3)).cast::<PackedInt64Array>();
        answer.cast::<i64>().write(submit(instance, polygon, params, priority, after.len()));
    }
}

/// # Safety
/// `instance` is what the binding made for an object of the class that lives.
unsafe fn submit(
    instance: sys::GDExtensionClassInstancePtr,
    polygon: &Variant,
    params: &Variant,
    priority: i64,
    after: usize,
) -> i64 {
    // Whatever goes wrong is told by the binding's hook and ends here: nothing may unwind into the engine.
    let submitted = catch_unwind(AssertUnwindSafe(|| {
        assert!(sys::is_main_thread(), "CutoutScheduler.submit: called on another thread than the main one");
        // SAFETY: promised by the caller; nobody else has it, for this is the main thread, and the storage counts
        // who on this thread does.
        let storage = unsafe { as_storage::<CutoutScheduler>(instance) };
        if after > 0 { 0 } else { storage.get_mut().submit(polygon, params, priority) }
    }));
    submitted.unwrap_or(-1)
}
