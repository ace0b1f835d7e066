extends BatchTest
## Pieces that are bodies: mass, motion, shapes, layers, and what the game makes itself.

const GRID := {"pattern": "grid", "grid_jitter": 0.0, "edge_padding": 0.0}


func test_the_mass_of_the_body_is_shared_by_area() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.mass = 7.0
	body.scale = Vector2(1, 1)
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(body, {"fragment_count": 12, "seed": 5})
	var sum := 0.0
	for piece: CutoutPieceBody in pieces:
		sum += piece.mass
		near(piece.mass / 7.0, Outlines.area(piece.get_rings()[0]) / 10000.0, 1e-4, "share")
	near(sum, 7.0, 1e-3, "mass")
	await _retire(pieces)


func test_pieces_are_named_alike_wherever_a_game_runs() -> void:
	for again: int in 2:
		var body: RigidBody2D = Breakables.body(&"RigidBody2D")
		body.name = "Crate"
		root.add_child(body)
		var pieces: Array = await batch.fracture_object(body, {"fragment_count": 6, "seed": again})
		# The second ones come from the pool, with the names that they had.
		for index: int in pieces.size():
			equal((pieces[index] as Node).name, StringName("Piece%d" % index))
		equal((pieces[0] as Node).get_parent().name, StringName("CratePieces"))
		await _retire(pieces)


func test_shapes_cover_their_pieces_with_corners_that_all_turn_one_way() -> void:
	# From the pool too, where shapes are used again.
	for seed: int in 12:
		var body: RigidBody2D = Breakables.body(&"RigidBody2D")
		(body.get_child(0) as Polygon2D).polygon = Outlines.star(120, 40.0 + seed)
		body.rotation = 0.3 * seed
		body.scale = Vector2(1.0 + 0.1 * seed, 1.0)
		root.add_child(body)
		var pieces: Array = await batch.fracture_object(body, {"fragment_count": 9, "seed": seed})
		for piece: CutoutPieceBody in pieces:
			var covered := 0.0
			for owner: int in piece.get_shape_owners():
				for index: int in piece.shape_owner_get_shape_count(owner):
					var shape: ConvexPolygonShape2D = piece.shape_owner_get_shape(owner, index)
					check(_turns_one_way(shape.points), "%s of %s" % [shape.points, piece.get_rings()])
					covered += Outlines.area(shape.points)
			near(covered / piece.area, 1.0, 1e-3, "area of shapes")
		await _retire(pieces)


func test_mass_follows_density_where_the_node_has_none() -> void:
	var node := Breakables.square(40.0)
	node.scale = Vector2(2, 1)
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(
		node, GRID, {"kind": CutoutBreakOptions.Kind.BODIES, "density": 0.01}
	)
	var sum := 0.0
	for piece: CutoutPieceBody in pieces:
		sum += piece.mass
	near(sum, 3200.0 * 0.01, 0.01, "mass of all, by pixels of the screen")
	await _retire(pieces)


func test_each_piece_goes_on_as_its_point_of_the_body_did() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.position = Vector2(300, 200)
	body.linear_velocity = Vector2(120, -30)
	body.angular_velocity = 3.0
	body.linear_damp_mode = RigidBody2D.DAMP_MODE_REPLACE
	body.angular_damp_mode = RigidBody2D.DAMP_MODE_REPLACE
	root.add_child(body)
	await tree.physics_frame
	await tree.physics_frame
	var center := {"at": Vector2.ZERO}
	var id := body.get_instance_id()
	# The place of the body in the frame of the change.
	var note := func() -> void:
		if is_instance_id_valid(id):
			center["at"] = (instance_from_id(id) as Node2D).global_position
	tree.process_frame.connect(note)
	var pieces: Array = await batch.fracture_object(body, GRID)
	tree.process_frame.disconnect(note)
	for piece: CutoutPieceBody in pieces:
		var arm: Vector2 = piece.global_position - center["at"]
		var wanted := Vector2(120, -30) + 3.0 * Vector2(-arm.y, arm.x)
		check(
			piece.linear_velocity.distance_to(wanted) < 0.5, "%s, wanted %s" % [piece.linear_velocity, wanted]
		)
		near(piece.angular_velocity, 3.0, 1e-3, "spin")
	await _retire(pieces)


