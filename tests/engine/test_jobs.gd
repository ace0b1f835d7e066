extends BatchTest
## The autoload: jobs in the background, their signals, batches, cancelling.


func test_a_job_completes_with_its_pieces() -> void:
	var star := Outlines.star(64, 100.0)
	var done := watch(batch.job_completed)
	var id := batch.submit_fracture(star, {"fragment_count": 20})
	check(id > 0, "the id is more than 0")
	equal(done.count(), 0, "signals from inside the call")
	await until(func() -> bool: return done.count() > 0, "the job is done")
	equal(done.calls[0][0], id, "id")
	var result: Array = done.calls[0][1]
	near(Outlines.area_of(result), Outlines.area(star), 0.05, "area")
	for fragment: CutoutFragment in result:
		near(fragment.area, Outlines.area_of([fragment]), 0.01, "area of a piece")
		check(fragment.bounds.grow(0.01).has_point(fragment.polygon[0]), "the bounds hold the polygon")
		equal(fragment.neighbors.size(), fragment.shared_edge_lengths.size(), "a length for each neighbour")
		equal(fragment.on_outline.size(), fragment.polygon.size(), "a flag for each edge")
		for at: int in fragment.neighbors.size():
			var other: CutoutFragment = result[fragment.neighbors[at]]
			var back := other.neighbors.find(fragment.index)
			check(back >= 0, "neighbours know each other")
			near(other.shared_edge_lengths[back], fragment.shared_edge_lengths[at], 1e-4, "shared length")


func test_a_property_is_what_its_method_answers_however_it_is_read() -> void:
	var square := PackedVector2Array([Vector2.ZERO, Vector2(90, 0), Vector2(90, 90), Vector2(0, 90)])
	var hole := PackedVector2Array([Vector2(30, 30), Vector2(60, 30), Vector2(60, 60), Vector2(30, 60)])
	var result := await _result_of([square, hole], {"fragment_count": 5, "seed": 2, "holes": "keep"})
	var names := PackedStringArray()
	for property: Dictionary in ClassDB.class_get_property_list("CutoutFragment", true):
		if property["type"] != TYPE_NIL:
			names.push_back(property["name"])
	check("polygon" in names and "index" in names, "the properties: %s" % ", ".join(names))
	for fragment: CutoutFragment in result:
		for name: String in names:
			equal(fragment.get(name), fragment.call("get_" + name), name)
	var made_by_script := CutoutFragment.new()
	equal(made_by_script.polygon, PackedVector2Array(), "the polygon of a fragment that shows no piece")
	check(not "nothing_of_the_kind" in result[0], "what is no property is none")


func test_triangles_and_convex_parts_cover_a_piece_exactly() -> void:
	var frame := [Outlines.star(64, 100.0), Outlines.star(20, 15.0)]
	for holes: String in ["split", "keep", "bridge"]:
		for pattern: String in ["random", "slices_chaotic"]:
			var params := {"fragment_count": 6, "pattern": pattern, "holes": holes, "seed": 11}
			for fragment: CutoutFragment in await _result_of(frame, params):
				var points := fragment.polygon
				for hole: PackedVector2Array in fragment.holes:
					points.append_array(hole)
				var indices := fragment.triangles()
				var sum := 0.0
				for at: int in range(0, indices.size(), 3):
					sum += Outlines.area(
						PackedVector2Array(
							[points[indices[at]], points[indices[at + 1]], points[indices[at + 2]]]
						)
					)
				near(
					sum,
					fragment.area,
					1e-4 * fragment.area + 1e-3,
					"area of the triangles, holes = %s" % holes
				)
				sum = 0.0
				for part: PackedVector2Array in fragment.convex_parts():
					sum += Outlines.area(part)
					check(_is_convex(part), "a part is convex: %s" % [part])
				near(sum, fragment.area, 1e-4 * fragment.area + 1e-3, "area of the parts, holes = %s" % holes)


func test_the_winding_follows_the_input() -> void:
	var ring := Outlines.star(32, 80.0)
	for reverse: bool in [false, true]:
		if reverse:
			ring.reverse()
		var result := await _result_of(ring, {"fragment_count": 6})
		for fragment: CutoutFragment in result:
			check(
				signf(Outlines.signed_area(fragment.polygon)) == signf(Outlines.signed_area(ring)),
				"a piece runs the way of its polygon"
			)


