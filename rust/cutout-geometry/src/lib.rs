//! Fractures 2D outlines: any outline (with holes and islands) cut by a pattern into pieces that fit
//! together bit for bit. Knows no engine, no thread and no lock.
//!
//! The way of the data, one module a stage:
//!
//! rings -> [`shape`] -> [`pattern`] -> `cells` -> `partition` -> [`fragment`]
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]
#![forbid(unsafe_code)]

mod angle;
mod assemble;
mod audit;
mod boolean;
mod boxes;
pub mod carve;
mod cells;
pub mod decompose;
pub mod error;
pub mod fracture;
pub mod fragment;
mod gap;
mod holes;
mod join;
pub mod limits;
mod mask;
pub mod outline;
mod overlay;
mod pace;
pub mod params;
mod partition;
pub mod pattern;
pub mod point;
pub mod predicate;
pub mod report;
mod rng;
mod rough;
pub mod shape;
mod single;
pub mod skin;

pub use carve::{CarveError, Carver, Carving};
pub use error::{FractureError, ShapeError};
pub use fracture::{Checkpoint, Fracturer};
pub use fragment::{Bond, Fragment, Fragments, Role};
pub use params::{FractureParams, ParamError};
pub use point::{Bounds, Point};
pub use report::{Fracture, Repairs, Report};
