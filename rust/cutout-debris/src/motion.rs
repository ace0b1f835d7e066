//! The columns of all pieces: where each is, how it moves, how long it lives. One number a column, so
//! that free flight is a handful of loops that the compiler turns into vector instructions.

use crate::contact::{Line, Pose, Touched};
use crate::settings::Settings;
use crate::vector::Vec2;
use core::ops::Range;

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
    /// How many pieces have one.
    obstacles: usize,
    /// Whether the next four are kept; they are empty else.
    keeps_before: bool,
    // Place and turn one tick ago, for frames between ticks.
    before_x: Vec<f32>,
    before_y: Vec<f32>,
    before_cos: Vec<f32>,
    before_sin: Vec<f32>,
}

/// A piece may touch its floor, as [`Motion::fly`] marks it.
pub const AT_FLOOR: u8 = 1;
/// A piece may touch its obstacle.
pub const AT_OBSTACLE: u8 = 2;
/// A piece has left the world.
pub const FAR: u8 = 4;

/// Pieces whose extents are taken side by side.
const EXTENTS: usize = 16;
/// So many pieces are moved and marked before the next ones: their columns stay in the first-level cache.
const STRETCH: usize = 512;
/// A piece that leaves the square of this half-width is gone: beyond it single precision is coarser than
/// a pixel.
const FARTHEST: f32 = 8_388_608.0;

/// Whether a piece is not so far out that it is gone.
pub fn is_near(point: Vec2) -> bool {
    (point.x.abs() < FARTHEST) & (point.y.abs() < FARTHEST)
}

impl Motion {
    fn columns(&mut self) -> impl Iterator<Item = &mut Vec<f32>> {
        let count = if self.keeps_before { 18 } else { 14 };
        let all = [
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
        ];
        all.into_iter().take(count)
    }

