//! Class `CutoutBatchNative`: the blocking functions, for those who bring their own queue.

use crate::optional_callable::OptionalCallable;
use crate::outline::Outline;
use crate::params_in::{params_from_variant, type_words};
use crate::pieces::Pieces;
use crate::work::FractureJob;
use cutout_geometry::FractureParams;
use cutout_scheduler::{SHUTDOWN_WAIT, Threads};
use godot::builtin::AnyArray;
use godot::global::push_error;
use godot::prelude::*;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Fractures polygons while the caller waits.
///
/// For those who bring their own queue, for tools, and for what runs while a level loads: in a game the
/// autoload [code]CutoutBatch[/code] does the same without costing a frame. An object of this class
/// keeps its threads, so make one and keep it.
///
/// A polygon is a [PackedVector2Array], or an [Array] of them: rings in any order and winding. Params
/// are a [Dictionary] or a [CutoutFractureParams]. What comes back for each polygon is a plain
/// [code]Array[PackedVector2Array][/code], one ring for each piece. With [code]holes = "keep"[/code] the
/// rings of a piece's holes follow its outer ring and run the other way round.
///
/// Wrong input gives an empty answer and one error that names the argument, its value and what is
/// allowed.
#[derive(GodotClass)]
#[class(base=RefCounted, init, tool)]
pub struct CutoutBatchNative {
    /// Made by the first batch.
    pool: Option<Arc<ThreadPool>>,
    threads: Threads,
}

impl Drop for CutoutBatchNative {
    fn drop(&mut self) {
        self.pool = None;
        self.threads.join(SHUTDOWN_WAIT);
    }
}

#[godot_api]
impl CutoutBatchNative {
    /// The version of the native library, as in the addon's [code]plugin.cfg[/code].
    #[func]
    fn version() -> GString {
        GString::from(env!("CARGO_PKG_VERSION"))
    }

    /// The pieces of one polygon. Empty after an error.
    #[func]
    fn fracture(&self, polygon: Variant, params: Variant) -> Array<PackedVector2Array> {
        let result = job_of(&polygon, &params).and_then(|job| run_guarded(&job));
        match result {
            Ok(pieces) => rings_of(&pieces),
            Err(error) => {
                refuse("fracture", &error);
                Array::new()
            }
        }
    }

    /// The pieces of many polygons, made on all cores; one entry for each polygon, in the same order.
    /// [param params] is one for each polygon (an [Array] of the same size) or one for all.
    ///
    /// A polygon that is refused leaves an empty entry and an error that names it.
    #[func]
    fn process_batch_parallel(&mut self, polygons: Variant, params: Variant) -> VarArray {
        const CALL: &str = "process_batch_parallel";
        match polygons_of(&polygons).and_then(|polygons| try_jobs_of(&polygons, &params)) {
            Ok(jobs) => {
                let results = run_all(self.pool().as_deref(), &jobs);
                answers(CALL, 0, results)
            }
            Err(error) => {
                refuse(CALL, &error);
                VarArray::new()
            }
        }
    }

    /// As [method process_batch_parallel], [param chunk_size] polygons at a time. After each chunk
    /// [param on_chunk] is called, on the caller's thread, with the chunk's answers (an [Array]) and,
    /// where it takes a second argument, the index of the first of them. The answers of all chunks come
    /// back at the end.
    #[func(gd_self)]
    fn process_batch_streaming(
        mut this: Gd<Self>,
        polygons: Variant,
        params: Variant,
        chunk_size: i64,
        #[opt(default = OptionalCallable::none())] on_chunk: OptionalCallable,
    ) -> VarArray {
        const CALL: &str = "process_batch_streaming";
        let size = usize::try_from(chunk_size).unwrap_or(0);
        if size == 0 {
            refuse(CALL, &format!("chunk_size is {chunk_size}: whole numbers from 1 are allowed"));
            return VarArray::new();
        }
        let all_jobs = match polygons_of(&polygons).and_then(|polygons| try_jobs_of(&polygons, &params)) {
            Ok(jobs) => jobs,
            Err(error) => {
                refuse(CALL, &error);
                return VarArray::new();
            }
        };
        // Not borrowed any more while the chunks are handed on: the receiver may call back in.
        let pool = this.bind_mut().pool();
        let mut all = VarArray::new();
        for (chunk_index, jobs) in all_jobs.chunks(size).enumerate() {
            let first = chunk_index * size;
            let chunk = answers(CALL, first, run_all(pool.as_deref(), jobs));
            all.extend_array(&chunk);
            hand_on(&on_chunk.0, chunk, first);
        }
        all
    }
}

