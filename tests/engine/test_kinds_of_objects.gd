extends BatchTest
## CutoutBatch.fracture_object: every kind of node that it takes, and what its pieces are.

const GRID := {"pattern": "grid", "grid_jitter": 0.0, "edge_padding": 0.0}


func test_an_animated_sprite_breaks_as_the_frame_that_it_shows() -> void:
	var node := Breakables.animated_sprite()
	var sheet: AtlasTexture = node.sprite_frames.get_frame_texture(&"default", 1)
	node.offset = Vector2(3, 0)
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, GRID)
	equal(pieces.size(), 9, "pieces")
	near(Breakables.global_area(pieces), 800.0, 0.01, "area of the frame")
	var first: Polygon2D = pieces[0]
	equal(first.texture, sheet.atlas, "texture")
	for piece: Polygon2D in pieces:
		for index: int in piece.uv.size():
			var at := piece.polygon[index] - Vector2(3.0 - 20.0, -10.0)
			var pixel := Vector2(40.0 + at.x, 20.0 - at.y)
			check(piece.uv[index].distance_to(pixel) < 0.01, "pixel %s is drawn where it was" % pixel)
	await _retire(pieces)


func test_an_animated_sprite_without_frames_is_told() -> void:
	var node := AnimatedSprite2D.new()
	root.add_child(node)
	expect_error("has no texture: a AnimatedSprite2D that shows a texture is allowed")
	equal(await batch.fracture_object(node), [])
	node.free()


func test_a_mesh_breaks_along_its_outline() -> void:
	var node := Breakables.mesh()
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, GRID)
	equal(pieces.size(), 9, "pieces")
	near(Breakables.global_area(pieces), 2400.0, 0.01, "area")
	for piece: Polygon2D in pieces:
		for index: int in piece.uv.size():
			var at := piece.polygon[index]
			check(piece.uv[index].distance_to(at / 2.0) < 0.01, "texture at %s" % at)
			near(piece.vertex_colors[index].r, at.x / 60.0, 0.01, "colour at %s" % at)
	await _retire(pieces)


func test_a_primitive_mesh_breaks_and_one_without_triangles_is_told() -> void:
	var node := MeshInstance2D.new()
	var quad := QuadMesh.new()
	quad.size = Vector2(50, 30)
	node.mesh = quad
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, GRID)
	near(Breakables.global_area(pieces), 1500.0, 0.01, "area")
	await _retire(pieces)
	var empty := MeshInstance2D.new()
	root.add_child(empty)
	expect_error("has no mesh")
	equal(await batch.fracture_object(empty), [])
	empty.mesh = ArrayMesh.new()
	expect_error("has no triangle with an area")
	equal(await batch.fracture_object(empty), [])
	empty.free()


func test_a_polygon_of_several_polygons_keeps_its_colours_and_its_bent_texture() -> void:
	# A square with a point of its own in the middle, the texture pulled to one side.
	var node := Breakables.bent_polygon(
		Vector2(60, 60), Vector2(30, 30), Breakables.map_texture(60, 60), Vector2(50, 30)
	)
	node.vertex_colors = PackedColorArray([Color.RED, Color.RED, Color.RED, Color.RED, Color.BLACK])
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, GRID)
	equal(pieces.size(), 9, "pieces")
	near(Breakables.global_area(pieces), 3600.0, 0.05, "area")
	for piece: Polygon2D in pieces:
		for index: int in piece.uv.size():
			var at := piece.polygon[index]
			# How near to the middle, by the square's own measure.
			var inner := 1.0 - maxf(absf(at.x - 30.0), absf(at.y - 30.0)) / 30.0
			near(piece.vertex_colors[index].r, 1.0 - inner, 0.01, "colour at %s" % at)
			near(piece.uv[index].x, at.x + 20.0 * inner, 0.05, "texture at %s" % at)
	await _retire(pieces)


func test_a_polygon_of_one_vertex_colour_needs_no_skin() -> void:
	var node := Breakables.square(30.0)
	node.vertex_colors = PackedColorArray([Color.BLUE, Color.BLUE, Color.BLUE, Color.BLUE])
	root.add_child(node)
	var pieces: Array = await batch.fracture_object(node, GRID)
	for piece: Polygon2D in pieces:
		equal(piece.color, Color.BLUE, "colour")
		check(piece.polygons.is_empty(), "drawn whole")
	await _retire(pieces)


func test_an_inverted_polygon_is_told() -> void:
	var node := Breakables.square(30.0)
	node.invert_enabled = true
	root.add_child(node)
	expect_error("is inverted: a Polygon2D with invert_enabled off is allowed")
	equal(await batch.fracture_object(node), [])
	node.free()


