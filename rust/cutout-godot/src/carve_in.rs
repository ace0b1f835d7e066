//! The `tool` and `options` arguments of a carving: dictionaries, into typed values.
//!
//! What is in range is the geometry's to say; here the keys and their types are looked at.

use crate::params_in::{params_from_variant, type_words, value_of};
use cutout_geometry::carve::tool::DEFAULT_TOLERANCE;
use cutout_geometry::carve::{Anchors, BiteFate, Ends, PlacedTool, Placement, Tool};
use cutout_geometry::params::Value;
use cutout_geometry::{Carving, FractureParams, Point};
use godot::builtin::{AnyArray, AnyDictionary, PackedInt32Array, Transform2D, Variant, VariantType, Vector2};
use std::sync::Arc;

/// The shapes of tools, and the keys of each beside `shape`, `tolerance` and `transform`.
const SHAPES: [(&str, &[&str]); 5] = [
    ("circle", &["center", "radius"]),
    ("polygon", &["polygon"]),
    ("beam", &["from", "to", "width", "ends"]),
    ("sweep", &["path", "radius"]),
    ("cut", &["path", "width"]),
];
/// Keys that every tool takes.
const OF_ALL: [&str; 3] = ["shape", "tolerance", "transform"];
/// Keys of the options.
const OPTIONS: [&str; 9] = [
    "anchors",
    "anchor_ring",
    "min_survivor_area",
    "shatter_area",
    "shatter",
    "dust_area",
    "bite",
    "simplify",
    "parts",
];

/// What a carving is, and the params by which it shatters.
///
/// # Errors
/// One sentence that names the argument, its value and what is allowed.
pub fn carving_from(tool: &Variant, options: &Variant) -> Result<(Carving, Arc<FractureParams>), String> {
    let mut carving = Carving::with(tools_from(tool)?);
    let shatter = set_options(&mut carving, options)?;
    carving.validate().map_err(|error| error.to_string())?;
    Ok((carving, shatter))
}

fn tools_from(tool: &Variant) -> Result<Vec<PlacedTool>, String> {
    match tool.get_type() {
        VariantType::DICTIONARY => Ok(vec![tool_from(tool).map_err(|error| format!("tool {error}"))?]),
        VariantType::ARRAY => {
            let tools = tool.try_to::<AnyArray>().map_err(|_| "tool is no Array".to_owned())?;
            let at =
                |(index, tool)| tool_from(&tool).map_err(|error| format!("tool at index {index}: {error}"));
            tools.iter_shared().enumerate().map(at).collect()
        }
        found => Err(format!(
            "tool is of type {}: a Dictionary, or an Array of them, is allowed",
            type_words(found)
        )),
    }
}

fn tool_from(tool: &Variant) -> Result<PlacedTool, String> {
    let found = type_words(tool.get_type());
    let entries =
        tool.try_to::<AnyDictionary>().map_err(|_| format!("is of type {found}: a Dictionary is allowed"))?;
    let entries = Entries(entries);
    let names = || SHAPES.map(|(name, _)| name).join(", ");
    let shape = match entries.value("shape") {
        Value::Text(name) => name,
        other => return Err(format!("\"shape\" is {other}: {} are allowed", names())),
    };
    let Some((_, keys)) = SHAPES.iter().find(|(name, _)| *name == shape) else {
        return Err(format!("\"shape\" is {shape:?}: {} are allowed", names()));
    };
    entries.refuse_others(&[&OF_ALL[..], keys].concat())?;
    let tool = match shape.as_str() {
        "circle" => {
            Tool::Circle { center: entries.point("center")?, radius: entries.number("radius", None)? }
        }
        "polygon" => Tool::Polygon(entries.rings("polygon")?),
        "beam" => Tool::Beam {
            from: entries.point("from")?,
            to: entries.point("to")?,
            width: entries.number("width", None)?,
            ends: match entries.value("ends") {
                Value::Unset => Ends::Round,
                Value::Text(name) if name == "round" => Ends::Round,
                Value::Text(name) if name == "flat" => Ends::Flat,
                other => return Err(format!("\"ends\" is {other}: \"round\" and \"flat\" are allowed")),
            },
        },
        "sweep" => Tool::Sweep { path: entries.points("path")?, radius: entries.number("radius", None)? },
        _ => Tool::Cut { path: entries.points("path")?, width: entries.number("width", Some(0.0))? },
    };
    let tolerance = entries.number("tolerance", Some(DEFAULT_TOLERANCE))?;
    Ok(PlacedTool { tool, placement: entries.placement()?, tolerance })
}

