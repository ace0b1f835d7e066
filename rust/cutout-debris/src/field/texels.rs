//! Where the pieces of a field are, as the texture from which a renderer reads it.

use super::Field;
use crate::page::ROW_TEXELS;

impl Field {
    /// Whether [`Field::write_texels`] would write anything new.
    pub fn has_changed(&self) -> bool {
        self.stale > 0 || !self.gone.is_empty()
    }

    /// Rows that the texture of places must have, [`ROW_TEXELS`] texels each.
    pub fn texel_rows(&self) -> u32 {
        self.pages.row_count()
    }

    /// Writes where each piece is into the texture of places: centre x and y, and cosine and sine of its
    /// angle times its opacity, little-endian floats. `between` is the part of the tick that has gone by:
    /// 0 gives the state one tick ago, where [`Field::keep_before`] has had it kept, 1 the latest. Texels of pieces
    /// that have gone become zero, and those of pieces that rest since the last call stay as they are.
    ///
    /// `texels` has 16 bytes for each of [`Field::texel_rows`] times [`ROW_TEXELS`]; what lies beyond is
    /// left out.
    pub fn write_texels(&mut self, between: f32, texels: &mut [u8]) {
        let (texels, _) = texels.as_chunks_mut::<16>();
        for texel in self.gone.drain(..) {
            if let Some(bytes) = texels.get_mut(texel as usize) {
                *bytes = [0; 16];
            }
        }
        for (index, &texel) in self.texels.iter().take(self.stale).enumerate() {
            if let Some(bytes) = texels.get_mut(texel as usize) {
                let values = self.motion.texel(index, between);
                for (target, value) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(values) {
                    *target = value.to_le_bytes();
                }
            }
        }
        // Between ticks what moves has to be written again.
        self.stale = if between < 1.0 { self.awake } else { 0 };
    }
}

/// Bytes of the texture of places for so many rows.
pub const fn texel_bytes(rows: u32) -> usize {
    rows as usize * ROW_TEXELS as usize * 16
}
