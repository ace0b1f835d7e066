//! Points as the engine's packed array, in three calls by pointer.
//!
//! A game reads twenty outlines a job, and through the binding most of each read would go into asking seven
//! times which thread this is.

use godot::prelude::*;
use godot::sys::{self, GodotFfi};
use std::sync::OnceLock;

/// The signature of `resize`, by which the engine finds it.
const RESIZE: (&str, i64) = ("resize", 848_867_239);

/// What the engine does with packed arrays of points.
struct Calls {
    construct:
        unsafe extern "C" fn(sys::GDExtensionUninitializedTypePtr, *const sys::GDExtensionConstTypePtr),
    into_variant: unsafe extern "C" fn(sys::GDExtensionUninitializedVariantPtr, sys::GDExtensionTypePtr),
    resize: sys::BuiltinMethodBind,
    item: sys::GDExtensionInterfacePackedVector2ArrayOperatorIndex,
}

static CALLS: OnceLock<Option<Calls>> = OnceLock::new();

fn look_up() -> Option<Calls> {
    const TYPE: sys::GDExtensionVariantType = sys::GDEXTENSION_VARIANT_TYPE_PACKED_VECTOR2_ARRAY;
    let (name, hash) = RESIZE;
    let name = StringName::from(name);
    // SAFETY: the binding was initialized before any function of this crate was called; the name lives until the
    // call is over.
    unsafe {
        let engine = sys::get_interface();
        Some(Calls {
            construct: (engine.variant_get_ptr_constructor)(TYPE, 0)?,
            into_variant: (engine.get_variant_from_type_constructor)(TYPE)?,
            resize: (engine.variant_get_ptr_builtin_method)(TYPE, name.sys().cast(), hash)?,
            item: engine.packed_vector2_array_operator_index,
        })
    }
}

/// A copy of `points` as a variant.
pub fn points_variant(points: &[Vector2]) -> Variant {
    let mut packed = packed_points(points);
    let Some(calls) = CALLS.get_or_init(look_up) else { return packed.to_variant() };
    // SAFETY: the engine makes a variant where it is told to, of a packed array that lives.
    unsafe { Variant::new_with_var_uninit(|at| (calls.into_variant)(at, packed.sys_mut())) }
}

/// A copy of `points`.
pub fn packed_points(points: &[Vector2]) -> PackedVector2Array {
    packed_as(points, |point| point)
}

/// `points`, each as `change` has it.
pub fn packed_as(points: &[Vector2], change: impl Fn(Vector2) -> Vector2) -> PackedVector2Array {
    let Some(calls) = CALLS.get_or_init(look_up) else { return points.iter().copied().map(change).collect() };
    // SAFETY: the first constructor of packed arrays takes no arguments and makes an empty one where it is told
    // to.
    let mut packed =
        unsafe { PackedVector2Array::new_with_uninit(|at| (calls.construct)(at, std::ptr::null())) };
    let (size, mut error) = (i64::try_from(points.len()).unwrap_or(0), 0_i64);
    let argument: sys::GDExtensionConstTypePtr = (&raw const size).cast();
    // SAFETY: `resize` takes a 64-bit integer and answers one.
    unsafe { (calls.resize)(packed.sys_mut(), &raw const argument, (&raw mut error).cast(), 1) };
    if error != 0 || points.is_empty() {
        return packed;
    }
    // SAFETY: the engine answers null where there is no first item. Where there is, the array is as long as
    // `points`, nobody shares it yet, and both sides hold the same plain pairs of numbers.
    unsafe {
        let first: *mut Vector2 = (calls.item)(packed.sys_mut(), 0).cast();
        if !first.is_null() {
            for (at, &point) in points.iter().enumerate() {
                first.add(at).write(change(point));
            }
        }
    }
    packed
}