func test_characters_and_moved_bodies_hand_on_their_velocity() -> void:
	var character: CharacterBody2D = Breakables.body(&"CharacterBody2D")
	character.velocity = Vector2(50, 60)
	root.add_child(character)
	var pieces: Array = await batch.fracture_object(character, GRID)
	for piece: CutoutPieceBody in pieces:
		check(piece.linear_velocity.is_equal_approx(Vector2(50, 60)), "velocity of the character")
	await _retire(pieces)
	var moved: AnimatableBody2D = Breakables.body(&"AnimatableBody2D")
	moved.sync_to_physics = false
	root.add_child(moved)
	var step := func() -> void: moved.position.x += 4.0
	tree.physics_frame.connect(step)
	for frame: int in 5:
		await tree.physics_frame
	pieces = await batch.fracture_object(moved, GRID)
	tree.physics_frame.disconnect(step)
	near((pieces[0] as CutoutPieceBody).linear_velocity.x, 240.0, 1.0, "velocity by which it was moved")
	await _retire(pieces)


func test_motion_is_left_out_where_it_is_not_wanted() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.linear_velocity = Vector2(120, -30)
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(body, GRID, {"inherit_motion": false})
	equal((pieces[0] as CutoutPieceBody).linear_velocity, Vector2.ZERO, "velocity")
	await _retire(pieces)


func test_the_force_is_shared_out_and_drives_away_from_the_impact() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.mass = 4.0
	body.position = Vector2(100, 100)
	root.add_child(body)
	var hit := Vector2(60, 60)
	var pieces: Array = await batch.fracture_object(body, GRID, {"impact_point": hit, "force": 500.0})
	var sum := 0.0
	for piece: CutoutPieceBody in pieces:
		sum += piece.mass * piece.linear_velocity.length()
		check(piece.linear_velocity.dot(piece.global_position - hit) > 0.0, "away from the point")
	near(sum, 500.0, 0.5, "impulses of all")
	var nearest: CutoutPieceBody = pieces[0]
	var farthest: CutoutPieceBody = pieces[8]
	check(nearest.linear_velocity.length() > 2.0 * farthest.linear_velocity.length(), "more of it near by")
	await _retire(pieces)
	body = Breakables.body(&"RigidBody2D")
	body.mass = 4.0
	root.add_child(body)
	pieces = await batch.fracture_object(body, GRID, {"impulse": Vector2(0, -80)})
	var total := Vector2.ZERO
	for piece: CutoutPieceBody in pieces:
		total += piece.mass * piece.linear_velocity
	check(total.distance_to(Vector2(0, -80)) < 0.1, "one direction: %s" % total)
	await _retire(pieces)


func test_layers_friction_and_damping_are_carried() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.collision_layer = 5
	body.collision_mask = 12
	body.gravity_scale = 0.25
	body.linear_damp = 0.75
	body.physics_material_override = PhysicsMaterial.new()
	body.add_to_group(&"crates")
	body.modulate = Color(0.5, 1, 1)
	body.z_index = 3
	root.add_child(body)
	var material := body.physics_material_override
	var pieces: Array = await batch.fracture_object(body, GRID)
	for piece: CutoutPieceBody in pieces:
		equal(piece.collision_layer, 5, "layer")
		equal(piece.collision_mask, 12, "mask")
		near(piece.gravity_scale, 0.25, 1e-6, "gravity")
		near(piece.linear_damp, 0.75, 1e-6, "damping")
		equal(piece.physics_material_override, material, "friction and bounce")
		check(piece.is_in_group(&"crates"), "group")
		equal(piece.modulate, Color(0.5, 1, 1), "colour of the body")
		equal(piece.z_index, 3, "height of the body")
	await _retire(pieces)


func test_shapes_cover_the_piece_and_concave_pieces_have_several() -> void:
	var node := Polygon2D.new()
	node.polygon = Outlines.star(70, 80.0)
	root.add_child(node)
	var params := {"pattern": "points", "points": [Vector2.ZERO]}
	var pieces: Array = await batch.fracture_object(node, params, {"kind": CutoutBreakOptions.Kind.BODIES})
	equal(pieces.size(), 1, "pieces")
	var piece: CutoutPieceBody = pieces[0]
	var owner := piece.get_shape_owners()[0]
	check(piece.shape_owner_get_shape_count(owner) > 3, "several shapes")
	var sum := 0.0
	for index: int in piece.shape_owner_get_shape_count(owner):
		sum += Outlines.area((piece.shape_owner_get_shape(owner, index) as ConvexPolygonShape2D).points)
	near(sum, Outlines.area(Outlines.star(70, 80.0)), 1.0, "area of the shapes")
	await _retire(pieces)


