extends BatchTest
## The order of jobs, those that come after others, long ones, what is kept, and what overload costs.


func before_each() -> void:
	super()
	batch.clear_cache()


func test_a_job_comes_after_those_it_names() -> void:
	var ends := watch(batch.job_completed)
	var star := Outlines.star(64, 100.0)
	var first := batch.submit_fracture(star, {"seed": 1})
	var second := batch.submit_fracture(star, {"seed": 2}, 100, [first])
	var third := batch.submit_fracture(star, {"seed": 3}, 1000, [first, second])
	equal(batch.get_job_report(third), {"outcome": "", "stage": "held"}, "report of a job on hold")
	equal(batch.get_stats()["held"], 2, "jobs on hold")
	await until(func() -> bool: return ends.count() == 3, "all are done")
	equal(_ids(ends), [first, second, third], "order")
	equal(batch.get_stats()["held"], 0, "jobs on hold at the end")
	var id := batch.submit_batch([star, star], {"seed": 4}, 0, [third])
	var done := await until_emitted(batch.batch_completed)
	equal(done[0], id, "a batch after a job that has ended")
	check(not (done[1][0] as Array).is_empty(), "its jobs are done")


func test_a_job_fails_with_the_one_it_names() -> void:
	var failed := watch(batch.job_failed)
	var cancelled := watch(batch.job_cancelled)
	var star := Outlines.star(64, 100.0)
	var wrong := batch.submit_fracture(PackedVector2Array())
	var behind := batch.submit_fracture(star, {}, 0, [wrong])
	var last := batch.submit_fracture(star, {}, 0, [behind])
	await until(func() -> bool: return failed.count() == 3, "all have failed")
	equal(_ids(failed), [wrong, behind, last], "order")
	equal(failed.calls[1][1], "job %d, which this one was to come after, failed" % wrong)
	var slow := batch.submit_fracture(Outlines.star(512, 100.0), {"fragment_count": 200})
	behind = batch.submit_fracture(star, {}, 0, [slow])
	last = batch.submit_fracture(star, {}, 0, [behind])
	check(batch.cancel_job(behind), "a job on hold can be cancelled")
	await until(func() -> bool: return failed.count() == 4, "the last has failed")
	equal(failed.calls[3], [last, "job %d, which this one was to come after, was cancelled" % behind])
	equal(_ids(cancelled), [behind], "cancelled")


func test_only_jobs_that_were_submitted_before_can_be_named() -> void:
	var failed := watch(batch.job_failed)
	for named: int in [0, -1, 1 << 40]:
		var before := failed.count()
		batch.submit_fracture(Outlines.star(16, 30.0), {}, 0, [named])
		await until(func() -> bool: return failed.count() > before, "it fails")
		var told: int = maxi(named, 0)
		equal(failed.calls[-1][1], "after names the job %d: jobs submitted before are allowed" % told)


func test_a_long_job_delays_nothing_but_itself_first_or_later() -> void:
	# Even with a single worker.
	await _change(&"threads", 1)
	for before: int in [0, 20]:
		batch.clear_cache()
		var ends := watch(batch.job_completed)
		for index: int in before:
			batch.submit_fracture(Outlines.star(32, 50.0), {"seed": index})
		var long := await _endless_job()
		for index: int in 20:
			batch.submit_fracture(Outlines.star(32, 50.0), {"seed": 100 + index})
		await until(func() -> bool: return ends.count() == before + 20, "the others are done")
		for index: int in 5:
			# Nobody works by then but the worker that has the long one.
			await frames(1)
			batch.submit_fracture(Outlines.star(32, 50.0), {"seed": 200 + index})
			var all := before + 21 + index
			await until(func() -> bool: return ends.count() == all, "one that comes later is done")
		equal(_stage_of(long), "running", "the long one meanwhile")
		await _end(long)
		ends.stop()


