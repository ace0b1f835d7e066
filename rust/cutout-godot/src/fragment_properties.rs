//! What a fragment's properties are, by their names as the engine has them.
//!
//! A game reads twenty properties a job and more. The engine finds each by way of two tables, and calls it by way
//! of the binding, which asks eight times which thread this is: half of what a read takes. Here one comparison of
//! addresses a property tells which one is meant.

use crate::fragment::CutoutFragment;
use godot::builtin::{StringName, Variant};
use godot::sys::GodotFfi;

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
        let reads =
            names.iter().map(address_of).zip(CutoutFragment::PROPERTIES.iter().map(|&(_, read)| read));
        Self { reads: reads.collect(), _names: names }
    }
}

impl FragmentProperties {
    /// How the property of that name is read; none where it is none of these.
    pub fn find(&self, name: &StringName) -> Option<Read> {
        let address = address_of(name);
        self.reads.iter().find(|&&(own, _)| own == address).map(|&(_, read)| read)
    }
}

/// Where the engine has its one copy of a name: names are equal where these are.
fn address_of(name: &StringName) -> usize {
    const { assert!(size_of::<StringName>() == size_of::<usize>()) }
    // SAFETY: a `StringName` is one pointer, which is only read, as a number.
    unsafe { name.sys().cast::<usize>().read() }
}
