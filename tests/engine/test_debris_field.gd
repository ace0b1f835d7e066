extends CutoutTest
## DebrisField2D: pieces without bodies, by the thousand.

var field: DebrisField2D
var native := CutoutBatchNative.new()


func before_each() -> void:
	field = DebrisField2D.new()
	root.add_child(field)


func after_each() -> void:
	if is_instance_valid(field):
		field.queue_free()
	await frames(1)


func test_pieces_are_taken_fly_and_come_to_rest_on_the_ground() -> void:
	field.ground_enabled = true
	field.ground_y = 300.0
	field.lifetime = 0.0
	var settled := watch(field.settled)
	var left := field.add_fragments(await _fragments(40), Transform2D(0.0, Vector2(50, 50)))
	equal(left.size(), 0, "pieces left out")
	var stats := field.get_stats()
	equal(stats["pieces"], 40, "pieces")
	equal(stats["awake"], 40, "pieces that move")
	await until(func() -> bool: return settled.count() > 0, "all pieces rest")
	stats = field.get_stats()
	equal(stats["awake"], 0, "pieces that move after they settled")
	equal(stats["pieces"], 40, "pieces after they settled")
	equal(stats["draw_calls"], 1, "draw calls")


func test_pieces_fade_and_go_and_the_field_says_so() -> void:
	field.lifetime = 0.1
	field.fade_time = 0.05
	var emptied := watch(field.emptied)
	field.add_fragments(await _fragments(12))
	await until(func() -> bool: return emptied.count() > 0, "the field is empty")
	equal(field.get_piece_count(), 0, "pieces")
	equal(emptied.count(), 1, "times that it was emptied")
	check(not field.is_physics_processing(), "an empty field costs nothing")
	field.add_fragments(await _fragments(5))
	check(field.is_physics_processing(), "it runs again")
	equal(field.get_piece_count(), 5, "pieces of the next break")


func test_the_largest_are_left_to_become_bodies() -> void:
	var fragments := await _fragments(30)
	field.bodies_per_break = 4
	var left := field.add_fragments(fragments)
	equal(field.get_piece_count(), 26, "pieces")
	var areas: Array[float] = []
	for fragment: CutoutFragment in fragments:
		areas.push_back(fragment.area)
	areas.sort()
	areas.reverse()
	var left_areas: Array[float] = []
	for fragment: CutoutFragment in left:
		left_areas.push_back(fragment.area)
	equal(left_areas, areas.slice(0, 4), "areas of the fragments left out")
	equal(field.add_fragments(fragments, Transform2D(), {"bodies": 0}).size(), 0, "left out by option")


func test_fragments_in_any_order_and_of_several_results_are_taken() -> void:
	var first := await _fragments(20)
	var second := await _fragments(20)
	var mixed := second.slice(5, 15) + first
	mixed.reverse()
	equal(field.add_fragments(mixed, Transform2D(), {"bodies": 3}).size(), 3, "left out of a mixture")
	equal(field.get_piece_count(), 27, "pieces of a mixture")
	first.reverse()
	var left := field.add_fragments(first, Transform2D(), {"bodies": 2})
	equal(field.get_piece_count(), 45, "pieces of a result in reverse")
	for fragment: CutoutFragment in first:
		for larger: CutoutFragment in left:
			check(fragment in left or fragment.area <= larger.area, "the largest are left out")


func test_there_are_never_more_than_allowed_and_the_oldest_go() -> void:
	field.max_pieces = 100
	field.lifetime = 0.0
	for turn: int in 20:
		field.add_fragments(await _fragments(30))
		check(field.get_piece_count() <= 100, "%d pieces" % field.get_piece_count())
	check(field.get_piece_count() >= 90, "%d pieces at the end" % field.get_piece_count())
	var left := field.add_fragments(await _fragments(150))
	var stats := field.get_stats()
	equal(stats["pieces"], 100, "pieces of a break larger than the field")
	equal(left.size(), 50, "pieces that had no room")
	field.max_pieces = 10
	equal(field.get_piece_count(), 10, "a smaller limit holds at once")


