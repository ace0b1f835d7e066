extends CarvingTest
## Carving bodies, their shapes and pieces.

# Held, for the engine looks for the scene of what is duplicated.
var _scene: PackedScene


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


func test_shapes_far_from_the_tool_stay_and_a_shape_of_the_game_is_not_changed() -> void:
	var body := StaticBody2D.new()
	var solid := CollisionPolygon2D.new()
	solid.polygon = Outlines.star(512, 200.0)
	body.add_child(solid)
	root.add_child(body)
	await batch.carve(body, CutoutTool.circle(Vector2(200, 0), 10.0))
	var before := _shapes_of(body)
	var held := before[0] as ConvexPolygonShape2D
	var as_it_was := held.points
	var area := _shape_area(body)
	var result: CutoutCarveResult = await batch.carve(body, CutoutTool.circle(held.points[0], 10.0))
	near(area - _shape_area(body), result.taken_area + result.dust_area, 1.0, "what is left is solid")
	var after := _shapes_of(body)
	var kept := after.filter(func(shape: Shape2D) -> bool: return shape in before)
	check(kept.size() > before.size() / 2, "%d of %d shapes stay" % [kept.size(), before.size()])
	check(held not in after, "the one that was carved goes")
	equal(held.points, as_it_was, "and is not used again, for somebody holds it")
	await _clear(body, result)


func test_a_collision_polygon_keeps_its_body_solid_with_a_hole_in_it() -> void:
	var body := _solid_square()
	var solid: CollisionPolygon2D = body.get_child(0)
	var result: CutoutCarveResult = await batch.carve(solid, CutoutTool.circle(Vector2(50, 0), 10.0))
	equal(result.survivors, [solid] as Array[Node], "it survives")
	near(Outlines.area(solid.polygon), 10000.0 - PI * 50.0, 5.0, "its polygon")
	result = await batch.carve(solid, CutoutTool.circle(Vector2.ZERO, 10.0))
	await frames(2)
	near(_shape_area(body), 10000.0 - PI * 150.0, 10.0, "the body's shapes leave the hole out")
	equal(await _is_solid_at(Vector2.ZERO), false, "nothing in the hole")
	equal(await _is_solid_at(Vector2(30, 30)), true, "solid beside it")
	result = await batch.carve(solid, CutoutTool.circle(Vector2.ZERO, 100.0))
	equal(result.survivors.size(), 0, "nothing is left")
	await frames(2)
	near(_shape_area(body), 0.0, 0.001, "nor of its shapes")
	body.free()


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


func test_a_body_is_solid_that_is_carved_after_its_collision_polygon() -> void:
	var body := _solid_square()
	var solid: CollisionPolygon2D = body.get_child(0)
	solid.one_way_collision = true
	solid.one_way_collision_margin = 3.0
	await batch.carve(solid, CutoutTool.circle(Vector2.ZERO, 10.0))
	await frames(2)
	_is_one_way(body, "with a hole in it")
	var beam := CutoutTool.beam(Vector2(30, -90), Vector2(30, 90), 10.0, true)
	var result: CutoutCarveResult = await batch.carve(body, beam)
	equal(result.survivors, [body] as Array[Node], "the body survives")
	await frames(2)
	equal(
		_shapes_of(body).size(), CutoutCarvedShapes.of(body).parts.size(), "no shape but those that are left"
	)
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