func test_where_the_order_is_strict_later_jobs_wait_for_the_long_one() -> void:
	await _change(&"order_wait_ms", 0)
	var order: Array[int] = []
	var note := func(id: int, _result: Variant = null) -> void: order.push_back(id)
	batch.job_completed.connect(note)
	batch.job_cancelled.connect(note)
	var long := await _endless_job()
	var short := batch.submit_fracture(Outlines.star(32, 50.0), {"seed": 1})
	var other := batch.submit_fracture(Outlines.star(32, 50.0), {"seed": 2}, -1)
	await until(func() -> bool: return order.size() == 1 and _stage_of(short) == "ended", "both are done")
	await frames(5)
	equal(order, [other] as Array[int], "told meanwhile: another priority does not wait")
	await _end(long)
	equal(order, [other, long, short] as Array[int], "order")
	batch.job_completed.disconnect(note)
	batch.job_cancelled.disconnect(note)


func test_a_higher_priority_comes_first() -> void:
	await _change(&"threads", 1)
	await _change(&"long_jobs", 0)
	# Nothing runs before all are there.
	var long := await _endless_job(100)
	var ends := watch(batch.job_completed)
	var low: Array[int] = []
	for index: int in 60:
		low.push_back(batch.submit_fracture(Outlines.star(64, 100.0), {"seed": index}))
	var high := batch.submit_fracture(Outlines.star(32, 50.0), {"seed": 77}, 50)
	var raised: int = low.pop_back()
	check(batch.set_priority(raised, 90), "a waiting job's priority can change")
	await _end(long)
	equal(ends.count(), 61, "jobs that were done")
	equal(_ids(ends).slice(0, 2), [raised, high], "the raised one, then the high one")
	check(not batch.set_priority(high, 3), "what has ended has no priority")


func test_a_long_job_reports_its_progress() -> void:
	var progress := watch(batch.job_progress)
	var long := await _endless_job()
	await until(func() -> bool: return progress.count() > 0, "it reports")
	await _end(long)
	var last := 0.0
	for call: Array in progress.calls:
		equal(call[0], long, "the job that reports")
		check(call[1] > last and call[1] <= 1.0, "progress goes on: %s after %s" % [call[1], last])
		last = call[1]


func test_a_break_that_was_prepared_is_answered_in_the_same_frame() -> void:
	var star := Outlines.star(64, 100.0)
	var done := watch(batch.job_completed)
	batch.prefracture(star, {"fragment_count": 20})
	await until(func() -> bool: return done.count() == 1, "it is prepared")
	for turn: int in 20:
		# Right after the signal of this frame, before its _process.
		await tree.process_frame
		var frame := Engine.get_process_frames()
		var told_in: Array[int] = []
		batch.job_completed.connect(
			func(_id: int, _result: Array) -> void: told_in.push_back(Engine.get_process_frames()),
			CONNECT_ONE_SHOT
		)
		var id := batch.submit_fracture(star, {"fragment_count": 20})
		await tree.process_frame
		equal(told_in, [frame] as Array[int], "the frame of the pieces")
		equal(batch.get_job_report(id)["cached"], true, "cached")


func test_what_is_kept_can_be_forgotten_one_by_one_and_switched_off() -> void:
	var star := Outlines.star(64, 100.0)
	equal(await _was_cached(star, {"seed": 1}), false, "first")
	equal(await _was_cached(star, {"seed": 2}), false, "another seed")
	equal(await _was_cached(star, {"seed": 1}), true, "again")
	var stats := batch.get_stats()
	equal(stats["cache_entries"], 2, "entries")
	check(stats["cache_hits"] > 0 and stats["cache_bytes"] > 0, "hits and bytes are counted")
	check(stats["cache_hit_rate"] > 0.0 and stats["cache_hit_rate"] < 1.0, "and their rate")
	check(batch.invalidate_cache(star, {"seed": 1}), "there is one to forget")
	check(not batch.invalidate_cache(star, {"seed": 1}), "once")
	check(not batch.invalidate_cache(3, {}), "nothing is kept of what is none")
	equal(await _was_cached(star, {"seed": 1}), false, "forgotten")
	equal(await _was_cached(star, {"seed": 2}), true, "the other is kept")
	await _change(&"cache_mb", 0)
	equal(batch.get_stats()["cache_entries"], 0, "entries when switched off")
	equal(await _was_cached(star, {"seed": 2}), false, "switched off")
	equal(await _was_cached(star, {"seed": 2}), false, "and again")
	await _change(&"cache_mb", null)
	await _change(&"cache_ttl_s", 3600)
	equal(await _was_cached(star, {"seed": 2}), false, "switched on")
	equal(await _was_cached(star, {"seed": 2}), true, "and kept")
	await _change(&"cache_ttl_s", 1)
	OS.delay_msec(1001)
	equal(await _was_cached(star, {"seed": 2}), false, "past its time")


