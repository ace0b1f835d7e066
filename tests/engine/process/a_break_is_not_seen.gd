# screen: yes
extends SceneTree
## The pictures just before and just after a break differ in nothing but the hairlines of the cuts and the
## outermost pixels of a traced outline, and no picture between shows anything else.
##
## A pixel counts as changed when a channel differs by more than [constant VISIBLE]; so many of those that
## the object covers may be changed, for each case. With [code]-- --out=FOLDER[/code] the pictures are
## saved there.

const VISIBLE := 0.2
const PARAMS := {"pattern": "random", "fragment_count": 12, "seed": 3}
const BODIES := {"kind": CutoutBreakOptions.Kind.BODIES}

var _out := ""
var _failed := false


func _initialize() -> void:
	for argument: String in OS.get_cmdline_user_args():
		if argument.begins_with("--out="):
			_out = argument.trim_prefix("--out=")
	_run()


func _run() -> void:
	await process_frame
	RenderingServer.set_default_clear_color(Color(0.2, 0.3, 0.25))
	await _check("a_polygon", _polygon(), {}, 0.005)
	await _check("a_turned_texture", _turned_polygon(), {}, 0.005)
	await _check("colours_and_a_bent_texture", _bent_polygon(), {}, 0.005)
	await _check("own_coordinates_and_a_turned_texture", _mapped_polygon(), {}, 0.005)
	await _check("a_mesh", _mesh(), {}, 0.005)
	await _check("a_see_through_sprite", _sprite(), {"outline_tolerance": 0.5}, 0.01)
	await _check("a_flipped_frame", _frame(), {"outline_tolerance": 0.5}, 0.01)
	await _check("an_animation", _animation(), {}, 0.005)
	await _check("a_skewed_child", _skewed(), {}, 0.01)
	await _check("bodies_of_a_sprite", _sprite(), BODIES.merged({"outline_tolerance": 0.5}), 0.01)
	await _check("bodies_of_a_polygon", _turned_polygon(), BODIES, 0.005)
	await _check("bodies_with_colours", _bent_polygon(), BODIES, 0.005)
	await _check("bodies_of_a_skewed_child", _skewed(), BODIES, 0.01)
	await _check("a_body", _body(), {}, 0.005)
	await _check("debris_of_a_polygon", _mapped_polygon(), {"debris": _field(true)}, 0.005)
	await _check("debris_with_colours", _bent_polygon(), {"debris": _field()}, 0.005)
	await _check("debris_of_a_mesh", _mesh(), {"debris": _field()}, 0.005)
	await _check("debris_of_a_sprite", _sprite(), {"debris": _field(), "outline_tolerance": 0.5}, 0.01)
	# That the comparison sees it: pieces that are a tenth smaller.
	if await _share_changed("smaller_pieces", _polygon(), {"factory": _make_smaller}) < 0.05:
		_fail("smaller pieces are not seen")
	quit(1 if _failed else 0)


func _check(name: String, node: Node2D, options: Dictionary, allowed: float) -> void:
	var share := await _share_changed(name, node, options)
	if share > allowed:
		_fail(
			"%s: %.2f %% of its pixels changed, %.2f %% is allowed" % [name, share * 100.0, allowed * 100.0]
		)


func _share_changed(name: String, node: Node2D, options: Dictionary) -> float:
	root.add_child(node)
	var target := node
	if node.has_node(^"Target"):
		target = node.get_node(^"Target")
	var with_it := await _picture()
	target.visible = false
	var without := await _picture()
	target.visible = true
	var covered := _changed(with_it, without)
	var before := await _picture()
	var pieces: Array = []
	var state := {&"done": false}
	_break(target, options, pieces, state)
	var between: Array[Image] = []
	while not state[&"done"]:
		between.push_back(await _picture())
	# Resumed within the frame of the change, so this is its picture: nothing has moved yet.
	var after: Image = between.back()
	var share := float(_changed(before, after)) / maxi(covered, 1)
	for picture: Image in between:
		if _changed(picture, before) > 0 and _changed(picture, after) > 0:
			_fail("%s: a picture shows neither the whole nor the pieces" % name)
	var count := pieces.size()
	if options.has("debris") and count == 1:
		count = (pieces[0] as DebrisField2D).get_piece_count()
	if count < 2 or covered < 1000:
		_fail("%s: %d pieces, %d pixels: nothing is shown by that" % [name, count, covered])
	print("%s: %.3f %% of %d pixels changed, %d pictures" % [name, share * 100.0, covered, between.size()])
	if not _out.is_empty():
		before.save_png(_out.path_join(name + "_before.png"))
		after.save_png(_out.path_join(name + "_after.png"))
	if is_instance_valid(node):
		node.free()
	for piece: Variant in pieces:
		if is_instance_valid(piece):
			(piece as Node).free()
	await process_frame
	await process_frame
	return share


func _break(target: Node2D, options: Dictionary, pieces: Array, state: Dictionary) -> void:
	var batch: CutoutBatchProcessor = root.get_node(^"CutoutBatch")
	pieces.append_array(await batch.fracture_object(target, PARAMS, options))
	state[&"done"] = true


func _make_smaller(piece: CutoutPieceInfo) -> Node2D:
	var made := Polygon2D.new()
	piece.fill(made)
	made.scale = Vector2(0.9, 0.9)
	return made