func test_clear_drops_all_at_once_or_lets_them_fade() -> void:
	field.add_fragments(await _fragments(30))
	field.clear(5.0)
	await tree.physics_frame
	await tree.physics_frame
	equal(field.get_piece_count(), 30, "pieces that fade")
	var stats := field.get_stats()
	equal(stats["fading"], 30, "fading")
	field.clear()
	equal(field.get_piece_count(), 0, "pieces")


func test_static_bodies_stop_pieces_within_the_budget() -> void:
	var floor := StaticBody2D.new()
	var shape := CollisionShape2D.new()
	var rectangle := RectangleShape2D.new()
	rectangle.size = Vector2(4000, 100)
	shape.shape = rectangle
	floor.position = Vector2(0, 450)
	floor.collision_layer = 4
	floor.add_child(shape)
	root.add_child(floor)
	field.collision_mask = 4
	field.query_budget = 32
	field.lifetime = 0.0
	# The field's own space is turned and moved; the floor is level all the same.
	field.transform = Transform2D(PI / 2.0, Vector2(30, 20))
	field.gravity = Vector2(980, 0)
	await tree.physics_frame
	await tree.physics_frame
	field.add_fragments(await _fragments(100), Transform2D(0.0, Vector2(0, 0)))
	var settled := watch(field.settled)
	var most := 0
	var ticks := 0
	while settled.count() == 0 and ticks < 900:
		await tree.physics_frame
		ticks += 1
		var stats := field.get_stats()
		most = maxi(most, stats["probes"])
	equal(settled.count(), 1, "times that all have come to rest")
	check(most > 0, "rays were cast")
	check(most <= 32, "%d rays in one tick" % most)
	equal(field.get_piece_count(), 100, "pieces that rest")
	floor.queue_free()
	await frames(1)
	await until(func() -> bool: return _awake() == 100, "all fall when the floor goes")


func test_pieces_fall_on_when_they_may_not_ask_any_more() -> void:
	var ask: Array[Callable] = [
		func(on: bool) -> void: field.collision_mask = 1 if on else 0,
		func(on: bool) -> void: field.collision_mask = 1 if on else 2,
		func(on: bool) -> void:
			field.collision_mask = 1
			field.query_budget = 64 if on else 0,
	]
	field.lifetime = 0.0
	field.bounce = 0.0
	var floor := StaticBody2D.new()
	var shape := CollisionShape2D.new()
	shape.shape = WorldBoundaryShape2D.new()
	floor.position = Vector2(0, 110)
	floor.add_child(shape)
	root.add_child(floor)
	await tree.physics_frame
	for set_asking: Callable in ask:
		set_asking.call(true)
		field.clear()
		field.add_fragments(await _fragments(4))
		await until(func() -> bool: return _awake() == 0, "all rest on the floor")
		set_asking.call(false)
		# Longer than any of them would take to rest again.
		for tick: int in 40:
			await tree.physics_frame
		equal(_awake(), 4, "pieces that fall")
	floor.queue_free()


func test_pieces_that_are_cleared_in_flight_have_settled() -> void:
	field.lifetime = 0.0
	var told: Array[String] = []
	field.settled.connect(func() -> void: told.push_back("settled"))
	field.emptied.connect(func() -> void: told.push_back("emptied"))
	field.add_fragments(await _fragments(5))
	await frames(2)
	field.clear()
	await until(func() -> bool: return told.size() == 2, "both are told")
	await frames(2)
	equal(told, ["settled", "emptied"] as Array[String], "what is told of pieces that were cleared")


func test_what_is_cleared_in_a_paused_tree_is_not_drawn_any_more() -> void:
	field.add_fragments(await _fragments(5))
	await frames(2)
	tree.paused = true
	var drawn := watch(field.draw)
	await frames(2)
	equal(drawn.count(), 0, "times that it was drawn anew while nothing happened")
	field.clear()
	await frames(2)
	tree.paused = false
	equal(drawn.count(), 1, "times that it was drawn anew, with nothing in it")
	var emptied := watch(field.emptied)
	await until(func() -> bool: return emptied.count() == 1, "it is told that it is empty")


