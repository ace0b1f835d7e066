//! Outlines before they are cut: rings traced from pixels made simpler, and triangles put together.

mod merge;
mod simplify;

pub use merge::merged;
pub use simplify::simplified;
