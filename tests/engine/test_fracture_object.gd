extends BatchTest
## CutoutBatch.fracture_object: nodes that break into their pieces.


func test_a_sprite_breaks_into_pieces_that_cover_its_visible_pixels() -> void:
	var sprite := _ring_sprite()
	var pieces: Array = await batch.fracture_object(sprite, {"fragment_count": 12})
	check(pieces.size() >= 12, "there are at least 12 pieces: %d" % pieces.size())
	near(_area(pieces) / (PI * (30.0 * 30.0 - 10.0 * 10.0)), 1.0, 0.03, "area: the hole is left out")
	var holder: Node2D = pieces[0].get_parent()
	equal(holder.get_parent(), root as Node, "the pieces are where the sprite was")
	await frames(2)
	check(not is_instance_valid(sprite), "the sprite is gone")
	await _clear(pieces, holder)


func test_pieces_show_the_pixels_that_were_there() -> void:
	for flip: bool in [false, true]:
		var sprite := _ring_sprite()
		sprite.flip_h = flip
		sprite.offset = Vector2(3, 4)
		sprite.region_enabled = true
		sprite.region_rect = Rect2(0, 0, 64, 32)
		sprite.centered = not flip
		var rect := sprite.get_rect()
		var pieces: Array = await batch.fracture_object(sprite, {"fragment_count": 6})
		check(not pieces.is_empty(), "there are pieces")
		for piece: Polygon2D in pieces:
			equal(piece.uv.size(), piece.polygon.size(), "a texture coordinate for each point")
			for index: int in piece.uv.size():
				var at := piece.polygon[index] - rect.position
				var pixel := Vector2(64.0 - at.x, at.y) if flip else at
				check(piece.uv[index].distance_to(pixel) < 0.01, "pixel %s is drawn where it was" % pixel)
				if not failures.is_empty():
					return
		await _clear(pieces, pieces[0].get_parent())


func test_pieces_look_and_stand_as_the_object_did() -> void:
	var sprite := _ring_sprite()
	sprite.transform = Transform2D(0.7, Vector2(2.0, -1.5), 0.2, Vector2(100, 50))
	sprite.modulate = Color(1, 0.5, 0.25, 0.75)
	sprite.z_index = 5
	sprite.light_mask = 6
	sprite.visibility_layer = 5
	sprite.self_modulate = Color(0.5, 1, 1)
	sprite.show_behind_parent = true
	sprite.texture_repeat = CanvasItem.TEXTURE_REPEAT_MIRROR
	sprite.texture_filter = CanvasItem.TEXTURE_FILTER_NEAREST
	sprite.material = CanvasItemMaterial.new()
	sprite.add_to_group("crates")
	var wanted := sprite.global_transform
	var material := sprite.material
	var pieces: Array = await batch.fracture_object(sprite, {"fragment_count": 5})
	for piece: Polygon2D in pieces:
		var found := piece.global_transform.translated_local(piece.offset)
		check(found.is_equal_approx(wanted), "transform")
		equal(piece.modulate, Color(1, 0.5, 0.25, 0.75), "modulate")
		equal(piece.z_index, 5, "z index")
		equal(piece.light_mask, 6, "light mask")
		equal(piece.visibility_layer, 5, "visibility layer")
		equal(piece.self_modulate, Color(0.5, 1, 1), "self modulate")
		check(piece.show_behind_parent, "behind its parent")
		equal(piece.texture_repeat, CanvasItem.TEXTURE_REPEAT_MIRROR, "repeat")
		equal(piece.texture_filter, CanvasItem.TEXTURE_FILTER_NEAREST, "filter")
		equal(piece.material, material, "material")
		check(piece.is_in_group("crates"), "group")
	await _clear(pieces, pieces[0].get_parent())


