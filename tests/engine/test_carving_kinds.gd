extends CarvingTest
## Carving nodes that cannot show a part of themselves.


func test_an_animated_sprite_becomes_a_polygon_of_the_frame_that_it_shows() -> void:
	var node := Breakables.animated_sprite()
	var sheet: AtlasTexture = node.sprite_frames.get_frame_texture(&"default", 1)
	node.name = "Coin"
	node.set_meta(&"worth", 7)
	node.position = Vector2(70, -20)
	node.modulate = Color.AQUA
	node.z_index = 3
	node.add_to_group(&"coins")
	var child := Node2D.new()
	node.add_child(child)
	root.add_child(node)
	var result := await _cut_off_right(node, 70.0 + 10.0)
	var shown := _replacement(node, result, "Coin")
	near(Breakables.global_area([shown]), 600.0, 0.01, "area that survives")
	near(Breakables.global_area(result.pieces), 200.0, 0.01, "area that came off")
	equal(shown.texture, sheet.atlas, "texture")
	for index: int in shown.uv.size():
		var at := shown.polygon[index]
		var pixel := Vector2(40.0 + at.x + 20.0, 10.0 - at.y)
		check(shown.uv[index].distance_to(pixel) < 0.01, "pixel %s is drawn where it was" % pixel)
	equal(shown.modulate, Color.AQUA, "colour")
	equal(shown.get_meta(&"worth", 0), 7, "metadata")
	equal(shown.z_index, 3, "layer")
	check(shown.is_in_group(&"coins"), "group")
	equal(child.get_parent(), shown as Node, "its child")
	await _clear(shown, result)
	check(not is_instance_valid(node), "the sprite is gone")


func test_what_takes_the_place_of_a_sprite_is_found_by_its_unique_name() -> void:
	var level := Node2D.new()
	var sprite := Sprite2D.new()
	sprite.texture = Breakables.map_texture(40, 40)
	sprite.name = "Wall"
	level.add_child(sprite)
	sprite.owner = level
	sprite.unique_name_in_owner = true
	root.add_child(level)
	var result: CutoutCarveResult = await batch.carve(sprite, CutoutTool.circle(Vector2(20, 0), 5.0))
	equal(level.get_node("%Wall"), result.survivors[0], "by its unique name")
	equal(result.survivors[0].owner, level as Node, "owner")
	level.queue_free()
	await frames(2)


func test_a_mesh_becomes_a_polygon_with_its_texture_and_colours() -> void:
	var node := Breakables.mesh()
	node.name = "Flag"
	root.add_child(node)
	var result := await _cut_off_right(node, 45.0)
	var shown := _replacement(node, result, "Flag")
	near(Breakables.global_area([shown]), 1800.0, 0.01, "area that survives")
	near(Breakables.global_area(result.pieces), 600.0, 0.01, "area that came off")
	equal(shown.texture, node.texture, "texture")
	for part: Polygon2D in [shown] + result.pieces:
		equal(part.uv.size(), part.polygon.size(), "texture coordinates")
		equal(part.vertex_colors.size(), part.polygon.size(), "colours")
		for index: int in part.uv.size():
			var at := part.polygon[index]
			check(part.uv[index].distance_to(at / 2.0) < 0.01, "texture at %s" % at)
			near(part.vertex_colors[index].r, at.x / 60.0, 0.01, "colour at %s" % at)
	var again: CutoutCarveResult = await batch.carve(shown, CutoutTool.circle(Vector2(20, 20), 5.0))
	equal(again.survivors, [shown] as Array[Node], "it can be carved again, in place")
	for index: int in shown.uv.size():
		var at := shown.polygon[index]
		check(shown.uv[index].distance_to(at / 2.0) < 0.01, "texture at %s beside the hole" % at)
	await _clear(shown, result)


## Cuts off all to the right of [param x].
func _cut_off_right(node: Node2D, x: float) -> CutoutCarveResult:
	var path := PackedVector2Array([Vector2(x, -200), Vector2(x, 200)])
	var result: CutoutCarveResult = await batch.cut(node, path)
	equal(result.error, "", "error")
	equal(result.pieces.size(), 1, "pieces")
	return result


## The polygon that took a node's place.
func _replacement(node: Node2D, result: CutoutCarveResult, title: String) -> Polygon2D:
	equal(result.survivors.size(), 1, "survivors")
	var shown := result.survivors[0] as Polygon2D
	check(shown != null and shown != node, "a polygon took its place")
	equal(str(shown.name), title, "name")
	return shown