func test_a_batch_of_500_ends_in_order_and_completes_once() -> void:
	# A worker that has to wait for its turn would let its job out of the order.
	await _change(&"order_wait_ms", 0)
	var polygons: Array = []
	for index: int in 500:
		polygons.push_back(Outlines.star(32 + index % 65, 60.0 + index % 80))
	var params: Array = range(500).map(func(index: int) -> Dictionary: return {"seed": index})
	var ends := watch(batch.job_completed)
	var progress := watch(batch.batch_progress)
	var completed := watch(batch.batch_completed)
	var id := batch.submit_batch(polygons, params)
	var jobs := batch.get_batch_jobs(id)
	equal(jobs.size(), 500, "jobs")
	await until(func() -> bool: return completed.count() > 0, "the batch is done")
	equal(_ids(ends), Array(jobs), "order of the ends")
	equal(progress.count(), 500, "steps of progress")
	equal(progress.calls[499], [id, 500, 500], "last step")
	equal(completed.count(), 1, "completions")
	equal(completed.calls[0][0], id, "batch id")
	check(not jobs.has(id), "a batch's id is no job's")
	var results: Array = completed.calls[0][1]
	var native := CutoutBatchNative.new()
	for index: int in [0, 250, 499]:
		var wanted: Array[PackedVector2Array] = native.fracture(polygons[index], params[index])
		equal(
			results[index].map(func(f: CutoutFragment) -> PackedVector2Array: return f.polygon), Array(wanted)
		)


func test_an_empty_batch_completes() -> void:
	var completed := watch(batch.batch_completed)
	var id := batch.submit_batch([], {})
	equal(completed.count(), 0, "signals from inside the call")
	await until(func() -> bool: return completed.count() > 0, "the batch is done")
	equal(completed.calls, [[id, []]] as Array[Array])


func test_wrong_input_is_accepted_and_fails_with_one_clear_error() -> void:
	var star := Outlines.star(16, 50.0)
	for case: Array in BadInput.polygons():
		await _fails(case[0], {}, case[1])
	for case: Array in BadInput.params():
		await _fails(star, case[0], case[1])


func test_a_batch_with_params_of_another_length_fails_as_a_whole() -> void:
	var star := Outlines.star(16, 50.0)
	var failed := watch(batch.job_failed)
	var completed := watch(batch.batch_completed)
	var id := batch.submit_batch([star, star, star], [{}, {}])
	await until(func() -> bool: return completed.count() > 0, "the batch is done")
	equal(completed.calls[0], [id, [[], [], []] as Array[Array]])
	equal(failed.count(), 3, "failures")
	contains(failed.calls[0][1], ["params has 2 entries and polygons has 3", "one entry for each polygon"])


func test_one_wrong_polygon_of_a_batch_fails_alone() -> void:
	var star := Outlines.star(16, 50.0)
	var completed := watch(batch.batch_completed)
	batch.submit_batch([star, PackedVector2Array(), star], {})
	await until(func() -> bool: return completed.count() > 0, "the batch is done")
	var sizes: Array = completed.calls[0][1].map(func(result: Array) -> bool: return result.is_empty())
	equal(sizes, [false, true, false])


func test_a_cancelled_job_ends_once_and_as_cancelled() -> void:
	await _change(&"order_wait_ms", 0)
	var cancelled := watch(batch.job_cancelled)
	var completed := watch(batch.job_completed)
	var ids: Array[int] = []
	for index: int in 200:
		ids.push_back(batch.submit_fracture(Outlines.star(64, 100.0), {"seed": 1000 + index}))
	var victims := ids.slice(100)
	for id: int in victims:
		check(batch.cancel_job(id), "a waiting job can be cancelled")
		check(not batch.cancel_job(id), "but once")
	await until(func() -> bool: return cancelled.count() + completed.count() == 200, "all have ended")
	await frames(5)
	equal(_ids(cancelled), Array(victims), "cancelled")
	equal(completed.count(), 100, "completed")
	check(not batch.cancel_job(ids[0]), "what has ended cannot be cancelled")
	check(not batch.cancel_job(123_456_789), "nor what never was")


func test_a_cancelled_batch_ends() -> void:
	var polygons: Array = []
	for index: int in 300:
		polygons.push_back(Outlines.star(256, 100.0 + index))
	var completed := watch(batch.batch_completed)
	var cancelled := watch(batch.job_cancelled)
	var id := batch.submit_batch(polygons, {"fragment_count": 60})
	var count := batch.cancel_batch(id)
	check(count > 200, "most had not ended")
	await until(func() -> bool: return completed.count() > 0, "the batch is done")
	equal(cancelled.count(), count, "cancelled jobs")
	equal(batch.cancel_batch(id), 0, "after its end")
	equal(batch.get_batch_jobs(id).size(), 0, "jobs after its end")


