class_name CutoutObjectBreak
extends CutoutJobOwner
## The breaking of one node: its outline goes to the workers, and its pieces take its place.

## Emitted once, unless [method is_done] from the start: with what replaced the object.
signal finished(nodes: Array)

## Nodes on their way to be broken, by instance id: one is broken once. Holds the break's instance id.
static var _in_progress: Dictionary[int, int] = {}

var _processor: CutoutBatchProcessor
var _object_id := 0
var _job_id := 0
var _source: CutoutObjectSource
var _swap: CutoutSwap
var _done := false


func _init(
	processor: CutoutBatchProcessor, object: Variant, params: Variant, options: Variant = null
) -> void:
	_processor = processor
	var wrong := CutoutBreakOptions.error_in(options)
	if not wrong.is_empty():
		_refuse(wrong)
		return
	_source = CutoutObjectSource.of(object, CutoutBreakOptions.of(options))
	if not _source.error.is_empty():
		_refuse(_source.error)
		return
	var node: Node = object
	if _in_progress.has(node.get_instance_id()):
		_refuse("object %s is being fractured already: each object once is allowed." % node.get_path())
		return
	if CutoutKeptOriginal.is_away(node):
		_refuse("object %s is broken and put away: bring it back before fracturing it." % node.get_path())
		return
	_job_id = processor.submit_for(self, _source.rings, params, 0, true)
	if _job_id < 0:
		# Told by queue_full.
		_done = true
		return
	_object_id = node.get_instance_id()
	_in_progress[_object_id] = get_instance_id()
	processor.open_calls[get_instance_id()] = self


## Cancels the breaking of [param object]. Answers whether it was being broken.
static func cancel(processor: CutoutBatchProcessor, object: Object) -> bool:
	if not is_instance_valid(object):
		return false
	var breaking: CutoutObjectBreak = processor.open_calls.get(_in_progress.get(object.get_instance_id(), 0))
	if breaking == null:
		return false
	if breaking._swap != null:
		breaking._swap.cancel()
		return true
	return processor.cancel_job(breaking._job_id)


func job_ended(_id: int, outcome: Outcome, result: Array, error: String) -> void:
	if outcome != Outcome.COMPLETED or not is_instance_id_valid(_object_id):
		if outcome == Outcome.FAILED:
			push_error("CutoutBatch.fracture_object: %s" % error)
		_end([])
		return
	var object: Node2D = instance_from_id(_object_id)
	_swap = CutoutSwap.new(object, _source, result, _processor.keeper)
	_swap.finished.connect(_end)
	_processor.applier.add(_swap)


## Whether there is nothing to wait for.
func is_done() -> bool:
	return _done


func _end(made: Array) -> void:
	_in_progress.erase(_object_id)
	_done = true
	# The last reference may be the one in there.
	_processor.forget_call.call_deferred(self)
	finished.emit(made)


func _refuse(error: String) -> void:
	push_error("CutoutBatch.fracture_object: %s" % error)
	_done = true