func test_the_swap_happens_in_one_frame() -> void:
	# Frames of a millisecond: whatever the machine, hundreds of pieces take several.
	Engine.max_fps = 1000
	batch.budget.update_target()
	var sprite := _ring_sprite()
	var parent := sprite.get_parent()
	var id := sprite.get_instance_id()
	var state := {"pieces": null}
	_break_into(sprite, {"fragment_count": 400}, state)
	var frames_before := 0
	while state["pieces"] == null:
		check(is_instance_id_valid(id) and sprite.visible, "the sprite is there until the pieces are")
		for node: Node in parent.get_children():
			check(not node is CutoutPieces or not (node as CutoutPieces).visible, "no piece is seen before")
		frames_before += 1
		await tree.process_frame
	check(frames_before > 1, "it takes more than a frame: %d" % frames_before)
	var pieces: Array = state["pieces"]
	check(not is_instance_id_valid(id) or not sprite.visible, "the sprite is not seen beside its pieces")
	Engine.max_fps = 0
	batch.budget.update_target()
	await _clear(pieces, pieces[0].get_parent())


func test_a_polygon_breaks_with_its_colour_and_texture() -> void:
	var node := Polygon2D.new()
	node.polygon = Outlines.rectangle(0, 0, 100, 50)
	node.offset = Vector2(7, 8)
	node.color = Color.ORANGE
	node.texture = _ring_texture()
	node.uv = PackedVector2Array([Vector2(0, 0), Vector2(64, 0), Vector2(64, 64), Vector2(0, 64)])
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, {"pattern": "grid"})
	equal(pieces.size(), 9, "pieces")
	near(_area(pieces), 5000.0, 0.05, "area")
	for piece: Polygon2D in pieces:
		equal(piece.color, Color.ORANGE, "colour")
		for index: int in piece.uv.size():
			var wanted := (piece.polygon[index] - Vector2(7, 8)) * Vector2(0.64, 1.28)
			check(piece.uv[index].distance_to(wanted) < 0.01, "texture coordinate")
	await _clear(pieces, pieces[0].get_parent())


func test_a_piece_may_keep_its_hole() -> void:
	var sprite := _ring_sprite()
	var params := {"pattern": "points", "points": [Vector2.ZERO], "holes": "keep"}
	var pieces: Array = await batch.fracture_object(sprite, params)
	equal(pieces.size(), 1, "pieces")
	var piece: Polygon2D = pieces[0]
	var sum := 0.0
	for triangle: PackedInt32Array in piece.polygons:
		var ring := PackedVector2Array()
		for index: int in triangle:
			ring.push_back(piece.polygon[index])
		sum += Outlines.area(ring)
	near(sum / (PI * (30.0 * 30.0 - 10.0 * 10.0)), 1.0, 0.03, "area that is drawn")
	await _clear(pieces, piece.get_parent())


func test_what_cannot_be_broken_gives_nothing_and_one_clear_error() -> void:
	var freed := Sprite2D.new()
	freed.free()
	var outside := _ring_sprite()
	root.remove_child(outside)
	var empty := Sprite2D.new()
	var clear := Sprite2D.new()
	clear.texture = ImageTexture.create_from_image(Image.create_empty(8, 8, false, Image.FORMAT_RGBA8))
	var thin := Polygon2D.new()
	thin.polygon = PackedVector2Array([Vector2.ZERO, Vector2.ONE])
	var other := Node2D.new()
	var nowhere := Polygon2D.new()
	nowhere.polygon = Outlines.star(8, 20.0)
	nowhere.position.x = NAN
	nowhere.scale.x = NAN
	for node: Node in [empty, clear, thin, other, nowhere]:
		root.add_child(node)
	var cases: Array[Array] = [
		[freed, "object was freed"],
		[null, "object is of type Nil"],
		[17, "object is of type int"],
		[outside, "is not in the scene tree"],
		[empty, "has no texture"],
		[clear, "shows no pixel of alpha"],
		[thin, "has 2 points in its polygon: at least 3"],
		[other, "object is of class Node2D: a Sprite2D, AnimatedSprite2D"],
		[nowhere, "has a global transform of"],
	]
	for case: Array in cases:
		expect_error(case[1])
		equal(await batch.fracture_object(case[0], {}), [], case[1])
	for node: Node in [outside, empty, clear, thin, other, nowhere]:
		check(is_instance_valid(node) and not node.is_queued_for_deletion(), "the object stays")
		node.free()


