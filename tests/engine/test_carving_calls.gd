extends CarvingTest
## Many calls for one node, calls that cannot be carried out, and those that are called off.


func test_bad_input_gives_one_error_and_leaves_the_node() -> void:
	var node := _plate()
	var before := node.polygon
	var circle := CutoutTool.circle(Vector2.ZERO, 10.0)
	var freed := Node2D.new()
	freed.free()
	var cases: Array[Array] = [
		[null, circle, null, "CutoutBatch.carve: object is of type Nil"],
		[freed, circle, null, "CutoutBatch.carve: object was freed"],
		[root, circle, null, "CutoutBatch.carve: object is of class Window"],
		[node, 3, null, "CutoutBatch.carve: tool is of type int"],
		[node, {"shape": "circle"}, null, 'CutoutBatch.carve: tool "center" is null'],
		[node, CutoutTool.circle(Vector2.ZERO, -1.0), null, 'tool "radius" is -1.0'],
		[node, [circle, {}], null, "tool at index 1"],
		[node, circle, 3, "options is of type int"],
		[node, circle, {"foo": 3}, 'options has no key "foo"'],
		[node, circle, {"dust_area": "3"}, 'options "dust_area" is of type String'],
		[node, circle, {"dust_area": -3}, 'options "dust_area" is -3.0'],
		[node, circle, {"force": INF}, 'options "force" is inf'],
		[node, circle, {"keep_original": true}, 'options "keep_original" is true'],
		[node, circle, {"bite": 7}, 'options "bite" is 7'],
		[node, circle, {"shatter": {"seed": "x"}}, 'options "shatter": params "seed"'],
	]
	for case: Array in cases:
		expect_error(case[3])
		var result: CutoutCarveResult = await batch.carve(case[0], case[1], case[2])
		check(
			not result.is_done() and result.error.contains(case[3].trim_prefix("CutoutBatch.carve: ")), "told"
		)
	expect_error('CutoutBatch.cut: tool "path" is 3')
	check(not (await batch.cut(node, 3)).is_done(), "told")
	expect_error("factory")
	var failing := {"factory": func(_piece: CutoutPieceInfo) -> Node2D: return null}
	var beam := CutoutTool.beam(Vector2(60, -200), Vector2(60, 200), 20.0)
	check(not (await batch.carve(node, beam, failing)).is_done(), "a factory that fails")
	equal(node.polygon, before, "the node is as it was")
	node.free()
	await frames(2)


func test_a_bad_tool_does_not_take_the_calls_down_that_wait_with_it() -> void:
	var node := _plate()
	var answers: Array = []
	expect_error("encloses no area")
	var flat := PackedVector2Array([Vector2.ZERO, Vector2(10, 10), Vector2(20, 20)])
	# The first is under way at once; the others wait together.
	for x: int in [-80, -40]:
		_carve_into(node, CutoutTool.circle(Vector2(x, 0), 10.0).merged({"transform": null}, true), answers)
	_carve_into(node, CutoutTool.polygon(flat), answers)
	for x: int in [40, 80]:
		_carve_into(node, CutoutTool.circle(Vector2(x, 0), 10.0), answers)
	await until(func() -> bool: return answers.size() == 5, "all answer")
	var done := answers.map(func(one: CutoutCarveResult) -> bool: return one.is_done())
	equal(done, [true, true, false, true, true], "done")
	near(Breakables.global_area([node]), 40000.0 - PI * 400.0, 20.0, "all four bites were taken")
	await _clear(node, answers[0])


