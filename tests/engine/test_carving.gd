extends CarvingTest
## What a carving leaves of a node, and what comes off.


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


func test_many_points_are_drawn_in_convex_parts_and_fractured_as_one_outline() -> void:
	var node := Polygon2D.new()
	node.polygon = Outlines.star(600, 100.0)
	root.add_child(node)
	var result: CutoutCarveResult = await batch.carve(node, CutoutTool.circle(Vector2(100, 0), 20.0))
	var area := Outlines.area(node.polygon)
	check(node.polygon.size() > 500, "points far from the tool stay")
	near(Breakables.global_area([node]), area, 0.5, "the parts together")
	for part: PackedInt32Array in node.polygons:
		check(part.size() <= 8, "%d corners" % part.size())
	var copies: Array[Polygon2D] = [node.duplicate(), node.duplicate()]
	for copy: Polygon2D in copies:
		root.add_child(copy)
	await _breaks_into(node, area)
	await _breaks_into(copies[0], area)
	await batch.carve(copies[1], CutoutTool.circle(Vector2(-100, 0), 5.0))
	# Whoever draws less of it has less of it broken.
	copies[1].polygons = copies[1].polygons.slice(0, 20)
	await _breaks_into(copies[1], Breakables.global_area([copies[1]]))
	equal(result.pieces.size(), 0, "nothing came off")


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


func test_a_short_ring_that_the_engine_may_draw_wrongly_is_drawn_in_parts() -> void:
	var node := Polygon2D.new()
	node.polygon = PackedVector2Array(
		[
			Vector2(63759.5, 77199.27),
			Vector2(-71142.17, -70454.19),
			Vector2(-63759.5, -77199.27),
			Vector2(71142.17, 70454.19),
		]
	)
	root.add_child(node)
	var result: CutoutCarveResult = await batch.carve(node, CutoutTool.circle(Vector2(30000, 20000), 5000.0))
	check(result.is_done(), "done")
	check(node.polygon.size() <= 128, "a short ring: %d points" % node.polygon.size())
	var drawn := 0.0
	for part: PackedInt32Array in node.polygons:
		var ring := PackedVector2Array()
		for index: int in part:
			ring.push_back(node.polygon[index])
		drawn += _drawn_area(ring)
	near(drawn / Outlines.area(node.polygon), 1.0, 1e-5, "area that is drawn")
	await _clear(node, result)


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


func test_every_tool_takes_its_shape() -> void:
	# The engine's own offsetting and areas are what it is held against.
	var path := PackedVector2Array([Vector2(-60, -40), Vector2(0, 20), Vector2(50, -30), Vector2(50, 60)])
	var ring := Outlines.rectangle(-30, -20, 70, 50)
	var line := PackedVector2Array([Vector2(-70, 10), Vector2(60, 40)])
	var round_ends: Array[PackedVector2Array] = Geometry2D.offset_polyline(
		line, 8.0, Geometry2D.JOIN_ROUND, Geometry2D.END_ROUND
	)
	var flat_ends: Array[PackedVector2Array] = Geometry2D.offset_polyline(
		line, 8.0, Geometry2D.JOIN_ROUND, Geometry2D.END_BUTT
	)
	var swept: Array[PackedVector2Array] = Geometry2D.offset_polyline(
		path, 9.0, Geometry2D.JOIN_ROUND, Geometry2D.END_ROUND
	)
	var slit: Array[PackedVector2Array] = Geometry2D.offset_polyline(
		line, 3.0, Geometry2D.JOIN_ROUND, Geometry2D.END_BUTT
	)
	var cases: Array[Array] = [
		[CutoutTool.circle(Vector2(10, 10), 40.0), PI * 1600.0],
		[CutoutTool.polygon(ring), 3500.0],
		[CutoutTool.beam(line[0], line[1], 16.0), Outlines.area(round_ends[0])],
		[CutoutTool.beam(line[0], line[1], 16.0, true), Outlines.area(flat_ends[0])],
		[CutoutTool.sweep(path, 9.0), Outlines.area(swept[0])],
		[CutoutTool.cut(line, 6.0), Outlines.area(slit[0])],
	]
	for case: Array in cases:
		var node := _plate()
		var result: CutoutCarveResult = await batch.carve(node, case[0])
		var what: String = case[0]["shape"]
		equal(result.survivors, [node] as Array[Node], "%s: survivors" % what)
		near(result.taken_area / absf(case[1]), 1.0, 0.02, "%s: what it takes" % what)
		# Points of round borders are left out where that moves them by less than a pixel.
		near(Breakables.global_area([node]), 40000.0 - result.taken_area, 10.0, "%s: what is left" % what)
		await _clear(node, result)


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
	await _let_go(result.pieces)
	tool = CutoutTool.beam(Vector2(-80, -200), Vector2(-80, 200), 10.0, true)
	result = await batch.carve(node, tool, {"dust_area": 4000.0})
	equal(result.pieces.size(), 0, "dust")
	near(result.dust_area, 3000.0, 5.0, "its area is told")
	result = await batch.carve(node, CutoutTool.circle(Vector2.ZERO, 5.0), {"min_survivor_area": 1e6})
	equal(result.survivors.size(), 0, "too small to survive")
	equal(result.pieces.size(), 1, "so it comes off")
	await frames(2)
	check(not is_instance_valid(node), "the node goes")
	await _let_go(result.pieces)


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


