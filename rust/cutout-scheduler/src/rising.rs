//! A map for keys that come in rising order, as nearly all of the jobs do.
//!
//! What comes in order stands in a line, which costs no search and no moving about; what comes to a place before
//! the last of the line is kept in a tree. The line is made of short blocks, so nothing large is ever copied, and
//! a block that nothing is left in goes, whatever stands before it.
//!
//! Keys in order: an insert and the first are a matter of constant time, all else of logarithmic, but that a block
//! that goes from the middle moves those on one side of it up, a sixty-fourth of the entries. Others: all is
//! logarithmic.

use std::collections::{BTreeMap, VecDeque};

/// Entries of a block.
const BLOCK: usize = 64;

/// A map in the order of its keys.
#[derive(Debug)]
pub struct Rising<K, V> {
    line: VecDeque<Block<K, V>>,
    others: BTreeMap<K, V>,
    len: usize,
}

/// A part of the line. In a line of several there is none without an entry.
#[derive(Debug)]
struct Block<K, V> {
    /// An entry that was taken out leaves its key.
    entries: Vec<(K, Option<V>)>,
    /// Where the first that is left stands.
    first: usize,
    left: usize,
}

impl<K, V> Default for Rising<K, V> {
    fn default() -> Self {
        Self { line: VecDeque::new(), others: BTreeMap::new(), len: 0 }
    }
}

impl<K: Ord + Copy, V> Rising<K, V> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an entry, whose key is not there yet.
    pub fn insert(&mut self, key: K, value: V) {
        self.len += 1;
        match self.line.back_mut() {
            // One that was the last and was taken out has left its key.
            Some(block) if block.entries.last().is_some_and(|&(last, _)| key <= last) => {
                self.others.insert(key, value);
            }
            Some(block) if block.entries.len() < BLOCK => block.push(key, value),
            _ => {
                let mut block = Block { entries: Vec::new(), first: 0, left: 0 };
                block.push(key, value);
                self.line.push_back(block);
            }
        }
    }

    /// The first entry.
    pub fn first(&self) -> Option<(K, &V)> {
        let in_line = self.line.front().and_then(Block::first);
        let Some((&key, value)) = self.others.first_key_value() else { return in_line };
        in_line.filter(|&(other, _)| other < key).or(Some((key, value)))
    }

    /// Takes the first entry out.
    pub fn pop_first(&mut self) -> Option<(K, V)> {
        let (key, _) = self.first()?;
        Some((key, self.remove(key)?))
    }

    /// The entry of a key.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        match self.find(key) {
            Some((block, at)) => self.line.get_mut(block)?.entries.get_mut(at)?.1.as_mut(),
            None => self.others.get_mut(&key),
        }
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: K) -> Option<V> {
        let removed = match self.find(key) {
            Some((at, place)) => self.remove_at(at, place),
            None => self.others.remove(&key),
        };
        self.len -= usize::from(removed.is_some());
        removed
    }

    /// All values, in no order.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        let line = self.line.into_iter().flat_map(|block| block.entries).filter_map(|(_, value)| value);
        line.chain(self.others.into_values())
    }

    fn remove_at(&mut self, at: usize, place: usize) -> Option<V> {
        let block = self.line.get_mut(at)?;
        let removed = block.take(place);
        if block.left == 0 {
            if self.line.len() > 1 {
                self.line.remove(at);
            } else {
                // Its memory serves the next ones.
                self.line[at].clear();
            }
        }
        removed
    }

    /// In which block of the line an entry stands, and where.
    fn find(&self, key: K) -> Option<(usize, usize)> {
        // Most are looked for at the front.
        let behind = match self.line.get(1) {
            Some(second) if second.begin() <= Some(key) => {
                self.line.partition_point(|block| block.begin() <= Some(key))
            }
            _ => 1,
        };
        let block = behind.checked_sub(1)?;
        let at = self.line.get(block)?.find(key)?;
        Some((block, at))
    }
}

impl<K: Ord + Copy, V> Block<K, V> {
    fn push(&mut self, key: K, value: V) {
        self.entries.push((key, Some(value)));
        self.left += 1;
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.first = 0;
    }

    /// The first key that ever stood in it.
    fn begin(&self) -> Option<K> {
        self.entries.first().map(|&(key, _)| key)
    }

    fn first(&self) -> Option<(K, &V)> {
        self.entries.get(self.first).and_then(|(key, value)| Some((*key, value.as_ref()?)))
    }

    fn find(&self, key: K) -> Option<usize> {
        let rest = self.entries.get(self.first..)?;
        let is_first = rest.first().is_some_and(|&(first, _)| first == key);
        let at = if is_first { 0 } else { rest.binary_search_by_key(&key, |&(own, _)| own).ok()? };
        rest[at].1.is_some().then_some(self.first + at)
    }

    fn take(&mut self, at: usize) -> Option<V> {
        let taken = self.entries.get_mut(at)?.1.take()?;
        self.left -= 1;
        while matches!(self.entries.get(self.first), Some((_, None))) {
            self.first += 1;
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Rising};
    use std::collections::BTreeMap;

    #[test]
    fn it_holds_what_a_tree_holds_whatever_comes_and_goes() {
        let mut state = 1_u64;
        let mut below = |count: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % count
        };
        // How many there are at most, and how far keys lie behind the last.
        for (most, back) in [(3, 1), (60, 1), (1000, 1), (1000, 400), (5, 20)] {
            let (mut rising, mut tree) = (Rising::default(), BTreeMap::new());
            for step in 0..20_000_u64 {
                let key = step.saturating_sub(below(back));
                if tree.len() < most && !tree.contains_key(&key) {
                    rising.insert(key, step);
                    tree.insert(key, step);
                }
                let key = step.saturating_sub(below(2000));
                match below(4) {
                    0 => assert_eq!(rising.remove(key), tree.remove(&key)),
                    1 => assert_eq!(rising.pop_first(), tree.pop_first()),
                    2 => assert_eq!(rising.get_mut(key), tree.get_mut(&key)),
                    _ => assert_eq!(rising.first(), tree.first_key_value().map(|(&key, value)| (key, value))),
                }
                assert_eq!((rising.len(), rising.is_empty()), (tree.len(), tree.is_empty()));
            }
            let mut values: Vec<u64> = rising.into_values().collect();
            values.sort_unstable();
            let mut wanted: Vec<u64> = tree.into_values().collect();
            wanted.sort_unstable();
            assert_eq!(values, wanted);
        }
    }

    #[test]
    fn what_comes_and_goes_behind_one_that_stays_leaves_nothing_behind() {
        let mut rising = Rising::default();
        rising.insert(0, ());
        for key in 1..10_000 {
            rising.insert(key, ());
            rising.remove(key);
        }
        let places: usize = rising.line.iter().map(|block| block.entries.len()).sum();
        assert!(places <= 2 * BLOCK, "{places} places for one entry");
    }
}
