//! Class `CutoutSkin`: what is painted on an object, handed to its pieces.

use crate::decompose;
use crate::fragment::CutoutFragment;
use crate::piece_look::Painted;
use crate::pieces::Piece;
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
    /// A skin of triangles into `points`; `uvs` and `colors` as in `set_triangles`, or one colour for all.
    pub fn of_triangles(
        points: &[Vector2],
        uvs: &[Vector2],
        colors: &[Color],
        triangles: impl Iterator<Item = [usize; 3]>,
    ) -> Gd<Self> {
        Gd::from_object(Self { skin: skin_of(points, uvs, colors, triangles) })
    }

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
        let (triangles, _) = indices.as_slice().as_chunks::<3>();
        let index = |index: i32| usize::try_from(index).unwrap_or(usize::MAX);
        let triangles = triangles.iter().map(|t| t.map(index));
        self.skin = skin_of(points.as_slice(), uvs.as_slice(), colors.as_slice(), triangles);
    }

    /// A piece's part of it: a dictionary of [code]points[/code], [code]uvs[/code], [code]colors[/code]
    /// (one for each point) and [code]indices[/code] (three a triangle). [param to_skin] leads from the
    /// piece's space to that of the skin; where nothing leads back the answer is empty.
    #[func]
    fn under(&self, fragment: Gd<CutoutFragment>, to_skin: Transform2D) -> VarDictionary {
        let (pieces, index) = fragment.bind().source();
        let painted = pieces.get(index).and_then(|piece| self.paint(piece, to_skin));
        let mut answer = VarDictionary::new();
        if let Some(painted) = painted {
            answer.set("points", &painted.points);
            answer.set("uvs", &painted.uvs);
            answer.set("colors", &painted.colors);
            answer.set("indices", &painted.indices);
        }
        answer
    }
}

impl CutoutSkin {
    /// The piece in painted triangles, texture coordinates in the unit of the skin's; none where nothing
    /// leads back from the skin.
    pub fn paint(&self, piece: Piece<'_>, to_skin: Transform2D) -> Option<Painted> {
        if to_skin.determinant() == 0.0 {
            return None;
        }
        let back = to_skin.affine_inverse();
        let corners = piece.vertices();
        let corner = |index: usize| wide(to_skin * corners.get(index).copied().unwrap_or_default());
        let triangles = decompose::triangles(piece);
        let painted = self.skin.under(triangles.into_iter().map(|triangle| triangle.map(corner)));
        let vertices = painted.vertices.iter();
        let indices = painted.triangles.iter().flatten();
        Some(Painted {
            points: vertices.clone().map(|v| back * narrow(v.point)).collect(),
            uvs: vertices.clone().map(|v| narrow(v.uv)).collect(),
            colors: vertices.map(|v| v.color).map(|[r, g, b, a]| Color::from_rgba(r, g, b, a)).collect(),
            indices: indices.map(|&index| i32::try_from(index).unwrap_or(0)).collect(),
        })
    }
}

fn skin_of(
    points: &[Vector2],
    uvs: &[Vector2],
    colors: &[Color],
    triangles: impl Iterator<Item = [usize; 3]>,
) -> Skin {
    let color_of = |index: usize| if colors.len() == 1 { colors.first() } else { colors.get(index) };
    let vertices: Vec<SkinVertex> = points
        .iter()
        .enumerate()
        .map(|(index, &point)| SkinVertex {
            point: wide(point),
            uv: uvs.get(index).map_or(Point { x: 0.0, y: 0.0 }, |&uv| wide(uv)),
            color: color_of(index).map_or([1.0; 4], |c| [c.r, c.g, c.b, c.a]),
        })
        .collect();
    Skin::new(&vertices, triangles)
}

fn wide(v: Vector2) -> Point {
    Point { x: f64::from(v.x), y: f64::from(v.y) }
}

fn narrow(p: Point) -> Vector2 {
    Vector2::new(p.x as f32, p.y as f32)
}
