extends BatchTest
## CutoutBatch.carve, cut, submit_carve and submit_cut.


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


func test_a_polygon_node_keeps_what_is_left_and_lets_go_what_falls_off() -> void:
	var node := _plate()
	node.color = Color.ORANGE
	node.texture = Breakables.map_texture(64, 64)
	node.texture_scale = Vector2(0.5, 0.5)
	node.add_to_group("ground")
	var child := Node2D.new()
	node.add_child(child)
	var tool := CutoutTool.beam(Vector2(60, -200), Vector2(60, 200), 20.0, true)
	var result: CutoutCarveResult = await batch.carve(node, tool)
	check(result.is_done(), "done")
	equal(result.survivors, [node] as Array[Node], "the node survives")
	equal(result.pieces.size(), 1, "one piece comes off")
	near(Outlines.area(node.polygon), 150.0 * 200.0, 0.1, "what is left")
	near(Breakables.global_area(result.pieces), 30.0 * 200.0, 0.1, "what came off")
	near(result.taken_area, 20.0 * 200.0, 0.1, "what was taken")
	equal(node.color, Color.ORANGE, "colour")
	equal(child.get_parent(), node as Node, "its child")
	for index: int in node.polygon.size():
		var wanted := node.polygon[index] * 0.5
		check(node.uv[index].distance_to(wanted) < 0.01, "pixel %s is drawn where it was" % wanted)
	var piece: Polygon2D = result.pieces[0]
	check(piece.is_in_group("ground"), "the piece is in the group")
	equal(piece.get_parent().get_parent(), root as Node, "the piece is beside the node")
	await _clear(node, result)


func test_holes_survive_and_bites_make_them() -> void:
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.ring_texture()
	sprite.name = "Ring"
	sprite.position = Vector2(100, 50)
	sprite.add_to_group("rings")
	root.add_child(sprite)
	var index := sprite.get_index()
	var result: CutoutCarveResult = await batch.carve(sprite, CutoutTool.circle(Vector2(120, 50), 5.0))
	equal(result.pieces.size(), 0, "nothing comes off")
	var shown := result.survivors[0] as Polygon2D
	check(shown != null, "a sprite is replaced by a polygon")
	equal(str(shown.name), "Ring", "name")
	equal(shown.get_index(), index, "place")
	check(shown.is_in_group("rings"), "group")
	var whole := PI * (30.0 * 30.0 - 10.0 * 10.0)
	near(Breakables.global_area([shown]) / (whole - PI * 25.0), 1.0, 0.03, "both holes are left out")
	await frames(2)
	check(not is_instance_valid(sprite), "the sprite is gone")
	var again: CutoutCarveResult = await batch.carve(shown, CutoutTool.circle(Vector2(100, 75), 4.0))
	equal(again.survivors, [shown] as Array[Node], "it can be carved again")
	near(Breakables.global_area([shown]) / (whole - PI * 41.0), 1.0, 0.03, "with all its holes")
	await _clear(shown, again)


func test_bodies_keep_script_motion_and_mass_and_get_new_shapes() -> void:
	for of_class: StringName in [
		&"StaticBody2D", &"RigidBody2D", &"CharacterBody2D", &"AnimatableBody2D", &"Area2D"
	]:
		var body := Breakables.body(of_class)
		root.add_child(body)
		if body is RigidBody2D:
			(body as RigidBody2D).mass = 8.0
			(body as RigidBody2D).linear_velocity = Vector2(30, 0)
		var tool := CutoutTool.beam(Vector2(20, -100), Vector2(20, 100), 10.0, true)
		var result: CutoutCarveResult = await batch.carve(body, tool)
		equal(result.survivors, [body] as Array[Node], "%s survives" % of_class)
		equal(result.pieces.size(), 1, "pieces of %s" % of_class)
		var shown := body.find_children("*", "Polygon2D", true, false)[0] as Polygon2D
		near(Outlines.area(shown.polygon) / 6500.0, 1.0, 0.02, "what %s shows" % of_class)
		near(_shape_area(body) / 6500.0, 1.0, 0.02, "what %s collides with" % of_class)
		if body is RigidBody2D:
			var piece: CutoutPieceBody = result.pieces[0]
			near((body as RigidBody2D).mass / 5.2, 1.0, 0.02, "mass of the body")
			near(piece.mass / 2.0, 1.0, 0.02, "mass of the piece")
			near(piece.linear_velocity.x, 30.0, 1.0, "motion of the piece")
		await _clear(body, result)


