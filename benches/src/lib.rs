//! What Cutout Batch is measured on, and against whom.
//!
//! - [`workloads`]: the inputs, the same bits on every machine.
//! - [`voronoi`]: Delaunay and cells as the peers need them, since none of them cuts by sites.
//! - [`peers`]: one module a library, each behind [`peers::Peer`], each in its fastest sensible use.
//! - [`ours`]: the geometry crate behind the same trait.
//! - [`measure`]: medians of interleaved runs.
//! - [`carving`]: a bite out of an outline, ours and theirs.
//! - [`growth`]: time by size.
//! - [`report`]: the table and the JSON file.

#![forbid(unsafe_code)]

pub mod carving;
pub mod growth;
pub mod measure;
pub mod ours;
pub mod peers;
pub mod report;
pub mod voronoi;
pub mod workloads;
