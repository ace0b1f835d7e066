@tool
extends CutoutTest
## The fields of mask and grain in the inspector: what they show, what they set, each to be undone.

const Edited := preload("edited.gd")
const MaskField := preload("res://addons/cutout/editor/mask_field.gd")
const GrainField := preload("res://addons/cutout/editor/grain_field.gd")

var _edited: Edited
var _params: Resource


func before_each() -> void:
	may_leave_orphans = true
	_edited = await Edited.open(self, ClassDB.instantiate(&"CutoutFractureParams") as Resource)
	_params = _edited.destructible.params


func after_each() -> void:
	EditorInterface.inspect_object(null)
	await Edited.close(self)


func test_a_mask_is_chosen_by_its_shape() -> void:
	_params.set("origin", Vector2(7, -9))
	await _edited.inspect(self, _params)
	equal(_mask_field()._shape.selected, MaskField.Shape.NONE, "what is shown of no mask")
	equal(_seen(), [false, false], "sliders and points of no mask")
	await _choose(MaskField.Shape.CIRCLE)
	equal(_params.get("mask"), {"center": Vector2(7, -9), "radius": MaskField.RADIUS}, "a new circle")
	equal(_seen(), [true, false], "sliders and points of a circle")
	_history().undo()
	equal(_params.get("mask"), null, "after undo")
	_history().redo()
	equal(_params.get("mask"), {"center": Vector2(7, -9), "radius": MaskField.RADIUS}, "after redo")
	await _choose(MaskField.Shape.RING)
	var ring: PackedVector2Array = _params.get("mask")
	equal(ring.size(), MaskField.RING_POINTS, "points of a new ring")
	near(ring[0].distance_to(Vector2(7, -9)), MaskField.RADIUS, 0.01, "its radius")
	equal(_mask_field()._points.text, "6 points", "what is told of the ring")
	equal(_seen(), [false, true], "sliders and points of a ring")
	equal(_params.call("get_error"), "", "the error")
	await _choose(MaskField.Shape.NONE)
	equal(_params.get("mask"), null, "no mask again")


func test_the_sliders_of_a_circle_set_it() -> void:
	_params.set("mask", {"center": Vector2(1, 2), "radius": 30.0})
	await _edited.inspect(self, _params)
	var field := _mask_field()
	equal([field._x.value, field._y.value, field._radius.value], [1.0, 2.0, 30.0], "what is shown")
	field._radius.value = 12.5
	equal(_params.get("mask"), {"center": Vector2(1, 2), "radius": 12.5}, "the radius")
	field._y.value = -40.0
	equal(_params.get("mask"), {"center": Vector2(1, -40), "radius": 12.5}, "the centre")
	field._radius.value = -3.0
	check(_params.get("mask")["radius"] > 0.0, "a radius stays above 0")
	equal(_params.call("get_error"), "", "the error")


func test_what_a_handle_does_is_shown() -> void:
	_params.set("mask", {"center": Vector2(1, 2), "radius": 30.0})
	await _edited.inspect(self, _params)
	_params.set("mask", {"center": Vector2(5, 6), "radius": 44.0})
	await until(func() -> bool: return _mask_field()._radius.value == 44.0, "the radius is shown")
	equal(_params.get("mask"), {"center": Vector2(5, 6), "radius": 44.0}, "showing it sets nothing")


func test_the_sliders_of_the_grain_set_it() -> void:
	_params.set("grain", Vector2(20, 3))
	await _edited.inspect(self, _params)
	var field := _grain_field()
	equal([field._angle.value, field._stretch.value], [20.0, 3.0], "what is shown")
	field._angle.value = -45.0
	equal(_params.get("grain"), Vector2(-45, 3), "the angle")
	field._stretch.value = 0.2
	equal(_params.get("grain"), Vector2(-45, 1), "a stretch of less than 1 is none")
	equal(_params.call("get_error"), "", "the error")
	_history().undo()
	equal(_params.get("grain"), Vector2(20, 3), "after undo: one drag of sliders is one step")


func test_a_field_that_may_only_be_read_takes_no_input() -> void:
	_params.set("mask", {"center": Vector2(1, 2), "radius": 30.0})
	await _edited.inspect(self, _params)
	for is_locked: bool in [true, false]:
		_mask_field().read_only = is_locked
		_grain_field().read_only = is_locked
		equal(_mask_field()._shape.disabled, is_locked, "the mask's shape")
		equal(_mask_field()._radius.read_only, is_locked, "the mask's radius")
		equal(_grain_field()._angle.read_only, is_locked, "the grain's angle")


func _mask_field() -> MaskField:
	return _field(MaskField) as MaskField


func _grain_field() -> GrainField:
	return _field(GrainField) as GrainField


## The field of that kind which the inspector shows; made anew whenever the list of properties changes.
func _field(script: GDScript) -> EditorProperty:
	for found: Node in EditorInterface.get_inspector().find_children("*", "EditorProperty", true, false):
		if found.get_script() == script and not found.is_queued_for_deletion():
			return found
	return null


## Whether the sliders of a circle are seen, and the points of a ring.
func _seen() -> Array[bool]:
	return [_mask_field()._radius.visible, _mask_field()._points.visible]


## As a click in the list does.
func _choose(shape: int) -> void:
	_mask_field()._shape.item_selected.emit(shape)
	await until(func() -> bool: return _mask_field()._shape.selected == shape, "the choice is shown")


func _history() -> UndoRedo:
	var undo_redo := EditorInterface.get_editor_undo_redo()
	return undo_redo.get_history_undo_redo(undo_redo.get_object_history_id(_params))
