//! Class `CutoutBakedReader`: pieces as the bytes of a resource, and back.

use crate::batch_native::{job_of, run_guarded};
use crate::fragment_sets::FragmentSets;
use crate::outline::Outline;
use crate::params_in::RecentParams;
use crate::pieces::Pieces;
use crate::reports::count;
use cutout_bake::{Baked, Made, fingerprint};
use cutout_geometry::FractureParams;
use godot::prelude::*;
use std::sync::Arc;

/// Reads the bytes of a [CutoutBakedPieces], and makes them. For that resource; games use it alone.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutBakedReader {
    error: String,
    made: Made,
    pieces: Arc<Pieces>,
    /// Bytes that were read, and those of the same pieces as plain arrays.
    bytes: usize,
    plain_bytes: usize,
    fragment_sets: FragmentSets,
    recent_params: RecentParams,
    /// Params that were looked at last, and whether they are those that the pieces were made with.
    known_params: Option<(Arc<FractureParams>, bool)>,
}

#[godot_api]
impl CutoutBakedReader {
    /// Fractures [param polygon] while the caller waits, and answers the pieces as bytes
    /// ([code]data[/code]), or why there are none ([code]error[/code]). [param source] is anything that
    /// tells where the outline came from (see [method is_of_source]).
    #[func]
    fn bake(polygon: Variant, params: Variant, source: PackedByteArray) -> VarDictionary {
        let mut answer = VarDictionary::new();
        match baked(&polygon, &params, source.as_slice()) {
            Ok(bytes) => answer.set("data", &PackedByteArray::from(bytes)),
            Err(error) => answer.set("error", &GString::from(&error)),
        }
        answer
    }

    /// Reads bytes, which may be any.
    #[func]
    fn read(data: PackedByteArray) -> Gd<Self> {
        let mut reader = Self::new_gd();
        {
            let mut made = reader.bind_mut();
            match cutout_bake::read(data.as_slice()) {
                Ok(baked) => made.take(&baked, data.len()),
                Err(error) => made.error = error.to_string(),
            }
        }
        reader
    }

    /// What is wrong with the bytes, in words that follow the name of what holds them; empty when nothing is.
    #[func]
    fn get_error(&self) -> GString {
        GString::from(&self.error)
    }

    /// The pieces, an [Array] of [CutoutFragment].
    #[func]
    fn get_fragments(&mut self) -> VarArray {
        self.fragment_sets.fragments_of(&self.pieces, drop)
    }

    /// Whether these rings are, to the bit, those that the pieces were made of.
    #[func]
    fn is_of_outline(&self, polygon: Variant) -> bool {
        Outline::from_variant(&polygon).is_ok_and(|outline| outline_hash(&outline) == self.made.outline)
    }

    /// Whether [param source] is what was given to [method bake].
    #[func]
    fn is_of_source(&self, source: PackedByteArray) -> bool {
        fingerprint::of_bytes(source.as_slice()) == self.made.source
    }

    /// Whether the pieces were made with these params, as far as their pattern reads them.
    #[func]
    fn is_of_params(&mut self, params: Variant) -> bool {
        let Ok(params) = self.recent_params.params_of(&params) else { return false };
        if let Some((known, same)) = &self.known_params
            && Arc::ptr_eq(known, &params)
        {
            return *same;
        }
        let same = fingerprint::of_params(&params) == self.made.params;
        self.known_params = Some((params, same));
        same
    }

    /// What there is: [code]pieces[/code], [code]bytes[/code], [code]plain_bytes[/code] (of the same as
    /// plain arrays), [code]made_by[/code] (version of the addon), [code]is_current[/code] (whether that is
    /// this one).
    #[func]
    fn get_info(&self) -> VarDictionary {
        let mut answer = VarDictionary::new();
        answer.set("pieces", count(self.pieces.len()));
        answer.set("bytes", count(self.bytes));
        answer.set("plain_bytes", count(self.plain_bytes));
        answer.set("made_by", self.made.by.as_str());
        answer.set("is_current", self.made.by == env!("CARGO_PKG_VERSION"));
        answer
    }
}

impl CutoutBakedReader {
    fn take(&mut self, baked: &Baked, bytes: usize) {
        self.bytes = bytes;
        self.plain_bytes = baked.plain_bytes();
        self.pieces = Arc::new(Pieces::from_baked(baked));
        self.made = baked.made.clone();
    }
}

fn baked(polygon: &Variant, params: &Variant, source: &[u8]) -> Result<Vec<u8>, String> {
    let job = job_of(polygon, params)?;
    let mut pieces = run_guarded(&job)?;
    pieces.decompose();
    let made = Made {
        by: env!("CARGO_PKG_VERSION").to_owned(),
        outline: outline_hash(&job.outline),
        source: fingerprint::of_bytes(source),
        params: fingerprint::of_params(&job.params),
    };
    Ok(cutout_bake::write(&pieces.to_baked(made)))
}

fn outline_hash(outline: &Outline) -> u64 {
    let rings: Vec<Vec<[f32; 2]>> =
        outline.rings().map(|ring| ring.iter().map(|p| [p.x, p.y]).collect()).collect();
    fingerprint::of_outline(rings.iter().map(Vec::as_slice))
}
