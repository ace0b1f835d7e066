//! Asking whether to go on, within stages that may take long.
//!
//! A stage counts its steps, and where it is told to stop it ends with whatever it has: its caller asks
//! [`Pace::reach`] before it looks at that. So no stage has to hand an error up, and a small job pays an
//! addition here and there.

use crate::error::FractureError;
use crate::fracture::Checkpoint;
use crate::pattern::Domain;
use crate::point::{Bounds, Point};
use core::cell::Cell;
use core::cmp::Ordering;

/// Steps from one question to the next. A step is what takes some ten nanoseconds: an edge looked at.
const STEPS: usize = 1 << 15;

/// One fracture's questions.
pub(crate) struct Pace<'a> {
    check: &'a dyn Checkpoint,
    progress: Cell<f32>,
    steps: Cell<usize>,
    is_over: Cell<bool>,
}

impl<'a> Pace<'a> {
    pub fn new(check: &'a dyn Checkpoint) -> Self {
        Self { check, progress: Cell::new(0.0), steps: Cell::new(0), is_over: Cell::new(false) }
    }

    /// Ends a stage, at a progress that holds until the next one ends.
    ///
    /// # Errors
    /// [`FractureError::Cancelled`], where the stage was told to stop or the next is not wanted.
    pub fn reach(&self, progress: f32) -> Result<(), FractureError> {
        // What is done twice does not take back what was told.
        self.progress.set(progress.max(self.progress.get()));
        if self.ask() { Ok(()) } else { Err(FractureError::Cancelled) }
    }

    /// Ends a part of a stage.
    ///
    /// # Errors
    /// [`FractureError::Cancelled`], where it was told to stop.
    #[inline]
    pub fn go_on(&self) -> Result<(), FractureError> {
        if self.is_over.get() { Err(FractureError::Cancelled) } else { Ok(()) }
    }

    /// Counts steps within a stage. False: stop, what comes out is thrown away.
    #[inline]
    pub fn step(&self, steps: usize) -> bool {
        let steps = self.steps.get() + steps;
        self.steps.set(steps);
        if steps < STEPS { !self.is_over.get() } else { self.ask() }
    }

    /// Whether the fracture has been told to stop.
    pub fn is_over(&self) -> bool {
        self.is_over.get()
    }

    #[cold]
    fn ask(&self) -> bool {
        self.steps.set(0);
        if !self.is_over.get() {
            self.is_over.set(!self.check.reach(self.progress.get()));
        }
        !self.is_over.get()
    }
}

/// What is made longer between two questions, in bytes: new memory costs more than what is put there.
const STRETCH: usize = 1 << 20;

/// Makes a vector so long, unless it is told to stop.
pub(crate) fn grow<T: Copy>(pace: &Pace<'_>, items: &mut Vec<T>, count: usize, value: T) {
    items.reserve_exact(count.saturating_sub(items.len()));
    while items.len() < count {
        items.resize(count.min(items.len() + STRETCH / size_of::<T>().max(1)), value);
        if items.len() < count && !pace.step(STEPS) {
            return;
        }
    }
}

/// How many are sorted before it is asked whether to go on.
const RUN: usize = 1 << 13;

/// Sorts as `sort_unstable_by` does, and ends unsorted where nobody wants the result any more. Only what
/// `order` calls equal may come in another order. Cost: `n log n`; no memory for a few thousand.
pub(crate) fn sort_by<T: Copy>(pace: &Pace<'_>, items: &mut [T], order: impl FnMut(&T, &T) -> Ordering) {
    sort::<T, false>(pace, items, order);
}

/// The same as `sort_by` of slices does: what `order` calls equal comes in the order that it had.
pub(crate) fn sort_stably_by<T: Copy>(
    pace: &Pace<'_>,
    items: &mut [T],
    order: impl FnMut(&T, &T) -> Ordering,
) {
    sort::<T, true>(pace, items, order);
}

