extends BatchTest
## How pieces end: lifetimes, fading, the cap, the pool; and how a break is taken back.

const GRID := {"pattern": "grid", "grid_jitter": 0.0, "edge_padding": 0.0}
const BODIES := CutoutBreakOptions.Kind.BODIES
## What a piece does not share with a new body.
const OWN: Array[StringName] = [
	&"position",
	&"rotation",
	&"scale",
	&"skew",
	&"mass",
	&"linear_velocity",
	&"angular_velocity",
	&"sleeping",
	&"unique_name_in_owner"
]


func test_pieces_go_after_their_lifetime_the_smallest_first() -> void:
	for kind: int in [CutoutBreakOptions.Kind.POLYGONS, BODIES]:
		var pieces: Array = await _break_square(
			{"kind": kind, "lifetime": 0.1, "lifetime_spread": 0.2, "fade_time": 0.1}
		)
		var holder: Node = pieces[0].get_parent()
		var id := holder.get_instance_id()
		equal(holder.get_child_count(), 9, "all are there at first")
		var faded := {"seen": false}
		var gone := func() -> bool:
			if is_instance_id_valid(id):
				for piece: Node in (instance_from_id(id) as Node).get_children():
					faded["seen"] = faded["seen"] or (piece as Node2D).modulate.a < 0.9
			return not is_instance_id_valid(id)
		await until(gone, "all have gone")
		check(faded["seen"], "they faded")


func test_bodies_go_once_they_rest() -> void:
	var pieces: Array = await _break_square({"kind": BODIES, "free_when_asleep": true, "start_asleep": true})
	var id: int = pieces[0].get_parent().get_instance_id()
	await until(func() -> bool: return not is_instance_id_valid(id), "sleepers have gone")
	pieces = await _break_square({"kind": BODIES, "free_when_asleep": true})
	for piece: CutoutPieceBody in pieces:
		piece.can_sleep = false
	await frames(10)
	check(is_instance_valid(pieces[0]), "those awake have not")
	await _retire(pieces)


func test_past_the_cap_bodies_of_the_oldest_break_go() -> void:
	var before := batch.keeper.max_bodies
	batch.keeper.max_bodies = 20
	var oldest: Array = await _break_square({"kind": BODIES})
	var second: Array = await _break_square({"kind": BODIES})
	equal(batch.keeper.living_bodies(), 18, "below the cap")
	var third: Array = await _break_square({"kind": BODIES})
	equal(batch.keeper.living_bodies(), 20, "at the cap")
	await until(func() -> bool: return _in_tree(oldest).size() <= 2, "seven of the oldest go")
	equal(_in_tree(oldest).size(), 2, "no more of them")
	equal(_in_tree(second).size(), 9, "none of the second")
	batch.keeper.max_bodies = before
	for pieces: Array in [oldest, second, third]:
		await _retire(_in_tree(pieces))


func test_of_the_oldest_break_the_smallest_bodies_go_first() -> void:
	var before := batch.keeper.max_bodies
	batch.keeper.max_bodies = 40
	var node := Breakables.square(80.0)
	root.add_child(node)
	var oldest: Array = await batch.fracture_object(node, {"fragment_count": 30, "seed": 3}, {"kind": BODIES})
	var areas: Array[float] = []
	areas.assign(oldest.map(func(piece: CutoutPieceBody) -> float: return piece.area))
	areas.sort()
	for piece: CutoutPieceBody in oldest:
		piece.gravity_scale = 0.0
	var holder: Node = oldest[0].get_parent()
	var others: Array[Array] = []
	for time: int in 3:
		others.push_back(await _break_square({"kind": BODIES}))
	await until(func() -> bool: return holder.get_child_count() <= 13, "17 of 30 make room for 27")
	# Some of those that went are pieces of the others by now.
	var left := holder.get_children()
	equal(left.size(), 13, "no more of them")
	for piece: CutoutPieceBody in left:
		check(piece.area >= areas[17], "%f is one of the largest" % piece.area)
	batch.keeper.max_bodies = before
	await _retire(left)
	for pieces: Array in others:
		await _retire(pieces)


