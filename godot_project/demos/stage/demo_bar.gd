class_name DemoBar
extends CanvasLayer
## The bar above a demo: its name and what is to be seen, the keys, how things stand, and the frame graph.

## Of the screen, pixels.
const HEIGHT := 116.0
const DIM := Color("93a0b4")
const BRIGHT := Color("f2f4f8")
## Keys that all demos know.
const KEYS: Dictionary[String, String] = {"R": "start over", "Tab": "next demo"}
## Facts above one another.
const ROWS := 4

## The frame times.
var graph := DemoFrameGraph.new()

var _title := _text(20, BRIGHT)
var _story := _text(14, DIM)
var _keys := HFlowContainer.new()
var _facts := GridContainer.new()
var _told: Dictionary[String, Label] = {}


func _init() -> void:
	var panel := _box(Color(0, 0, 0, 0.42), Vector2(16, 9), 0)
	panel.set_anchors_preset(Control.PRESET_TOP_WIDE)
	panel.custom_minimum_size.y = HEIGHT
	add_child(panel)
	var columns := HBoxContainer.new()
	columns.add_theme_constant_override(&"separation", 24)
	panel.add_child(columns)
	var words := VBoxContainer.new()
	words.add_theme_constant_override(&"separation", 3)
	words.alignment = BoxContainer.ALIGNMENT_CENTER
	words.size_flags_horizontal = Control.SIZE_EXPAND_FILL
	_keys.add_theme_constant_override(&"h_separation", 10)
	_keys.add_theme_constant_override(&"v_separation", 3)
	for part: Control in [_title, _story, _keys]:
		words.add_child(part)
	columns.add_child(words)
	_facts.add_theme_constant_override(&"h_separation", 12)
	_facts.add_theme_constant_override(&"v_separation", 2)
	_facts.size_flags_vertical = Control.SIZE_SHRINK_CENTER
	columns.add_child(_facts)
	columns.add_child(graph)
	_ignore_the_mouse(panel)


## Says what is on the stage; [param keys] tells what each does.
func describe(title: String, story: String, keys: Dictionary[String, String]) -> void:
	_title.text = title
	_story.text = story
	for key: String in keys:
		_add_key(key, keys[key])
	for key: String in KEYS:
		_add_key(key, KEYS[key])
	_ignore_the_mouse(_keys)


## Says how things stand: a value for each name, the same names each time.
func tell(facts: Dictionary[String, String]) -> void:
	if _told.is_empty():
		_facts.columns = 2 * ceili(float(facts.size()) / ROWS)
	for fact: String in facts:
		if not _told.has(fact):
			_facts.add_child(_text(14, DIM, fact))
			_told[fact] = _text(14, BRIGHT)
			# Wide enough for any: nothing moves when a number grows.
			_told[fact].custom_minimum_size.x = 70.0
			_facts.add_child(_told[fact])
		_told[fact].text = facts[fact]


func _add_key(key: String, meaning: String) -> void:
	var cap := _box(Color(1, 1, 1, 0.13), Vector2(6, 1), 4)
	cap.add_child(_text(13, BRIGHT, key))
	var both := HBoxContainer.new()
	both.add_child(cap)
	both.add_child(_text(13, DIM, meaning))
	_keys.add_child(both)


func _text(size: int, color: Color, text := "") -> Label:
	var label := Label.new()
	label.text = text
	label.add_theme_font_size_override(&"font_size", size)
	label.add_theme_color_override(&"font_color", color)
	return label


func _box(color: Color, margin: Vector2, corner: int) -> PanelContainer:
	var style := StyleBoxFlat.new()
	style.bg_color = color
	style.set_corner_radius_all(corner)
	style.content_margin_left = margin.x
	style.content_margin_right = margin.x
	style.content_margin_top = margin.y
	style.content_margin_bottom = margin.y
	var box := PanelContainer.new()
	box.add_theme_stylebox_override(&"panel", style)
	return box


# The bar is to be read; clicks are for what lies behind it.
func _ignore_the_mouse(part: Control) -> void:
	part.mouse_filter = Control.MOUSE_FILTER_IGNORE
	for child: Node in part.get_children():
		if child is Control:
			_ignore_the_mouse(child as Control)
