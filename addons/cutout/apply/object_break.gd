@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutObjectBreak
extends CutoutJobOwner
## The breaking of one node: its outline goes to the workers, and its pieces take its place.

## Emitted once, and never before the call that began it has answered: with what replaced the object.
signal finished(nodes: Array)

## Nodes on their way to be broken, by instance id: one is broken once. Holds the break's instance id.
static var _in_progress: Dictionary[int, int] = {}
# The frame in which it was looked last which objects have gone.
static var _looked_in := -1

var _processor: CutoutBatchProcessor
var _object_id := 0
# As the caller gave them, until the node is read.
var _params: Variant
var _options: Variant
var _otherwise: Callable
var _how: CutoutBreakOptions
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
	_params = params
	_options = options
	_otherwise = otherwise
	var node := object as Node if typeof(object) == TYPE_OBJECT and is_instance_valid(object) else null
	if node != null and is_under_way(node):
		_refuse("object %s is being fractured already: each object once is allowed." % node.get_path())
		return
	if node != null and CutoutObjectCarve.is_under_way(node):
		_refuse("object %s is being carved: await that before fracturing it." % node.get_path())
		return
	# What is wrong with others is told at once.
	if node != null and node.is_inside_tree() and not processor.applier.has_time_to_read():
		_read_later(node)
		return
	var began := Time.get_ticks_usec()
	_read(object)
	processor.applier.count_reading(Time.get_ticks_usec() - began)


## Whether a node is being broken.
static func is_under_way(object: Object) -> bool:
	# Not one whose processor was freed.
	return is_instance_id_valid(_in_progress.get(object.get_instance_id(), 0))


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
	if breaking._job_id == 0:
		# Not read yet.
		breaking._end([])
		return true
	return processor.cancel_job(breaking._job_id)


func job_ended(_id: int, outcome: Outcome, result: Array, error: String) -> void:
	if outcome == Outcome.COMPLETED and is_instance_id_valid(_object_id):
		_swap_for(instance_from_id(_object_id), result)
		return
	if outcome != Outcome.CANCELLED:
		# What would be wrong with one that has gone is no error.
		if is_instance_id_valid(_object_id):
			push_error("CutoutBatch.fracture_object: %s" % error)
		else:
			_drop_gone(_processor)
	_end([])


# Cancels the jobs of objects that have gone: where one has, as when a level is left, others may have.
static func _drop_gone(processor: CutoutBatchProcessor) -> void:
	var frame := Engine.get_process_frames()
	if frame == _looked_in:
		return
	_looked_in = frame
	for call: CutoutJobOwner in processor.open_calls.values():
		var breaking := call as CutoutObjectBreak
		if breaking != null and not is_instance_id_valid(breaking._object_id):
			processor.cancel_job(breaking._job_id)


## Reads the node when there is time, after a call that had none. For [CutoutApplier].
func read() -> void:
	if _done:
		return
	var object := instance_from_id(_object_id) as Node if is_instance_id_valid(_object_id) else null
	# One that has gone meanwhile is no error.
	if object != null and object.is_inside_tree() and not object.is_queued_for_deletion():
		_read(object)
	else:
		_end([])


func _read_later(object: Object) -> void:
	_begin(object)
	# The caller may change them before it is their turn.
	if typeof(_params) == TYPE_DICTIONARY:
		_params = (_params as Dictionary).duplicate()
	if typeof(_options) == TYPE_DICTIONARY:
		_options = (_options as Dictionary).duplicate()
	_processor.applier.add_reading(self)
	_processor.wake()


func _read(object: Variant) -> void:
	var wrong := ""
	_how = CutoutBreakOptions.read_before(_options)
	if _how == null:
		wrong = CutoutBreakOptions.type_error_in(_options)
		if wrong.is_empty():
			_how = CutoutBreakOptions.of_shared(_options)
			wrong = _how.get_error()
	var baked: CutoutBakedPieces = null
	if typeof(_params) == TYPE_OBJECT and is_instance_valid(_params):
		baked = _params as CutoutBakedPieces
	if wrong.is_empty():
		_look_at(object, baked == null or CutoutBakedPieces.traces_outlines)
		wrong = _source.error
	if not wrong.is_empty():
		_refuse(wrong)
		return
	var node: Node = object
	if CutoutKeptOriginal.is_away(node):
		_refuse("object %s is broken and put away: bring it back before fracturing it." % node.get_path())
		return
	if baked == null or not _take_baked(node, baked):
		_submit(node)


func _look_at(object: Variant, traces: bool) -> void:
	_source = CutoutObjectSource.of(object, _how, traces)


# Whether the break goes on, or ends, with baked pieces; otherwise the node is to be cut live.
func _take_baked(node: Node, baked: CutoutBakedPieces) -> bool:
	var wrong := baked.error_for(_source)
	if wrong.is_empty():
		_begin(node)
		_swap_for(node, baked.get_fragments())
		_processor.wake()
		return true
	if not _otherwise.is_valid():
		_refuse(wrong)
		return true
	baked.warn_once(wrong)
	_params = _otherwise.call()
	if not _source.traces:
		_look_at(node, true)
	return false


func _submit(node: Node) -> void:
	if not _source.error.is_empty():
		_refuse(_source.error)
		return
	_job_id = _processor.submit_source(self, _source, _params, 0)
	if _job_id < 0:
		# Told by queue_full.
		_end_later()
		return
	_begin(node)


func _begin(object: Object) -> void:
	_object_id = object.get_instance_id()
	_in_progress[_object_id] = get_instance_id()
	_processor.open_calls[get_instance_id()] = self


func _swap_for(object: Node2D, fragments: Array) -> void:
	_swap = CutoutSwap.new(object, _source, fragments, _processor.keeper)
	_swap.finished.connect(_end)
	_processor.applier.add(_swap)


func _end(made: Array) -> void:
	if _done:
		return
	_in_progress.erase(_object_id)
	_done = true
	# The last reference may be the one in there.
	if is_instance_valid(_processor):
		_processor.forget_call.call_deferred(self)
	finished.emit(made)


func _refuse(error: String) -> void:
	push_error("CutoutBatch.fracture_object: %s" % error)
	_end_later()


func _end_later() -> void:
	_processor.answer_later(self, _end.bind([]))