func test_pieces_that_are_cut_alike_share_their_shapes() -> void:
	var first: Array = await _break_square({"kind": BODIES})
	var second: Array = await _break_square({"kind": BODIES})
	for index: int in first.size():
		equal(_shapes_of(first[index]), _shapes_of(second[index]), "the same cut, the same shapes")
	await _retire(first)
	first = await _break_square({"kind": BODIES})
	equal(batch.keeper.pool.size(), 0, "from the pool")
	for index: int in first.size():
		equal(_shapes_of(first[index]), _shapes_of(second[index]), "those from the pool too")
	# Scaled, they are not cut alike.
	var scaled := Breakables.square(40.0)
	scaled.scale = Vector2(2.0, 1.0)
	root.add_child(scaled)
	var third: Array = await batch.fracture_object(scaled, GRID, {"kind": BODIES})
	for index: int in third.size():
		check(_shapes_of(third[index]) != _shapes_of(second[index]), "another size, another shape")
	# One that the game changes is no piece's to come.
	var changed: ConvexPolygonShape2D = _shapes_of(second[4])[0]
	changed.points = PackedVector2Array([Vector2.ZERO, Vector2(1, 0), Vector2(0, 1)])
	for pieces: Array in [first, second, third]:
		await _retire(pieces)
	for again: int in 2:
		for size: float in [40.0, 40.0, 60.0]:
			var node := Breakables.square(size)
			root.add_child(node)
			var pieces: Array = await batch.fracture_object(node, GRID, {"kind": BODIES})
			check(pieces.all(_fits), "the shapes are those of the piece")
			await _retire(pieces)


func test_a_shape_that_the_game_changed_on_a_living_piece_is_no_later_pieces() -> void:
	var first: Array = await _break_square({"kind": BODIES})
	var shape: ConvexPolygonShape2D = _shapes_of(first[4])[0]
	var as_made := shape.points
	shape.points = PackedVector2Array([Vector2.ZERO, Vector2(1, 0), Vector2(0, 1)])
	(_shapes_of(first[5])[0] as ConvexPolygonShape2D).custom_solver_bias = 0.5
	var second: Array = await _break_square({"kind": BODIES})
	check(second.all(_fits), "the shapes are those of the pieces")
	equal((_shapes_of(second[4])[0] as ConvexPolygonShape2D).points, as_made, "as cut")
	near((_shapes_of(second[5])[0] as ConvexPolygonShape2D).custom_solver_bias, 0.0, 0.0, "bias")
	equal(_shapes_of(second[3]), _shapes_of(first[3]), "what nobody changed is shared still")
	equal(shape.points.size(), 3, "and the game's own stays as it was changed")
	# Not even where it is put back.
	shape.points = as_made
	var third: Array = await _break_square({"kind": BODIES})
	equal(_shapes_of(third[4]), _shapes_of(second[4]), "shared with the one that was made anew")
	for pieces: Array in [first, second, third]:
		await _retire(pieces)


func test_bodies_from_the_pool_get_the_shapes_of_what_they_become() -> void:
	var star := Polygon2D.new()
	star.polygon = Outlines.star(24, 40.0)
	var params := {"pattern": "points", "points": [Vector2(-10, 0), Vector2(10, 0)]}
	# Many shapes after one, few after many, the same again; several at once of each kind.
	for turn: int in 3:
		var breaks: Array[Array] = [await _break_square({"kind": BODIES})]
		check(breaks[0].all(_fits), "squares")
		for again: int in 2:
			var node: Polygon2D = star.duplicate()
			root.add_child(node)
			var halves: Array = await batch.fracture_object(node, params, {"kind": BODIES})
			equal(halves.size(), 2, "halves")
			check(halves.all(_fits), "halves of a star")
			breaks.push_back(halves)
		for pieces: Array in breaks:
			await _retire(pieces)
	star.free()


