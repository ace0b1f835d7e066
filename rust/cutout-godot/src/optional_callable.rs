//! A `Callable` parameter that may be left out.

use godot::builtin::Callable;
use godot::meta::conv::ByValue;
use godot::meta::error::ConvertError;
use godot::meta::shape::GodotShape;
use godot::meta::{FromGodot, GodotConvert, GodotImmutable, ToGodot};

/// A callable, or none (`Callable()`).
#[derive(Clone, Debug)]
pub struct OptionalCallable(pub Callable);

impl OptionalCallable {
    /// The callable that calls nothing.
    pub fn none() -> Self {
        Self(Callable::invalid())
    }
}

impl GodotConvert for OptionalCallable {
    type Via = Callable;

    fn godot_shape() -> GodotShape {
        Callable::godot_shape()
    }
}

impl ToGodot for OptionalCallable {
    type Pass = ByValue;

    fn to_godot(&self) -> Callable {
        self.0.clone()
    }
}

impl FromGodot for OptionalCallable {
    fn try_from_godot(via: Callable) -> Result<Self, ConvertError> {
        Ok(Self(via))
    }
}

// SAFETY: a callable cannot be changed through a handle to it, and the one default that is made of this
// type is the empty one.
unsafe impl GodotImmutable for OptionalCallable {}
