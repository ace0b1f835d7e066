extends BatchTest
## Baked pieces: the same as live ones, used in the same frame and without the workers, refused for anything
## that they were not made of.

const PARAMS: Dictionary = {"fragment_count": 24, "seed": 7}
## So few pieces are made in the least time that a frame has for them.
const FEW: Dictionary = {"fragment_count": 6}
const FILE := "user://baked_in_a_test"


func after_each() -> void:
	CutoutBakedPieces.traces_outlines = OS.is_debug_build()
	await super()
	for ending: String in [".res", ".tres"]:
		if FileAccess.file_exists(FILE + ending):
			DirAccess.remove_absolute(FILE + ending)


func test_baked_pieces_are_those_of_a_live_break_to_the_bit() -> void:
	var ring := Outlines.star(40, 30.0)
	ring.reverse()
	var polygon: Array[PackedVector2Array] = [Outlines.star(64, 100.0), ring]
	for params: Dictionary in [
		PARAMS,
		{"pattern": "spiderweb", "holes": "keep"},
		{"pattern": "bricks", "edge_roughness": 0.6},
		{"pattern": "impact", "mask": {"center": Vector2(60, 0), "radius": 30.0}, "gap": 1.0},
	]:
		var baked := CutoutBakedPieces.new()
		check(baked.bake(polygon, params), "it bakes")
		batch.submit_fracture(polygon, params)
		var live: Array = (await until_emitted(batch.job_completed))[1]
		var kept := baked.get_fragments()
		if not equal(kept.size(), live.size(), "pieces of %s" % params):
			continue
		for index: int in live.size():
			for key: String in [
				"polygon",
				"holes",
				"area",
				"centroid",
				"bounds",
				"neighbors",
				"shared_edge_lengths",
				"shared_edge_midpoints",
				"on_outline",
				"in_mask",
				"is_convex",
				"index"
			]:
				equal(kept[index].get(key), live[index].get(key), "%s of piece %d" % [key, index])
			equal(kept[index].triangles(), live[index].triangles(), "triangles of piece %d" % index)
			equal(kept[index].convex_parts(), live[index].convex_parts(), "parts of piece %d" % index)


func test_a_saved_file_holds_the_same_and_is_small() -> void:
	var baked := CutoutBakedPieces.new()
	check(baked.bake(Outlines.star(64, 100.0), PARAMS), "it bakes")
	for ending: String in [".res", ".tres"]:
		equal(ResourceSaver.save(baked, FILE + ending, ResourceSaver.FLAG_COMPRESS), OK, "saved")
		var loaded: CutoutBakedPieces = ResourceLoader.load(
			FILE + ending, "", ResourceLoader.CACHE_MODE_IGNORE
		)
		equal(loaded.data, baked.data, "bytes of %s" % ending)
		equal(loaded.get_fragments().size(), baked.get_fragments().size(), "pieces of %s" % ending)
	var info := baked.get_info()
	check(int(info["bytes"]) * 3 < int(info["plain_bytes"]) * 2, "small: %s" % info)
	equal(info["is_current"], true, "made by this version")


func test_it_breaks_in_the_frame_of_the_call_without_a_job() -> void:
	for kind: StringName in [&"Polygon2D", &"RigidBody2D"]:
		var node: Node2D
		if kind == &"Polygon2D":
			node = Breakables.square(80.0)
		else:
			node = Breakables.body(kind, 80.0)
		root.add_child(node)
		var baked := CutoutBakedPieces.new()
		check(baked.bake(node, FEW), "it bakes")
		batch.clear_cache()
		var before: int = batch.get_stats()["submitted"]
		await tree.process_frame
		_take_time()
		var frame := Engine.get_process_frames()
		var pieces: Array = await batch.fracture_object(node, baked)
		equal(Engine.get_process_frames(), frame, "the frame of %s" % kind)
		equal(int(batch.get_stats()["submitted"]), before, "jobs")
		equal(pieces.size(), baked.get_fragments().size(), "pieces")
		near(Breakables.global_area(pieces), 6400.0, 0.1, "area")
		await _clear(pieces)


func test_a_body_that_was_turned_and_moved_still_has_its_outline() -> void:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D", 50.0)
	body.get_child(0).position = Vector2(3.3, 7.7)
	body.get_child(0).rotation = 0.3
	root.add_child(body)
	var baked := CutoutBakedPieces.new()
	check(baked.bake(body, PARAMS), "it bakes")
	body.global_transform = Transform2D(1.234, Vector2(1234.5, -77.7))
	equal(baked.error_for(CutoutObjectSource.of(body)), "", "it fits")
	body.free()


