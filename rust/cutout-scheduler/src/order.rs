//! In which order ends are handed on.
//!
//! Comes in: jobs with a priority and a rank, and that they have ended. Goes out: the end that is next.
//! Invariants: of one priority, ends go in the order of their places, which is that of submission; of
//! several priorities, the lower rank goes first, so that waiting counts here as it does in the queue and
//! no end starves behind a stream of higher ones.
//!
//! A job that runs for very long would hold up all that were submitted after it. Such a job is let out of
//! the order ([`Order::remove`]) and takes a place at the end of it once it has ended.
//!
//! Every operation takes logarithmic time, however many priorities there are.

use std::collections::{BTreeMap, BTreeSet};

/// Lanes that stay when nothing stands in them any more: to make one anew takes longer than a job's way through
/// it.
const KEPT_LANES: usize = 16;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The higher comes first; within one, `number` decides.
    pub priority: i64,
    /// Counts up.
    pub number: u64,
}

#[derive(Debug, Default)]
struct Lane {
    /// Rank and id of each job by the number of its place, and whether it has ended.
    jobs: BTreeMap<u64, Entry>,
    /// What of it is in [`Order::ready`].
    ready: Option<(i64, u64)>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    id: u64,
    rank: i64,
    ended: bool,
}

/// All jobs whose ends were not taken, save those let out.
#[derive(Debug, Default)]
pub struct Order {
    lanes: BTreeMap<i64, Lane>,
    /// Rank, number and priority of the first job of each lane, where it has ended.
    ready: BTreeSet<(i64, u64, i64)>,
    next_number: u64,
}

impl Order {
    /// Puts a job behind all others of its priority.
    pub fn push(&mut self, id: u64, priority: i64, rank: i64) -> Place {
        self.next_number += 1;
        let place = Place { priority, number: self.next_number };
        self.insert(place, id, rank, false);
        place
    }

    /// Puts a job at a place of its own choice.
    pub fn insert(&mut self, place: Place, id: u64, rank: i64, ended: bool) {
        let lane = self.lanes.entry(place.priority).or_default();
        lane.jobs.insert(place.number, Entry { id, rank, ended });
        self.refresh(place.priority);
    }

    /// Takes a job out.
    pub fn remove(&mut self, place: Place) {
        if let Some(lane) = self.lanes.get_mut(&place.priority) {
            lane.jobs.remove(&place.number);
            self.refresh(place.priority);
        }
    }

    /// Notes that a job has ended.
    pub fn end(&mut self, place: Place) {
        let Some(lane) = self.lanes.get_mut(&place.priority) else { return };
        if let Some(entry) = lane.jobs.get_mut(&place.number) {
            entry.ended = true;
        }
        // The usual case, a job in the middle of its lane, changes nothing.
        if lane.jobs.first_key_value().is_some_and(|(&first, _)| first == place.number) {
            self.refresh(place.priority);
        }
    }

    /// Takes the next end out: the id of its job.
    pub fn pop(&mut self) -> Option<u64> {
        let &(_, number, priority) = self.ready.first()?;
        let id = self.lanes.get(&priority)?.jobs.get(&number)?.id;
        self.remove(Place { priority, number });
        Some(id)
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.lanes.clear();
        self.ready.clear();
    }

    fn refresh(&mut self, priority: i64) {
        let Some(lane) = self.lanes.get_mut(&priority) else { return };
        let now = match lane.jobs.first_key_value() {
            Some((&number, entry)) if entry.ended => Some((entry.rank, number)),
            _ => None,
        };
        if now != lane.ready {
            if let Some((rank, number)) = lane.ready {
                self.ready.remove(&(rank, number, priority));
            }
            if let Some((rank, number)) = now {
                self.ready.insert((rank, number, priority));
            }
            lane.ready = now;
        }
        if lane.jobs.is_empty() && self.lanes.len() > KEPT_LANES {
            self.lanes.remove(&priority);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    /// With a look at every priority for each end this is a matter of minutes.
    #[test]
    fn ends_of_a_hundred_thousand_priorities_go_in_the_order_of_their_ranks() {
        let count = 100_000;
        let mut order = Order::default();
        let mut wanted = Vec::new();
        let mut places = Vec::new();
        for id in 0..count {
            let priority = (id * 7919 % count) as i64;
            places.push(order.push(id, priority, -priority));
            wanted.push((-priority, id));
        }
        // Backwards, so that none is ready before those that were submitted before it.
        places.iter().rev().for_each(|&place| order.end(place));
        wanted.sort_unstable();
        for (_, id) in wanted {
            assert_eq!(order.pop(), Some(id));
        }
        assert_eq!(order.pop(), None);
    }
}
