@tool
extends CutoutTest
## The handles in the 2D viewport: where they are, and what a drag does, to be undone in one step.

const Edited := preload("edited.gd")
const Handle := preload("res://addons/cutout/editor/handle.gd")
const Overlay := preload("res://addons/cutout/editor/viewport_overlay.gd")
const BOUNDS := Rect2(-70, -50, 140, 110)

var _edited: Edited


func before_each() -> void:
	may_leave_orphans = true


func after_each() -> void:
	if EditorInterface.get_edited_scene_root() != null:
		await Edited.close(self)


func test_each_pattern_has_the_handles_of_its_points() -> void:
	var params: Resource = ClassDB.instantiate(&"CutoutFractureParams")
	equal(_keys(params), [], "random")
	params.set("pattern", "impact")
	equal(_keys(params), ["origin"], "impact")
	equal(Handle.all_of(params, BOUNDS)[0].get("at"), BOUNDS.get_center(), "where the default is")
	check(not Handle.all_of(params, BOUNDS)[0].get("is_set"), "it is a default")
	params.set("pattern", "slice")
	equal(_keys(params), ["line_start", "line_end"], "slice")
	params.set("pattern", "slices_manual")
	params.set("segments", PackedVector2Array([Vector2(0, 0), Vector2(9, 9)]))
	equal(_keys(params), ["segments", "segments"], "slices_manual")
	params.set("pattern", "points")
	params.set("points", PackedVector2Array([Vector2.ONE]))
	params.set("mask", {"center": Vector2(5, 6), "radius": 7.0})
	equal(_keys(params), ["points", "mask", "mask"], "points, with a mask")
	params.set("mask", PackedVector2Array([Vector2.ZERO, Vector2(9, 0), Vector2(0, 9)]))
	equal(_keys(params), ["points", "mask", "mask", "mask"], "points, with a ring")
	# What cannot be a mask has no handle, and no error.
	params.set("mask", {"center": 3})
	equal(_keys(params), ["points"], "points, with what is no mask")


func test_a_drag_moves_the_origin_and_is_undone_in_one_step() -> void:
	var overlay := await _select("impact", {&"origin": Vector2(10, 10)})
	_drag(overlay, Vector2(10, 10), Vector2(-20, 15))
	var params := _edited.destructible.params
	check(params.get("origin").distance_to(Vector2(-20, 15)) < 0.1, "origin is %s" % params.get("origin"))
	_history().undo()
	equal(params.get("origin"), Vector2(10, 10), "origin after undo")
	_history().redo()
	check(params.get("origin").distance_to(Vector2(-20, 15)) < 0.1, "origin after redo")


func test_a_default_becomes_a_value_when_it_is_dragged() -> void:
	var overlay := await _select("slice", {})
	var params := _edited.destructible.params
	var middle := BOUNDS.get_center().y
	_drag(overlay, Vector2(BOUNDS.end.x, middle), Vector2(40, 40))
	equal(params.get("line_start"), Vector2(BOUNDS.position.x, middle), "the end that stays")
	check(params.get("line_end").distance_to(Vector2(40, 40)) < 0.1, "the end that was dragged")
	equal(params.call("get_error"), "", "the error")
	_history().undo()
	equal([params.get("line_start"), params.get("line_end")], [null, null], "after undo")


func test_a_click_on_a_handle_sets_nothing() -> void:
	var overlay := await _select("slice", {})
	var params := _edited.destructible.params
	var at := Vector2(BOUNDS.end.x, BOUNDS.get_center().y)
	_press(overlay, at, MOUSE_BUTTON_LEFT)
	check(_send(overlay, at, MOUSE_BUTTON_LEFT, false), "the release is taken")
	equal([params.get("line_start"), params.get("line_end")], [null, null], "the ends")
	check(not _history().has_undo(), "there is nothing to be undone")
	# What was clicked can be dragged later on.
	_drag(overlay, at, Vector2(40, 40))
	check(_history().has_undo(), "a drag can be undone")


func test_a_mask_is_moved_and_made_larger() -> void:
	var overlay := await _select("random", {&"mask": {"center": Vector2(0, 0), "radius": 20.0}})
	var params := _edited.destructible.params
	_drag(overlay, Vector2(20, 0), Vector2(0, 35))
	near(params.get("mask")["radius"], 35.0, 0.1, "radius")
	_drag(overlay, Vector2(0, 0), Vector2(-10, 5))
	check(params.get("mask")["center"].distance_to(Vector2(-10, 5)) < 0.1, "centre")
	_history().undo()
	_history().undo()
	equal(params.get("mask"), {"center": Vector2(0, 0), "radius": 20.0}, "after undo")


