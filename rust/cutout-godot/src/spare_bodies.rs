//! Class `CutoutSpareBodies`: bodies that are done, for pieces to come.

use crate::body_calls::BodyCalls;
use crate::piece_body::{CutoutPieceBody, SIGNALS};
use crate::piece_form::{PieceForm, PieceForms};
use godot::prelude::*;
use std::rc::Rc;

/// So many of those that came last are looked through for one that was cut alike, where there is one.
const LOOKED_THROUGH: usize = 1024;

/// Bodies that have served, outside the tree, with their shapes and canvas items, and the forms that bodies
/// have. For [CutoutBodyPool].
// Not an array of the engine's: to tell the class of each of its entries costs a fifth of making a body.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutSpareBodies {
    bodies: Vec<Spare>,
    forms: PieceForms,
    /// Those of pieces, by their index.
    names: Vec<StringName>,
    /// A name takes longer to make than to ask for.
    #[init(val = SIGNALS.map(StringName::from))]
    signals: [StringName; SIGNALS.len()],
}

/// A body that is no piece.
pub struct Spare {
    pub body: Gd<CutoutPieceBody>,
    /// That of the shapes which are on it.
    form: Option<FormOfSpare>,
}

/// A form that is counted as one that a spare body has.
struct FormOfSpare(Rc<PieceForm>);

impl FormOfSpare {
    fn new(form: Rc<PieceForm>) -> Self {
        form.count_spare(1);
        Self(form)
    }
}

impl Drop for FormOfSpare {
    fn drop(&mut self) {
        self.0.count_spare(-1);
    }
}

impl Spare {
    /// A new one.
    pub fn new() -> Self {
        Self { body: CutoutPieceBody::new_alloc(), form: None }
    }
}

/// Whether a body is there still, and nobody's: a game that held on to one may have freed it, or be about to, or have
/// put it somewhere.
fn is_spare(body: &Gd<CutoutPieceBody>) -> bool {
    body.is_instance_valid() && !body.is_queued_for_deletion() && body.get_parent().is_none()
}

#[godot_api]
impl CutoutSpareBodies {
    /// Takes a body that is outside the tree; false, and nothing happens, where there are [param capacity]
    /// already, it is no piece, or something of the game's is on it.
    #[func]
    fn give(&mut self, body: Gd<CutoutPieceBody>, capacity: i64) -> bool {
        let is_done = !self.is_full(capacity) && CutoutPieceBody::end_piece(body.clone(), &self.signals);
        if is_done {
            self.put(body);
        }
        is_done
    }

    /// How many there are.
    #[func]
    fn size(&self) -> i64 {
        i64::try_from(self.bodies.len()).unwrap_or(i64::MAX)
    }

    /// Frees all but [param count] of them.
    #[func]
    fn keep(&mut self, count: i64) {
        let count = usize::try_from(count).unwrap_or(0);
        for Spare { body, .. } in self.bodies.drain(count.min(self.bodies.len())..) {
            if is_spare(&body) {
                body.free();
            }
        }
    }
}

impl CutoutSpareBodies {
    /// Whether there are as many as there may be.
    pub fn is_full(&self, capacity: i64) -> bool {
        self.size() >= capacity
    }

    /// Makes one that has a form's shapes on it already.
    pub fn prepare(&mut self, calls: BodyCalls, form: Rc<PieceForm>) {
        let mut body = CutoutPieceBody::new_alloc();
        // SAFETY: nobody else has it.
        if let Some(living) = unsafe { calls.living(&body) } {
            CutoutPieceBody::take_form(&mut body, &living, form);
        }
        self.put(body);
    }

    fn put(&mut self, body: Gd<CutoutPieceBody>) {
        let form = body.bind().form().map(FormOfSpare::new);
        self.bodies.push(Spare { body, form });
    }

    /// One that was cut alike and has its shapes on it, or else the one that came last.
    pub fn take(&mut self, form: Option<&Rc<PieceForm>>) -> Option<Spare> {
        core::iter::from_fn(|| self.take_any(form)).find(|spare| is_spare(&spare.body))
    }

    /// What the piece of that index is called, in all breaks: the path of a piece is the same wherever a game runs.
    pub fn name_of(&mut self, index: usize) -> StringName {
        while self.names.len() <= index {
            self.names.push(StringName::from(format!("Piece{}", self.names.len()).as_str()));
        }
        self.names[index].clone()
    }

    /// The forms that bodies have.
    pub fn forms(&mut self) -> &mut PieceForms {
        &mut self.forms
    }

    fn take_any(&mut self, form: Option<&Rc<PieceForm>>) -> Option<Spare> {
        let last = self.bodies.len().checked_sub(1)?;
        let first = self.bodies.len().saturating_sub(LOOKED_THROUGH);
        let alike = |spare: &Spare| match (&spare.form, form) {
            (Some(has), Some(wanted)) => Rc::ptr_eq(&has.0, wanted),
            _ => false,
        };
        let has_alike = form.is_some_and(|form| form.spare_count() > 0);
        let at = if has_alike { self.bodies[first..].iter().rposition(alike) } else { None };
        Some(self.bodies.swap_remove(at.map_or(last, |at| first + at)))
    }
}
