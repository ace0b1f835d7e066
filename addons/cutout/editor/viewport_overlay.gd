@tool
extends RefCounted
## The pieces over the selected object in the 2D viewport, and the handles of its params.
##
## Drag a handle to move it, click it with the right button to take it away; with the keys Ctrl or Cmd held, a
## drag draws a new cut ([code]slices_manual[/code]) and a click sets a new site ([code]points[/code]).

const Preview := preload("preview.gd")
const PreviewWorker := preload("preview_worker.gd")
const Painter := preload("piece_painter.gd")
const ParamsEdit := preload("params_edit.gd")
const Handle := preload("handle.gd")
## Distance from a handle, in pixels of an editor that is not scaled, at which it is hit.
const REACH := 9.0
const HANDLE_RADIUS := 5.5

var _plugin: EditorPlugin
var _worker: PreviewWorker
var _preview: Preview
var _edit: ParamsEdit
# What is dragged, the values before, and what the undo step will be called.
var _dragged: Handle
var _is_moved := false
var _before: Dictionary[StringName, Variant] = {}
var _action := ""
var _hovered: Handle


func _init(plugin: EditorPlugin, worker: PreviewWorker) -> void:
	_plugin = plugin
	_worker = worker


## The [Destructible2D] that an object stands for: itself, or a child of it.
static func destructible_of(object: Object) -> Destructible2D:
	if object is Destructible2D:
		return object
	var node := object as Node2D
	if node == null:
		return null
	for child: Node in node.get_children():
		if child is Destructible2D and (child as Destructible2D).get_target() == node:
			return child
	return null


## Shows the pieces of another object; null: none.
func edit(object: Object) -> void:
	_end_drag()
	if _preview != null:
		if _preview.changed.is_connected(_plugin.update_overlays):
			_preview.changed.disconnect(_plugin.update_overlays)
		_preview = null
	_hovered = null
	var destructible := destructible_of(object) if is_instance_valid(object) else null
	if destructible != null:
		_preview = _worker.preview_of(destructible)
		_preview.changed.connect(_plugin.update_overlays)
		_preview.follow_outline()
		_edit = ParamsEdit.new(destructible, _plugin.get_undo_redo())
	_plugin.update_overlays()


## Draws all of it.
func draw_over(overlay: Control) -> void:
	var target := _target()
	if target == null:
		return
	var to_screen := to_screen_of(target)
	Painter.paint_cracks(overlay, _preview.drawing, to_screen)
	var params := _preview.get_params()
	if params == null:
		return
	_draw_guides(overlay, params, to_screen)
	var scale := EditorInterface.get_editor_scale()
	for handle: Handle in _handles(params):
		_draw_handle(overlay, handle, to_screen * handle.at, scale)


## Takes what the mouse does in the viewport; whether it was for a handle.
func take_input(event: InputEvent) -> bool:
	var target := _target()
	if target == null or _preview.get_params() == null:
		return false
	var from_screen := to_screen_of(target).affine_inverse()
	if event is InputEventMouseMotion:
		return _on_motion(event, from_screen)
	if event is InputEventMouseButton:
		return _on_button(event, from_screen)
	if event is InputEventKey and _dragged != null and (event as InputEventKey).keycode == KEY_ESCAPE:
		_put_back()
		return true
	return false


## From the space of a node to that of the overlay.
static func to_screen_of(target: Node2D) -> Transform2D:
	return target.get_viewport_transform() * target.get_global_transform()


func _on_motion(event: InputEventMouseMotion, from_screen: Transform2D) -> bool:
	if _dragged == null:
		var hit := _handle_at(event.position)
		var same := (
			hit != null and _hovered != null and hit.key == _hovered.key and hit.index == _hovered.index
		)
		if not same and (hit != null or _hovered != null):
			_hovered = hit
			_plugin.update_overlays()
		return false
	_is_moved = true
	_set_all(_dragged.moved(_preview.get_params(), _snapped(from_screen * event.position, event)))
	return true


func _on_button(event: InputEventMouseButton, from_screen: Transform2D) -> bool:
	if event.button_index == MOUSE_BUTTON_LEFT and not event.pressed:
		var was_dragging := _dragged != null
		_end_drag()
		return was_dragging
	if not event.pressed:
		return false
	var hit := _handle_at(event.position)
	if event.button_index == MOUSE_BUTTON_RIGHT and hit != null and hit.is_set and _dragged == null:
		_edit.change("Remove %s" % hit.get_title(), hit.removed(_preview.get_params()))
		return true
	if event.button_index != MOUSE_BUTTON_LEFT:
		return false
	if hit != null:
		_begin_drag("Move %s" % hit.get_title(), hit)
		return true
	return event.is_command_or_control_pressed() and _begin_new(_snapped(from_screen * event.position, event))


# A new site, or a new cut whose second end is dragged.
func _begin_new(at: Vector2) -> bool:
	var params := _preview.get_params()
	for list: StringName in Handle.LISTS:
		if not params.call(&"applies", list):
			continue
		var points: PackedVector2Array = params.get(list).duplicate()
		var is_cut := list == &"segments"
		points.append_array([at, at] if is_cut else [at])
		var handle := Handle.new()
		handle.key = list
		handle.index = points.size() - 1
		_begin_drag("Add %s" % handle.get_title(), handle)
		_is_moved = true
		_set_all({list: points})
		return true
	return false


