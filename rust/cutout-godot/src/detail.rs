//! Jobs with only a part of the pieces that they ask for, to save time.

use crate::work::FractureJob;
use cutout_geometry::FractureParams;
use cutout_geometry::params::Pattern;
use std::collections::HashMap;
use std::sync::Arc;

/// Gives jobs less detail. Those that share their params go on sharing them.
pub struct Detail {
    share: f64,
    /// By the address of what was asked for, which is held so that nothing else gets that address.
    given: HashMap<*const FractureParams, (Arc<FractureParams>, Option<Reduced>)>,
}

/// Params that ask for less, and what they were told to do without.
#[derive(Clone)]
struct Reduced {
    params: Arc<FractureParams>,
    told: String,
}

impl Detail {
    /// The part `share` (more than 0, up to 1) of the pieces, where a pattern counts them; all of them for
    /// another number.
    pub fn new(share: f64) -> Self {
        Self { share, given: HashMap::new() }
    }

    /// The same job with less to do. Params are copied once, and only where something becomes fewer.
    pub fn of(&mut self, mut job: FractureJob) -> FractureJob {
        if !(0.0..1.0).contains(&self.share) {
            return job;
        }
        let share = self.share;
        let (_, reduced) = self.given.entry(Arc::as_ptr(&job.params)).or_insert_with(|| {
            let reduced = reduced(&job.params, share);
            (Arc::clone(&job.params), reduced)
        });
        if let Some(Reduced { params, told }) = reduced {
            job.params = Arc::clone(params);
            job.degraded.clone_from(told);
        }
        job
    }
}

/// None: nothing becomes fewer.
fn reduced(asked: &FractureParams, share: f64) -> Option<Reduced> {
    type Count = fn(&mut FractureParams) -> &mut u32;
    let (all, least, of, count): (u32, u32, &str, Count) = match asked.pattern {
        Pattern::Random | Pattern::Poisson | Pattern::Hexagonal | Pattern::Impact => {
            (asked.fragment_count, 2, "fragment_count", |params| &mut params.fragment_count)
        }
        Pattern::Radial | Pattern::Spiderweb => {
            (asked.points_per_ring, 3, "points_per_ring", |params| &mut params.points_per_ring)
        }
        Pattern::SlicesRadial | Pattern::SlicesParallel | Pattern::SlicesChaotic => {
            (asked.slice_count, 1, "slice_count", |params| &mut params.slice_count)
        }
        _ => return None,
    };
    let fewer = ((f64::from(all) * share) as u32).max(least);
    (fewer < all).then(|| {
        let mut params = asked.clone();
        *count(&mut params) = fewer;
        Reduced { params: Arc::new(params), told: format!("{of} {fewer} in place of {all}") }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::Outline;
    use cutout_scheduler::Work as _;

    fn job(params: &Arc<FractureParams>) -> FractureJob {
        FractureJob {
            outline: Outline::default(),
            params: Arc::clone(params),
            parts: Vec::new(),
            carving: None,
            degraded: String::new(),
            decomposes: false,
            draws: false,
        }
    }

    fn params(fragment_count: u32) -> Arc<FractureParams> {
        Arc::new(FractureParams {
            fragment_count,
            points: vec![Default::default(); 1000],
            ..Default::default()
        })
    }

    #[test]
    fn jobs_that_share_their_params_share_the_fewer_too() {
        let (many, few) = (params(100), params(2));
        let mut detail = Detail::new(0.25);
        let [a, b, same] = [&many, &many, &few].map(|params| detail.of(job(params)));
        assert_eq!(a.params.fragment_count, 25);
        assert_eq!(a.degraded, "fragment_count 25 in place of 100");
        assert!(Arc::ptr_eq(&a.params, &b.params) && a.shared().is_some());
        assert!(Arc::ptr_eq(&same.params, &few) && same.degraded.is_empty(), "nothing becomes fewer");
        assert!(Arc::ptr_eq(&Detail::new(1.0).of(job(&many)).params, &many));
    }

    #[test]
    fn params_that_come_and_go_are_not_taken_for_each_other() {
        let mut detail = Detail::new(0.5);
        for count in 10..200 {
            assert_eq!(detail.of(job(&params(count))).params.fragment_count, count / 2);
        }
    }
}
