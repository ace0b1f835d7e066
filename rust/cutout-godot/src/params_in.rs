//! The `params` argument: a dictionary or a params resource, into typed params.
//!
//! Which keys there are, and what each takes, is the geometry's to say; here a `Variant` becomes the
//! plain [`Value`] that it judges.

use crate::params_classes::{CutoutFractureParams, CutoutLineParams, CutoutSiteParams};
use crate::params_resource::ParamsResource;
use crate::variant_in::object_id;
use core::fmt;
use cutout_geometry::params::Value;
use cutout_geometry::{FractureParams, ParamError, Point};
use godot::builtin::{AnyArray, AnyDictionary, PackedVector2Array, Variant, VariantType, Vector2};
use godot::classes::Object;
use godot::obj::{Gd, InstanceId};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

/// Why a `params` argument is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamsError {
    /// Neither a dictionary nor a params resource.
    WrongType {
        /// What came, in words.
        found: String,
    },
    /// A key of the dictionary is no string.
    WrongKeyType {
        /// The key in words.
        key: String,
        /// Its type.
        found: VariantType,
    },
    /// A key or value that the geometry refuses.
    Param(ParamError),
}

impl fmt::Display for ParamsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongType { found } => {
                write!(f, "params is {found}: a Dictionary or a CutoutFractureParams resource is allowed")
            }
            Self::WrongKeyType { key, found } => {
                write!(f, "params has the key {key} of type {}: keys are of type String", type_words(*found))
            }
            Self::Param(error) => error.fmt(f),
        }
    }
}

impl From<ParamError> for ParamsError {
    fn from(error: ParamError) -> Self {
        Self::Param(error)
    }
}

/// Shared by every job that asks for nothing in particular.
static DEFAULT_PARAMS: LazyLock<Arc<FractureParams>> = LazyLock::new(Arc::default);

/// The params that were read last. A resource that is passed again says whether it was changed. A dictionary
/// that is passed again and again is compared rather than read: nothing tells when its contents change,
/// but to look whether they did costs a tenth.
#[derive(Default)]
pub struct RecentParams {
    /// A resource, whether it is what it was, and what it means.
    resource: Option<(InstanceId, Rc<Cell<bool>>, Arc<FractureParams>)>,
    /// A copy that nobody can change, and what it means.
    known: Option<(AnyDictionary, Arc<FractureParams>)>,
    /// Hash of the dictionary that was read last: one that comes a second time is worth a copy.
    last_hash: u32,
}

impl RecentParams {
    /// As [`params_from_variant`].
    ///
    /// # Errors
    /// One sentence that names the key, the value and what is allowed.
    pub fn params_of(&mut self, params: &Variant) -> Result<Arc<FractureParams>, ParamsError> {
        // The variant keeps the resource alive, so that no other one can have its id.
        if let Some((known, current, parsed)) = &self.resource
            && known.to_i64().cast_unsigned() == object_id(params)
            && current.get()
        {
            return Ok(Arc::clone(parsed));
        }
        match params.get_type() {
            VariantType::DICTIONARY => {}
            VariantType::OBJECT => return self.params_of_object(params),
            _ => return params_from_variant(params),
        }
        let Ok(dictionary) = params.try_to::<AnyDictionary>() else { return params_from_variant(params) };
        if let Some((copy, known)) = &self.known
            && *copy == dictionary
        {
            return Ok(Arc::clone(known));
        }
        let parsed = params_from_dictionary(&dictionary)?;
        let hash = dictionary.hash_u32();
        if hash == self.last_hash {
            self.known = Some((dictionary.duplicate_deep(), Arc::clone(&parsed)));
        }
        self.last_hash = hash;
        Ok(parsed)
    }

    fn params_of_object(&mut self, params: &Variant) -> Result<Arc<FractureParams>, ParamsError> {
        let parsed = params_from_variant(params)?;
        let watched = with_resource(params, |resource| resource.watch()).flatten();
        self.resource =
            params.object_id().zip(watched).map(|(id, current)| (id, current, Arc::clone(&parsed)));
        Ok(parsed)
    }
}