func test_bodies_are_not_simulated_before_the_change() -> void:
	_hurry()
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	root.add_child(body)
	# As they come into the tree: how many frames that takes is the machine's affair.
	var spaces: Array[RID] = []
	var seen: Array[bool] = []
	var look_at_piece := func(piece: Node) -> void:
		spaces.push_back(PhysicsServer2D.body_get_space((piece as RigidBody2D).get_rid()))
		seen.push_back((piece as RigidBody2D).is_visible_in_tree())
	var look_at_root := func(node: Node) -> void:
		if node is CutoutPieces:
			node.child_entered_tree.connect(look_at_piece)
	root.child_entered_tree.connect(look_at_root)
	var pieces: Array = await batch.fracture_object(body, {"fragment_count": 300})
	root.child_entered_tree.disconnect(look_at_root)
	equal(spaces.size(), pieces.size(), "all were looked at")
	equal(spaces.count(RID()), pieces.size(), "in no space yet")
	equal(seen.count(false), pieces.size(), "hidden")
	for piece: RigidBody2D in pieces:
		check(PhysicsServer2D.body_get_space(piece.get_rid()).is_valid(), "simulated now")
	await _retire(pieces)


func test_bodies_that_start_asleep_stay_where_they_are_until_something_touches_them() -> void:
	var make := func(_piece: CutoutPieceInfo) -> RigidBody2D:
		var body := RigidBody2D.new()
		var shape := CollisionShape2D.new()
		shape.shape = CircleShape2D.new()
		body.add_child(shape)
		return body
	# A few enter the tree together, many wait in it, and those of a factory too; the last ones from the pool.
	for case: Array in [
		[GRID, {}],
		[{"pattern": "grid", "grid_rows": 7, "grid_cols": 7}, {}],
		[GRID, {"factory": make}],
		[GRID, {}],
	]:
		var node := Breakables.square(90.0)
		root.add_child(node)
		var how := {"kind": CutoutBreakOptions.Kind.BODIES, "start_asleep": true, "force": 1000.0}.merged(
			case[1]
		)
		var pieces: Array = await batch.fracture_object(node, case[0], how)
		await _stay_asleep(pieces)
		var first: RigidBody2D = pieces[0]
		var falling := RigidBody2D.new()
		var ball := CollisionShape2D.new()
		ball.shape = CircleShape2D.new()
		falling.add_child(ball)
		falling.position = first.global_position - Vector2(0, 30)
		falling.linear_velocity = Vector2(0, 300)
		root.add_child(falling)
		await until(func() -> bool: return not first.sleeping, "what is hit wakes")
		falling.free()
		await _retire(pieces)


func test_bodies_that_start_asleep_in_a_game_that_is_paused_sleep_when_it_goes_on() -> void:
	for many: int in [3, 7]:
		var node := Breakables.square(90.0)
		root.add_child(node)
		tree.paused = true
		var pieces: Array = await batch.fracture_object(
			node,
			{"pattern": "grid", "grid_rows": many, "grid_cols": many},
			{"kind": CutoutBreakOptions.Kind.BODIES, "start_asleep": true}
		)
		await frames(3)
		tree.paused = false
		await _stay_asleep(pieces)
		await _retire(pieces)


func test_bodies_that_the_game_takes_away_as_they_come_need_not_sleep() -> void:
	var make := func(_piece: CutoutPieceInfo) -> RigidBody2D: return RigidBody2D.new()
	for factory: Callable in [Callable(), make]:
		var node := Breakables.square(90.0)
		root.add_child(node)
		var taken: Array[Node] = []
		var take := func(entered: Node) -> void:
			if entered is RigidBody2D and taken.size() < 10:
				taken.push_back(entered)
				entered.get_parent().remove_child.call_deferred(entered)
				# Longer than a frame has for it: it has gone before the next one is made.
				OS.delay_usec(2 * CutoutApplier.LEAST_USEC)
		_hurry()
		tree.node_added.connect(take)
		var pieces: Array = await batch.fracture_object(
			node,
			{"pattern": "grid", "grid_rows": 7, "grid_cols": 7},
			{"kind": CutoutBreakOptions.Kind.BODIES, "start_asleep": true, "factory": factory}
		)
		tree.node_added.disconnect(take)
		var left := pieces.filter(func(piece: Node) -> bool: return piece.is_inside_tree())
		equal([taken.size(), left.size()], [10, 39], "taken away, and left")
		check(left.all(func(piece: RigidBody2D) -> bool: return piece.sleeping), "these sleep")
		for piece: Node in taken:
			piece.free()
		await _retire(left)


