@tool
extends EditorProperty
## The field of [code]mask[/code]: none, a circle with centre and radius, or a ring of points. The handles in
## the 2D viewport move all of them.

enum Shape { NONE, CIRCLE, RING }

const Handle := preload("handle.gd")
## What a new mask covers where nothing is known of the outline, in pixels.
const RADIUS := 48.0
const RING_POINTS := 6

var _shape := OptionButton.new()
var _x := EditorSpinSlider.new()
var _y := EditorSpinSlider.new()
var _radius := EditorSpinSlider.new()
var _points := Label.new()
var _is_updating := false


func _init() -> void:
	for name: String in ["Everything breaks", "Circle", "Ring"]:
		_shape.add_item(name)
	_shape.clip_text = true
	_shape.item_selected.connect(_on_shape_selected)
	var column := VBoxContainer.new()
	column.add_child(_shape)
	for slider: EditorSpinSlider in [_x, _y, _radius]:
		slider.flat = true
		slider.suffix = "px"
		slider.step = 0.01
		slider.min_value = -1024.0
		slider.max_value = 1024.0
		slider.allow_lesser = true
		slider.allow_greater = true
		slider.hide_slider = true
		slider.value_changed.connect(_on_circle_changed)
		column.add_child(slider)
		add_focusable(slider)
	_x.label = "x"
	_y.label = "y"
	_radius.label = "radius"
	_radius.min_value = 0.01
	_radius.allow_lesser = false
	_points.text_overrun_behavior = TextServer.OVERRUN_TRIM_ELLIPSIS
	column.add_child(_points)
	add_focusable(_shape)
	add_child(column)


func _update_property() -> void:
	var mask: Variant = get_edited_object().get(get_edited_property())
	var shape := _shape_of(mask)
	_is_updating = true
	_shape.select(shape)
	for slider: EditorSpinSlider in [_x, _y, _radius]:
		slider.visible = shape == Shape.CIRCLE
	_points.visible = shape == Shape.RING
	if shape == Shape.CIRCLE:
		_x.value = mask["center"].x
		_y.value = mask["center"].y
		_radius.value = mask["radius"]
	elif shape == Shape.RING:
		_points.text = "%d points" % len(mask)
	_is_updating = false


func _set_read_only(read_only: bool) -> void:
	_shape.disabled = read_only
	for slider: EditorSpinSlider in [_x, _y, _radius]:
		slider.read_only = read_only


static func _shape_of(mask: Variant) -> Shape:
	if Handle.is_circle(mask):
		return Shape.CIRCLE
	return Shape.NONE if mask == null else Shape.RING


func _on_shape_selected(index: int) -> void:
	var object := get_edited_object()
	var before: Variant = object.get(get_edited_property())
	if _is_updating or index == _shape_of(before):
		return
	var origin: Variant = object.get(&"origin")
	var center: Vector2 = origin if typeof(origin) == TYPE_VECTOR2 else Vector2.ZERO
	match index:
		Shape.NONE:
			emit_changed(get_edited_property(), null)
		Shape.CIRCLE:
			emit_changed(get_edited_property(), {"center": center, "radius": RADIUS})
		Shape.RING:
			var ring := PackedVector2Array()
			for point: int in RING_POINTS:
				ring.push_back(center + Vector2.from_angle(TAU * point / RING_POINTS) * RADIUS)
			emit_changed(get_edited_property(), ring)


func _on_circle_changed(_value: float) -> void:
	if not _is_updating:
		var circle := {"center": Vector2(_x.value, _y.value), "radius": _radius.value}
		emit_changed(get_edited_property(), circle, &"", true)