func test_receivers_may_submit_cancel_and_free() -> void:
	var star := Outlines.star(32, 80.0)
	var ended := watch(batch.job_completed)
	var cancelled := watch(batch.job_cancelled)
	var receiver := CallsBack.new()
	receiver.batch = batch
	receiver.star = star
	root.add_child(receiver)
	batch.job_completed.connect(receiver.on_completed)
	receiver.to_cancel = -1
	batch.submit_fracture(star, {"seed": 501})
	receiver.to_cancel = batch.submit_fracture(star, {"seed": 502})
	await until(func() -> bool: return ended.count() + cancelled.count() == 3, "all have ended")
	await frames(3)
	equal(ended.count() + cancelled.count(), 3, "ends")
	check(not is_instance_valid(receiver), "the receiver freed itself")


func test_a_submit_that_is_called_wrongly_is_told_as_of_any_other_method() -> void:
	var scheduler: Object = ClassDB.instantiate(&"CutoutScheduler")
	var star := Outlines.star(32, 50.0)
	equal(scheduler.callv(&"submit", [star, {}, 1]), 1, "the first id")
	equal(scheduler.callv(&"submit", [star, {}, 1.0]), 2, "the id after a priority with a fraction of 0")
	for arguments: Array in [[star, {}], [star, {}, 0, 0], [star, {}, "high"], [star, {}, null], []]:
		expect_error("godot-rust function call failed: CutoutScheduler::submit()")
		expect_error("Error calling method from 'callv'")
		equal(
			scheduler.callv(&"submit", arguments), null, "what %d arguments are answered" % arguments.size()
		)
	equal(scheduler.callv(&"submit", [star, {}, 0]), 3, "the next id")
	scheduler.call(&"shutdown")


func test_a_submit_from_another_thread_is_told_and_does_nothing() -> void:
	var open: int = batch.get_stats()["open"]
	for is_first: bool in [true, false]:
		expect_error("attempted to access binding from different thread")
		expect_error("1337")
		var thread := Thread.new()
		thread.start(func() -> int: return batch.submit_fracture(Outlines.star(32, 50.0), {}))
		await until(func() -> bool: return not thread.is_alive(), "the thread has ended")
		equal(thread.wait_to_finish(), 0, "the answer")
	equal(batch.get_stats()["open"], open, "open jobs")
	check(not (await _result_of(Outlines.star(32, 50.0), {})).is_empty(), "the main thread gets its pieces")


func test_a_paused_tree_still_gets_its_results() -> void:
	var done := watch(batch.job_completed)
	tree.paused = true
	batch.submit_fracture(Outlines.star(32, 50.0), {})
	await until(func() -> bool: return done.count() > 0, "the job is done")
	tree.paused = false


func test_past_the_queue_size_a_call_is_refused_once_and_nothing_is_lost() -> void:
	await _change(&"max_queue_size", 10)
	var full := watch(batch.queue_full)
	var done := watch(batch.job_completed)
	var accepted := 0
	for index: int in 15:
		var id := batch.submit_fracture(
			Outlines.star(256, 100.0), {"fragment_count": 60, "seed": 2000 + index}
		)
		check(id > 0 or id == -1, "an id or -1")
		accepted += int(id > 0)
	equal(accepted, 10, "accepted")
	equal(full.count(), 5, "refused")
	equal(batch.submit_batch([Outlines.star(16, 30.0)], {}), -1, "a batch without room")
	equal(full.count(), 6, "refused")
	await until(func() -> bool: return done.count() == 10, "what was accepted is done")
	var completed := watch(batch.batch_completed)
	check(batch.submit_batch([Outlines.star(16, 30.0)], {}) > 0, "there is room again")
	await until(func() -> bool: return completed.count() == 1, "the batch is done")


func test_results_come_beside_a_job_that_takes_long() -> void:
	var ends := watch(batch.job_completed)
	var progress := watch(batch.job_progress)
	var long := batch.submit_fracture(
		Outlines.star(4000, 1000.0),
		{"fragment_count": 3000, "seed": 1, "pattern": "grid", "grid_rows": 60, "grid_cols": 60},
		1
	)
	var short := batch.submit_fracture(Outlines.star(16, 30.0), {"seed": 31}, 0)
	await until(func() -> bool: return ends.count() == 2, "both are done")
	check(_ids(ends).has(short), "the short one")
	for call: Array in progress.calls:
		equal(call[0], long, "the job that reports")
		check(call[1] >= 0.0 and call[1] <= 1.0, "progress is a part: %s" % call[1])


