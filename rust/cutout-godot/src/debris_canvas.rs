//! How a field of debris is drawn: its pages as meshes, the places of its pieces as a texture, and a shader
//! that puts the two together. Owns what it makes on the rendering server and frees it.

use cutout_debris::field::texel_bytes;
use cutout_debris::page::{ATTRIBUTE_BYTES, INDEX_BYTES, POSITION_BYTES, ROW_TEXELS};
use cutout_debris::{Field, Page};
use godot::classes::canvas_item_material::{BlendMode, LightMode};
use godot::classes::image::Format;
use godot::classes::mesh::PrimitiveType;
use godot::classes::rendering_server::{ArrayCustomFormat, ArrayFormat};
use godot::classes::{CanvasItemMaterial, Image, Material, RenderingServer, ShaderMaterial, Texture2D};
use godot::prelude::*;

/// The shader's part that users may include in their own.
const PLACES: &str = include_str!("../../../addons/cutout/debris/debris.gdshaderinc");
/// The uniform in it.
const PLACES_UNIFORM: &str = "cutout_debris_places";

/// What was made on the rendering server for one field.
pub struct DebrisCanvas {
    /// The mesh of each page, by the page's number.
    meshes: Vec<Option<Rid>>,
    /// Page and texture of each draw call, in order.
    calls: Vec<(u32, u64)>,
    textures: Vec<(u64, Gd<Texture2D>)>,
    texels: PackedByteArray,
    places: Option<Rid>,
    material: Option<OwnMaterial>,
    /// The node's material when ours was last chosen; none: not chosen yet.
    chosen_for: Option<Option<InstanceId>>,
}

/// A material of our own, and what it was made for.
struct OwnMaterial {
    shader: Rid,
    material: Rid,
    code: String,
}

impl DebrisCanvas {
    /// Nothing drawn yet.
    pub fn new() -> Self {
        Self {
            meshes: Vec::new(),
            calls: Vec::new(),
            textures: Vec::new(),
            texels: PackedByteArray::new(),
            places: None,
            material: None,
            chosen_for: None,
        }
    }

    /// The number by which the field knows a texture; it is kept for as long as pieces show it.
    pub fn texture_number(&mut self, texture: Option<&Gd<Texture2D>>) -> u64 {
        let Some(texture) = texture else { return 0 };
        let number = texture.instance_id().to_i64().cast_unsigned();
        if self.textures.iter().all(|(known, _)| *known != number) {
            self.textures.push((number, texture.clone()));
        }
        number
    }

    /// Hands to the rendering server what has changed since the last call. True: the node must be redrawn.
    pub fn upload(&mut self, field: &mut Field, between: f32, item: Rid) -> bool {
        self.upload_pages(field);
        if field.has_changed() {
            self.upload_places(field, between);
            if let Some((least, most)) = field.bounds() {
                let corner = Vector2::new(least.x, least.y);
                let rect = Rect2::new(corner, Vector2::new(most.x, most.y) - corner);
                RenderingServer::singleton().canvas_item_set_custom_rect_ex(item, true).rect(rect).done();
            }
        }
        let pages = field.pages().iter().filter(|(_, page)| page.live() > 0);
        let calls: Vec<_> = pages.map(|(number, page)| (number, page.texture())).collect();
        if calls == self.calls {
            return false;
        }
        self.calls = calls;
        let calls = &self.calls;
        self.textures.retain(|(number, _)| calls.iter().any(|(_, texture)| texture == number));
        true
    }

    /// Draws all pages on the item: one call each.
    pub fn draw(&self, item: Rid) {
        let mut server = RenderingServer::singleton();
        for &(page, texture) in &self.calls {
            let Some(&Some(mesh)) = self.meshes.get(page as usize) else { continue };
            let found = self.textures.iter().find(|(number, _)| *number == texture);
            let texture = found.map_or(Rid::Invalid, |(_, texture)| texture.get_rid());
            server.canvas_item_add_mesh_ex(item, mesh).texture(texture).done();
        }
    }

    /// Frees the mesh of a page that the field has dropped.
    pub fn forget_page(&mut self, number: u32) {
        if let Some(mesh) = self.meshes.get_mut(number as usize).and_then(Option::take) {
            RenderingServer::singleton().free_rid(mesh);
        }
    }

    fn upload_pages(&mut self, field: &mut Field) {
        let pages = field.pages();
        self.meshes.resize(pages.end() as usize, None);
        for number in 0..pages.end() {
            let Some(page) = pages.get_mut(number).filter(|page| page.is_dirty()) else { continue };
            let mesh = &mut self.meshes[number as usize];
            match *mesh {
                Some(mesh) => update_mesh(mesh, page),
                None => *mesh = Some(mesh_of(page)),
            }
        }
    }

    fn upload_places(&mut self, field: &mut Field, between: f32) {
        let rows = field.texel_rows();
        let size = texel_bytes(rows);
        let grown = self.texels.len() != size;
        if grown {
            self.texels.resize(size);
        }
        field.write_texels(between, self.texels.as_mut_slice());
        let (width, height) = (ROW_TEXELS as i32, rows as i32);
        let Some(image) = Image::create_from_data(width, height, false, Format::RGBAF, &self.texels) else {
            return;
        };
        let mut server = RenderingServer::singleton();
        match self.places.filter(|_| !grown) {
            Some(places) => server.texture_2d_update(places, &image, 0),
            None => {
                let places = server.texture_2d_create(&image);
                if let Some(before) = self.places.replace(places) {
                    server.free_rid(before);
                }
                self.chosen_for = None;
            }
        }
    }

