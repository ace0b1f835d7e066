//! What is wrong with a parameter, told in one sentence.

use super::value::Quoted;
use std::fmt;

/// Why a parameter, or a combination of them, is refused.
///
/// Every variant names the key, what was given and what is allowed, and prints as one sentence:
/// `params "fragment_count" is -3: allowed are whole numbers from 1 to 65536`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamError {
    /// There is no such key.
    UnknownKey {
        /// The key as given.
        key: String,
        /// Its value as given, in words.
        given: String,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// The value is of a type that the key does not take.
    WrongType {
        /// The key.
        key: &'static str,
        /// The value, in words.
        given: String,
        /// What the key takes.
        allowed: String,
    },
    /// The type is right, the value is not: too large, too small, NaN or infinite.
    OutOfRange {
        /// The key.
        key: &'static str,
        /// The value, in words.
        given: String,
        /// What the key takes.
        allowed: String,
    },
    /// The value should be one of a few names and is another.
    UnknownName {
        /// The key.
        key: &'static str,
        /// The name as given.
        given: String,
        /// All names.
        allowed: &'static [&'static str],
        /// The name that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// One entry of a list is wrong.
    BadEntry {
        /// The key.
        key: &'static str,
        /// Which entry, from 0.
        index: usize,
        /// The entry, in words.
        given: String,
        /// What an entry may be.
        allowed: String,
    },
    /// The values are fine one by one and do not go together, or not with the outline.
    Conflict {
        /// The key to change.
        key: &'static str,
        /// Its value, in words.
        given: String,
        /// What it may be beside the others.
        allowed: String,
    },
}

impl ParamError {
    /// The gap leaves nothing of any piece.
    pub(crate) fn gap_takes_all(gap: f64) -> Self {
        Self::Conflict {
            key: "gap",
            given: format!("{gap:?}"),
            allowed: "gaps that leave something of at least one piece".to_owned(),
        }
    }

    /// The key that is at fault, as given.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::UnknownKey { key, .. } => key,
            Self::WrongType { key, .. }
            | Self::OutOfRange { key, .. }
            | Self::UnknownName { key, .. }
            | Self::BadEntry { key, .. }
            | Self::Conflict { key, .. } => key,
        }
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey { key, given, suggestion } => {
                write!(f, "params has no key {} (given {given}", Quoted(key))?;
                if let Some(name) = suggestion {
                    write!(f, "; did you mean {name:?}?")?;
                }
                f.write_str("): allowed are ")?;
                write_list(f, super::KEYS.iter().map(|spec| spec.name))
            }
            Self::UnknownName { key, given, allowed, suggestion } => {
                write!(f, "params {key:?} is {}", Quoted(given))?;
                if let Some(name) = suggestion {
                    write!(f, " (did you mean {name:?}?)")?;
                }
                f.write_str(": allowed are ")?;
                write_list(f, allowed.iter().copied())
            }
            Self::BadEntry { key, index, given, allowed } => {
                write!(f, "params {key:?} has {given} at index {index}: allowed are {allowed}")
            }
            Self::WrongType { key, given, allowed }
            | Self::OutOfRange { key, given, allowed }
            | Self::Conflict { key, given, allowed } => {
                write!(f, "params {key:?} is {given}: allowed are {allowed}")
            }
        }
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, names: impl Iterator<Item = &'static str>) -> fmt::Result {
    for (i, name) in names.enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        f.write_str(name)?;
    }
    Ok(())
}

impl std::error::Error for ParamError {}
