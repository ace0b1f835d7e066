//! How the inspector shows the properties of a params resource: those that the chosen pattern reads, and
//! what may be unset with a box to tick.

use crate::params_resource::pattern_names;
use cutout_geometry::params::{Family, KeySpec, Kind, Pattern};
use godot::builtin::{GString, VariantType};
use godot::meta::ToGodot;
use godot::obj::EngineBitfield;
use godot::register::info::{PropertyHint, PropertyHintInfo, PropertyInfo, PropertyUsageFlags};

/// Whether `pattern` reads `key`. An unknown pattern is taken to read every key, so that nothing is hidden
/// from somebody who has to put it right.
pub fn applies(key: &str, pattern: &str) -> bool {
    match (KeySpec::find(key), Pattern::from_name(pattern)) {
        (Some(spec), Some(pattern)) => spec.applies_to(pattern),
        (found, _) => found.is_some(),
    }
}

/// Whether a property has a value at all.
pub fn is_set(value: &impl ToGodot) -> bool {
    !value.to_variant().is_nil()
}

/// Makes `property` what the inspector shows. What is hidden is stored all the same, so that trying another
/// pattern loses nothing.
pub fn shape_property(property: &mut PropertyInfo, family: Option<Family>, pattern: &str, is_set: bool) {
    let name = property.property_name.to_string();
    let Some(spec) = KeySpec::find(&name) else { return };
    if !applies(&name, pattern) {
        let hidden = property.usage.ord() & !PropertyUsageFlags::EDITOR.ord();
        property.usage = PropertyUsageFlags::from_ord(hidden);
    }
    let kind = spec.kind();
    if name == "pattern" {
        property.hint_info = PropertyHintInfo {
            hint: PropertyHint::ENUM,
            hint_string: GString::from(&pattern_names(family).join(",")),
        };
    }
    let optional = match kind {
        Kind::Point | Kind::Size => Some(VariantType::VECTOR2),
        Kind::Real { optional: true, .. } => Some(VariantType::FLOAT),
        _ => None,
    };
    let Some(variant_type) = optional else { return };
    property.variant_type = variant_type;
    let mut usage = property.usage.ord() & !PropertyUsageFlags::NIL_IS_VARIANT.ord();
    usage |= PropertyUsageFlags::CHECKABLE.ord();
    if is_set {
        usage |= PropertyUsageFlags::CHECKED.ord();
    }
    property.usage = PropertyUsageFlags::from_ord(usage);
    property.hint_info =
        PropertyHintInfo { hint: PropertyHint::NONE, hint_string: GString::from("suffix:px") };
}
