//! Whether an object of ours is as we made it: nobody else refers to it, and nobody left anything in it.
//!
//! The fragments of a result are asked before each use, twenty a job and more, which through the binding costs
//! half of a delivery: it looks up whether the object lives and which thread this is, for each of the
//! questions. Here the engine's methods are looked up once and called by pointer.

use crate::engine_method::Method;
use godot::prelude::*;
use godot::sys::{self, GodotFfi};

/// Hashes of the methods' signatures, by which the engine finds them: those of its API since 4.1.
const GET_REFERENCE_COUNT: (&str, &str, i64) = ("RefCounted", "get_reference_count", 3_905_245_786);
const GET_SCRIPT: (&str, &str, i64) = ("Object", "get_script", 1_214_101_251);
const GET_META_LIST: (&str, &str, i64) = ("Object", "get_meta_list", 3_995_934_104);
const ARRAY_IS_EMPTY: (&str, i64) = ("is_empty", 3_918_633_141);

/// The engine's answers about objects.
pub struct Untouched {
    is_empty: sys::BuiltinMethodBind,
    type_of: sys::GDExtensionInterfaceVariantGetType,
    item: sys::GDExtensionInterfaceArrayOperatorIndex,
    get_reference_count: Method,
    get_script: Method,
    get_meta_list: Method,
    /// What the methods answer is written here.
    script: Variant,
    meta_list: Array<StringName>,
}

impl Untouched {
    /// None in an engine that has no such methods, which the binding would not have started in.
    pub fn look_up() -> Option<Self> {
        // SAFETY: the binding was initialized before any object of this crate was made, and what makes this
        // one holds engine objects, which do not leave the main thread.
        let engine = unsafe { sys::get_interface() };
        let method = |(class, name, hash): (&str, &str, i64)| Method::find(class, name, hash);
        let (name, hash) = ARRAY_IS_EMPTY;
        let name = StringName::from(name);
        // SAFETY: the name lives until the call is over, and the engine answers null for what it lacks.
        let is_empty = unsafe {
            (engine.variant_get_ptr_builtin_method)(
                sys::GDEXTENSION_VARIANT_TYPE_ARRAY,
                name.sys().cast(),
                hash,
            )
        };
        Some(Self {
            is_empty: is_empty?,
            type_of: engine.variant_get_type,
            item: engine.array_operator_index,
            get_reference_count: method(GET_REFERENCE_COUNT)?,
            get_script: method(GET_SCRIPT)?,
            get_meta_list: method(GET_META_LIST)?,
            script: Variant::nil(),
            meta_list: Array::new(),
        })
    }

    /// Whether exactly so many refer to an object, and it has neither a script nor metadata.
    pub fn is_object<T: Inherits<RefCounted>>(&mut self, object: &Gd<T>, references: i64) -> bool {
        let mut count = 0_i64;
        // SAFETY: `object` is a reference of its own to an object that is counted, so it lives. The methods are
        // of classes that it inherits, take no arguments, and answer by pointer a 64-bit integer, a Variant and
        // an Array, which is what they are given, each of them initialized.
        unsafe {
            Self::ask(self.get_reference_count, object, (&raw mut count).cast());
            if count != references {
                return false;
            }
            let script = self.script.sys_mut();
            Self::ask(self.get_script, object, script);
            let meta_list = self.meta_list.sys_mut();
            Self::ask(self.get_meta_list, object, meta_list);
        }
        let mut has_no_meta = 0_u8;
        // SAFETY: a method of arrays without arguments that answers a bool, which by pointer is a byte; and what kind
        // a variant is may be asked of each.
        let has_no_script = unsafe {
            (self.is_empty)(self.meta_list.sys_mut(), std::ptr::null(), (&raw mut has_no_meta).cast(), 0);
            (self.type_of)(self.script.var_sys()) == sys::GDEXTENSION_VARIANT_TYPE_NIL
        };
        // Nothing of another's is kept alive.
        if !has_no_script {
            self.script = Variant::nil();
        }
        if has_no_meta == 0 {
            self.meta_list = Array::new();
        }
        has_no_meta != 0 && has_no_script
    }

    /// Makes an array the only one that has its items: where a copy shares them, they are copied now, and each
    /// object among them has one more reference. Costs nothing where none does.
    pub fn unshare(&self, array: &mut VarArray) {
        // SAFETY: an array that lives; the item is asked for in order to be written to, which is what makes the
        // engine copy, and is left as it is. The engine answers null where there is none.
        unsafe { (self.item)(array.sys_mut(), 0) };
    }

    /// # Safety
    /// `method` takes no arguments, is of a class that `object` inherits, and `answer` points to an
    /// initialized value of the type that it answers.
    unsafe fn ask<T: GodotClass>(method: Method, object: &Gd<T>, answer: sys::GDExtensionTypePtr) {
        // SAFETY: promised by the caller.
        unsafe { method.call(object.obj_sys(), [], answer) };
    }
}
