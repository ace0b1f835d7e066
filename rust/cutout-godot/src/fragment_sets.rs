//! Fragments that are used over and over.
//!
//! An object of the engine costs more to make and free than all of its piece costs to compute, and most
//! receivers read the pieces and let them go. So the fragments of a result are a set that shows whatever
//! result it is given, and a set is given another once nobody refers to any of its fragments.

use crate::fragment::{CutoutFragment, Shown, ShownResult};
use crate::fragment_properties::FragmentProperties;
use crate::pieces::Pieces;
use crate::untouched::Untouched;
use godot::prelude::*;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// Sets that are kept.
const MOST_SETS: usize = 64;
/// Sets of more fragments are made anew each time: what they cost is little beside the rest, and they
/// would hold on to memory.
const LARGEST_SET: usize = 256;
/// Sets that are looked at for one that is free.
const LOOKS: usize = 2;
/// References to a fragment that nobody else has: in `members` and in `array`.
const OWN_REFERENCES: i64 = 2;

/// The fragments of one result at a time.
struct FragmentSet {
    shown: Shown,
    members: Vec<Gd<CutoutFragment>>,
    /// Those that the current result has, as the engine wants them. What is handed out is a copy, which shares
    /// its items with this one until somebody changes either: so nothing is counted up and down for each
    /// fragment, and [`Untouched::unshare`] tells whether a copy is left.
    array: VarArray,
}

/// All sets of one scheduler.
#[derive(Default)]
pub struct FragmentSets {
    sets: VecDeque<FragmentSet>,
    /// Looked up with the first result, both.
    untouched: Option<Untouched>,
    properties: Option<Rc<FragmentProperties>>,
}

impl FragmentSets {
    /// The pieces of a result as objects of the engine, in order. What was shown before is given to
    /// `discard`.
    pub fn fragments_of(&mut self, pieces: &Arc<Pieces>, discard: impl FnOnce(Arc<Pieces>)) -> VarArray {
        let properties = Rc::clone(self.properties.get_or_insert_default());
        if pieces.len() > LARGEST_SET {
            return FragmentSet::new(properties).show(pieces).0;
        }
        if self.untouched.is_none() {
            self.untouched = Untouched::look_up();
        }
        for look in 0..LOOKS.min(self.sets.len()) {
            // The one that was given out last, for its memory is at hand; then the one given out longest ago.
            let is_last = look == 0;
            let set = if is_last { self.sets.pop_back() } else { self.sets.pop_front() };
            let Some(mut set) = set else { break };
            if self.untouched.as_mut().is_some_and(|untouched| set.is_free(untouched)) {
                let (result, before) = set.show(pieces);
                self.sets.push_back(set);
                discard(before);
                return result;
            }
            // Another turn for the latter, but behind the one that was given out last.
            let behind = if is_last { self.sets.len() } else { self.sets.len().saturating_sub(1) };
            self.sets.insert(behind, set);
        }
        let mut set = FragmentSet::new(properties);
        let (result, _) = set.show(pieces);
        if self.sets.len() < MOST_SETS {
            self.sets.push_back(set);
        }
        result
    }
}

impl FragmentSet {
    fn new(properties: Rc<FragmentProperties>) -> Self {
        let shown = Rc::new(ShownResult { properties: Some(properties), ..ShownResult::default() });
        Self { shown, members: Vec::new(), array: VarArray::new() }
    }

    /// Whether nobody refers to a fragment of it, and nobody left anything in one.
    fn is_free(&mut self, untouched: &mut Untouched) -> bool {
        // Whoever keeps an array that was handed out has references of their own to its fragments after this.
        untouched.unshare(&mut self.array);
        let in_use = self.shown.pieces.borrow().len();
        self.members.iter().take(in_use).all(|member| untouched.is_object(member, OWN_REFERENCES))
    }

    /// Shows a result; answers its fragments, and what was shown before.
    fn show(&mut self, pieces: &Arc<Pieces>) -> (VarArray, Arc<Pieces>) {
        let before = self.shown.pieces.replace(Arc::clone(pieces));
        let count = pieces.len();
        for at in self.members.len()..count {
            let member = CutoutFragment::showing(&self.shown, u32::try_from(at).unwrap_or(u32::MAX));
            self.shown.members.borrow_mut().push(member.instance_id());
            self.members.push(member);
        }
        if before.len() > count {
            self.array.resize(count, &Variant::nil());
        }
        for member in self.members.iter().take(count).skip(before.len()) {
            self.array.push(&member.to_variant());
        }
        (self.array.duplicate_shallow(), before)
    }
}