func test_a_collision_shape_alone_keeps_its_body_solid_where_it_is_left() -> void:
	var body := StaticBody2D.new()
	var solid := _box_shape()
	var box: RectangleShape2D = solid.shape
	solid.position = Vector2(500, 0)
	body.add_child(solid)
	root.add_child(body)
	var first: CutoutCarveResult = await batch.carve(solid, CutoutTool.circle(Vector2(500, 0), 20.0))
	equal(first.survivors, [solid] as Array[Node], "it survives")
	equal(first.pieces.size(), 0, "nothing comes off")
	equal(await _is_solid_at(Vector2(500, 0)), false, "nothing in the hole")
	equal(await _is_solid_at(Vector2(470, 30)), true, "solid beside it")
	equal(box.size, Vector2(100, 100), "the shape, which others may use, is as it was")
	var second: CutoutCarveResult = await batch.carve(solid, CutoutTool.circle(Vector2(470, 30), 8.0))
	equal(second.survivors, [solid] as Array[Node], "it survives again")
	equal(await _is_solid_at(Vector2(500, 0)), false, "still nothing in the first hole")
	equal(await _is_solid_at(Vector2(470, 30)), false, "nothing in the second")
	equal(await _is_solid_at(Vector2(530, -30)), true, "solid beside both")
	var wide := RectangleShape2D.new()
	wide.size = Vector2(300, 100)
	solid.shape = wide
	await batch.carve(solid, CutoutTool.circle(Vector2(620, 0), 10.0))
	equal(await _is_solid_at(Vector2(620, 0)), false, "another shape that it was given since is carved")
	equal(await _is_solid_at(Vector2(600, 0)), true, "solid where only that one is")
	equal(await _is_solid_at(Vector2(500, 0)), true, "and where the first one had its hole")
	body.queue_free()
	await frames(2)


func test_a_carved_shape_is_switched_off_and_on_as_it_was_left() -> void:
	for is_shape: bool in [true, false]:
		var body := _solid_square(is_shape)
		var solid: Node2D = body.get_child(0)
		await batch.carve(solid, CutoutTool.circle(Vector2.ZERO, 20.0))
		equal(solid.get(&"disabled"), false, "it is not switched off")
		solid.set(&"disabled", true)
		equal(await _is_solid_at(Vector2(30, 30)), false, "switched off nothing is solid")
		solid.set(&"disabled", false)
		equal(await _is_solid_at(Vector2(30, 30)), true, "switched on it is solid")
		equal(await _is_solid_at(Vector2.ZERO), false, "but for the hole")
		solid.position = Vector2(300, 0)
		equal(await _is_solid_at(Vector2(330, 30)), true, "it is solid where it is moved to")
		equal(await _is_solid_at(Vector2(30, 30)), false, "and nowhere else")
		equal(await _is_solid_at(Vector2(300, 0)), false, "with its hole")
		body.queue_free()
		await frames(2)


func test_a_body_of_shapes_alone_is_carved_with_those_that_it_was_given_since() -> void:
	var body := _solid_square()
	await batch.carve(body, CutoutTool.circle(Vector2.ZERO, 20.0))
	var more := _box_shape()
	more.position = Vector2(100, 0)
	body.add_child(more)
	var result: CutoutCarveResult = await batch.carve(body, CutoutTool.circle(Vector2(100, 0), 20.0))
	equal(result.survivors, [body] as Array[Node], "it survives")
	equal(result.pieces.size(), 0, "old and new are one part")
	near(_shape_area(body), 20000.0 - 2.0 * PI * 400.0, 20.0, "what is solid")
	equal(await _is_solid_at(Vector2.ZERO), false, "nothing in the first hole")
	equal(await _is_solid_at(Vector2(100, 0)), false, "nothing in the second")
	equal(await _is_solid_at(Vector2(50, 0)), true, "solid between them")
	for owner_id: int in body.get_shape_owners():
		body.shape_owner_clear_shapes(owner_id)
	more.free()
	var other := CollisionPolygon2D.new()
	other.polygon = Outlines.rectangle(200, 0, 40, 40)
	body.add_child(other)
	result = await batch.carve(body, CutoutTool.circle(Vector2(220, 20), 5.0))
	near(_shape_area(body), 1600.0 - PI * 25.0, 5.0, "what the game took away is gone")
	await _clear(body, result)