func test_a_changed_outline_is_refused_and_the_node_stays() -> void:
	var node := Breakables.square(80.0)
	root.add_child(node)
	var baked := CutoutBakedPieces.new()
	check(baked.bake(node, PARAMS), "it bakes")
	node.polygon = Outlines.rectangle(-40, -40, 80, 81)
	expect_error("was baked of another outline: bake it again.")
	equal(await batch.fracture_object(node, baked), [], "no pieces")
	check(node.visible and not node.is_queued_for_deletion(), "it stays")
	node.free()


func test_a_destructible_whose_target_changed_warns_once_and_breaks_live() -> void:
	for time: int in 2:
		var node := _destructible(Breakables.square(80.0))
		check(node.baked.bake(node.get_parent(), {}), "it bakes")
		(node.get_parent() as Polygon2D).polygon = Outlines.rectangle(-40, -40, 80, 81)
		node.restorable = true
		expect_error("was baked of another outline: bake it again. Until then it breaks live.")
		for again: int in 2:
			check(node.fracture(Vector2(10, 10)), "it begins")
			var state := func() -> bool: return node.state == Destructible2D.State.BROKEN
			await until(state, "it breaks")
			near(Breakables.global_area(node.pieces), 80.0 * 81.0, 0.1, "area")
			check(node.restore(), "back")
			await _until_no_pieces()
		node.get_parent().free()


func test_a_destructible_with_other_params_warns_and_breaks_live() -> void:
	var node := _destructible(Breakables.square(80.0))
	var params := CutoutFractureParams.new()
	params.fragment_count = 6
	node.params = params
	check(node.baked.bake(node.get_parent(), params), "it bakes")
	equal(node.get_bake_error(), "", "it fits")
	params.fragment_count = 40
	contains(node.get_bake_error(), ["other params"])
	contains("".join(node._get_configuration_warnings()), ["other params: bake it again."])
	expect_error("baked was made with other params: bake it again. Until then it breaks live.")
	check(node.fracture(), "it begins")
	var pieces: Array = (await until_emitted(node.broken))[0]
	check(pieces.size() >= 40, "live: %d pieces" % pieces.size())
	await _clear(pieces)


func test_a_destructible_breaks_as_it_was_baked_wherever_it_is_hit() -> void:
	var node := _destructible(Breakables.square(80.0))
	var params := CutoutFractureParams.new()
	params.pattern = "impact"
	params.fragment_count = 6
	node.params = params
	check(node.baked.bake(node.get_parent(), params), "it bakes")
	var wanted := node.baked.get_fragments().size()
	var submitted: int = batch.get_stats()["submitted"]
	_take_time()
	var frame := Engine.get_process_frames()
	var broken_in: Array[int] = []
	node.broken.connect(func(_pieces: Array) -> void: broken_in.push_back(Engine.get_process_frames()))
	check(node.fracture(Vector2(30, 30), 50.0), "it begins")
	var pieces: Array = (await until_emitted(node.broken))[0]
	equal(broken_in, [frame] as Array[int], "the same frame")
	equal(int(batch.get_stats()["submitted"]), submitted, "no job")
	equal(pieces.size(), wanted, "pieces")
	await _clear(pieces)


func test_a_sprite_is_not_traced_in_a_game_that_shipped() -> void:
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.ring_texture()
	root.add_child(sprite)
	var baked := CutoutBakedPieces.new()
	check(baked.bake(sprite, PARAMS), "it bakes")
	CutoutBakedPieces.traces_outlines = false
	batch.clear_cache()
	equal(CutoutAlphaOutline.kept_count(), 0, "nothing is traced")
	var area := Outlines.area_of(baked.get_fragments())
	var pieces: Array = await batch.fracture_object(sprite, baked)
	equal(CutoutAlphaOutline.kept_count(), 0, "nothing is traced")
	near(Breakables.global_area(pieces), area, 0.5, "area")
	await _clear(pieces)
	for change: Callable in [
		func(other: Sprite2D) -> void: other.flip_h = true,
		func(other: Sprite2D) -> void: other.offset = Vector2(1, 0),
		func(other: Sprite2D) -> void: other.texture = Breakables.ring_texture(32),
	]:
		var other := Sprite2D.new()
		other.texture = Breakables.ring_texture()
		root.add_child(other)
		change.call(other)
		expect_error("was baked of another outline")
		equal(await batch.fracture_object(other, baked), [], "refused")
		other.free()
	# What was painted over is seen while the game is made.
	CutoutBakedPieces.traces_outlines = true
	var painted := Sprite2D.new()
	painted.texture = Breakables.ring_texture(64, 30.0, 20.0)
	root.add_child(painted)
	expect_error("was baked of another outline")
	equal(await batch.fracture_object(painted, baked), [], "refused")
	painted.free()