func test_every_kind_of_body_breaks_into_bodies_and_an_area_into_polygons() -> void:
	for kind: StringName in [
		&"StaticBody2D", &"RigidBody2D", &"CharacterBody2D", &"AnimatableBody2D", &"Area2D"
	]:
		var body := Breakables.body(kind)
		body.position = Vector2(200, 100)
		body.rotation = 0.5
		root.add_child(body)
		var wanted := _corners(body.global_transform)
		var pieces: Array = await batch.fracture_object(body, GRID)
		equal(pieces.size(), 9, "%s: pieces" % kind)
		for piece: Node in pieces:
			equal(piece is CutoutPieceBody, kind != &"Area2D", "%s: pieces are bodies" % kind)
		near(Breakables.global_area(pieces), 10000.0, 1.0, "%s: area" % kind)
		check(_is_near(Breakables.global_bounds(pieces), wanted), "%s: place" % kind)
		await _retire(pieces)


func test_a_body_without_anything_to_see_breaks_by_its_collision_polygons() -> void:
	var body := StaticBody2D.new()
	for x: float in [0.0, 40.0]:
		var solid := CollisionPolygon2D.new()
		solid.polygon = Outlines.rectangle(0, 0, 40, 40)
		solid.position.x = x
		body.add_child(solid)
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(
		body, {"pattern": "slice", "line_start": Vector2(-5, 20), "line_end": Vector2(90, 20)}
	)
	equal(pieces.size(), 2, "the two lie side by side and break as one")
	near(Breakables.global_area(pieces), 3200.0, 0.1, "area")
	await _retire(pieces)


func test_a_body_without_anything_to_see_breaks_by_its_shapes() -> void:
	var rectangle := RectangleShape2D.new()
	rectangle.size = Vector2(60, 40)
	var circle := CircleShape2D.new()
	circle.radius = 30.0
	var capsule := CapsuleShape2D.new()
	capsule.radius = 15.0
	capsule.height = 80.0
	var convex := ConvexPolygonShape2D.new()
	convex.points = PackedVector2Array([Vector2(-20, 20), Vector2(20, 20), Vector2(0, -20)])
	var concave := ConcavePolygonShape2D.new()
	var star := Outlines.star(16, 40.0)
	for index: int in star.size():
		concave.segments += PackedVector2Array([star[index], star[(index + 1) % star.size()]])
	# What the shape covers, in square pixels.
	var areas: Dictionary[Shape2D, float] = {
		rectangle: 2400.0,
		circle: PI * 900.0,
		capsule: PI * 225.0 + 30.0 * 50.0,
		convex: 800.0,
		concave: Outlines.area(star),
	}
	for shape: Shape2D in areas:
		for from_body: bool in [true, false]:
			var body := StaticBody2D.new()
			var solid := CollisionShape2D.new()
			solid.shape = shape
			solid.position = Vector2(7, -3)
			body.add_child(solid)
			body.position = Vector2(200, 100)
			root.add_child(body)
			var pieces: Array = await batch.fracture_object(body if from_body else solid, GRID)
			check(pieces.size() > 2, "%s: pieces" % shape.get_class())
			check(pieces.all(func(piece: Node) -> bool: return piece is CutoutPieceBody), "bodies")
			near(
				Breakables.global_area(pieces),
				areas[shape],
				0.015 * areas[shape],
				"%s: area" % shape.get_class()
			)
			var middle := Breakables.global_bounds(pieces).get_center()
			check(middle.distance_to(Vector2(207, 97)) < 3.0, "%s: place %s" % [shape.get_class(), middle])
			await _retire(pieces)
			if is_instance_valid(body):
				body.free()


func test_a_body_of_several_shapes_breaks_as_one() -> void:
	var body := RigidBody2D.new()
	for x: float in [0.0, 40.0]:
		var solid := CollisionShape2D.new()
		solid.shape = RectangleShape2D.new()
		(solid.shape as RectangleShape2D).size = Vector2(40, 40)
		solid.position.x = x
		body.add_child(solid)
	var polygon := CollisionPolygon2D.new()
	polygon.polygon = Outlines.rectangle(60, -20, 40, 40)
	body.add_child(polygon)
	root.add_child(body)
	var cut := {"pattern": "slice", "line_start": Vector2(-50, 0), "line_end": Vector2(150, 0)}
	var pieces: Array = await batch.fracture_object(body, cut)
	equal(pieces.size(), 2, "the three lie side by side")
	near(Breakables.global_area(pieces), 120.0 * 40.0, 0.1, "area")
	await _retire(pieces)


