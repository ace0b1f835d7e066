//! What frozen bits are taken of, and how they are put into one number.

use cutout_geometry::{Fragment, Point};

/// The FNV-1a hash of whatever was taken.
pub struct Hash(pub u64);

impl Hash {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    /// Takes 8 bytes in.
    pub fn take(&mut self, bits: u64) {
        for byte in bits.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    /// Takes in how many points each ring has, and their coordinates.
    pub fn take_rings(&mut self, fragment: Fragment<'_>) {
        for ring in core::iter::once(fragment.outer()).chain(fragment.holes()) {
            self.take(ring.len() as u64);
            for point in ring {
                self.take(point.x.to_bits());
                self.take(point.y.to_bits());
            }
        }
    }
}

/// A blob of rational coordinates: no function that platforms round differently.
pub fn blob(corners: i32, size: f64) -> Vec<Point> {
    (0..corners)
        .map(|i| {
            let t = f64::from(2 * i - corners) / f64::from(corners) * 3.0;
            let scale = size * (1.0 + 0.125 * f64::from(i % 5)) / (1.0 + t * t);
            Point { x: scale * (1.0 - t * t), y: scale * 2.0 * t }
        })
        .collect()
}
