@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutJobRow
extends Control
## One of the slowest jobs: its outline, and what it took.

## Colour of outlines, and of headings beside them.
const OUTLINE_COLOR := Color(0.55, 0.65, 0.95)
## Side of the square that the outline is drawn in, and height of the row, for an editor scale of 1.
const SIDE := 44.0

var _job: Dictionary = {}
var _rings: Array = []
var _scale := 1.0


func _init(scaling := 1.0) -> void:
	_scale = scaling
	custom_minimum_size = Vector2(220.0, SIDE + 6.0) * scaling
	size_flags_horizontal = SIZE_EXPAND_FILL


## Shows a job: its report, and its rings where they are known.
func show_job(job: Dictionary, rings: Array) -> void:
	_job = job
	_rings = rings
	tooltip_text = in_words(job)
	queue_redraw()


## All that is known of a job.
static func in_words(job: Dictionary) -> String:
	var lines := PackedStringArray(
		[
			"Job %d: %s" % [_number(job, "id"), job.get("outcome", "")],
			(
				"%d vertices, %d holes, %d pieces"
				% [_number(job, "vertices"), _number(job, "holes"), _number(job, "pieces")]
			),
			(
				"waited %s, ran %s, delivered %s later"
				% [
					milliseconds(_number(job, "wait_usec")),
					milliseconds(_number(job, "run_usec")),
					milliseconds(_number(job, "delivery_usec"))
				]
			),
		]
	)
	for key: String in ["error", "degraded"]:
		if not str(job.get(key, "")).is_empty():
			lines.push_back(str(job[key]))
	return "\n".join(lines)


## A time as people read it.
static func milliseconds(usec: float) -> String:
	return "%.2f ms" % (usec / 1000.0) if usec < 1e6 else "%.1f s" % (usec / 1e6)


func _draw() -> void:
	var font := get_theme_default_font()
	var font_size := get_theme_default_font_size()
	var ink := get_theme_color(&"font_color", &"Label")
	var side := SIDE * _scale
	var box := Rect2(0.0, 3.0 * _scale, side, side)
	draw_rect(box, Color(0.0, 0.0, 0.0, 0.2))
	_draw_outline(box.grow(-4.0 * _scale))
	var at := Vector2(side + 10.0 * _scale, side * 0.45)
	var run := milliseconds(_number(_job, "run_usec"))
	draw_string(font, at, run, HORIZONTAL_ALIGNMENT_LEFT, -1, font_size, ink)
	var text := (
		"%d vertices, %d pieces" % [_number(_job, "vertices"), _number(_job, "pieces")]
		if _job.has("pieces")
		else str(_job.get("error", _job.get("outcome", "")))
	)
	at.y += font.get_height(font_size - 2)
	draw_string(
		font,
		at,
		text,
		HORIZONTAL_ALIGNMENT_LEFT,
		maxf(size.x - at.x, 1.0),
		font_size - 2,
		Color(ink, 0.7),
		TextServer.JUSTIFICATION_NONE
	)


func _draw_outline(box: Rect2) -> void:
	var bounds := Rect2()
	var is_first := true
	for ring: PackedVector2Array in _rings:
		for point: Vector2 in ring:
			if point.is_finite():
				bounds = Rect2(point, Vector2.ZERO) if is_first else bounds.expand(point)
				is_first = false
	var longest := maxf(bounds.size.x, bounds.size.y)
	if is_first or longest <= 0.0 or not is_finite(longest):
		return
	var scaling := box.size.x / longest
	var offset := box.get_center() - bounds.get_center() * scaling
	var to_box := Transform2D(0.0, Vector2.ONE * scaling, 0.0, offset)
	for ring: PackedVector2Array in _rings:
		if ring.size() < 3:
			continue
		var shown := to_box * ring
		shown.push_back(shown[0])
		draw_polyline(shown, OUTLINE_COLOR, 1.5 * _scale, true)


static func _number(job: Dictionary, key: String) -> float:
	var value: Variant = job.get(key, 0)
	return float(value) if typeof(value) in [TYPE_INT, TYPE_FLOAT] else 0.0
