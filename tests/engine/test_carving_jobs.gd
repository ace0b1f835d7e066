extends BatchTest
## Polygons that are carved and cut through the queue, without a node.


func test_a_polygon_is_carved_through_the_queue() -> void:
	var plate := Outlines.rectangle(0, 0, 400, 300)
	var id := batch.submit_carve(plate, CutoutTool.beam(Vector2(300, -10), Vector2(300, 310), 20.0, true))
	check(id > 0, "it is accepted")
	var ended := await until_emitted(batch.job_completed)
	equal(ended[0], id, "id")
	var fragments: Array = ended[1]
	equal(fragments.size(), 2, "fragments")
	equal(fragments[0].survives, true, "the first survives")
	equal(fragments[1].survives, false, "the second comes off")
	near(fragments[0].area, 290.0 * 300.0, 0.1, "what survives")
	near(fragments[1].area, 90.0 * 300.0, 0.1, "what comes off")
	var report := batch.get_job_report(id)
	near(report["taken_area"], 20.0 * 300.0, 0.1, "what was taken")
	equal(report["outcome"], "completed", "outcome")


func test_a_cut_without_a_width_takes_nothing_and_parts_share_its_vertices() -> void:
	var plate := Outlines.rectangle(0, 0, 400, 300)
	batch.submit_cut(plate, PackedVector2Array([Vector2(-5, 100), Vector2(200, 130), Vector2(405, 90)]))
	var fragments: Array = (await until_emitted(batch.job_completed))[1]
	equal(fragments.size(), 2, "fragments")
	near(fragments[0].area + fragments[1].area, 120000.0, 0.1, "area")
	var shared := 0
	for point: Vector2 in fragments[0].polygon:
		shared += int((fragments[1].polygon as PackedVector2Array).has(point))
	equal(shared, 3, "vertices of the cut on both sides")
	equal(fragments[0].neighbors, PackedInt32Array([1]), "neighbours")
	batch.submit_cut(plate, PackedVector2Array([Vector2(-5, 100), Vector2(200, 130)]))
	fragments = (await until_emitted(batch.job_completed))[1]
	equal(fragments.size(), 1, "a cut that ends inside parts nothing")
	equal(fragments[0].polygon.size(), 4, "and leaves no trace")
	batch.submit_cut(plate, PackedVector2Array([Vector2(-5, 100), Vector2(200, 130)]), {"cut_width": 4.0})
	fragments = (await until_emitted(batch.job_completed))[1]
	equal(fragments.size(), 1, "a slit parts nothing either")
	check(fragments[0].area < 119500.0, "but takes its width away")


func test_thresholds_and_bites_in_the_queue() -> void:
	var plate := Outlines.rectangle(0, 0, 400, 300)
	var strokes := [
		CutoutTool.beam(Vector2(35, -10), Vector2(35, 310), 10.0, true),
		CutoutTool.beam(Vector2(105, -10), Vector2(105, 310), 10.0, true),
	]
	batch.submit_carve(plate, strokes)
	var fragments: Array = (await until_emitted(batch.job_completed))[1]
	equal(fragments.map(func(f: RefCounted) -> int: return f.get(&"tool_index")), [0, 0, 1], "tools")
	var small := {"shatter_area": 20000, "shatter": {"fragment_count": 7}, "dust_area": 10000}
	batch.submit_carve(plate, strokes, small)
	fragments = (await until_emitted(batch.job_completed))[1]
	equal(fragments.size(), 8, "one survives, one is shattered, one is dust")
	batch.submit_carve(plate, strokes[0], {"bite": "keep"})
	fragments = (await until_emitted(batch.job_completed))[1]
	equal(fragments.map(func(f: RefCounted) -> bool: return f.get(&"is_bite")), [false, false, true], "bite")
	batch.submit_carve(plate, strokes[0], {"anchors": PackedVector2Array([Vector2(1, 1)])})
	fragments = (await until_emitted(batch.job_completed))[1]
	near(fragments[0].area, 9000.0, 0.1, "the part with the anchor survives")
	batch.submit_carve(plate, CutoutTool.circle(Vector2(200, 150), 1000.0))
	equal((await until_emitted(batch.job_completed))[1], [], "nothing is left")


