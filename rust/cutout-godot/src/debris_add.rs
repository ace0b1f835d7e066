//! How the pieces of a break come into a `DebrisField2D`: read from the fragments' shared memory, without
//! an array of the engine in between.

use crate::debris_field::DebrisField2D;
use crate::debris_options::{DebrisOptions, OptionalOptions};
use crate::debris_probe::plain;
use crate::debris_source::{debris_source, without_atlas};
use crate::decompose;
use crate::fragment::CutoutFragment;
use crate::pieces::{Piece, Pieces};
use crate::skin::CutoutSkin;
use cutout_debris::{Adding, Affine, Batch, Outline, Skin, Vec2};
use godot::builtin::AnyArray;
use godot::classes::Texture2D;
use godot::prelude::*;
use std::sync::Arc;

/// Fragments that are to become pieces.
struct Chosen {
    /// The results that they are of.
    results: Vec<Arc<Pieces>>,
    all: Vec<One>,
}

/// One of them.
struct One {
    area: f64,
    /// Which of the results it is of.
    result: u32,
    /// Its place in the result.
    index: u32,
    /// Its place in what was given.
    at: u32,
}

impl Chosen {
    fn piece(&self, one: &One) -> Option<Piece<'_>> {
        self.results.get(one.result as usize)?.get(one.index as usize)
    }
}

/// What the pieces of a batch are painted with.
struct SkinSource<'a> {
    skin: &'a Gd<CutoutSkin>,
    to_skin: Transform2D,
    /// From pixels of the texture to its coordinates.
    to_unit: Transform2D,
}

/// A piece in painted triangles, as the field takes them.
struct Drawn {
    vertices: Vec<Vec2>,
    uvs: Vec<Vec2>,
    colors: Vec<[f32; 4]>,
    triangles: Vec<[usize; 3]>,
}

impl Drawn {
    /// None where nothing is painted, and the outline does.
    fn of(source: &SkinSource<'_>, piece: Piece<'_>) -> Option<Self> {
        let painted = source.skin.bind().paint(piece, source.to_skin).filter(|p| !p.indices.is_empty())?;
        let index = |index: i32| usize::try_from(index).unwrap_or(usize::MAX);
        let (triangles, _) = painted.indices.as_slice().as_chunks::<3>();
        Some(Self {
            vertices: painted.points.as_slice().iter().map(|&point| plain(point)).collect(),
            uvs: painted.uvs.as_slice().iter().map(|&uv| plain(source.to_unit * uv)).collect(),
            colors: painted.colors.as_slice().iter().map(|c| [c.r, c.g, c.b, c.a]).collect(),
            triangles: triangles.iter().map(|triangle| triangle.map(index)).collect(),
        })
    }

    fn skin(&self) -> Skin<'_> {
        let Self { vertices, uvs, colors, triangles } = self;
        Skin { vertices, uvs, colors, triangles }
    }
}

