//! What a variant holds, read where it lies.
//!
//! Each submit reads two of them, and through the binding most of that would go into asking eight times which
//! thread this is, and into a reference to the array that is let go at once. Here the engine's functions are
//! looked up once and called by pointer.

use godot::prelude::*;
use godot::sys::{self, GodotFfi};
use std::sync::OnceLock;

/// The signature of `size`, by which the engine finds it.
const SIZE: (&str, i64) = ("size", 3_173_160_232);
const PACKED_POINTS: sys::GDExtensionVariantType = sys::GDEXTENSION_VARIANT_TYPE_PACKED_VECTOR2_ARRAY;

/// Where in a variant of some type the value lies.
type In = unsafe extern "C" fn(sys::GDExtensionVariantPtr) -> *mut std::ffi::c_void;

/// What the engine tells of variants and packed arrays.
struct Calls {
    type_of: sys::GDExtensionInterfaceVariantGetType,
    object_id: sys::GDExtensionInterfaceVariantGetObjectInstanceId,
    array_in: In,
    number_in: In,
    size: sys::BuiltinMethodBind,
    item: sys::GDExtensionInterfacePackedVector2ArrayOperatorIndexConst,
}

static CALLS: OnceLock<Option<Calls>> = OnceLock::new();

fn calls() -> Option<&'static Calls> {
    CALLS.get_or_init(look_up).as_ref()
}

fn look_up() -> Option<Calls> {
    let (name, hash) = SIZE;
    let name = StringName::from(name);
    // SAFETY: the binding was initialized before any function of this crate was called; the name lives until the
    // call is over.
    unsafe {
        let engine = sys::get_interface();
        Some(Calls {
            type_of: engine.variant_get_type,
            object_id: engine.variant_get_object_instance_id,
            array_in: (engine.variant_get_ptr_internal_getter)(PACKED_POINTS)?,
            number_in: (engine.variant_get_ptr_internal_getter)(sys::GDEXTENSION_VARIANT_TYPE_INT)?,
            size: (engine.variant_get_ptr_builtin_method)(PACKED_POINTS, name.sys().cast(), hash)?,
            item: engine.packed_vector2_array_operator_index_const,
        })
    }
}

/// Adds the points of a packed array to `points`. False: it is none.
pub fn append_points(variant: &Variant, points: &mut Vec<Vector2>) -> bool {
    let Some(calls) = calls() else {
        let packed = variant.try_to::<PackedVector2Array>();
        return packed.is_ok_and(|packed| {
            points.extend_from_slice(packed.as_slice());
            true
        });
    };
    // SAFETY: the variant is alive as long as it is borrowed, and the question changes nothing.
    if unsafe { (calls.type_of)(variant.var_sys()) } != PACKED_POINTS {
        return false;
    }
    // SAFETY: of that type, so the engine answers where in the variant the array is; nothing is written there.
    let array = unsafe { (calls.array_in)(variant.var_sys().cast_mut()) };
    let mut size = 0_i64;
    // SAFETY: a method of packed arrays without arguments that answers a 64-bit integer.
    unsafe { (calls.size)(array.cast(), std::ptr::null(), (&raw mut size).cast(), 0) };
    let size = usize::try_from(size).unwrap_or(0);
    if size > 0 {
        // SAFETY: there is a first item, the others lie behind it, and both sides hold the same plain pairs of
        // numbers. No script runs before they are copied, and other threads have no business with what a script
        // passes to this one.
        let held = unsafe {
            let first: *const Vector2 = (calls.item)(array.cast_const().cast(), 0).cast();
            std::slice::from_raw_parts(first, size)
        };
        if points.is_empty() {
            // The usual single ring: room for it and no more.
            *points = held.to_vec();
        } else {
            points.extend_from_slice(held);
        }
    }
    true
}

/// A whole number; none where it is something else.
pub fn int_in(variant: &Variant) -> Option<i64> {
    let Some(calls) = calls() else { return variant.try_to().ok() };
    // SAFETY: the variant is alive as long as it is borrowed, and neither question changes anything; it is asked where
    // the number is only where it is one.
    unsafe {
        let is_int = (calls.type_of)(variant.var_sys()) == sys::GDEXTENSION_VARIANT_TYPE_INT;
        is_int.then(|| (calls.number_in)(variant.var_sys().cast_mut()).cast::<i64>().read())
    }
}

/// The instance id of an object, 0 for what is none; of one that was freed, the id that it had.
pub fn object_id(variant: &Variant) -> u64 {
    // SAFETY: the variant is alive as long as it is borrowed; for what is no object the answer is 0.
    calls().map_or(0, |calls| unsafe { (calls.object_id)(variant.var_sys()) })
}