func test_bodies_come_back_from_the_pool_as_new() -> void:
	var node := Breakables.square(40.0)
	node.modulate = Color.RED
	node.add_to_group(&"old")
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, GRID, {"kind": BODIES, "impulse": Vector2(50, 0)})
	var body: CutoutPieceBody = pieces[0]
	# What the game did to one is not the next one's.
	var changed: CutoutPieceBody = pieces[1]
	changed.lock_rotation = true
	changed.can_sleep = false
	changed.gravity_scale = -2.0
	changed.collision_layer = 8
	changed.collision_mask = 0
	changed.self_modulate = Color.BLUE
	changed.z_index = 7
	changed.physics_material_override = PhysicsMaterial.new()
	changed.contact_monitor = true
	changed.max_contacts_reported = 4
	changed.process_mode = Node.PROCESS_MODE_ALWAYS
	changed.top_level = true
	changed.material = CanvasItemMaterial.new()
	var shaped: CutoutPieceBody = pieces[2]
	_change_all(shaped)
	body.body_entered.connect(func(_other: Node) -> void: pass)
	await _retire(pieces)
	equal(batch.keeper.pool.size(), 8, "pooled; the one with a connection is freed")
	check(not is_instance_valid(body), "it is freed")
	var next := Breakables.square(40.0)
	root.add_child(next)
	pieces = await batch.fracture_object(next, GRID, {"kind": BODIES})
	equal(batch.keeper.pool.size(), 0, "taken out again")
	var fresh := RigidBody2D.new()
	for piece: CutoutPieceBody in pieces:
		for property: StringName in [
			&"lock_rotation",
			&"can_sleep",
			&"gravity_scale",
			&"collision_layer",
			&"collision_mask",
			&"self_modulate",
			&"modulate",
			&"z_index",
			&"physics_material_override",
			&"contact_monitor",
			&"max_contacts_reported",
			&"process_mode",
			&"top_level",
			&"material"
		]:
			equal(piece.get(property), fresh.get(property), property)
		for property: Dictionary in fresh.get_property_list():
			var name: StringName = property["name"]
			# Where it is, how it moves, what it weighs, and what it is called are its own.
			if property["usage"] & PROPERTY_USAGE_STORAGE and name not in OWN:
				equal(piece.get(name), fresh.get(name), name)
		var owner: int = piece.get_shape_owners()[0]
		check(not piece.is_shape_owner_disabled(owner), "its shapes are on")
		check(not piece.is_shape_owner_one_way_collision_enabled(owner), "from all sides")
		equal(piece.shape_owner_get_transform(owner), Transform2D.IDENTITY, "where they belong")
	fresh.free()
	near(Breakables.global_area(pieces), 1600.0, 0.1, "area")
	for piece: CutoutPieceBody in pieces:
		equal(piece.modulate, Color.WHITE, "colour")
		check(not piece.is_in_group(&"old"), "group")
		near(piece.linear_velocity.x, 0.0, 0.001, "velocity")
		equal(piece.shape_owner_get_shape_count(piece.get_shape_owners()[0]), 1, "shapes")
		check(piece.visible, "seen")
	await _retire(pieces)
	batch.keeper.pool.capacity = 3
	equal(batch.keeper.pool.size(), 3, "no more than it has room for")
	batch.keeper.pool.capacity = 512


func test_bodies_from_the_pool_take_after_the_node_that_broke() -> void:
	for layer: int in [4, 4, 1, 2]:
		var whole := RigidBody2D.new()
		whole.collision_layer = layer
		whole.gravity_scale = 0.5 if layer == 4 else 1.0
		whole.add_child(Breakables.square(40.0))
		root.add_child(whole)
		var pooled := batch.keeper.pool.size()
		var pieces: Array = await batch.fracture_object(whole, GRID)
		equal(batch.keeper.pool.size(), maxi(pooled - 9, 0), "from the pool")
		for piece: CutoutPieceBody in pieces:
			equal(piece.collision_layer, layer, "layer")
			equal(piece.gravity_scale, 0.5 if layer == 4 else 1.0, "gravity")
			# None of the game's making: those that were its own fit the new piece.
			var owner: int = piece.get_shape_owners()[0]
			equal(piece.shape_owner_get_shape_count(owner), 1, "shapes")
			var shape: ConvexPolygonShape2D = piece.shape_owner_get_shape(owner, 0)
			near(Outlines.area(shape.points), piece.area, 0.1, "area of the shape")
		# What the game puts on one is not the next one's.
		var changed: CutoutPieceBody = pieces[0]
		changed.shape_owner_add_shape(changed.get_shape_owners()[0], CircleShape2D.new())
		changed.gravity_scale = 3.0
		var bare: CutoutPieceBody = pieces[1]
		bare.shape_owner_remove_shape(bare.get_shape_owners()[0], 0)
		await _retire(pieces)
	equal(batch.keeper.pool.size(), 9, "pooled")