#[godot_api(secondary)]
impl DebrisField2D {
    /// Adds the pieces of one break. [param fragments] are [CutoutFragment]s of one result, and
    /// [param transform] leads from their space to the global one: the [member Node2D.global_transform] of
    /// what broke.
    ///
    /// Gives back those that it did not take: the largest, as many as [member bodies_per_break] says,
    /// largest first; then the smallest, where there are more than [member max_pieces]. With a wrong
    /// argument all of them come back, and one error names it.
    ///
    /// [param options] may have these keys; points and velocities are global.
    /// [codeblock lang=text]
    /// texture           Texture2D of the pieces; none: plain colour
    /// uv_transform      Transform2D from the fragments' space to pixels of the texture
    /// color             Color of the pieces (white)
    /// skin              CutoutSkin of what broke, where its texture or colours are bent; goes before
    ///                   uv_transform, and its colours are multiplied by color
    /// to_skin           Transform2D from the fragments' space to that of the skin
    /// velocity          Vector2, of what broke, pixels a second
    /// angular_velocity  of what broke, radians a second
    /// center            Vector2 that it turned about (the transform's origin)
    /// impact_point      Vector2 that the blow came from (the centre)
    /// impact_speed      what the blow adds at that point, pixels a second (0); negative: inwards
    /// impact_radius     pixels at which half of it is left (64)
    /// spread            how much the blow differs from piece to piece, 0 to 1 (0.3)
    /// tumble            largest random spin, radians a second (4)
    /// lifetime          seconds, in place of the field's
    /// seed              of the random part (0): the same seed gives the same flight
    /// bodies            in place of bodies_per_break
    /// [/codeblock]
    /// Costs about a microsecond a piece on the main thread.
    #[func]
    fn add_fragments(
        &mut self,
        fragments: AnyArray,
        #[opt(default = Transform2D::IDENTITY)] transform: Transform2D,
        #[opt(default = OptionalOptions::none())] options: OptionalOptions,
    ) -> VarArray {
        let options = DebrisOptions::default().read(&options);
        let result = options.and_then(|options| self.add(&fragments, transform, &options));
        self.told("add_fragments", &fragments, result)
    }

    /// As [method add_fragments], with transform, texture, texture coordinates and colour of
    /// [param object]: a [Sprite2D], [AnimatedSprite2D] or [Polygon2D] whose outline was fractured. The
    /// object itself stays as it is: hide or free it in the same frame. What [param options] says goes
    /// before what the object looks like.
    #[func]
    fn add_from(
        &mut self,
        object: Variant,
        fragments: AnyArray,
        #[opt(default = OptionalOptions::none())] options: OptionalOptions,
    ) -> VarArray {
        let result = debris_source(&object, &self.to_gd().upcast()).and_then(|source| {
            let options = source.options.read(&options)?;
            self.add(&fragments, source.transform, &options)
        });
        self.told("add_from", &fragments, result)
    }
}

impl DebrisField2D {
    /// What a call that adds answers, once its error has been told.
    fn told(&self, call: &str, given: &AnyArray, result: Result<VarArray, String>) -> VarArray {
        result.unwrap_or_else(|error| {
            self.refuse(call, &error);
            given.iter_shared().collect()
        })
    }

    /// Adds what it can of the fragments; those that it did not take.
    pub(crate) fn add(
        &mut self,
        fragments: &AnyArray,
        transform: Transform2D,
        options: &DebrisOptions,
    ) -> Result<VarArray, String> {
        let mut chosen = chosen_of(fragments)?;
        if !self.base().is_inside_tree() {
            return Err("the field is not in the scene tree: add it first".to_string());
        }
        let to_field = self.base().get_global_transform().affine_inverse();
        let placed = to_field * transform;
        if !placed.is_finite() || placed.a.cross(placed.b) == 0.0 {
            let words = "finite numbers and a scale other than 0 are allowed, for it and for the field";
            return Err(format!("transform is {transform}: {words}"));
        }
        let (texture, shift) = without_atlas(options.texture.clone());
        let batch = Batch {
            transform: affine(placed),
            uv: affine(texture_coordinates(texture.as_ref()) * shift * options.uv_transform),
            texture: self.canvas.texture_number(texture.as_ref()),
            color: [options.color.r, options.color.g, options.color.b, options.color.a],
            launch: options.launch_in(to_field, transform.origin),
            lifetime: options.lifetime,
        };
        let skin = options.skin.as_ref().map(|skin| SkinSource {
            skin,
            to_skin: options.to_skin,
            to_unit: texture_coordinates(texture.as_ref()) * shift,
        });
        // The smallest first; those of one size in the order given.
        chosen.all.sort_unstable_by(|a, b| a.area.total_cmp(&b.area).then(a.at.cmp(&b.at)));
        let bodies = options.bodies.map_or(self.bodies_per_break as usize, |count| count as usize);
        let mut left_out = VarArray::new();
        for _ in 0..bodies.min(chosen.all.len()) {
            if let Some(largest) = chosen.all.pop() {
                left_out.push(&fragments.at(largest.at as usize));
            }
        }
        let mut adding = self.field.open_batch(&batch, chosen.all.len());
        let count = adding.room();
        let too_many = chosen.all.len() - count;
        let middling = chosen.all.get(chosen.all.len() / 2).map_or(0.0, |middle| middle.area) as f32;
        for (done, one) in chosen.all.iter().enumerate() {
            let taken = done >= too_many
                && chosen.piece(one).is_some_and(|piece| {
                    self.scratch.clear();
                    self.scratch.extend(piece.vertices().iter().copied().map(plain));
                    let painted = skin.as_ref().and_then(|skin| Drawn::of(skin, piece));
                    add_one(&mut adding, piece, &self.scratch, painted.as_ref(), middling)
                });
            if !taken {
                left_out.push(&fragments.at(one.at as usize));
            }
        }
        drop(adding);
        if count > 0 {
            self.has_settled = false;
            self.start();
        }
        Ok(left_out)
    }
}

