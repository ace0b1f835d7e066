@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutTimeGraph
extends Control
## Series of numbers over time, the latest at the right: lines, or areas for what is part of a whole, and a
## dashed line for what is aimed at.

## Part of the values that the scale has room for: a rare spike goes past its end, and the rest can be read.
const IN_SCALE := 0.98
## The upper end of the scale is one of these times a power of ten.
const STEPS: PackedFloat32Array = [1.0, 2.0, 5.0]
## Colour of the lines of the scale.
const GRID_COLOR := Color(0.5, 0.5, 0.5, 0.25)
## Colour of the line at [member target].
const TARGET_COLOR := Color(0.55, 0.85, 0.45, 0.9)

## What is behind the numbers of the scale.
var unit := ""
## Values of each series that are shown.
var shown := 300
## A dashed line at this value; 0: none.
var target := 0.0
## The least upper end of the scale.
var least_top := 1.0

var _names: PackedStringArray = []
var _colors: PackedColorArray = []
var _filled: Array[bool] = []
var _values: Array[PackedFloat32Array] = []


func _init() -> void:
	clip_contents = true
	size_flags_horizontal = SIZE_EXPAND_FILL
	size_flags_vertical = SIZE_EXPAND_FILL


## Adds a series, drawn over those before.
func add_series(name: String, color: Color, is_filled: bool) -> void:
	_names.push_back(name)
	_colors.push_back(color)
	_filled.push_back(is_filled)
	_values.push_back(PackedFloat32Array())


## Adds values to a series.
func append(series: int, values: PackedFloat32Array) -> void:
	_values[series].append_array(values)
	var over := _values[series].size() - shown
	if over > 0:
		_values[series] = _values[series].slice(over)
	queue_redraw()


## Takes all values away.
func clear() -> void:
	for series: int in _values.size():
		_values[series] = PackedFloat32Array()
	queue_redraw()


func _draw() -> void:
	var font := get_theme_default_font()
	var font_size := get_theme_default_font_size() - 2
	var line := font.get_height(font_size)
	var ink := get_theme_color(&"font_color", &"Label")
	var top := _top()
	var widest := font.get_string_size(_mark(top), HORIZONTAL_ALIGNMENT_LEFT, -1, font_size).x
	var left := maxf(widest, font.get_string_size(_mark(top * 0.5), 0, -1, font_size).x) + 6.0
	var area := Rect2(left, line + 4.0, size.x - left - 4.0, size.y - line - 10.0)
	if area.size.x < 20.0 or area.size.y < 20.0:
		return
	for part: float in [0.0, 0.5, 1.0]:
		var y := area.end.y - part * area.size.y
		draw_line(Vector2(area.position.x, y), Vector2(area.end.x, y), GRID_COLOR)
		draw_string(
			font,
			Vector2(0.0, y + line * 0.3),
			_mark(part * top),
			HORIZONTAL_ALIGNMENT_RIGHT,
			left - 6.0,
			font_size,
			Color(ink, 0.7)
		)
	for series: int in _values.size():
		_draw_series(series, area, top)
	if target > 0.0 and target <= top:
		var y := area.end.y - target / top * area.size.y
		draw_dashed_line(Vector2(area.position.x, y), Vector2(area.end.x, y), TARGET_COLOR, 1.0, 4.0)
	_draw_legend(font, font_size, Vector2(left, line * 0.8), ink)


func _draw_series(series: int, area: Rect2, top: float) -> void:
	var values := _values[series]
	if values.size() < 2:
		return
	var step := area.size.x / (shown - 1)
	var points := PackedVector2Array()
	for index: int in values.size():
		var x := area.end.x - (values.size() - 1 - index) * step
		points.push_back(Vector2(x, area.end.y - minf(values[index] / top, 1.0) * area.size.y))
	if _filled[series]:
		# In strips: as one polygon it would cross itself where values are zero.
		for index: int in points.size():
			var from := Vector2(points[index].x, area.end.y)
			if points[index].y < area.end.y - 0.5:
				draw_line(from, points[index], Color(_colors[series], 0.75), step + 0.5)
	else:
		draw_polyline(points, _colors[series], 1.5, true)


func _draw_legend(font: Font, font_size: int, at: Vector2, ink: Color) -> void:
	var entries := _names.duplicate()
	var colors := _colors.duplicate()
	if target > 0.0:
		entries.push_back("target")
		colors.push_back(TARGET_COLOR)
	for index: int in entries.size():
		draw_rect(Rect2(at.x, at.y - font_size * 0.7, font_size * 0.7, font_size * 0.7), colors[index])
		at.x += font_size
		draw_string(font, at, entries[index], HORIZONTAL_ALIGNMENT_LEFT, -1, font_size, ink)
		at.x += font.get_string_size(entries[index], HORIZONTAL_ALIGNMENT_LEFT, -1, font_size).x + font_size


func _mark(value: float) -> String:
	return "%s %s" % [String.num(value, 1).trim_suffix(".0"), unit]


func _top() -> float:
	var highest := maxf(least_top, target * 1.2)
	for values: PackedFloat32Array in _values:
		if not values.is_empty():
			var sorted := values.duplicate()
			sorted.sort()
			highest = maxf(highest, sorted[int(IN_SCALE * (sorted.size() - 1))])
	var power := pow(10.0, floorf(log(highest) / log(10.0)))
	for step: float in STEPS:
		if step * power >= highest:
			return step * power
	return 10.0 * power
