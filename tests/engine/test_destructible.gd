extends BatchTest
## Destructible2D: health, impacts, states, signals, and the way back.

const WHOLE := Destructible2D.State.INTACT
const BREAKING := Destructible2D.State.BREAKING
const BROKEN := Destructible2D.State.BROKEN


func test_damage_breaks_when_no_health_is_left() -> void:
	var node := _destructible(Breakables.square(60.0))
	node.max_health = 50.0
	node.health = 50.0
	var hurt := watch(node.damaged)
	var states := watch(node.state_changed)
	var ended := watch(node.broken)
	equal(node.damage(20.0), 30.0, "health left")
	equal(node.state, WHOLE, "state")
	equal(node.heal(5.0), 35.0, "healed")
	equal(node.damage(40.0, Vector2(3, 4)), 0.0, "nothing left")
	equal(node.state, BREAKING, "state")
	equal(node.damage(10.0), 0.0, "no more while it breaks")
	await until(func() -> bool: return ended.count() > 0, "it breaks")
	equal(hurt.calls, [[20.0, 30.0], [40.0, 0.0]] as Array[Array], "damage told")
	equal(states.calls, [[WHOLE, BREAKING], [BREAKING, BROKEN]] as Array[Array], "states told")
	var pieces: Array = ended.calls[0][0]
	check(pieces.size() >= 9, "pieces: %d" % pieces.size())
	await _retire(pieces)


func test_a_break_is_centred_on_the_point_that_was_hit() -> void:
	var square := Breakables.square(100.0)
	square.position = Vector2(200, 0)
	var node := _destructible(square)
	node.params = ClassDB.instantiate(&"CutoutFractureParams")
	node.params.set(&"pattern", "impact")
	node.params.set(&"fragment_count", 40)
	node.restorable = true
	check(node.fracture(Vector2(240, 40)), "it begins")
	check(not node.fracture(), "once")
	await until(func() -> bool: return node.state == BROKEN, "it breaks")
	var near_by := 0.0
	var far_off := 0.0
	for piece: Polygon2D in node.pieces:
		var area := Outlines.area(piece.polygon)
		if piece.global_position.distance_to(Vector2(240, 40)) < 30.0:
			near_by = maxf(near_by, area)
		elif piece.global_position.distance_to(Vector2(240, 40)) > 80.0:
			far_off = maxf(far_off, area)
	check(near_by > 0.0 and near_by < far_off, "finer near the point: %s, %s" % [near_by, far_off])
	equal(node.params.get(&"origin"), null, "the params themselves stay as they were")
	check(node.restore(), "back")
	await _until_no_pieces()
	square.free()


func test_a_restored_target_is_as_it_was_and_breaks_again() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	var node := _destructible(body)
	node.restorable = true
	var back := watch(node.restored)
	check(not node.restore(), "nothing to restore")
	for time: int in 2:
		check(node.fracture(), "it begins")
		await until(func() -> bool: return node.state == BROKEN, "it breaks")
		check(not body.visible, "away")
		check(not node.fracture(), "not twice")
		equal(node.health, 0.0, "no health")
		check(node.restore(), "back")
		equal(node.state, WHOLE, "state")
		equal(node.health, node.max_health, "health")
		check(body.visible, "seen")
		equal(node.pieces, [], "no pieces")
		await _until_no_pieces()
		equal(
			root.find_children("*", "CutoutPieces", false, false), [] as Array[Node], "the pieces have gone"
		)
	equal(back.count(), 2, "told")
	body.free()


func test_restore_calls_off_a_break_that_has_begun() -> void:
	var square := Breakables.square(300.0)
	var node := _destructible(square)
	node.params = ClassDB.instantiate(&"CutoutFractureParams")
	node.params.set(&"fragment_count", 900)
	var failed := watch(node.break_failed)
	check(node.fracture(), "it begins")
	check(node.restore(), "called off")
	await until(func() -> bool: return failed.count() > 0, "told")
	equal(node.state, WHOLE, "state")
	check(square.visible, "the target stays")
	square.free()


func test_a_target_that_cannot_be_broken_stays_whole_and_says_so() -> void:
	var square := Breakables.square(30.0)
	square.polygon = PackedVector2Array([Vector2.ZERO, Vector2.ONE])
	var node := _destructible(square)
	var failed := watch(node.break_failed)
	expect_error("has 2 points in its polygon")
	check(node.fracture(), "it is looked at")
	equal(failed.count(), 0, "and not told within the call: who tries again at once would never end")
	await until(func() -> bool: return failed.count() == 1, "told")
	equal(node.state, WHOLE, "state")
	square.free()