func test_pieces_fall_and_rest_on_the_ground() -> void:
	var ground := StaticBody2D.new()
	var shape := CollisionShape2D.new()
	var rectangle := RectangleShape2D.new()
	rectangle.size = Vector2(2000, 40)
	shape.shape = rectangle
	ground.add_child(shape)
	ground.position = Vector2(0, 220)
	root.add_child(ground)
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.gravity_scale = 1.0
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(body, GRID)
	for frame: int in 90:
		await tree.physics_frame
	for piece: CutoutPieceBody in pieces:
		check(
			piece.global_position.y > 40.0 and piece.global_position.y < 205.0,
			"at %s" % piece.global_position
		)
	await _retire(pieces)
	ground.free()


func test_pieces_can_be_broken_again() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.rotation = 0.4
	body.mass = 2.0
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(body, GRID)
	var before := Breakables.global_bounds([pieces[4]])
	var mass: float = (pieces[4] as CutoutPieceBody).mass
	var smaller: Array = await batch.fracture_object(pieces[4], {"fragment_count": 5})
	check(smaller.size() >= 4, "smaller pieces: %d" % smaller.size())
	var sum := 0.0
	for piece: CutoutPieceBody in smaller:
		sum += piece.mass
	near(sum, mass, 1e-3, "mass")
	var after := Breakables.global_bounds(smaller)
	check(
		after.position.distance_to(before.position) < 0.5 and after.end.distance_to(before.end) < 0.5, "place"
	)
	await _retire(smaller)
	await _retire(pieces)
	var node := Breakables.square(40.0)
	node.texture = Breakables.map_texture(40, 40)
	root.add_child(node)
	pieces = await batch.fracture_object(node, GRID)
	var again: Array = await batch.fracture_object(pieces[0], {"fragment_count": 4})
	near(Breakables.global_area(again), 1600.0 / 9.0, 0.1, "a polygon too")
	for piece: Polygon2D in again:
		var global := piece.global_transform.translated_local(piece.offset) * piece.polygon[0]
		check(piece.uv[0].distance_to(global) < 0.01, "and its texture stays where it was")
	await _retire(again)
	# The first is gone.
	await _retire(pieces.slice(1))


func test_a_debris_field_takes_what_needs_no_body() -> void:
	for count: int in [3, 0]:
		var field: Node2D = ClassDB.instantiate(&"DebrisField2D")
		field.set(&"bodies_per_break", count)
		root.add_child(field)
		var body: RigidBody2D = Breakables.body(&"RigidBody2D")
		body.mass = 5.0
		body.linear_velocity = Vector2(40, 0)
		root.add_child(body)
		var options := {"debris": field, "force": 300.0}
		var pieces: Array = await batch.fracture_object(body, {"fragment_count": 20}, options)
		equal(pieces.size(), count + 1, "bodies, and the field")
		equal(pieces[-1], field, "the field last")
		equal(field.call(&"get_piece_count"), 20 - count, "debris")
		check(body.is_queued_for_deletion(), "the body goes")
		for piece: Node in pieces.slice(0, count):
			check(piece is CutoutPieceBody, "the largest are bodies")
			check((piece as CutoutPieceBody).mass > 5.0 / 20.0, "of more than the mean mass")
		if count > 0:
			await _retire(pieces)
		field.free()


func test_a_debris_field_that_goes_meanwhile_leaves_the_node_as_it_was() -> void:
	var field: Node2D = ClassDB.instantiate(&"DebrisField2D")
	root.add_child(field)
	var node := Breakables.square(60.0)
	root.add_child(node)
	var state := {"pieces": null}
	_break_into(node, {"fragment_count": 20}, state, {"debris": field})
	field.free()
	await until(func() -> bool: return state["pieces"] != null, "the call answers")
	equal(state["pieces"], [], "nothing")
	check(node.visible and not node.is_queued_for_deletion(), "the node stays")
	node.free()


func test_the_engine_takes_every_shape_of_scaled_and_turned_pieces() -> void:
	for seed: int in 6:
		var node := Polygon2D.new()
		node.polygon = Outlines.star(64, 120.0)
		node.transform = Transform2D(0.7 + seed, Vector2(0.73, 1.31), 0.2, Vector2(311, 77))
		root.add_child(node)
		var params := {"pattern": "spiderweb", "seed": seed, "points_per_ring": 9}
		# A warning of the engine fails the test.
		var pieces: Array = await batch.fracture_object(
			node, params, {"kind": CutoutBreakOptions.Kind.BODIES}
		)
		check(pieces.size() > 9, "%d pieces of seed %d" % [pieces.size(), seed])
		var again: Array = await batch.fracture_object(pieces[0], {"fragment_count": 6, "seed": seed})
		check(again.size() > 1, "%d pieces of a piece of seed %d" % [again.size(), seed])
		await _retire(again)
		await _retire(pieces.slice(1))


