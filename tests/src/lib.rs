//! The laws that every fracture keeps, and the inputs that try to break them.
//!
//! Only [`trial`] calls the geometry crate, and nothing of it is used to judge it: signs come from `robust`,
//! areas and centroids from `geo`, filled regions from `i_overlay`, topology from counting edges.
//!
//! - [`pieces`]: a fracture's answer, copied into plain values that a test can also spoil.
//! - [`outline`]: what an outline means, whatever its rings look like.
//! - [`laws`]: one module a law; [`laws::check`] applies them all.
//! - [`shapes`], [`cuts`], [`masks`], [`case`]: random and nasty inputs, each told by a seed.
//! - [`trial`], [`finished`]: one input through the geometry crate and all laws.
//! - [`baked`]: pieces as they are baked.
//! - [`carving`]: carvings, and what came of them.
//! - [`fuzz`]: any bytes as an input, for a fuzzer.
//! - [`exact`]: predicates without rounding.

#![forbid(unsafe_code)]

pub mod baked;
pub mod carving;
pub mod case;
pub mod cuts;
pub mod exact;
pub mod finished;
pub mod fuzz;
pub mod laws;
pub mod masks;
pub mod outline;
pub mod pieces;
pub mod random;
pub mod shapes;
pub mod trial;

/// A point of the plane.
pub type Point = geo_types::Coord<f64>;