fn sort<T: Copy, const IS_STABLE: bool>(
    pace: &Pace<'_>,
    items: &mut [T],
    mut order: impl FnMut(&T, &T) -> Ordering,
) {
    let mut run = RUN;
    for some in items.chunks_mut(run) {
        if IS_STABLE {
            some.sort_by(&mut order);
        } else {
            some.sort_unstable_by(&mut order);
        }
        if some.len() == run && !pace.step(STEPS) {
            return;
        }
    }
    let mut merged: Vec<T> = Vec::new();
    while run < items.len() {
        for pair in items.chunks_mut(2 * run) {
            let Some((mut l, mut r)) = (*pair).split_at_checked(run) else { continue };
            if let ([.., last], [first, ..]) = (l, r)
                && order(first, last).is_ge()
            {
                continue; // in order already
            }
            merged.clear();
            while let ([a, ..], [b, ..]) = (l, r) {
                if order(b, a).is_lt() {
                    merged.push(*b);
                    r = &r[1..];
                } else {
                    merged.push(*a);
                    l = &l[1..];
                }
                if merged.len().is_multiple_of(RUN) && !pace.step(STEPS) {
                    return;
                }
            }
            merged.extend_from_slice(l);
            let end = merged.len();
            pair[..end].copy_from_slice(&merged);
        }
        run *= 2;
    }
}

/// What lies between two questions of a pattern whether to go on, in steps.
const QUESTION: usize = 32;

/// An outline that patterns ask, as long as they are wanted.
pub(crate) struct Asked<'a> {
    pub domain: &'a dyn Domain,
    /// What one answer costs, in steps.
    pub cost: usize,
    pub pace: &'a Pace<'a>,
}

impl Domain for Asked<'_> {
    fn bounds(&self) -> Bounds {
        self.domain.bounds()
    }

    fn contains(&self, p: Point) -> bool {
        self.pace.step(self.cost) && self.domain.contains(p)
    }

    fn area(&self) -> f64 {
        self.domain.area()
    }

    fn each_edge(&self, visit: &mut dyn FnMut(Point, Point)) {
        self.domain.each_edge(visit);
    }

    fn is_over(&self) -> bool {
        !self.pace.step(QUESTION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    struct After(Cell<u32>);

    impl Checkpoint for After {
        fn reach(&self, _progress: f32) -> bool {
            self.0.set(self.0.get().saturating_sub(1));
            self.0.get() > 0
        }
    }

    #[test]
    fn what_is_done_twice_does_not_take_progress_back() {
        struct Last(Cell<f32>);
        impl Checkpoint for Last {
            fn reach(&self, progress: f32) -> bool {
                self.0.set(progress);
                true
            }
        }
        let check = Last(Cell::new(0.0));
        let pace = Pace::new(&check);
        for (reached, told) in [(0.3, 0.3), (0.8, 0.8), (0.5, 0.8), (0.9, 0.9)] {
            assert!(pace.reach(reached).is_ok());
            assert_eq!(check.0.get(), told);
        }
    }

    #[test]
    fn what_is_sorted_in_runs_is_sorted() {
        let mut rng = Rng::new(3);
        for count in [0, 1, RUN - 1, RUN, RUN + 1, 2 * RUN, 5 * RUN + 17] {
            let items: Vec<u32> = (0..count).map(|_| rng.index(1 << 16) as u32).collect();
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by(&Pace::new(&()), &mut ours, |a, b| a.cmp(b));
            theirs.sort_unstable();
            assert!(ours == theirs, "{count}");
            sort_by(&Pace::new(&()), &mut ours, |a, b| a.cmp(b));
            assert!(ours == theirs, "{count}, sorted before");
        }
    }

    #[test]
    fn what_is_equal_keeps_its_order_where_that_is_asked_for() {
        let mut rng = Rng::new(3);
        let mut ours: Vec<(usize, usize)> = (0..5 * RUN + 17).map(|i| (rng.index(100), i)).collect();
        sort_stably_by(&Pace::new(&()), &mut ours, |a, b| a.0.cmp(&b.0));
        assert!(ours.is_sorted());
    }

    #[test]
    fn a_sort_stops_where_it_is_told_to_and_loses_nothing() {
        let mut rng = Rng::new(3);
        let items: Vec<u32> = (0..20 * RUN).map(|_| rng.index(1 << 16) as u32).collect();
        for questions in [1, 5, 21, 30] {
            let check = After(Cell::new(questions));
            let pace = Pace::new(&check);
            let mut stopped = items.clone();
            sort_by(&pace, &mut stopped, |a, b| a.cmp(b));
            assert!(pace.is_over() && !stopped.is_sorted(), "{questions}");
            let mut whole = items.clone();
            stopped.sort_unstable();
            whole.sort_unstable();
            assert!(stopped == whole, "{questions}");
        }
    }
}
