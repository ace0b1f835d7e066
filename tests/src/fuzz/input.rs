//! Bytes into inputs. Every byte string is an input, and short ones are simple ones: bytes that are not
//! there count as zero.

use crate::Point;
use cutout_geometry::params::{FillRule, FractureParams, Holes, KEYS, Pattern, Value};

/// Most rings, and most points of one: small inputs are fast, and shapes go wrong in the details.
const MOST_RINGS: u8 = 5;
const MOST_POINTS: u8 = 40;

/// Reads bytes from the front.
#[derive(Clone, Debug)]
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    /// From the first byte on.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all have been read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    /// The next byte below `count`.
    pub fn below(&mut self, count: u8) -> usize {
        usize::from(self.byte() % count.max(1))
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    fn bits(&mut self) -> u64 {
        u64::from_le_bytes(self.array())
    }

    /// Any `f64`.
    fn double(&mut self) -> f64 {
        match self.below(8) {
            0 => f64::from_bits(self.bits()),
            1 => f64::from(f32::from_bits(u32::from_le_bytes(self.array()))),
            2 => f64::from(self.byte()),
            3 => -f64::from(self.byte()),
            4 => f64::from(self.byte()) / 255.0,
            5 => *self.pick(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, -0.0]),
            6 => f64::from(i16::from_le_bytes(self.array())) / 16.0,
            _ => libm::pow(10.0, f64::from(self.byte() as i8) / 8.0),
        }
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len() as u8)]
    }

    fn text(&mut self) -> String {
        let length = self.below(24);
        let word =
            String::from_utf8_lossy(&(0..length).map(|_| self.byte()).collect::<Vec<_>>()).into_owned();
        // Long texts out of few bytes.
        let times = if self.byte() == 255 { 4_096 } else { 1 };
        word.repeat(times)
    }
}

/// Rings of an outline: on a coarse grid where crossings fall on vertices, freely placed, on earlier
/// points and edges, off them by a bit or two, far off, not finite.
pub fn rings(bytes: &mut Bytes<'_>) -> Vec<Vec<Point>> {
    let scale = *bytes.pick(&[1.0, 1.0, 100.0, 1e-3, 1e6, 0.1]);
    let offset = *bytes.pick(&[0.0, 0.0, 512.0, 1e6, -1e6, 0.1]);
    let count = 1 + bytes.below(MOST_RINGS);
    let mut rings: Vec<Vec<Point>> = Vec::with_capacity(count);
    let mut seen: Vec<Point> = Vec::new();
    for _ in 0..count {
        if bytes.is_empty() && !rings.is_empty() {
            break;
        }
        let length = bytes.below(MOST_POINTS);
        let mut ring = Vec::with_capacity(length);
        for _ in 0..length {
            let p = stored(point(bytes, &seen, scale, offset));
            ring.push(p);
            seen.push(p);
        }
        rings.push(ring);
    }
    rings
}

/// A length, area or the like: mostly one of a size that goes with outlines, at times any number.
pub fn number(bytes: &mut Bytes<'_>) -> f64 {
    if bytes.below(16) == 0 { bytes.double() } else { (1.0 + f64::from(bytes.byte())) / 64.0 }
}

/// Fewer points than `most`, of the size of outlines near the origin.
pub fn points(bytes: &mut Bytes<'_>, most: u8) -> Vec<Point> {
    let mut points = Vec::new();
    for _ in 0..bytes.below(most) {
        let p = stored(point(bytes, &points, 1.0, 0.0));
        points.push(p);
    }
    points
}