func test_cancelled_and_freed_while_it_runs() -> void:
	var node := _plate()
	var before := node.polygon
	var answers: Array = []
	for index: int in 3:
		_carve_into(node, CutoutTool.circle(Vector2(10 * index, 0), 30.0), answers)
	check(batch.cancel_object(node), "there was something to cancel")
	await until(func() -> bool: return answers.size() == 3, "all answer")
	for result: CutoutCarveResult in answers:
		equal(result.error, "cancelled", "error")
	equal(node.polygon, before, "the node is as it was")
	check(not batch.cancel_object(node), "nothing to cancel any more")
	for index: int in 3:
		_carve_into(node, CutoutTool.circle(Vector2(10 * index, 0), 30.0), answers)
	node.free()
	await until(func() -> bool: return answers.size() == 6, "all answer")
	for index: int in range(3, 6):
		check(not (answers[index] as CutoutCarveResult).is_done(), "not done")


func test_a_node_is_fractured_or_carved() -> void:
	var node := _plate()
	var answers: Array = []
	_carve_into(node, CutoutTool.circle(Vector2.ZERO, 10.0), answers)
	expect_error("is being carved")
	equal(await batch.fracture_object(node, {}), [], "no pieces")
	await until(func() -> bool: return answers.size() == 1, "it answers")
	check((answers[0] as CutoutCarveResult).is_done(), "carved")
	var pieces: Array = await batch.fracture_object(node, {"fragment_count": 5, "holes": "keep"})
	near(Breakables.global_area(pieces), 40000.0 - PI * 100.0, 10.0, "and can be broken after")
	await _let_go(pieces)


func test_a_hundred_carvings_in_a_row_are_all_carried_out() -> void:
	var node := _plate()
	var answers: Array = []
	for index: int in 100:
		_carve_into(node, CutoutTool.circle(Vector2(-90 + 1.8 * index, -30), 6.0), answers)
	await until(func() -> bool: return answers.size() == 100, "all answer")
	for result: CutoutCarveResult in answers:
		check(result.is_done(), "done: %s" % result.error)
		equal(result.survivors, [node] as Array[Node], "survivors")
	check(node.polygon.size() < 120, "points do not pile up: %d" % node.polygon.size())
	near(Breakables.global_area([node]) / (40000.0 - 178.2 * 12.0 - PI * 36.0), 1.0, 0.01, "area")
	await _clear(node, answers[0])


func test_a_node_that_is_carved_twice_in_a_frame_loses_both_bites() -> void:
	var node := _plate()
	var answers: Array = []
	_carve_into(node, CutoutTool.circle(Vector2(-50, 0), 20.0), answers)
	# With other options they are not carried out together.
	_carve_into(
		node, CutoutTool.circle(Vector2(50, 0), 20.0), answers, {"bite": CutoutCarveOptions.Bite.KEEP}
	)
	await until(func() -> bool: return answers.size() == 2, "both answer")
	for result: CutoutCarveResult in answers:
		equal(result.survivors, [node] as Array[Node], "survivors")
	equal((answers[0] as CutoutCarveResult).pieces.size(), 0, "the first bite is gone")
	equal((answers[1] as CutoutCarveResult).pieces.size(), 1, "the second is kept")
	near(Breakables.global_area([node]), 40000.0 - PI * 800.0, 30.0, "both were taken")
	await _clear(node, answers[1])


func test_a_carving_that_fails_on_the_worker_leaves_the_node_as_it_was() -> void:
	var node := _plate()
	node.color = Color.CORAL
	var before := node.polygon
	expect_error("encloses no area")
	var flat := PackedVector2Array([Vector2.ZERO, Vector2(10, 10), Vector2(20, 20)])
	var result: CutoutCarveResult = await batch.carve(node, CutoutTool.polygon(flat))
	check(not result.is_done(), "told")
	equal(result.survivors.size() + result.pieces.size(), 0, "nothing came of it")
	equal(node.polygon, before, "its outline")
	equal(node.color, Color.CORAL, "its colour")
	result = await batch.carve(node, CutoutTool.circle(Vector2.ZERO, 20.0))
	check(result.is_done(), "and it can be carved after")
	await _clear(node, result)


