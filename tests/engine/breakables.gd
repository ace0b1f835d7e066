class_name Breakables
extends RefCounted
## Nodes that the tests break.


## A texture of a ring: red pixels between two circles.
static func ring_texture(size := 64, outer := 30.0, inner := 10.0) -> ImageTexture:
	var image := Image.create_empty(size, size, false, Image.FORMAT_RGBA8)
	var middle := (size - 1) / 2.0
	for y: int in size:
		for x: int in size:
			var distance := Vector2(x - middle, y - middle).length()
			if distance < outer and distance > inner:
				image.set_pixel(x, y, Color.RED)
	return ImageTexture.create_from_image(image)


## A texture whose colour tells where a pixel is, opaque all over.
static func map_texture(width: int, height: int) -> ImageTexture:
	var image := Image.create_empty(width, height, false, Image.FORMAT_RGB8)
	for y: int in height:
		for x: int in width:
			var checker := 0.25 if (int(x / 8.0) + int(y / 8.0)) % 2 == 0 else 0.75
			image.set_pixel(x, y, Color(float(x) / width, float(y) / height, checker))
	return ImageTexture.create_from_image(image)


## An animated sprite that shows its second frame, flipped: a part of a sheet.
static func animated_sprite() -> AnimatedSprite2D:
	var sheet := AtlasTexture.new()
	sheet.atlas = map_texture(80, 40)
	sheet.region = Rect2(40, 0, 40, 20)
	var node := AnimatedSprite2D.new()
	node.sprite_frames = SpriteFrames.new()
	node.sprite_frames.add_frame(&"default", map_texture(16, 16))
	node.sprite_frames.add_frame(&"default", sheet)
	node.frame = 1
	node.flip_v = true
	return node


## A mesh of 60 by 40 in two triangles, from black to red, with a texture of half its size.
static func mesh() -> MeshInstance2D:
	var made := ArrayMesh.new()
	var arrays := []
	arrays.resize(Mesh.ARRAY_MAX)
	arrays[Mesh.ARRAY_VERTEX] = PackedVector2Array(
		[Vector2(0, 0), Vector2(60, 0), Vector2(60, 40), Vector2(0, 40)]
	)
	arrays[Mesh.ARRAY_TEX_UV] = PackedVector2Array(
		[Vector2(0, 0), Vector2(1, 0), Vector2(1, 1), Vector2(0, 1)]
	)
	arrays[Mesh.ARRAY_COLOR] = PackedColorArray([Color.BLACK, Color.RED, Color.RED, Color.BLACK])
	arrays[Mesh.ARRAY_INDEX] = PackedInt32Array([0, 1, 2, 0, 2, 3])
	made.add_surface_from_arrays(Mesh.PRIMITIVE_TRIANGLES, arrays)
	var node := MeshInstance2D.new()
	node.mesh = made
	node.texture = map_texture(30, 20)
	return node


## A square polygon about the origin.
static func square(side: float) -> Polygon2D:
	var node := Polygon2D.new()
	node.polygon = Outlines.rectangle(-side / 2.0, -side / 2.0, side, side)
	return node


## A rectangle in four triangles about [param middle], which shows all of [param texture], but with
## [param middle_pixel] pulled to the middle.
static func bent_polygon(
	size: Vector2, middle: Vector2, texture: Texture2D, middle_pixel: Vector2
) -> Polygon2D:
	var node := Polygon2D.new()
	node.polygon = Outlines.rectangle(0, 0, size.x, size.y) + PackedVector2Array([middle])
	node.internal_vertex_count = 1
	node.polygons = [
		PackedInt32Array([0, 1, 4]),
		PackedInt32Array([1, 2, 4]),
		PackedInt32Array([2, 3, 4]),
		PackedInt32Array([3, 0, 4])
	]
	var pixels := texture.get_size()
	node.uv = Outlines.rectangle(0, 0, pixels.x, pixels.y) + PackedVector2Array([middle_pixel])
	node.texture = texture
	return node


## A body of the class that holds a square polygon and the same as its shape.
static func body(of_class: StringName, side := 100.0) -> CollisionObject2D:
	var made: CollisionObject2D = ClassDB.instantiate(of_class)
	var shown := square(side)
	made.add_child(shown)
	var solid := CollisionPolygon2D.new()
	solid.polygon = shown.polygon
	made.add_child(solid)
	if made is RigidBody2D:
		(made as RigidBody2D).gravity_scale = 0.0
	return made


## The rings of all pieces in global coordinates.
static func global_rings(pieces: Array) -> Array[PackedVector2Array]:
	var rings: Array[PackedVector2Array] = []
	for piece: Node2D in pieces:
		if piece is CutoutPieceBody:
			for ring: PackedVector2Array in (piece as CutoutPieceBody).get_rings():
				rings.push_back(piece.global_transform * ring)
		else:
			var polygon: Polygon2D = piece
			var moved := piece.global_transform.translated_local(polygon.offset)
			if polygon.polygons.is_empty():
				rings.push_back(moved * polygon.polygon)
			for triangle: PackedInt32Array in polygon.polygons:
				var ring := PackedVector2Array()
				for index: int in triangle:
					ring.push_back(polygon.polygon[index])
				rings.push_back(moved * ring)
	return rings


## The area that all pieces cover, in global coordinates.
static func global_area(pieces: Array) -> float:
	var sum := 0.0
	for ring: PackedVector2Array in global_rings(pieces):
		sum += Outlines.area(ring)
	return sum


## The box around all pieces, in global coordinates.
static func global_bounds(pieces: Array) -> Rect2:
	var bounds := Rect2()
	var is_first := true
	for ring: PackedVector2Array in global_rings(pieces):
		for point: Vector2 in ring:
			bounds = Rect2(point, Vector2.ZERO) if is_first else bounds.expand(point)
			is_first = false
	return bounds
