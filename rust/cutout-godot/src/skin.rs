//! Class `CutoutSkin`: what is painted on an object, handed to its pieces.

use crate::fragment::CutoutFragment;
use cutout_geometry::Point;
use cutout_geometry::skin::{Skin, SkinVertex};
use godot::prelude::*;

/// The painted triangles of an object: texture coordinates and colours at their corners.
///
/// Where a texture is bent, or colours run from corner to corner, a piece is painted in parts, so that
/// everything stays where it was to the last pixel.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutSkin {
    skin: Skin,
}

#[godot_api]
impl CutoutSkin {
    /// Takes the triangles over: three [param indices] each, into [param points]. [param uvs] and
    /// [param colors] have one entry for each point, or none: texture coordinates of zero, white.
    #[func]
    fn set_triangles(
        &mut self,
        points: PackedVector2Array,
        uvs: PackedVector2Array,
        colors: PackedColorArray,
        indices: PackedInt32Array,
    ) {
        let vertices: Vec<SkinVertex> = points
            .as_slice()
            .iter()
            .enumerate()
            .map(|(index, &point)| SkinVertex {
                point: wide(point),
                uv: uvs.get(index).map_or(Point { x: 0.0, y: 0.0 }, wide),
                color: colors.get(index).map_or([1.0; 4], |c| [c.r, c.g, c.b, c.a]),
            })
            .collect();
        let index = |index: i32| usize::try_from(index).unwrap_or(usize::MAX);
        let (triangles, _) = indices.as_slice().as_chunks::<3>();
        self.skin = Skin::new(&vertices, triangles.iter().map(|t| t.map(index)));
    }

    /// A piece's part of it: a dictionary of [code]points[/code], [code]uvs[/code], [code]colors[/code]
    /// (one for each point) and [code]indices[/code] (three a triangle). [param to_skin] leads from the
    /// piece's space to that of the skin; where nothing leads back the answer is empty.
    #[func]
    fn under(&self, fragment: Gd<CutoutFragment>, to_skin: Transform2D) -> VarDictionary {
        if to_skin.determinant() == 0.0 {
            return VarDictionary::new();
        }
        let back = to_skin.affine_inverse();
        let triangles = fragment.bind().corner_triangles();
        let painted =
            self.skin.under(triangles.iter().map(|triangle| triangle.map(|corner| wide(to_skin * corner))));
        let vertices = painted.vertices.iter();
        let points: PackedVector2Array = vertices.clone().map(|v| back * narrow(v.point)).collect();
        let uvs: PackedVector2Array = vertices.clone().map(|v| narrow(v.uv)).collect();
        let colors: PackedColorArray =
            vertices.map(|v| v.color).map(|[r, g, b, a]| Color::from_rgba(r, g, b, a)).collect();
        let indices: PackedInt32Array =
            painted.triangles.iter().flatten().map(|&index| i32::try_from(index).unwrap_or(0)).collect();
        let mut answer = VarDictionary::new();
        answer.set("points", &points);
        answer.set("uvs", &uvs);
        answer.set("colors", &colors);
        answer.set("indices", &indices);
        answer
    }
}

fn wide(v: Vector2) -> Point {
    Point { x: f64::from(v.x), y: f64::from(v.y) }
}

fn narrow(p: Point) -> Vector2 {
    Vector2::new(p.x as f32, p.y as f32)
}
