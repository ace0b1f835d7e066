class_name DemoFrameGraph
extends Control
## The time of the last frames, one column for each, and what the addon took of it in orange; the line is how
## long a frame should be.

## Frames shown.
const FRAMES := 200
## Height of the line of text above the columns, pixels.
const HEAD := 20.0
const FRAME_COLOR := Color("4d94c6")
const ADDON_COLOR := Color("ffae42")
const FONT_SIZE := 13

## The longest frame since [method reset], in milliseconds.
var worst_ms := 0.0

var _frame_ms: PackedFloat32Array = []
var _addon_ms: PackedFloat32Array = []
var _last_usec := 0


func _init() -> void:
	custom_minimum_size = Vector2(380, 0)
	clip_contents = true


func _ready() -> void:
	_last_usec = Time.get_ticks_usec()


func _process(_delta: float) -> void:
	var now := Time.get_ticks_usec()
	var budget := CutoutBatch.budget
	# Both are of the frame before this one: the addon's turn in this one is still to come.
	var was_at_work := budget.spent_frame == Engine.get_process_frames() - 1
	_frame_ms.push_back((now - _last_usec) / 1000.0)
	_addon_ms.push_back(budget.spent_usec / 1000.0 if was_at_work else 0.0)
	_last_usec = now
	worst_ms = maxf(worst_ms, _frame_ms[-1])
	if _frame_ms.size() > FRAMES:
		_frame_ms.remove_at(0)
		_addon_ms.remove_at(0)
	queue_redraw()


func _draw() -> void:
	if _frame_ms.is_empty():
		return
	var target := CutoutBatch.budget.target_usec / 1000.0
	# Twice the target, or twice that, and so on: whatever is shown fits in.
	var top := target * 2.0
	for ms: float in _frame_ms:
		while ms > top:
			top *= 2.0
	draw_rect(Rect2(0, HEAD, size.x, size.y - HEAD), Color(0, 0, 0, 0.35))
	_draw_columns(_frame_ms, top, FRAME_COLOR)
	_draw_columns(_addon_ms, top, ADDON_COLOR)
	var y := _y_of(target, top)
	draw_line(Vector2(0, y), Vector2(size.x, y), Color(1, 1, 1, 0.55))
	draw_rect(Rect2(2, y - 17, 54, 15), Color(0, 0, 0, 0.6))
	_write(Vector2(5, y - 5), "%.1f ms" % target, Color.WHITE)
	_write(Vector2(0, 13), "frame %.1f ms" % _frame_ms[-1], FRAME_COLOR.lightened(0.3))
	_write(Vector2(106, 13), "longest %.1f ms" % worst_ms, FRAME_COLOR.lightened(0.3))
	_write(Vector2(228, 13), "Cutout Batch %.2f ms" % _addon_ms[-1], ADDON_COLOR)


## What the addon took of the last frame, in milliseconds.
func addon_ms() -> float:
	return 0.0 if _addon_ms.is_empty() else _addon_ms[-1]


## Forgets all frames so far.
func reset() -> void:
	worst_ms = 0.0
	_frame_ms.clear()
	_addon_ms.clear()


func _draw_columns(times: PackedFloat32Array, top: float, color: Color) -> void:
	var wide := size.x / FRAMES
	var columns := PackedVector2Array()
	for index: int in times.size():
		# The latest at the right edge.
		var x := size.x - (times.size() - index - 0.5) * wide
		columns.push_back(Vector2(x, size.y))
		columns.push_back(Vector2(x, _y_of(times[index], top)))
	draw_multiline(columns, color, wide)


func _y_of(ms: float, top: float) -> float:
	return size.y - (size.y - HEAD) * ms / top


func _write(at: Vector2, text: String, color: Color) -> void:
	draw_string(get_theme_default_font(), at, text, HORIZONTAL_ALIGNMENT_LEFT, -1, FONT_SIZE, color)