func test_shapes_without_an_area_are_told() -> void:
	var open := ConcavePolygonShape2D.new()
	open.segments = PackedVector2Array([Vector2(0, 0), Vector2(40, 0), Vector2(40, 0), Vector2(40, 40)])
	for shape: Shape2D in [SegmentShape2D.new(), WorldBoundaryShape2D.new(), open, null]:
		var body := StaticBody2D.new()
		var solid := CollisionShape2D.new()
		solid.shape = shape
		body.add_child(solid)
		root.add_child(body)
		expect_error("holds nothing that has an outline")
		equal(await batch.fracture_object(body), [])
		expect_error("has no shape with an area")
		equal(await batch.fracture_object(solid), [])
		check(not body.is_queued_for_deletion() and not solid.is_queued_for_deletion(), "they stay")
		body.free()


func test_a_collision_polygon_breaks_off_its_body() -> void:
	var body := StaticBody2D.new()
	var solid := CollisionPolygon2D.new()
	solid.polygon = Outlines.rectangle(0, 0, 40, 40)
	body.add_child(solid)
	body.collision_layer = 4
	root.add_child(body)
	var pieces: Array = await batch.fracture_object(solid, GRID)
	equal(pieces.size(), 9, "pieces")
	check(pieces[0] is CutoutPieceBody, "pieces are bodies")
	equal((pieces[0] as CutoutPieceBody).collision_layer, 4, "layer of the body")
	equal((pieces[0] as Node).get_parent().get_parent(), root as Node, "beside the body, not in it")
	await frames(2)
	check(is_instance_valid(body) and not is_instance_valid(solid), "the body stays without it")
	await _retire(pieces)
	body.free()


func test_a_body_that_holds_nothing_is_told() -> void:
	var body := StaticBody2D.new()
	root.add_child(body)
	expect_error("holds nothing that has an outline")
	equal(await batch.fracture_object(body), [])
	check(not body.is_queued_for_deletion(), "it stays")
	body.free()


func test_a_node_tells_its_outline_itself() -> void:
	var square := Outlines.rectangle(0, 0, 30, 30)
	var hole := Outlines.rectangle(10, 10, 10, 10)
	var texture := Breakables.map_texture(15, 15)
	var half := Transform2D().scaled(Vector2(0.5, 0.5))
	var cases: Array[Array] = [
		[square, 900.0],
		[[square, hole], 800.0],
		[{"polygon": square, "texture": texture, "uv_transform": half, "color": Color.RED}, 900.0],
	]
	for case: Array in cases:
		var node := Outlined.new()
		node.answer = case[0]
		root.add_child(node)
		var pieces: Array = await batch.fracture_object(node, GRID)
		near(Breakables.global_area(pieces), case[1], 0.01, "area")
		if case[0] is Dictionary:
			var first: Polygon2D = pieces[0]
			equal(first.color, Color.RED, "colour")
			check(first.uv[0].is_equal_approx(first.polygon[0] / 2.0), "texture coordinate")
		await _retire(pieces)


func test_a_wrong_outline_is_told() -> void:
	var cases: Array[Array] = [
		[null, "gives no outline"],
		[[1, 2], "gives no outline"],
		[{"texture": null}, 'gives "texture" of type Nil: a Texture2D is allowed'],
		[{"polygon": Outlines.rectangle(0, 0, 1, 1), "colour": Color.RED}, 'gives the key "colour"'],
		[
			{"polygon": Outlines.rectangle(0, 0, 1, 1), "color": 3},
			'gives "color" of type int: Color is allowed'
		],
	]
	for case: Array in cases:
		var node := Outlined.new()
		node.answer = case[0]
		root.add_child(node)
		expect_error(case[1])
		equal(await batch.fracture_object(node), [], case[1])
		node.free()


func test_flips_skews_and_scales_of_parents_are_carried_exactly() -> void:
	for kind: int in [CutoutBreakOptions.Kind.POLYGONS, CutoutBreakOptions.Kind.BODIES]:
		var parent := Node2D.new()
		parent.transform = Transform2D(0.7, Vector2(2.0, -1.5), 0.3, Vector2(100, 50))
		root.add_child(parent)
		var node := Breakables.square(40.0)
		node.transform = Transform2D(-0.4, Vector2(-0.5, 1.25), -0.2, Vector2(10, 20))
		parent.add_child(node)
		var shape := node.global_transform
		var wanted := _corners(shape, 20.0)
		var pieces: Array = await batch.fracture_object(node, GRID, {"kind": kind})
		equal(pieces.size(), 9, "pieces")
		near(Breakables.global_area(pieces), 1600.0 * absf(shape.determinant()), 0.5, "area")
		check(_is_near(Breakables.global_bounds(pieces), wanted), "place")
		if kind == CutoutBreakOptions.Kind.BODIES:
			for piece: CutoutPieceBody in pieces:
				check(piece.global_scale.is_equal_approx(Vector2.ONE), "bodies have no scale")
				near(piece.global_skew, 0.0, 1e-4, "nor skew")
		await _retire(pieces)
		parent.free()


