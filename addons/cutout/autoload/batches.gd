@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBatches
extends RefCounted
## The batches whose jobs have not all ended.

## Batch ids start here, so that none is ever the id of a job.
const FIRST_ID := 1 << 48

var _processor: CutoutBatchProcessor
var _open: Dictionary[int, CutoutBatchJobs] = {}
var _next_id := FIRST_ID


func _init(processor: CutoutBatchProcessor) -> void:
	_processor = processor


## Makes a batch of jobs that were accepted together. One without jobs ends within this frame.
func add(job_ids: PackedInt64Array) -> CutoutBatchJobs:
	var batch := CutoutBatchJobs.new(_processor, _next_id, job_ids)
	_next_id += 1
	_open[batch.id] = batch
	batch.all_ended.connect(_end, CONNECT_ONE_SHOT)
	if job_ids.is_empty():
		batch.all_ended.emit.call_deferred(batch)
	return batch


## The ids of the jobs of a batch, in the order of its polygons; empty once the batch has ended.
func jobs_of(batch_id: int) -> PackedInt64Array:
	var batch: CutoutBatchJobs = _open.get(batch_id)
	return PackedInt64Array() if batch == null else batch.job_ids


## Forgets all.
func clear() -> void:
	_open.clear()


func _end(batch: CutoutBatchJobs) -> void:
	_open.erase(batch.id)
	_processor.batch_completed.emit(batch.id, batch.results)
