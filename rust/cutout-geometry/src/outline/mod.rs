//! Outlines before they are cut: rings traced from pixels made simpler, triangles put together, and what
//! physics engines call shapes.

mod merge;
mod simplify;
mod solids;
mod thin;

pub use merge::merged;
pub use simplify::simplified;
pub use solids::{capsule, chained, circle};
pub(crate) use thin::{kept, thinned};
