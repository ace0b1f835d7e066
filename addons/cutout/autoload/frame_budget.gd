@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutFrameBudget
extends RefCounted
## What a frame has left for delivery, measured rather than configured.
##
## A frame is: physics and scripts of the game, then (last of all nodes) the delivery, then timers,
## drawing and the wait for the next frame. What the game takes before the delivery is measured in the
## very frame, so the budget gives way at once when the game gets heavier there. What comes after the
## delivery cannot be told from the wait, so it is learned: it is raised by as much as a frame comes
## late, and sinks slowly while frames are in time. A frame whose beginning was not seen gets the least.

## Frames that the learning looks back on.
const WINDOW_FRAMES := 32
## The percentile that [method game_high_usec] tells.
const HIGH_PERCENTILE := 0.9
## Least part of a frame that is given to delivery, however busy the game is: about what the promised
## one result a frame takes anyway.
const LEAST_SHARE := 0.02
## A frame is late when it takes this much longer than its target: the timers of operating systems are
## not exact.
const LATE_FACTOR := 1.04
## By this part of the target at most one late frame raises the time set aside: it may have been late
## for a reason of its own, or have waited for the screen's next refresh.
const LATE_STEP := 0.2
## Part of the time set aside that each frame in time gives back.
const RECOVERY := 0.03
## A frame this many times its target is a load or a pause: nothing is learned from it.
const STALL_FACTOR := 8.0
## Frames a second where neither the game nor the screen says.
const DEFAULT_FPS := 60.0

## Length of a frame that is aimed at, in microseconds.
var target_usec := 1_000_000.0 / DEFAULT_FPS
## Part of the target that is left free, 0 to 0.9.
var margin := 0.1
## What the game took before the delivery in the frame at hand, in microseconds.
var game_usec := 0.0
## What delivery was allowed in the last frame, in microseconds.
var allowed_usec := 0.0
## What delivery took in the last frame, in microseconds.
var spent_usec := 0.0
## What is set aside for what comes after the delivery, in microseconds.
var after_usec := 0.0
## The frame in which something was delivered last.
var spent_frame := -1
## Frames that came late since the start.
var late_frames := 0

# Whose frames are watched; none: nobody's.
var _tree: SceneTree
var _begun_frame := -1
var _frame_started_usec := -1
var _opened_usec := -1
# The same, but kept where watching ends in the midst of a delivery.
var _delivery_usec := 0
var _game_window: PackedFloat32Array = []
var _game_window_next := 0


## Has the frames of [param tree] watched from now on, with the length that they should have now.
func watch(tree: SceneTree) -> void:
	update_target()
	_tree = tree
	# The one that comes first: not every frame has a physics step.
	tree.physics_frame.connect(_on_frame_began)
	tree.process_frame.connect(_on_frame_began)


## Called once a frame, when it begins: learns from the frame that ended.
func begin_frame(now_usec: int) -> void:
	if _opened_usec >= 0:
		# Nothing was opened in a frame without anything to do: there is nothing to learn from it.
		if _frame_started_usec >= 0:
			_learn(float(now_usec - _frame_started_usec))
		_opened_usec = -1
	_frame_started_usec = now_usec


## Opens the delivery of this frame and answers the clock time at which it should end.
func open(now_usec: int) -> int:
	_opened_usec = now_usec
	_delivery_usec = now_usec
	if _frame_started_usec >= 0:
		game_usec = float(now_usec - _frame_started_usec)
	else:
		# Woken in the middle of a frame: nothing may be left of it.
		game_usec = target_usec
	var left := target_usec * (1.0 - margin) - game_usec - after_usec
	allowed_usec = maxf(left, target_usec * LEAST_SHARE)
	return now_usec + int(allowed_usec)


## Closes the delivery of this frame.
func close(now_usec: int) -> void:
	spent_usec = float(now_usec - _delivery_usec)
	spent_frame = Engine.get_process_frames()


## What delivering and making pieces took in this frame, in microseconds, once it is over.
func spent_in_frame_usec() -> float:
	return spent_usec if spent_frame == Engine.get_process_frames() else 0.0


## Forgets when the last frame began: the frames until the next [method watch] are not watched.
func pause() -> void:
	_frame_started_usec = -1
	_opened_usec = -1
	if _tree != null:
		_tree.physics_frame.disconnect(_on_frame_began)
		_tree.process_frame.disconnect(_on_frame_began)
		_tree = null


## Reads how long a frame should be: from [member Engine.max_fps], or the screen's refresh rate.
func update_target() -> void:
	var fps := DEFAULT_FPS
	if Engine.max_fps > 0:
		fps = float(Engine.max_fps)
	else:
		var refresh := DisplayServer.screen_get_refresh_rate()
		if refresh > 0.0:
			fps = refresh
	target_usec = 1_000_000.0 / fps


## What the game takes before the delivery, on average over the last frames, in microseconds.
func game_average_usec() -> float:
	if _game_window.is_empty():
		return 0.0
	var sum := 0.0
	for usec: float in _game_window:
		sum += usec
	return sum / _game_window.size()


## What the game takes before the delivery in its heavier frames, in microseconds.
func game_high_usec() -> float:
	if _game_window.is_empty():
		return 0.0
	var sorted := _game_window.duplicate()
	sorted.sort()
	return sorted[int(HIGH_PERCENTILE * (sorted.size() - 1))]


## What was measured and learned, in microseconds: [code]target_usec[/code] (length of a frame that is
## aimed at), [code]game_usec[/code] (what the game took before the delivery, in the last frame),
## [code]game_average_usec[/code] and [code]game_high_usec[/code] (the same over the last frames, on
## average and in the heavier ones), [code]after_usec[/code] (set aside for what comes after the
## delivery), [code]allowed_usec[/code] and [code]spent_usec[/code] (what delivery was allowed and took
## in the last frame that had any); and how many frames came late since the start,
## [code]late_frames[/code].
func get_stats() -> Dictionary:
	return {
		"target_usec": target_usec,
		"game_usec": game_usec,
		"game_average_usec": game_average_usec(),
		"game_high_usec": game_high_usec(),
		"after_usec": after_usec,
		"allowed_usec": allowed_usec,
		"spent_usec": spent_usec,
		"late_frames": late_frames,
	}


func _on_frame_began() -> void:
	var frame := Engine.get_process_frames()
	if frame == _begun_frame:
		return
	_begun_frame = frame
	if _opened_usec < 0:
		# Nothing was delivered, so there is nothing to learn: the way of an empty frame.
		_frame_started_usec = Time.get_ticks_usec()
	else:
		begin_frame(Time.get_ticks_usec())


func _learn(frame_usec: float) -> void:
	if frame_usec > target_usec * STALL_FACTOR:
		return
	if _game_window.size() < WINDOW_FRAMES:
		_game_window.push_back(game_usec)
	else:
		_game_window[_game_window_next] = game_usec
		_game_window_next = (_game_window_next + 1) % WINDOW_FRAMES
	# With the wait for the next frame in it, so an upper bound.
	var after_at_most := maxf(frame_usec - game_usec - spent_usec, 0.0)
	if frame_usec > target_usec * LATE_FACTOR:
		late_frames += 1
		after_usec += minf(frame_usec - target_usec, target_usec * LATE_STEP)
	else:
		after_usec *= 1.0 - RECOVERY
	after_usec = minf(after_usec, minf(after_at_most, target_usec))