func test_two_survivors_that_touch_stay_apart_at_the_next_call() -> void:
	var node := _plate()
	var both := {"anchors": PackedVector2Array([Vector2(-95, 0), Vector2(95, 0)])}
	var result: CutoutCarveResult = await batch.cut(
		node, PackedVector2Array([Vector2(0, -120), Vector2(0, 120)]), both
	)
	equal(result.pieces.size(), 0, "both hold")
	result = await batch.carve(node, CutoutTool.circle(Vector2(0, 0), 20.0), both)
	equal(result.pieces.size(), 0, "both hold still")
	near(Breakables.global_area([node]), 40000.0 - PI * 400.0, 10.0, "area")
	var left := {"anchors": PackedVector2Array([Vector2(-95, 0)])}
	result = await batch.carve(node, CutoutTool.circle(Vector2(-50, 50), 10.0), left)
	equal(result.pieces.size(), 1, "without its anchor the right one comes off")
	near(Breakables.global_area(result.pieces), 20000.0 - PI * 200.0, 10.0, "all of it")
	near(Breakables.global_area([node]), 20000.0 - PI * 300.0, 10.0, "and the left one is left")
	await _clear(node, result)


func test_a_survivor_that_is_too_small_is_shattered() -> void:
	var node := _plate()
	var options := {"shatter_area": 1e6, "shatter": {"fragment_count": 5}}
	var result: CutoutCarveResult = await batch.carve(node, CutoutTool.circle(Vector2(100, 0), 20.0), options)
	equal(result.survivors.size(), 0, "survivors")
	equal(result.pieces.size(), 5, "shards")
	near(Breakables.global_area(result.pieces), 40000.0 - PI * 200.0, 10.0, "all of it")
	await frames(2)
	check(not is_instance_valid(node), "the node is gone")
	await _let_go(result.pieces)


func _breaks_into(node: Node2D, area: float) -> void:
	var pieces: Array = await batch.fracture_object(node, {"fragment_count": 5})
	near(Breakables.global_area(pieces), area, 0.5, "its pieces")
	await _let_go(pieces)


