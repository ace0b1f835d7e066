@icon("res://addons/cutout/icons/cutout_stream.svg")
class_name CutoutStream
extends CutoutJobOwner
## Fractures without end: push polygons as they come, and get the pieces in chunks, in the order in
## which they were pushed.
##
## [codeblock]
## var stream: CutoutStream = CutoutBatch.create_stream()
## stream.results_ready.connect(_on_results_ready)
## stream.start()
## for polygon: PackedVector2Array in level:
##     while not stream.push(polygon, params):
##         await stream.room_made
## [/codeblock]
## Memory is bounded: no more than [member window] pushes are under way and [member capacity] wait;
## past that [method push] answers false, and [signal room_made] tells when to go on.

## The pieces of some pushes, in order: one [Array] of [CutoutFragment] for each, empty for what failed.
signal results_ready(results: Array)
## Nothing that was pushed is left, or the stream was stopped. A push after it starts another round.
signal finished
## There is room again after a [method push] that was refused.
signal room_made

## What a stream can be doing.
enum State {
	## Not started: what is pushed waits.
	IDLE,
	## Pushes go to the workers.
	RUNNING,
	## Pushes wait until it is started again.
	PAUSED,
	## Over: pushes are refused.
	STOPPED,
}

## Pushes that may be with the workers at once; 1 or more.
var window := 256:
	set(count):
		window = _at_least_one(count, "window")
## Pushes that may wait for the window; 1 or more.
var capacity := 4096:
	set(count):
		capacity = _at_least_one(count, "capacity")
## Results handed on at once, at most; 1 or more.
var chunk_size := 64:
	set(count):
		chunk_size = _at_least_one(count, "chunk_size")
## Priority of the jobs; higher first.
var priority := 0
## What the stream is doing; changed by [method start], [method pause] and [method stop].
var state := State.IDLE

var _processor: CutoutBatchProcessor
var _waiting: Array[Array] = []
var _waiting_first := 0
# Ids under way, in the order of the pushes; their results once there are.
var _under_way: Array[int] = []
var _under_way_first := 0
var _results: Dictionary[int, Array] = {}
var _refused := false
var _open_round := false
var _was_started := false
var _feeds := false
# Pushes that no room can ever be made for; they get ids below 0.
var _refusals := 0
# What the first that waits took when there was no room for it; 0: it was not tried yet.
var _bytes_refused := 0


func _init(processor: CutoutBatchProcessor) -> void:
	_processor = processor


## Adds a polygon. False: no room; await [signal room_made] and push it again.
func push(polygon: Variant, params: Variant = {}) -> bool:
	if state == State.STOPPED:
		push_error("CutoutStream.push: the stream was stopped: make another one.")
		return false
	if waiting_count() >= capacity:
		_refused = true
		return false
	_waiting.push_back([polygon, params])
	_open_round = true
	_feed()
	return true


## Begins to work, or goes on after [method pause].
func start() -> void:
	if state == State.STOPPED:
		push_error("CutoutStream.start: the stream was stopped: make another one.")
		return
	state = State.RUNNING
	_was_started = true
	_processor.streams[get_instance_id()] = self
	_processor.wake()


## Hands nothing on and gives the workers nothing more until [method start]. What is with the workers
## gets done and is kept.
func pause() -> void:
	if state == State.RUNNING:
		state = State.PAUSED
		_processor.streams.erase(get_instance_id())


## Ends the stream: what was pushed and not handed on is cancelled, and [signal finished] is emitted.
func stop() -> void:
	if state == State.STOPPED:
		return
	state = State.STOPPED
	_waiting.clear()
	_waiting_first = 0
	for index: int in range(_under_way_first, _under_way.size()):
		_processor.cancel_job(_under_way[index])
	_under_way.clear()
	_under_way_first = 0
	_results.clear()
	_processor.streams.erase(get_instance_id())
	finished.emit()
	if _refused:
		_refused = false
		room_made.emit()


## How many pushes wait for the workers.
func waiting_count() -> int:
	return _waiting.size() - _waiting_first


## How many pushes were not handed on yet.
func pending_count() -> int:
	return waiting_count() + _under_way.size() - _under_way_first


## Called by the processor each frame: hands on what is ready until the clock passes the deadline, at
## least one chunk, and gives the workers more.
func advance(deadline_usec: int) -> void:
	while state == State.RUNNING:
		var chunk := _take_chunk()
		_feed()
		if chunk.is_empty():
			break
		results_ready.emit(chunk)
		if Time.get_ticks_usec() >= deadline_usec:
			break
	if _refused and waiting_count() < capacity:
		_refused = false
		room_made.emit()
	if state == State.RUNNING and pending_count() == 0:
		# Not kept by the processor while there is nothing to do; a push starts it again.
		_processor.streams.erase(get_instance_id())
		state = State.IDLE
		if _open_round:
			_open_round = false
			finished.emit()


func job_ended(job_id: int, _outcome: Outcome, result: Array, _error: String) -> void:
	if state != State.STOPPED:
		_results[job_id] = result


func _at_least_one(count: int, property: String) -> int:
	if count < 1:
		push_error("CutoutStream.%s is %d: whole numbers from 1 are allowed, 1 is taken." % [property, count])
	return maxi(count, 1)


func _take_chunk() -> Array:
	var chunk: Array = []
	while chunk.size() < chunk_size and _under_way_first < _under_way.size():
		var id := _under_way[_under_way_first]
		if not _results.has(id):
			break
		chunk.push_back(_results[id])
		_results.erase(id)
		_under_way_first += 1
	if _under_way_first == _under_way.size() or _under_way_first > 1024:
		_under_way = _under_way.slice(_under_way_first)
		_under_way_first = 0
	return chunk


func _feed() -> void:
	# A receiver of queue_full may push.
	if _feeds:
		return
	if state == State.IDLE and _was_started:
		start()
	_feeds = true
	while state == State.RUNNING and waiting_count() > 0 and _under_way.size() - _under_way_first < window:
		if not _submit_next():
			break
	_feeds = false


# Whether the first that waits does so no longer.
func _submit_next() -> bool:
	var may_get_room := _processor.has_open_jobs()
	if _bytes_refused > 0 and may_get_room and not _processor.has_room(_bytes_refused):
		return false
	var next: Array = _waiting[_waiting_first]
	var id := _processor.submit_if_room(self, next[0], next[1], priority)
	if id < 0:
		_bytes_refused = -id
		# A stream waits where a submit is refused. One that is alone and has no room never will: that is a
		# refusal, and told.
		if may_get_room:
			return false
		id = _processor.submit_for(self, next[0], next[1], priority)
		# A receiver of queue_full may have ended the stream, or have filled the room.
		if id < 0 and (state != State.RUNNING or _processor.has_open_jobs()):
			return false
	if id < 0:
		push_error(
			(
				"CutoutStream.push: polygon and params take %d bytes: cutout/batch/max_pending_mb allows fewer."
				% _bytes_refused
			)
		)
		_refusals += 1
		id = -_refusals
		_results[id] = []
	_bytes_refused = 0
	_under_way.push_back(id)
	_waiting[_waiting_first] = []
	_waiting_first += 1
	if _waiting_first == _waiting.size() or _waiting_first > 1024:
		_waiting = _waiting.slice(_waiting_first)
		_waiting_first = 0
	return true