func test_a_collision_polygon_keeps_its_body_solid_with_a_hole_in_it() -> void:
	var body := StaticBody2D.new()
	var solid := CollisionPolygon2D.new()
	solid.polygon = Outlines.rectangle(-50, -50, 100, 100)
	body.add_child(solid)
	root.add_child(body)
	var result: CutoutCarveResult = await batch.carve(solid, CutoutTool.circle(Vector2(50, 0), 10.0))
	equal(result.survivors, [solid] as Array[Node], "it survives")
	near(Outlines.area(solid.polygon), 10000.0 - PI * 50.0, 5.0, "its polygon")
	result = await batch.carve(solid, CutoutTool.circle(Vector2.ZERO, 10.0))
	await frames(2)
	near(_shape_area(body), 10000.0 - PI * 150.0, 10.0, "the body's shapes leave the hole out")
	var space := root.world_2d.direct_space_state
	var query := PhysicsPointQueryParameters2D.new()
	await tree.physics_frame
	await tree.physics_frame
	query.position = Vector2.ZERO
	equal(space.intersect_point(query).size(), 0, "nothing in the hole")
	query.position = Vector2(30, 30)
	check(space.intersect_point(query).size() > 0, "solid beside it")
	result = await batch.carve(solid, CutoutTool.circle(Vector2.ZERO, 100.0))
	equal(result.survivors.size(), 0, "nothing is left")
	await frames(2)
	near(_shape_area(body), 0.0, 0.001, "nor of its shapes")
	body.free()


func test_tools_find_the_place_on_turned_scaled_skewed_and_nested_nodes() -> void:
	var parent := Node2D.new()
	parent.transform = Transform2D(0.5, Vector2(2, 0.5), 0.3, Vector2(40, -20))
	root.add_child(parent)
	var node := _plate(parent)
	node.transform = Transform2D(-0.4, Vector2(-1.5, 2), 0.2, Vector2(30, 10))
	var center := node.global_transform * Vector2(20, 30)
	var tool := CutoutTool.circle(center, 12.0)
	var result: CutoutCarveResult = await batch.carve(node, tool, {"bite": CutoutCarveOptions.Bite.KEEP})
	equal(result.pieces.size(), 1, "the bite comes off")
	near(Breakables.global_area(result.pieces) / (PI * 144.0), 1.0, 0.03, "a circle on the screen")
	var bounds := Breakables.global_bounds(result.pieces)
	check(bounds.get_center().distance_to(center) < 0.5, "where the tool was")
	var area := Breakables.global_area([node])
	tool = CutoutTool.circle(Vector2(-40, -30), 10.0)
	result = await batch.carve(node, tool, {"space": CutoutCarveOptions.Space.LOCAL})
	var scaling := absf(node.global_transform.determinant())
	near((area - Breakables.global_area([node])) / (PI * 100.0 * scaling), 1.0, 0.05, "in its own space")
	parent.free()
	await frames(2)


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


func test_a_laser_held_down_carves_every_frame() -> void:
	var body := Breakables.body(&"StaticBody2D", 200.0)
	root.add_child(body)
	var answers: Array = []
	for frame: int in 60:
		_carve_into(body, CutoutTool.beam(Vector2(-120, 0), Vector2(-100 + 4 * frame, 0), 6.0), answers)
		await tree.process_frame
	await until(func() -> bool: return answers.size() == 60, "all answer")
	var all := CutoutCarveResult.new()
	for result: CutoutCarveResult in answers:
		check(result.is_done(), "done: %s" % result.error)
		all.pieces.append_array(result.pieces)
	equal(all.pieces.size(), 1, "in the end a half falls off, once")
	near(_shape_area(body) / (200.0 * 97.0), 1.0, 0.02, "the other half is solid")
	await _clear(body, all)


