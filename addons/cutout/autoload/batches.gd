@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBatches
extends RefCounted
## The batches whose jobs have not all ended.

## Batch ids start here, so that none is ever the id of a job.
const FIRST_ID := 1 << 48

var _open: Dictionary[int, CutoutBatchJobs] = {}
var _next_id := FIRST_ID


## Makes a batch of jobs that were accepted together, whose ends [param processor] tells it. One without jobs
## ends within this frame.
func add(processor: CutoutBatchProcessor, job_ids: PackedInt64Array) -> CutoutBatchJobs:
	var batch := CutoutBatchJobs.new(processor, _next_id, job_ids)
	_next_id += 1
	_open[batch.id] = batch
	if job_ids.is_empty():
		processor.end_batch.call_deferred(batch)
	return batch


## The ids of the jobs of a batch, in the order of its polygons; empty once the batch has ended.
func jobs_of(batch_id: int) -> PackedInt64Array:
	var batch: CutoutBatchJobs = _open.get(batch_id)
	return PackedInt64Array() if batch == null else batch.job_ids


## Forgets a batch.
func remove(batch: CutoutBatchJobs) -> void:
	_open.erase(batch.id)


## Forgets all.
func clear() -> void:
	_open.clear()
