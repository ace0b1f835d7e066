@icon("res://addons/cutout/icons/cutout_batch_request.svg")
class_name CutoutBatchJobs
extends CutoutJobOwner
## The jobs of one [method CutoutBatchProcessor.submit_batch], and what has come of them.

## All of them have ended.
signal all_ended(batch: CutoutBatchJobs)

## The batch's id.
var id: int
## The ids of its jobs, in the order of submission.
var job_ids: PackedInt64Array
## One entry for each job, in the order of submission: its pieces, or nothing when it failed, was
## cancelled or has not ended yet.
var results: Array[Array] = []
## How many jobs have ended.
var done := 0

var _processor: CutoutBatchProcessor


func _init(processor: CutoutBatchProcessor, batch_id: int, ids: PackedInt64Array) -> void:
	_processor = processor
	id = batch_id
	job_ids = ids
	results.resize(ids.size())


func job_ended(job_id: int, _outcome: Outcome, result: Array, _error: String) -> void:
	# They were accepted in one go, so their ids are in a row.
	results[job_id - job_ids[0]] = result
	done += 1
	_processor.batch_progress.emit(id, done, job_ids.size())
	if is_done():
		all_ended.emit(self)


## Whether all jobs have ended.
func is_done() -> bool:
	return done == job_ids.size()
