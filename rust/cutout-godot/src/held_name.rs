//! Names that are told from others by where the engine keeps their letters.

use godot::prelude::StringName;
use godot::sys::{GDExtensionConstStringNamePtr, GodotFfi};

/// A name, and where its letters are. It is held, so no other name that lives has them there.
#[derive(Debug)]
pub struct HeldName {
    letters: usize,
    _name: StringName,
}

impl HeldName {
    /// Holds `name`.
    pub fn new(name: StringName) -> Self {
        // SAFETY: it is a name, and lives.
        Self { letters: unsafe { letters_of(name.sys().cast()) }, _name: name }
    }

    /// Whether it is the name that has its letters there, see [`letters_of`].
    pub fn is_at(&self, letters: usize) -> bool {
        self.letters == letters
    }
}

/// Where the engine has the letters of a name, of which there is one copy: names are equal where these are.
///
/// # Safety
/// `name` points to a name.
pub unsafe fn letters_of(name: GDExtensionConstStringNamePtr) -> usize {
    const { assert!(size_of::<StringName>() == size_of::<usize>()) }
    // SAFETY: promised by the caller. A name is one pointer, which is only read, as a number.
    unsafe { name.cast::<usize>().read() }
}
