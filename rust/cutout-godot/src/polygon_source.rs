//! What a `Polygon2D` shows: its outline, and how its texture and colours lie on it.

use crate::skin::CutoutSkin;
use godot::classes::{Geometry2D, Polygon2D};
use godot::prelude::*;

/// Differences of texture coordinates below this, in pixels, are rounding.
const UV_TOLERANCE_PX: f32 = 0.01;

/// A polygon's outline and look, in its own space.
#[derive(Debug, Default)]
pub struct PolygonSource {
    /// What it draws: one ring a polygon, which may lie side by side.
    pub rings: Vec<PackedVector2Array>,
    /// From its space to pixels of its texture.
    pub uv_transform: Transform2D,
    /// Its colour.
    pub color: Color,
    /// Its painted triangles, where texture or colours are bent.
    pub skin: Option<Gd<CutoutSkin>>,
}

impl PolygonSource {
    /// Looks at a polygon. Without a ring it shows nothing.
    pub fn of(node: &Gd<Polygon2D>) -> Self {
        let points = node.get_polygon();
        let offset = node.get_offset();
        let placed: Vec<Vector2> = points.as_slice().iter().map(|&point| point + offset).collect();
        let drawn = drawn_polygons(node, placed.len());
        if drawn.is_empty() {
            return Self::default();
        }
        let mut source = Self { color: node.get_color(), ..Self::default() };
        for indices in &drawn {
            source.rings.push(indices.iter().map(|&index| placed[index]).collect());
        }
        // The order in which the engine applies them: turned and moved, then scaled.
        let mut texture = Transform2D::from_angle(node.get_texture_rotation());
        texture.origin = node.get_texture_offset();
        let texture = texture.scaled(node.get_texture_scale());
        let given = node.get_uv();
        let uvs = if given.len() == placed.len() { given.as_slice() } else { &placed };
        // Without coordinates of its own a polygon shows its texture as it lies.
        let map =
            if given.len() == placed.len() { fitted(&placed, uvs) } else { Some(Transform2D::IDENTITY) };
        let is_flat = map.is_some_and(|map| {
            let strays =
                |(&point, &uv): (&Vector2, &Vector2)| (map * point).distance_to(uv) > UV_TOLERANCE_PX;
            !placed.iter().zip(uvs).any(strays)
        });
        source.uv_transform = texture * map.unwrap_or(Transform2D::IDENTITY);
        let colors = node.get_vertex_colors();
        let colors = if colors.len() == placed.len() { colors.as_slice() } else { &[] };
        let mut has_colors = !colors.is_empty();
        if let Some(&first) = colors.first().filter(|first| colors.iter().all(|color| color == *first)) {
            source.color = first;
            has_colors = false;
        }
        if has_colors || (node.get_texture().is_some() && !is_flat) {
            let uvs: Vec<Vector2> = uvs.iter().map(|&uv| texture * uv).collect();
            let plain = [source.color];
            let colors = if has_colors { colors } else { &plain };
            let triangles = drawn.iter().flat_map(|polygon| triangulated(&placed, polygon));
            source.skin = Some(CutoutSkin::of_triangles(&placed, &uvs, colors, triangles));
        }
        source
    }
}

/// Indices of the points of each polygon that the node draws.
fn drawn_polygons(node: &Gd<Polygon2D>, count: usize) -> Vec<Vec<usize>> {
    let given = node.get_polygons();
    if given.is_empty() {
        let inner = usize::try_from(node.get_internal_vertex_count()).unwrap_or(0);
        let outline = count.saturating_sub(inner);
        return if outline >= 3 { vec![(0..outline).collect()] } else { Vec::new() };
    }
    let known = |indices: Variant| {
        let indices = indices.try_to::<PackedInt32Array>().ok()?;
        let index = |&index: &i32| usize::try_from(index).ok().filter(|&index| index < count);
        let indices: Option<Vec<usize>> = indices.as_slice().iter().map(index).collect();
        indices.filter(|indices| indices.len() >= 3)
    };
    given.iter_shared().filter_map(known).collect()
}

/// The engine's own triangles, so that what is painted is bent just as before.
fn triangulated(points: &[Vector2], polygon: &[usize]) -> Vec<[usize; 3]> {
    let ring: PackedVector2Array = polygon.iter().map(|&index| points[index]).collect();
    let indices = Geometry2D::singleton().triangulate_polygon(&ring);
    let (triangles, _) = indices.as_slice().as_chunks::<3>();
    let corner = |&at: &i32| usize::try_from(at).ok().and_then(|at| polygon.get(at).copied());
    let known = |[a, b, c]: &[i32; 3]| Some([corner(a)?, corner(b)?, corner(c)?]);
    triangles.iter().filter_map(known).collect()
}

/// The affine map that takes the widest triangle of `from` onto that of `to`; none where `from` has no width.
fn fitted(from: &[Vector2], to: &[Vector2]) -> Option<Transform2D> {
    let first = *from.first()?;
    let far = |&(_, point): &(usize, &Vector2)| (*point - first).length_squared();
    let (b, &second) = from.iter().enumerate().max_by(|p, q| far(p).total_cmp(&far(q)))?;
    let along = second - first;
    let aside = |&(_, point): &(usize, &Vector2)| along.cross(*point - first).abs();
    let (c, &third) = from.iter().enumerate().max_by(|p, q| aside(p).total_cmp(&aside(q)))?;
    let source = Transform2D { a: along, b: third - first, origin: first };
    if along.cross(third - first) == 0.0 {
        return None;
    }
    let target = Transform2D { a: to[b] - to[0], b: to[c] - to[0], origin: to[0] };
    Some(target * source.affine_inverse())
}
