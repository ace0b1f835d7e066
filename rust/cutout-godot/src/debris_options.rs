//! What a break says about its pieces: a dictionary becomes [`DebrisOptions`].

use crate::params_in::type_words;
use crate::skin::CutoutSkin;
use cutout_debris::{Impact, Launch};
use godot::classes::Texture2D;
use godot::meta::conv::ByValue;
use godot::meta::error::ConvertError;
use godot::meta::shape::GodotShape;
use godot::meta::{FromGodot, GodotConvert, GodotImmutable, ToGodot};
use godot::prelude::*;

/// All keys, in the order in which the documentation has them.
const KEYS: [&str; 16] = [
    "texture",
    "uv_transform",
    "color",
    "skin",
    "to_skin",
    "velocity",
    "angular_velocity",
    "center",
    "impact_point",
    "impact_speed",
    "impact_radius",
    "spread",
    "tumble",
    "lifetime",
    "seed",
    "bodies",
];
/// Where half of the speed of a blow is left, pixels, unless said otherwise.
const IMPACT_RADIUS: f32 = 64.0;

/// A `Dictionary` parameter that may be left out.
#[derive(Clone, Debug)]
pub struct OptionalOptions(AnyDictionary);

impl OptionalOptions {
    /// No options.
    pub fn none() -> Self {
        Self(VarDictionary::new().upcast_any_dictionary())
    }
}

impl GodotConvert for OptionalOptions {
    type Via = AnyDictionary;

    fn godot_shape() -> GodotShape {
        AnyDictionary::godot_shape()
    }
}

impl ToGodot for OptionalOptions {
    type Pass = ByValue;

    fn to_godot(&self) -> AnyDictionary {
        self.0.clone()
    }
}

impl FromGodot for OptionalOptions {
    fn try_from_godot(via: AnyDictionary) -> Result<Self, ConvertError> {
        Ok(Self(via))
    }
}

// SAFETY: the dictionary is private and only ever read, so the one that is the default stays empty.
unsafe impl GodotImmutable for OptionalOptions {}

/// The options of one break. Points and velocities are global.
#[derive(Clone, Debug)]
pub struct DebrisOptions {
    /// What the pieces show.
    pub texture: Option<Gd<Texture2D>>,
    /// From the fragments' space to pixels of the texture.
    pub uv_transform: Transform2D,
    /// Colour of the pieces.
    pub color: Color,
    /// Painted triangles of what broke, in place of `uv_transform`.
    pub skin: Option<Gd<CutoutSkin>>,
    /// From the fragments' space to that of the skin.
    pub to_skin: Transform2D,
    /// How they start; its `center` and `impact` are set from the next two.
    pub launch: Launch,
    /// What the object turned about; none: its origin.
    pub center: Option<Vector2>,
    /// Where the blow came from; none: the same.
    pub impact_point: Option<Vector2>,
    /// The blow; 0: none.
    pub impact_speed: f32,
    /// Where half of it is left.
    pub impact_radius: f32,
    /// Seconds that the pieces stay, in place of the field's setting.
    pub lifetime: Option<f32>,
    /// How many of the largest are left out, in place of the field's setting.
    pub bodies: Option<u32>,
    /// Velocity of the object.
    pub velocity: Vector2,
}

impl Default for DebrisOptions {
    fn default() -> Self {
        Self {
            texture: None,
            uv_transform: Transform2D::IDENTITY,
            color: Color::WHITE,
            skin: None,
            to_skin: Transform2D::IDENTITY,
            launch: Launch::default(),
            center: None,
            impact_point: None,
            impact_speed: 0.0,
            impact_radius: IMPACT_RADIUS,
            lifetime: None,
            bodies: None,
            velocity: Vector2::ZERO,
        }
    }
}

impl DebrisOptions {
    /// Reads a dictionary over these options.
    ///
    /// # Errors
    /// A sentence that names the key, its value and what is allowed.
    pub fn read(mut self, options: &OptionalOptions) -> Result<Self, String> {
        for (key, value) in options.0.iter_shared() {
            let Some(name) = key.try_to_relaxed::<GString>().ok().map(|name| name.to_string()) else {
                return Err(format!("options has the key {key}: a String is allowed"));
            };
            self.set(&name, &value)?;
        }
        Ok(self)
    }