fn add_one(
    adding: &mut Adding<'_>,
    piece: Piece<'_>,
    vertices: &[Vec2],
    painted: Option<&Drawn>,
    middling_area: f32,
) -> bool {
    let head = piece.head();
    let made;
    let triangles = match piece.decomposition() {
        _ if head.is_convex => None,
        Some(known) => Some(known.triangles()),
        None => {
            made = decompose::triangles(piece);
            Some(made.as_slice())
        }
    };
    let outline = Outline {
        vertices,
        outer_len: piece.outer().len(),
        triangles,
        centroid: plain(head.centroid),
        area: head.area as f32,
        skin: painted.map(Drawn::skin),
    };
    adding.add(&outline, middling_area)
}

fn chosen_of(fragments: &AnyArray) -> Result<Chosen, String> {
    let area_of = |pieces: &Pieces, index| pieces.get(index).map_or(0.0, |piece| piece.head().area);
    let place = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let first = fragments.get(0).and_then(|first| first.try_to::<Gd<CutoutFragment>>().ok());
    // Most often they are of one result, and a cast for each would cost more than all the rest.
    if let Some((pieces, indices)) = first.and_then(|first| first.bind().indices_of(fragments)) {
        let one = |(at, &index): (usize, &usize)| One {
            area: area_of(&pieces, index),
            result: 0,
            index: place(index),
            at: place(at),
        };
        let all = indices.iter().enumerate().map(one).collect();
        return Ok(Chosen { all, results: vec![pieces] });
    }
    let mut chosen = Chosen { results: Vec::new(), all: Vec::with_capacity(fragments.len()) };
    for (at, element) in fragments.iter_shared().enumerate() {
        let Ok(fragment) = element.try_to::<Gd<CutoutFragment>>() else {
            return Err(format!("fragments has {element} at {at}: a CutoutFragment is allowed"));
        };
        let (pieces, index) = fragment.bind().source();
        let area = area_of(&pieces, index);
        if chosen.results.last().is_none_or(|last| !Arc::ptr_eq(last, &pieces)) {
            chosen.results.push(pieces);
        }
        let result = place(chosen.results.len() - 1);
        chosen.all.push(One { area, result, index: place(index), at: place(at) });
    }
    Ok(chosen)
}

/// From pixels of a texture to its coordinates.
fn texture_coordinates(texture: Option<&Gd<Texture2D>>) -> Transform2D {
    let size = texture.map_or(Vector2::ONE, |texture| texture.get_size());
    let part = |length: f32| if length > 0.0 { 1.0 / length } else { 1.0 };
    Transform2D::IDENTITY.scaled(Vector2::new(part(size.x), part(size.y)))
}

fn affine(transform: Transform2D) -> Affine {
    Affine { x: plain(transform.a), y: plain(transform.b), origin: plain(transform.origin) }
}
