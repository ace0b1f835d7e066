extends SceneTree
## A game that lacks the native library: every call answers, and fails with the sentence that says so.


func _initialize() -> void:
	_play()


func _play() -> void:
	# What does not parse is reported.
	_load_all("res://addons/cutout")
	var batch := root.get_node(^"CutoutBatch")
	var failed: Dictionary[int, String] = {}
	var note := func(id: int, error: String) -> void: failed[id] = error
	batch.connect(&"job_failed", note)
	var square := PackedVector2Array([Vector2.ZERO, Vector2(9, 0), Vector2(9, 9), Vector2(0, 9)])
	var id: int = batch.call(&"submit_fracture", square)
	var cancelled: int = batch.call(&"submit_fracture", square)
	var was_cancelled: bool = batch.call(&"cancel_job", cancelled)
	batch.call(&"submit_batch", [square, square])
	for frame: int in 5:
		await process_frame
	batch.disconnect(&"job_failed", note)
	var right := id > 0 and was_cancelled and failed.size() == 3 and failed.has(id)
	for error: String in failed.values():
		right = right and error.begins_with("Cutout Batch: the native library for")
	right = right and (batch.call(&"get_stats") as Dictionary).has("budget")
	quit(0 if right else 1)


func _load_all(folder: String) -> void:
	for name: String in DirAccess.get_files_at(folder):
		if name.ends_with(".gd"):
			load(folder.path_join(name))
	for name: String in DirAccess.get_directories_at(folder):
		_load_all(folder.path_join(name))
