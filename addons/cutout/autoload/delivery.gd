@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutDelivery
extends RefCounted
## Hands the ends of jobs on: as many in a frame as the budget has room for, and one at least.
##
## The time of the receivers counts, for it is the clock that is asked after each. An end is taken from
## the scheduler before its signal is emitted, so a receiver may submit, cancel, and even deliver.

## Events of the native scheduler, as its [code]hand_on[/code] answers them.
enum Event {
	## There is nothing to tell.
	NONE,
	## A job has its pieces.
	COMPLETED,
	## A job has none, and says why.
	FAILED,
	## A job was cancelled.
	CANCELLED,
	## A long job has come so far.
	PROGRESS,
}

## Bits of an event below the job's id.
const EVENT_BITS := 3

## Who is told how a job ended, by the job's id. Jobs without an owner are not in it.
var owners: Dictionary[int, CutoutJobOwner] = {}

var _processor: CutoutBatchProcessor
var _scheduler: RefCounted


func _init(processor: CutoutBatchProcessor, scheduler: RefCounted) -> void:
	_processor = processor
	_scheduler = scheduler


## Delivers until the clock passes [param deadline_usec], or half of the time until then where more is to
## be done after it ([param may_take_all] false).
func deliver(deadline_usec: int, may_take_all: bool) -> void:
	var until := deadline_usec
	if not may_take_all:
		var now := Time.get_ticks_usec()
		until = now + (deadline_usec - now) / 2
	while true:
		# Nearly all there is to deliver is handed on natively; the rest one by one.
		var event: int = _scheduler.hand_on(_processor, owners, until)
		if event == Event.NONE:
			return
		_hand_on(event >> EVENT_BITS, event & ((1 << EVENT_BITS) - 1))
		if Time.get_ticks_usec() >= until:
			return


func _hand_on(id: int, event: Event) -> void:
	match event:
		Event.COMPLETED:
			var result: Array = _scheduler.event_result()
			_processor.job_completed.emit(id, result)
			if not owners.is_empty():
				_tell_owner(id, CutoutJobOwner.Outcome.COMPLETED, result, "")
		Event.FAILED:
			var error: String = _scheduler.event_error()
			_processor.job_failed.emit(id, error)
			_tell_owner(id, CutoutJobOwner.Outcome.FAILED, [], error)
		Event.CANCELLED:
			_processor.job_cancelled.emit(id)
			_tell_owner(id, CutoutJobOwner.Outcome.CANCELLED, [], "")
		Event.PROGRESS:
			var progress: float = _scheduler.event_progress()
			_processor.job_progress.emit(id, progress)


func _tell_owner(id: int, outcome: CutoutJobOwner.Outcome, result: Array, error: String) -> void:
	var owner: CutoutJobOwner = owners.get(id)
	if owner != null:
		owners.erase(id)
		owner.job_ended(id, outcome, result, error)
