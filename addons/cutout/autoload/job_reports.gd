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


## See [method CutoutBatchProcessor.get_job_report].
func report_of(job_id: int) -> Dictionary:
	return _scheduler.get_report(job_id)


## See [method CutoutBatchProcessor.get_stats].
func stats() -> Dictionary:
	var all: Dictionary = _scheduler.get_stats()
	all["budget"] = _budget.get_stats()
	return all


## See [method CutoutBatchProcessor.save_trace].
func save_trace(path: String) -> Error:
	var file := FileAccess.open(path, FileAccess.WRITE)
	if file == null:
		push_error("CutoutBatch.save_trace: path is %s: a path that can be written is allowed." % path)
		return FileAccess.get_open_error()
	return OK if file.store_buffer(trace()) else ERR_FILE_CANT_WRITE


## What [method save_trace] writes: JSON in UTF-8.
func trace() -> PackedByteArray:
	return _scheduler.get_trace()


## See [method CutoutBatchProcessor.slowest_jobs].
func slowest(count: int, latest: int) -> Array[Dictionary]:
	var reports: Array[Dictionary] = []
	reports.assign(_scheduler.slowest_jobs(count, latest))
	return reports