fn point(bytes: &mut Bytes<'_>, seen: &[Point], scale: f64, offset: f64) -> Point {
    let placed = |x: f64, y: f64| Point { x: x * scale + offset, y: y * scale - offset };
    let known = |bytes: &mut Bytes<'_>| match seen.len() {
        0 => placed(0.0, 0.0),
        count => seen[usize::from(bytes.byte()) % count],
    };
    match bytes.byte() {
        // Eighths from -2 to 2.
        0..=95 => {
            let [x, y] = bytes.array::<2>();
            placed(f64::from(x % 33) / 8.0 - 2.0, f64::from(y % 33) / 8.0 - 2.0)
        }
        96..=159 => {
            let [a, b, c, d] = bytes.array::<4>();
            placed(
                f64::from(i16::from_le_bytes([a, b])) / 8192.0,
                f64::from(i16::from_le_bytes([c, d])) / 8192.0,
            )
        }
        160..=183 => known(bytes),
        // On the line between two earlier points, or what rounding makes of that.
        184..=215 => {
            let (a, b) = (known(bytes), known(bytes));
            let t = f64::from(bytes.byte() as i8) / 64.0;
            a + (b - a) * t
        }
        // A step or two of `f32` off an earlier point.
        216..=245 => {
            let p = known(bytes);
            let [x, y] = bytes.array::<2>();
            let step = |v: f64, by: u8| {
                f64::from(f32::from_bits((v as f32).to_bits().wrapping_add_signed(i32::from(by as i8) / 32)))
            };
            Point { x: step(p.x, x), y: step(p.y, y) }
        }
        246..=253 => {
            let (x, y) = (
                f32::from_bits(u32::from_le_bytes(bytes.array())),
                f32::from_bits(u32::from_le_bytes(bytes.array())),
            );
            Point { x: f64::from(x), y: f64::from(y) }
        }
        _ => Point { x: bytes.double(), y: bytes.double() },
    }
}

/// As an engine would store it.
fn stored(p: Point) -> Point {
    Point { x: f64::from(p.x as f32), y: f64::from(p.y as f32) }
}

/// A key that there is, or any text, and a value of any type.
pub fn key_and_value(bytes: &mut Bytes<'_>) -> (String, Value) {
    let key = match bytes.byte() {
        255 => bytes.text(),
        other => KEYS[usize::from(other) % KEYS.len()].name.to_owned(),
    };
    let value = value(bytes, &key);
    (key, value)
}

fn value(bytes: &mut Bytes<'_>, key: &str) -> Value {
    let free = |bytes: &mut Bytes<'_>| Point { x: bytes.double(), y: bytes.double() };
    let points = |bytes: &mut Bytes<'_>| (0..bytes.below(12)).map(|_| free(bytes)).collect::<Vec<_>>();
    match bytes.below(12) {
        // What the key has by default, so that types fit more often than not.
        0 => cutout_geometry::params::KeySpec::find(key)
            .map_or(Value::Unset, |spec| spec.value(&FractureParams::default())),
        1 => Value::Bool(bytes.byte() % 2 == 1),
        2 => Value::Int(i64::from(bytes.byte())),
        3 => Value::Int(bytes.bits().cast_signed()),
        4 => Value::Float(bytes.double()),
        5 => match bytes.below(4) {
            0 => Value::Text(bytes.text()),
            _ => {
                let names = [Pattern::NAMES, Holes::NAMES, FillRule::NAMES].concat();
                Value::Text((*bytes.pick(&names)).to_owned())
            }
        },
        6 => Value::Point(free(bytes)),
        7 => Value::Points(points(bytes)),
        8 => Value::PointLists(
            (0..bytes.below(5)).map(|_| points(bytes).into_iter().take(3).collect()).collect(),
        ),
        9 => Value::Circle { center: free(bytes), radius: bytes.double() },
        10 => Value::Grain { angle_degrees: bytes.double(), stretch: bytes.double() },
        _ => match bytes.below(2) {
            0 => Value::Unset,
            _ => Value::Other("Object"),
        },
    }
}

/// Params after any number of values were set, those that were refused left out.
pub fn params(bytes: &mut Bytes<'_>) -> FractureParams {
    let mut params = FractureParams::default();
    for _ in 0..bytes.below(9) {
        let (key, value) = key_and_value(bytes);
        let _ = params.set(&key, value);
    }
    params
}