func test_bytes_that_were_damaged_are_told_and_nothing_breaks() -> void:
	var node := Breakables.square(80.0)
	root.add_child(node)
	var baked := CutoutBakedPieces.new()
	check(baked.bake(node, PARAMS), "it bakes")
	var sound := baked.data
	equal(baked.get_error(), "", "sound")
	for length: int in [0, 3, 5, 100, sound.size() - 1]:
		baked.data = sound.slice(0, length)
		contains(baked.get_error(), ["bake"], "error at %d bytes" % length)
		equal(baked.get_fragments(), [], "no pieces")
		equal(baked.get_info(), {}, "no info")
	for at: int in range(0, sound.size(), 7):
		var changed := sound.duplicate()
		changed[at] = changed[at] ^ 0x55
		baked.data = changed
		check(not baked.get_error().is_empty(), "a change at %d is seen" % at)
	var later := sound.duplicate()
	later[4] = 9
	baked.data = later
	contains(baked.get_error(), ["has format 9, up to 1 is read: update the addon"])
	expect_error("has format 9")
	equal(await batch.fracture_object(node, baked), [], "no pieces")
	node.free()


func test_what_cannot_be_baked_is_told_and_the_old_pieces_stay() -> void:
	var baked := CutoutBakedPieces.new()
	check(baked.bake(Outlines.star(20, 50.0), PARAMS), "it bakes")
	var before := baked.data
	expect_error("CutoutBakedPieces.bake: polygon is of type int")
	expect_error("CutoutBakedPieces.bake: object is of class Node:")
	expect_error("CutoutBakedPieces.bake: ")
	expect_error("is not in the scene tree")
	var node := Node.new()
	var outside := Breakables.square(10.0)
	check(not baked.bake(5), "refused")
	check(not baked.bake(node), "refused")
	check(not baked.bake(Outlines.star(20, 50.0), {"fragment_count": -1}), "refused")
	check(not baked.bake(outside), "refused")
	equal(baked.data, before, "the old ones")
	node.free()
	outside.free()


func test_a_break_from_baked_pieces_can_be_called_off_and_happens_once() -> void:
	var node := Breakables.square(80.0)
	root.add_child(node)
	var baked := CutoutBakedPieces.new()
	check(baked.bake(node, PARAMS), "it bakes")
	var answer: Signal = batch.fracture_object(node, baked)
	var told := watch(answer)
	expect_error("is being fractured already")
	var second := watch(batch.fracture_object(node, baked))
	check(batch.cancel_object(node), "called off")
	await until(func() -> bool: return second.count() == 1, "the second is answered")
	equal(second.calls, [[[]]] as Array[Array], "once")
	equal(told.calls, [[[]]] as Array[Array], "told")
	await frames(3)
	check(node.visible and not node.is_queued_for_deletion(), "it stays")
	node.free()


func test_a_file_loads_on_a_thread() -> void:
	var baked := CutoutBakedPieces.new()
	check(baked.bake(Outlines.star(64, 100.0), PARAMS), "it bakes")
	ResourceSaver.save(baked, FILE + ".res")
	ResourceLoader.load_threaded_request(FILE + ".res", "", true, ResourceLoader.CACHE_MODE_IGNORE)
	var loaded := func() -> bool:
		return ResourceLoader.load_threaded_get_status(FILE + ".res") == ResourceLoader.THREAD_LOAD_LOADED
	await until(loaded, "it is loaded")
	var again: CutoutBakedPieces = ResourceLoader.load_threaded_get(FILE + ".res")
	equal(again.get_fragments().size(), baked.get_fragments().size(), "pieces")


func _destructible(target: Node2D) -> Destructible2D:
	var node := Destructible2D.new()
	node.baked = CutoutBakedPieces.new()
	target.add_child(node)
	root.add_child(target)
	return node


func _clear(pieces: Array) -> void:
	if not pieces.is_empty():
		(pieces[0].get_parent() as CutoutPieces).retire()
	await _until_no_pieces()