func test_bodies_with_what_the_game_gave_them_are_freed() -> void:
	var pieces: Array = await _break_square({"kind": BODIES})
	(pieces[0] as Node).add_to_group(&"loot")
	(pieces[1] as PhysicsBody2D).add_collision_exception_with(pieces[2])
	var timer := Timer.new()
	root.add_child(timer)
	timer.timeout.connect((pieces[3] as Node).queue_free)
	var nothing := func() -> void: pass
	(pieces[4] as CanvasItem).visibility_changed.connect(nothing)
	(pieces[5] as CanvasItem).draw.connect(nothing)
	# The engine connects it to the body, which is none of the game's doing.
	(pieces[6] as RigidBody2D).physics_material_override = PhysicsMaterial.new()
	var freed: Array = [pieces[0], pieces[1], pieces[3], pieces[4], pieces[5]]
	await _retire(pieces)
	equal(batch.keeper.pool.size(), 4, "pooled")
	for body: Variant in freed:
		check(not is_instance_valid(body), "freed")
	timer.free()


func test_a_body_that_the_game_takes_out_of_the_pool_or_frees_there_is_no_piece() -> void:
	var pieces: Array = await _break_square({"kind": BODIES})
	await _retire(pieces)
	equal(batch.keeper.pool.size(), 9, "pooled")
	(pieces[0] as Node).free()
	(pieces[1] as Node).queue_free()
	root.add_child(pieces[2])
	var next: Array = await _break_square({"kind": BODIES})
	equal(next.size(), 9, "pieces")
	await frames(2)
	for piece: Variant in next:
		check(is_instance_valid(piece) and (piece as Node).get_parent() is CutoutPieces, "it stays")
		check(not is_same(piece, pieces[2]), "none is the game's own")
	check((pieces[2] as Node).get_parent() == root, "which is where the game has put it")
	(pieces[2] as Node).free()
	await _retire(next)


func test_a_body_that_is_told_twice_to_go_goes_once() -> void:
	var pieces: Array = await _break_square({"kind": BODIES})
	var holder: CutoutPieces = pieces[0].get_parent()
	var id := holder.get_instance_id()
	for piece: CutoutPieceBody in pieces:
		piece.retire(0.1)
		piece.retire()
		piece.retire(0.2)
	await until(func() -> bool: return not is_instance_id_valid(id), "all have gone")
	equal(batch.keeper.pool.size(), 9, "pooled, each once")
	for piece: CutoutPieceBody in pieces:
		piece.retire()
	await tree.create_timer(0.3).timeout
	for body: Variant in pieces:
		check(is_instance_valid(body), "those in the pool stay")
	var next: Array = await _break_square({"kind": BODIES})
	equal(batch.keeper.pool.size(), 0, "the same bodies")
	await _retire(next)
	equal(batch.keeper.pool.size(), 9, "which go again")


func test_a_body_that_is_being_broken_is_not_pooled() -> void:
	var pieces: Array = await _break_square({"kind": BODIES})
	var state := {}
	var body: CutoutPieceBody = pieces[0]
	_break_into(body, GRID, state)
	batch.keeper.retire(body)
	await until(func() -> bool: return state.has("pieces"), "the break has ended")
	equal(state["pieces"], [], "of a body that has gone")
	check(not is_instance_valid(body), "it was freed")
	pieces.remove_at(0)
	await _retire(pieces)
	equal(batch.keeper.pool.size(), 8, "pooled")


func test_a_single_piece_stays_when_its_level_leaves_the_tree_and_comes_back() -> void:
	var level := Node2D.new()
	root.add_child(level)
	var node := Breakables.square(40.0)
	level.add_child(node)
	var pieces: Array = await batch.fracture_object(node, {"pattern": "grid", "grid_rows": 1, "grid_cols": 1})
	equal(pieces.size(), 1, "pieces")
	root.remove_child(level)
	await frames(2)
	root.add_child(level)
	await frames(2)
	if check(is_instance_valid(pieces[0]), "the piece is still there"):
		check((pieces[0] as Node).is_inside_tree(), "in the tree")
		await _retire(pieces)
	level.free()


