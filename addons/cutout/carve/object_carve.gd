@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutObjectCarve
extends CutoutJobOwner
## The carving of one node. Calls that come while it is carved wait, and are carried out on what survives:
## as many at once as have equal options, their tools one after the other in one job.

## Calls that are carried out at once, at most.
const MOST_AT_ONCE := 64
## Tools of one job, at most: the limit of the workers.
const MOST_TOOLS := 256

## What carves nodes, by their instance ids.
static var _by_object: Dictionary[int, CutoutObjectCarve] = {}

var _processor: CutoutBatchProcessor
var _object_id := 0
var _waiting: Array[CutoutCarveCall] = []
var _under_way: Array[CutoutCarveCall] = []
var _source: CutoutObjectSource
var _job_id := 0
var _swap: CutoutCarveSwap


func _init(processor: CutoutBatchProcessor, object_id: int) -> void:
	_processor = processor
	_object_id = object_id


## Whether a node is being carved.
static func is_under_way(object: Object) -> bool:
	return _what_carves(object.get_instance_id()) != null


## Has a node carved. [param tool] is a tool or an [Array] of them.
static func begin(
	processor: CutoutBatchProcessor, title: String, object: Variant, tool: Variant, given: Variant
) -> CutoutCarveCall:
	var carve_call := CutoutCarveCall.new(processor, title)
	var wrong := _read(carve_call, processor, object, tool, given)
	if not wrong.is_empty():
		carve_call.refuse(wrong)
		return carve_call
	var id: int = (object as Node).get_instance_id()
	var carving := _what_carves(id)
	if carving == null:
		carving = CutoutObjectCarve.new(processor, id)
		_by_object[id] = carving
		processor.open_calls[carving.get_instance_id()] = carving
	carving._waiting.push_back(carve_call)
	if carving._under_way.is_empty():
		carving._go_on()
	return carve_call


## Cancels what is done to [param object], and what waits. Answers whether there was anything.
static func cancel(processor: CutoutBatchProcessor, object: Object) -> bool:
	if not is_instance_valid(object):
		return false
	var carving := _what_carves(object.get_instance_id())
	if carving == null:
		return false
	var waiting := carving._waiting
	carving._waiting = []
	for waiting_call: CutoutCarveCall in waiting:
		waiting_call.call_off("cancelled")
	if carving._swap != null:
		carving._swap.cancel()
	else:
		processor.cancel_job(carving._job_id)
	return true


func job_ended(id: int, outcome: Outcome, fragments: Array, error: String) -> void:
	if outcome == Outcome.CANCELLED:
		_call_off("cancelled")
	elif not is_instance_id_valid(_object_id):
		_call_off("the object was freed")
	elif outcome == Outcome.FAILED:
		_fail(error)
	else:
		_change(_processor.get_job_report(id), fragments)


# None also where its processor was freed.
static func _what_carves(id: int) -> CutoutObjectCarve:
	var carving: CutoutObjectCarve = _by_object.get(id)
	return carving if carving != null and is_instance_valid(carving._processor) else null


static func _read(
	carve_call: CutoutCarveCall,
	processor: CutoutBatchProcessor,
	object: Variant,
	tool: Variant,
	given: Variant
) -> String:
	var wrong := CutoutCarveOptions.fault_of(given)
	if not wrong.is_empty():
		return wrong
	carve_call.given = (given as Dictionary).duplicate() if typeof(given) == TYPE_DICTIONARY else given
	carve_call.options = CutoutCarveOptions.read(given)
	wrong = CutoutObjectSource.fault_of(object)
	if not wrong.is_empty():
		return wrong
	var node: Node2D = object
	if carve_call.options.debris != null and CutoutObjectSource.is_piece(node):
		return 'options "debris" is set: for a piece that is carved only null is allowed.'
	if CutoutObjectBreak.is_under_way(node):
		return "object %s is being fractured: carve it before, or its pieces after." % node.get_path()
	if CutoutKeptOriginal.is_away(node):
		return "object %s is broken and put away: bring it back before carving it." % node.get_path()
	if carve_call.options.space == CutoutCarveOptions.Space.GLOBAL:
		carve_call.to_local = node.global_transform.affine_inverse()
	wrong = processor.carve_error(tool, carve_call.options.for_workers(carve_call.to_local, _scaling(node)))
	if not wrong.is_empty():
		return wrong
	carve_call.tools = (tool as Array).duplicate(true) if typeof(tool) == TYPE_ARRAY else [tool.duplicate()]
	return ""


