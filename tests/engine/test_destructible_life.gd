extends BatchTest
## Destructible2D from break to break: what comes back, what stays, and who may do what when.

const WHOLE := Destructible2D.State.INTACT
const BREAKING := Destructible2D.State.BREAKING
const BROKEN := Destructible2D.State.BROKEN


func test_restore_brings_the_target_back_once_and_leaves_debris_where_it_lies() -> void:
	var field := DebrisField2D.new()
	root.add_child(field)
	field.bodies_per_break = 0
	var square := Breakables.square(80.0)
	var node := _destructible(square)
	node.restorable = true
	node.debris_path = field.get_path()
	await _break(node)
	var count := field.get_piece_count()
	check(count >= 2, "%d pieces of debris" % count)
	equal(node.pieces, [field], "the field has them")
	check(node.restore(), "back")
	check(not node.restore(), "once")
	check(square.visible, "seen")
	equal(field.get_piece_count(), count, "debris stays until the field is cleared")
	await _break(node)
	equal(field.get_piece_count(), 2 * count, "and breaks again")
	square.free()
	field.free()


func test_some_pieces_as_bodies_go_with_restore_though_others_are_debris() -> void:
	var field := DebrisField2D.new()
	root.add_child(field)
	field.bodies_per_break = 3
	var body := Breakables.body(&"RigidBody2D")
	var node := _destructible(body)
	node.restorable = true
	node.debris_path = field.get_path()
	await _break(node)
	equal(node.pieces.size(), 4, "three bodies and the field")
	check(node.restore(), "back")
	await _until_no_pieces()
	body.free()
	field.free()


func test_it_breaks_again_in_the_frame_in_which_it_came_back() -> void:
	var square := Breakables.square(80.0)
	var node := _destructible(square)
	node.restorable = true
	var states := watch(node.state_changed)
	await _break(node)
	var first := node.pieces[0].get_instance_id() as int
	check(node.restore(), "back")
	check(node.fracture(), "it begins anew")
	await until(func() -> bool: return node.state == BROKEN, "it breaks")
	check(not square.visible, "away")
	await until(func() -> bool: return not is_instance_id_valid(first), "the former pieces go")
	check(is_instance_valid(node.pieces[0]), "the new ones stay")
	equal(
		states.calls,
		(
			[
				[WHOLE, BREAKING],
				[BREAKING, BROKEN],
				[BROKEN, WHOLE],
				[WHOLE, BREAKING],
				[BREAKING, BROKEN],
			]
			as Array[Array]
		),
		"states told"
	)
	for change: Array in states.calls:
		check(Destructible2D.TRANSITIONS[change[0]].has(change[1]), "legal: %s" % [change])
	node.restore()
	await _until_no_pieces()
	square.free()


func test_receivers_may_bring_it_back_break_it_again_and_free_it() -> void:
	var square := Breakables.square(80.0)
	var node := _destructible(square)
	node.restorable = true
	var broken := watch(node.broken)
	node.broken.connect(func(_pieces: Array) -> void: node.restore(), CONNECT_ONE_SHOT)
	node.restored.connect(func() -> void: node.fracture(), CONNECT_ONE_SHOT)
	check(node.fracture(), "it begins")
	await until(func() -> bool: return broken.count() == 2, "it breaks twice")
	equal(node.state, BROKEN, "state")
	node.restored.connect(func() -> void: square.queue_free(), CONNECT_ONE_SHOT)
	check(node.restore(), "back")
	await _until_no_pieces()
	check(not is_instance_valid(square), "freed by who heard of it")


func test_what_was_carved_comes_back_carved() -> void:
	var square := Breakables.square(100.0)
	var node := _destructible(square)
	node.restorable = true
	var bite := CutoutTool.polygon(Outlines.rectangle(-60, -60, 60, 120))
	await batch.carve(square, bite)
	near(Breakables.global_area([square]), 5000.0, 1.0, "half of it")
	equal(node.state, WHOLE, "carving is no break")
	await _break(node)
	near(Breakables.global_area(node.pieces), 5000.0, 1.0, "pieces of the half")
	check(node.restore(), "back")
	near(Breakables.global_area([square]), 5000.0, 1.0, "still half of it")
	await _until_no_pieces()
	square.free()


func test_it_goes_on_under_what_carving_puts_in_the_place_of_a_sprite() -> void:
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.map_texture(100, 100)
	var node := _destructible(sprite)
	node.health = 40.0
	await batch.carve(sprite, CutoutTool.circle(Vector2(50, 0), 20.0))
	var target := node.get_target()
	check(target is Polygon2D, "its target is what is left: %s" % target)
	equal(node.health, 40.0, "with the health that it had")
	var broken := watch(node.broken)
	equal(node.damage(40.0), 0.0, "the rest of it")
	await until(func() -> bool: return broken.count() > 0, "it breaks")
	await _retire(broken.calls[0][0])