    fn set(&mut self, key: &str, value: &Variant) -> Result<(), String> {
        match key {
            "texture" if value.is_nil() => self.texture = None,
            "texture" => self.texture = Some(typed(key, value, "a Texture2D or null")?),
            "uv_transform" => self.uv_transform = transform(key, value)?,
            "skin" if value.is_nil() => self.skin = None,
            "skin" => self.skin = Some(typed(key, value, "a CutoutSkin or null")?),
            "to_skin" => self.to_skin = transform(key, value)?,
            // A text would be taken for the name of a colour, and an unknown name for black.
            "color" if value.get_type() != VariantType::COLOR => {
                return Err(refused(key, value, "a Color"));
            }
            "color" => self.color = typed(key, value, "a Color")?,
            "velocity" => self.velocity = point(key, value)?,
            "angular_velocity" => self.launch.angular_velocity = number(key, value, -1e4, 1e4)?,
            "center" => self.center = Some(point(key, value)?),
            "impact_point" => self.impact_point = Some(point(key, value)?),
            "impact_speed" => self.impact_speed = number(key, value, -1e6, 1e6)?,
            "impact_radius" => self.impact_radius = number(key, value, 0.001, 1e6)?,
            "spread" => self.launch.spread = number(key, value, 0.0, 1.0)?,
            "tumble" => self.launch.tumble = number(key, value, 0.0, 1e4)?,
            "lifetime" => self.lifetime = Some(number(key, value, 0.0, 1e6)?),
            "seed" => self.launch.seed = typed::<i64>(key, value, "a whole number")?.cast_unsigned(),
            "bodies" => {
                let allowed = "whole numbers from 0";
                let count: i64 = typed(key, value, allowed)?;
                self.bodies = Some(u32::try_from(count).map_err(|_| refused(key, value, allowed))?);
            }
            _ => return Err(format!("options has no key \"{key}\": allowed are {}", KEYS.join(", "))),
        }
        Ok(())
    }

    /// The launch in a space that `to_field` leads to from the global one, for an object whose origin is
    /// `origin` there.
    pub fn launch_in(&self, to_field: Transform2D, origin: Vector2) -> Launch {
        use crate::debris_probe::plain;
        let center = self.center.unwrap_or(origin);
        // A field may be scaled, and a mirrored one sees turning the other way round.
        let (scale, side) = (to_field.determinant().abs().sqrt(), to_field.determinant().signum());
        let impact = (self.impact_speed != 0.0).then(|| Impact {
            point: plain(to_field * self.impact_point.unwrap_or(center)),
            speed: self.impact_speed * scale,
            radius: self.impact_radius * scale,
        });
        let velocity = plain(to_field.basis_xform(self.velocity));
        let angular_velocity = self.launch.angular_velocity * side;
        Launch { velocity, angular_velocity, center: plain(to_field * center), impact, ..self.launch }
    }
}

fn typed<T: FromGodot>(key: &str, value: &Variant, allowed: &str) -> Result<T, String> {
    value.try_to_relaxed::<T>().map_err(|_| refused(key, value, allowed))
}

fn transform(key: &str, value: &Variant) -> Result<Transform2D, String> {
    let allowed = "a Transform2D of finite numbers";
    let transform: Transform2D = typed(key, value, allowed)?;
    if transform.is_finite() { Ok(transform) } else { Err(refused(key, value, allowed)) }
}

fn point(key: &str, value: &Variant) -> Result<Vector2, String> {
    let allowed = "a Vector2 of finite numbers";
    let point: Vector2 = typed(key, value, allowed)?;
    if point.is_finite() { Ok(point) } else { Err(refused(key, value, allowed)) }
}

fn number(key: &str, value: &Variant, least: f32, most: f32) -> Result<f32, String> {
    let allowed = format!("numbers from {least} to {most}");
    let number: f64 = typed(key, value, &allowed)?;
    let number = number as f32;
    if (least..=most).contains(&number) { Ok(number) } else { Err(refused(key, value, &allowed)) }
}

fn refused(key: &str, value: &Variant, allowed: &str) -> String {
    let kind = type_words(value.get_type());
    format!("options \"{key}\" is {value} of type {kind}: allowed is {allowed}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use cutout_debris::Vec2;
    use cutout_debris::launch::Chance;

    /// Where a piece flies to does not depend on the field that it is in.
    #[test]
    fn a_launch_is_the_same_in_a_field_that_is_turned_scaled_or_mirrored() {
        let options = DebrisOptions {
            launch: Launch { angular_velocity: 3.0, spread: 0.0, tumble: 0.0, ..Launch::default() },
            impact_point: Some(Vector2::new(40.0, 10.0)),
            impact_speed: 500.0,
            velocity: Vector2::new(70.0, -20.0),
            ..DebrisOptions::default()
        };
        let origin = Vector2::new(15.0, 5.0);
        let start = |to_field: Transform2D, at: Vector2| {
            let at = to_field * at;
            let launch = options.launch_in(to_field, origin);
            let (velocity, spin) = launch.start(Vec2::new(at.x, at.y), 1.0, &mut Chance::new(1));
            (Vector2::new(velocity.x, velocity.y), spin)
        };
        for at in [Vector2::new(60.0, 0.0), Vector2::new(-30.0, 90.0)] {
            let (wanted, wanted_spin) = start(Transform2D::IDENTITY, at);
            for (angle, scale) in [
                (0.7, Vector2::new(1.0, 1.0)),
                (0.0, Vector2::new(2.0, 2.0)),
                (0.0, Vector2::new(-1.0, 1.0)),
                (-2.0, Vector2::new(0.5, -0.5)),
            ] {
                let to_world =
                    Transform2D::from_angle_scale_skew_origin(angle, scale, 0.0, Vector2::new(9.0, -4.0));
                let (velocity, spin) = start(to_world.affine_inverse(), at);
                let velocity = to_world.basis_xform(velocity);
                assert!(velocity.distance_to(wanted) < 0.01, "{velocity}, wanted {wanted}, in {to_world}");
                assert_eq!(spin * to_world.determinant().signum(), wanted_spin, "{to_world}");
            }
        }
    }
}