func test_a_scale_of_zero_is_told() -> void:
	var node := Breakables.square(40.0)
	node.scale = Vector2(1, 0)
	root.add_child(node)
	expect_error("a scale other than 0 on both axes is allowed")
	equal(await batch.fracture_object(node), [])
	check(node.visible, "it stays")
	node.free()


func test_a_texture_without_alpha_breaks_as_the_rectangle_that_it_is() -> void:
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.map_texture(48, 32)
	root.add_child(sprite)
	var pieces: Array = await batch.fracture_object(sprite, GRID)
	near(Breakables.global_area(pieces), 48.0 * 32.0, 0.01, "area")
	await _retire(pieces)


func test_threshold_and_tolerance_say_what_an_outline_is() -> void:
	var image := Image.create_empty(64, 64, false, Image.FORMAT_RGBA8)
	image.fill_rect(Rect2i(8, 8, 48, 48), Color(1, 1, 1, 0.3))
	image.fill_rect(Rect2i(16, 16, 32, 32), Color.WHITE)
	var texture := ImageTexture.create_from_image(image)
	for case: Array in [[0.1, 48.0 * 48.0], [0.5, 32.0 * 32.0]]:
		var sprite := Sprite2D.new()
		sprite.texture = texture
		root.add_child(sprite)
		var pieces: Array = await batch.fracture_object(sprite, GRID, {"alpha_threshold": case[0]})
		near(Breakables.global_area(pieces), case[1], 3.0, "area from alpha %s on" % case[0])
		await _retire(pieces)
	var ring := Breakables.ring_texture()
	var whole := Rect2(0, 0, 64, 64)
	var fine := CutoutAlphaOutline.rings_of(ring, whole, 0.1, 0.0)
	var coarse := CutoutAlphaOutline.rings_of(ring, whole, 0.1, 2.0)
	check(coarse[0].size() * 3 < fine[0].size(), "%d points of %d" % [coarse[0].size(), fine[0].size()])
	equal(CutoutAlphaOutline.rings_of(ring, whole, 0.1, 2.0), coarse, "kept")


func test_an_outline_is_traced_once_for_each_region_of_a_texture() -> void:
	CutoutAlphaOutline.forget_all()
	# A sheet of two frames: a ring, and nothing but a square in its corner.
	var image := Image.create_empty(128, 64, false, Image.FORMAT_RGBA8)
	image.blit_rect(Breakables.ring_texture().get_image(), Rect2i(0, 0, 64, 64), Vector2i.ZERO)
	image.fill_rect(Rect2i(64, 0, 20, 20), Color.BLUE)
	var texture := ImageTexture.create_from_image(image)
	var ring := PI * (30.0 * 30.0 - 10.0 * 10.0)
	for case: Array in [[0, ring, 1], [0, ring, 1], [1, 400.0, 2], [0, ring, 2], [1, 400.0, 2]]:
		var sprite := Sprite2D.new()
		sprite.texture = texture
		sprite.hframes = 2
		sprite.frame = case[0]
		root.add_child(sprite)
		var pieces: Array = await batch.fracture_object(sprite, {"fragment_count": 4})
		near(Breakables.global_area(pieces) / float(case[1]), 1.0, 0.04, "area of frame %d" % case[0])
		equal(CutoutAlphaOutline.kept_count(), case[2], "outlines kept")
		await _retire(pieces)


func test_kept_outlines_are_bounded() -> void:
	CutoutAlphaOutline.forget_all()
	var texture := Breakables.map_texture(8, 8)
	for index: int in CutoutAlphaOutline.KEPT_OUTLINES + 10:
		CutoutAlphaOutline.rings_of(texture, Rect2(0, 0, 8, 8), 0.1 + index * 0.001)
	equal(CutoutAlphaOutline.kept_count(), CutoutAlphaOutline.KEPT_OUTLINES, "outlines kept")


func _corners(shape: Transform2D, half := 50.0) -> Rect2:
	return (
		Rect2(shape * Vector2(-half, -half), Vector2.ZERO)
		. expand(shape * Vector2(half, -half))
		. expand(shape * Vector2(half, half))
		. expand(shape * Vector2(-half, half))
	)


func _is_near(a: Rect2, b: Rect2) -> bool:
	return a.position.distance_to(b.position) < 0.01 and a.end.distance_to(b.end) < 0.01


## A node that tells its outline itself.
class Outlined:
	extends Node2D
	var answer: Variant

	func get_polygon_data() -> Variant:
		return answer