func test_params_are_read_anew_when_the_same_dictionary_changes() -> void:
	var star := Outlines.star(64, 100.0)
	var params := {"fragment_count": 4, "min_cell_distance": 0.0, "points": [Vector2.ZERO]}
	var sizes: Array[int] = []
	for count: int in [4, 4, 4, 12, 12, 12, 4]:
		params["fragment_count"] = count
		sizes.push_back((await _result_of(star, params)).size())
	check(sizes[0] == sizes[2] and sizes[3] == sizes[5] and sizes[6] == sizes[0], "sizes: %s" % [sizes])
	check(sizes[3] > sizes[0], "more pieces: %s" % [sizes])
	var points: Array = params["points"]
	params["pattern"] = "points"
	for count: int in [1, 2, 2, 3]:
		while points.size() < count:
			points.push_back(Vector2(20.0 * points.size(), 5.0))
		equal((await _result_of(star, params)).size() >= count, true, "pieces of %d points" % count)
	equal((await _result_of(star, {"pattern": "points", "points": [Vector2.ZERO]})).size(), 1)
	# A value of another type is another value, even where == says the same.
	var failed := watch(batch.job_failed)
	for turn: int in 3:
		await _result_of(star, {"extend": true})
	batch.submit_fracture(star, {"extend": 1})
	await until(func() -> bool: return failed.count() == 1, "an int is no bool")


func test_pieces_that_somebody_keeps_stay_what_they_are() -> void:
	var star := Outlines.star(64, 100.0)
	var kept: Array[CutoutFragment] = []
	var copies: Array[PackedVector2Array] = []
	for turn: int in 200:
		var result := await _result_of(star, {"seed": turn, "fragment_count": 5 + turn % 30})
		var piece: CutoutFragment = result[turn % result.size()]
		if turn % 3 == 0:
			kept.push_back(piece)
			copies.push_back(piece.polygon)
		elif turn % 3 == 1:
			# Whoever gets the next pieces finds nothing of this.
			piece.set_meta(&"_mark", turn)
		for other: CutoutFragment in result:
			if other != piece:
				check(not other.has_meta(&"_mark"), "a piece comes with somebody's mark")
	for index: int in kept.size():
		equal(kept[index].polygon, copies[index], "polygon of a piece that was kept")


func test_the_governor_counts_a_batch_as_a_whole() -> void:
	await _change(&"governor", true)
	await _change(&"governor_soft_queue", 10)
	var polygons: Array = []
	for index: int in 20:
		polygons.push_back(Outlines.star(64, 100.0 + index))
	var id := batch.submit_batch(polygons, {"fragment_count": 40})
	var jobs := batch.get_batch_jobs(id)
	await until_emitted(batch.batch_completed)
	for job: int in jobs:
		var report := batch.get_job_report(job)
		equal(report["degraded"], "fragment_count 21 in place of 40", "given up by job %d" % job)
	var alone := batch.submit_batch([polygons[0]], {"fragment_count": 40})
	jobs = batch.get_batch_jobs(alone)
	await until_emitted(batch.batch_completed)
	equal(batch.get_job_report(jobs[0])["degraded"], "", "given up when there is time")


func test_a_low_priority_is_not_starved_by_a_stream_of_higher_ones() -> void:
	await _change(&"aging_ms", 20)
	await _change(&"threads", 1)
	var star := Outlines.star(2000, 500.0)
	var params := {"fragment_count": 300, "min_cell_distance": 0.0, "seed": -1}
	var done := watch(batch.job_completed)
	var ids: Array[int] = []
	# More of them wait than a frame has time for, before the low one comes and after. How much rank waiting
	# gives is shown by the scheduler's own tests, with a clock of theirs.
	var keep_waiting := func() -> void:
		for index: int in 200 - int(batch.get_stats()["waiting"]):
			params["seed"] = ids.size()
			ids.push_back(batch.submit_fracture(star, params, 5))
	keep_waiting.call()
	var low := batch.submit_fracture(star, params, 0)
	var has_ended := func() -> bool:
		keep_waiting.call()
		return _ids(done).has(low)
	await until(has_ended, "the low one ends")
	for id: int in ids:
		batch.cancel_job(id)
	await until(func() -> bool: return batch.get_stats()["open"] == 0, "the rest is cancelled")


