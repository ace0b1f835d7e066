//! The Godot side of Cutout Batch: the only crate that knows the engine.
//!
//! Every function converts, calls and converts back. What the workers get and give is plain data
//! ([`outline::Outline`], [`pieces::Pieces`]); engine objects are made on the main thread alone. No
//! function panics on user data: a typed GDScript caller would go on with a default value.
//!
//! | module | what it is |
//! |---|---|
//! | [`outline`] | polygon argument -> rings |
//! | [`variant_in`] | what a variant holds, read where it lies |
//! | [`params_in`] | dictionary or resource argument -> `FractureParams` |
//! | [`carve_in`] | tools and options of a carving -> `Carving` |
//! | [`params_classes`] | classes `CutoutFractureParams`, `CutoutSiteParams`, `CutoutLineParams` |
//! | [`params_resource`] | what they mean, parsed once |
//! | [`params_inspector`] | what the inspector shows of them |
//! | [`work`] | what a worker does with one job |
//! | [`worker_thread`] | how a worker shares the processors with the game |
//! | [`pieces`] | a result in the single precision of the engine |
//! | [`decompose`] | a piece in triangles and in convex parts |
//! | [`outline_tools`] | class `CutoutOutline`: outlines with fewer points, or one around many |
//! | [`polygon_source`] | what a `Polygon2D` shows |
//! | [`object_reader`] | class `CutoutObjectReader`: what a node shows, read off it in one call |
//! | [`item_probe`] | whether an item looks like a new one |
//! | [`engine_object`] | nodes as what they are, without a comparison of names |
//! | [`skin`] | class `CutoutSkin`: what is painted on an object, handed to its pieces |
//! | [`fragment`] | class `CutoutFragment`, a view of one piece |
//! | [`fragment_properties`] | its properties, read by their names |
//! | [`array_ids`] | which objects an array holds |
//! | [`fragment_sets`] | fragments that are used over and over |
//! | [`untouched`] | whether an object of ours is as we made it |
//! | [`packed_points`] | points as the engine's packed array |
//! | [`piece_look`] | what the pieces of a break have in common, as they draw it |
//! | [`body_properties`] | what bodies take over from the one that broke |
//! | [`engine_method`] | methods of the engine, called by pointer |
//! | [`body_calls`] | what is called of the engine for each body, without the binding in between |
//! | [`piece_form`] | what bodies of pieces that were cut alike have in common |
//! | [`piece_body`] | class `CutoutPieceBody`, a piece that is a body |
//! | [`class_registration`] | how the engine comes to ask some of them before the binding |
//! | [`held_name`] | names told from others by their addresses |
//! | [`virtual_answers`] | which virtual methods a new body has, remembered |
//! | [`piece_builder`] | class `CutoutPieceBuilder`, makes many of them in one call |
//! | [`reshaper`] | class `CutoutReshaper`, gives nodes the shape of what survives a carving |
//! | [`spare_bodies`] | class `CutoutSpareBodies`, those that have served |
//! | [`blow`] | class `CutoutBlow`, how they move off |
//! | [`drawing`] | a result as flat arrays, for previews |
//! | [`reports`] | what the scheduler knows, as dictionaries and as a trace |
//! | [`scheduler`] | class `CutoutScheduler`, driven by the autoload |
//! | [`short_submit`] | its method that is called most |
//! | [`baked_reader`] | class `CutoutBakedReader`: pieces as the bytes of a resource, and back |
//! | [`batch_native`] | class `CutoutBatchNative`, the blocking functions |
//! | [`debris_field`] | class `DebrisField2D`, pieces that need no body |
//! | [`debris_add`] | fragments -> its pieces |
//! | [`debris_options`], [`debris_source`] | how a break's pieces start, and what they look like |
//! | [`debris_canvas`] | how they are drawn |
//! | [`debris_probe`] | what stops them |
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod array_ids;
mod baked_reader;
mod batch_native;
mod blow;
mod body_calls;
mod body_properties;
mod body_state;
mod carve_in;
mod class_registration;
mod debris_add;
mod debris_canvas;
mod debris_field;
mod debris_options;
mod debris_probe;
mod debris_source;
mod debris_times;
mod decompose;
mod detail;
mod drawing;
mod engine_method;
mod engine_object;
mod fragment;
mod fragment_properties;
mod fragment_sets;
mod held_name;
mod item_probe;
mod motion;
mod object_reader;
mod optional_callable;
mod outline;
mod outline_tools;
mod packed_points;
mod params_classes;
mod params_in;
mod params_inspector;
mod params_resource;
mod piece_body;
mod piece_builder;
mod piece_form;
mod piece_look;
mod pieces;
mod polygon_source;
mod reports;
mod reshaper;
mod scheduler;
mod short_submit;
mod skin;
mod spare_bodies;
mod untouched;
mod variant_in;
mod virtual_answers;
mod work;
mod worker_thread;

use godot::prelude::*;
use godot::sys;

struct CutoutExtension;

// SAFETY: no engine object is shared between threads, and what unsafe code there is (`array_ids`, `body_calls` and who
// has one, `class_registration`, `debris_probe`, `engine_method`, `engine_object`, `fragment_properties`, `held_name`,
// `item_probe`, `packed_points`, `reports`, `short_submit`, `untouched`, `variant_in`, `virtual_answers`,
// `worker_thread`, two markers) says why it is right.
#[gdextension(entry_symbol = cutout_batch_init_binding)]
unsafe impl ExtensionLibrary for CutoutExtension {
    fn on_stage_deinit(stage: InitStage) {
        if stage == InitStage::Scene {
            virtual_answers::forget();
        }
    }
}

/// What the engine calls when it has loaded the library.
///
/// # Safety
/// The engine alone calls it, with what it promises.
#[unsafe(no_mangle)]
unsafe extern "C" fn cutout_batch_init(
    get_proc_address: sys::GDExtensionInterfaceGetProcAddress,
    library: sys::GDExtensionClassLibraryPtr,
    init: *mut sys::GDExtensionInitialization,
) -> sys::GDExtensionBool {
    let get_proc_address = class_registration::by_way_of_ours(get_proc_address);
    // SAFETY: promised by the caller; the functions are those of the engine.
    unsafe { cutout_batch_init_binding(get_proc_address, library, init) }
}
