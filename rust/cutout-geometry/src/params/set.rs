//! From a key and a value to a field: the types that a key takes, and the ranges.

use super::key::{KeySpec, Kind, MAX_STRETCH, Slot};
use super::limits::{MAX_ANGLE_DEGREES, MAX_COORDINATE, MAX_CUTS, MAX_MASK_POINTS, MAX_SITES, MIN_LENGTH};
use super::{FractureParams, Grain, KEYS, Mask, ParamError, Value};
use crate::Point;

/// How much alike (0 to 1, Jaro-Winkler) two names must be for one to be suggested for the other.
const SUGGESTION_SIMILARITY: f64 = 0.8;

impl FractureParams {
    /// Sets the parameter named `key`.
    ///
    /// Numbers pass as whole numbers and back where nothing is lost (`3.0` for `3`). [`Value::Unset`] unsets
    /// what can be unset, and so does an empty `mask`. `segments` also takes a flat list of points, two a cut.
    ///
    /// # Errors
    /// Key, value and what is allowed, if there is no such key, or the value is of the wrong type, out of
    /// range, NaN or infinite. The parameters are then as before.
    pub fn set(&mut self, key: &str, value: Value) -> Result<(), ParamError> {
        match KeySpec::find(key) {
            Some(spec) => spec.assign(self, value),
            None => Err(ParamError::UnknownKey {
                key: key.to_owned(),
                given: value.to_string(),
                suggestion: nearest_name(key, KEYS.iter().map(|spec| spec.name)),
            }),
        }
    }
}

impl KeySpec {
    fn assign(&self, params: &mut FractureParams, value: Value) -> Result<(), ParamError> {
        match (&self.slot, value) {
            (Slot::Flag { at, .. }, Value::Bool(value)) => *at(params) = value,
            (Slot::Whole { at, .. }, Value::Int(value)) => *at(params) = self.whole(value)?,
            (Slot::Whole { at, .. }, Value::Float(value)) => {
                *at(params) = self.whole(self.integral(value)?)?
            }
            (Slot::Real { at, min, max, .. }, Value::Float(value)) => {
                *at(params) = self.real(value, *min, *max)?
            }
            (Slot::Real { at, min, max, .. }, Value::Int(value)) => {
                *at(params) = self.real(value as f64, *min, *max)?
            }
            (Slot::OptionalReal { at, .. }, Value::Unset) => *at(params) = None,
            (Slot::OptionalReal { at, .. }, Value::Float(value)) => {
                *at(params) = Some(self.coordinate(value)?)
            }
            (Slot::OptionalReal { at, .. }, Value::Int(value)) => {
                *at(params) = Some(self.coordinate(value as f64)?)
            }
            (Slot::Name { set, names, .. }, Value::Text(name)) => {
                if !set(params, &name) {
                    let suggestion = nearest_name(&name, names.iter().copied());
                    return Err(ParamError::UnknownName {
                        key: self.name,
                        given: name,
                        allowed: names,
                        suggestion,
                    });
                }
            }
            (Slot::Seed { at, .. }, Value::Int(value)) => *at(params) = value.cast_unsigned(),
            (Slot::Seed { at, .. }, Value::Float(value)) => {
                *at(params) = self.integral(value)?.cast_unsigned()
            }
            (Slot::Point { at, .. } | Slot::Size { at, .. }, Value::Unset) => *at(params) = None,
            (Slot::Point { at, .. }, Value::Point(p)) => *at(params) = Some(self.point(p)?),
            (Slot::Size { at, .. }, Value::Point(p)) => *at(params) = Some(self.size(p)?),
            (Slot::Points { at, .. }, Value::Points(points)) => {
                self.sites(&points)?;
                *at(params) = points;
            }
            (Slot::Points { at, .. }, Value::PointLists(lists)) if lists.is_empty() => at(params).clear(),
            (Slot::Segments { at, .. }, Value::PointLists(lists)) => {
                *at(params) = self.cuts_of_lists(&lists)?
            }
            (Slot::Segments { at, .. }, Value::Points(points)) => {
                *at(params) = self.cuts_of_points(&points)?
            }
            (Slot::Grain { at, .. }, Value::Grain { angle_degrees, stretch }) => {
                *at(params) = self.grain(Grain { angle_degrees, stretch })?;
            }
            (Slot::Grain { at, .. }, Value::Point(p)) => {
                *at(params) = self.grain(Grain { angle_degrees: p.x, stretch: p.y })?;
            }
            (Slot::Mask { at, .. }, Value::Unset) => *at(params) = None,
            (Slot::Mask { at, .. }, Value::Circle { center, radius }) => {
                *at(params) = Some(self.mask(Mask::Circle { center, radius })?);
            }
            (Slot::Mask { at, .. }, Value::Points(ring)) => {
                *at(params) = if ring.is_empty() { None } else { Some(self.mask(Mask::Ring(ring))?) };
            }
            (Slot::Mask { at, .. }, Value::PointLists(mut lists)) if lists.len() <= 1 => {
                *at(params) = lists.pop().map(|ring| self.mask(Mask::Ring(ring))).transpose()?;
            }
            (_, value) => {
                return Err(ParamError::WrongType {
                    key: self.name,
                    given: in_words(&value),
                    allowed: self.allowed(),
                });
            }
        }
        Ok(())
    }

