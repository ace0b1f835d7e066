class_name ShownBreakables
extends RefCounted
## Nodes that look like something, in every way that a node can have its look: what breaks is the node, or its
## child [code]Target[/code] where it has one.


static func polygon() -> Node2D:
	var node := Polygon2D.new()
	node.polygon = Outlines.star(70, 150.0)
	node.position = Vector2(300, 200)
	node.color = Color(0.9, 0.5, 0.2)
	return node


static func turned_polygon() -> Node2D:
	var node: Polygon2D = polygon()
	node.color = Color.WHITE
	node.texture = Breakables.map_texture(128, 96)
	node.texture_repeat = CanvasItem.TEXTURE_REPEAT_ENABLED
	node.texture_offset = Vector2(13, 7)
	node.texture_rotation = 0.6
	node.texture_scale = Vector2(0.5, 0.75)
	node.offset = Vector2(20, -10)
	node.rotation = 0.3
	return node


## Straight, but not as the texture would lie by itself.
static func mapped_polygon() -> Node2D:
	var node: Polygon2D = turned_polygon()
	node.uv = Transform2D(0.4, Vector2(0.6, 0.8), 0.1, Vector2(30, -20)) * node.polygon
	return node


static func bent_polygon() -> Node2D:
	var node := Breakables.bent_polygon(
		Vector2(300, 240), Vector2(120, 130), Breakables.map_texture(150, 120), Vector2(100, 30)
	)
	node.vertex_colors = PackedColorArray([Color.WHITE, Color.RED, Color.WHITE, Color.GREEN, Color.WHITE])
	node.position = Vector2(150, 80)
	return node


static func a_mesh() -> Node2D:
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


static func sprite() -> Node2D:
	var node := Sprite2D.new()
	node.texture = Breakables.ring_texture(256, 120.0, 40.0)
	node.position = Vector2(300, 200)
	node.rotation = 0.4
	# Drawn twice, or not at all, it would be seen.
	node.modulate = Color(1, 1, 1, 0.5)
	return node


static func frame() -> Node2D:
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


static func animation() -> Node2D:
	var node := AnimatedSprite2D.new()
	node.sprite_frames = SpriteFrames.new()
	node.sprite_frames.add_frame(&"default", Breakables.map_texture(200, 150))
	node.flip_v = true
	node.position = Vector2(300, 200)
	return node


static func skewed() -> Node2D:
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


static func a_body() -> Node2D:
	var body: RigidBody2D = Breakables.body(&"RigidBody2D", 180.0)
	(body.get_child(0) as Polygon2D).texture = Breakables.map_texture(200, 200)
	body.freeze = true
	body.position = Vector2(320, 240)
	body.rotation = 0.2
	body.modulate = Color(1, 0.9, 0.7)
	return body


## Lit by one of two lights, for its mask has the other's layer not; with normals.
static func lit() -> Node2D:
	var parent := Node2D.new()
	for layer: int in 2:
		var light := PointLight2D.new()
		var glow := GradientTexture2D.new()
		glow.fill = GradientTexture2D.FILL_RADIAL
		glow.fill_from = Vector2(0.5, 0.5)
		glow.gradient = Gradient.new()
		glow.gradient.colors = PackedColorArray([Color.WHITE, Color.BLACK])
		light.texture = glow
		light.texture_scale = 8.0
		light.range_item_cull_mask = 1 << layer
		light.color = [Color.RED, Color.CYAN][layer]
		light.position = Vector2(200 + 200 * layer, 150)
		light.height = 40.0
		parent.add_child(light)
	var node: Sprite2D = as_target(parent, Sprite2D.new())
	var texture := CanvasTexture.new()
	texture.diffuse_texture = Breakables.map_texture(160, 120)
	texture.normal_texture = Breakables.map_texture(160, 120)
	node.texture = texture
	node.scale = Vector2(1.5, 1.5)
	node.rotation = 0.4
	node.light_mask = 2
	return parent


## Seen by a viewport that shows one layer alone.
static func layered() -> Node2D:
	var parent := Node2D.new()
	parent.visibility_layer = 4
	parent.tree_entered.connect(func() -> void: parent.get_viewport().canvas_cull_mask = 4)
	parent.tree_exiting.connect(func() -> void: parent.get_viewport().canvas_cull_mask = 0xFFFFFFFF)
	as_target(parent, polygon()).visibility_layer = 4
	return parent


static func shaded() -> Node2D:
	var node := turned_polygon()
	node.material = stripes()
	return node


static func shaded_by_its_parent() -> Node2D:
	var parent := Node2D.new()
	parent.material = stripes()
	as_target(parent, polygon()).use_parent_material = true
	return parent


## Stripes across the screen: no piece shows them by chance.
static func stripes() -> ShaderMaterial:
	var made := ShaderMaterial.new()
	made.shader = Shader.new()
	made.shader.code = """
shader_type canvas_item;
void fragment() {
	COLOR.rgb = mix(COLOR.rgb, vec3(0.1, 0.2, 0.9), step(0.5, fract((FRAGCOORD.x + FRAGCOORD.y) / 24.0)));
}
"""
	return made