func test_a_body_that_came_back_as_another_piece_is_not_the_old_ones_any_more() -> void:
	var first: Array = await _break_square({"kind": BODIES, "lifetime": 0.3})
	await _retire(first)
	equal(batch.keeper.living_bodies(), 0, "retired ones do not count")
	var second: Array = await _break_square({"kind": BODIES})
	equal(batch.keeper.pool.size(), 0, "the same bodies")
	equal(batch.keeper.living_bodies(), 9, "and they count")
	await tree.create_timer(0.6).timeout
	for piece: CutoutPieceBody in second:
		check(piece.is_inside_tree() and piece.visible, "the first lifetime is not theirs")
	await _retire(second)
	equal(batch.keeper.living_bodies(), 0, "none is left")


func test_a_heap_of_pieces_clears_over_several_frames() -> void:
	var node := Breakables.square(400.0)
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, {"fragment_count": 600}, {"kind": BODIES})
	var holder: CutoutPieces = pieces[0].get_parent()
	var id := holder.get_instance_id()
	holder.retire()
	check(not (pieces[0] as Node2D).visible, "none is seen any more")
	var counts: Array[int] = []
	while is_instance_id_valid(id):
		counts.push_back((instance_from_id(id) as Node).get_child_count())
		await tree.process_frame
	check(counts.size() > 3, "over %d frames" % counts.size())


func test_the_tenth_wall_leaves_no_more_behind_than_the_fifth() -> void:
	var objects: Array[int] = []
	var nodes: Array[int] = []
	var pooled: Array[int] = []
	for wall: int in 10:
		var request := batch.create()
		for brick: int in 12:
			var node := Breakables.square(40.0)
			node.position = Vector2(40 * brick, 0)
			root.add_child(node)
			request.add_fracture(node, {"fragment_count": 6, "seed": 100 * wall + brick}, {"kind": BODIES})
		for pieces: Array in await request.execute():
			(pieces[0].get_parent() as CutoutPieces).retire()
		var is_clear := func() -> bool:
			return root.get_children().all(func(node: Node) -> bool: return not node is CutoutPieces)
		await until(is_clear, "wall %d has gone" % wall)
		await frames(3)
		batch.clear_cache()
		objects.push_back(int(Performance.get_monitor(Performance.OBJECT_COUNT)))
		nodes.push_back(
			(
				int(Performance.get_monitor(Performance.OBJECT_NODE_COUNT))
				+ int(Performance.get_monitor(Performance.OBJECT_ORPHAN_NODE_COUNT))
			)
		)
		pooled.push_back(batch.keeper.pool.size())
	equal(pooled[9], pooled[4], "bodies in the pool")
	equal(nodes[9], nodes[4], "nodes")
	# Less than one a brick: how many fragments are kept to be used again depends on how many ends come at once.
	check(objects[9] < objects[4] + 5 * 12 / 2, "objects after each wall: %s" % [objects])
	equal(batch.keeper.living_bodies(), 0, "none counts")


func test_pieces_that_the_game_freed_are_no_error() -> void:
	var pieces: Array = await _break_square({"kind": BODIES, "lifetime": 0.1, "fade_time": 0.1})
	(pieces[0] as Node).free()
	(pieces[1] as CutoutPieceBody).retire(0.2)
	(pieces[1] as Node).free()
	(pieces[2] as CutoutPieceBody).retire()
	(pieces[2] as Node).queue_free()
	var id: int = pieces[3].get_parent().get_instance_id()
	await until(func() -> bool: return not is_instance_id_valid(id), "the others have gone")


func test_a_node_that_is_kept_comes_back_as_it_was() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	body.process_mode = Node.PROCESS_MODE_ALWAYS
	body.disable_mode = CollisionObject2D.DISABLE_MODE_KEEP_ACTIVE
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(body, GRID, {"keep_original": true})
	equal(pieces.size(), 9, "pieces")
	await frames(2)
	check(is_instance_valid(body) and not body.visible, "hidden")
	equal(PhysicsServer2D.body_get_space(body.get_rid()), RID(), "and out of the physics")
	expect_error("is broken and put away: bring it back")
	equal(await batch.fracture_object(body, GRID), [])
	check(CutoutKeptOriginal.bring_back(body), "brought back")
	check(body.visible and body.process_mode == Node.PROCESS_MODE_ALWAYS, "as it was")
	equal(body.disable_mode, CollisionObject2D.DISABLE_MODE_KEEP_ACTIVE, "disable mode")
	check(PhysicsServer2D.body_get_space(body.get_rid()).is_valid(), "and in the physics")
	check(not CutoutKeptOriginal.bring_back(body), "once")
	await _retire(pieces)
	pieces = await batch.fracture_object(body, GRID)
	equal(pieces.size(), 9, "and can be broken again")
	await _retire(pieces)