func test_a_callable_of_the_game_makes_the_pieces() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.position = Vector2(10, 20)
	body.linear_velocity = Vector2(7, 0)
	root.add_child(body)
	var make := func(piece: CutoutPieceInfo) -> Node2D:
		var made := RigidBody2D.new()
		var shown := Polygon2D.new()
		piece.fill(shown)
		made.add_child(shown)
		made.gravity_scale = 0.0
		return made
	var pieces: Array = await batch.fracture_object(body, GRID, {"factory": make})
	equal(pieces.size(), 9, "pieces")
	var first: RigidBody2D = pieces[0]
	check(first.linear_velocity.is_equal_approx(Vector2(7, 0)), "they have the motion")
	near(first.mass, 1.0 / 9.0, 1e-3, "and their mass")
	var shown: Polygon2D = first.get_child(0)
	near(Outlines.area(shown.polygon), 10000.0 / 9.0, 0.1, "and their outline")
	await _retire(pieces)


func test_a_scene_of_the_game_makes_the_pieces() -> void:
	var root_node := RigidBody2D.new()
	var shown := Polygon2D.new()
	var solid := CollisionPolygon2D.new()
	for child: Node in [shown, solid]:
		root_node.add_child(child)
		child.owner = root_node
	var scene := PackedScene.new()
	scene.pack(root_node)
	root_node.free()
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.map_texture(30, 30)
	sprite.scale = Vector2(2, 2)
	root.add_child(sprite)
	var options := CutoutBreakOptions.new()
	options.factory_scene = scene
	var pieces: Array = await batch.fracture_object(sprite, GRID, options)
	equal(pieces.size(), 9, "pieces")
	for piece: RigidBody2D in pieces:
		near(
			Outlines.area((piece.get_child(0) as Polygon2D).polygon),
			400.0,
			0.1,
			"outline, at the sprite's scale"
		)
		equal((piece.get_child(0) as Polygon2D).polygon, (piece.get_child(1) as CollisionPolygon2D).polygon)
		equal(
			(piece.get_child(0) as Polygon2D).texture,
			sprite.texture if is_instance_valid(sprite) else (piece.get_child(0) as Polygon2D).texture
		)
	await _retire(pieces)


func test_a_factory_that_gives_something_else_leaves_the_node_as_it_was() -> void:
	var used := Node2D.new()
	root.add_child(used)
	var cases: Array[Array] = [
		[func(_piece: CutoutPieceInfo) -> Variant: return null, "gives Nil: a new Node2D"],
		[func(_piece: CutoutPieceInfo) -> Variant: return 17, "gives int"],
		[func(_piece: CutoutPieceInfo) -> Variant: return Node.new(), "gives a Node"],
		[func(_piece: CutoutPieceInfo) -> Variant: return used, "gives a node that is in use already"],
	]
	for case: Array in cases:
		var node := Breakables.square(30.0)
		root.add_child(node)
		expect_error(case[1])
		equal(await batch.fracture_object(node, GRID, {"factory": case[0]}), [], case[1])
		check(node.visible and not node.is_queued_for_deletion(), "the node stays")
		equal(
			root.find_children("*Pieces*", "CutoutPieces", false, false),
			[] as Array[Node],
			"and nothing is beside it"
		)
		node.free()
	used.free()


func test_a_factory_that_fails_at_the_last_piece_leaves_nothing_behind() -> void:
	var node := Breakables.square(30.0)
	root.add_child(node)
	var count := {"left": 8}
	var make := func(_piece: CutoutPieceInfo) -> Variant:
		count["left"] -= 1
		return Node2D.new() if count["left"] >= 0 else null
	expect_error("gives Nil")
	equal(await batch.fracture_object(node, GRID, {"factory": make}), [])
	check(node.visible, "the node stays")
	node.free()


## Checks that bodies sleep, and stay where they are while time goes on.
func _stay_asleep(pieces: Array) -> void:
	var places := pieces.map(func(piece: RigidBody2D) -> Vector2: return piece.global_position)
	for step: int in 5:
		await tree.physics_frame
	check(pieces.all(func(piece: RigidBody2D) -> bool: return piece.sleeping), "they sleep")
	equal(
		pieces.map(func(piece: RigidBody2D) -> Vector2: return piece.global_position), places, "nothing moved"
	)


# Strictly: with no corner twice and none on a straight edge.
func _turns_one_way(ring: PackedVector2Array) -> bool:
	var turns := PackedFloat64Array()
	for index: int in ring.size():
		var at := ring[index]
		var to := ring[(index + 1) % ring.size()]
		turns.push_back((at - ring[index - 1]).cross(to - at))
	turns.sort()
	return ring.size() >= 3 and turns[0] * turns[-1] > 0.0
