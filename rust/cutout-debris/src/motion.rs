//! The columns of all pieces: where each is, how it moves, how long it lives. One number a column, so
//! that free flight is a handful of loops that the compiler turns into vector instructions.

use crate::contact::{Line, Pose};
use crate::settings::Settings;
use crate::vector::Vec2;

/// How a piece starts.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// Centre.
    pub position: Vec2,
    /// Pixels a second.
    pub velocity: Vec2,
    /// Radians a second.
    pub spin: f32,
    /// Seconds until it is gone; infinite: until it has to make room.
    pub life: f32,
    /// Seconds that it fades at the end, at most its life.
    pub fade: f32,
    /// Distance of its farthest vertex.
    pub reach: f32,
    /// The y that it does not fall below; infinite: none.
    pub floor: f32,
}

/// A piece for each index; all columns are of one length.
#[derive(Clone, Debug, Default)]
pub struct Motion {
    x: Vec<f32>,
    y: Vec<f32>,
    cos: Vec<f32>,
    sin: Vec<f32>,
    velocity_x: Vec<f32>,
    velocity_y: Vec<f32>,
    spin: Vec<f32>,
    life: Vec<f32>,
    fade: Vec<f32>,
    reach: Vec<f32>,
    floor: Vec<f32>,
    // The obstacle found by the last probe.
    normal_x: Vec<f32>,
    normal_y: Vec<f32>,
    offset: Vec<f32>,
    // Place and turn one tick ago, for frames between ticks.
    before_x: Vec<f32>,
    before_y: Vec<f32>,
    before_cos: Vec<f32>,
    before_sin: Vec<f32>,
}

impl Motion {
    fn columns(&mut self) -> [&mut Vec<f32>; 18] {
        [
            &mut self.x,
            &mut self.y,
            &mut self.cos,
            &mut self.sin,
            &mut self.velocity_x,
            &mut self.velocity_y,
            &mut self.spin,
            &mut self.life,
            &mut self.fade,
            &mut self.reach,
            &mut self.floor,
            &mut self.normal_x,
            &mut self.normal_y,
            &mut self.offset,
            &mut self.before_x,
            &mut self.before_y,
            &mut self.before_cos,
            &mut self.before_sin,
        ]
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.x.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.x.is_empty()
    }