/// Reads a `params` argument. A params resource answers from what it parsed before, as long as nothing
/// in it was changed; a dictionary is read anew.
///
/// # Errors
/// One sentence that names the key, the value and what is allowed.
pub fn params_from_variant(params: &Variant) -> Result<Arc<FractureParams>, ParamsError> {
    match params.get_type() {
        VariantType::NIL => Ok(Arc::clone(&DEFAULT_PARAMS)),
        VariantType::DICTIONARY => {
            let dictionary = params
                .try_to::<AnyDictionary>()
                .map_err(|_| ParamsError::WrongType { found: "no Dictionary".to_owned() })?;
            params_from_dictionary(&dictionary)
        }
        VariantType::OBJECT => match with_resource(params, |resource| resource.parsed()) {
            Some(parsed) => parsed.map_err(ParamsError::Param),
            None => Err(ParamsError::WrongType { found: object_in_words(params) }),
        },
        found => Err(ParamsError::WrongType { found: format!("of type {}", type_words(found)) }),
    }
}

/// What `ask` answers of a params resource of any class; none where `params` is none.
fn with_resource<T>(params: &Variant, ask: impl FnOnce(&mut dyn ParamsResource) -> T) -> Option<T> {
    if let Ok(mut resource) = params.try_to::<Gd<CutoutFractureParams>>() {
        return Some(ask(&mut *resource.bind_mut()));
    }
    if let Ok(mut resource) = params.try_to::<Gd<CutoutSiteParams>>() {
        return Some(ask(&mut *resource.bind_mut()));
    }
    let mut resource = params.try_to::<Gd<CutoutLineParams>>().ok()?;
    Some(ask(&mut *resource.bind_mut()))
}

fn params_from_dictionary(dictionary: &AnyDictionary) -> Result<Arc<FractureParams>, ParamsError> {
    if dictionary.is_empty() {
        return Ok(Arc::clone(&DEFAULT_PARAMS));
    }
    let mut params = FractureParams::default();
    for (key, value) in dictionary.iter_shared() {
        match key.get_type() {
            VariantType::STRING | VariantType::STRING_NAME => {
                params.set(&key.stringify().to_string(), value_of(&value))?;
            }
            found => {
                return Err(ParamsError::WrongKeyType { key: key.stringify().to_string(), found });
            }
        }
    }
    params.validate()?;
    Ok(Arc::new(params))
}

/// A script's value in plain Rust.
pub fn value_of(variant: &Variant) -> Value {
    match variant.get_type() {
        VariantType::NIL => Value::Unset,
        VariantType::BOOL => Value::Bool(variant.to::<bool>()),
        VariantType::INT => Value::Int(variant.to::<i64>()),
        VariantType::FLOAT => Value::Float(positive_zero(variant.to::<f64>())),
        VariantType::STRING | VariantType::STRING_NAME => Value::Text(variant.stringify().to_string()),
        VariantType::VECTOR2 | VariantType::VECTOR2I => {
            point_of(variant).map_or(Value::Other("Vector2"), Value::Point)
        }
        VariantType::PACKED_VECTOR2_ARRAY => {
            points_of(variant).map_or(Value::Other("PackedVector2Array"), Value::Points)
        }
        VariantType::ARRAY => {
            list_of(variant).unwrap_or(Value::Other("Array with entries that are no points"))
        }
        VariantType::DICTIONARY => record_of(variant),
        other => Value::Other(type_name(other)),
    }
}

fn point_of(variant: &Variant) -> Option<Point> {
    let v: Vector2 = variant.try_to_relaxed().ok()?;
    Some(point(v))
}

fn point(v: Vector2) -> Point {
    Point { x: positive_zero(f64::from(v.x)), y: positive_zero(f64::from(v.y)) }
}