func test_new_cuts_and_sites_are_drawn_with_ctrl_and_taken_away_with_a_right_click() -> void:
	var overlay := await _select("slices_manual", {})
	var params := _edited.destructible.params
	_drag(overlay, Vector2(-60, -40), Vector2(60, 40), true)
	_drag(overlay, Vector2(-60, 40), Vector2(60, -40), true)
	equal(params.get("segments").size(), 4, "ends of cuts")
	_press(overlay, Vector2(-60, -40), MOUSE_BUTTON_RIGHT)
	equal(params.get("segments").size(), 2, "ends after one was taken away")
	check(params.get("segments")[0].distance_to(Vector2(-60, 40)) < 0.1, "the other is left")
	for step: int in 3:
		_history().undo()
	equal(params.get("segments").size(), 0, "ends after undo")
	params.set("pattern", "points")
	_drag(overlay, Vector2(5, 5), Vector2(5, 5), true)
	equal(params.get("points").size(), 1, "sites")


func test_escape_puts_back_what_is_dragged() -> void:
	var overlay := await _select("impact", {&"origin": Vector2(10, 10)})
	_send(overlay, Vector2(10, 10), MOUSE_BUTTON_LEFT, true)
	_move(overlay, Vector2(50, 50))
	check(_edited.destructible.params.get("origin") != Vector2(10, 10), "it is being moved")
	var key := InputEventKey.new()
	key.keycode = KEY_ESCAPE
	key.pressed = true
	check(overlay.take_input(key), "the key is taken")
	equal(_edited.destructible.params.get("origin"), Vector2(10, 10), "origin")
	_send(overlay, Vector2(50, 50), MOUSE_BUTTON_LEFT, false)
	equal(_edited.destructible.params.get("origin"), Vector2(10, 10), "origin after the button is up")


func test_what_is_not_on_a_handle_is_left_to_the_editor() -> void:
	var overlay := await _select("impact", {&"origin": Vector2(10, 10)})
	var event := InputEventMouseButton.new()
	event.button_index = MOUSE_BUTTON_LEFT
	event.pressed = true
	event.position = Overlay.to_screen_of(_edited.polygon) * Vector2(-60, -50)
	check(not overlay.take_input(event), "a click elsewhere")
	overlay.edit(null)
	event.position = Overlay.to_screen_of(_edited.polygon) * Vector2(10, 10)
	check(not overlay.take_input(event), "a click while nothing is edited")


func test_the_object_itself_stands_for_the_node_under_it() -> void:
	await _select("impact", {})
	equal(Overlay.destructible_of(_edited.polygon), _edited.destructible, "of the polygon")
	equal(Overlay.destructible_of(_edited.destructible), _edited.destructible, "of itself")
	equal(Overlay.destructible_of(_edited.root), null, "of the root")


func _select(pattern: String, values: Dictionary[StringName, Variant]) -> Overlay:
	var params: Resource = ClassDB.instantiate(&"CutoutFractureParams")
	params.set("pattern", pattern)
	for key: StringName in values:
		params.set(key, values[key])
	_edited = await Edited.open(self, params)
	EditorInterface.set_main_screen_editor("2D")
	EditorInterface.edit_node(_edited.destructible)
	await frames(2)
	var tools := _tools()
	await until(func() -> bool: return tools.overlay._preview != null, "the plugin is told")
	_history().clear_history()
	return tools.overlay


func _tools() -> RefCounted:
	var worker := EditorInterface.get_base_control().get_tree().root.find_child(
		"CutoutPreviewWorker", true, false
	)
	return worker.get_parent().get("_tools")


func _drag(overlay: Overlay, from: Vector2, to: Vector2, with_ctrl := false) -> void:
	check(_send(overlay, from, MOUSE_BUTTON_LEFT, true, with_ctrl), "the press at %s is taken" % from)
	_move(overlay, from.lerp(to, 0.5))
	_move(overlay, to)
	check(_send(overlay, to, MOUSE_BUTTON_LEFT, false, with_ctrl), "the release is taken")


func _press(overlay: Overlay, at: Vector2, button: MouseButton) -> void:
	check(_send(overlay, at, button, true), "the press at %s is taken" % at)


func _send(overlay: Overlay, at: Vector2, button: MouseButton, down: bool, with_ctrl := false) -> bool:
	var event := InputEventMouseButton.new()
	event.button_index = button
	event.pressed = down
	event.ctrl_pressed = with_ctrl
	event.position = Overlay.to_screen_of(_edited.polygon) * at
	return overlay.take_input(event)


func _move(overlay: Overlay, to: Vector2) -> void:
	var event := InputEventMouseMotion.new()
	event.position = Overlay.to_screen_of(_edited.polygon) * to
	overlay.take_input(event)


func _history() -> UndoRedo:
	var undo_redo := EditorInterface.get_editor_undo_redo()
	return undo_redo.get_history_undo_redo(undo_redo.get_object_history_id(_edited.root))


static func _keys(params: Resource) -> Array:
	return Handle.all_of(params, BOUNDS).map(
		func(handle: RefCounted) -> String: return String(handle.get("key"))
	)
