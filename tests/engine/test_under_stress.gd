extends BatchTest
## What games do to the autoload while it is busy.


func test_every_job_ends_once_while_handlers_submit_and_cancel() -> void:
	var ends: Dictionary[int, int] = {}
	var accepted: Array[int] = []
	var state := [0]
	var on_end := func(id: int, _more: Variant = null) -> void:
		ends[id] = ends.get(id, 0) + 1
		state[0] += 1
		if state[0] % 3 == 0:
			batch.cancel_job(accepted[(state[0] * 7919) % accepted.size()])
		if state[0] % 5 == 0:
			batch.set_priority(accepted[(state[0] * 104_729) % accepted.size()], state[0] % 4)
		if accepted.size() < 3000:
			for index: int in 2:
				var polygon := Outlines.star(16 + state[0] % 50, 60.0)
				if state[0] % 11 == 0:
					polygon = PackedVector2Array()
				var id_new := batch.submit_fracture(polygon, {"seed": state[0] % 400}, state[0] % 4)
				check(id_new > 0, "accepted")
				accepted.push_back(id_new)
	batch.job_completed.connect(on_end)
	batch.job_failed.connect(on_end)
	batch.job_cancelled.connect(on_end)
	for index: int in 20:
		accepted.push_back(batch.submit_fracture(Outlines.star(32, 60.0), {"seed": index}))
	await until(func() -> bool: return batch.get_stats()["open"] == 0, "all have ended")
	batch.job_completed.disconnect(on_end)
	batch.job_failed.disconnect(on_end)
	batch.job_cancelled.disconnect(on_end)
	check(accepted.size() >= 3000, "%d were accepted" % accepted.size())
	equal(ends.size(), accepted.size(), "jobs that ended")
	for id: int in accepted:
		equal(ends.get(id, 0), 1, "ends of job %d" % id)


func test_settings_change_under_load() -> void:
	var completed := watch(batch.job_completed)
	var cancelled := watch(batch.job_cancelled)
	var failed := watch(batch.job_failed)
	var accepted := 0
	for turn: int in 40:
		for index: int in 50:
			var polygon := Outlines.star(48, 60.0 + index)
			accepted += int(batch.submit_fracture(polygon, {"seed": turn * 50 + index}, index % 3) > 0)
		var path := CutoutSettings.PREFIX
		ProjectSettings.set_setting(path + "threads", turn % 5)
		ProjectSettings.set_setting(path + "long_jobs", turn % 3)
		ProjectSettings.set_setting(path + "cache_mb", turn % 2 * 8)
		ProjectSettings.set_setting(path + "aging_ms", turn % 4 * 10)
		ProjectSettings.set_setting(path + "order_wait_ms", turn % 3 * 10)
		ProjectSettings.set_setting(path + "max_queue_size", 200 + turn * 10)
		ProjectSettings.set_setting(path + "frame_margin_percent", turn * 2)
		await tree.process_frame
	await until(func() -> bool: return batch.get_stats()["open"] == 0, "all have ended")
	equal(completed.count() + cancelled.count() + failed.count(), accepted, "ends")
	equal(failed.count(), 0, "failures")
	equal(batch.get_stats()["pending_bytes"], 0, "pending bytes")


func test_a_hundred_reloads_of_a_scene_that_breaks_its_objects() -> void:
	may_leave_orphans = true
	var scene := Node2D.new()
	scene.set_script(preload("breaking_scene.gd"))
	var packed := PackedScene.new()
	packed.pack(scene)
	scene.free()
	ResourceSaver.save(packed, "user://breaking_scene.tscn")
	tree.change_scene_to_file("user://breaking_scene.tscn")
	await until(func() -> bool: return tree.current_scene != null, "the scene is there")
	for turn: int in 100:
		equal(tree.reload_current_scene(), OK, "reload %d" % turn)
		# One frame, two or three: gone while jobs wait, run, and make nodes.
		await frames(1 + turn % 3)
	tree.unload_current_scene()
	await until(func() -> bool: return batch.get_stats()["open"] == 0, "all have ended")
	await frames(5)
	var done := watch(batch.job_completed)
	batch.submit_fracture(Outlines.star(32, 50.0))
	await until(func() -> bool: return done.count() == 1, "the autoload goes on")
	DirAccess.remove_absolute("user://breaking_scene.tscn")


func test_objects_freed_by_the_handlers_of_their_own_jobs() -> void:
	await _change(&"order_wait_ms", 0)
	var nodes: Array[Polygon2D] = []
	for index: int in 20:
		var node := Polygon2D.new()
		node.polygon = Outlines.star(64, 60.0 + index)
		root.add_child(node)
		nodes.push_back(node)
	var state := [0]
	var on_end := func(_id: int, _result: Array) -> void:
		# The object of this job, before its owner hears of it, and one whose job runs.
		for step: int in 2:
			if state[0] < nodes.size():
				nodes[state[0]].free()
				state[0] += 1
	batch.job_completed.connect(on_end)
	for node: Polygon2D in nodes:
		batch.fracture_object(node, {"fragment_count": 10})
	await until(func() -> bool: return batch.get_stats()["open"] == 0, "all have ended")
	batch.job_completed.disconnect(on_end)
	await frames(5)
	equal(state[0], 20, "objects freed")
	equal(batch.open_calls.size(), 0, "calls left open")


func test_the_autoload_may_be_freed_by_a_handler_of_its_own_signal() -> void:
	var other := CutoutBatchProcessor.new()
	root.add_child(other)
	var ended := [0]
	other.job_completed.connect(
		func(_id: int, _result: Array) -> void:
			ended[0] += 1
			other.queue_free()
	)
	for index: int in 50:
		other.submit_fracture(Outlines.star(64, 100.0), {"seed": index})
	var id := other.get_instance_id()
	await until(func() -> bool: return not is_instance_id_valid(id), "it has gone")
	check(ended[0] > 0, "it was told of a job")
	await frames(3)


func test_a_scene_change_and_a_pause_in_the_middle_of_a_batch() -> void:
	var polygons: Array = []
	for index: int in 300:
		polygons.push_back(Outlines.star(64, 60.0 + index % 80))
	var completed := watch(batch.batch_completed)
	var id := batch.submit_batch(polygons, {"fragment_count": 20})
	tree.paused = true
	await tree.process_frame
	tree.paused = false
	await until(func() -> bool: return completed.count() == 1, "the batch is done")
	equal(completed.calls[0][0], id, "batch")
	for result: Array in completed.calls[0][1]:
		check(not result.is_empty(), "each has pieces")


func test_the_engine_time_scale_changes_nothing() -> void:
	Engine.time_scale = 0.0
	var done := watch(batch.job_completed)
	batch.submit_fracture(Outlines.star(32, 50.0))
	await until(func() -> bool: return done.count() == 1, "the job is done")
	Engine.time_scale = 1.0
