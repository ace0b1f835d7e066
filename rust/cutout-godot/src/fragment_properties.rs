//! What a fragment's properties are, by their names as the engine has them.
//!
//! A game reads twenty properties a job and more. The engine would find each by way of two tables, and call it by
//! way of the binding, which copies what it is asked with and asks eight times which thread this is: two thirds of a
//! read. So the engine's first question, which a class may answer before any table is looked into, is
//! answered here ([`get`]), by one comparison of addresses a property. See [`crate::class_registration`] for how it
//! comes to ask here.

use crate::fragment::CutoutFragment;
use crate::held_name::{HeldName, letters_of};
use godot::builtin::{StringName, Variant};
use godot::private::{Storage as _, as_storage};
use godot::sys;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The class that this is about.
pub const CLASS: &str = "CutoutFragment";

/// How a property is read.
pub type Read = fn(&CutoutFragment) -> Variant;

/// The properties of fragments, those that are read most first.
#[derive(Debug)]
pub struct FragmentProperties(Vec<(HeldName, Read)>);

impl Default for FragmentProperties {
    fn default() -> Self {
        let properties = CutoutFragment::PROPERTIES.iter();
        Self(properties.map(|&(name, read)| (HeldName::new(StringName::from(name)), read)).collect())
    }
}

/// Puts [`get`] before the engine's tables.
pub fn take_over(info: &mut sys::GDExtensionClassCreationInfo4) {
    info.get_func = Some(get);
}

/// The engine asks for a property. 0: it is to look elsewhere.
///
/// # Safety
/// As the engine asks: `instance` is what the binding made for a fragment that lives, `name` points to a name, and
/// `answer` to a variant that is nil.
unsafe extern "C" fn get(
    instance: sys::GDExtensionClassInstancePtr,
    name: sys::GDExtensionConstStringNamePtr,
    answer: sys::GDExtensionVariantPtr,
) -> sys::GDExtensionBool {
    // Elsewhere it is said what is wrong with another thread. Nothing may unwind into the engine.
    let value = catch_unwind(AssertUnwindSafe(|| {
        if !sys::is_main_thread() {
            return None;
        }
        // SAFETY: promised by the caller.
        let (storage, letters) = unsafe { (as_storage::<CutoutFragment>(instance), letters_of(name)) };
        let fragment = storage.get();
        let (_, read) = fragment.properties()?.0.iter().find(|(name, _)| name.is_at(letters))?;
        Some(read(&fragment))
    }));
    let Ok(Some(value)) = value else { return 0 };
    // SAFETY: promised by the caller; nil holds nothing that would have to be let go.
    unsafe { answer.cast::<Variant>().write(value) };
    1
}