func test_a_body_whose_shapes_a_game_took_or_made_starts_from_those_that_were_carved() -> void:
	var body := _solid_square()
	# An L: two convex parts at least, and one ring.
	await batch.carve(body, CutoutTool.polygon(Outlines.rectangle(0, 0, 60, 60)))
	near(_shape_area(body), 7500.0, 1.0, "the L")
	var own := _owner_of_carved(body)
	check(body.shape_owner_get_shape_count(own) > 1, "more than one part")
	body.shape_owner_remove_shape(own, 0)
	var left := _shape_area(body)
	check(left < 7000.0, "the game took a part away")
	var result: CutoutCarveResult = await batch.carve(body, CutoutTool.circle(Vector2(500, 0), 5.0))
	near(_shape_area(body), left, 1.0, "it stays away")
	var pieces: Array = await batch.fracture_object(body, {"fragment_count": 4}, {"keep_original": true})
	near(Breakables.global_area(pieces), left, 1.0, "and is in no piece")
	await _let_go(pieces)
	await _clear(body, result)
	body = _solid_square()
	await batch.carve(body, CutoutTool.polygon(Outlines.rectangle(0, 0, 60, 60)))
	body.shape_owner_clear_shapes(_owner_of_carved(body))
	var mine := body.create_shape_owner(body)
	var far := ConvexPolygonShape2D.new()
	far.points = Outlines.rectangle(200, 200, 10, 10)
	body.shape_owner_add_shape(mine, far)
	var more := CollisionPolygon2D.new()
	more.polygon = Outlines.rectangle(-20, -20, 40, 40)
	body.add_child(more)
	result = await batch.carve(body, CutoutTool.polygon(Outlines.rectangle(-30, -30, 30, 60)))
	near(_shape_area(body), 800.0 + 100.0, 1.0, "half of the new shape, and the game's own beside it")
	await _clear(body, result)


func test_what_a_carving_has_left_of_shapes_can_be_fractured() -> void:
	var body := _solid_square()
	await batch.carve(body, CutoutTool.circle(Vector2.ZERO, 20.0))
	var pieces: Array = await batch.fracture_object(body, {"fragment_count": 6})
	near(Breakables.global_area(pieces), 10000.0 - PI * 400.0, 10.0, "pieces of the body")
	await _let_go(pieces)
	body = _solid_square()
	await batch.carve(body.get_child(0), CutoutTool.circle(Vector2.ZERO, 20.0))
	pieces = await batch.fracture_object(body.get_child(0), {"fragment_count": 6})
	near(Breakables.global_area(pieces), 10000.0 - PI * 400.0, 10.0, "pieces of a shape in it")
	await _let_go(pieces)
	body.free()
	body = _solid_square()
	await batch.carve(body.get_child(0), CutoutTool.circle(Vector2.ZERO, 20.0))
	pieces = await batch.fracture_object(body, {"fragment_count": 6})
	near(
		Breakables.global_area(pieces), 10000.0 - PI * 400.0, 10.0, "pieces of a body whose shape was carved"
	)
	await _let_go(pieces)


func test_copies_of_a_carved_body_collide_where_it_does() -> void:
	for is_from_scene: bool in [false, true]:
		var body := _box_body(is_from_scene)
		body.position = Vector2(1000, 0)
		root.add_child(body)
		var first: CutoutCarveResult = await batch.carve(body, CutoutTool.circle(Vector2(1000, 0), 20.0))
		equal(first.survivors, [body] as Array[Node], "it survives")
		(CutoutCarvedShapes.of(body) as CutoutCarvedShapes).one_way_collision = true
		var copy: StaticBody2D = body.duplicate()
		var of_copy: StaticBody2D = copy.duplicate()
		body.free()
		for x: int in 2:
			var made: StaticBody2D = [copy, of_copy][x]
			var what := "copy %d, %s" % [x + 1, "from a scene" if is_from_scene else "made by hand"]
			made.position = Vector2(2000 + 1000 * x, 0)
			root.add_child(made)
			near(_shape_area(made), 10000.0 - PI * 400.0, 10.0, "shapes of %s" % what)
			equal(await _is_solid_at(made.position + Vector2(40, 40)), true, "%s is solid" % what)
			equal(await _is_solid_at(made.position), false, "nothing in the hole of %s" % what)
			check(CutoutCarvedShapes.of(made).one_way_collision, "one way: %s" % what)
			var bite := CutoutTool.circle(made.position + Vector2(50, 0), 10.0)
			var result: CutoutCarveResult = await batch.carve(made, bite)
			near(_shape_area(made), 10000.0 - PI * 450.0, 10.0, "%s can be carved" % what)
			equal(result.pieces.size(), 0, "and nothing comes off")
			var pieces: Array = await batch.fracture_object(made, {"fragment_count": 5})
			near(Breakables.global_area(pieces), 10000.0 - PI * 450.0, 10.0, "and broken")
			await _let_go(pieces)
		await frames(2)
	_scene = null