func test_what_a_game_changes_between_two_carvings_stays_changed() -> void:
	var texture := ImageTexture.create_from_image(Image.create_empty(64, 64, false, Image.FORMAT_RGBA8))
	var node := _plate()
	node.texture = texture
	await batch.carve(node, CutoutTool.circle(Vector2(100, 0), 20.0))
	node.texture_offset = Vector2(7, 3)
	var before := _uv_of(node, Vector2(-100, -100))
	await batch.carve(node, CutoutTool.circle(Vector2(-100, 0), 20.0))
	var after := _uv_of(node, Vector2(-100, -100))
	check(before.is_equal_approx(after), "texture: %s was %s" % [after, before])
	var colors := PackedColorArray()
	colors.resize(node.polygon.size())
	colors.fill(Color.RED)
	node.vertex_colors = colors
	await batch.carve(node, CutoutTool.circle(Vector2(0, 100), 20.0))
	var color := node.color if node.vertex_colors.is_empty() else node.vertex_colors[0]
	equal(color, Color.RED, "colours of the corners")
	node.free()
	var body := StaticBody2D.new()
	var shown := _plate()
	shown.reparent(body)
	root.add_child(body)
	await batch.carve(body, CutoutTool.circle(Vector2(100, 0), 20.0))
	shown.color = Color.BLUE
	shown.z_index = 3
	var beam := CutoutTool.beam(Vector2(0, -200), Vector2(0, 200), 10.0, true)
	var result: CutoutCarveResult = await batch.carve(body, beam)
	equal(shown.color, Color.BLUE, "the colour of what a body shows")
	if equal(result.pieces.size(), 1, "pieces"):
		equal((result.pieces[0] as CanvasItem).z_index, 3, "of the piece")
	await _clear(body, result)


func test_survivors_that_touch_stay_apart_when_they_are_fractured() -> void:
	var node := _plate()
	var both := {"anchors": PackedVector2Array([Vector2(-95, 0), Vector2(95, 0)])}
	await batch.cut(node, PackedVector2Array([Vector2(0, -120), Vector2(0, 120)]), both)
	await batch.carve(node, CutoutTool.circle(Vector2(0, 0), 20.0), both)
	var area := Breakables.global_area([node])
	near(area, 40000.0 - PI * 400.0, 10.0, "what is left")
	var copy: Polygon2D = node.duplicate()
	root.add_child(copy)
	for broken: Polygon2D in [node, copy]:
		var params := {"pattern": "points", "points": [Vector2(0, -50), Vector2(0, 50)]}
		var pieces: Array = await batch.fracture_object(broken, params)
		var what := "the node" if broken == node else "a copy of it"
		equal(pieces.size(), 4, "%s: on each side one above the other" % what)
		near(Breakables.global_area(pieces), area, 1.0, "%s: all of it" % what)
		_none_runs_across(pieces, 0.0, what)
		await _let_go(pieces)


func test_no_piece_runs_across_an_old_cut_whatever_shows_it() -> void:
	var anchors := PackedVector2Array([Vector2(-45, 0), Vector2(45, 0)])
	var path := PackedVector2Array([Vector2(0, -120), Vector2(0, 120)])
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.map_texture(100, 100)
	var shown := Breakables.body(&"StaticBody2D")
	var turned := Breakables.body(&"AnimatableBody2D")
	var unseen := StaticBody2D.new()
	var of_solid := StaticBody2D.new()
	for body: StaticBody2D in [unseen, of_solid]:
		var solid := CollisionPolygon2D.new()
		solid.polygon = Outlines.rectangle(-50, -50, 100, 100)
		body.add_child(solid)
	for node: Node2D in [sprite, shown, turned, unseen, of_solid]:
		root.add_child(node)
	(turned.get_child(0) as Node2D).rotation = PI / 2.0
	var cases: Array[Array] = [
		["a sprite", sprite, sprite],
		["a body", shown, shown],
		["a body that shows a turned node", turned, turned],
		["a body of shapes", unseen, unseen],
		["a body of which a shape was cut", of_solid.get_child(0), of_solid],
	]
	for case: Array in cases:
		var result: CutoutCarveResult = await batch.cut(case[1], path, {"anchors": anchors})
		equal(result.pieces.size(), 0, "%s: both hold" % case[0])
		var broken: Node = result.survivors[0] if case[1] == case[2] else case[2]
		var pieces: Array = await batch.fracture_object(broken, {"fragment_count": 9, "seed": 4})
		check(pieces.size() > 9, "%s: cells on the cut are two pieces each" % case[0])
		near(Breakables.global_area(pieces), 10000.0, 1.0, "%s: all of it" % case[0])
		_none_runs_across(pieces, 0.0, case[0])
		await _let_go(pieces)