func test_damage_below_what_is_left_does_not_break_and_health_ends_at_the_most() -> void:
	var square := Breakables.square(60.0)
	var node := _destructible(square)
	var hurt := watch(node.damaged)
	equal(node.damage(99.9), 100.0 - 99.9, "health left")
	equal(node.damage(0.0), 100.0 - 99.9, "no damage is none")
	await frames(3)
	equal(node.state, WHOLE, "state")
	equal(node.heal(1e9), 100.0, "healed")
	equal(hurt.count(), 1, "told")
	node.damaged.connect(func(_amount: float, _health: float) -> void: node.heal(1.0), CONNECT_ONE_SHOT)
	equal(node.damage(150.0), 1.0, "saved by who heard of it")
	equal(node.state, WHOLE, "state")
	square.free()


func test_a_target_freed_while_it_breaks_or_is_broken_is_no_error() -> void:
	for is_broken: bool in [false, true]:
		var body := Breakables.body(&"RigidBody2D")
		var node := _destructible(body)
		node.restorable = true
		check(node.fracture(), "it begins")
		if is_broken:
			await until(func() -> bool: return node.state == BROKEN, "it breaks")
			var pieces := node.pieces
			body.free()
			check(is_instance_valid(pieces[0]), "its pieces stay")
			await _retire(pieces)
		else:
			body.free()
			await until(func() -> bool: return batch.get_stats()["open"] == 0, "the job ends")
			await _until_no_pieces()


func test_a_target_elsewhere_that_is_freed_is_told_as_a_failure() -> void:
	var square := Breakables.square(60.0)
	root.add_child(square)
	var node := Destructible2D.new()
	root.add_child(node)
	node.target_path = square.get_path()
	var failed := watch(node.break_failed)
	check(node.fracture(), "it begins")
	square.free()
	await until(func() -> bool: return failed.count() > 0, "told")
	equal(node.state, WHOLE, "state")
	check(not node.fracture(), "there is nothing left to break")
	check(not node.restore(), "or to bring back")
	node.free()


func test_collisions_count_for_the_body_that_it_was_moved_to() -> void:
	for by_path: bool in [false, true]:
		var first := Breakables.body(&"StaticBody2D")
		var second := Breakables.body(&"RigidBody2D")
		var node := _destructible(first)
		node.impact_threshold = 800.0
		root.add_child(second)
		second.position = Vector2(400, 0)
		if by_path:
			node.target_path = second.get_path()
		else:
			node.reparent(second)
		check((second as RigidBody2D).max_contacts_reported > 0, "its contacts are asked for")
		var ball := _thrown_ball(Vector2(280, 0))
		var broken := watch(node.broken)
		await until(func() -> bool: return broken.count() > 0, "it breaks")
		check(is_instance_valid(first), "the other one stays")
		ball.free()
		first.free()
		await _retire(broken.calls[0][0])


func test_a_restored_body_breaks_by_the_next_blow() -> void:
	for kind: StringName in [&"RigidBody2D", &"StaticBody2D"]:
		var body := Breakables.body(kind)
		var node := _destructible(body)
		node.impact_threshold = 800.0
		node.restorable = true
		for blow: int in 2:
			var ball := _thrown_ball(Vector2(-120, 0))
			await until(func() -> bool: return node.state == BROKEN, "%s breaks by blow %d" % [kind, blow])
			ball.free()
			check(node.restore(), "back")
			# It goes on as it did when it broke.
			body.position = Vector2.ZERO
			body.set(&"linear_velocity", Vector2.ZERO)
			body.set(&"angular_velocity", 0.0)
			await _until_no_pieces()
			for frame: int in 4:
				await tree.physics_frame
			equal(node.state, WHOLE, "%s rests until then" % kind)
		body.free()


func _destructible(target: Node2D) -> Destructible2D:
	var node := Destructible2D.new()
	target.add_child(node)
	root.add_child(target)
	return node


func _break(node: Destructible2D) -> void:
	check(node.fracture(), "it begins")
	await until(func() -> bool: return node.state == BROKEN, "it breaks")


func _thrown_ball(at: Vector2) -> RigidBody2D:
	var ball := RigidBody2D.new()
	var shape := CollisionShape2D.new()
	shape.shape = CircleShape2D.new()
	ball.add_child(shape)
	ball.gravity_scale = 0.0
	ball.mass = 4.0
	ball.position = at
	ball.linear_velocity = Vector2(1500, 0)
	root.add_child(ball)
	return ball
