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


## [param otherwise] gives the params for a live break where [param params] are [CutoutBakedPieces] that do
## not fit; without it such a break is refused.
func _init(
	processor: CutoutBatchProcessor,
	object: Variant,
	params: Variant,
	options: Variant = null,
	otherwise := Callable()
) -> void:
	_processor = processor
	var wrong := CutoutBreakOptions.error_in(options)
	if not wrong.is_empty():
		_refuse(wrong)
		return
	var baked: CutoutBakedPieces = null
	if typeof(params) == TYPE_OBJECT and is_instance_valid(params):
		baked = params as CutoutBakedPieces
	var how := CutoutBreakOptions.of(options)
	_source = CutoutObjectSource.of(object, how, baked == null or CutoutBakedPieces.traces_outlines)
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
	if baked != null:
		wrong = baked.error_for(_source)
		if wrong.is_empty():
			_begin(node)
			_swap_for(node, baked.get_fragments())
			processor.wake()
			return
		if not otherwise.is_valid():
			_refuse(wrong)
			return
		baked.warn_once(wrong)
		params = otherwise.call()
		if not _source.traces:
			_source = CutoutObjectSource.of(object, how)
			if not _source.error.is_empty():
				_refuse(_source.error)
				return
	_job_id = processor.submit_for(self, _source.rings, params, 0, true)
	if _job_id < 0:
		# Told by queue_full.
		_done = true
		return
	_begin(node)


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
	_swap_for(instance_from_id(_object_id), result)


## Whether there is nothing to wait for.
func is_done() -> bool:
	return _done


func _begin(node: Node) -> void:
	_object_id = node.get_instance_id()
	_in_progress[_object_id] = get_instance_id()
	_processor.open_calls[get_instance_id()] = self


func _swap_for(object: Node2D, fragments: Array) -> void:
	_swap = CutoutSwap.new(object, _source, fragments, _processor.keeper)
	_swap.finished.connect(_end)
	_processor.applier.add(_swap)


func _end(made: Array) -> void:
	_in_progress.erase(_object_id)
	_done = true
	# The last reference may be the one in there.
	_processor.forget_call.call_deferred(self)
	finished.emit(made)


func _refuse(error: String) -> void:
	push_error("CutoutBatch.fracture_object: %s" % error)
	_done = true
