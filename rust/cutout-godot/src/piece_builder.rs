//! Class `CutoutPieceBuilder`: makes the pieces of a break, many in one call.

use crate::fragment::CutoutFragment;
use crate::piece_body::{Cut, CutoutPieceBody, LEAST_MASS};
use crate::piece_look::{PieceLook, UvUnit};
use crate::pieces::Pieces;
use godot::builtin::AnyArray;
use godot::classes::Time;
use godot::global::push_error;
use godot::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// Makes the pieces of one break: bodies, as many as the time allows, or all that a factory of the game's
/// needs to know of a piece. For the addon's own scripts.
///
/// Pieces are about their centre of mass, in pixels of the screen, for bodies know no scale.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutPieceBuilder {
    plan: Option<Plan>,
}

/// What all pieces of the break have in common.
struct Plan {
    look: Rc<PieceLook>,
    /// What is left of the node's transform once turning and moving are taken out.
    stretch: Transform2D,
    /// Of a square pixel of the screen.
    mass_per_area: f64,
}

#[godot_api]
impl CutoutPieceBuilder {
    /// Says what the pieces have in common: the [CutoutPieceLook] of the node, what is left of its transform
    /// once turning and moving are taken out, and the mass of a square pixel of the screen.
    #[func]
    fn set_up(&mut self, look: Gd<RefCounted>, stretch: Transform2D, mass_per_area: f64) {
        match PieceLook::of(look) {
            Ok(look) => self.plan = Some(Plan { look: Rc::new(look), stretch, mass_per_area }),
            Err(error) => push_error(&[format!("CutoutPieceBuilder.set_up: {error}.").to_variant()]),
        }
    }

    /// The area of all [param fragments] together, in square pixels of the node's own space.
    #[func]
    fn area_of(fragments: AnyArray) -> f64 {
        let parts = parts_of(&fragments);
        parts.iter().filter_map(|(pieces, index)| pieces.get(*index)).map(|piece| piece.head().area).sum()
    }

    /// The fields of a [CutoutPieceInfo] of a piece.
    #[func]
    fn describe(&self, fragment: Gd<CutoutFragment>) -> VarDictionary {
        let mut answer = VarDictionary::new();
        let Some(plan) = &self.plan else { return answer };
        let (pieces, index) = fragment.bind().source();
        let Some(cut) = plan.cut(&pieces, index) else { return answer };
        let Some(piece) = pieces.get(index) else { return answer };
        let painted = plan.look.paint(piece, cut.to_local, UvUnit::Pixels);
        answer.set("position", -cut.to_local.origin);
        answer.set("to_local", cut.to_local);
        answer.set("area", cut.area);
        answer.set("mass", plan.mass_of(&cut));
        answer.set("points", &painted.points);
        answer.set("uvs", &painted.uvs);
        answer.set("colors", &painted.colors);
        answer.set("indices", &painted.indices);
        answer
    }

    /// Makes bodies of [param fragments], in order, until the clock of the engine passes
    /// [param deadline_usec], but one at least, and adds them to [param holder]; bodies in [param spare] are
    /// used first. Answers those that it made.
    #[func]
    fn make_bodies(
        &self,
        fragments: AnyArray,
        mut holder: Gd<Node>,
        mut spare: VarArray,
        deadline_usec: i64,
    ) -> VarArray {
        let mut made = VarArray::new();
        let Some(plan) = &self.plan else { return made };
        let clock = Time::singleton();
        for (pieces, index) in parts_of(&fragments) {
            let Some(cut) = plan.cut(&pieces, index) else { break };
            let mass = plan.mass_of(&cut);
            let spared = spare.pop().and_then(|body| body.try_to::<Gd<CutoutPieceBody>>().ok());
            let body = spared.unwrap_or_else(CutoutPieceBody::new_alloc);
            CutoutPieceBody::become_piece(body.clone(), cut, &plan.look, mass);
            holder.add_child(&body);
            made.push(&body.to_variant());
            if clock.get_ticks_usec().cast_signed() >= deadline_usec {
                break;
            }
        }
        made
    }
}

impl Plan {
    fn cut(&self, pieces: &Arc<Pieces>, index: usize) -> Option<Cut> {
        let head = pieces.get(index)?.head();
        let position = self.stretch * head.centroid;
        let to_local = Transform2D { origin: -position, ..self.stretch };
        let area = head.area * f64::from(self.stretch.determinant().abs());
        Some(Cut { pieces: Arc::clone(pieces), index, to_local, area })
    }

    fn mass_of(&self, cut: &Cut) -> f64 {
        (cut.area * self.mass_per_area).max(LEAST_MASS)
    }
}

/// Of which results which pieces the fragments are. What is no fragment is left out.
pub fn parts_of(fragments: &AnyArray) -> Vec<(Arc<Pieces>, usize)> {
    let first = fragments.get(0).and_then(|first| first.try_to::<Gd<CutoutFragment>>().ok());
    // Most often they are of one result, and a cast for each would cost more than all the rest.
    if let Some((pieces, indices)) = first.and_then(|first| first.bind().indices_of(fragments)) {
        return indices.into_iter().map(|index| (Arc::clone(&pieces), index)).collect();
    }
    let fragments = fragments.iter_shared().filter_map(|f| f.try_to::<Gd<CutoutFragment>>().ok());
    fragments.map(|fragment| fragment.bind().source()).collect()
}
