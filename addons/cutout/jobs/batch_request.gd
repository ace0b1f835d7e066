@icon("res://addons/cutout/icons/cutout_batch_request.svg")
class_name CutoutBatchRequest
extends CutoutJobOwner
## Several fractures as one: gather objects and polygons with [method add_fracture], then await
## [method execute].
##
## [codeblock]
## var request: CutoutBatchRequest = CutoutBatch.create()
## for crate: Sprite2D in crates:
##     request.add_fracture(crate, {"fragment_count": 12})
## var pieces: Array = await request.execute()
## [/codeblock]

## One more entry is done.
signal progressed(done: int, total: int)
## All entries are done: one answer for each, in the order in which they were added.
signal completed(results: Array)

## Priority of the polygons' jobs; higher first.
var priority := 0

var _processor: CutoutBatchProcessor
var _subjects: Array = []
var _params: Array = []
var _options: Array = []
var _results: Array = []
var _index_of: Dictionary[int, int] = {}
var _done := 0
var _started := false


func _init(processor: CutoutBatchProcessor) -> void:
	_processor = processor


## Adds a node, or a polygon, to what [method execute] breaks; [param options] are those of
## [method CutoutBatchProcessor.fracture_object] for a node. Answers this request, so that calls can be
## chained.
func add_fracture(
	object_or_polygon: Variant, params: Variant = {}, options: Variant = null
) -> CutoutBatchRequest:
	if _started:
		push_error("CutoutBatchRequest.add_fracture: the request was executed: make another one.")
		return self
	_subjects.push_back(object_or_polygon)
	_params.push_back(params)
	_options.push_back(options)
	return self


## How many entries were added.
func size() -> int:
	return _subjects.size()


## Breaks everything that was added. Await the answer: for each entry, in order, the nodes that replaced
## the object, or the pieces of the polygon (an [Array] of [CutoutFragment]); nothing for what failed.
## [br][br]
## It answers [signal completed], so that nothing is left behind when the game quits meanwhile; that is never
## emitted from inside the call.
func execute() -> Variant:
	if _started:
		push_error("CutoutBatchRequest.execute: the request was executed already: make another one.")
		return []
	_started = true
	_results.resize(_subjects.size())
	for index: int in _subjects.size():
		_results[index] = []
	for index: int in _subjects.size():
		var subject: Variant = _subjects[index]
		if typeof(subject) == TYPE_OBJECT or subject == null:
			_break_object(index, subject)
		else:
			var id := _processor.submit_for(self, subject, _params[index], priority)
			if id < 0:
				_processor.answer_later(self, _finish_one)
			else:
				_index_of[id] = index
	if _subjects.is_empty():
		_processor.answer_later(self, _finish)
	_subjects.clear()
	_processor.open_calls[get_instance_id()] = self
	return completed


func job_ended(job_id: int, _outcome: Outcome, result: Array, _error: String) -> void:
	_results[_index_of[job_id]] = result
	_finish_one()


func _break_object(index: int, object: Variant) -> void:
	var breaking := CutoutObjectBreak.new(_processor, object, _params[index], _options[index])
	breaking.finished.connect(_on_object_broken.bind(index), CONNECT_ONE_SHOT)


func _on_object_broken(nodes: Array, index: int) -> void:
	_results[index] = nodes
	_finish_one()


func _finish_one() -> void:
	_done += 1
	progressed.emit(_done, _results.size())
	if _done == _results.size():
		_finish()


func _finish() -> void:
	completed.emit(_results)
	_processor.forget_call.call_deferred(self)