    /// Whether the state one tick ago is kept, for frames between ticks. It is what is now when that begins.
    pub fn keep_before(&mut self, keep: bool) {
        if self.keeps_before == keep {
            return;
        }
        self.keeps_before = keep;
        let columns = [
            (&mut self.before_x, &self.x),
            (&mut self.before_y, &self.y),
            (&mut self.before_cos, &self.cos),
            (&mut self.before_sin, &self.sin),
        ];
        for (before, now) in columns {
            before.clear();
            if keep {
                before.extend_from_slice(now);
            }
        }
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
        let count = self.x.len();
        self.cos.resize(count, 1.0);
        self.sin.resize(count, 0.0);
        if self.keeps_before {
            self.before_x.extend(starts.clone().map(|start| start.position.x));
            self.before_y.extend(starts.clone().map(|start| start.position.y));
            self.before_cos.resize(count, 1.0);
            self.before_sin.resize(count, 0.0);
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
        self.obstacles -=
            usize::from(self.x.len().checked_sub(1).is_some_and(|last| self.has_obstacle(last)));
        for column in self.columns() {
            column.pop();
        }
    }

    /// Moves the first `count` pieces through `seconds` of free flight (semi-implicit Euler), and marks what they
    /// are near to then.
    pub fn fly(&mut self, count: usize, settings: &Settings, seconds: f32, marks: &mut [u8]) {
        // As the engine damps its bodies, so that a piece and a body side by side slow down alike.
        let kept = (1.0 - settings.linear_damp * seconds).max(0.0);
        let kept_spin = (1.0 - settings.angular_damp * seconds).max(0.0);
        let gain = settings.gravity * seconds;
        for start in (0..count).step_by(STRETCH) {
            let some = start..(start + STRETCH).min(count);
            if self.keeps_before {
                self.before_x[some.clone()].copy_from_slice(&self.x[some.clone()]);
                self.before_y[some.clone()].copy_from_slice(&self.y[some.clone()]);
                self.before_cos[some.clone()].copy_from_slice(&self.cos[some.clone()]);
                self.before_sin[some.clone()].copy_from_slice(&self.sin[some.clone()]);
            }
            let x = &mut self.x[some.clone()];
            for (velocity, place) in self.velocity_x[some.clone()].iter_mut().zip(x) {
                *velocity = (*velocity + gain.x) * kept;
                *place += *velocity * seconds;
            }
            let y = &mut self.y[some.clone()];
            for (velocity, place) in self.velocity_y[some.clone()].iter_mut().zip(y) {
                *velocity = (*velocity + gain.y) * kept;
                *place += *velocity * seconds;
            }
            let turns = self.cos[some.clone()].iter_mut().zip(&mut self.sin[some.clone()]);
            for ((cos, sin), spin) in turns.zip(&mut self.spin[some.clone()]) {
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
            self.mark(some.clone(), &mut marks[some]);
        }
    }

    fn mark(&self, some: Range<usize>, marks: &mut [u8]) {
        let places = self.x[some.clone()].iter().zip(&self.y[some.clone()]);
        let bounds = self.reach[some.clone()].iter().zip(&self.floor[some.clone()]);
        for (mark, ((&x, &y), (&reach, &floor))) in marks.iter_mut().zip(places.zip(bounds)) {
            let at_floor = if y + reach > floor { AT_FLOOR } else { 0 };
            *mark = if is_near(Vec2::new(x, y)) { at_floor } else { FAR };
        }
        if self.obstacles > 0 {
            for (mark, index) in marks.iter_mut().zip(some) {
                *mark |= if self.may_touch_obstacle(index) { AT_OBSTACLE } else { 0 };
            }
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
        self.obstacles -= usize::from(self.has_obstacle(index));
        self.normal_x[index] = line.normal.x;
        self.normal_y[index] = line.normal.y;
        self.offset[index] = line.offset;
        self.obstacles += usize::from(self.has_obstacle(index));
    }

    /// Whether a piece has an obstacle on its way.
    pub fn has_obstacle(&self, index: usize) -> bool {
        self.normal_x[index] != 0.0 || self.normal_y[index] != 0.0
    }

    fn may_touch_obstacle(&self, index: usize) -> bool {
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

    /// A piece has touched something.
    pub fn touched(&mut self, touched: &Touched) {
        let index = touched.number as usize;
        self.x[index] += touched.shift.x;
        self.y[index] += touched.shift.y;
        self.velocity_x[index] = touched.velocity.x;
        self.velocity_y[index] = touched.velocity.y;
        self.spin[index] = touched.spin;
    }

    /// Whether no point of a piece is faster than that, pixels a second.
    pub fn is_slower(&self, index: usize, speed: f32) -> bool {
        let left = speed - self.spin[index].abs() * self.reach[index];
        left > 0.0 && self.velocity(index).length_squared() < left * left
    }

    /// Stops a piece where it is.
    pub fn stop(&mut self, index: usize) {
        self.velocity_x[index] = 0.0;
        self.velocity_y[index] = 0.0;
        self.spin[index] = 0.0;
        if self.keeps_before {
            self.before_x[index] = self.x[index];
            self.before_y[index] = self.y[index];
            self.before_cos[index] = self.cos[index];
            self.before_sin[index] = self.sin[index];
        }
    }

    /// What is drawn of a piece: centre, and cosine and sine of its angle times its opacity.
    ///
    /// `between` is the part of the tick that has gone by: 0 gives the state one tick ago, if that is kept, 1 the
    /// latest.
    #[inline]
    pub fn texel(&self, index: usize, between: f32) -> [f32; 4] {
        let opacity = self.opacity(index);
        if between >= 1.0 || !self.keeps_before {
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
        let (left, right) = extent(&self.x, &self.reach);
        let (top, bottom) = extent(&self.y, &self.reach);
        Some((Vec2::new(left, top), Vec2::new(right, bottom)))
    }
}

/// The least and the greatest coordinate that pieces reach to.
fn extent(centers: &[f32], reaches: &[f32]) -> (f32, f32) {
    // As many side by side as vector instructions take, and not `f32::min`, which looks for NaN.
    let (mut least, mut most) = ([f32::INFINITY; EXTENTS], [f32::NEG_INFINITY; EXTENTS]);
    let (centers, last_centers) = centers.as_chunks::<EXTENTS>();
    let (reaches, last_reaches) = reaches.as_chunks::<EXTENTS>();
    for (centers, reaches) in centers.iter().zip(reaches) {
        for lane in 0..EXTENTS {
            let (low, high) = (centers[lane] - reaches[lane], centers[lane] + reaches[lane]);
            least[lane] = if low < least[lane] { low } else { least[lane] };
            most[lane] = if high > most[lane] { high } else { most[lane] };
        }
    }
    let last = last_centers.iter().zip(last_reaches);
    let (low, high) = (last.clone().map(|(center, reach)| center - reach), last.map(|(c, r)| c + r));
    let least = least.into_iter().chain(low).fold(f32::INFINITY, f32::min);
    let most = most.into_iter().chain(high).fold(f32::NEG_INFINITY, f32::max);
    (least, most)
}

/// Exchanges the `count` elements from `low` on with those from `high` on, which lie behind them.
pub(crate) fn swap_ranges<T>(all: &mut [T], low: usize, high: usize, count: usize) {
    let (before, from_high) = all.split_at_mut(high);
    before[low..low + count].swap_with_slice(&mut from_high[..count]);
}
