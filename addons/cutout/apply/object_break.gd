class_name CutoutObjectBreak
extends CutoutJobOwner
## The breaking of one node: its outline goes to the workers, and its pieces take its place.

## Emitted once, unless [method is_done] from the start: with what replaced the object.
signal finished(nodes: Array)

## Nodes on their way to be broken, by instance id: one is broken once.
static var _in_progress: Dictionary[int, bool] = {}

var _processor: CutoutBatchProcessor
var _object_id := 0
var _source: CutoutObjectSource
var _done := false


func _init(processor: CutoutBatchProcessor, object: Variant, params: Variant) -> void:
	_processor = processor
	_source = CutoutObjectSource.of(object)
	if not _source.error.is_empty():
		_refuse(_source.error)
		return
	var node: Node = object
	if _in_progress.has(node.get_instance_id()):
		_refuse("object %s is being fractured already: each object once is allowed." % node.get_path())
		return
	if processor.submit_for(self, _source.rings, params, 0) < 0:
		# Told by queue_full.
		_done = true
		return
	_object_id = node.get_instance_id()
	_in_progress[_object_id] = true
	processor.open_calls[get_instance_id()] = self


func job_ended(_job_id: int, outcome: Outcome, result: Array, error: String) -> void:
	if outcome != Outcome.COMPLETED or not is_instance_id_valid(_object_id):
		if outcome == Outcome.FAILED:
			push_error("CutoutBatch.fracture_object: %s" % error)
		_end([])
		return
	var object: Node2D = instance_from_id(_object_id)
	var swap := CutoutSwap.new(object, _source.look, result)
	swap.finished.connect(_end)
	_processor.applier.add(swap)


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
