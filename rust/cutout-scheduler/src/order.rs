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
//! Every operation takes logarithmic time, however many priorities there are, and nearly constant time where
//! there is one.

use crate::rising::Rising;
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

/// The jobs of one priority.
#[derive(Debug, Default)]
struct Lane {
    /// By the numbers of their places.
    jobs: Rising<u64, Entry>,
    /// What of it is in [`Order::heads`].
    head: Option<(i64, u64)>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    id: u64,
    rank: i64,
    ended: bool,
}

/// Rank, number and priority of the first job of a lane.
type Head = (i64, u64, i64);

/// The first jobs of lanes, where they have ended.
#[derive(Debug, Default)]
struct Heads {
    /// The least of them: all there is as long as there is one priority.
    first: Option<Head>,
    others: BTreeSet<Head>,
}

/// All jobs whose ends were not taken, save those let out.
#[derive(Debug, Default)]
pub struct Order {
    lanes: BTreeMap<i64, Lane>,
    heads: Heads,
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
        lane.tell_head(place.priority, &mut self.heads);
    }

    /// Takes a job out.
    pub fn remove(&mut self, place: Place) {
        self.take(place);
    }

    /// Notes that a job has ended.
    pub fn end(&mut self, place: Place) {
        let Some(lane) = self.lanes.get_mut(&place.priority) else { return };
        if let Some(entry) = lane.jobs.get_mut(place.number) {
            entry.ended = true;
            lane.tell_head(place.priority, &mut self.heads);
        }
    }

    /// Takes the next end out: the id of its job.
    pub fn pop(&mut self) -> Option<u64> {
        let (_, number, priority) = self.heads.first?;
        self.take(Place { priority, number }).map(|entry| entry.id)
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.lanes.clear();
        self.heads = Heads::default();
    }

    fn take(&mut self, place: Place) -> Option<Entry> {
        let lane = self.lanes.get_mut(&place.priority)?;
        let taken = lane.jobs.remove(place.number);
        lane.tell_head(place.priority, &mut self.heads);
        if lane.jobs.is_empty() && self.lanes.len() > KEPT_LANES {
            self.lanes.remove(&place.priority);
        }
        taken
    }
}

impl Lane {
    /// Brings what is known of its first job up to date.
    fn tell_head(&mut self, priority: i64, heads: &mut Heads) {
        let first = self.jobs.first().filter(|(_, entry)| entry.ended);
        let now = first.map(|(number, entry)| (entry.rank, number));
        if now == self.head {
            return;
        }
        if let Some((rank, number)) = self.head {
            heads.remove((rank, number, priority));
        }
        if let Some((rank, number)) = now {
            heads.insert((rank, number, priority));
        }
        self.head = now;
    }
}

impl Heads {
    fn insert(&mut self, head: Head) {
        let behind = match self.first {
            Some(first) if first < head => Some(head),
            first => {
                self.first = Some(head);
                first
            }
        };
        self.others.extend(behind);
    }

    fn remove(&mut self, head: Head) {
        if self.first == Some(head) {
            self.first = self.others.pop_first();
        } else {
            self.others.remove(&head);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, Place};

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

    /// Places, ids, ranks and whether they have ended, looked through from the first to the last each time.
    #[derive(Default)]
    struct Plain(Vec<(Place, u64, i64, bool)>);

    impl Plain {
        fn pop(&mut self) -> Option<u64> {
            let is_first = |at: &usize| {
                let (place, ..) = self.0[*at];
                self.0.iter().all(|&(other, ..)| other.priority != place.priority || other >= place)
            };
            let heads = (0..self.0.len()).filter(|at| self.0[*at].3).filter(is_first);
            let next = heads.min_by_key(|&at| {
                let (place, _, rank, _) = self.0[at];
                (rank, place.number, place.priority)
            })?;
            Some(self.0.remove(next).1)
        }
    }

    #[test]
    fn jobs_that_come_go_end_and_move_in_any_order_are_taken_as_a_plain_list_takes_them() {
        let mut state = 1_u64;
        let mut below = |count: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % count
        };
        for most in [3, 40, 400] {
            let (mut order, mut plain) = (Order::default(), Plain::default());
            for id in 0..20_000_u64 {
                let (priority, rank) = (below(3) as i64, below(50) as i64);
                if plain.0.len() < most {
                    let place = order.push(id, priority, rank);
                    plain.0.push((place, id, rank, false));
                }
                let at = below(plain.0.len());
                let (place, own, ..) = plain.0[at];
                match below(8) {
                    0 => {
                        order.remove(place);
                        plain.0.remove(at);
                    }
                    1 => {
                        // As when a priority changes: another lane, in the place of before.
                        let ended = plain.0.remove(at).3;
                        order.remove(place);
                        let place = Place { priority, ..place };
                        order.insert(place, own, rank, ended);
                        plain.0.push((place, own, rank, ended));
                    }
                    2..6 => {
                        order.end(place);
                        plain.0[at].3 = true;
                    }
                    _ => assert_eq!(order.pop(), plain.pop()),
                }
            }
        }
    }
}
