extends BatchTest
## The autoload watches frames while there is anything to do, and sleeps otherwise: whatever it is given while
## it is quiet, asleep or outside the tree, nobody waits for an end in vain.

## How it is when it is given something.
enum { QUIET, ASLEEP, PUT_BACK_WITH_IT, PUT_BACK_BEFORE }

const NAMES: PackedStringArray = ["quiet", "asleep", "put back with it", "put back before it"]


func test_whatever_comes_while_it_is_quiet_asleep_or_away_ends() -> void:
	for state: int in NAMES.size():
		await _given("a job", state, _submit_job)
		await _given("a batch", state, _submit_batch)
		await _given("an empty batch", state, _submit_empty_batch)
		await _given("a carving", state, _submit_carving)
		await _given("a stream", state, _run_stream)
		await _given("a request", state, _run_request)
		await _given("a refused break", state, _break_nothing)


func test_a_stream_that_is_paused_and_goes_on_while_it_sleeps_ends() -> void:
	var stream := batch.create_stream()
	var results := watch(stream.results_ready)
	var finished := watch(stream.finished)
	stream.start()
	stream.push(Outlines.star(32, 50.0), {"seed": 1})
	stream.pause()
	await until(func() -> bool: return not batch.is_processing(), "it sleeps")
	equal(results.count(), 0, "results of a paused stream")
	stream.start()
	await until(func() -> bool: return finished.count() == 1, "the stream has finished")
	equal(results.count(), 1, "results")


func test_a_break_that_waits_for_nothing_but_the_frame_is_made_after_a_sleep() -> void:
	var object := Polygon2D.new()
	object.polygon = Outlines.star(32, 50.0)
	root.add_child(object)
	var baked := CutoutBakedPieces.new()
	check(baked.bake(object, {"fragment_count": 6}), "it bakes")
	await until(func() -> bool: return not batch.is_processing(), "it sleeps")
	var pieces: Array = await batch.fracture_object(object, baked)
	check(pieces.size() > 1, "there are pieces")
	await _retire(pieces)


func test_the_governor_and_who_watches_hear_of_the_next_job_whenever_they_come() -> void:
	var plain := await _report_of_crowd()
	equal(plain, "", "what the last was denied without a governor")
	batch.governor.soft_queue = 1
	for sleeps: bool in [false, true]:
		if sleeps:
			await until(func() -> bool: return not batch.is_processing(), "it sleeps")
		batch.governor.enabled = true
		contains(await _report_of_crowd(), ["fragment_count"], "what the last was denied")
		batch.governor.enabled = false
		equal(await _report_of_crowd(), "", "what it was denied after the governor")


# Brings it into the state, gives it something, and waits for the end, which begin answers a log of.
func _given(what: String, state: int, begin: Callable) -> void:
	last_seen_at = "%s while it is %s" % [what, NAMES[state]]
	var parent := batch.get_parent()
	match state:
		QUIET:
			await until(func() -> bool: return batch.get_stats()["open"] == 0, "nothing is left")
			await frames(3)
			check(batch.is_processing(), "it watches frames still")
		ASLEEP:
			await until(func() -> bool: return not batch.is_processing(), "it sleeps")
		PUT_BACK_WITH_IT, PUT_BACK_BEFORE:
			parent.remove_child(batch)
	if state == PUT_BACK_BEFORE:
		parent.add_child(batch)
	var ends: SignalLog = begin.call()
	if state == PUT_BACK_WITH_IT:
		await frames(3)
		parent.add_child(batch)
	await until(
		func() -> bool: return ends.count() > 0, "%s given while it is %s ends" % [what, NAMES[state]]
	)
	await frames(2)
	equal(ends.count(), 1, "ends of %s given while it is %s" % [what, NAMES[state]])
	ends.stop()


func _submit_job() -> SignalLog:
	var ends := watch(batch.job_completed)
	check(batch.submit_fracture(Outlines.star(32, 50.0), {}) > 0, "it is accepted")
	return ends


func _submit_batch() -> SignalLog:
	var ends := watch(batch.batch_completed)
	check(batch.submit_batch([Outlines.star(32, 50.0), Outlines.star(16, 50.0)], {}) > 0, "it is accepted")
	return ends


func _submit_empty_batch() -> SignalLog:
	var ends := watch(batch.batch_completed)
	check(batch.submit_batch([], {}) > 0, "it is accepted")
	return ends


func _submit_carving() -> SignalLog:
	var ends := watch(batch.job_completed)
	var tool := CutoutTool.circle(Vector2(40, 0), 9.0)
	check(batch.submit_carve(Outlines.star(32, 50.0), tool) > 0, "it is accepted")
	return ends


func _run_stream() -> SignalLog:
	var stream := batch.create_stream()
	var ends := watch(stream.finished)
	stream.start()
	check(stream.push(Outlines.star(32, 50.0), {"seed": 2}), "there is room")
	return ends


func _run_request() -> SignalLog:
	var request := batch.create().add_fracture(Outlines.star(32, 50.0), {"seed": 3})
	var ends := watch(request.completed)
	request.execute()
	return ends


func _break_nothing() -> SignalLog:
	expect_error("CutoutBatch.fracture_object")
	var ends := SignalLog.new()
	ends.follow(batch.fracture_object(null))
	_logs.push_back(ends)
	return ends


# What the last of some jobs that are submitted at once was denied.
func _report_of_crowd() -> String:
	var ids: Array[int] = []
	var done := watch(batch.job_completed)
	for index: int in 6:
		ids.push_back(batch.submit_fracture(Outlines.star(64, 100.0), {"fragment_count": 40, "seed": index}))
	await until(func() -> bool: return done.count() == 6, "all are done")
	done.stop()
	return batch.get_job_report(ids[5])["degraded"]
