extends CarvingTest
## Carving as games do it: things that move, fall, are scaled and flipped, or gone before the answer comes.


func test_a_bite_is_where_the_tool_was_when_it_was_called_on_a_node_that_moves() -> void:
	var node := _plate()
	node.position = Vector2(100, 0)
	var answers: Array = []
	_carve_into(node, CutoutTool.circle(Vector2(130, 0), 10.0), answers)
	node.position = Vector2(400, 300)
	node.rotation = 1.0
	node.scale = Vector2(2, 2)
	# Waits for the first, and means the place as it is now.
	_carve_into(node, CutoutTool.circle(node.to_global(Vector2(-30, 0)), 20.0), answers)
	await until(func() -> bool: return answers.size() == 2, "both answer")
	for local: Vector2 in [Vector2(30, 0), Vector2(-30, 0)]:
		equal(_shows(node, local), false, "the bite at %s" % local)
		equal(_shows(node, local + Vector2(0, 12)), true, "no more than it at %s" % local)
	near(_own_area(node), 40000.0 - 2.0 * PI * 100.0, 10.0, "two bites")
	await _clear(node, answers[0])


func test_pieces_of_a_moving_body_come_off_where_it_is_by_then() -> void:
	var body := Breakables.body(&"RigidBody2D")
	root.add_child(body)
	var answers: Array = []
	_carve_into(body, CutoutTool.beam(Vector2(20, -100), Vector2(20, 100), 10.0, true), answers)
	body.global_position = Vector2(700, 0)
	await until(func() -> bool: return answers.size() == 1, "it answers")
	var result: CutoutCarveResult = answers[0]
	var bounds := Breakables.global_bounds(result.pieces)
	near(bounds.position.x, 725.0, 1.0, "left side of the piece")
	near(bounds.end.x, 750.0, 1.0, "right side")
	await _clear(body, result)


func test_mirrored_and_skewed_bodies_are_solid_where_they_are_seen() -> void:
	for skewed: Transform2D in [
		Transform2D(0.3, Vector2(-1, 1), 0.0, Vector2(300, 0)),
		Transform2D(2.0, Vector2(1, -1), 0.0, Vector2(300, 0)),
		Transform2D(0.0, Vector2(1, 1), 0.4, Vector2(300, 0)),
	]:
		var body := StaticBody2D.new()
		var shown := Breakables.square(100.0)
		shown.transform = Transform2D(skewed.x, skewed.y, Vector2.ZERO)
		body.add_child(shown)
		var solid := CollisionPolygon2D.new()
		solid.polygon = shown.transform * shown.polygon
		body.add_child(solid)
		body.position = skewed.origin
		root.add_child(body)
		var at := shown.to_global(Vector2(30, 20))
		var result: CutoutCarveResult = await batch.carve(body, CutoutTool.circle(at, 8.0))
		equal(result.survivors, [body] as Array[Node], "it survives")
		equal(await _is_solid_at(at), false, "nothing where it was bitten")
		equal(await _is_solid_at(shown.to_global(Vector2(-30, -20))), true, "solid elsewhere")
		equal(_shows(shown, Vector2(30, 20)), false, "nor is it seen there")
		near(result.taken_area / (PI * 64.0), 1.0, 0.03, "area in pixels of the screen")
		await _clear(body, result)


func test_what_stands_on_carved_ground_falls() -> void:
	var ground := StaticBody2D.new()
	var shown := Breakables.square(400.0)
	ground.add_child(shown)
	var solid := CollisionPolygon2D.new()
	solid.polygon = shown.polygon
	ground.add_child(solid)
	root.add_child(ground)
	var box := Breakables.body(&"RigidBody2D", 20.0) as RigidBody2D
	box.gravity_scale = 1.0
	box.position = Vector2(0, -210)
	root.add_child(box)
	await until(func() -> bool: return box.sleeping, "it comes to rest")
	var rest := box.position.y
	var result: CutoutCarveResult = await batch.carve(ground, CutoutTool.circle(Vector2(0, -200), 60.0))
	await until(func() -> bool: return box.position.y > rest + 30.0, "it falls into the hole")
	box.free()
	await _clear(ground, result)


func test_a_body_at_rest_falls_when_its_feet_are_carved_off() -> void:
	var ground := StaticBody2D.new()
	ground.add_child(_box(Vector2(400, 20)))
	root.add_child(ground)
	var tower := Breakables.body(&"RigidBody2D", 100.0) as RigidBody2D
	tower.gravity_scale = 1.0
	tower.position = Vector2(0, -60)
	root.add_child(tower)
	await until(func() -> bool: return tower.sleeping, "it comes to rest")
	var rest := tower.position.y
	var feet := CutoutTool.beam(Vector2(-90, -20), Vector2(90, -20), 30.0, true)
	var result: CutoutCarveResult = await batch.carve(tower, feet, {"dust_area": 2000.0})
	await until(func() -> bool: return tower.position.y > rest + 10.0, "it falls")
	ground.free()
	await _clear(tower, result)


