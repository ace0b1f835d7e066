//! Results of identical jobs.
//!
//! Bounded by bytes, least recently used first out. The key is the job itself, so that no two jobs are
//! ever taken for each other. What jobs share is charged to each of their entries, so the bytes are an upper bound:
//! an entry pays for itself even when it is the last that holds what it shares.

use crate::by_id::ById;
use crate::clock::Clock;
use crate::work::Work;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What the cache holds and how it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheCounts {
    /// Results held.
    pub entries: usize,
    /// Bytes held, keys included; at most: what several keys share counts for each of them.
    pub bytes: usize,
    /// Jobs answered.
    pub hits: u64,
    /// Jobs not answered.
    pub misses: u64,
}

/// A cache that any thread may use.
pub struct Cache<W: Work> {
    inner: Mutex<Inner<W>>,
    /// Whether it may hold any and how many it holds, to be asked without the lock.
    is_on: AtomicBool,
    len: AtomicUsize,
}

struct Inner<W: Work> {
    time: Clock,
    max_bytes: usize,
    ttl: Option<Duration>,
    /// By their hashes, which are mixed already.
    entries: ById<Entry<W>>,
    /// Hashes by the time of their last use.
    by_use: BTreeMap<u64, u64>,
    clock: u64,
    counts: CacheCounts,
}

struct Entry<W: Work> {
    job: W,
    output: Arc<W::Output>,
    bytes: usize,
    used: u64,
    made: Instant,
}

impl<W: Work> Cache<W> {
    /// An empty cache.
    pub fn new(max_bytes: usize, ttl: Option<Duration>, time: Clock) -> Self {
        Self {
            inner: Mutex::new(Inner {
                time,
                max_bytes,
                ttl,
                entries: ById::default(),
                by_use: BTreeMap::new(),
                clock: 0,
                counts: CacheCounts::default(),
            }),
            is_on: AtomicBool::new(max_bytes > 0),
            len: AtomicUsize::new(0),
        }
    }

    /// Changes the bounds; what no longer fits goes at once.
    pub fn configure(&self, max_bytes: usize, ttl: Option<Duration>) {
        self.change(|inner| {
            inner.max_bytes = max_bytes;
            inner.ttl = ttl;
            inner.shrink();
        });
        self.is_on.store(max_bytes > 0, Ordering::Relaxed);
    }

    /// Whether it may hold any results.
    pub fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len.load(Ordering::Relaxed) == 0
    }

    /// The result of an identical job, whose hash is `hash`.
    pub fn get(&self, hash: u64, job: &W) -> Option<Arc<W::Output>> {
        self.change(|inner| {
            let found = inner.find(hash, job);
            if found.is_none() {
                inner.counts.misses += 1;
            }
            found
        })
    }

    /// As [`get`](Self::get), by who leaves it to another to look again: none is no miss.
    pub fn peek(&self, hash: u64, job: &W) -> Option<Arc<W::Output>> {
        self.change(|inner| inner.find(hash, job))
    }

    /// Keeps a result. A job whose hash is another's takes its place.
    pub fn insert(&self, hash: u64, job: W, output: &Arc<W::Output>) {
        let shared = job.shared().map_or(0, |shared| W::shared_bytes(shared));
        let bytes = size_of::<Entry<W>>() + job.heap_bytes() + shared + W::output_bytes(output);
        self.change(|inner| {
            if bytes > inner.max_bytes {
                return;
            }
            inner.remove(hash);
            inner.clock += 1;
            let used = inner.clock;
            inner.by_use.insert(used, hash);
            inner.counts.bytes += bytes;
            let entry = Entry { job, output: Arc::clone(output), bytes, used, made: inner.time.now() };
            inner.entries.insert(hash, entry);
            inner.shrink();
        });
    }

    /// Forgets the result of an identical job. Whether there was one.
    pub fn remove(&self, hash: u64, job: &W) -> bool {
        self.change(|inner| {
            let found = inner.entries.get(&hash).is_some_and(|entry| entry.job.is_identical(job));
            if found {
                inner.remove(hash);
            }
            found
        })
    }

    /// Forgets everything, and answers it: for whoever has the time to free it.
    pub fn clear(&self) -> impl Send + use<W> {
        self.change(|inner| {
            inner.counts.bytes = 0;
            (std::mem::take(&mut inner.entries), std::mem::take(&mut inner.by_use))
        })
    }

    /// What it holds and how it did.
    pub fn counts(&self) -> CacheCounts {
        let inner = self.inner.lock();
        CacheCounts { entries: inner.entries.len(), ..inner.counts }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Inner<W>) -> T) -> T {
        let mut inner = self.inner.lock();
        let answer = change(&mut inner);
        self.len.store(inner.entries.len(), Ordering::Relaxed);
        answer
    }
}

impl<W: Work> Inner<W> {
    /// The result of an identical job, which counts as used; one past its time goes.
    fn find(&mut self, hash: u64, job: &W) -> Option<Arc<W::Output>> {
        let entry = self.entries.get(&hash).filter(|entry| entry.job.is_identical(job))?;
        if self.ttl.is_some_and(|ttl| self.time.now().saturating_duration_since(entry.made) > ttl) {
            self.remove(hash);
            return None;
        }
        self.counts.hits += 1;
        self.touch(hash)
    }

    fn touch(&mut self, hash: u64) -> Option<Arc<W::Output>> {
        let entry = self.entries.get_mut(&hash)?;
        // The one that was used last, as when many alike break, stays where it is.
        if entry.used < self.clock {
            self.clock += 1;
            self.by_use.remove(&entry.used);
            entry.used = self.clock;
            self.by_use.insert(self.clock, hash);
        }
        Some(Arc::clone(&entry.output))
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
