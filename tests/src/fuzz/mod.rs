//! Raw bytes as input: what a fuzzer drives, and a seeded run on any toolchain as well.
//!
//! - [`input`]: bytes into rings and values of params, weighted towards what goes wrong.
//! - [`shape`]: an outline is repaired to what it means, or refused for what is wrong with it.
//! - [`params`]: a value is taken as it is or refused in one sentence, and what was taken can be drawn.
//! - [`baked`]: bytes of baked pieces are read as they were written or refused in one sentence.
//! - [`carve`]: outline, tools and thresholds of any bytes give parts whose areas add up, or a sentence.
//! - [`whole`]: outline and params of any bytes give all of the area in legal pieces, or a sentence.
//!
//! Each target gives an [`Outcome`], or the law that was broken. Nothing may panic.

pub mod baked;
pub mod carve;
pub mod input;
pub mod params;
pub mod shape;
pub mod whole;

use std::fmt::Display;

/// How an input ended that broke no law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, and the result is legal.
    Taken,
    /// Refused in one sentence, and rightly so.
    Refused,
    /// The geometry found its own result wrong and said so rather than hand it out.
    GivenUp,
}

/// The law that an input broke.
pub type Checked = Result<Outcome, String>;

/// A target: what is done with the bytes.
pub type Target = fn(&[u8]) -> Checked;

/// Every target by name.
pub const TARGETS: [(&str, Target); 5] = [
    ("shape", shape::check),
    ("params", params::check),
    ("fracture", whole::check),
    ("baked", baked::check),
    ("carve", carve::check),
];

/// The longest message that fits into a game's error line: all keys by name, and a value.
const LONGEST_MESSAGE: usize = 3_000;

/// Whether an error is one sentence that says what is allowed.
fn is_clear(error: &dyn Display, words: &[&str]) -> Result<(), String> {
    let text = error.to_string();
    let shown: String = text.chars().take(200).collect();
    if text.contains('\n') {
        return Err(format!("the message has more than one line: {shown:?}"));
    }
    if text.len() > LONGEST_MESSAGE {
        return Err(format!("the message has {} bytes: {shown:?}...", text.len()));
    }
    match words.iter().find(|word| !text.contains(**word)) {
        Some(word) => Err(format!("the message does not say {word:?}: {shown:?}")),
        None => Ok(()),
    }
}