    /// Whether the value that the key has in `params` is in range: fields can be written past `set`.
    pub(super) fn check(&self, params: &FractureParams) -> Result<(), ParamError> {
        match &self.slot {
            Slot::Flag { .. } | Slot::Name { .. } | Slot::Seed { .. } => Ok(()),
            Slot::Whole { get, .. } => self.whole(i64::from(get(params))).map(|_| ()),
            Slot::Real { get, min, max, .. } => self.real(get(params), *min, *max).map(|_| ()),
            Slot::OptionalReal { get, .. } => get(params).map_or(Ok(()), |v| self.coordinate(v).map(|_| ())),
            Slot::Point { get, .. } => get(params).map_or(Ok(()), |p| self.point(p).map(|_| ())),
            Slot::Size { get, .. } => get(params).map_or(Ok(()), |p| self.size(p).map(|_| ())),
            Slot::Points { get, .. } => self.sites(get(params)),
            Slot::Segments { get, .. } => self.cuts(get(params)),
            Slot::Grain { get, .. } => self.grain(get(params)).map(|_| ()),
            Slot::Mask { get, .. } => get(params).as_ref().map_or(Ok(()), |mask| self.check_mask(mask)),
        }
    }

    fn allowed(&self) -> String {
        match self.kind() {
            Kind::Name(names) => format!("the names {}", names.join(", ")),
            kind => kind.to_string(),
        }
    }

    fn out_of_range(&self, given: impl ToString) -> ParamError {
        ParamError::OutOfRange { key: self.name, given: given.to_string(), allowed: self.allowed() }
    }

    fn bad_entry(&self, index: usize, given: impl ToString, allowed: &str) -> ParamError {
        ParamError::BadEntry { key: self.name, index, given: given.to_string(), allowed: allowed.to_owned() }
    }

    fn whole(&self, value: i64) -> Result<u32, ParamError> {
        let Slot::Whole { min, max, .. } = self.slot else { return Err(self.out_of_range(value)) };
        u32::try_from(value).ok().filter(|v| (min..=max).contains(v)).ok_or_else(|| self.out_of_range(value))
    }

    /// The whole number that `value` is. Floats of 2^63 and more in size are not taken for one.
    fn integral(&self, value: f64) -> Result<i64, ParamError> {
        const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
        if value == value.trunc() && value.abs() < TWO_TO_63 {
            Ok(value as i64)
        } else {
            Err(self.out_of_range(Value::Float(value)))
        }
    }

    fn real(&self, value: f64, min: f64, max: f64) -> Result<f64, ParamError> {
        // NaN is in no range.
        if (min..=max).contains(&value) { Ok(value) } else { Err(self.out_of_range(Value::Float(value))) }
    }

    fn coordinate(&self, value: f64) -> Result<f64, ParamError> {
        self.real(value, -MAX_COORDINATE, MAX_COORDINATE)
    }

    fn point(&self, p: Point) -> Result<Point, ParamError> {
        if is_in_range(p) { Ok(p) } else { Err(self.out_of_range(Value::Point(p))) }
    }

    fn size(&self, p: Point) -> Result<Point, ParamError> {
        let side = MIN_LENGTH..=MAX_COORDINATE;
        if side.contains(&p.x) && side.contains(&p.y) {
            Ok(p)
        } else {
            Err(self.out_of_range(Value::Point(p)))
        }
    }

