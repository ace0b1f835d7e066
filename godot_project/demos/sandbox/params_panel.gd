class_name DemoParamsPanel
extends PanelContainer
## How things break: every pattern there is, and a slider for each number that the chosen one reads. Names,
## ranges and patterns are those of [CutoutFractureParams], whose properties this is made from.

## Narrower than what is allowed, for things of this size: least, most, step.
const RANGES: Dictionary[StringName, Vector3] = {
	&"seed": Vector3(0, 100, 1),
	&"fragment_count": Vector3(2, 200, 1),
	&"min_cell_distance": Vector3(0, 0.5, 0.01),
	&"ring_size": Vector3(5, 100, 1),
	&"gap": Vector3(0, 8, 0.25),
	&"min_fragment_area": Vector3(0, 500, 5),
}
## Numbers of the sandbox rather than of the params: least, most, step, and what they are at first.
const FORCE := Vector4(0, 2000, 10, 350)
const RADIUS := Vector4(4, 80, 1, 20)

## How hard a click hits, and how large the disc is.
var force := FORCE.w
var radius := RADIUS.w

var _params := CutoutFractureParams.new()
var _patterns := OptionButton.new()
var _rows := VBoxContainer.new()
var _sliders: Dictionary[StringName, HSlider] = {}


func _init() -> void:
	_params.pattern = "impact"
	_params.fragment_count = 24
	_params.min_cell_distance = 0.02
	var scroll := ScrollContainer.new()
	scroll.horizontal_scroll_mode = ScrollContainer.SCROLL_MODE_DISABLED
	add_child(scroll)
	scroll.add_child(_rows)
	_rows.size_flags_horizontal = SIZE_EXPAND_FILL
	_rows.add_theme_constant_override(&"separation", 1)
	_rows.add_child(_patterns)
	for property: Dictionary in _params.get_property_list():
		_add_property(property)
	_rows.add_child(HSeparator.new())
	_add_slider(&"force", FORCE.w, Vector3(FORCE.x, FORCE.y, FORCE.z), func(now: float) -> void: force = now)
	_add_slider(
		&"radius", RADIUS.w, Vector3(RADIUS.x, RADIUS.y, RADIUS.z), func(now: float) -> void: radius = now
	)
	var style := StyleBoxFlat.new()
	style.bg_color = Color(0, 0, 0, 0.3)
	style.set_corner_radius_all(6)
	style.set_content_margin_all(12)
	add_theme_stylebox_override(&"panel", style)


func _ready() -> void:
	_patterns.item_selected.connect(func(index: int) -> void: choose(_patterns.get_item_text(index)))
	choose(_params.pattern)


## Every pattern.
func get_patterns() -> PackedStringArray:
	var names := PackedStringArray()
	for index: int in _patterns.item_count:
		names.push_back(_patterns.get_item_text(index))
	return names


## The slider of a number.
func get_slider(key: StringName) -> HSlider:
	return _sliders[key]


## Chooses a pattern, and shows what it reads.
func choose(pattern: String) -> void:
	_params.pattern = pattern
	_patterns.select(get_patterns().find(pattern))
	for key: StringName in _sliders:
		var is_read: bool = key in [&"force", &"radius"] or _params.applies(key)
		(_sliders[key].get_parent() as Control).visible = is_read


## What to break a thing with that was hit there, in its own space.
func get_params(at: Vector2) -> CutoutFractureParams:
	var params: CutoutFractureParams = _params.duplicate()
	params.origin = at
	# Two patterns want more than numbers: sites around the point, and cuts through it.
	if params.pattern == "points":
		params.points = _spiral_around(at)
	elif params.pattern == "slices_manual":
		for turn: int in 4:
			var way := Vector2.from_angle(PI * turn / 4.0 + params.seed) * 100.0
			params.segments += PackedVector2Array([at - way, at + way])
	return params


func _spiral_around(at: Vector2) -> PackedVector2Array:
	var points := PackedVector2Array()
	for index: int in 24:
		points.push_back(at + Vector2.from_angle(index * 2.4) * 5.0 * index)
	return points


func _add_property(property: Dictionary) -> void:
	var key: StringName = property["name"]
	if key == &"pattern":
		for pattern: String in (property["hint_string"] as String).split(","):
			_patterns.add_item(pattern)
	var is_number: bool = property["type"] in [TYPE_INT, TYPE_FLOAT]
	var has_range: bool = property["hint"] == PROPERTY_HINT_RANGE
	if not (is_number and (has_range or RANGES.has(key))):
		return
	var limits: Vector3 = RANGES.get(key, Vector3.ZERO)
	if not RANGES.has(key):
		var told := (property["hint_string"] as String).split(",")
		limits = Vector3(told[0].to_float(), told[1].to_float(), told[2].to_float())
	_add_slider(key, _params.get(key), limits, _set_param.bind(key))


func _add_slider(key: StringName, value: float, limits: Vector3, changed: Callable) -> void:
	var row := VBoxContainer.new()
	row.add_theme_constant_override(&"separation", -2)
	var words := HBoxContainer.new()
	row.add_child(words)
	var title := Label.new()
	title.text = key
	title.size_flags_horizontal = SIZE_EXPAND_FILL
	title.add_theme_color_override(&"font_color", DemoBar.DIM)
	var shown := Label.new()
	for label: Label in [title, shown]:
		label.add_theme_font_size_override(&"font_size", 13)
		words.add_child(label)
	var slider := HSlider.new()
	slider.min_value = limits.x
	slider.max_value = limits.y
	slider.step = limits.z
	slider.value_changed.connect(changed)
	slider.value_changed.connect(func(now: float) -> void: shown.text = _shown(now, limits.z))
	var track := StyleBoxFlat.new()
	track.bg_color = Color(1, 1, 1, 0.16)
	track.set_corner_radius_all(2)
	track.content_margin_top = 4.0
	slider.add_theme_stylebox_override(&"slider", track)
	slider.value = value
	slider.value_changed.emit(slider.value)
	_rows.add_child(row)
	row.add_child(slider)
	_sliders[key] = slider


func _shown(value: float, step: float) -> String:
	return str(int(value)) if step == 1.0 else String.num(value, 2)


func _set_param(now: float, key: StringName) -> void:
	_params.set(key, int(now) if typeof(_params.get(key)) == TYPE_INT else now)
