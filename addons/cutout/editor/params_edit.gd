@tool
extends RefCounted
## Changes params from outside of the inspector's own fields, each change one step to be undone.

# What holds the params, where a node does; by id, for the panel may outlive it.
var _destructible_id := 0
var _params_id := 0
var _undo_redo: EditorUndoRedoManager


func _init(subject: Object, undo_redo: EditorUndoRedoManager) -> void:
	if subject is Destructible2D:
		_destructible_id = subject.get_instance_id()
	else:
		_params_id = subject.get_instance_id()
	_undo_redo = undo_redo


## The params; none where a [Destructible2D] has none.
func get_params() -> Resource:
	var destructible := instance_from_id(_destructible_id) as Destructible2D
	if destructible != null:
		return destructible.params
	return instance_from_id(_params_id) as Resource


## The materials that the params have patterns for.
func material_names() -> Array[StringName]:
	var params := get_params()
	var family := CutoutMaterials.Family.ANY if params == null else CutoutMaterials.family_of(params)
	return CutoutMaterials.names_of(family)


## Sets the params to those of a material, for an outline of that size.
func apply_material(material: StringName, size: Vector2) -> void:
	var params := get_params()
	var action := "Set Material to %s" % String(material).capitalize()
	if params != null:
		change(action, CutoutMaterials.values_for(params, material, size))
		return
	params = ClassDB.instantiate(&"CutoutFractureParams")
	var values := CutoutMaterials.values_for(params, material, size)
	for key: StringName in values:
		params.set(key, values[key])
	_give(action, params)


## Draws all chance anew.
func reseed() -> void:
	var params := get_params()
	if params != null:
		change("New Fracture Seed", {&"seed": randi() % 100_000})
		return
	params = ClassDB.instantiate(&"CutoutFractureParams")
	params.set(&"seed", randi() % 100_000)
	_give("New Fracture Seed", params)


## Sets properties of the params; [param before] holds the old values where they were changed already, such
## as while a handle was dragged.
func change(
	action: String, values: Dictionary[StringName, Variant], before: Dictionary[StringName, Variant] = {}
) -> void:
	var params := get_params()
	if params == null or values.is_empty():
		return
	_undo_redo.create_action(action, UndoRedo.MERGE_DISABLE, _context())
	for key: StringName in values:
		_undo_redo.add_do_property(params, key, values[key])
		_undo_redo.add_undo_property(params, key, before.get(key, params.get(key)))
	_undo_redo.commit_action()


func _give(action: String, params: Resource) -> void:
	var destructible := instance_from_id(_destructible_id) as Destructible2D
	if destructible == null:
		return
	_undo_redo.create_action(action, UndoRedo.MERGE_DISABLE, destructible)
	_undo_redo.add_do_property(destructible, &"params", params)
	_undo_redo.add_undo_property(destructible, &"params", null)
	_undo_redo.commit_action()


# The scene of the node, so that the step is in its history.
func _context() -> Object:
	var destructible := instance_from_id(_destructible_id)
	return destructible if destructible != null else get_params()