    fn sites(&self, points: &[Point]) -> Result<(), ParamError> {
        if points.len() > MAX_SITES as usize {
            return Err(self.out_of_range(format_args!("{} points", points.len())));
        }
        self.each_in_range(points)
    }

    fn each_in_range(&self, points: &[Point]) -> Result<(), ParamError> {
        match points.iter().position(|&p| !is_in_range(p)) {
            None => Ok(()),
            Some(index) => Err(self.bad_entry(
                index,
                Value::Point(points[index]),
                &format!("points with coordinates up to {}", super::key::Number(MAX_COORDINATE)),
            )),
        }
    }

    fn cuts_of_lists(&self, lists: &[Vec<Point>]) -> Result<Vec<[Point; 2]>, ParamError> {
        let mut cuts = Vec::with_capacity(lists.len().min(MAX_CUTS as usize));
        for (index, list) in lists.iter().enumerate() {
            let &[a, b] = list.as_slice() else {
                return Err(self.bad_entry(index, format_args!("{} points", list.len()), "pairs of points"));
            };
            cuts.push([a, b]);
        }
        self.cuts(&cuts)?;
        Ok(cuts)
    }

    fn cuts_of_points(&self, points: &[Point]) -> Result<Vec<[Point; 2]>, ParamError> {
        let (pairs, rest) = points.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(self.out_of_range(format_args!("{} points, which is odd", points.len())));
        }
        self.cuts(pairs)?;
        Ok(pairs.to_vec())
    }

    fn cuts(&self, cuts: &[[Point; 2]]) -> Result<(), ParamError> {
        if cuts.len() > MAX_CUTS as usize {
            return Err(self.out_of_range(format_args!("{} pairs", cuts.len())));
        }
        for (index, &[a, b]) in cuts.iter().enumerate() {
            if a == b || !is_in_range(a) || !is_in_range(b) {
                let given = format!("{} to {}", Value::Point(a), Value::Point(b));
                let allowed = format!(
                    "pairs of different points with coordinates up to {}",
                    super::key::Number(MAX_COORDINATE)
                );
                return Err(self.bad_entry(index, given, &allowed));
            }
        }
        Ok(())
    }

    fn grain(&self, grain: Grain) -> Result<Grain, ParamError> {
        if grain.angle_degrees.abs() <= MAX_ANGLE_DEGREES && (1.0..=MAX_STRETCH).contains(&grain.stretch) {
            Ok(grain)
        } else {
            Err(self.out_of_range(Value::from(grain)))
        }
    }

    fn mask(&self, mask: Mask) -> Result<Mask, ParamError> {
        self.check_mask(&mask)?;
        Ok(mask)
    }

    fn check_mask(&self, mask: &Mask) -> Result<(), ParamError> {
        match mask {
            Mask::Circle { center, radius } => {
                if is_in_range(*center) && (MIN_LENGTH..=MAX_COORDINATE).contains(radius) {
                    Ok(())
                } else {
                    Err(self.out_of_range(Value::Circle { center: *center, radius: *radius }))
                }
            }
            Mask::Ring(ring) if !(3..=MAX_MASK_POINTS as usize).contains(&ring.len()) => {
                let plural = if ring.len() == 1 { "" } else { "s" };
                Err(self.out_of_range(format_args!("a ring of {} point{plural}", ring.len())))
            }
            Mask::Ring(ring) => self.each_in_range(ring),
        }
    }
}

fn is_in_range(p: Point) -> bool {
    p.x.abs() <= MAX_COORDINATE && p.y.abs() <= MAX_COORDINATE
}

/// The value with its type, where the value alone would not tell what is wrong.
fn in_words(value: &Value) -> String {
    match value {
        Value::Text(_) => format!("the text {value}"),
        Value::Point(_) => format!("the point {value}"),
        Value::Float(_) | Value::Int(_) => format!("the number {value}"),
        _ => value.to_string(),
    }
}

/// The name most like `given`, if one is alike enough to have been meant.
fn nearest_name(given: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // A name is short; a long text is no slip of the keyboard, and the comparison is quadratic.
    if given.len() > 64 {
        return None;
    }
    let given = given.to_lowercase();
    names
        .map(|name| (strsim::jaro_winkler(&given, name), name))
        .filter(|&(similarity, _)| similarity >= SUGGESTION_SIMILARITY)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