func test_wrong_params_leave_the_object_as_it_was() -> void:
	var sprite := _ring_sprite()
	expect_error('CutoutBatch.fracture_object: params "fragment_count" is -1')
	equal(await batch.fracture_object(sprite, {"fragment_count": -1}), [])
	check(sprite.visible and not sprite.is_queued_for_deletion(), "the sprite stays")
	var answered := watch(batch.fracture_object(_ring_sprite(), {"fragment_count": -1}))
	(root.get_child(-1) as Sprite2D).free()
	await until(func() -> bool: return answered.count() == 1, "one that has gone is no error")
	var pieces: Array = await batch.fracture_object(sprite, {})
	check(not pieces.is_empty(), "and can be broken after")
	await _clear(pieces, pieces[0].get_parent())


func test_an_object_freed_while_its_job_runs_is_no_error() -> void:
	var sprite := _ring_sprite()
	var state := {"pieces": null}
	_break_into(sprite, {"fragment_count": 200}, state)
	sprite.free()
	await until(func() -> bool: return state["pieces"] != null, "the call answers")
	equal(state["pieces"], [])


func test_five_hundred_calls_in_one_frame_cost_it_little_and_all_are_answered() -> void:
	# Each outline is another one, so that none is answered from the cache.
	var nodes: Array[Polygon2D] = []
	for index: int in 500:
		var node := Breakables.square(20.0 + 0.1 * index)
		node.position = Vector2(index % 25 * 80, index / 25.0 * 80)
		root.add_child(node)
		nodes.push_back(node)
	var options := {"impact_radius": 5.0}
	var answers: Array[Array] = []
	for node: Polygon2D in nodes:
		_note_break(node, {"fragment_count": 4}, options, answers)
	# What the caller does to them afterwards is not for the breaks that it asked for.
	options["impact_radius"] = -1.0
	check(batch.get_stats()["open"] < 500, "most are read later")
	var freed := nodes[400]
	freed.free()
	check(batch.cancel_object(nodes[450]), "called off before it is read")
	expect_error("is being fractured already")
	equal(await batch.fracture_object(nodes[499]), [], "twice in a frame")
	await until(func() -> bool: return answers.size() == 500, "all answers")
	var empty := answers.filter(func(answer: Array) -> bool: return answer.is_empty()).size()
	equal(empty, 2, "answers without pieces: the freed one, the cancelled one")
	check(nodes[450].visible, "the cancelled one is as it was")
	nodes[450].free()
	for answer: Array in answers:
		if not answer.is_empty():
			(answer[0] as Node).get_parent().free()
	await frames(2)


func _note_break(node: Node, params: Dictionary, options: Dictionary, answers: Array[Array]) -> void:
	var answer: Array = await batch.fracture_object(node, params, options)
	answers.push_back(answer)


func test_an_object_is_broken_once() -> void:
	var sprite := _ring_sprite()
	var state := {"pieces": null}
	_break_into(sprite, {}, state)
	expect_error("is being fractured already")
	equal(await batch.fracture_object(sprite, {}), [])
	await until(func() -> bool: return state["pieces"] != null, "the first call answers")
	check(not state["pieces"].is_empty(), "the first call has its pieces")
	await _clear(state["pieces"], state["pieces"][0].get_parent())


func _ring_texture() -> Texture2D:
	var image := Image.create_empty(64, 64, false, Image.FORMAT_RGBA8)
	for y: int in 64:
		for x: int in 64:
			var distance := Vector2(x - 31.5, y - 31.5).length()
			if distance < 30.0 and distance > 10.0:
				image.set_pixel(x, y, Color.RED)
	return ImageTexture.create_from_image(image)


func _ring_sprite() -> Sprite2D:
	var sprite := Sprite2D.new()
	sprite.texture = _ring_texture()
	root.add_child(sprite)
	return sprite


func _area(pieces: Array) -> float:
	var sum := 0.0
	for piece: Polygon2D in pieces:
		sum += Outlines.area(piece.polygon)
	return sum


func _clear(pieces: Array, holder: Node) -> void:
	for piece: Node in pieces:
		piece.queue_free()
	await frames(3)
	check(not is_instance_valid(holder), "the holder goes with its last piece")