func test_each_setting_says_what_is_allowed_and_falls_back() -> void:
	for key: StringName in CutoutSettings.TABLE:
		var entry: Dictionary = CutoutSettings.TABLE[key]
		var path: String = CutoutSettings.PREFIX + key
		equal(CutoutSettings.value(key), entry["default"], "default of %s" % key)
		for wrong: Variant in ["many", int(entry["max"]) + 1, int(entry["min"]) - 1]:
			expect_error("Project setting %s is %s: " % [path, wrong], 1)
			ProjectSettings.set_setting(path, wrong)
			equal(CutoutSettings.value(key), entry["default"], "%s in place of %s" % [key, wrong])
			# Before the engine tells of the change.
			ProjectSettings.set_setting(path, null)


func test_results_that_somebody_keeps_or_changes_stay_what_they_are() -> void:
	var kept: Array[Array] = []
	var outlines: Array[Array] = []
	for turn: int in 30:
		var result: Array = await _result_of(
			Outlines.star(32, 50.0 + turn), {"seed": turn, "fragment_count": 3 + turn % 5}
		)
		var own := result.map(func(piece: CutoutFragment) -> PackedVector2Array: return piece.polygon)
		match turn % 3:
			0:
				# The array alone, and none of its pieces.
				kept.push_back(result)
				outlines.push_back(own)
			1:
				# Emptied by its receiver, who has the right to.
				result.clear()
			2:
				result.reverse()
				kept.push_back(result.slice(0, 2))
				outlines.push_back([own[-1], own[-2]])
	for index: int in kept.size():
		var now: Array = kept[index].map(
			func(piece: CutoutFragment) -> PackedVector2Array: return piece.polygon
		)
		equal(now, outlines[index], "result %d" % index)


func test_a_script_that_a_receiver_left_in_a_piece_comes_with_no_other() -> void:
	var script := GDScript.new()
	script.source_code = "extends CutoutFragment\nvar mark := 1\n"
	equal(script.reload(), OK, "the script")
	for turn: int in 8:
		var result: Array = await _result_of(Outlines.star(24, 40.0 + turn), {"seed": turn})
		for piece: CutoutFragment in result:
			check(piece.get_script() == null, "a piece comes with somebody's script")
		(result[turn % result.size()] as CutoutFragment).set_script(script)
		result.clear()


func _result_of(polygon: Variant, params: Variant) -> Array:
	var done := watch(batch.job_completed)
	batch.submit_fracture(polygon, params)
	await until(func() -> bool: return done.count() > 0, "the job is done")
	done.stop()
	var result: Array = done.calls[0][1]
	done.calls.clear()
	return result


func _was_cached(polygon: Variant, params: Variant) -> bool:
	var done := watch(batch.job_completed)
	var id := batch.submit_fracture(polygon, params)
	await until(func() -> bool: return done.count() > 0, "the job is done")
	done.stop()
	return batch.get_job_report(id)["cached"]


# Field 41 of a thread's status, counted from 1; the policy SCHED_BATCH is 3.
func test_a_worker_that_is_woken_takes_no_processor_from_the_game() -> void:
	if OS.get_name() != "Linux":
		return
	batch.submit_fracture(Outlines.star(64, 100.0), {"seed": 41})
	await until_emitted(batch.job_completed)
	# A thread has its name a little before its policy.
	await until(func() -> bool: return _policies_of_workers() == ["3"], "all workers have the policy")


# Of the threads that work, each policy once.
func _policies_of_workers() -> Array:
	var found: Dictionary[String, bool] = {}
	for thread: String in DirAccess.get_directories_at("/proc/self/task"):
		# Such files have no length, so they are read by the line; a thread may have ended meanwhile.
		var file := FileAccess.open("/proc/self/task/%s/stat" % thread, FileAccess.READ)
		var stat := "" if file == null else file.get_line()
		if stat.contains("(cutout-0)") or stat.contains("(cutout-relief)"):
			# The name, which may hold spaces, is the second field.
			found[stat.get_slice(") ", 1).split(" ")[38]] = true
	return found.keys()
