class_name BatchTest
extends CutoutTest
## Base of the tests of the autoload: has it at hand, and leaves it no bodies in its pool, no hurry
## and no settings.

## The autoload.
var batch: CutoutBatchProcessor


func before_each() -> void:
	batch = root.get_node("CutoutBatch")


func after_each() -> void:
	Engine.max_fps = 0
	batch.budget.update_target()
	batch.keeper.pool.clear()
	await AddonSettings.reset(self)


## Changes a setting of the addon; null makes it the default, which it has again after the test.
func _change(key: StringName, value: Variant) -> void:
	ProjectSettings.set_setting(CutoutSettings.PREFIX + key, value)
	await frames(2)


## Submits a job that goes on for minutes, however fast the machine is, until it is cancelled. Answers its id
## once a worker has it.
func _endless_job(priority := 0) -> int:
	await _change(&"job_timeout_ms", 0)
	var id := _submit_endless(priority)
	await until(func() -> bool: return _stage_of(id) == "running", "the endless job runs")
	return id


## As [method _endless_job], without a wait, for a second one.
func _submit_endless(priority := 0) -> int:
	var spikes := PackedVector2Array()
	for index: int in 4000:
		spikes.push_back(Vector2.from_angle(TAU * index / 4000) * (1500.0 + 500.0 * (index % 2)))
	return batch.submit_fracture(spikes, {"pattern": "slices_chaotic", "slice_count": 1000}, priority)


## Where an open job is on its way; empty once its end was told.
func _stage_of(id: int) -> String:
	return batch.get_job_report(id).get("stage", "")


## Cancels a job and waits until all have ended.
func _end(id: int) -> void:
	check(batch.cancel_job(id), "the endless job can be cancelled")
	await until(func() -> bool: return batch.get_stats()["open"] == 0, "all have ended")


## The jobs that a log tells of, in its order.
func _ids(log: SignalLog) -> Array:
	return log.calls.map(func(call: Array) -> int: return call[0])


## Frames of a millisecond: whatever the machine, hundreds of pieces take several.
func _hurry() -> void:
	Engine.max_fps = 1000
	batch.budget.update_target()


## Frames that never end: what there is time for in one is done in it, on a machine that stalls too.
func _take_time() -> void:
	# Which reads how long frames are, where it was asleep.
	batch.wake()
	batch.budget.target_usec = 1e12


## Breaks a node without being waited for: its pieces are in [param state] once they are there.
func _break_into(object: Node, params: Dictionary, state: Dictionary, options: Variant = null) -> void:
	state["pieces"] = await batch.fracture_object(object, params, options)


## Has all pieces of a break go, and waits for the last.
func _retire(pieces: Array) -> void:
	var holder: CutoutPieces = pieces[0].get_parent()
	var id := holder.get_instance_id()
	holder.retire()
	await until(func() -> bool: return not is_instance_id_valid(id), "the holder goes with its last piece")


## Waits until no break has pieces any more.
func _until_no_pieces() -> void:
	var none := func() -> bool: return root.find_children("*", "CutoutPieces", true, false).is_empty()
	await until(none, "the pieces have gone")