func test_no_time_passes_at_a_time_scale_of_zero_and_the_field_goes_on_after_it() -> void:
	field.lifetime = 0.05
	field.add_fragments(await _fragments(5))
	Engine.time_scale = 0.0
	for tick: int in 10:
		await tree.physics_frame
	equal(field.get_piece_count(), 5, "pieces in frozen time")
	Engine.time_scale = 1.0
	await until(func() -> bool: return field.get_piece_count() == 0, "they are gone")


func test_what_an_object_looks_like_is_read_from_it() -> void:
	var sprite := Sprite2D.new()
	sprite.texture = PlaceholderTexture2D.new()
	var polygon := Polygon2D.new()
	polygon.polygon = Outlines.star(14, 50.0)
	var animated := AnimatedSprite2D.new()
	for object: Node2D in [sprite, polygon, animated]:
		root.add_child(object)
		equal(field.add_from(object, await _fragments(5)).size(), 0, "left out of %s" % object)
		object.free()
	equal(field.get_piece_count(), 15, "pieces")


func test_wrong_input_is_told_in_one_sentence_and_nothing_is_taken() -> void:
	var fragments := await _fragments(5)
	var outside := DebrisField2D.new()
	expect_error("is not in the scene tree")
	equal(outside.add_fragments(fragments).size(), 5, "all come back from a field outside the tree")
	outside.free()
	expect_error("DebrisField2D.add_fragments: fragments has 3 at 5: a CutoutFragment is allowed")
	equal(field.add_fragments(fragments + [3]).size(), 6, "all come back")
	for transform: Transform2D in [
		Transform2D(0.0, Vector2(NAN, 0)), Transform2D(0.0, Vector2.ZERO, 0.0, Vector2.ZERO)
	]:
		expect_error("transform is")
		field.add_fragments(fragments, transform)
	var wrong: Array[Array] = [
		[{"txture": null}, 'options has no key "txture"'],
		[{3: 4}, "options has the key 3"],
		[{"texture": 7}, 'options "texture" is 7 of type int'],
		[{"color": "pinkish"}, 'options "color"'],
		[{"velocity": Vector2(NAN, 1)}, 'options "velocity"'],
		[{"impact_radius": 0.0}, 'options "impact_radius" is 0.0'],
		[{"spread": 2.0}, 'options "spread" is 2.0'],
		[{"lifetime": -1.0}, 'options "lifetime" is -1.0'],
		[{"seed": "x"}, 'options "seed"'],
		[{"bodies": -1}, 'options "bodies" is -1'],
		[{"uv_transform": Transform2D(0.0, Vector2(INF, 0))}, 'options "uv_transform"'],
	]
	for pair: Array in wrong:
		expect_error(pair[1])
		var options: Dictionary = pair[0]
		field.add_fragments(fragments, Transform2D(), options)
	for object: Variant in [null, 3, Node.new(), Node2D.new()]:
		expect_error("object")
		field.add_from(object, fragments)
		if object is Node:
			(object as Node).free()
	var node := Node2D.new()
	root.add_child(node)
	expect_error("object is of class Node2D")
	field.add_from(node, fragments)
	node.free()
	expect_error("object")
	field.add_from(node, fragments)
	equal(field.get_piece_count(), 0, "pieces")


func test_wrong_settings_are_refused_and_the_old_ones_kept() -> void:
	var wrong: Dictionary[StringName, Array] = {
		&"gravity": [Vector2(NAN, 0)],
		&"bounce": [-0.1, 1.1, NAN],
		&"friction": [-1.0],
		&"linear_damp": [NAN, -1.0],
		&"angular_damp": [INF],
		&"ground_y": [NAN],
		&"ground_depth": [-1.0],
		&"lifetime": [-1.0, NAN],
		&"fade_time": [-1.0],
		&"max_pieces": [-1, 500001],
		&"query_budget": [-1],
		&"bodies_per_break": [-1],
	}
	for property: StringName in wrong:
		var before: Variant = field.get(property)
		for value: Variant in wrong[property]:
			expect_error("DebrisField2D.%s: it is" % property)
			field.set(property, value)
			equal(field.get(property), before, property)
	expect_error("DebrisField2D.clear: fade_seconds is -1")
	field.clear(-1.0)