func _begin_drag(action: String, handle: Handle) -> void:
	_action = action
	_dragged = handle
	_is_moved = false
	var params := _preview.get_params()
	_before = {}
	# The ends of the cut of a slice are set together, or not at all.
	if handle.key == &"line_start" or handle.key == &"line_end":
		for other: Handle in _handles(params):
			if other.key == &"line_start" or other.key == &"line_end":
				_before[other.key] = params.get(other.key)
				if not other.is_set:
					params.set(other.key, other.at)
	else:
		var now: Variant = params.get(handle.key)
		_before[handle.key] = now.duplicate() if typeof(now) >= TYPE_DICTIONARY else now


func _end_drag() -> void:
	if _dragged == null:
		return
	var params := _preview.get_params()
	if params != null and not _is_moved:
		# A click alone sets nothing, the other end of a slice neither.
		_put_back()
		return
	_dragged = null
	if params == null:
		return
	var now: Dictionary[StringName, Variant] = {}
	for key: StringName in _before:
		now[key] = params.get(key)
	if now != _before:
		_edit.change(_action, now, _before)
	_before = {}


func _put_back() -> void:
	_dragged = null
	_set_all(_before)
	_before = {}


func _set_all(values: Dictionary[StringName, Variant]) -> void:
	var params := _preview.get_params()
	for key: StringName in values:
		params.set(key, values[key])
	_plugin.update_overlays()


func _handle_at(screen: Vector2) -> Handle:
	var to_screen := to_screen_of(_target())
	var reach := REACH * EditorInterface.get_editor_scale()
	var nearest: Handle = null
	for handle: Handle in _handles(_preview.get_params()):
		var distance := (to_screen * handle.at).distance_to(screen)
		if distance <= reach:
			reach = distance
			nearest = handle
	return nearest


func _handles(params: Resource) -> Array[RefCounted]:
	return Handle.all_of(params, _preview.get_bounds())


func _target() -> Node2D:
	if _preview == null or not _preview.is_alive():
		return null
	var target := _preview.get_target()
	return target if target != null and not is_zero_approx(target.global_transform.determinant()) else null


# With shift to whole pixels.
static func _snapped(at: Vector2, event: InputEventWithModifiers) -> Vector2:
	return at.round() if event.shift_pressed else at.snappedf(0.01)


func _draw_guides(overlay: Control, params: Resource, to_screen: Transform2D) -> void:
	var mask: Variant = params.get(&"mask")
	var rim := PackedVector2Array()
	if Handle.is_circle(mask):
		for step: int in 65:
			rim.push_back(mask["center"] + Vector2.from_angle(TAU * step / 64.0) * float(mask["radius"]))
	elif typeof(mask) == TYPE_PACKED_VECTOR2_ARRAY and (mask as PackedVector2Array).size() > 1:
		rim = mask.duplicate()
		rim.push_back(rim[0])
	if not rim.is_empty():
		overlay.draw_polyline(to_screen * rim, Painter.ACCENT, 2.0, true)
	var ends := PackedVector2Array()
	for handle: Handle in _handles(params):
		if handle.key in [&"segments", &"line_start", &"line_end"]:
			ends.push_back(handle.at)
	for cut: int in ends.size() / 2:
		var from := to_screen * ends[2 * cut]
		var to := to_screen * ends[2 * cut + 1]
		if from.distance_to(to) > 1.0:
			overlay.draw_dashed_line(from, to, Painter.ACCENT, 2.0, 8.0, true, true)


func _draw_handle(overlay: Control, handle: Handle, at: Vector2, scale: float) -> void:
	var is_hot := _hovered != null and handle.key == _hovered.key and handle.index == _hovered.index
	is_hot = is_hot and handle.part == _hovered.part
	var radius := HANDLE_RADIUS * scale * (1.25 if is_hot else 1.0)
	overlay.draw_circle(at, radius + 1.5 * scale, Painter.CUT, true, -1.0, true)
	if handle.is_set:
		overlay.draw_circle(at, radius, Painter.ACCENT, true, -1.0, true)
	else:
		# A default: hollow until it is moved.
		overlay.draw_circle(at, radius, Painter.RIM, true, -1.0, true)
		overlay.draw_circle(at, radius - 2.0 * scale, Painter.CUT, true, -1.0, true)
	if handle.key == &"origin":
		for direction: Vector2 in [Vector2.UP, Vector2.RIGHT, Vector2.DOWN, Vector2.LEFT]:
			var inner := at + direction * (radius + 2.0 * scale)
			var outer := inner + direction * 8.0 * scale
			overlay.draw_line(inner, outer, Painter.CUT, 5.0 * scale, true)
			overlay.draw_line(inner, outer, Painter.ACCENT, 2.0 * scale, true)
	if is_hot:
		var font := overlay.get_theme_default_font()
		var place := at + Vector2(12.0, -10.0) * scale
		overlay.draw_string_outline(
			font,
			place,
			handle.get_title(),
			HORIZONTAL_ALIGNMENT_LEFT,
			-1.0,
			int(14.0 * scale),
			4,
			Painter.CUT
		)
		overlay.draw_string(
			font, place, handle.get_title(), HORIZONTAL_ALIGNMENT_LEFT, -1.0, int(14.0 * scale), Painter.RIM
		)