func test_a_break_can_be_cancelled_at_any_time() -> void:
	_hurry()
	for stage: String in ["at once", "on the worker", "while pieces are made"]:
		var node := Breakables.square(400.0)
		root.add_child(node)
		var state := {"pieces": null}
		_break_into(node, {"fragment_count": 900}, state)
		if stage == "on the worker":
			await frames(1)
		elif stage == "while pieces are made":
			var begun := func() -> bool:
				return not root.find_children("*", "CutoutPieces", false, false).is_empty()
			await until(begun, "pieces are being made")
		check(state["pieces"] == null and batch.cancel_object(node), "%s: it was being broken" % stage)
		await until(func() -> bool: return state["pieces"] != null, "the call answers")
		equal(state["pieces"], [], stage)
		check(node.visible and not node.is_queued_for_deletion(), "the node stays")
		await frames(1)
		equal(
			root.find_children("*", "CutoutPieces", false, false),
			[] as Array[Node],
			"and nothing is beside it"
		)
		check(not batch.cancel_object(node), "it is no more")
		node.free()


func test_a_node_or_its_parent_that_goes_while_pieces_are_made_is_no_error() -> void:
	_hurry()
	for which: String in ["free", "queue_free", "parent", "remove"]:
		var parent := Node2D.new()
		root.add_child(parent)
		var node := Breakables.square(400.0)
		parent.add_child(node)
		var state := {"pieces": null}
		_break_into(node, {"fragment_count": 900}, state)
		var begun := func() -> bool: return parent.get_child_count() > 1
		await until(begun, "pieces are being made")
		match which:
			"free":
				node.free()
			"queue_free":
				node.queue_free()
			"parent":
				parent.free()
			"remove":
				parent.remove_child(node)
		await until(func() -> bool: return state["pieces"] != null, "the call answers")
		equal(state["pieces"], [], which)
		if which == "remove":
			node.free()
		if which != "parent":
			await frames(1)
			equal(parent.get_child_count(), 0, "%s: nothing is left" % which)
			parent.free()


func test_a_node_that_changes_its_place_while_pieces_are_made_takes_them_along() -> void:
	var first := Node2D.new()
	var second := Node2D.new()
	second.position = Vector2(500, 0)
	var state := await _break_while_it_moves(first, second)
	await until(func() -> bool: return state["pieces"] != null, "the call answers")
	var pieces: Array = state["pieces"]
	equal((pieces[0] as Node).get_parent().get_parent(), second as Node, "beside the node")
	near(Breakables.global_bounds(pieces).get_center().x, 500.0, 0.1, "where it was last")
	await _retire(pieces)
	first.free()
	second.free()


func test_a_node_that_left_a_level_before_the_level_left_the_tree_takes_its_pieces_along() -> void:
	var first := Node2D.new()
	var second := Node2D.new()
	var state := await _break_while_it_moves(first, second)
	root.remove_child(first)
	await until(func() -> bool: return state["pieces"] != null, "the call answers")
	var pieces: Array = state["pieces"]
	check((pieces[0] as Node).is_inside_tree(), "in the tree")
	equal((pieces[0] as Node).get_parent().get_parent(), second as Node, "beside the node")
	if (pieces[0] as Node).is_inside_tree():
		await _retire(pieces)
	first.free()
	second.free()


