//! Classes `CutoutFractureParams`, `CutoutSiteParams` and `CutoutLineParams`: the keys of the params as
//! properties of a resource, those of every pattern or of one family.
//!
//! Each key is written down once, with its documentation, range and unit for the inspector; a class is a
//! choice of lists of keys. What the inspector shows of them is [`crate::params_inspector`]'s to say.

use crate::params_in::value_of;
use crate::params_inspector::{applies, is_set, shape_property};
use crate::params_resource::{ParamsResource, Parsed, check_family};
use cutout_geometry::params::Family;
use cutout_geometry::{FractureParams, ParamError};
use godot::prelude::*;
use godot::register::info::PropertyInfo;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// Declares a class: a property for each key of the named lists.
macro_rules! params_class {
    (
        $(#[doc = $class_doc:literal])*
        $Class:ident of $family:expr, $pattern:literal: $($lists:ident)+
    ) => {
        params_class! { @lists { $(#[doc = $class_doc])* $Class of $family, $pattern } [] $($lists)+ }
    };

    // Where patterns of either family have their centre.
    (@lists $class:tt [$($done:tt)*] origin $($more:ident)*) => {
        params_class! { @lists $class [
            $($done)*
            /// The point of impact, a [Vector2] in polygon space. [code]null[/code]: the centre of the bounds.
            #[export]
            origin: Variant = Variant::nil(), set_origin;
        ] $($more)* }
    };
    // What the patterns around sites read.
    (@lists $class:tt [$($done:tt)*] sites $($more:ident)*) => {
        params_class! { @lists $class [
            $($done)*
            /// How many sites [code]random[/code], [code]poisson[/code] and [code]impact[/code] place, and about
            /// how many cells of [code]hexagonal[/code] fit.
            #[export(range = (1.0, 256.0, 1.0, or_greater))]
            fragment_count: i64 = 10, set_fragment_count;
            /// Least distance between sites, as a fraction of the shorter side of the bounds.
            #[export(range = (0.0, 1.0, 0.001))]
            min_cell_distance: f64 = 0.1, set_min_cell_distance;
            /// Distance that sites keep from the sides of the bounds, in pixels.
            #[export(range = (0.0, 64.0, 0.1, or_greater, suffix = "px"))]
            edge_padding: f64 = 5.0, set_edge_padding;
            /// Rows of the grid.
            #[export(range = (1.0, 64.0, 1.0, or_greater))]
            grid_rows: i64 = 3, set_grid_rows;
            /// Columns of the grid.
            #[export(range = (1.0, 64.0, 1.0, or_greater))]
            grid_cols: i64 = 3, set_grid_cols;
            /// How far a site of the grid may stray, as a fraction of half a grid cell.
            #[export(range = (0.0, 1.0, 0.01))]
            grid_jitter: f64 = 0.3, set_grid_jitter;
            /// Rings of sites around the origin.
            #[export(range = (1.0, 32.0, 1.0, or_greater))]
            ring_count: i64 = 3, set_ring_count;
            /// Distance between rings, in pixels.
            #[export(range = (0.1, 256.0, 0.1, or_greater, suffix = "px"))]
            ring_size: f64 = 50.0, set_ring_size;
            /// Sites on the outermost ring, and spokes of a [code]spiderweb[/code].
            #[export(range = (3.0, 64.0, 1.0, or_greater))]
            points_per_ring: i64 = 8, set_points_per_ring;
            /// How far a site of a ring may stray, as a fraction of the way to its neighbours.
            #[export(range = (0.0, 1.0, 0.01))]
            radial_variation: f64 = 0.2, set_radial_variation;
            /// Candidates that [code]poisson[/code] tries around a site before it is done with it.
            #[export(range = (1.0, 256.0, 1.0))]
            poisson_attempts: i64 = 30, set_poisson_attempts;
            /// How fast the pieces of an [code]impact[/code] grow with the distance from the origin.
            #[export(range = (0.0, 8.0, 0.01))]
            impact_falloff: f64 = 2.0, set_impact_falloff;
            /// The sites of the pattern [code]points[/code].
            #[export]
            points: PackedVector2Array = PackedVector2Array::new(), set_points;
        ] $($more)* }
    };
    // What the patterns of cut lines read.
    (@lists $class:tt [$($done:tt)*] lines $($more:ident)*) => {
        params_class! { @lists $class [
            $($done)*
            /// One end of the line of [code]slice[/code], a [Vector2]. [code]null[/code]: a level cut through the
            /// centre of the bounds.
            #[export]
            line_start: Variant = Variant::nil(), set_line_start;
            /// The other end of the line of [code]slice[/code], a [Vector2] or [code]null[/code].
            #[export]
            line_end: Variant = Variant::nil(), set_line_end;
            /// How many lines [code]slices_radial[/code], [code]slices_parallel[/code] and
            /// [code]slices_chaotic[/code] cut along.
            #[export(range = (1.0, 64.0, 1.0, or_greater))]
            slice_count: i64 = 3, set_slice_count;
            /// How far a radial line may turn, as a fraction of half the angle between two.
            #[export(range = (0.0, 1.0, 0.01))]
            radial_randomness: f64 = 0.0, set_radial_randomness;
            /// Direction of parallel lines, in degrees from the x axis towards the y axis.
            #[export(range = (-180.0, 180.0, 0.1, or_less, or_greater, suffix = "°"))]
            parallel_angle: f64 = 0.0, set_parallel_angle;
            /// How far each parallel line may turn, as a fraction of 45 degrees.
            #[export(range = (0.0, 1.0, 0.01))]
            parallel_angle_rand: f64 = 0.0, set_parallel_angle_rand;
            /// The x from which the upright lines of a grid are counted. [code]null[/code]: the left side.
            #[export]
            h_start: Variant = Variant::nil(), set_h_start;
            /// The y from which the level lines of a grid are counted. [code]null[/code]: the top.
            #[export]
            v_start: Variant = Variant::nil(), set_v_start;
            /// Upright lines of the grid.
            #[export(range = (0.0, 64.0, 1.0, or_greater))]
            h_slices: i64 = 3, set_h_slices;
            /// Level lines of the grid.
            #[export(range = (0.0, 64.0, 1.0, or_greater))]
            v_slices: i64 = 3, set_v_slices;
            /// How far an upright line may stray, as a fraction of half the distance between two.
            #[export(range = (0.0, 1.0, 0.01))]
            h_random: f64 = 0.0, set_h_random;
            /// How far a level line may stray, as a fraction of half the distance between two.
            #[export(range = (0.0, 1.0, 0.01))]
            v_random: f64 = 0.0, set_v_random;
            /// How far an upright line may turn, as a fraction of 45 degrees.
            #[export(range = (0.0, 1.0, 0.01))]
            h_angle_rand: f64 = 0.0, set_h_angle_rand;
            /// How far a level line may turn, as a fraction of 45 degrees.
            #[export(range = (0.0, 1.0, 0.01))]
            v_angle_rand: f64 = 0.0, set_v_angle_rand;
            /// The cuts of [code]slices_manual[/code]: two points for each.
            #[export]
            segments: PackedVector2Array = PackedVector2Array::new(), set_segments;
            /// A cut runs along its whole line. Off: a segment cuts only what it crosses from side to side.
            #[export]
            extend: bool = true, set_extend;
            /// Width and height of a brick, a [Vector2]. [code]null[/code]: about eighteen bricks in the bounds.
            #[export]
            brick_size: Variant = Variant::nil(), set_brick_size;
            /// Shift of each course of bricks against the one before, as a fraction of a brick.
            #[export(range = (0.0, 1.0, 0.01))]
            brick_offset: f64 = 0.5, set_brick_offset;
        ] $($more)* }
    };
    // What becomes of the pieces of any pattern.
    (@lists $class:tt [$($done:tt)*] pieces $($more:ident)*) => {
        params_class! { @lists $class [
            $($done)*
            #[export_group(name = "Pieces")]
            /// Jaggedness of the cuts, which still fit together.
            #[export(range = (0.0, 1.0, 0.01))]
            edge_roughness: f64 = 0.0, set_edge_roughness;
            /// Angle in degrees (x) and stretch (y): pieces become so many times longer along the fibres.
            #[export]
            grain: Vector2 = Vector2::new(0.0, 1.0), set_grain;
            /// How far each piece shrinks from its cuts, in pixels.
            #[export(range = (0.0, 32.0, 0.1, or_greater, suffix = "px"))]
            gap: f64 = 0.0, set_gap;
            /// Smaller pieces, in square pixels, are joined to the neighbour with the longest shared border.
            #[export(range = (0.0, 1000.0, 0.1, or_greater, suffix = "px²"))]
            min_fragment_area: f64 = 0.0, set_min_fragment_area;
            /// Pieces with holes: [code]split[/code] cuts them up, [code]keep[/code] hands on the rings,
            /// [code]bridge[/code] joins them to the outer ring.
            #[export(enum = (split, keep, bridge))]
            holes: GString = GString::from("split"), set_holes;
        ] $($more)* }
    };
    // What of the outline breaks.
    (@lists $class:tt [$($done:tt)*] outline $($more:ident)*) => {
        params_class! { @lists $class [
            $($done)*
            #[export_group(name = "Outline")]
            /// Only what lies inside breaks: a ring ([PackedVector2Array]), or a [Dictionary] of
            /// [code]center[/code] and [code]radius[/code]. [code]null[/code]: everything breaks.
            #[export]
            mask: Variant = Variant::nil(), set_mask;
            /// What counts as inside where rings overlap or cross themselves.
            #[export(enum = (nonzero, evenodd))]
            fill_rule: GString = GString::from("nonzero"), set_fill_rule;
        ] $($more)* }
    };

    // All lists are there: the class itself.
    (
        @lists
        { $(#[doc = $class_doc:literal])* $Class:ident of $family:expr, $pattern:literal }
        [$(
            $(#[$($meta:tt)*])*
            $key:ident: $Type:tt = $default:expr, $setter:ident;
        )+]
    ) => {
        $(#[doc = $class_doc])*
        #[derive(GodotClass)]
        #[class(base=Resource, init, tool)]
        pub struct $Class {
            /// Where to cut. Cells around sites: [code]random[/code], [code]grid[/code],
            /// [code]radial[/code], [code]spiderweb[/code], [code]poisson[/code], [code]hexagonal[/code],
            /// [code]impact[/code], [code]points[/code]. Cut lines: [code]slice[/code],
            /// [code]slices_radial[/code], [code]slices_parallel[/code], [code]slices_grid[/code],
            /// [code]slices_chaotic[/code], [code]slices_manual[/code], [code]bricks[/code].
            #[export]
            #[var(set = set_pattern)]
            #[init(val = GString::from($pattern))]
            pattern: GString,
            /// All chance is drawn from it: the same seed gives the same pieces, to the bit.
            #[export]
            #[var(set = set_seed)]
            seed: i64,
            $(
                $(#[$($meta)*])*
                #[var(set = $setter)]
                #[init(val = $default)]
                $key: $Type,
            )+
            parsed: Parsed,
            base: Base<Resource>,
        }

        #[godot_api]
        impl $Class {
            #[func]
            fn set_pattern(&mut self, value: GString) {
                self.pattern = value;
                self.changed(true);
            }

            #[func]
            fn set_seed(&mut self, value: i64) {
                self.seed = value;
                self.changed(false);
            }

            $(
                #[func]
                fn $setter(&mut self, value: $Type) {
                    let was_set = is_set(&self.$key);
                    self.$key = value;
                    self.changed(is_set(&self.$key) != was_set);
                }
            )+

            /// What is wrong with the params, in one sentence; empty when nothing is.
            #[func]
            fn get_error(&mut self) -> GString {
                match self.parsed() {
                    Ok(_) => GString::new(),
                    Err(error) => GString::from(&error.to_string()),
                }
            }

            /// Whether the chosen pattern reads the property [param key].
            #[func]
            fn applies(&self, key: GString) -> bool {
                applies(&key.to_string(), &self.pattern.to_string())
            }
        }

        #[godot_api]
        impl IResource for $Class {
            fn on_validate_property(&self, property: &mut PropertyInfo) {
                let is_set = match property.property_name.to_string().as_str() {
                    $(stringify!($key) => is_set(&self.$key),)+
                    _ => true,
                };
                shape_property(property, $family, &self.pattern.to_string(), is_set);
            }
        }

        impl $Class {
            fn parse(&self) -> Result<Arc<FractureParams>, ParamError> {
                let mut params = FractureParams::default();
                params.set("pattern", value_of(&self.pattern.to_variant()))?;
                check_family(params.pattern, $family)?;
                params.set("seed", value_of(&self.seed.to_variant()))?;
                $(
                    params.set(stringify!($key), value_of(&self.$key.to_variant()))?;
                )+
                params.validate()?;
                Ok(Arc::new(params))
            }

            /// Called after each change; `relists`: whether it changes which properties there are to see.
            fn changed(&mut self, relists: bool) {
                self.parsed.forget();
                if relists {
                    self.base_mut().notify_property_list_changed();
                }
                self.base_mut().emit_changed();
            }
        }

        impl ParamsResource for $Class {
            fn parsed(&mut self) -> Result<Arc<FractureParams>, ParamError> {
                if let Some(parsed) = self.parsed.known() {
                    return parsed;
                }
                let parsed = self.parse();
                self.parsed.keep(&parsed, &self.mask);
                parsed
            }

            fn watch(&self) -> Option<Rc<Cell<bool>>> {
                self.parsed.watch()
            }
        }
    };
}

params_class! {
    /// How a polygon is fractured, as a resource: the keys of every pattern.
    ///
    /// The properties are the keys of the params dictionary; the inspector shows those that the chosen
    /// pattern reads. A resource that is used for many jobs is checked once, so it is the fastest way to
    /// pass params. [CutoutSiteParams] and [CutoutLineParams] are accepted wherever this one is.
    ///
    /// A wrong value is told when the params are used ([method get_error] tells it at once).
    CutoutFractureParams of None, "random": origin sites lines pieces outline
}

params_class! {
    /// How a polygon is fractured into cells around sites: stone, glass, ice, an impact.
    ///
    /// The keys of one family of patterns; otherwise as [CutoutFractureParams], and accepted wherever that
    /// one is.
    CutoutSiteParams of Some(Family::Sites), "random": origin sites pieces outline
}

params_class! {
    /// How a polygon is fractured along cut lines: slices, planks, shards, bricks.
    ///
    /// The keys of one family of patterns; otherwise as [CutoutFractureParams], and accepted wherever that
    /// one is.
    CutoutLineParams of Some(Family::Lines), "slices_parallel": origin lines pieces outline
}
