class_name DemoFrameGraph
extends Control
## The time of the last frames as a graph, with what the addon took of each, and how long a frame may be.

## Frames shown.
const FRAMES := 240
## Milliseconds from bottom to top.
const SCALE_MS := 50.0

## The longest frame since [method reset], in milliseconds.
var worst_ms := 0.0

var _frame_ms: PackedFloat32Array = []
var _addon_ms: PackedFloat32Array = []
var _last_usec := 0


func _ready() -> void:
	custom_minimum_size = Vector2(480, 130)
	mouse_filter = Control.MOUSE_FILTER_IGNORE
	_last_usec = Time.get_ticks_usec()


func _process(_delta: float) -> void:
	var now := Time.get_ticks_usec()
	var frame := (now - _last_usec) / 1000.0
	_last_usec = now
	worst_ms = maxf(worst_ms, frame)
	_frame_ms.push_back(frame)
	_addon_ms.push_back(CutoutBatch.budget.spent_usec / 1000.0)
	if _frame_ms.size() > FRAMES:
		_frame_ms.remove_at(0)
		_addon_ms.remove_at(0)
	queue_redraw()


func _draw() -> void:
	var font := get_theme_default_font()
	draw_rect(Rect2(Vector2.ZERO, size), Color(0, 0, 0, 0.55))
	var target := CutoutBatch.budget.target_usec / 1000.0
	var height := _y_of(target)
	draw_line(Vector2(0, height), Vector2(size.x, height), Color(1, 1, 1, 0.35))
	_draw_curve(_frame_ms, Color(0.45, 0.8, 1.0))
	_draw_curve(_addon_ms, Color(1.0, 0.7, 0.3))
	var now := 0.0 if _frame_ms.is_empty() else _frame_ms[-1]
	var text := "frame %.1f ms   longest %.1f ms   target %.1f ms" % [now, worst_ms, target]
	draw_string(font, Vector2(8, 18), text, HORIZONTAL_ALIGNMENT_LEFT, -1, 14, Color(0.45, 0.8, 1.0))
	draw_string(
		font, Vector2(8, 36), "of it Cutout Batch", HORIZONTAL_ALIGNMENT_LEFT, -1, 14, Color(1.0, 0.7, 0.3)
	)


## Forgets the longest frame.
func reset() -> void:
	worst_ms = 0.0


func _draw_curve(times: PackedFloat32Array, color: Color) -> void:
	if times.size() < 2:
		return
	var points := PackedVector2Array()
	for index: int in times.size():
		points.push_back(Vector2(size.x * index / (FRAMES - 1), _y_of(times[index])))
	draw_polyline(points, color, 1.5)


func _y_of(ms: float) -> float:
	return size.y * (1.0 - minf(ms / SCALE_MS, 1.0))
