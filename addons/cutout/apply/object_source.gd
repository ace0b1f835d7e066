class_name CutoutObjectSource
extends RefCounted
## Where a node's outline comes from, and what its pieces will look like.

## Differences of texture coordinates below this, in pixels, are rounding.
const UV_TOLERANCE_PX := 0.01

## Why the object cannot be broken, in one sentence; empty when it can.
var error := ""
## The outline in the object's own space: rings, nested.
var rings: Array[PackedVector2Array] = []
## What the pieces take over.
var look: CutoutPieceLook


## Looks at [param object], which may be anything.
static func of(object: Variant) -> CutoutObjectSource:
	var source := CutoutObjectSource.new()
	source._read(object)
	return source


func _read(object: Variant) -> void:
	if typeof(object) != TYPE_OBJECT:
		error = "object is of type %s: a Sprite2D or Polygon2D is allowed." % type_string(typeof(object))
	elif not is_instance_valid(object):
		error = "object was freed: a Sprite2D or Polygon2D in the scene tree is allowed."
	elif object is Sprite2D or object is Polygon2D:
		var node: Node2D = object
		if not node.is_inside_tree() or node.is_queued_for_deletion():
			error = "object %s is not in the scene tree: add it before fracturing it." % node.name
		elif object is Sprite2D:
			_read_sprite(object)
		else:
			_read_polygon(object)
	else:
		var other: Object = object
		error = "object is of class %s: a Sprite2D or Polygon2D is allowed." % other.get_class()


func _read_sprite(sprite: Sprite2D) -> void:
	if sprite.texture == null:
		error = "object %s has no texture: a Sprite2D with a texture is allowed." % sprite.get_path()
		return
	var placed := CutoutSpritePlacement.new(sprite)
	if placed.region.size.x < 1.0 or placed.region.size.y < 1.0:
		error = "object %s shows an empty region: at least one pixel is allowed." % sprite.get_path()
		return
	for ring: PackedVector2Array in CutoutAlphaOutline.rings_of(placed.texture, placed.region):
		rings.push_back(placed.to_sprite * ring)
	if rings.is_empty():
		error = (
			"object %s shows no pixel of alpha %s or more: a texture with visible pixels is allowed."
			% [sprite.get_path(), CutoutAlphaOutline.ALPHA_THRESHOLD]
		)
		return
	look = CutoutPieceLook.new(sprite)
	look.texture = placed.texture
	look.uv_transform = placed.to_sprite.affine_inverse()


func _read_polygon(node: Polygon2D) -> void:
	var outline_size := node.polygon.size() - node.internal_vertex_count
	if outline_size < 3:
		error = (
			"object %s has %d points in its polygon: at least 3 are allowed."
			% [node.get_path(), outline_size]
		)
		return
	if node.polygons.is_empty():
		rings.push_back(_moved(node.polygon.slice(0, outline_size), node.offset))
	else:
		for indices: PackedInt32Array in node.polygons:
			var ring := PackedVector2Array()
			for index: int in indices:
				ring.push_back(node.polygon[index])
			rings.push_back(_moved(ring, node.offset))
	look = CutoutPieceLook.new(node)
	look.color = node.color
	look.antialiased = node.antialiased
	look.texture = node.texture
	if node.texture != null:
		look.uv_transform = _uv_transform_of(node)


func _moved(ring: PackedVector2Array, by: Vector2) -> PackedVector2Array:
	return ring if by == Vector2.ZERO else Transform2D(0.0, by) * ring


## From the node's space (offset included) to pixels of its texture.
func _uv_transform_of(node: Polygon2D) -> Transform2D:
	var texture_transform := Transform2D(node.texture_rotation, node.texture_offset)
	texture_transform = texture_transform.scaled_local(node.texture_scale)
	if node.uv.size() != node.polygon.size():
		return texture_transform
	var fitted := _fit(_moved(node.polygon, node.offset), node.uv)
	for index: int in node.uv.size():
		var found := fitted * (node.polygon[index] + node.offset)
		if found.distance_to(node.uv[index]) > UV_TOLERANCE_PX:
			push_warning(
				(
					"%s: its texture is bent by its uv; the pieces show it straight." % node.get_path()
					+ " Split the polygon where the texture bends."
				)
			)
			break
	return texture_transform * fitted


## The affine map that takes the widest triangle of [param from] onto [param to].
func _fit(from: PackedVector2Array, to: PackedVector2Array) -> Transform2D:
	var b := 0
	for index: int in from.size():
		if from[index].distance_squared_to(from[0]) > from[b].distance_squared_to(from[0]):
			b = index
	var along := from[b] - from[0]
	var c := 0
	for index: int in from.size():
		if absf(along.cross(from[index] - from[0])) > absf(along.cross(from[c] - from[0])):
			c = index
	var source := Transform2D(along, from[c] - from[0], from[0])
	if is_zero_approx(source.determinant()):
		return Transform2D.IDENTITY
	return Transform2D(to[b] - to[0], to[c] - to[0], to[0]) * source.affine_inverse()