/// 0 and -0 are equal, so that dictionaries which hold the one and the other are, and must mean the same to
/// the bit.
fn positive_zero(number: f64) -> f64 {
    number + 0.0
}

fn points_of(variant: &Variant) -> Option<Vec<Point>> {
    let packed: PackedVector2Array = variant.try_to().ok()?;
    Some(packed.as_slice().iter().map(|&v| point(v)).collect())
}

/// An array of points, or an array of arrays of points. No deeper: an array may hold itself.
fn list_of(variant: &Variant) -> Option<Value> {
    let (mut points, mut lists) = (Vec::new(), Vec::new());
    for entry in variant.try_to::<AnyArray>().ok()?.iter_shared() {
        match entry.get_type() {
            VariantType::ARRAY => lists.push(array_of_points(&entry)?),
            VariantType::PACKED_VECTOR2_ARRAY => lists.push(points_of(&entry)?),
            _ => points.push(entry_point(&entry)?),
        }
    }
    match (points.is_empty(), lists.is_empty()) {
        (_, true) => Some(Value::Points(points)),
        (true, false) => Some(Value::PointLists(lists)),
        (false, false) => None,
    }
}

fn array_of_points(variant: &Variant) -> Option<Vec<Point>> {
    variant.try_to::<AnyArray>().ok()?.iter_shared().map(|entry| entry_point(&entry)).collect()
}

/// A point that is an entry of an array.
fn entry_point(entry: &Variant) -> Option<Point> {
    matches!(entry.get_type(), VariantType::VECTOR2 | VariantType::VECTOR2I).then(|| point_of(entry))?
}

/// A dictionary of `center` and `radius`, or of `angle` and `stretch`.
fn record_of(variant: &Variant) -> Value {
    const OTHER: Value = Value::Other("Dictionary of other keys");
    let Ok(dictionary) = variant.try_to::<AnyDictionary>() else { return OTHER };
    if dictionary.len() != 2 {
        return OTHER;
    }
    let number = |key: &str| dictionary.get(key).and_then(|v| v.try_to_relaxed::<f64>().ok());
    if let (Some(center), Some(radius)) =
        (dictionary.get("center").as_ref().and_then(point_of), number("radius"))
    {
        return Value::Circle { center, radius };
    }
    match (number("angle"), number("stretch")) {
        (Some(angle_degrees), Some(stretch)) => Value::Grain { angle_degrees, stretch },
        _ => OTHER,
    }
}

/// An object that is no params resource, in words.
pub fn object_in_words(variant: &Variant) -> String {
    match variant.try_to::<Gd<Object>>() {
        Ok(object) => format!("an object of class {}", object.get_class()),
        Err(_) => "a freed object".to_owned(),
    }
}

/// The name of a type as GDScript writes it.
pub fn type_words(of: VariantType) -> String {
    godot::global::type_string(i64::from(of.ord)).to_string()
}

fn type_name(of: VariantType) -> &'static str {
    match of {
        VariantType::VECTOR3 => "Vector3",
        VariantType::RECT2 => "Rect2",
        VariantType::COLOR => "Color",
        VariantType::OBJECT => "Object",
        VariantType::CALLABLE => "Callable",
        VariantType::NODE_PATH => "NodePath",
        VariantType::TRANSFORM2D => "Transform2D",
        VariantType::PACKED_INT32_ARRAY => "PackedInt32Array",
        VariantType::PACKED_INT64_ARRAY => "PackedInt64Array",
        VariantType::PACKED_FLOAT32_ARRAY => "PackedFloat32Array",
        VariantType::PACKED_FLOAT64_ARRAY => "PackedFloat64Array",
        VariantType::PACKED_STRING_ARRAY => "PackedStringArray",
        VariantType::PACKED_VECTOR3_ARRAY => "PackedVector3Array",
        _ => "another kind",
    }
}