func test_wrong_options_are_told_and_leave_the_node_as_it_was() -> void:
	var node := Breakables.square(40.0)
	root.add_child(node)
	var freed := Node.new()
	var call_of_freed := freed.get_name
	freed.free()
	var cases: Array[Array] = [
		[17, "options is of type int: CutoutBreakOptions, a Dictionary or null is allowed"],
		[{"forze": 1}, 'options has no key "forze": '],
		[{3: 1}, 'options has no key "3"'],
		[{"lifetime": -1.0}, 'options "lifetime" is -1.0: 0.0 to 1000000.0 is allowed'],
		[{"force": NAN}, 'options "force" is nan'],
		[{"density": 0}, 'options "density" is 0.0'],
		[{"kind": 9}, 'options "kind" is 9: 0 (AUTO), 1 (POLYGONS) and 2 (BODIES) are allowed'],
		[{"impact_point": 3}, 'options "impact_point" is of type int: Vector2 is allowed'],
		[{"impact_point": Vector2(NAN, 0)}, 'options "impact_point" is (nan, 0.0)'],
		[{"factory_scene": node}, 'options "factory_scene" is of type Object: a PackedScene is allowed'],
		[{"factory_scene": freed}, 'options "factory_scene" is an object that was freed'],
		[{"debris": freed}, 'options "debris" is an object that was freed'],
		[{"debris": node}, 'options "debris" is no DebrisField2D'],
		[{"factory": call_of_freed}, 'options "factory" calls an object that was freed'],
	]
	for case: Array in cases:
		expect_error(case[1])
		equal(await batch.fracture_object(node, GRID, case[0]), [], case[1])
	check(node.visible and not node.is_queued_for_deletion(), "the node stays")
	node.free()


## Begins to break a node in one level, and moves it to another while its pieces are made.
func _break_while_it_moves(from: Node2D, to: Node2D) -> Dictionary:
	_hurry()
	root.add_child(from)
	root.add_child(to)
	var node := Breakables.square(200.0)
	from.add_child(node)
	var state := {"pieces": null}
	_break_into(node, {"fragment_count": 700}, state)
	await until(func() -> bool: return from.get_child_count() > 1, "pieces are being made")
	node.reparent(to, false)
	return state


func _break_square(options: Dictionary) -> Array:
	var node := Breakables.square(40.0)
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, GRID, options)
	for piece: Node in pieces:
		if piece is RigidBody2D:
			(piece as RigidBody2D).gravity_scale = 0.0
	return pieces


## Those that were neither freed nor put in the pool.
func _in_tree(pieces: Array) -> Array:
	var left := []
	for piece: Variant in pieces:
		if is_instance_valid(piece) and (piece as Node).is_inside_tree():
			left.push_back(piece)
	return left


func _shapes_of(piece: CutoutPieceBody) -> Array:
	var owner := piece.get_shape_owners()[0]
	return range(piece.shape_owner_get_shape_count(owner)).map(
		func(index: int) -> Shape2D: return piece.shape_owner_get_shape(owner, index)
	)


## Whether the shapes of a body cover the piece, and lie where it is.
func _fits(piece: CutoutPieceBody) -> bool:
	var area := 0.0
	var bounds := Rect2()
	for shape: ConvexPolygonShape2D in _shapes_of(piece):
		area += Outlines.area(shape.points)
		for point: Vector2 in shape.points:
			bounds = bounds.expand(point)
	var wanted := Rect2()
	for point: Vector2 in piece.get_rings()[0]:
		wanted = wanted.expand(point)
	return absf(area - piece.area) < 0.1 and bounds.is_equal_approx(wanted)


## Changes whatever a game may of a body, but for what leads to its being freed.
func _change_all(body: CutoutPieceBody) -> void:
	for property: Dictionary in body.get_property_list():
		var name: StringName = property["name"]
		if not property["usage"] & PROPERTY_USAGE_STORAGE or name in OWN:
			continue
		match property["type"]:
			TYPE_BOOL:
				body.set(name, not body.get(name))
			TYPE_INT:
				# Of every enumeration there is a 1.
				body.set(name, 1 if body.get(name) != 1 else 2)
			TYPE_FLOAT:
				body.set(name, 3.5)
			TYPE_COLOR:
				body.set(name, Color.GREEN)
	body.center_of_mass_mode = RigidBody2D.CENTER_OF_MASS_MODE_CUSTOM
	body.center_of_mass = Vector2(3, 4)
	body.inertia = 12.0
	var owner: int = body.get_shape_owners()[0]
	body.shape_owner_set_disabled(owner, true)
	body.shape_owner_set_one_way_collision(owner, true)
	body.shape_owner_set_transform(owner, Transform2D(1.0, Vector2.ONE))
