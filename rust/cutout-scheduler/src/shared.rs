//! What several jobs hold together, counted once.
//!
//! Params that thousands of jobs are made with are one block of memory. Its bytes are pending from the first
//! of these jobs to the end of the last, however many there are.

use crate::work::Work;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Tells one thing that is shared from another, while a job has it.
pub type SharedKey = usize;

/// All that open jobs share, with how many have it.
pub struct SharedParts<W: Work> {
    held: HashMap<SharedKey, (Arc<W::Shared>, usize)>,
}

impl<W: Work> Default for SharedParts<W> {
    fn default() -> Self {
        Self { held: HashMap::new() }
    }
}

impl<W: Work> SharedParts<W> {
    /// Bytes that these jobs would add.
    pub fn bytes_of_new<'a>(&self, jobs: impl Iterator<Item = &'a W>) -> usize {
        let mut shared = jobs.filter_map(W::shared).peekable();
        // What most share is nothing, and even an empty set takes time to make.
        if shared.peek().is_none() {
            return 0;
        }
        let mut new: HashSet<SharedKey> = HashSet::new();
        let is_new =
            |shared: &&Arc<W::Shared>| !self.held.contains_key(&key_of(shared)) && new.insert(key_of(shared));
        shared.filter(is_new).map(|shared| W::shared_bytes(shared)).sum()
    }

    /// Notes that a job is open, and answers what it shares and the bytes that come with it.
    pub fn hold(&mut self, job: &W) -> Option<(SharedKey, usize)> {
        let shared = W::shared(job)?;
        let key = key_of(shared);
        match self.held.entry(key) {
            Entry::Occupied(mut held) => {
                held.get_mut().1 += 1;
                Some((key, 0))
            }
            Entry::Vacant(place) => {
                place.insert((Arc::clone(shared), 1));
                Some((key, W::shared_bytes(shared)))
            }
        }
    }

    /// Notes that a job is over; answers the bytes that go with it.
    pub fn let_go(&mut self, key: SharedKey) -> usize {
        let Entry::Occupied(mut held) = self.held.entry(key) else { return 0 };
        held.get_mut().1 -= 1;
        if held.get().1 > 0 {
            return 0;
        }
        let (shared, _) = held.remove();
        W::shared_bytes(&shared)
    }

    /// Forgets all; answers the bytes that go with it.
    pub fn clear(&mut self) -> usize {
        self.held.drain().map(|(_, (shared, _))| W::shared_bytes(&shared)).sum()
    }
}

/// Where it lies, which nothing else can while it is held.
fn key_of<T>(shared: &Arc<T>) -> SharedKey {
    Arc::as_ptr(shared).addr()
}
