@tool
extends EditorProperty
## The field of [code]grain[/code]: an angle and a stretch, each with its range and unit.

var _angle := EditorSpinSlider.new()
var _stretch := EditorSpinSlider.new()
var _is_updating := false


func _init() -> void:
	_angle.label = "angle"
	_angle.suffix = "°"
	_angle.min_value = -180.0
	_angle.max_value = 180.0
	_angle.step = 0.1
	_angle.allow_lesser = true
	_angle.allow_greater = true
	_stretch.label = "stretch"
	_stretch.suffix = "×"
	_stretch.min_value = 1.0
	_stretch.max_value = 100.0
	_stretch.step = 0.01
	_stretch.exp_edit = true
	var column := VBoxContainer.new()
	for slider: EditorSpinSlider in [_angle, _stretch]:
		slider.flat = true
		slider.value_changed.connect(_on_changed)
		column.add_child(slider)
		add_focusable(slider)
	add_child(column)


func _update_property() -> void:
	var value: Vector2 = get_edited_object().get(get_edited_property())
	_is_updating = true
	_angle.value = value.x
	_stretch.value = value.y
	_is_updating = false


func _set_read_only(read_only: bool) -> void:
	_angle.read_only = read_only
	_stretch.read_only = read_only


func _on_changed(_value: float) -> void:
	if not _is_updating:
		emit_changed(get_edited_property(), Vector2(_angle.value, _stretch.value), &"", true)
