@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutApplier
extends RefCounted
## Makes the nodes that replace broken ones: over as many frames as the budget wants, first come, first
## served. Nodes that a call had no time to look at are read the same way. What is left of a frame goes into
## what can be made ahead.

## Microseconds of a frame for making pieces, however little time it has left: a game that is slow for
## reasons of its own would wait for ever.
const LEAST_USEC := 1000
## Microseconds of a frame in which calls may read the nodes that they are given at once: a game that breaks
## five hundred in one frame pays for a few of them there, and the others are read when a frame has time.
const READING_USEC := 1000

var _swaps: Array[CutoutSwap] = []
var _next := 0
var _preparations: Array[CutoutPreparation] = []
var _readings: Array[CutoutObjectBreak] = []
var _next_reading := 0
# What reading has cost the frame.
var _reading_usec := 0
var _reading_frame := -1


## Adds a swap to be made.
func add(swap: CutoutSwap) -> void:
	_swaps.push_back(swap)


## Whether a call may read its node now.
func has_time_to_read() -> bool:
	var frame := Engine.get_process_frames()
	if frame != _reading_frame:
		_reading_frame = frame
		_reading_usec = 0
	return _readings.is_empty() and _reading_usec < READING_USEC


## Notes how long a call took to read its node.
func count_reading(usec: int) -> void:
	_reading_usec += usec


## Adds a break whose node is to be read.
func add_reading(breaking: CutoutObjectBreak) -> void:
	_readings.push_back(breaking)


## Adds what is to be made ahead, when a frame has time left.
func add_preparation(preparation: CutoutPreparation) -> void:
	_preparations.push_back(preparation)


## Whether breaks wait for nodes to be read or made.
func has_breaks() -> bool:
	return _next < _swaps.size() or not _readings.is_empty()


## Whether there is nothing to make.
func is_idle() -> bool:
	return _preparations.is_empty() and not has_breaks()


## Reads and makes nodes until the clock passes [param deadline_usec], but for [constant LEAST_USEC].
func apply(deadline_usec: int) -> void:
	if is_idle():
		return
	var now := Time.get_ticks_usec()
	var end := maxi(deadline_usec, now + LEAST_USEC)
	if not _readings.is_empty():
		# The workers want work, but what is done wants to be seen.
		_read(end if _next == _swaps.size() else now + int((end - now) / 2.0))
	while _next < _swaps.size():
		var is_done := _swaps[_next].step(end)
		if _swaps.is_empty():
			# Cleared by one who saw pieces come.
			return
		if is_done:
			_swaps[_next] = null
			_next += 1
		if Time.get_ticks_usec() >= end:
			break
	if _next == _swaps.size():
		_swaps.clear()
		_next = 0
		_prepare(deadline_usec)


## Drops all that was not made yet; the objects stay as they are.
func clear() -> void:
	for index: int in range(_next, _swaps.size()):
		_swaps[index].drop()
	_swaps.clear()
	_next = 0
	_readings.clear()
	_next_reading = 0
	_preparations.clear()


func _prepare(deadline_usec: int) -> void:
	while not _preparations.is_empty() and Time.get_ticks_usec() < deadline_usec:
		if _preparations[0].step(deadline_usec):
			_preparations.pop_front()


func _read(end: int) -> void:
	while _next_reading < _readings.size():
		_readings[_next_reading].read()
		_next_reading += 1
		if Time.get_ticks_usec() >= end:
			break
	if _next_reading >= _readings.size():
		_readings.clear()
		_next_reading = 0
