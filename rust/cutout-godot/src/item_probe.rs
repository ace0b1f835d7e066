//! Whether an item looks like a new one, asked by pointer.
//!
//! Most do. Through the binding a third of reading a brick went into the answers: each asks again which thread this is
//! and whether the item lives.

use crate::engine_method::Method;
use godot::classes::CanvasItem;
use godot::prelude::*;
use godot::sys;
use std::sync::OnceLock;

/// What a new item answers. The engine hands whole numbers over in 64 bits, also those of enums, and a yes as a byte.
#[derive(Clone, Copy, Debug)]
enum New {
    Yes(bool),
    Number(i64),
    Color(Color),
}

/// The methods that answer what pieces take over (`item_properties`), in that order; the hashes of their signatures, by which the
/// engine finds them, are those of its API since 4.2.
const METHODS: [(&str, i64, New); 11] = [
    ("get_modulate", COLOR, New::Color(Color::WHITE)),
    ("get_self_modulate", COLOR, New::Color(Color::WHITE)),
    ("is_draw_behind_parent_enabled", YES, New::Yes(false)),
    ("get_light_mask", NUMBER, New::Number(1)),
    ("get_visibility_layer", NUMBER, New::Number(1)),
    ("get_clip_children_mode", 3_581_808_349, New::Number(0)),
    ("get_texture_filter", 121_960_042, New::Number(0)),
    ("get_texture_repeat", 2_667_158_319, New::Number(0)),
    ("get_use_parent_material", YES, New::Yes(false)),
    ("get_z_index", NUMBER, New::Number(0)),
    ("is_z_relative", YES, New::Yes(true)),
];
const COLOR: i64 = 3_444_240_500;
const YES: i64 = 36_873_697;
const NUMBER: i64 = 3_905_245_786;

static PROBE: OnceLock<Option<Vec<(Method, New)>>> = OnceLock::new();

/// Whether an item has what a new one has, of all that pieces take over but its material; false where it was freed,
/// on another thread than the main one, and with another engine.
pub fn is_as_new(item: &Gd<CanvasItem>) -> bool {
    let find = || {
        METHODS
            .iter()
            .map(|&(name, hash, new)| Some((Method::find("CanvasItem", name, hash)?, new)))
            .collect()
    };
    let Some(probe) = PROBE.get_or_init(find) else { return false };
    if !sys::is_main_thread() || !item.is_instance_valid() {
        return false;
    }
    let is_new = |&(method, new): &(Method, New)| {
        // SAFETY: this is the main thread, the item lives, the methods are of its class and take no arguments, and what each
        // answers by pointer is of the type that it is read as, for the engine found it by the hash of its signature.
        unsafe {
            match new {
                New::Yes(new) => ask(method, item, 0_u8) == u8::from(new),
                New::Number(new) => ask(method, item, 0_i64) == new,
                New::Color(new) => ask(method, item, Color::BLACK) == new,
            }
        }
    };
    probe.iter().all(is_new)
}

/// # Safety
/// This is the main thread, `item` lives, and `method` of its class takes no arguments and answers a `T`, which is
/// plain data.
unsafe fn ask<T: Copy>(method: Method, item: &Gd<CanvasItem>, mut answer: T) -> T {
    // SAFETY: promised by the caller.
    unsafe { method.call(item.obj_sys(), [], (&raw mut answer).cast()) };
    answer
}

#[cfg(test)]
mod tests {
    use super::METHODS;
    use crate::body_state::item_properties;

    #[test]
    fn the_probe_asks_for_all_that_pieces_take_over() {
        macro_rules! names {
            ($($name:literal: $get:ident, $set:ident, $new:expr;)+) => { [$(stringify!($get)),+] };
        }
        let asked: Vec<&str> = METHODS.iter().map(|&(name, _, _)| name).collect();
        assert_eq!(asked, item_properties!(names));
    }
}