func test_a_bite_that_covers_all_leaves_nothing_of_any_kind() -> void:
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.map_texture(40, 40)
	for node: Node2D in [
		Breakables.square(40.0),
		sprite,
		Breakables.body(&"RigidBody2D", 40.0),
		Breakables.body(&"Area2D", 40.0),
	]:
		root.add_child(node)
		var of_class := node.get_class()
		var result: CutoutCarveResult = await batch.carve(node, CutoutTool.circle(Vector2.ZERO, 100.0))
		check(result.is_done(), "%s: %s" % [of_class, result.error])
		equal(result.survivors.size() + result.pieces.size(), 0, "%s: nothing is left" % of_class)
		near(result.taken_area, 1600.0, 0.5, "%s: all was taken" % of_class)
		await frames(2)
		check(not is_instance_valid(node), "%s goes" % of_class)


func test_a_beam_from_far_off_cuts_what_is_in_its_way() -> void:
	var node := _plate()
	var result: CutoutCarveResult = await batch.carve(
		node, CutoutTool.beam(Vector2(-1e6, 3e4), Vector2(1e6, -3e4), 8.0)
	)
	equal(result.pieces.size(), 1, "in two")
	near(Breakables.global_area([node] + result.pieces), 40000.0 - 200.0 * 8.0, 5.0, "but for its width")
	await _let_go(result.pieces)
	result = await batch.cut(node, PackedVector2Array([Vector2(-5e5, -5e5), Vector2(5e5, 5e5)]))
	equal(result.pieces.size(), 1, "a cut from as far")
	await _clear(node, result)


func test_a_node_that_is_taken_out_of_the_tree_while_it_is_carved_stays_as_it_was() -> void:
	var node := _plate()
	var before := node.polygon
	var answers: Array = []
	for index: int in 2:
		_carve_into(node, CutoutTool.circle(Vector2(50 * index, 0), 10.0), answers)
	root.remove_child(node)
	await until(func() -> bool: return answers.size() == 2, "both answer")
	for result: CutoutCarveResult in answers:
		check(not result.is_done(), "not done")
		equal(result.survivors.size() + result.pieces.size(), 0, "nothing came of it")
	equal(node.polygon, before, "the node is as it was")
	root.add_child(node)
	var again: CutoutCarveResult = await batch.carve(node, CutoutTool.circle(Vector2.ZERO, 10.0))
	check(again.is_done(), "back in the tree it can be carved")
	await _clear(node, again)


func test_what_is_carved_into_a_hundred_parts_is_carved_and_broken_as_those() -> void:
	var node := _plate()
	var all := {"anchor_ring": Outlines.rectangle(-150, -150, 300, 300)}
	var cuts: Array = []
	for index: int in 9:
		var at := -80.0 + 20.0 * index
		cuts.push_back(CutoutTool.cut(PackedVector2Array([Vector2(at, -200), Vector2(at, 200)])))
		cuts.push_back(CutoutTool.cut(PackedVector2Array([Vector2(-200, at), Vector2(200, at)])))
	var result: CutoutCarveResult = await batch.carve(node, cuts, all)
	equal(result.pieces.size(), 0, "all hold")
	var without := {"anchors": PackedVector2Array([Vector2(-90, -90)])}
	var copy: Polygon2D = node.duplicate()
	root.add_child(copy)
	var pieces: Array = await batch.fracture_object(copy, {"pattern": "points", "points": [Vector2.ZERO]})
	equal(pieces.size(), 100, "its parts, of one cell")
	near(Breakables.global_area(pieces), 40000.0, 1.0, "all of it")
	await _let_go(pieces)
	result = await batch.carve(node, CutoutTool.circle(Vector2.ZERO, 5.0), without)
	equal(result.pieces.size(), 99, "without an anchor they come off, each by itself")
	near(_own_area(node), 400.0, 0.1, "and one is left")
	await _clear(node, result)


func test_a_destructible_that_was_carved_breaks_and_comes_back_as_it_was_carved() -> void:
	var body := Breakables.body(&"StaticBody2D")
	var node := Destructible2D.new()
	node.params = CutoutFractureParams.new()
	body.add_child(node)
	root.add_child(body)
	node.restorable = true
	await batch.carve(body, CutoutTool.circle(Vector2.ZERO, 20.0))
	var area := _shape_area(body)
	check(node.fracture(), "it breaks")
	await until(func() -> bool: return node.state == Destructible2D.State.BROKEN, "broken")
	equal(await _is_solid_at(Vector2(30, 30)), true, "its pieces are solid")
	check(node.restore(), "it comes back")
	await frames(4)
	near(_shape_area(body), area, 0.01, "with the shapes that it had")
	equal(await _is_solid_at(Vector2.ZERO), false, "and its hole")
	equal(await _is_solid_at(Vector2(30, 30)), true, "solid beside it")
	body.queue_free()
	await frames(4)


## Whether a polygon draws something at a point of its own space.
func _shows(node: Polygon2D, at: Vector2) -> bool:
	if node.polygons.is_empty():
		return Geometry2D.is_point_in_polygon(at, node.polygon)
	for part: PackedInt32Array in node.polygons:
		var ring := PackedVector2Array()
		for index: int in part:
			ring.push_back(node.polygon[index])
		if Geometry2D.is_point_in_polygon(at, ring):
			return true
	return false


## Area of what a polygon draws, in its own space.
func _own_area(node: Polygon2D) -> float:
	return Breakables.global_area([node]) / absf(node.global_transform.determinant())


func _box(size: Vector2) -> CollisionShape2D:
	var solid := CollisionShape2D.new()
	var box := RectangleShape2D.new()
	box.size = size
	solid.shape = box
	return solid
