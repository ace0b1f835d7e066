extends BatchTest
## What bounds the jobs, what a stream does about it, and what is told of how things stand.

# 32 KB of outline, which takes a while to be cut.
var _heavy := Outlines.star(4000, 2000.0)


func before_each() -> void:
	super()
	batch.clear_cache()


func test_past_its_megabytes_a_submit_is_refused_and_nothing_is_lost() -> void:
	await _change(&"max_pending_mb", 1)
	var full := watch(batch.queue_full)
	var ends := watch(batch.job_completed)
	var accepted := 0
	# 32 KB each, and their results are no smaller.
	for index: int in 100:
		accepted += int(batch.submit_fracture(_heavy, {"fragment_count": 4, "seed": index}) > 0)
		check(batch.get_stats()["pending_bytes"] <= 2 << 20, "no more is pending than a job past the bound")
	check(accepted > 0 and accepted < 100, "some are refused: %d accepted" % accepted)
	equal(full.count(), 100 - accepted, "refusals told")
	await until(func() -> bool: return ends.count() == accepted, "what was accepted is done")
	equal(batch.get_stats()["pending_bytes"], 0, "bytes pending at the end")
	check(batch.submit_fracture(_heavy, {"fragment_count": 4}) > 0, "there is room again")
	await until(func() -> bool: return ends.count() == accepted + 1, "and it is used")


func test_a_stream_waits_where_a_submit_is_refused() -> void:
	await _change(&"max_queue_size", 3)
	var full := watch(batch.queue_full)
	var stream := batch.create_stream()
	var results := watch(stream.results_ready)
	var ends := watch(stream.finished)
	for index: int in 40:
		check(stream.push(Outlines.star(16, 30.0), {"seed": index}), "there is room in the stream")
	stream.start()
	await until(func() -> bool: return ends.count() == 1, "the stream is done")
	var sizes := results.calls.map(func(call: Array) -> int: return call[0].size())
	equal(sizes.reduce(func(sum: int, size: int) -> int: return sum + size, 0), 40, "results")
	equal(full.count(), 0, "refusals")


func test_a_stream_without_work_costs_nothing_and_goes_on_with_the_next_push() -> void:
	var stream := batch.create_stream()
	var ends := watch(stream.finished)
	stream.start()
	await frames(3)
	equal(batch.streams.size(), 0, "streams that are looked after")
	equal(ends.count(), 0, "ends of a round without pushes")
	for turn: int in 2:
		stream.push(Outlines.star(16, 30.0), {"seed": turn})
		await until(func() -> bool: return ends.count() == turn + 1, "the round is done")
	stream.start()
	stream.pause()
	equal(batch.streams.size(), 0, "streams that are looked after while paused")


func test_a_stream_of_no_size_is_told_and_works() -> void:
	var stream := batch.create_stream()
	for property: String in ["window", "capacity", "chunk_size"]:
		for wrong: int in [0, -3]:
			expect_error("CutoutStream.%s is %d: whole numbers from 1 are allowed" % [property, wrong])
			stream.set(property, wrong)
		equal(stream.get(property), 1, property)
	var ends := watch(stream.finished)
	stream.push(Outlines.star(16, 30.0))
	stream.start()
	await until(func() -> bool: return ends.count() == 1, "the stream is done")


func test_the_time_of_the_receivers_counts_and_one_result_comes_each_frame() -> void:
	var counts: Dictionary[int, int] = {}
	var receive := func(_id: int, _result: Array) -> void:
		var frame := Engine.get_process_frames()
		counts[frame] = counts.get(frame, 0) + 1
		# Two of them are more than a frame of 60 a second has.
		OS.delay_msec(12)
	# Delivered once without the receiver, so that the frames before are as they are in a game.
	var ends := watch(batch.job_completed)
	batch.submit_fracture(Outlines.star(16, 30.0))
	await until(func() -> bool: return ends.count() == 1, "the first is done")
	batch.job_completed.connect(receive)
	for index: int in 12:
		batch.submit_fracture(Outlines.star(16, 30.0), {"seed": index})
	while batch.get_stats()["waiting"] + batch.get_stats()["running"] > 0:
		OS.delay_msec(1)
	await until(func() -> bool: return ends.count() == 13, "all are done")
	batch.job_completed.disconnect(receive)
	check(counts.values().max() <= 2, "results in a frame: %s" % [counts.values()])
	check(counts.size() >= 6, "frames with results: %d" % counts.size())
	# All but the last, whose worker may have stopped on its last steps.
	var first: int = counts.keys()[0]
	var last: int = counts.keys()[-1]
	equal(counts.keys().slice(0, -1), range(first, first + counts.size() - 1), "frames with a result")
	check(last >= first + counts.size() - 1, "and the last")


