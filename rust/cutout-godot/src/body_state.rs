//! What a game may have changed on a body, made as new for the piece that the body becomes next.

use godot::classes::canvas_item::{ClipChildrenMode, TextureFilter, TextureRepeat};
use godot::classes::collision_object_2d::DisableMode;
use godot::classes::node::{
    AutoTranslateMode, PhysicsInterpolationMode, ProcessMode, ProcessThreadGroup, ProcessThreadMessages,
};
use godot::classes::rigid_body_2d::{CenterOfMassMode, FreezeMode};
use godot::classes::{CanvasItem, Node, RigidBody2D};
use godot::prelude::*;

// To ask costs a fraction of setting: most were never changed.
macro_rules! restore {
    ($node:ident: $($get:ident, $set:ident, $new:expr;)+) => {
        $(if $node.$get() != $new {
            $node.$set($new);
        })+
    };
}

/// Hands what pieces take over from an item to a macro, but for its material: each property's name, how it is
/// read and set, and what a new item has.
macro_rules! item_properties {
    ($with:ident) => {
        $with! {
            "modulate": get_modulate, set_modulate, Color::WHITE;
            "self_modulate": get_self_modulate, set_self_modulate, Color::WHITE;
            "show_behind_parent": is_draw_behind_parent_enabled, set_draw_behind_parent, false;
            "light_mask": get_light_mask, set_light_mask, 1;
            "visibility_layer": get_visibility_layer, set_visibility_layer, 1;
            "clip_children": get_clip_children_mode, set_clip_children_mode, ClipChildrenMode::DISABLED;
            "texture_filter": get_texture_filter, set_texture_filter, TextureFilter::PARENT_NODE;
            "texture_repeat": get_texture_repeat, set_texture_repeat, TextureRepeat::PARENT_NODE;
            "use_parent_material": get_use_parent_material, set_use_parent_material, false;
            "z_index": get_z_index, set_z_index, 0;
            "z_as_relative": is_z_relative, set_z_as_relative, true;
        }
    };
}
pub(crate) use item_properties;

/// Makes a body and its owner of shapes as new, but for where it is, how it moves, and
/// [`BodyProperties`](crate::body_properties::BodyProperties).
pub fn restore(body: &mut RigidBody2D, shape_owner: Option<u32>) {
    restore_node(body);
    restore_item(body);
    restore! { body:
        is_pickable, set_pickable, false;
        get_disable_mode, set_disable_mode, DisableMode::REMOVE;
        is_lock_rotation_enabled, set_lock_rotation_enabled, false;
        is_using_custom_integrator, set_use_custom_integrator, false;
        is_freeze_enabled, set_freeze_enabled, false;
        get_freeze_mode, set_freeze_mode, FreezeMode::STATIC;
        get_center_of_mass_mode, set_center_of_mass_mode, CenterOfMassMode::AUTO;
        get_inertia, set_inertia, 0.0;
    }
    if let Some(owner) = shape_owner {
        restore_shapes(body, owner);
    }
}

fn restore_node(node: &mut Node) {
    restore! { node:
        get_process_mode, set_process_mode, ProcessMode::INHERIT;
        get_process_priority, set_process_priority, 0;
        get_physics_process_priority, set_physics_process_priority, 0;
        get_process_thread_group, set_process_thread_group, ProcessThreadGroup::INHERIT;
        get_process_thread_group_order, set_process_thread_group_order, 0;
        get_process_thread_messages, set_process_thread_messages, ProcessThreadMessages::from_ord(0);
        get_physics_interpolation_mode, set_physics_interpolation_mode, PhysicsInterpolationMode::INHERIT;
        get_auto_translate_mode, set_auto_translate_mode, AutoTranslateMode::INHERIT;
    }
}

fn restore_item(item: &mut CanvasItem) {
    macro_rules! restore_all {
        ($($name:literal: $get:ident, $set:ident, $new:expr;)+) => {
            restore! { item: $($get, $set, $new;)+ }
        };
    }
    item_properties!(restore_all);
    restore! { item:
        is_visible, set_visible, true;
        is_set_as_top_level, set_as_top_level, false;
        is_y_sort_enabled, set_y_sort_enabled, false;
    }
    if item.get_material().is_some() {
        item.set_material(Gd::null_arg());
    }
}

fn restore_shapes(body: &mut RigidBody2D, owner: u32) {
    if body.is_shape_owner_disabled(owner) {
        body.shape_owner_set_disabled(owner, false);
    }
    if body.is_shape_owner_one_way_collision_enabled(owner) {
        body.shape_owner_set_one_way_collision(owner, false);
    }
    if body.get_shape_owner_one_way_collision_margin(owner) != 0.0 {
        body.shape_owner_set_one_way_collision_margin(owner, 0.0);
    }
    if body.shape_owner_get_transform(owner) != Transform2D::IDENTITY {
        body.shape_owner_set_transform(owner, Transform2D::IDENTITY);
    }
}
