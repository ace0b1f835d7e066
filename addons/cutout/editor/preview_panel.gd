@tool
extends VBoxContainer
## The preview in the inspector: the pieces, how many there are, the smallest, the time; and the materials.

const Preview := preload("preview.gd")
const Painter := preload("piece_painter.gd")
const ParamsEdit := preload("params_edit.gd")
## Height of the picture, in pixels of an editor that is not scaled.
const HEIGHT := 220.0
## Room around the outline, in the same.
const MARGIN := 14.0

var _preview: Preview
var _edit: ParamsEdit
var _canvas := Control.new()
var _status := Label.new()
var _message := Label.new()
var _materials := MenuButton.new()
var _reseed := Button.new()


func _init(preview: Preview, edit: ParamsEdit) -> void:
	_preview = preview
	_edit = edit
	name = "CutoutPreview"


func _ready() -> void:
	var scale := EditorInterface.get_editor_scale()
	_materials.text = "Material"
	_materials.flat = false
	_materials.tooltip_text = "Sets the params to those of a material. Seed, origin, mask and lines stay."
	_materials.about_to_popup.connect(_fill_materials)
	_materials.get_popup().id_pressed.connect(_on_material_chosen)
	_reseed.text = "New seed"
	_reseed.tooltip_text = "Draws all chance anew."
	_reseed.pressed.connect(_on_reseed_pressed)
	for button: Button in [_materials, _reseed]:
		button.size_flags_horizontal = SIZE_EXPAND_FILL
	var bar := HBoxContainer.new()
	bar.add_child(_materials)
	bar.add_child(_reseed)
	add_child(bar)
	_canvas.custom_minimum_size = Vector2(0.0, HEIGHT * scale)
	_canvas.clip_contents = true
	_canvas.draw.connect(_draw_canvas)
	_canvas.resized.connect(_canvas.queue_redraw)
	add_child(_canvas)
	_message.set_anchors_and_offsets_preset(PRESET_FULL_RECT, PRESET_MODE_MINSIZE, int(MARGIN * scale))
	_message.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_message.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_message.vertical_alignment = VERTICAL_ALIGNMENT_CENTER
	_message.add_theme_color_override(&"font_color", get_theme_color(&"warning_color", &"Editor"))
	_canvas.add_child(_message)
	_status.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_status.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_status.mouse_filter = MOUSE_FILTER_PASS
	add_child(_status)
	_preview.changed.connect(_show)
	_preview.follow_outline()
	_show()


func _exit_tree() -> void:
	if _preview.changed.is_connected(_show):
		_preview.changed.disconnect(_show)


## What is told below the picture.
func get_status_text() -> String:
	return _status.text


## The sentence that stands in place of the picture; empty where there is a picture.
func get_message() -> String:
	return _message.text


func _show() -> void:
	_message.text = _preview.error
	_message.visible = not _preview.error.is_empty()
	var drawing := _preview.drawing
	if drawing.is_empty():
		_status.text = "" if _preview.error.is_empty() else "No pieces"
	else:
		var count: int = drawing["pieces"]
		_status.text = (
			"%d %s · %s ms\nsmallest %s px²"
			% [
				count,
				"piece" if count == 1 else "pieces",
				_short(_preview.run_usec / 1000.0),
				_short(drawing["smallest_area"]),
			]
		)
		_status.tooltip_text = "Pieces, area of the smallest (framed), and time of the geometry on its thread."
	_canvas.queue_redraw()


func _draw_canvas() -> void:
	var room := Rect2(Vector2.ZERO, _canvas.size)
	_canvas.draw_rect(room, get_theme_color(&"dark_color_2", &"Editor"))
	if _preview.drawing.is_empty():
		return
	var bounds := _preview.get_bounds()
	var inner := room.grow(-MARGIN * EditorInterface.get_editor_scale())
	if not (bounds.has_area() and inner.has_area()):
		return
	var scale := minf(inner.size.x / bounds.size.x, inner.size.y / bounds.size.y)
	var fit := Transform2D(0.0, Vector2(scale, scale), 0.0, inner.get_center() - bounds.get_center() * scale)
	Painter.paint(_canvas, _preview.drawing, fit)
	Painter.paint_smallest(_canvas, _preview.drawing, fit)


func _fill_materials() -> void:
	var popup := _materials.get_popup()
	popup.clear()
	for material: StringName in _edit.material_names():
		popup.add_item(String(material).capitalize())
		popup.set_item_metadata(-1, material)


func _on_material_chosen(id: int) -> void:
	var popup := _materials.get_popup()
	_edit.apply_material(popup.get_item_metadata(popup.get_item_index(id)), _preview.get_bounds().size)


func _on_reseed_pressed() -> void:
	_edit.reseed()


## Three digits that count.
static func _short(number: float) -> String:
	if number >= 100.0:
		return "%d" % roundi(number)
	return String.num(number, 1 if number >= 10.0 else 2)