func test_a_job_past_its_time_fails_with_the_reason_and_a_running_one_can_be_cancelled() -> void:
	await _change(&"job_timeout_ms", 1)
	var failed := watch(batch.job_failed)
	var cancelled := watch(batch.job_cancelled)
	var long := {"pattern": "slices_chaotic", "slice_count": 400}
	var late := batch.submit_fracture(_heavy, long)
	await until(func() -> bool: return failed.count() == 1, "it has failed")
	equal(failed.calls[0][0], late, "the job that failed")
	contains(failed.calls[0][1], ["longer than 1 ms", "cutout/batch/job_timeout_ms"], "the reason")
	var id := await _endless_job()
	check(batch.cancel_job(id), "a running job can be cancelled")
	check(not batch.cancel_job(id), "once")
	await until(func() -> bool: return cancelled.count() == 1, "it is cancelled")
	equal(cancelled.calls[0][0], id, "the job that was cancelled")
	await frames(3)
	equal([cancelled.count(), failed.count()], [1, 1], "ends of both")


func test_a_wrong_setting_is_told_once_however_often_others_change() -> void:
	expect_error("Project setting cutout/batch/frame_margin_percent is 91: ", 1)
	await _change(&"frame_margin_percent", 91)
	ProjectSettings.set_setting("application/config/cutout_test", 1)
	await frames(2)
	ProjectSettings.set_setting("application/config/cutout_test", null)
	await frames(2)
	near(batch.budget.margin, 0.1, 1e-6, "its default")


func test_every_statistic_and_setting_is_documented() -> void:
	var told := _documentation("autoload/cutout_batch_processor.gd", "func get_stats()")
	var stats := batch.get_stats()
	for key: String in stats:
		contains(told, ["[code]%s[/code]" % key], "the documentation of the statistics")
	told = _documentation("autoload/frame_budget.gd", "func get_stats()")
	for key: String in stats["budget"]:
		contains(told, ["[code]%s[/code]" % key], "the documentation of the budget")
	told = _documentation("autoload/settings.gd", "const TABLE")
	for key: StringName in CutoutSettings.TABLE:
		var entry := CutoutSettings.TABLE[key]
		var range_of := (
			"[code]%s[/code] (%s; %d to %d):" % [key, entry["default"], entry["min"], entry["max"]]
		)
		contains(told, [range_of], "the documentation of the settings")


func test_the_monitors_show_the_statistics_while_the_autoload_is_there() -> void:
	for name: String in CutoutMonitors.SHOWN:
		var monitor := CutoutMonitors.PREFIX + name
		if check(Performance.has_custom_monitor(monitor), "there is a monitor %s" % monitor):
			var key := CutoutMonitors.SHOWN[name]
			equal(Performance.get_custom_monitor(monitor), batch.get_stats()[key], monitor)
	var parent := batch.get_parent()
	parent.remove_child(batch)
	for name: String in CutoutMonitors.SHOWN:
		check(not Performance.has_custom_monitor(CutoutMonitors.PREFIX + name), "%s has gone" % name)
	parent.add_child(batch)
	check(Performance.has_custom_monitor(CutoutMonitors.PREFIX + "open jobs"), "they come back with it")


# The comment above a declaration of the addon, as one line.
func _documentation(path: String, declaration: String) -> String:
	var lines := FileAccess.get_file_as_string("res://addons/cutout/" + path).split("\n")
	var end := 0
	while not lines[end].begins_with(declaration):
		end += 1
	var first := end
	while lines[first - 1].begins_with("##"):
		first -= 1
	var comment := lines.slice(first, end)
	for index: int in comment.size():
		comment[index] = comment[index].trim_prefix("## ")
	return " ".join(comment)