static func _scaling(node: Node2D) -> float:
	return absf(node.global_transform.determinant())


func _fail(error: String) -> void:
	if _under_way.size() > 1:
		# Which of them is at fault shows where each is carried out by itself.
		for one: CutoutCarveCall in _under_way:
			one.goes_alone = true
		_waiting = _under_way + _waiting
		_under_way = []
	else:
		_refuse_group(error)
	_go_on()


func _change(report: Dictionary, fragments: Array) -> void:
	var object: Node2D = instance_from_id(_object_id)
	_swap = CutoutCarveSwap.new(object, _source, fragments, _processor.keeper)
	_swap.title = _under_way[0].title
	_swap.set_report(report)
	if _swap.changes_nothing():
		_swap.survivor = object
		_finish()
		return
	_swap.finished.connect(_on_swapped)
	_processor.applier.add(_swap)


## Carries out what waits, or ends.
func _go_on() -> void:
	_swap = null
	while not _waiting.is_empty():
		var object := instance_from_id(_object_id) as Node2D if is_instance_id_valid(_object_id) else null
		if object == null or object.is_queued_for_deletion() or not object.is_inside_tree():
			_call_off("the object was freed")
			return
		_take_group()
		_source = CutoutSurvivor.source_of(object, _under_way[0].options)
		if not _source.error.is_empty():
			_refuse_group(_source.error)
			continue
		var tools: Array = []
		for one: CutoutCarveCall in _under_way:
			tools.append_array(one.placed_tools())
		var options := _under_way[0].options.for_workers(_under_way[0].to_local, _scaling(object))
		if _source.parts.size() > 1:
			options["parts"] = _source.parts
		_job_id = _processor.submit_carve_for(self, _source.rings, tools, options)
		if _job_id > 0:
			return
		# Told by queue_full.
		_call_off_group("refused: too much is waiting")
	_forget()


func _take_group() -> void:
	var tools := 0
	while not _waiting.is_empty() and _under_way.size() < MOST_AT_ONCE:
		var next := _waiting[0]
		tools += next.tools.size()
		if not _under_way.is_empty() and (tools > MOST_TOOLS or not next.goes_with(_under_way[0])):
			return
		_under_way.push_back(_waiting.pop_front())


func _on_swapped(_made: Array) -> void:
	if _swap.is_done:
		_finish()
		return
	# A factory's fault was told by the swap; the object stays as it was.
	_call_off_group("cancelled" if _swap.error.is_empty() else _swap.error)
	_go_on()


func _finish() -> void:
	var survivor := _swap.survivor
	if survivor != null and survivor.get_instance_id() != _object_id:
		_by_object.erase(_object_id)
		_object_id = survivor.get_instance_id()
		_by_object[_object_id] = self
	for one: CutoutCarveCall in _waiting:
		one.to_local = _swap.to_survivor * one.to_local
	var done := _under_way
	var swap := _swap
	_under_way = []
	var first_tool := 0
	for one: CutoutCarveCall in done:
		swap.tell(one.result, first_tool, one.tools.size())
		first_tool += one.tools.size()
	if survivor == null:
		done.append_array(_waiting)
		_waiting = []
	_go_on()
	for one: CutoutCarveCall in done:
		one.end()


func _refuse_group(error: String) -> void:
	for one: CutoutCarveCall in _under_way:
		one.refuse(error)
	_under_way.clear()


func _call_off_group(reason: String) -> void:
	for one: CutoutCarveCall in _under_way:
		one.call_off(reason)
	_under_way.clear()


func _call_off(reason: String) -> void:
	var group := _under_way + _waiting
	_under_way = []
	_waiting = []
	_forget()
	for one: CutoutCarveCall in group:
		one.call_off(reason)


func _forget() -> void:
	_by_object.erase(_object_id)
	# The last reference may be the one in there.
	if is_instance_valid(_processor):
		_processor.forget_call.call_deferred(self)