func _picture() -> Image:
	await RenderingServer.frame_post_draw
	return root.get_texture().get_image()


func _changed(a: Image, b: Image) -> int:
	var first := a.get_data()
	var second := b.get_data()
	var bytes := first.size() / (a.get_width() * a.get_height())
	var limit := int(VISIBLE * 255.0)
	var count := 0
	for pixel: int in range(0, first.size(), bytes):
		for channel: int in 3:
			if absi(first[pixel + channel] - second[pixel + channel]) > limit:
				count += 1
				break
	return count


func _polygon() -> Node2D:
	var node := Polygon2D.new()
	node.polygon = Outlines.star(70, 150.0)
	node.position = Vector2(300, 200)
	node.color = Color(0.9, 0.5, 0.2)
	return node


func _turned_polygon() -> Node2D:
	var node: Polygon2D = _polygon()
	node.color = Color.WHITE
	node.texture = Breakables.map_texture(128, 96)
	node.texture_repeat = CanvasItem.TEXTURE_REPEAT_ENABLED
	node.texture_offset = Vector2(13, 7)
	node.texture_rotation = 0.6
	node.texture_scale = Vector2(0.5, 0.75)
	node.offset = Vector2(20, -10)
	node.rotation = 0.3
	return node


# Straight, but not as the texture would lie by itself.
func _mapped_polygon() -> Node2D:
	var node: Polygon2D = _turned_polygon()
	node.uv = Transform2D(0.4, Vector2(0.6, 0.8), 0.1, Vector2(30, -20)) * node.polygon
	return node


# Pieces are drawn with the field's own filter and repeat.
func _field(repeats := false) -> DebrisField2D:
	var field := DebrisField2D.new()
	if repeats:
		field.texture_repeat = CanvasItem.TEXTURE_REPEAT_ENABLED
	root.add_child(field)
	return field


func _bent_polygon() -> Node2D:
	var node := Breakables.bent_polygon(
		Vector2(300, 240), Vector2(120, 130), Breakables.map_texture(150, 120), Vector2(100, 30)
	)
	node.vertex_colors = PackedColorArray([Color.WHITE, Color.RED, Color.WHITE, Color.GREEN, Color.WHITE])
	node.position = Vector2(150, 80)
	return node


func _mesh() -> Node2D:
	var mesh := ArrayMesh.new()
	var arrays := []
	arrays.resize(Mesh.ARRAY_MAX)
	arrays[Mesh.ARRAY_VERTEX] = PackedVector2Array(
		[Vector2(-100, -80), Vector2(120, -100), Vector2(90, 100), Vector2(-110, 60)]
	)
	arrays[Mesh.ARRAY_TEX_UV] = PackedVector2Array(
		[Vector2(0, 0), Vector2(1, 0), Vector2(1, 1), Vector2(0, 1)]
	)
	arrays[Mesh.ARRAY_INDEX] = PackedInt32Array([0, 1, 2, 0, 2, 3])
	mesh.add_surface_from_arrays(Mesh.PRIMITIVE_TRIANGLES, arrays)
	var node := MeshInstance2D.new()
	node.mesh = mesh
	node.texture = Breakables.map_texture(64, 64)
	node.position = Vector2(300, 200)
	return node


func _sprite() -> Node2D:
	var node := Sprite2D.new()
	node.texture = Breakables.ring_texture(256, 120.0, 40.0)
	node.position = Vector2(300, 200)
	node.rotation = 0.4
	# Drawn twice, or not at all, it would be seen.
	node.modulate = Color(1, 1, 1, 0.5)
	return node


func _frame() -> Node2D:
	var node := Sprite2D.new()
	node.texture = load("res://art/crate.png")
	node.region_enabled = true
	node.region_rect = Rect2(10, 20, 200, 180)
	node.hframes = 2
	node.vframes = 2
	node.frame = 3
	node.flip_h = true
	node.offset = Vector2(11, 5)
	node.scale = Vector2(2.5, -2.0)
	node.position = Vector2(300, 200)
	return node


func _animation() -> Node2D:
	var node := AnimatedSprite2D.new()
	node.sprite_frames = SpriteFrames.new()
	node.sprite_frames.add_frame(&"default", Breakables.map_texture(200, 150))
	node.flip_v = true
	node.position = Vector2(300, 200)
	return node


func _skewed() -> Node2D:
	var parent := Node2D.new()
	parent.transform = Transform2D(0.5, Vector2(1.4, 0.8), 0.4, Vector2(320, 220))
	parent.modulate = Color(0.8, 1, 0.9)
	var node := Sprite2D.new()
	node.name = "Target"
	node.texture = Breakables.map_texture(160, 120)
	node.transform = Transform2D(-0.3, Vector2(-1.0, 1.2), 0.2, Vector2(10, -10))
	node.self_modulate = Color(1, 0.8, 1)
	parent.add_child(node)
	return parent


func _body() -> Node2D:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D", 180.0)
	(body.get_child(0) as Polygon2D).texture = Breakables.map_texture(200, 200)
	body.freeze = true
	body.position = Vector2(320, 240)
	body.rotation = 0.2
	body.modulate = Color(1, 0.9, 0.7)
	return body


func _fail(why: String) -> void:
	push_error(why)
	_failed = true