func test_a_piece_can_be_carved() -> void:
	var body := Breakables.body(&"RigidBody2D")
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(body, {"pattern": "points", "points": [Vector2.ZERO]})
	var piece: CutoutPieceBody = pieces[0]
	var mass: float = piece.mass
	var answers: Array = []
	_carve_into(piece, CutoutTool.beam(Vector2(20, -100), Vector2(20, 100), 10.0, true), answers)
	_carve_into(piece, CutoutTool.circle(Vector2(-50, 0), 10.0), answers, {"dust_area": 1.0})
	await until(func() -> bool: return answers.size() == 2, "both answer")
	for result: CutoutCarveResult in answers:
		check(result.is_done(), result.error)
	var left := (answers[1] as CutoutCarveResult).survivors[0] as CutoutPieceBody
	near(Breakables.global_area([left]), 6500.0 - PI * 50.0, 10.0, "area")
	near(left.mass / mass, (6500.0 - PI * 50.0) / 10000.0, 0.01, "mass")
	check(left.global_position.distance_to(Vector2(-16.5, 0)) < 1.5, "its origin is its centre of mass")
	await _clear(left, answers[0])


func test_anchored_terrain_keeps_all_its_fixed_parts_in_one_node() -> void:
	var node := _plate()
	var options := {"anchors": PackedVector2Array([Vector2(-95, 0), Vector2(95, 0)])}
	var strokes := [
		CutoutTool.beam(Vector2(-60, -200), Vector2(-60, 200), 10.0, true),
		CutoutTool.beam(Vector2(60, -200), Vector2(60, 200), 10.0, true),
	]
	var result: CutoutCarveResult = await batch.carve(node, strokes, options)
	equal(result.survivors, [node] as Array[Node], "one node")
	equal(result.pieces.size(), 1, "the middle falls out")
	near(Breakables.global_area([node]), 2.0 * 35.0 * 200.0, 0.5, "both ends stay")
	await _clear(node, result)


func test_small_parts_shatter_and_dust_is_dropped() -> void:
	var node := _plate()
	var tool := CutoutTool.beam(Vector2(80, -200), Vector2(80, 200), 10.0, true)
	var options := {"shatter_area": 4000.0, "shatter": {"fragment_count": 6}}
	var result: CutoutCarveResult = await batch.carve(node, tool, options)
	equal(result.pieces.size(), 6, "shards")
	for piece: Node in result.pieces:
		piece.queue_free()
	tool = CutoutTool.beam(Vector2(-80, -200), Vector2(-80, 200), 10.0, true)
	result = await batch.carve(node, tool, {"dust_area": 4000.0})
	equal(result.pieces.size(), 0, "dust")
	near(result.dust_area, 3000.0, 5.0, "its area is told")
	result = await batch.carve(node, CutoutTool.circle(Vector2.ZERO, 5.0), {"min_survivor_area": 1e6})
	equal(result.survivors.size(), 0, "too small to survive")
	equal(result.pieces.size(), 1, "so it comes off")
	await frames(2)
	check(not is_instance_valid(node), "the node goes")
	for piece: Node in result.pieces:
		piece.queue_free()
	await frames(3)


func test_cutting_a_node_with_and_without_a_width() -> void:
	var node := _plate()
	var path := PackedVector2Array([Vector2(-120, 10), Vector2(120, 20)])
	var half := PackedVector2Array([path[0], Vector2(0, 15)])
	var result: CutoutCarveResult = await batch.cut(node, half)
	equal(result.pieces.size(), 0, "halfway in")
	equal(node.polygon.size(), 4, "nothing has changed")
	result = await batch.cut(node, path)
	equal(result.pieces.size(), 1, "from side to side")
	near(Breakables.global_area([node] + result.pieces), 40000.0, 0.5, "nothing is lost")
	var slit: CutoutCarveResult = await batch.cut(
		node, PackedVector2Array([Vector2(0, -120), Vector2(0, -50)]), {"cut_width": 6.0}
	)
	near(slit.taken_area, 6.0 * 50.0, 1.0, "a slit")
	await _clear(node, result)


