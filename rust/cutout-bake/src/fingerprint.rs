//! Hashes by which pieces know what they were made of. XXH3 over little-endian bytes: the same on every
//! platform and from version to version. Not against an enemy: who forges bytes harms himself alone.

use cutout_geometry::params::{KEYS, Value};
use cutout_geometry::{FractureParams, Point};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

/// Of any bytes.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// Of rings, in the order in which they come; 0 and -0 are the same.
pub fn of_outline<'a>(rings: impl Iterator<Item = &'a [[f32; 2]]>) -> u64 {
    let mut hash = Xxh3Default::new();
    for ring in rings {
        hash.update(&(ring.len() as u64).to_le_bytes());
        for coordinate in ring.iter().flatten() {
            hash.update(&(coordinate + 0.0).to_bits().to_le_bytes());
        }
    }
    hash.digest()
}

/// Of the params that their pattern reads, by name: a new key that has its default changes nothing, and
/// neither does the order of keys.
#[must_use]
pub fn of_params(params: &FractureParams) -> u64 {
    let mut hash = Hash(Xxh3Default::new());
    for spec in KEYS {
        let value = spec.value(params);
        if spec.name == "pattern" || (spec.applies_to(params.pattern) && value != spec.default_value()) {
            hash.text(spec.name);
            hash.value(&value);
        }
    }
    hash.0.digest()
}

/// What a value is told apart by.
struct Hash(Xxh3Default);

impl Hash {
    fn word(&mut self, word: u64) {
        self.0.update(&word.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.word(text.len() as u64);
        self.0.update(text.as_bytes());
    }

    fn real(&mut self, number: f64) {
        self.word((number + 0.0).to_bits());
    }

    fn point(&mut self, point: &Point) {
        self.real(point.x);
        self.real(point.y);
    }

    fn points(&mut self, points: &[Point]) {
        self.word(points.len() as u64);
        points.iter().for_each(|point| self.point(point));
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Unset => self.word(0),
            Value::Bool(flag) => self.word(1 + u64::from(*flag)),
            Value::Int(number) => self.word(number.cast_unsigned()),
            Value::Float(number) => self.real(*number),
            Value::Text(text) => self.text(text),
            Value::Other(name) => self.text(name),
            Value::Point(point) => self.point(point),
            Value::Points(points) => self.points(points),
            Value::PointLists(lists) => {
                self.word(lists.len() as u64);
                lists.iter().for_each(|points| self.points(points));
            }
            // Apart from a ring, which begins with the number of its points.
            Value::Circle { center, radius } => {
                self.word(u64::MAX);
                self.point(center);
                self.real(*radius);
            }
            Value::Grain { angle_degrees, stretch } => {
                self.real(*angle_degrees);
                self.real(*stretch);
            }
        }
    }
}
