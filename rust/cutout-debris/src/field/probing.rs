//! What a field asks about obstacles: where its pieces fly to, and whether what rests still lies on something.

use super::Field;
use crate::contact::Line;
use crate::probe::{FEWEST_TICKS, Hit, Probe, SUPPORT_DEPTH, ticks_ahead};

impl Field {
    /// Writes what the field wants to know about obstacles, at most `budget` questions. Answer each with
    /// [`Field::answer`] before the next step.
    pub fn probes(&mut self, budget: usize, seconds: f32, questions: &mut Vec<Probe>) {
        questions.clear();
        let ticks = ticks_ahead(self.awake, budget);
        // Every eighth probe asks whether what rests still has something to rest on.
        let resting = self.pieces.len() - self.awake;
        let for_rest = if resting == 0 { 0 } else { (budget / 8).max(usize::from(self.awake == 0)) };
        let for_flight = budget - for_rest.min(budget);
        for _ in 0..self.awake {
            if questions.len() >= for_flight {
                break;
            }
            self.probe_cursor = (self.probe_cursor + 1) % self.awake;
            let index = self.probe_cursor;
            if self.pieces[index].probed_until <= self.tick {
                questions.push(self.flight_probe(index, ticks, seconds));
            }
        }
        let first = questions.len();
        for _ in 0..resting.min(budget - questions.len()).min(for_rest) {
            self.support_cursor = (self.support_cursor + 1) % resting;
            let index = self.awake + self.support_cursor;
            if self.motion.has_obstacle(index) {
                questions.push(self.support_probe(index, &self.motion.obstacle(index)));
            }
        }
        // An answer that wakes a piece has it change places with the first at rest: if that one has asked, it
        // has had its answer by then.
        questions[first..].sort_unstable_by_key(|probe| probe.index);
    }

    fn flight_probe(&self, index: usize, ticks: u32, seconds: f32) -> Probe {
        let from = self.motion.position(index);
        if self.touching[index].touches_at(self.tick) && self.motion.has_obstacle(index) {
            return self.support_probe(index, &self.motion.obstacle(index));
        }
        let time = ticks as f32 * seconds;
        let velocity = self.motion.velocity(index);
        let way = velocity * time + self.settings.gravity * (0.5 * time * time);
        let to = from + way + way.normalized() * self.motion.reach(index);
        Probe { index, from, to, ticks }
    }

    fn support_probe(&self, index: usize, obstacle: &Line) -> Probe {
        let from = self.motion.position(index);
        let to = from + obstacle.normal * -(self.motion.reach(index) + SUPPORT_DEPTH);
        Probe { index, from, to, ticks: FEWEST_TICKS }
    }

    /// What a probe found: nothing, or a surface.
    pub fn answer(&mut self, probe: &Probe, hit: Option<&Hit>) {
        let index = probe.index;
        let Some(piece) = self.pieces.get_mut(index) else { return };
        piece.probed_until = self.tick + u64::from(probe.ticks);
        let position = self.motion.position(index);
        let found = hit.and_then(|hit| hit.line(position, self.motion.reach(index)));
        self.motion.set_obstacle(index, &found.unwrap_or(Line::NONE));
        if found.is_none() && index >= self.awake {
            self.touching[index].wake(self.tick);
            self.exchange(index, self.awake);
            self.awake += 1;
            // What it has changed places with may not have been written since it came to rest.
            self.stale = self.stale.max(index + 1);
        }
    }
}