    /// Sees to it that the item is drawn with a shader that knows the places: with ours, in the node's
    /// blend and light mode, or with the node's own.
    pub fn choose_material(&mut self, chosen: Option<Gd<Material>>, item: Rid) {
        let id = chosen.as_ref().map(Gd::instance_id);
        let Some(places) = self.places.filter(|_| self.chosen_for != Some(id)) else { return };
        self.chosen_for = Some(id);
        let mut server = RenderingServer::singleton();
        let own = match chosen.map(Gd::try_cast::<ShaderMaterial>) {
            Some(Ok(theirs)) => {
                server.material_set_param(theirs.get_rid(), PLACES_UNIFORM, &places.to_variant());
                return;
            }
            Some(Err(other)) => self.own_material(other.try_cast::<CanvasItemMaterial>().ok().as_ref()),
            None => self.own_material(None),
        };
        server.material_set_param(own, PLACES_UNIFORM, &places.to_variant());
        server.canvas_item_set_material(item, own);
    }

    fn own_material(&mut self, modes: Option<&Gd<CanvasItemMaterial>>) -> Rid {
        let code = shader_code(modes);
        let mut server = RenderingServer::singleton();
        let own = self.material.get_or_insert_with(|| {
            let shader = server.shader_create();
            let material = server.material_create();
            server.material_set_shader(material, shader);
            OwnMaterial { shader, material, code: String::new() }
        });
        if own.code != code {
            server.shader_set_code(own.shader, &code);
            own.code = code;
        }
        own.material
    }
}

impl Drop for DebrisCanvas {
    fn drop(&mut self) {
        let mut server = RenderingServer::singleton();
        let own = self.material.iter().flat_map(|own| [own.material, own.shader]);
        for rid in self.meshes.iter().copied().flatten().chain(own).chain(self.places) {
            server.free_rid(rid);
        }
    }
}

fn shader_code(modes: Option<&Gd<CanvasItemMaterial>>) -> String {
    let blend = match modes.map_or(BlendMode::MIX, |modes| modes.get_blend_mode()) {
        BlendMode::ADD => "blend_add",
        BlendMode::SUB => "blend_sub",
        BlendMode::MUL => "blend_mul",
        BlendMode::PREMULT_ALPHA => "blend_premul_alpha",
        _ => "blend_mix",
    };
    let light = match modes.map_or(LightMode::NORMAL, |modes| modes.get_light_mode()) {
        LightMode::UNSHADED => ", unshaded",
        LightMode::LIGHT_ONLY => ", light_only",
        _ => "",
    };
    format!(
        "shader_type canvas_item;\nrender_mode {blend}{light};\n{PLACES}\n\
         void vertex() {{\n\tcutout_debris(CUSTOM0, VERTEX, COLOR);\n}}\n"
    )
}

fn mesh_of(page: &mut Page) -> Rid {
    page.take_dirty();
    let format = ArrayFormat::VERTEX.ord()
        | ArrayFormat::COLOR.ord()
        | ArrayFormat::TEX_UV.ord()
        | ArrayFormat::CUSTOM0.ord()
        | ArrayFormat::INDEX.ord()
        | (ArrayCustomFormat::RG_FLOAT.ord() as u64) << ArrayFormat::CUSTOM0_SHIFT.ord()
        | ArrayFormat::FLAG_USE_2D_VERTICES.ord()
        | ArrayFormat::FLAG_USE_DYNAMIC_UPDATE.ord()
        | ArrayFormat::FLAG_FORMAT_CURRENT_VERSION.ord();
    let room = page.room();
    let surface = vdict! {
        "primitive" => PrimitiveType::TRIANGLES.ord(),
        "format" => format.cast_signed(),
        "vertex_count" => room.vertices as i64,
        "vertex_data" => &PackedByteArray::from(page.positions()),
        "attribute_data" => &PackedByteArray::from(page.attributes()),
        "index_count" => room.indices as i64,
        "index_data" => &PackedByteArray::from(page.indices()),
        // Never looked at: the item has a rectangle of its own.
        "aabb" => Aabb::default(),
    };
    let mut server = RenderingServer::singleton();
    let mesh = server.mesh_create();
    server.mesh_add_surface(mesh, &surface.upcast_any_dictionary());
    mesh
}

fn update_mesh(mesh: Rid, page: &mut Page) {
    let dirty = page.take_dirty();
    let mut server = RenderingServer::singleton();
    let part = |all: &[u8], range: &core::ops::Range<usize>, size: usize| {
        let start = range.start * size;
        let bytes = all.get(start..range.end * size).unwrap_or_default();
        (start as i32, PackedByteArray::from(bytes))
    };
    if !dirty.vertices.is_empty() {
        let (start, bytes) = part(page.positions(), &dirty.vertices, POSITION_BYTES);
        server.mesh_surface_update_vertex_region(mesh, 0, start, &bytes);
        let (start, bytes) = part(page.attributes(), &dirty.vertices, ATTRIBUTE_BYTES);
        server.mesh_surface_update_attribute_region(mesh, 0, start, &bytes);
    }
    if !dirty.indices.is_empty() {
        let (start, bytes) = part(page.indices(), &dirty.indices, INDEX_BYTES);
        server.mesh_surface_update_index_region(mesh, 0, start, &bytes);
    }
}
