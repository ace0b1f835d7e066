//! Pieces for the tests: shapes from a seed, and what a renderer would draw of a field.
#![allow(dead_code)]

use cutout_debris::field::texel_bytes;
use cutout_debris::launch::Chance;
use cutout_debris::page::{ATTRIBUTE_BYTES, INDEX_BYTES, POSITION_BYTES};
use cutout_debris::{Adding, Affine, Batch, Field, Launch, Outline, Vec2};

/// A batch at rest without chance in it, in the texture of that number.
pub fn batch(texture: u64) -> Batch {
    Batch {
        transform: Affine::IDENTITY,
        uv: Affine::IDENTITY,
        texture,
        color: [1.0; 4],
        launch: Launch { spread: 0.0, tumble: 0.0, ..Launch::default() },
        lifetime: None,
    }
}

/// A convex ring about a point.
pub fn ring(chance: &mut Chance, center: Vec2, radius: f32) -> Vec<Vec2> {
    let corners = 3 + (chance.unit() * 8.0) as usize;
    // Points of a parabola and its mirror image: convex without a sine.
    let mut along: Vec<f32> = (0..corners).map(|_| chance.signed()).collect();
    along.sort_by(f32::total_cmp);
    along.dedup();
    let mut ring: Vec<Vec2> = along.iter().map(|&t| Vec2::new(t, t * t - 1.0)).collect();
    ring.push(Vec2::new(0.3 * chance.signed(), 0.6));
    ring.iter().map(|&p| center + p * radius).collect()
}

/// Area and centre of mass of a ring, by triangles from its first vertex, in double precision.
pub fn measures(ring: &[Vec2]) -> (f64, (f64, f64)) {
    let at = |p: Vec2| (f64::from(p.x), f64::from(p.y));
    let (ox, oy) = at(ring[0]);
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let ((ax, ay), (bx, by)) = (at(pair[0]), at(pair[1]));
        let twice = (ax - ox) * (by - oy) - (ay - oy) * (bx - ox);
        area += twice / 2.0;
        x += twice / 6.0 * (ox + ax + bx);
        y += twice / 6.0 * (oy + ay + by);
    }
    (area.abs(), (x / area, y / area))
}

/// Adds a convex ring to a batch that is open.
pub fn add(adding: &mut Adding<'_>, ring: &[Vec2]) -> bool {
    let (area, (x, y)) = measures(ring);
    let centroid = Vec2::new(x as f32, y as f32);
    let outline = Outline {
        vertices: ring,
        outer_len: ring.len(),
        triangles: None,
        centroid,
        area: area as f32,
        skin: None,
    };
    adding.add(&outline, area as f32)
}

/// Opens a batch and adds rings; how many were taken.
pub fn add_all(field: &mut Field, batch: &Batch, rings: &[Vec<Vec2>]) -> usize {
    let mut adding = field.open_batch(batch, rings.len());
    let left_out = rings.len() - adding.room();
    rings[left_out..].iter().filter(|ring| add(&mut adding, ring)).count()
}

/// A triangle as a renderer would draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub texture: u64,
    pub corners: [Vec2; 3],
    pub uvs: [Vec2; 3],
    pub opacity: f32,
}

/// The renderer: what the vertex shader does, from the bytes alone. Holds its own copies of the meshes and
/// takes only what is said to be dirty.
#[derive(Default)]
pub struct Screen {
    texels: Vec<u8>,
    meshes: Vec<Option<Mesh>>,
}

#[derive(Clone, Default)]
struct Mesh {
    positions: Vec<u8>,
    attributes: Vec<u8>,
    indices: Vec<u8>,
}

impl Screen {
    pub fn draw(&mut self, field: &mut Field, between: f32) -> Vec<Drawn> {
        self.texels.resize(texel_bytes(field.texel_rows()), 0);
        field.write_texels(between, &mut self.texels);
        let pages = field.pages();
        self.meshes.resize(pages.end() as usize, None);
        let mut drawn = Vec::new();
        for number in 0..pages.end() {
            let Some(page) = pages.get_mut(number) else {
                self.meshes[number as usize] = None;
                continue;
            };
            let dirty = page.take_dirty();
            let mesh = self.meshes[number as usize].get_or_insert_with(|| Mesh {
                positions: vec![0; page.positions().len()],
                attributes: vec![0; page.attributes().len()],
                indices: vec![0; page.indices().len()],
            });
            let bytes = |range: &core::ops::Range<usize>, size: usize| range.start * size..range.end * size;
            let (p, a) = (bytes(&dirty.vertices, POSITION_BYTES), bytes(&dirty.vertices, ATTRIBUTE_BYTES));
            let i = bytes(&dirty.indices, INDEX_BYTES);
            mesh.positions[p.clone()].copy_from_slice(&page.positions()[p]);
            mesh.attributes[a.clone()].copy_from_slice(&page.attributes()[a]);
            mesh.indices[i.clone()].copy_from_slice(&page.indices()[i]);
            if page.live() > 0 {
                mesh.draw(page.texture(), &self.texels, &mut drawn);
            }
        }
        drawn
    }
}

impl Mesh {
    fn draw(&self, texture: u64, texels: &[u8], drawn: &mut Vec<Drawn>) {
        let float =
            |bytes: &[u8], at: usize| bytes[at..].first_chunk().map_or(0.0, |b| f32::from_le_bytes(*b));
        for triangle in self.indices.as_chunks::<INDEX_BYTES>().0.as_chunks::<3>().0 {
            let mut found = Drawn { texture, corners: [Vec2::ZERO; 3], uvs: [Vec2::ZERO; 3], opacity: 0.0 };
            for (corner, index) in triangle.iter().enumerate() {
                let index = usize::from(u16::from_le_bytes(*index));
                let at = index * POSITION_BYTES;
                let local = Vec2::new(float(&self.positions, at), float(&self.positions, at + 4));
                let attribute = &self.attributes[index * ATTRIBUTE_BYTES..][..ATTRIBUTE_BYTES];
                let texel = float(attribute, 12) as usize * 16;
                let place = Vec2::new(float(texels, texel), float(texels, texel + 4));
                let turn = Vec2::new(float(texels, texel + 8), float(texels, texel + 12));
                found.opacity = turn.length();
                found.corners[corner] = place + local.turned(turn.normalized());
                found.uvs[corner] = Vec2::new(float(attribute, 4), float(attribute, 8));
            }
            let [a, b, c] = found.corners;
            if (b - a).cross(c - a) != 0.0 {
                drawn.push(found);
            }
        }
    }
}

/// Area of drawn triangles.
pub fn drawn_area(drawn: &[Drawn]) -> f64 {
    drawn.iter().map(|d| measures(&d.corners).0).sum()
}
