//! A plain queue in front of a rayon pool, until the scheduler crate takes its place.

use crate::pieces::Pieces;
use crate::work::FractureJob;
use cutout_geometry::{Checkpoint, FractureError};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug)]
pub enum Outcome {
    Completed(Arc<Pieces>),
    Failed(String),
    Cancelled,
}

struct Waiting {
    id: u64,
    job: Result<FractureJob, String>,
    cancelled: Arc<AtomicBool>,
}

type Queue = Arc<Mutex<BTreeMap<(i64, u64), Waiting>>>;

pub struct Jobs {
    pool: Option<ThreadPool>,
    queue: Queue,
    sender: Sender<(u64, Outcome)>,
    receiver: Receiver<(u64, Outcome)>,
    lanes: BTreeMap<i64, VecDeque<u64>>,
    open: HashMap<u64, (i64, Arc<AtomicBool>)>,
    ended: HashMap<u64, Outcome>,
    next_id: u64,
}

impl Jobs {
    pub fn new() -> Self {
        let (sender, receiver) = channel();
        Self {
            pool: None,
            queue: Queue::default(),
            sender,
            receiver,
            lanes: BTreeMap::new(),
            open: HashMap::new(),
            ended: HashMap::new(),
            next_id: 1,
        }
    }

    pub fn submit(&mut self, job: Result<FractureJob, String>, priority: i64) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        let cancelled = Arc::new(AtomicBool::new(false));
        self.open.insert(id, (-priority, Arc::clone(&cancelled)));
        self.lanes.entry(-priority).or_default().push_back(id);
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((-priority, id), Waiting { id, job, cancelled });
        if self.pool.is_none() {
            let threads =
                std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1));
            self.pool = ThreadPoolBuilder::new().num_threads(threads).build().ok();
        }
        let (queue, sender) = (Arc::clone(&self.queue), self.sender.clone());
        if let Some(pool) = &self.pool {
            pool.spawn(move || run_next(&queue, &sender));
        }
        id
    }

    pub fn cancel(&mut self, id: u64) -> bool {
        if self.ended.contains_key(&id) {
            return false;
        }
        self.open.get(&id).is_some_and(|(_, flag)| !flag.swap(true, Ordering::Relaxed))
    }

    pub fn open_jobs(&self) -> usize {
        self.open.len()
    }

    pub fn next_end(&mut self) -> Option<(u64, Outcome)> {
        while let Ok((id, outcome)) = self.receiver.try_recv() {
            self.ended.insert(id, outcome);
        }
        for lane in self.lanes.values_mut() {
            if let Some(outcome) = lane.front().and_then(|id| self.ended.remove(id)) {
                let id = lane.pop_front()?;
                let (_, flag) = self.open.remove(&id)?;
                let outcome = if flag.load(Ordering::Relaxed) { Outcome::Cancelled } else { outcome };
                return Some((id, outcome));
            }
        }
        None
    }

    pub fn shutdown(&mut self) {
        for (_, flag) in self.open.values() {
            flag.store(true, Ordering::Relaxed);
        }
        // Waits for what runs: rayon's pool joins its threads only when told.
        if let Some(pool) = self.pool.take() {
            pool.install(|| {});
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.shutdown();
    }
}

struct Flag<'a>(&'a AtomicBool);

impl Checkpoint for Flag<'_> {
    fn reach(&self, _progress: f32) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

fn run_next(queue: &Queue, sender: &Sender<(u64, Outcome)>) {
    let Some((_, waiting)) = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_first() else { return };
    let outcome = match waiting.job {
        _ if waiting.cancelled.load(Ordering::Relaxed) => Outcome::Cancelled,
        Err(error) => Outcome::Failed(error),
        Ok(job) => match catch_unwind(AssertUnwindSafe(|| job.run(&Flag(&waiting.cancelled)))) {
            Ok(Ok(pieces)) => Outcome::Completed(Arc::new(pieces)),
            Ok(Err(FractureError::Cancelled)) => Outcome::Cancelled,
            Ok(Err(error)) => Outcome::Failed(error.to_string()),
            Err(_) => {
                Outcome::Failed("the fracture panicked; please report the polygon and params".to_owned())
            }
        },
    };
    let _ = sender.send((waiting.id, outcome));
}