func test_wrong_tools_and_options_fail_with_a_sentence() -> void:
	var plate := Outlines.rectangle(0, 0, 400, 300)
	var circle := CutoutTool.circle(Vector2.ZERO, 10.0)
	var cases: Array[Array] = [
		[17, {}, "tool is of type int: a Dictionary, or an Array of them"],
		[{}, {}, 'tool "shape" is null: circle, polygon, beam, sweep, cut are allowed'],
		[{"shape": "square"}, {}, 'tool "shape" is "square"'],
		[{"shape": "circle", "center": Vector2.ZERO}, {}, 'tool "radius" is null: a number is allowed'],
		[{"shape": "circle", "center": 3, "radius": 2.0}, {}, 'tool "center" is 3: a Vector2 is allowed'],
		[CutoutTool.circle(Vector2.ZERO, -1.0), {}, 'tool "radius" is -1.0: numbers from'],
		[CutoutTool.circle(Vector2(NAN, 0), 1.0), {}, 'tool "center" has the point (NaN'],
		[circle.merged({"color": 1}), {}, 'tool has no key "color"'],
		[circle.merged({"tolerance": 0.0}), {}, 'tool "tolerance" is 0.0'],
		[circle.merged({"transform": 3}), {}, '"transform" is of type int'],
		[circle.merged({"transform": Transform2D().scaled(Vector2(1, 0))}), {}, "scale of 0"],
		[CutoutTool.polygon(PackedVector2Array()), {}, '"polygon" has 0 different points'],
		[CutoutTool.cut(PackedVector2Array([Vector2.ONE])), {}, '"path" has 1 different points'],
		[
			CutoutTool.beam(Vector2.ZERO, Vector2.ONE, 1.0).merged({"ends": "odd"}, true),
			{},
			'"ends" is "odd"'
		],
		[[circle, 3], {}, "tool at index 1: is of type int"],
		[[], {}, "there are 0 tools: 1 to 256 are allowed"],
		[circle, 3, "options is of type int"],
		[circle, {"foo": 1}, 'options has no key "foo"'],
		[circle, {"dust_area": -1}, 'options "dust_area" is -1.0'],
		[circle, {"bite": "eat"}, 'options "bite" is "eat"'],
		[circle, {"anchors": 3}, 'options "anchors" is 3'],
		[circle, {"shatter": {"pattern": "odd"}}, 'options "shatter": params "pattern" is "odd"'],
	]
	for case: Array in cases:
		batch.submit_carve(plate, case[0], case[1])
		var ended := await until_emitted(batch.job_failed)
		contains(ended[1] if ended.size() > 1 else "", [case[2]], "error")
	batch.submit_carve(Vector2.ZERO, circle)
	contains((await until_emitted(batch.job_failed))[1], ["polygon is of type Vector2"], "error")
	batch.submit_cut(plate, 3)
	contains((await until_emitted(batch.job_failed))[1], ['tool "path" is 3'], "error")


func test_carvings_are_kept_cancelled_and_ordered_like_other_jobs() -> void:
	batch.clear_cache()
	var plate := Outlines.rectangle(0, 0, 400, 300)
	var circle := CutoutTool.circle(Vector2(200, 150), 40.0)
	var first := batch.submit_carve(plate, circle)
	await until_emitted(batch.job_completed)
	var again := batch.submit_carve(plate, circle)
	var other := batch.submit_carve(plate, CutoutTool.circle(Vector2(200, 150), 41.0))
	var done := watch(batch.job_completed)
	await until(func() -> bool: return done.count() == 2, "both are done")
	equal([done.calls[0][0], done.calls[1][0]], [again, other], "order")
	equal(batch.get_job_report(first)["cached"], false, "made")
	equal(batch.get_job_report(again)["cached"], true, "kept")
	equal(batch.get_job_report(other)["cached"], false, "another tool is another job")
	var late := batch.submit_carve(plate, CutoutTool.circle(Vector2(100, 150), 42.0), {}, -5)
	check(batch.cancel_job(late), "it can be cancelled")
	equal((await until_emitted(batch.job_cancelled))[0], late, "cancelled")


func test_parts_that_touch_are_carved_apart_where_they_are_told_apart() -> void:
	var halves: Array[PackedVector2Array] = [
		Outlines.rectangle(0, 0, 200, 300), Outlines.rectangle(200, 0, 200, 300)
	]
	var circle := CutoutTool.circle(Vector2(200, 150), 30.0)
	var told: Array[PackedInt32Array] = [[], [1, 1]]
	for parts: PackedInt32Array in told:
		batch.submit_carve(halves, circle, {"parts": parts})
		var fragments: Array = (await until_emitted(batch.job_completed))[1]
		equal(fragments.size(), maxi(parts.size(), 1), "survivors of %s" % parts)
		var area := 0.0
		for fragment: CutoutFragment in fragments:
			equal(fragment.survives, true, "survives")
			area += fragment.area
		near(area, 120000.0 - PI * 900.0, 20.0, "area of %s" % parts)
	var wrongs: Array[PackedInt32Array] = [[1], [2, 1], [2, 0], [1, 1, 1], [-1, 3]]
	for wrong: PackedInt32Array in wrongs:
		batch.submit_carve(halves, circle, {"parts": wrong})
		contains((await until_emitted(batch.job_failed))[1], ['options "parts"'], "error of %s" % wrong)
	batch.submit_carve(halves, circle, {"parts": "11"})
	contains((await until_emitted(batch.job_failed))[1], ['options "parts" is of type'], "error")
