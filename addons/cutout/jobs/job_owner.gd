@icon("res://addons/cutout/icons/cutout_batch_request.svg")
class_name CutoutJobOwner
extends RefCounted
## What a job belongs to: a batch, a request, a stream, a node that is being broken. It is told, once,
## how the job ended, after the signals of the job itself.

## How a job can end.
enum Outcome {
	## With its pieces.
	COMPLETED,
	## With an error.
	FAILED,
	## By a call to cancel.
	CANCELLED,
}


## Called once for each job that was handed to the processor with this owner. [param result] holds the
## pieces of a completed job, [param error] the reason of a failed one.
func job_ended(_job_id: int, _outcome: Outcome, _result: Array, _error: String) -> void:
	pass