func test_a_carved_body_keeps_its_shapes_where_it_leaves_the_tree_and_comes_back() -> void:
	var body := _solid_square()
	await batch.carve(body, CutoutTool.circle(Vector2.ZERO, 20.0))
	var area := _shape_area(body)
	root.remove_child(body)
	root.add_child(body)
	near(_shape_area(body), area, 0.001, "back in the tree")
	equal(await _is_solid_at(Vector2(30, 30)), true, "solid")
	var own := CutoutCarvedShapes.of(body)
	own.disabled = true
	equal(await _is_solid_at(Vector2(30, 30)), false, "switched off nothing is solid")
	body.remove_child(own)
	near(_shape_area(body), 0.0, 0.001, "without its shapes")
	own.disabled = false
	body.add_child(own)
	near(_shape_area(body), area, 0.001, "with them again")
	body.free()


## A body with a box as its shape; as a game makes it, or out of a scene.
func _box_body(is_from_scene: bool) -> StaticBody2D:
	var body := StaticBody2D.new()
	var solid := _box_shape()
	body.add_child(solid)
	if not is_from_scene:
		return body
	solid.owner = body
	_scene = PackedScene.new()
	equal(_scene.pack(body), OK, "packed")
	body.free()
	# Without a path it is no instance to the engine.
	_scene.take_over_path("res://box_body.tscn")
	return _scene.instantiate()


func _owner_of_carved(body: CollisionObject2D) -> int:
	for owner_id: int in body.get_shape_owners():
		if body.shape_owner_get_owner(owner_id) is CutoutCarvedShapes:
			return owner_id
	return -1


func _shapes_of(body: CollisionObject2D) -> Array[Shape2D]:
	var shapes: Array[Shape2D] = []
	for owner_id: int in body.get_shape_owners():
		for index: int in body.shape_owner_get_shape_count(owner_id):
			shapes.push_back(body.shape_owner_get_shape(owner_id, index))
	return shapes


func _is_one_way(body: CollisionObject2D, when: String) -> void:
	for owner_id: int in body.get_shape_owners():
		if not body.is_shape_owner_disabled(owner_id):
			check(body.is_shape_owner_one_way_collision_enabled(owner_id), "one way, %s" % when)
			near(body.get_shape_owner_one_way_collision_margin(owner_id), 3.0, 0.001, "margin, %s" % when)


## A body in the tree whose only child is a square of 100: a polygon, or a shape.
func _solid_square(is_shape := false) -> StaticBody2D:
	var body := StaticBody2D.new()
	if is_shape:
		body.add_child(_box_shape())
	else:
		var solid := CollisionPolygon2D.new()
		solid.polygon = Outlines.rectangle(-50, -50, 100, 100)
		body.add_child(solid)
	root.add_child(body)
	return body


func _box_shape() -> CollisionShape2D:
	var solid := CollisionShape2D.new()
	var box := RectangleShape2D.new()
	box.size = Vector2(100, 100)
	solid.shape = box
	return solid
