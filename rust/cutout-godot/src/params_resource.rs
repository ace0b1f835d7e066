//! What the params resources have in common: what their properties mean, parsed once.
//!
//! The properties hold what was given, right or wrong; what is wrong is told when the params are used,
//! in the same words as for a dictionary. What they mean was parsed once, and is again after a change,
//! so that a resource used for thousands of jobs costs each of them next to nothing.

use cutout_geometry::params::{Family, Pattern};
use cutout_geometry::{FractureParams, ParamError};
use godot::builtin::{Variant, VariantType};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// A resource whose properties are params.
pub trait ParamsResource {
    /// The params in plain Rust, parsed anew only after a change.
    ///
    /// # Errors
    /// The first property that the geometry refuses.
    fn parsed(&mut self) -> Result<Arc<FractureParams>, ParamError>;

    /// Tells whether what was parsed still holds; none where that cannot be known.
    fn watch(&self) -> Option<Rc<Cell<bool>>>;
}

/// What was parsed last.
#[derive(Default)]
pub struct Parsed {
    result: Option<Result<Arc<FractureParams>, ParamError>>,
    /// Held by those who keep what was parsed; false from the next change on.
    current: Rc<Cell<bool>>,
}

impl Parsed {
    /// What was parsed, unless something has changed since.
    pub fn known(&self) -> Option<Result<Arc<FractureParams>, ParamError>> {
        self.result.clone()
    }

    /// Keeps what was parsed. A dictionary or array in a `Variant` can change without its setter knowing, so
    /// params whose `mask` is one are parsed anew each time.
    pub fn keep(&mut self, result: &Result<Arc<FractureParams>, ParamError>, mask: &Variant) {
        if !matches!(mask.get_type(), VariantType::DICTIONARY | VariantType::ARRAY) {
            self.result = Some(result.clone());
        }
    }

    /// See [`ParamsResource::watch`].
    pub fn watch(&self) -> Option<Rc<Cell<bool>>> {
        self.current.set(true);
        self.result.is_some().then(|| Rc::clone(&self.current))
    }

    /// Something has changed.
    pub fn forget(&mut self) {
        self.result = None;
        self.current.replace(false);
        self.current = Rc::default();
    }
}

/// Refuses a pattern that is of another family than the resource.
///
/// # Errors
/// Names the pattern and those that are allowed.
pub fn check_family(pattern: Pattern, family: Option<Family>) -> Result<(), ParamError> {
    if family.is_none_or(|family| pattern.family() == family) {
        return Ok(());
    }
    Err(ParamError::Conflict {
        key: "pattern",
        given: format!("{:?}", pattern.name()),
        allowed: pattern_names(family).join(", "),
    })
}

/// The names of the patterns of a family, or of all.
pub fn pattern_names(family: Option<Family>) -> Vec<&'static str> {
    let of_family = |pattern: &&Pattern| family.is_none_or(|family| pattern.family() == family);
    Pattern::ALL.iter().filter(of_family).map(|pattern| pattern.name()).collect()
}
