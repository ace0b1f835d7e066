//! Jobs that wait for others.
//!
//! Comes in: a job and the ids of those it waits for. Goes out: the job once the ends of all of them were
//! taken and all were completed, or the reason why it cannot be done any more. There is no ring of jobs
//! that wait for each other, for only a job submitted earlier can be named.

use crate::by_id::ById;

/// Jobs on hold, of any kind.
#[derive(Debug)]
pub struct Awaits<T> {
    held: ById<(T, usize)>,
    /// By a job's id, those that wait for it.
    followers: ById<Vec<u64>>,
}

/// What has become of a job on hold.
#[derive(Debug)]
pub enum Release<T> {
    /// All that it waited for is done.
    Free(T),
    /// One of them gave no result.
    Doomed(T, String),
}

impl<T> Default for Awaits<T> {
    fn default() -> Self {
        Self { held: ById::default(), followers: ById::default() }
    }
}

impl<T> Awaits<T> {
    /// How many are on hold.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Holds a job until the ends of `after` were taken; the list is without repetitions and not empty.
    pub fn hold(&mut self, id: u64, job: T, after: &[u64]) {
        self.held.insert(id, (job, after.len()));
        for &earlier in after {
            self.followers.entry(earlier).or_default().push(id);
        }
    }

    /// Takes a job out that is on hold.
    pub fn remove(&mut self, id: u64) -> Option<T> {
        self.held.remove(&id).map(|(job, _)| job)
    }

    /// Notes that the end of a job was taken: what that means for those that wait for it, in the order in
    /// which they were submitted. `failure`: what became of it, where it gave no result.
    pub fn taken(&mut self, id: u64, failure: Option<&str>) -> Vec<Release<T>> {
        if self.followers.is_empty() {
            return Vec::new();
        }
        let followers = self.followers.remove(&id).unwrap_or_default();
        followers.into_iter().filter_map(|follower| self.release(follower, id, failure)).collect()
    }

    /// Takes all out.
    pub fn drain(&mut self) -> impl Iterator<Item = T> + '_ {
        self.followers.clear();
        self.held.drain().map(|(_, (job, _))| job)
    }

    fn release(&mut self, id: u64, earlier: u64, failure: Option<&str>) -> Option<Release<T>> {
        if let Some(what) = failure {
            return Some(Release::Doomed(self.remove(id)?, doom(earlier, what)));
        }
        let (_, missing) = self.held.get_mut(&id)?;
        *missing -= 1;
        if *missing > 0 {
            return None;
        }
        self.remove(id).map(Release::Free)
    }
}

/// Why a job that waits for `earlier` cannot be done.
pub fn doom(earlier: u64, what: &str) -> String {
    format!("job {earlier}, which this one was to come after, {what}")
}
