//! Outlines to scatter over, each told by a formula, so that nothing of the crate judges itself.

#![allow(dead_code, reason = "not every test file asks for everything")]

use cutout_geometry::pattern::{CutLine, Cuts, Domain, PatternScratch, cuts};
use cutout_geometry::{Bounds, FractureParams, Point};
use proptest::prelude::*;
use std::ops::RangeInclusive;

/// A shape in the square from -1 to 1, scaled and moved.
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    pub form: Form,
    pub half: Point,
    pub center: Point,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    Box,
    /// Outer radius 1, inner radius 0.5.
    Ring,
    /// A bar of 4 % of the side along the diagonal.
    Diagonal,
    /// A needle along the diagonal: next to nothing of its bounds.
    Needle,
    /// Two small boxes in opposite corners.
    Islands,
    /// The border of the box, 1 % of the side wide: any padding leaves nothing.
    Frame,
    /// Never inside, whatever the area says.
    Liar,
}

impl Form {
    pub const HONEST: [Self; 5] = [Self::Box, Self::Ring, Self::Diagonal, Self::Islands, Self::Frame];

    fn contains(self, x: f64, y: f64) -> bool {
        let in_box = x.abs() <= 1.0 && y.abs() <= 1.0;
        let squared = x * x + y * y;
        match self {
            Self::Box => in_box,
            Self::Ring => (0.25..=1.0).contains(&squared),
            Self::Diagonal => in_box && (x - y).abs() <= 0.04,
            Self::Needle => in_box && (x - y).abs() <= 2.5e-7,
            Self::Islands => in_box && x.abs() >= 0.8 && y.abs() >= 0.8 && (x > 0.0) == (y > 0.0),
            Self::Frame => in_box && (x.abs() >= 0.98 || y.abs() >= 0.98),
            Self::Liar => false,
        }
    }

    fn area(self) -> f64 {
        match self {
            Self::Box => 4.0,
            Self::Ring => 0.75 * std::f64::consts::PI,
            Self::Diagonal => 4.0 - 1.96 * 1.96,
            Self::Needle => 1e-6,
            Self::Islands => 0.08,
            Self::Frame => 4.0 - 4.0 * 0.98 * 0.98,
            Self::Liar => 1.0,
        }
    }
}

impl Outline {
    pub fn new(form: Form, width: f64, height: f64) -> Self {
        Self { form, half: Point { x: width / 2.0, y: height / 2.0 }, center: Point { x: 0.0, y: 0.0 } }
    }

    pub fn moved(self, x: f64, y: f64) -> Self {
        Self { center: Point { x, y }, ..self }
    }
}

impl Domain for Outline {
    fn bounds(&self) -> Bounds {
        Bounds { min: self.center - self.half, max: self.center + self.half }
    }

    fn contains(&self, p: Point) -> bool {
        let local = p - self.center;
        self.form.contains(local.x / self.half.x, local.y / self.half.y)
    }

    fn area(&self) -> f64 {
        self.form.area() * self.half.x * self.half.y
    }
}

/// The cuts with fresh memory.
pub fn cuts_of(params: &FractureParams, outline: &dyn Domain) -> Cuts {
    let mut out = Cuts::default();
    cuts(params, outline, &mut PatternScratch::default(), &mut out).unwrap_or_else(|e| panic!("{e}"));
    out
}

pub fn sites_of(params: &FractureParams, outline: &dyn Domain) -> Vec<Point> {
    match cuts_of(params, outline) {
        Cuts::Sites(sites) => sites,
        other => panic!("{} gave {other:?}", params.pattern.name()),
    }
}

pub fn lines_of(params: &FractureParams, outline: &Outline) -> Vec<CutLine> {
    match cuts_of(params, outline) {
        Cuts::Lines(lines) => lines,
        other => panic!("{} gave {other:?}", params.pattern.name()),
    }
}

pub fn any_form() -> impl Strategy<Value = Form> {
    proptest::sample::select(Form::HONEST.to_vec())
}

/// Outlines whose sides are about a power of ten with that exponent, at the origin or far from it.
pub fn outlines(exponents: RangeInclusive<i32>) -> impl Strategy<Value = Outline> {
    (any_form(), exponents, 0.2..5.0, prop_oneof![Just(0.0), Just(1e6)])
        .prop_map(|(form, exponent, aspect, offset): (_, i32, f64, f64)| {
            let side = 10_f64.powi(exponent);
            Outline::new(form, side, side * aspect).moved(offset, -offset)
        })
        // Where f64 cannot tell the points of an outline apart there is nothing to test.
        .prop_filter("too small for its place", |o| {
            o.half.x * 1e9 > o.center.x && o.half.y * 1e9 > o.center.x
        })
}