## One before it, one behind it, in the order of the tree, and one above both by its z.
static func between() -> Node2D:
	var parent := Node2D.new()
	parent.z_index = 2
	var wholly := [Vector2(180, 120), Vector2(320, 180), Vector2(260, 240)]
	for index: int in 3:
		var other := Polygon2D.new()
		other.polygon = Outlines.rectangle(0, 0, 120, 90)
		other.position = wholly[index]
		other.color = [Color.BLUE, Color.PURPLE, Color.YELLOW][index]
		if index == 1:
			as_target(parent, polygon()).z_index = 1
			other.z_index = 1
		elif index == 2:
			other.z_index = 2
		parent.add_child(other)
	return parent


## Behind what stands nearer, whatever their order in the tree.
static func sorted_by_y() -> Node2D:
	var parent := Node2D.new()
	parent.y_sort_enabled = true
	for index: int in 2:
		var other := Polygon2D.new()
		other.polygon = Outlines.rectangle(-60, -60, 120, 120)
		other.position = Vector2(240 + 120 * index, 190 + 20 * index)
		other.color = [Color.BLUE, Color.YELLOW][index]
		parent.add_child(other)
	as_target(parent, polygon())
	return parent


static func clipped() -> Node2D:
	var parent: Polygon2D = polygon()
	parent.polygon = Outlines.star(9, 110.0)
	parent.clip_children = CanvasItem.CLIP_CHILDREN_AND_DRAW
	var node: Polygon2D = as_target(parent, polygon())
	node.position = Vector2(30, 20)
	node.color = Color.BLUE
	return parent


static func behind() -> Node2D:
	var parent: Polygon2D = polygon()
	parent.polygon = Outlines.star(9, 110.0)
	var node: Polygon2D = as_target(parent, polygon())
	node.position = Vector2(60, 40)
	node.color = Color.BLUE
	node.show_behind_parent = true
	return parent


static func atlas_region() -> Node2D:
	var atlas := AtlasTexture.new()
	atlas.atlas = Breakables.map_texture(256, 200)
	atlas.region = Rect2(40, 30, 180, 140)
	var node := Sprite2D.new()
	node.texture = atlas
	node.region_enabled = true
	node.region_rect = Rect2(20, 10, 130, 110)
	node.flip_h = true
	node.flip_v = true
	node.centered = false
	node.scale = Vector2(1.5, 1.5)
	node.position = Vector2(200, 120)
	return node


## Large pixels, by the filter of its parent.
static func pixelated() -> Node2D:
	var parent := Node2D.new()
	parent.texture_filter = CanvasItem.TEXTURE_FILTER_NEAREST
	var node: Sprite2D = as_target(parent, Sprite2D.new())
	node.texture = Breakables.map_texture(24, 20)
	# Edges of texels through the very middle of a pixel on the screen could go either way.
	node.scale = Vector2(9.1, 8.9)
	node.position = Vector2(300, 200)
	return parent


## Every modulate there is between the body and what it shows.
static func shades() -> Node2D:
	var parent := Node2D.new()
	parent.modulate = Color(1, 0.6, 1)
	parent.self_modulate = Color.BLACK
	var body: Node2D = as_target(parent, a_body())
	body.self_modulate = Color.BLACK
	var shown: Polygon2D = body.get_child(0)
	shown.modulate = Color(1, 1, 0.6)
	shown.self_modulate = Color(0.7, 1, 1, 0.8)
	return parent


## What a sprite has from its body.
static func look_of_its_body() -> Node2D:
	var parent := Node2D.new()
	parent.visibility_layer = 6
	parent.tree_entered.connect(func() -> void: parent.get_viewport().canvas_cull_mask = 4)
	parent.tree_exiting.connect(func() -> void: parent.get_viewport().canvas_cull_mask = 0xFFFFFFFF)
	var body: RigidBody2D = as_target(parent, RigidBody2D.new())
	body.freeze = true
	body.position = Vector2(300, 200)
	body.visibility_layer = 4
	body.texture_filter = CanvasItem.TEXTURE_FILTER_NEAREST
	body.material = stripes()
	var shown := Sprite2D.new()
	shown.texture = Breakables.map_texture(24, 20)
	shown.scale = Vector2(8, 8)
	shown.visibility_layer = 4
	shown.use_parent_material = true
	body.add_child(shown)
	return parent


## Placed and coloured as if it had no parent.
static func top_level() -> Node2D:
	var parent := Node2D.new()
	parent.position = Vector2(70, 30)
	parent.scale = Vector2(1.5, 0.5)
	parent.modulate = Color(0.5, 1, 1)
	as_target(parent, turned_polygon()).top_level = true
	return parent


## Held by such a node: what is above that gives it no colour.
static func below_top_level() -> Node2D:
	var parent := Node2D.new()
	parent.modulate = Color(0.5, 1, 1)
	var middle := Node2D.new()
	middle.top_level = true
	middle.modulate = Color(1, 1, 0.6)
	as_target(middle, turned_polygon())
	parent.add_child(middle)
	return parent


static func as_target(parent: Node2D, target: Node2D) -> Node2D:
	target.name = "Target"
	if target is Sprite2D:
		target.position = Vector2(300, 200)
	parent.add_child(target)
	return target