impl CutoutBatchNative {
    fn pool(&mut self) -> Option<Arc<ThreadPool>> {
        if self.pool.is_none() {
            // All cores: the caller's thread waits meanwhile. Without threads the jobs run on it.
            self.pool = self.threads.pool("cutout-batch", 0, || {}).map(Arc::new);
        }
        self.pool.clone()
    }
}

/// The `polygons` argument of a batch.
fn polygons_of(polygons: &Variant) -> Result<AnyArray, String> {
    polygons.try_to().map_err(|_| {
        format!("polygons is of type {}: an Array of polygons is allowed", type_words(polygons.get_type()))
    })
}

/// One job for each polygon, or the reason why there is none. `params` is one for each or one for all.
///
/// # Errors
/// When `params` as a whole is of no use: of another size than `polygons`, or wrong for all.
fn try_jobs_of(polygons: &AnyArray, params: &Variant) -> Result<Vec<Result<FractureJob, String>>, String> {
    let count = polygons.len();
    match params.try_to::<AnyArray>() {
        Ok(each) if each.len() != count => Err(format!(
            "params has {} entries and polygons has {count}: one entry for each polygon, or one params for all, is allowed",
            each.len()
        )),
        Ok(each) => Ok(polygons
            .iter_shared()
            .zip(each.iter_shared())
            .map(|(polygon, params)| job_of(&polygon, &params))
            .collect()),
        Err(_) => {
            let params = params_from_variant(params).map_err(|error| error.to_string())?;
            Ok(polygons.iter_shared().map(|polygon| job_with(&polygon, Arc::clone(&params))).collect())
        }
    }
}

/// As [`try_jobs_of`]; what is wrong with all is the reason of each.
pub fn jobs_of(polygons: &AnyArray, params: &Variant) -> Vec<Result<FractureJob, String>> {
    try_jobs_of(polygons, params).unwrap_or_else(|error| vec![Err(error); polygons.len()])
}

/// One job, or the reason why there is none.
pub fn job_of(polygon: &Variant, params: &Variant) -> Result<FractureJob, String> {
    let params = params_from_variant(params).map_err(|error| error.to_string())?;
    job_with(polygon, params)
}

/// As [`job_of`], with params that were read.
pub fn job_with(polygon: &Variant, params: Arc<FractureParams>) -> Result<FractureJob, String> {
    let outline = Outline::from_variant(polygon).map_err(|error| error.to_string())?;
    Ok(FractureJob {
        outline,
        params,
        parts: Vec::new(),
        carving: None,
        degraded: String::new(),
        decomposes: false,
        draws: false,
    })
}

fn run_all(pool: Option<&ThreadPool>, jobs: &[Result<FractureJob, String>]) -> Vec<Result<Pieces, String>> {
    let run = |job: &Result<FractureJob, String>| job.as_ref().map_err(Clone::clone).and_then(run_guarded);
    match pool {
        Some(pool) if jobs.len() > 1 => pool.install(|| jobs.par_iter().map(run).collect()),
        _ => jobs.iter().map(run).collect(),
    }
}

/// Runs a job; a panic in it becomes its error.
pub fn run_guarded(job: &FractureJob) -> Result<Pieces, String> {
    match catch_unwind(AssertUnwindSafe(|| job.run(&()))) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("the fracture panicked; please report the polygon and params".to_owned()),
    }
}

fn answers(call: &str, first: usize, results: Vec<Result<Pieces, String>>) -> VarArray {
    let mut answers = VarArray::new();
    for (index, result) in results.into_iter().enumerate() {
        let rings = match result {
            Ok(pieces) => rings_of(&pieces),
            Err(error) => {
                refuse(call, &format!("polygons[{}]: {error}", first + index));
                Array::new()
            }
        };
        answers.push(&rings.to_variant());
    }
    answers
}

fn rings_of(pieces: &Pieces) -> Array<PackedVector2Array> {
    pieces
        .iter()
        .flat_map(|piece| core::iter::once(piece.outer()).chain(piece.holes()))
        .map(PackedVector2Array::from)
        .collect()
}

fn hand_on(on_chunk: &Callable, chunk: VarArray, first: usize) {
    if !on_chunk.is_valid() {
        return;
    }
    let first = i64::try_from(first).unwrap_or(i64::MAX);
    let arguments = [chunk.to_variant(), first.to_variant()];
    let taken = on_chunk.get_argument_count().clamp(0, arguments.len());
    on_chunk.callv(&arguments[..taken].iter().cloned().collect::<VarArray>());
}

fn refuse(call: &str, error: &str) {
    push_error(&[format!("CutoutBatchNative.{call}: {error}").to_variant()]);
}
