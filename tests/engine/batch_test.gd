class_name BatchTest
extends CutoutTest
## Base of the tests of the autoload: has it at hand, and leaves it no bodies in its pool and no hurry.

## The autoload.
var batch: CutoutBatchProcessor


func before_each() -> void:
	batch = root.get_node("CutoutBatch")


func after_each() -> void:
	Engine.max_fps = 0
	batch.budget.update_target()
	batch.keeper.pool.clear()


## Changes a setting of the addon; null makes it the default.
func _change(key: StringName, value: Variant) -> void:
	ProjectSettings.set_setting(CutoutSettings.PREFIX + key, value)
	await frames(2)


## Frames of a millisecond: whatever the machine, hundreds of pieces take several.
func _hurry() -> void:
	Engine.max_fps = 1000
	batch.budget.update_target()


## Breaks a node without being waited for: its pieces are in [param state] once they are there.
func _break_into(object: Node, params: Dictionary, state: Dictionary, options: Variant = null) -> void:
	state["pieces"] = await batch.fracture_object(object, params, options)


## Has all pieces of a break go, and waits for the last.
func _retire(pieces: Array) -> void:
	var holder: CutoutPieces = pieces[0].get_parent()
	var id := holder.get_instance_id()
	holder.retire()
	await until(func() -> bool: return not is_instance_id_valid(id), "the holder goes with its last piece")
