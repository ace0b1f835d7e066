//! Which objects an array holds, without a reference taken to any.

use godot::builtin::AnyArray;
use godot::sys::{GodotFfi, interface_fn};

/// The instance id of each element, 0 for what is no object; of one that was freed, the id that it had.
///
/// An element that is read as a `Variant` counts as a reference to its object, and that takes two locks of the
/// engine's and memory that nothing else here looks at.
pub fn object_ids(array: &AnyArray) -> impl Iterator<Item = u64> + '_ {
    let (element, id_of) =
        (interface_fn!(array_operator_index_const), interface_fn!(variant_get_object_instance_id));
    // Past its end the engine answers null; older ones complain as well.
    (0..array.len() as i64).map_while(move |index| {
        // SAFETY: the array is alive as long as it is borrowed; each item is looked up anew, and an index past
        // the end, where the array has become shorter since, gives null.
        let variant = unsafe { element(array.sys(), index) };
        // SAFETY: not null, so an element of the array, looked up in the line above: no script has run in
        // between, and nobody else has the borrow's thread. For what is no object the answer is 0.
        (!variant.is_null()).then(|| unsafe { id_of(variant.cast_const().cast()) })
    })
}