fn set_options(carving: &mut Carving, options: &Variant) -> Result<Arc<FractureParams>, String> {
    let entries = match options.get_type() {
        VariantType::NIL => return Ok(Arc::default()),
        VariantType::DICTIONARY => options.try_to::<AnyDictionary>().ok().map(Entries),
        _ => None,
    };
    let Some(entries) = entries else {
        let found = type_words(options.get_type());
        return Err(format!("options is of type {found}: a Dictionary is allowed"));
    };
    let named = |error: String| format!("options {error}");
    entries.refuse_others(&OPTIONS).map_err(named)?;
    let area = |key| entries.number(key, Some(0.0)).map_err(named);
    carving.min_survivor_area = area("min_survivor_area")?;
    carving.shatter_area = area("shatter_area")?;
    carving.dust_area = area("dust_area")?;
    carving.simplify = area("simplify")?;
    carving.parts = entries.counts("parts").map_err(named)?;
    let list = |key| match entries.value(key) {
        Value::Unset => Ok(None),
        _ => entries.points(key).map(Some).map_err(named),
    };
    let (points, ring) = (list("anchors")?, list("anchor_ring")?);
    if points.is_some() || ring.is_some() {
        carving.anchors = Anchors::At { points: points.unwrap_or_default(), ring: ring.unwrap_or_default() };
    }
    carving.bite = match entries.value("bite") {
        Value::Unset => BiteFate::Removed,
        Value::Text(name) if name == "remove" => BiteFate::Removed,
        Value::Text(name) if name == "keep" => BiteFate::Kept,
        Value::Text(name) if name == "shatter" => BiteFate::Shattered,
        other => {
            return Err(format!(
                "options \"bite\" is {other}: \"remove\", \"keep\" and \"shatter\" are allowed"
            ));
        }
    };
    let shatter = entries.0.get("shatter").unwrap_or_default();
    params_from_variant(&shatter).map_err(|error| format!("options \"shatter\": {error}"))
}

/// A dictionary whose keys are asked for by name.
struct Entries(AnyDictionary);

impl Entries {
    fn value(&self, key: &str) -> Value {
        self.0.get(key).map_or(Value::Unset, |value| value_of(&value))
    }

    fn refuse_others(&self, allowed: &[&str]) -> Result<(), String> {
        for (key, _) in self.0.iter_shared() {
            let is_text = matches!(key.get_type(), VariantType::STRING | VariantType::STRING_NAME);
            if !(is_text && allowed.contains(&key.stringify().to_string().as_str())) {
                return Err(format!(
                    "has no key {:?}: {} are allowed",
                    key.stringify().to_string(),
                    allowed.join(", ")
                ));
            }
        }
        Ok(())
    }

    fn number(&self, key: &str, default: Option<f64>) -> Result<f64, String> {
        match (self.value(key), default) {
            (Value::Float(number), _) => Ok(number),
            (Value::Int(number), _) => Ok(number as f64),
            (Value::Unset, Some(default)) => Ok(default),
            (other, _) => Err(format!("{key:?} is {other}: a number is allowed")),
        }
    }

    fn point(&self, key: &str) -> Result<Point, String> {
        match self.value(key) {
            Value::Point(point) => Ok(point),
            other => Err(format!("{key:?} is {other}: a Vector2 is allowed")),
        }
    }

    fn points(&self, key: &str) -> Result<Vec<Point>, String> {
        match self.value(key) {
            Value::Points(points) => Ok(points),
            other => Err(format!("{key:?} is {other}: a PackedVector2Array is allowed")),
        }
    }

    fn rings(&self, key: &str) -> Result<Vec<Vec<Point>>, String> {
        match self.value(key) {
            Value::Points(ring) => Ok(vec![ring]),
            Value::PointLists(rings) => Ok(rings),
            other => {
                Err(format!("{key:?} is {other}: a PackedVector2Array, or an Array of them, is allowed"))
            }
        }
    }

    fn counts(&self, key: &str) -> Result<Vec<usize>, String> {
        let Some(value) = self.0.get(key).filter(|value| !value.is_nil()) else { return Ok(Vec::new()) };
        // Asked for by type: the engine makes an empty array of what is none.
        let is_one = value.get_type() == VariantType::PACKED_INT32_ARRAY;
        let counts = is_one.then(|| value.try_to::<PackedInt32Array>().ok()).flatten().ok_or_else(|| {
            format!("{key:?} is of type {}: a PackedInt32Array is allowed", type_words(value.get_type()))
        })?;
        let count = |&count: &i32| {
            usize::try_from(count).map_err(|_| format!("{key:?} has {count}: numbers from 1 are allowed"))
        };
        counts.as_slice().iter().map(count).collect()
    }

    fn placement(&self) -> Result<Placement, String> {
        let Some(value) = self.0.get("transform").filter(|value| !value.is_nil()) else {
            return Ok(Placement::default());
        };
        let transform = value.try_to::<Transform2D>().map_err(|_| {
            format!("\"transform\" is of type {}: a Transform2D is allowed", type_words(value.get_type()))
        })?;
        let wide = |v: Vector2| Point { x: f64::from(v.x), y: f64::from(v.y) };
        Ok(Placement { x: wide(transform.a), y: wide(transform.b), origin: wide(transform.origin) })
    }
}