func test_a_tool_that_misses_changes_nothing() -> void:
	var node := _plate()
	var before := node.polygon
	var result: CutoutCarveResult = await batch.carve(node, CutoutTool.circle(Vector2(900, 0), 50.0))
	equal(result.survivors, [node] as Array[Node], "it survives")
	equal(result.pieces.size(), 0, "pieces")
	equal(node.polygon, before, "polygon")
	node.free()


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


func test_a_body_is_solid_that_is_carved_after_its_collision_polygon() -> void:
	var body := StaticBody2D.new()
	var solid := CollisionPolygon2D.new()
	solid.polygon = Outlines.rectangle(-50, -50, 100, 100)
	solid.one_way_collision = true
	solid.one_way_collision_margin = 3.0
	body.add_child(solid)
	root.add_child(body)
	await batch.carve(solid, CutoutTool.circle(Vector2.ZERO, 10.0))
	await frames(2)
	_is_one_way(body, "with a hole in it")
	var beam := CutoutTool.beam(Vector2(30, -90), Vector2(30, 90), 10.0, true)
	var result: CutoutCarveResult = await batch.carve(body, beam)
	equal(result.survivors, [body] as Array[Node], "the body survives")
	await frames(2)
	equal(body.get_shape_owners().size(), 1, "nothing is left of the shapes before")
	_is_one_way(body, "carved itself")
	near(_shape_area(body) / 7500.0, 1.0, 0.05, "what it collides with")
	await _clear(body, result)


func test_a_piece_is_cut_in_two_that_both_hold() -> void:
	var body := Breakables.body(&"RigidBody2D")
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(body, {"pattern": "points", "points": [Vector2.ZERO]})
	var anchors := PackedVector2Array([Vector2(-40, 0), Vector2(40, 0)])
	var path := PackedVector2Array([Vector2(0, -90), Vector2(0, 90)])
	var result: CutoutCarveResult = await batch.cut(pieces[0], path, {"anchors": anchors})
	equal(result.survivors.size(), 2, "survivors")
	near(Breakables.global_area(result.survivors), 10000.0, 1.0, "area")
	result.pieces.append_array(result.survivors.slice(1))
	await _clear(result.survivors[0], result)


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
	for piece: Node in pieces:
		piece.queue_free()
	await frames(3)


func _carve_into(object: Node, tool: Variant, answers: Array, options: Variant = null) -> void:
	answers.push_back(await batch.carve(object, tool, options))


func _plate(parent: Node = root) -> Polygon2D:
	var node := Breakables.square(200.0)
	parent.add_child(node)
	return node


func _is_one_way(body: CollisionObject2D, when: String) -> void:
	for owner_id: int in body.get_shape_owners():
		if not body.is_shape_owner_disabled(owner_id):
			check(body.is_shape_owner_one_way_collision_enabled(owner_id), "one way, %s" % when)
			near(body.get_shape_owner_one_way_collision_margin(owner_id), 3.0, 0.001, "margin, %s" % when)


## Area of all shapes of a body, in its own space.
func _shape_area(body: CollisionObject2D) -> float:
	var sum := 0.0
	for owner_id: int in body.get_shape_owners():
		if body.is_shape_owner_disabled(owner_id):
			continue
		for index: int in body.shape_owner_get_shape_count(owner_id):
			sum += absf(
				Outlines.area((body.shape_owner_get_shape(owner_id, index) as ConvexPolygonShape2D).points)
			)
	return sum


func _clear(node: Node, result: CutoutCarveResult) -> void:
	for piece: Node in result.pieces:
		if is_instance_valid(piece):
			piece.queue_free()
	var parent := node.get_parent() as CutoutPieces
	node.queue_free()
	await frames(4)
	check(parent == null or not is_instance_valid(parent), "the holder goes with its last piece")