func test_a_body_breaks_in_its_parts_where_what_it_shows_was_carved_alone_before() -> void:
	var body := Breakables.body(&"StaticBody2D")
	root.add_child(body)
	var shown: Polygon2D = body.find_children("*", "Polygon2D", true, false)[0]
	await batch.carve(shown, CutoutTool.polygon(Outlines.rectangle(30, 30, 40, 40)))
	var anchors := PackedVector2Array([Vector2(-45, 0), Vector2(45, 0)])
	await batch.cut(body, PackedVector2Array([Vector2(0, -120), Vector2(0, 120)]), {"anchors": anchors})
	var pieces: Array = await batch.fracture_object(body, {"fragment_count": 9, "seed": 4})
	near(Breakables.global_area(pieces), 9600.0, 1.0, "all of it")
	_none_runs_across(pieces, 0.0, "a body")
	await _let_go(pieces)


func test_what_was_carved_can_be_packed_in_a_scene_saved_and_opened() -> void:
	var node := _plate()
	var body := Breakables.body(&"StaticBody2D")
	root.add_child(body)
	for carved: Node2D in [node, body]:
		await batch.carve(carved, CutoutTool.circle(Vector2(50, 0), 20.0))
		for child: Node in carved.get_children():
			child.owner = carved
		var area := Breakables.global_area([node]) if carved == node else _shape_area(body)
		for format: String in ["tscn", "scn"]:
			var scene := PackedScene.new()
			equal(scene.pack(carved), OK, "packed")
			var path := "user://carved_%s.%s" % [carved.get_class(), format]
			equal(ResourceSaver.save(scene, path), OK, "saved")
			var opened := (load(path) as PackedScene).instantiate()
			DirAccess.remove_absolute(path)
			root.add_child(opened)
			if opened is CollisionObject2D:
				near(_shape_area(opened as CollisionObject2D), area, 0.1, "%s: solid as it was" % path)
			var pieces: Array = await batch.fracture_object(opened, {"fragment_count": 9})
			near(Breakables.global_area(pieces), area, 0.1, "%s: breaks as it was" % path)
			await _let_go(pieces)
	node.free()
	body.free()


func test_pieces_made_ahead_are_those_of_parts_that_stay_apart() -> void:
	var node := _plate()
	var both := {"anchors": PackedVector2Array([Vector2(-95, 0), Vector2(95, 0)])}
	await batch.cut(node, PackedVector2Array([Vector2(0, -120), Vector2(0, 120)]), both)
	var params := {"fragment_count": 12, "seed": 8}
	var ahead := batch.prefracture(node, params)
	await until(func() -> bool: return batch.get_job_report(ahead).get("stage") == "taken", "it is made")
	var before: int = batch.get_stats()["cache_hits"]
	var pieces: Array = await batch.fracture_object(node, params)
	equal(batch.get_stats()["cache_hits"], before + 1, "it is not made again")
	_none_runs_across(pieces, 0.0, "kept")
	await _let_go(pieces)


## Each piece is on one side of an upright line.
func _none_runs_across(pieces: Array, x: float, what: String) -> void:
	for piece: Node in pieces:
		var bounds := Breakables.global_bounds([piece])
		var is_apart := bounds.end.x <= x + 0.001 or bounds.position.x >= x - 0.001
		check(is_apart, "%s: a piece from %s to %s" % [what, bounds.position.x, bounds.end.x])


func _uv_of(node: Polygon2D, corner: Vector2) -> Vector2:
	var index := node.polygon.find(corner)
	var texture := Transform2D(node.texture_rotation, node.texture_offset).scaled(node.texture_scale)
	return texture * (node.uv[index] if node.uv.size() == node.polygon.size() else corner)


## Area of the triangles in which the engine draws a ring.
func _drawn_area(ring: PackedVector2Array) -> float:
	var sum := 0.0
	var indices := Geometry2D.triangulate_polygon(ring)
	for at: int in range(0, indices.size(), 3):
		sum += Outlines.area([ring[indices[at]], ring[indices[at + 1]], ring[indices[at + 2]]])
	return sum
