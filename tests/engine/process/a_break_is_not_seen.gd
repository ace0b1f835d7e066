# screen: yes
extends SceneTree
## The pictures just before and just after a break differ in nothing but the hairlines of the cuts and the
## outermost pixels of a traced outline, and no picture between shows anything else.
##
## A pixel counts as changed when a channel differs by more than [constant VISIBLE]; so many of those that
## the object covers may be changed, for each case. With [code]-- --out=FOLDER[/code] the pictures are
## saved there.

const VISIBLE := 0.05
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
	await _check("a_polygon", ShownBreakables.polygon(), {}, 0.005)
	await _check("a_turned_texture", ShownBreakables.turned_polygon(), {}, 0.005)
	await _check("colours_and_a_bent_texture", ShownBreakables.bent_polygon(), {}, 0.005)
	await _check("own_coordinates_and_a_turned_texture", ShownBreakables.mapped_polygon(), {}, 0.005)
	await _check("a_mesh", ShownBreakables.a_mesh(), {}, 0.005)
	await _check("a_see_through_sprite", ShownBreakables.sprite(), {"outline_tolerance": 0.5}, 0.02)
	await _check("a_flipped_frame", ShownBreakables.frame(), {"outline_tolerance": 0.5}, 0.01)
	await _check("an_animation", ShownBreakables.animation(), {}, 0.005)
	await _check("a_skewed_child", ShownBreakables.skewed(), {}, 0.01)
	await _check(
		"bodies_of_a_sprite", ShownBreakables.sprite(), BODIES.merged({"outline_tolerance": 0.5}), 0.02
	)
	await _check("bodies_of_a_polygon", ShownBreakables.turned_polygon(), BODIES, 0.005)
	await _check("bodies_with_colours", ShownBreakables.bent_polygon(), BODIES, 0.005)
	await _check("bodies_of_a_skewed_child", ShownBreakables.skewed(), BODIES, 0.01)
	await _check("a_body", ShownBreakables.a_body(), {}, 0.005)
	await _check("debris_of_a_polygon", ShownBreakables.mapped_polygon(), {"debris": _field(true)}, 0.005)
	await _check("debris_with_colours", ShownBreakables.bent_polygon(), {"debris": _field()}, 0.005)
	await _check("debris_of_a_mesh", ShownBreakables.a_mesh(), {"debris": _field()}, 0.005)
	await _check(
		"debris_of_a_sprite", ShownBreakables.sprite(), {"debris": _field(), "outline_tolerance": 0.5}, 0.02
	)
	for kind: String in ["polygons", "bodies"]:
		var how := BODIES if kind == "bodies" else {}
		await _check("%s_in_two_lights" % kind, ShownBreakables.lit(), how, 0.01)
		await _check("%s_of_a_layer" % kind, ShownBreakables.layered(), how, 0.01)
		await _check("%s_with_a_shader" % kind, ShownBreakables.shaded(), how, 0.01)
		await _check("%s_with_the_parents_material" % kind, ShownBreakables.shaded_by_its_parent(), how, 0.01)
		await _check("%s_between_others" % kind, ShownBreakables.between(), how, 0.01)
		await _check("%s_sorted_by_y" % kind, ShownBreakables.sorted_by_y(), how, 0.01)
		await _check("%s_that_are_clipped" % kind, ShownBreakables.clipped(), how, 0.01)
		await _check("%s_behind_their_parent" % kind, ShownBreakables.behind(), how, 0.01)
		await _check("%s_of_a_region_of_an_atlas" % kind, ShownBreakables.atlas_region(), how, 0.01)
		await _check("%s_of_pixels" % kind, ShownBreakables.pixelated(), how, 0.01)
		await _check("%s_of_a_body_in_shades" % kind, ShownBreakables.shades(), how, 0.01)
		await _check("%s_of_a_body_that_has_the_look" % kind, ShownBreakables.look_of_its_body(), how, 0.01)
		await _check("%s_of_a_child_of_no_parent" % kind, ShownBreakables.top_level(), how, 0.01)
	await _check("debris_of_a_skewed_child", ShownBreakables.skewed(), {"debris": _field()}, 0.01)
	await _check(
		"debris_of_a_flipped_frame",
		ShownBreakables.frame(),
		{"debris": _field(), "outline_tolerance": 0.5},
		0.01
	)
	await _check("debris_of_a_region_of_an_atlas", ShownBreakables.atlas_region(), {"debris": _field()}, 0.01)
	await _check(
		"debris_of_a_child_of_no_parent", ShownBreakables.top_level(), {"debris": _field(true)}, 0.01
	)
	await _check("debris_below_no_parent", ShownBreakables.below_top_level(), {"debris": _field(true)}, 0.01)
	await _check("debris_of_a_body_in_shades", ShownBreakables.shades(), {"debris": _field()}, 0.01)
	for turned: Transform2D in [
		Transform2D(0.6, Vector2(1.5, 0.5), 0.0, Vector2(40, -30)),
		Transform2D(0.0, Vector2(-2, 2), 0.3, Vector2(500, 10)),
	]:
		var field := _field(true)
		field.transform = turned
		await _check(
			"debris_in_a_field_elsewhere", ShownBreakables.mapped_polygon(), {"debris": field}, 0.005
		)
	# That the comparison sees it: pieces that are a tenth smaller.
	if await _share_changed("smaller_pieces", ShownBreakables.polygon(), {"factory": _make_smaller}) < 0.05:
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
	if node.name != &"Target" and node.find_child("Target", true, false) != null:
		target = node.find_child("Target", true, false)
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


# Pieces are drawn with the field's own filter and repeat.
func _field(repeats := false) -> DebrisField2D:
	var field := DebrisField2D.new()
	if repeats:
		field.texture_repeat = CanvasItem.TEXTURE_REPEAT_ENABLED
	root.add_child(field)
	return field


func _fail(why: String) -> void:
	push_error(why)
	_failed = true