func test_a_game_that_calls_again_the_moment_it_is_refused_does_so_once_a_frame() -> void:
	var node := _plate()
	var freed := Node2D.new()
	freed.free()
	var circle := CutoutTool.circle(Vector2.ZERO, 10.0)
	var bad := {"lifetime": -1.0}
	var request := func() -> Signal: return batch.create().add_fracture(node, {}, bad).execute()
	for case: Array in [
		[batch.carve.bind(node, 3), "tool is of type int"],
		[batch.carve.bind(freed, circle), "object was freed"],
		[batch.fracture_object.bind(node, {}, bad), 'options "lifetime" is -1.0'],
		[request, 'options "lifetime" is -1.0'],
	]:
		for frame: int in 6:
			expect_error(case[1])
		equal(await _most_refusals_in_a_frame(case[0], 6), 1, "refused: %s" % case[1])
	await _change(&"max_queue_size", 1)
	for way: Callable in [batch.carve.bind(node, circle), batch.fracture_object.bind(node, {})]:
		# As long as this one is there: until it is delivered, at least.
		var hold := batch.submit_fracture(Outlines.star(4000, 100.0), {"fragment_count": 60_000})
		equal(await _most_refusals_in_a_frame(way, 6), 1, "no room")
		batch.cancel_job(hold)
		await until(func() -> bool: return batch.get_job_report(hold)["stage"] == "taken", "it has ended")
	await _change(&"max_queue_size", null)
	if is_instance_valid(node):
		node.free()
	await frames(2)


func test_calls_that_wait_and_find_no_room_are_each_told_and_may_come_again() -> void:
	var node := _plate()
	var answers: Array = []
	var refusals: Array = []
	await _change(&"max_queue_size", 1)
	var hold := {&"id": 0}
	# In the place of the first, before the others come to their turn.
	var fill := func(_id: int, _result: Array) -> void:
		if hold[&"id"] == 0:
			hold[&"id"] = batch.submit_fracture(Outlines.star(4000, 100.0), {"fragment_count": 60_000})
	batch.job_completed.connect(fill)
	# The second and the third wait for the first, and for one another, for their options differ.
	for index: int in 3:
		var options := {"force": float(index)}
		_carve_until_done(node, Vector2(-60 + 60 * index, 0), options, answers, refusals)
	await until(func() -> bool: return refusals.size() >= 2, "the others are refused")
	batch.job_completed.disconnect(fill)
	batch.cancel_job(hold[&"id"])
	await until(func() -> bool: return answers.size() == 3, "and done in their turn")
	await _change(&"max_queue_size", null)
	near(Breakables.global_area([node]), 40000.0 - 3.0 * PI * 100.0, 30.0, "each bite once")
	await _clear(node, answers[0])


func _carve_until_done(
	node: Node2D, at: Vector2, options: Dictionary, answers: Array, refusals: Array
) -> void:
	var tool := CutoutTool.circle(at, 10.0)
	while true:
		var result: CutoutCarveResult = await batch.carve(node, tool, options)
		if result.is_done():
			answers.push_back(result)
			return
		refusals.push_back(result.error)


## How often a call that is made again as soon as it is refused is refused in a frame, at most: of so many
## times, or until it is carried out.
func _most_refusals_in_a_frame(attempt: Callable, times: int) -> int:
	var frames_of_answers: Array[int] = []
	await _call_while_refused(attempt, times, frames_of_answers)
	var most := 0
	for frame: int in frames_of_answers:
		most = maxi(most, frames_of_answers.count(frame))
	return most


func _call_while_refused(attempt: Callable, times: int, frames_of_answers: Array[int]) -> void:
	for time: int in times:
		var answer: Variant = await attempt.call()
		if answer is CutoutCarveResult and (answer as CutoutCarveResult).is_done():
			return
		if typeof(answer) == TYPE_ARRAY and not (answer as Array).is_empty() and answer[0] is Node:
			await _let_go(answer)
			return
		frames_of_answers.push_back(Engine.get_process_frames())