func test_a_report_tells_what_was_done() -> void:
	var done := watch(batch.job_completed)
	var bow_tie: PackedVector2Array = BadInput.repairable()[0][0]
	var id := batch.submit_fracture(bow_tie, {})
	await until(func() -> bool: return done.count() > 0, "the job is done")
	var report := batch.get_job_report(id)
	equal(report["outcome"], "completed")
	near(report["area_in"], 5000.0, 0.01, "area in")
	near(report["area_out"], 5000.0, 0.01, "area out")
	equal(report["repairs"]["rebuilt"], true, "rebuilt")
	equal(batch.get_job_report(987_654_321), {}, "of no job")


func test_a_trace_holds_the_stages_of_each_job() -> void:
	var done := watch(batch.job_completed)
	var id := batch.submit_fracture(Outlines.star(64, 100.0), {"seed": 815})
	await until(func() -> bool: return done.count() > 0, "the job is done")
	var path := "user://trace_of_the_test.json"
	equal(batch.save_trace(path), OK)
	var trace: Dictionary = JSON.parse_string(FileAccess.get_file_as_string(path))
	var stages: Array = []
	for event: Dictionary in trace["traceEvents"]:
		if int(event["id"]) == id:
			stages.push_back("%s %s" % [event["ph"], event["name"]])
	equal(stages, ["b wait", "e wait", "b run", "e run", "b delivery", "e delivery"])
	DirAccess.remove_absolute(path)
	expect_error("CutoutBatch.save_trace: path is res://no/such/folder/x.json")
	check(batch.save_trace("res://no/such/folder/x.json") != OK, "a path that cannot be written")


func test_an_identical_job_is_answered_from_the_cache() -> void:
	batch.clear_cache()
	var star := Outlines.star(64, 100.0)
	var params := {"fragment_count": 20, "seed": 4711}
	var done := watch(batch.job_completed)
	var first := batch.prefracture(star, params)
	await until(func() -> bool: return done.count() == 1, "the first is done")
	var second := batch.submit_fracture(star, params)
	await until(func() -> bool: return done.count() == 2, "the second is done")
	equal(batch.get_job_report(first)["cached"], false, "first")
	equal(batch.get_job_report(second)["cached"], true, "second")
	equal(_polygons(done.calls[0][1]), _polygons(done.calls[1][1]))


func test_options_are_for_objects_to_be_fractured_ahead() -> void:
	var done := watch(batch.job_completed)
	expect_error("CutoutBatch.prefracture: options were given with a polygon: null is allowed")
	equal(batch.prefracture(Outlines.star(12, 50.0), {}, {"force": 3.0}), -1, "a polygon with options")
	var shape := Breakables.square(40.0)
	root.add_child(shape)
	var id := batch.prefracture(shape, {}, {"force": 3.0})
	check(id > 0, "an object with options")
	await until(func() -> bool: return done.count() == 1, "it is done")
	equal(done.calls[0][0], id, "id")
	shape.free()


func _fails(polygon: Variant, params: Variant, parts: Array) -> void:
	var failed := watch(batch.job_failed)
	var id := batch.submit_fracture(polygon, params)
	check(id > 0, "wrong input is accepted")
	await until(func() -> bool: return failed.count() > 0, "the job fails: %s" % [parts])
	equal(failed.count(), 1, "failures")
	equal(failed.calls[0][0], id, "id")
	contains(failed.calls[0][1], PackedStringArray(parts), "error")


func _result_of(polygon: Variant, params: Variant) -> Array:
	var done := watch(batch.job_completed)
	batch.submit_fracture(polygon, params)
	await until(func() -> bool: return done.count() > 0, "the job is done")
	return done.calls[0][1]


func _is_convex(ring: PackedVector2Array) -> bool:
	var sign := signf(Outlines.signed_area(ring))
	for index: int in ring.size():
		var along := ring[(index + 1) % ring.size()] - ring[index]
		var after := ring[(index + 2) % ring.size()] - ring[(index + 1) % ring.size()]
		if along.normalized().cross(after.normalized()) * sign < -1e-4:
			return false
	return true


func _polygons(result: Array) -> Array:
	return result.map(func(fragment: CutoutFragment) -> PackedVector2Array: return fragment.polygon)


## Submits, cancels, and frees itself, all from inside the handler.
class CallsBack:
	extends Node
	var batch: CutoutBatchProcessor
	var star: PackedVector2Array
	var to_cancel := -1
	var _done := false

	func on_completed(_job_id: int, _result: Array) -> void:
		if _done:
			return
		_done = true
		batch.cancel_job(to_cancel)
		batch.submit_fracture(star, {"seed": 503})
		queue_free()
