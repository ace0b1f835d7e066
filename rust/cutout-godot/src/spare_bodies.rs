//! Class `CutoutSpareBodies`: bodies that are done, for pieces to come.

use crate::piece_body::CutoutPieceBody;
use godot::prelude::*;

/// Bodies that have served, outside the tree, with their shapes and canvas items. For [CutoutBodyPool].
// Not an array of the engine's: to tell the class of each of its entries costs a fifth of making a body.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutSpareBodies {
    bodies: Vec<Gd<CutoutPieceBody>>,
}

#[godot_api]
impl CutoutSpareBodies {
    /// Takes a body that is outside the tree; false, and nothing happens, where it is no piece, or something of
    /// the game's is on it.
    #[func]
    fn give(&mut self, body: Gd<CutoutPieceBody>) -> bool {
        let is_done = CutoutPieceBody::end_piece(body.clone());
        if is_done {
            self.bodies.push(body);
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
        for body in self.bodies.drain(count.min(self.bodies.len())..) {
            if body.is_instance_valid() {
                body.free();
            }
        }
    }
}

impl CutoutSpareBodies {
    /// The one that came last.
    pub fn take(&mut self) -> Option<Gd<CutoutPieceBody>> {
        // One that the game held on to may have been freed by it.
        core::iter::from_fn(|| self.bodies.pop()).find(Gd::is_instance_valid)
    }
}
