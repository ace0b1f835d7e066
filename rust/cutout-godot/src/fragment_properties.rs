//! What a fragment's properties are, by their names as the engine has them.
//!
//! A game reads twenty properties a job and more. The engine would find each by way of two tables, and call it by
//! way of the binding, which copies what it is asked with and asks eight times which thread this is: two thirds of a
//! read. So the engine's first question, which a class may answer before any table is looked into, is
//! answered here ([`get`]), by one comparison of addresses a property. See [`crate::class_registration`] for how it
//! comes to ask here.

use crate::fragment::CutoutFragment;
use godot::builtin::{StringName, Variant};
use godot::private::{Storage as _, as_storage};
use godot::sys::{self, GodotFfi};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The class that this is about.
pub const CLASS: &str = "CutoutFragment";

/// How a property is read.
pub type Read = fn(&CutoutFragment) -> Variant;

/// The properties of fragments.
#[derive(Debug)]
pub struct FragmentProperties {
    /// By the addresses of their names. The most frequent come first.
    reads: Vec<(usize, Read)>,
    /// Holds them, so that no other name gets one of these addresses.
    _names: Vec<StringName>,
}

impl Default for FragmentProperties {
    fn default() -> Self {
        let names: Vec<StringName> =
            CutoutFragment::PROPERTIES.iter().map(|&(name, _)| StringName::from(name)).collect();
        // SAFETY: each name lives.
        let addresses = names.iter().map(|name| unsafe { address_of(name.sys().cast()) });
        let reads = addresses.zip(CutoutFragment::PROPERTIES.iter().map(|&(_, read)| read)).collect();
        Self { reads, _names: names }
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
        let (storage, name) = unsafe { (as_storage::<CutoutFragment>(instance), address_of(name)) };
        let fragment = storage.get();
        let &(_, read) = fragment.properties()?.reads.iter().find(|&&(own, _)| own == name)?;
        Some(read(&fragment))
    }));
    let Ok(Some(value)) = value else { return 0 };
    // SAFETY: promised by the caller; nil holds nothing that would have to be let go.
    unsafe { answer.cast::<Variant>().write(value) };
    1
}

/// Where the engine has the letters of a name, of which there is one copy: names are equal where these are.
///
/// # Safety
/// `name` points to a name.
unsafe fn address_of(name: sys::GDExtensionConstStringNamePtr) -> usize {
    const { assert!(size_of::<StringName>() == size_of::<usize>()) }
    // SAFETY: promised by the caller. A name is one pointer, which is only read, as a number.
    unsafe { name.cast::<usize>().read() }
}