func test_pieces_that_get_no_time_and_an_empty_break_are_no_fault() -> void:
	equal(field.add_fragments([]), [], "nothing left of nothing")
	field.fade_time = 0.0
	field.lifetime = 0.001
	field.add_fragments(await _fragments(9))
	await until(func() -> bool: return field.get_piece_count() == 0, "they are gone")


func test_a_field_may_be_freed_or_moved_at_any_time() -> void:
	field.add_fragments(await _fragments(50))
	await frames(2)
	root.remove_child(field)
	await frames(2)
	root.add_child(field)
	field.add_fragments(await _fragments(50))
	equal(field.get_piece_count(), 100, "pieces")
	field.lifetime = 0.0
	field.emptied.connect(func() -> void: field.queue_free())
	field.clear()
	await until(func() -> bool: return not is_instance_valid(field), "its receiver has freed it")


func test_receivers_may_add_pieces() -> void:
	var fragments := await _fragments(5)
	field.emptied.connect(
		func() -> void: field.add_fragments(fragments, Transform2D(), {"lifetime": 0.0}), CONNECT_ONE_SHOT
	)
	field.add_fragments(fragments, Transform2D(), {"lifetime": 0.05})
	await frames(1)
	await until(func() -> bool: return field.get_piece_count() == 5 and _awake() == 5, "it is filled anew")


func test_pieces_fly_that_come_in_the_frame_in_which_the_field_ran_empty() -> void:
	field.lifetime = 0.0
	var fragments := await _fragments(5)
	var late := Late.new()
	# After the field's own turn.
	late.process_priority = 1
	late.act = func() -> void: field.add_fragments(fragments)
	root.add_child(late)
	await tree.process_frame
	field.add_fragments(fragments)
	field.clear()
	await frames(10)
	equal(field.get_piece_count(), 5, "pieces")
	check(field.is_processing() and field.is_physics_processing(), "the field runs")
	late.free()


func test_a_material_of_the_users_stays_and_a_canvas_material_is_no_hindrance() -> void:
	field.material = CanvasItemMaterial.new()
	field.add_fragments(await _fragments(5))
	await frames(2)
	var shader := Shader.new()
	shader.code = (
		"shader_type canvas_item;\n"
		+ '#include "res://addons/cutout/debris/debris.gdshaderinc"\n'
		+ "void vertex() { cutout_debris(CUSTOM0, VERTEX, COLOR); }\n"
		+ "void fragment() { COLOR.rgb = vec3(1.0) - COLOR.rgb; }\n"
	)
	var material := ShaderMaterial.new()
	material.shader = shader
	field.material = material
	await frames(2)
	equal(field.material, material, "material")
	field.material = null
	await frames(2)


func test_ten_thousand_pieces_of_a_hundred_breaks_come_and_go() -> void:
	field.lifetime = 0.2
	field.fade_time = 0.1
	for turn: int in 100:
		field.add_fragments(await _fragments(100), Transform2D(0.0, Vector2(turn, 0)))
		if turn % 10 == 0:
			await tree.physics_frame
	await until(func() -> bool: return field.get_piece_count() == 0, "all have gone")


func _awake() -> int:
	return field.get_stats()["awake"]


## Pieces of a square, made on the workers.
func _fragments(count: int) -> Array:
	var batch: CutoutBatchProcessor = root.get_node("CutoutBatch")
	var id := batch.submit_fracture(Outlines.rectangle(-100, -100, 200, 200), {"fragment_count": count})
	while true:
		var ended: Array = await batch.job_completed
		if ended[0] == id:
			var result: Array = ended[1]
			return result
	return []


## Acts once, in its turn of a frame.
class Late:
	extends Node
	var act := Callable()

	func _process(_delta: float) -> void:
		if act.is_valid():
			act.call()
		act = Callable()