    /// Adds pieces at the end.
    pub fn append<'a>(&mut self, starts: impl ExactSizeIterator<Item = &'a Start> + Clone) {
        self.x.extend(starts.clone().map(|start| start.position.x));
        self.y.extend(starts.clone().map(|start| start.position.y));
        self.velocity_x.extend(starts.clone().map(|start| start.velocity.x));
        self.velocity_y.extend(starts.clone().map(|start| start.velocity.y));
        self.spin.extend(starts.clone().map(|start| start.spin));
        self.life.extend(starts.clone().map(|start| start.life));
        self.fade.extend(starts.clone().map(|start| start.fade));
        self.reach.extend(starts.clone().map(|start| start.reach));
        self.floor.extend(starts.clone().map(|start| start.floor));
        self.before_x.extend(starts.clone().map(|start| start.position.x));
        self.before_y.extend(starts.clone().map(|start| start.position.y));
        let count = self.x.len();
        for angle in [&mut self.cos, &mut self.before_cos] {
            angle.resize(count, 1.0);
        }
        for angle in [&mut self.sin, &mut self.before_sin] {
            angle.resize(count, 0.0);
        }
        let Line { normal, offset } = Line::NONE;
        self.normal_x.resize(count, normal.x);
        self.normal_y.resize(count, normal.y);
        self.offset.resize(count, offset);
    }

    /// Exchanges the `count` pieces from `low` on with those from `high` on, which lie behind them.
    pub fn swap_ranges(&mut self, low: usize, high: usize, count: usize) {
        for column in self.columns() {
            swap_ranges(column, low, high, count);
        }
    }

    /// Exchanges two pieces.
    pub fn swap(&mut self, a: usize, b: usize) {
        for column in self.columns() {
            column.swap(a, b);
        }
    }

    /// Drops the last piece.
    pub fn pop(&mut self) {
        for column in self.columns() {
            column.pop();
        }
    }

    /// Moves the first `count` pieces through `seconds` of free flight (semi-implicit Euler).
    pub fn fly(&mut self, count: usize, settings: &Settings, seconds: f32) {
        self.before_x[..count].copy_from_slice(&self.x[..count]);
        self.before_y[..count].copy_from_slice(&self.y[..count]);
        self.before_cos[..count].copy_from_slice(&self.cos[..count]);
        self.before_sin[..count].copy_from_slice(&self.sin[..count]);
        // As the engine damps its bodies, so that a piece and a body side by side slow down alike.
        let kept = (1.0 - settings.linear_damp * seconds).max(0.0);
        let kept_spin = (1.0 - settings.angular_damp * seconds).max(0.0);
        let gain = settings.gravity * seconds;
        for (velocity, place) in self.velocity_x[..count].iter_mut().zip(&mut self.x[..count]) {
            *velocity = (*velocity + gain.x) * kept;
            *place += *velocity * seconds;
        }
        for (velocity, place) in self.velocity_y[..count].iter_mut().zip(&mut self.y[..count]) {
            *velocity = (*velocity + gain.y) * kept;
            *place += *velocity * seconds;
        }
        let turns = self.cos[..count].iter_mut().zip(&mut self.sin[..count]);
        for ((cos, sin), spin) in turns.zip(&mut self.spin[..count]) {
            *spin *= kept_spin;
            // Cayley's transform: a rotation without a sine, exact in length, and off by less than 1 % of
            // the angle up to 0.35 rad a tick.
            let half = *spin * (seconds * 0.5);
            let scale = 1.0 / (1.0 + half * half);
            let (c, s) = ((1.0 - half * half) * scale, 2.0 * half * scale);
            let (turned_c, turned_s) = (c * *cos - s * *sin, s * *cos + c * *sin);
            // One step of Newton's keeps rounding from adding up.
            let norm = 1.5 - 0.5 * (turned_c * turned_c + turned_s * turned_s);
            *cos = turned_c * norm;
            *sin = turned_s * norm;
        }
    }

    /// Takes `seconds` off every life; how many pieces fade, the gone included.
    pub fn age(&mut self, seconds: f32) -> usize {
        let mut fading = 0;
        for (life, fade) in self.life.iter_mut().zip(&self.fade) {
            *life -= seconds;
            fading += usize::from(*life < *fade);
        }
        fading
    }

    /// Seconds left.
    pub fn life(&self, index: usize) -> f32 {
        self.life[index]
    }

    /// Lets a piece fade from what it is now to nothing in `seconds`, unless it is gone before.
    pub fn shorten_life(&mut self, index: usize, seconds: f32) {
        if self.life[index] > seconds {
            self.fade[index] = seconds / self.opacity(index);
            self.life[index] = seconds;
        }
    }

    /// 1 until a piece fades, 0 when it is gone.
    #[inline]
    fn opacity(&self, index: usize) -> f32 {
        let (life, fade) = (self.life[index], self.fade[index]);
        if life < fade { (life / fade).max(0.0) } else { 1.0 }
    }

    /// Sets the y that a piece does not fall below.
    pub fn set_floor(&mut self, index: usize, floor: f32) {
        self.floor[index] = floor;
    }

    /// The line at a piece's floor.
    pub fn floor(&self, index: usize) -> Line {
        Line { normal: Vec2::new(0.0, -1.0), offset: -self.floor[index] }
    }

    /// The line found by a piece's last probe.
    pub fn obstacle(&self, index: usize) -> Line {
        Line { normal: Vec2::new(self.normal_x[index], self.normal_y[index]), offset: self.offset[index] }
    }

    /// Sets what a piece's probe found.
    pub fn set_obstacle(&mut self, index: usize, line: &Line) {
        self.normal_x[index] = line.normal.x;
        self.normal_y[index] = line.normal.y;
        self.offset[index] = line.offset;
    }

    /// Whether a piece is near enough to its floor to touch it.
    pub fn may_touch_floor(&self, index: usize) -> bool {
        self.y[index] + self.reach[index] > self.floor[index]
    }

    /// Whether a piece is near enough to its obstacle to touch it.
    pub fn may_touch_obstacle(&self, index: usize) -> bool {
        self.normal_x[index] * self.x[index] + self.normal_y[index] * self.y[index] - self.offset[index]
            < self.reach[index]
    }

    /// Distance of a piece's farthest vertex from its centre.
    pub fn reach(&self, index: usize) -> f32 {
        self.reach[index]
    }

    /// Where a piece is.
    pub fn position(&self, index: usize) -> Vec2 {
        Vec2::new(self.x[index], self.y[index])
    }

    /// How fast it moves.
    pub fn velocity(&self, index: usize) -> Vec2 {
        Vec2::new(self.velocity_x[index], self.velocity_y[index])
    }

    /// Place and motion of a piece.
    pub fn pose(&self, index: usize) -> Pose {
        Pose {
            position: self.position(index),
            velocity: self.velocity(index),
            turn: Vec2::new(self.cos[index], self.sin[index]),
            spin: self.spin[index],
        }
    }

    /// Sets place and motion of a piece.
    pub fn set_pose(&mut self, index: usize, pose: &Pose) {
        self.x[index] = pose.position.x;
        self.y[index] = pose.position.y;
        self.velocity_x[index] = pose.velocity.x;
        self.velocity_y[index] = pose.velocity.y;
        self.spin[index] = pose.spin;
    }

    /// Stops a piece where it is.
    pub fn stop(&mut self, index: usize) {
        self.velocity_x[index] = 0.0;
        self.velocity_y[index] = 0.0;
        self.spin[index] = 0.0;
        self.before_x[index] = self.x[index];
        self.before_y[index] = self.y[index];
        self.before_cos[index] = self.cos[index];
        self.before_sin[index] = self.sin[index];
    }

    /// What is drawn of a piece: centre, and cosine and sine of its angle times its opacity.
    ///
    /// `between` is the part of the tick that has gone by: 0 gives the state one tick ago, 1 the latest.
    #[inline]
    pub fn texel(&self, index: usize, between: f32) -> [f32; 4] {
        let opacity = self.opacity(index);
        if between >= 1.0 {
            let (cos, sin) = (self.cos[index] * opacity, self.sin[index] * opacity);
            return [self.x[index], self.y[index], cos, sin];
        }
        let mix = |before: f32, now: f32| before + (now - before) * between;
        let turn = Vec2::new(
            mix(self.before_cos[index], self.cos[index]),
            mix(self.before_sin[index], self.sin[index]),
        );
        let turn = turn.normalized() * opacity;
        [mix(self.before_x[index], self.x[index]), mix(self.before_y[index], self.y[index]), turn.x, turn.y]
    }

    /// The smallest box around all pieces, whatever their angle: its least and greatest corner.
    pub fn bounds(&self) -> Option<(Vec2, Vec2)> {
        if self.is_empty() {
            return None;
        }
        let mut least = Vec2::new(f32::INFINITY, f32::INFINITY);
        let mut most = Vec2::new(f32::NEG_INFINITY, f32::NEG_INFINITY);
        for ((&x, &y), &reach) in self.x.iter().zip(&self.y).zip(&self.reach) {
            least = Vec2::new(least.x.min(x - reach), least.y.min(y - reach));
            most = Vec2::new(most.x.max(x + reach), most.y.max(y + reach));
        }
        Some((least, most))
    }
}

/// Exchanges the `count` elements from `low` on with those from `high` on, which lie behind them.
pub(crate) fn swap_ranges<T>(all: &mut [T], low: usize, high: usize, count: usize) {
    let (before, from_high) = all.split_at_mut(high);
    before[low..low + count].swap_with_slice(&mut from_high[..count]);
}