func test_it_breaks_whatever_it_is_under() -> void:
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.ring_texture()
	var solid := CollisionPolygon2D.new()
	solid.polygon = Outlines.rectangle(-20, -20, 40, 40)
	var targets: Array[Node2D] = [
		sprite, Breakables.animated_sprite(), Breakables.square(40.0), Breakables.mesh(), solid
	]
	for kind: StringName in [
		&"StaticBody2D", &"RigidBody2D", &"CharacterBody2D", &"AnimatableBody2D", &"Area2D"
	]:
		targets.push_back(Breakables.body(kind))
	var holder := StaticBody2D.new()
	root.add_child(holder)
	for target: Node2D in targets:
		var kind := target.get_class()
		var node := Destructible2D.new()
		target.add_child(node)
		(holder if target == solid else root).add_child(target)
		var ended := watch(node.broken)
		check(node.fracture(), "%s: it begins" % kind)
		await until(func() -> bool: return ended.count() > 0, "%s breaks" % kind)
		await _retire(ended.calls[0][0])
		check(not is_instance_valid(target), "%s is gone" % kind)
	holder.free()


func test_wrong_damage_is_told() -> void:
	var square := Breakables.square(30.0)
	var node := _destructible(square)
	expect_error("Destructible2D.damage: amount is -1")
	expect_error("Destructible2D.damage: amount is nan")
	expect_error("Destructible2D.heal: amount is inf")
	node.damage(-1.0)
	node.damage(NAN)
	node.heal(INF)
	equal(node.health, 100.0, "health")
	square.free()


func test_a_hard_collision_breaks_a_moving_and_a_standing_body() -> void:
	for kind: StringName in [&"RigidBody2D", &"StaticBody2D"]:
		for hard: bool in [false, true]:
			var body := Breakables.body(kind)
			var node := _destructible(body)
			node.impact_threshold = 800.0
			var ball := RigidBody2D.new()
			var shape := CollisionShape2D.new()
			shape.shape = CircleShape2D.new()
			ball.add_child(shape)
			ball.gravity_scale = 0.0
			ball.mass = 4.0
			ball.position = Vector2(-90, 0)
			ball.linear_velocity = Vector2(1500 if hard else 60, 0)
			root.add_child(ball)
			var ended := watch(node.broken)
			for frame: int in 40:
				await tree.physics_frame
				if ended.count() > 0:
					break
			if hard:
				# The blow has come; the pieces may take longer than that.
				await until(func() -> bool: return ended.count() > 0, "%s breaks" % kind)
			equal(ended.count() > 0, hard, "%s breaks by a %s blow" % [kind, "hard" if hard else "soft"])
			ball.free()
			if ended.count() > 0:
				var pieces: Array = ended.calls[0][0]
				var moving := pieces.filter(
					func(piece: RigidBody2D) -> bool: return piece.linear_velocity.length() > 5.0
				)
				check(not moving.is_empty(), "%s: the blow drives the pieces" % kind)
				await _retire(pieces)
			else:
				body.free()


func test_the_editor_is_told_what_is_missing() -> void:
	var alone := Destructible2D.new()
	root.add_child(alone)
	contains("".join(alone._get_configuration_warnings()), ["Nothing to break"])
	alone.free()
	var holder := Node2D.new()
	root.add_child(holder)
	var wrong := Destructible2D.new()
	holder.add_child(wrong)
	contains("".join(wrong._get_configuration_warnings()), ["cannot be broken: a Sprite2D"])
	holder.free()
	var square := Breakables.square(30.0)
	var node := _destructible(square)
	equal(node._get_configuration_warnings(), PackedStringArray(), "nothing is missing")
	node.impact_threshold = 3.0
	contains("".join(node._get_configuration_warnings()), ["is no body"])
	square.free()


func test_a_path_to_no_field_is_told_and_it_breaks_into_pieces() -> void:
	var node := _destructible(Breakables.square(60.0))
	node.debris_path = ^"../Nowhere"
	var ended := watch(node.broken)
	expect_error("Destructible2D.debris_path is ../Nowhere: the path of a DebrisField2D is allowed.")
	node.fracture()
	await until(func() -> bool: return ended.count() > 0, "it breaks")
	await _retire(ended.calls[0][0])


func _destructible(target: Node2D) -> Destructible2D:
	var node := Destructible2D.new()
	target.add_child(node)
	root.add_child(target)
	return node
