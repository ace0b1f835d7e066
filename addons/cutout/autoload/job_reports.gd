@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutJobReports
extends RefCounted
## What is known of jobs, open and recent: behind [method CutoutBatchProcessor.get_job_report],
## [method CutoutBatchProcessor.get_stats] and [method CutoutBatchProcessor.save_trace].

var _scheduler: RefCounted
var _budget: CutoutFrameBudget


func _init(scheduler: RefCounted, budget: CutoutFrameBudget) -> void:
	_scheduler = scheduler
	_budget = budget


## What is known of a job. While it is open: [code]stage[/code] ([code]"held"[/code] where it comes after
## others, [code]"waiting"[/code], [code]"running"[/code], [code]"ended"[/code] but not delivered) and an
## empty [code]outcome[/code]. When it has ended, for the last 8192 jobs: [code]stage[/code]
## [code]"taken"[/code], [code]outcome[/code] ([code]"completed"[/code], [code]"failed"[/code] or
## [code]"cancelled"[/code]), [code]error[/code], [code]cached[/code], [code]degraded[/code] (what the
## governor gave up; empty: nothing), times in microseconds ([code]submitted_usec[/code] since the start,
## [code]wait_usec[/code], [code]run_usec[/code], [code]delivery_usec[/code]), and where there are pieces
## [code]pieces[/code], [code]area_in[/code], [code]area_out[/code], [code]gap_area[/code] (what the gap
## took: the other two differ by it), [code]vanished[/code] (pieces that the gap left nothing of),
## [code]vertices[/code], [code]outlines[/code], [code]holes[/code] and [code]repairs[/code]. Empty for a
## job long gone.
func report_of(job_id: int) -> Dictionary:
	return _scheduler.get_report(job_id)


## How things stand. [br][br]
## Counted since the start: [code]submitted[/code], [code]completed[/code], [code]failed[/code],
## [code]cancelled[/code], [code]delivered[/code] (these three together), [code]refused[/code] (calls).
## [br]
## Now: [code]held[/code] (jobs that come after others), [code]waiting[/code], [code]running[/code],
## [code]open[/code] (accepted, end not delivered), [code]pending_bytes[/code] (of inputs and of results
## not delivered), [code]threads[/code] (of the pool; 0 before the first job). [br]
## The cache, now: [code]cache_entries[/code], [code]cache_bytes[/code]; since the start:
## [code]cache_hits[/code], [code]cache_misses[/code], [code]cache_hit_rate[/code] (0 to 1). [br]
## Times of the last 1024 jobs that ended, in microseconds, as percentiles: from the submit to a worker
## ([code]wait_p50_usec[/code], [code]wait_p95_usec[/code], [code]wait_p99_usec[/code]), on the worker
## ([code]run_p50_usec[/code], [code]run_p95_usec[/code], [code]run_p99_usec[/code]) and from there to
## the delivery ([code]delivery_p50_usec[/code], [code]delivery_p95_usec[/code],
## [code]delivery_p99_usec[/code]); what never came to a worker counts for none of them. [br]
## [code]budget[/code]: a dictionary of its own, see [method CutoutFrameBudget.get_stats].
func stats() -> Dictionary:
	var all: Dictionary = _scheduler.get_stats()
	all["budget"] = _budget.get_stats()
	return all


## Writes the stages of the last 8192 jobs that ended to [param path], in the trace event format of
## Chrome, which [code]chrome://tracing[/code] and Perfetto open: for each job, under its id, a span for
## its waiting ([code]wait[/code]), its running ([code]run[/code]) and its delivery
## ([code]delivery[/code]), with its [code]outcome[/code]. What never came to a worker, because it was
## cancelled or its result was known, has its delivery alone. Answers [constant OK], or why the file
## could not be written. Takes about 1.5 µs a job.
func save_trace(path: String) -> Error:
	var file := FileAccess.open(path, FileAccess.WRITE)
	if file == null:
		push_error("CutoutBatch.save_trace: path is %s: a path that can be written is allowed." % path)
		return FileAccess.get_open_error()
	return OK if file.store_buffer(trace()) else ERR_FILE_CANT_WRITE


## What [method save_trace] writes: JSON in UTF-8.
func trace() -> PackedByteArray:
	return _scheduler.get_trace()


## Reports (see [method report_of]) of the [param count] jobs (64 at most) that a worker had longest,
## the longest first, each with its [code]id[/code]: of the [param latest] that have ended last, 8192 at most.
func slowest(count: int, latest: int) -> Array[Dictionary]:
	var reports: Array[Dictionary] = []
	reports.assign(_scheduler.slowest_jobs(count, latest))
	return reports
