//! Results of identical jobs: the same outline bit for bit, and equal params.
//!
//! Bounded by bytes, least recently used first out. The key is the job itself, so that no two jobs are
//! ever taken for each other.

use crate::pieces::Pieces;
use crate::work::FractureJob;
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What the cache holds and how it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheCounts {
    /// Results held.
    pub entries: usize,
    /// Bytes held, keys included.
    pub bytes: usize,
    /// Jobs answered.
    pub hits: u64,
    /// Jobs not answered.
    pub misses: u64,
}

/// A cache that any thread may use.
pub struct Cache {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    max_bytes: usize,
    ttl: Option<Duration>,
    entries: HashMap<u64, Entry>,
    /// Hashes by the time of their last use.
    by_use: BTreeMap<u64, u64>,
    clock: u64,
    counts: CacheCounts,
}

struct Entry {
    job: FractureJob,
    pieces: Arc<Pieces>,
    bytes: usize,
    used: u64,
    made: Instant,
}

impl Cache {
    /// An empty cache.
    pub fn new(max_bytes: usize, ttl: Option<Duration>) -> Self {
        Self { inner: Mutex::new(Inner { max_bytes, ttl, ..Inner::default() }) }
    }

    /// Changes the bounds; what no longer fits goes at once.
    pub fn configure(&self, max_bytes: usize, ttl: Option<Duration>) {
        let mut inner = self.inner.lock();
        inner.max_bytes = max_bytes;
        inner.ttl = ttl;
        inner.shrink();
    }

    /// The result of an identical job.
    pub fn get(&self, job: &FractureJob) -> Option<Arc<Pieces>> {
        let hash = hash_of(job);
        let mut inner = self.inner.lock();
        if inner.max_bytes == 0 {
            return None;
        }
        let found = inner.entries.get(&hash).is_some_and(|entry| {
            same(&entry.job, job) && inner.ttl.is_none_or(|ttl| entry.made.elapsed() <= ttl)
        });
        if !found {
            inner.counts.misses += 1;
            return None;
        }
        inner.counts.hits += 1;
        inner.touch(hash)
    }

    /// Keeps a result. A job whose hash is another's takes its place.
    pub fn insert(&self, job: FractureJob, pieces: &Arc<Pieces>) {
        let bytes = size_of::<Entry>() + job.heap_bytes() + pieces.heap_bytes();
        let hash = hash_of(&job);
        let mut inner = self.inner.lock();
        if bytes > inner.max_bytes {
            return;
        }
        inner.remove(hash);
        inner.clock += 1;
        let used = inner.clock;
        inner.by_use.insert(used, hash);
        inner.counts.bytes += bytes;
        inner
            .entries
            .insert(hash, Entry { job, pieces: Arc::clone(pieces), bytes, used, made: Instant::now() });
        inner.shrink();
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let mut inner = self.inner.lock();
        inner.entries.clear();
        inner.by_use.clear();
        inner.counts.bytes = 0;
    }

    /// What it holds and how it did.
    pub fn counts(&self) -> CacheCounts {
        let inner = self.inner.lock();
        CacheCounts { entries: inner.entries.len(), ..inner.counts }
    }
}

impl Inner {
    fn touch(&mut self, hash: u64) -> Option<Arc<Pieces>> {
        self.clock += 1;
        let entry = self.entries.get_mut(&hash)?;
        self.by_use.remove(&entry.used);
        entry.used = self.clock;
        self.by_use.insert(self.clock, hash);
        Some(Arc::clone(&entry.pieces))
    }

    fn remove(&mut self, hash: u64) {
        if let Some(entry) = self.entries.remove(&hash) {
            self.by_use.remove(&entry.used);
            self.counts.bytes -= entry.bytes;
        }
    }

    fn shrink(&mut self) {
        while self.counts.bytes > self.max_bytes {
            let Some((_, &hash)) = self.by_use.first_key_value() else { break };
            self.remove(hash);
        }
    }
}

fn same(a: &FractureJob, b: &FractureJob) -> bool {
    a.outline.inner_ends() == b.outline.inner_ends()
        && a.outline.points().len() == b.outline.points().len()
        && (Arc::ptr_eq(&a.params, &b.params) || a.params == b.params)
        && point_bits(a).eq(point_bits(b))
}

fn hash_of(job: &FractureJob) -> u64 {
    let mut hasher = DefaultHasher::new();
    point_bits(job).for_each(|bits| hasher.write_u64(bits));
    job.outline.inner_ends().iter().for_each(|&end| hasher.write_u32(end));
    hasher.write_u64(job.params.seed);
    hasher.write_u32(job.params.fragment_count);
    hasher.write(job.params.pattern.name().as_bytes());
    hasher.finish()
}

fn point_bits(job: &FractureJob) -> impl Iterator<Item = u64> + '_ {
    job.outline.points().iter().map(|p| u64::from(p.x.to_bits()) << 32 | u64::from(p.y.to_bits()))
}
