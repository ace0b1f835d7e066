@tool
extends RefCounted
## Reads a [Polygon2D]: its polygon or polygons, and how its texture and colours lie on them.

## Differences of texture coordinates below this, in pixels, are rounding.
const UV_TOLERANCE_PX := 0.01


## Fills [param source].
static func read(source: CutoutObjectSource, node: Polygon2D) -> void:
	var outline_size := node.polygon.size() - node.internal_vertex_count
	if node.invert_enabled:
		source.error = (
			"object %s is inverted: a Polygon2D with invert_enabled off is allowed." % node.get_path()
		)
		return
	var drawn := _drawn_polygons(node, outline_size)
	if drawn.is_empty():
		source.error = (
			"object %s has %d points in its polygon: at least 3 are allowed."
			% [node.get_path(), outline_size]
		)
		return
	var points := _moved(node.polygon, node.offset)
	for indices: PackedInt32Array in drawn:
		source.rings.push_back(_picked(points, indices))
	if source.rings.size() > 1:
		# Side by side, not one in the other.
		source.rings.assign(ClassDB.class_call_static(&"CutoutOutline", &"merge", source.rings))
	source.look = CutoutPieceLook.of(node)
	source.look.color = node.color
	source.look.antialiased = node.antialiased
	source.look.texture = node.texture
	_paint(source.look, node, points, drawn)


## Indices of the points of each polygon that the node draws.
static func _drawn_polygons(node: Polygon2D, outline_size: int) -> Array[PackedInt32Array]:
	var drawn: Array[PackedInt32Array] = []
	for indices: PackedInt32Array in node.polygons:
		var known := indices.size() >= 3
		for index: int in indices:
			known = known and index >= 0 and index < node.polygon.size()
		if known:
			drawn.push_back(indices)
	if node.polygons.is_empty() and outline_size >= 3:
		drawn.push_back(PackedInt32Array(range(outline_size)))
	return drawn


static func _paint(
	look: CutoutPieceLook, node: Polygon2D, points: PackedVector2Array, drawn: Array[PackedInt32Array]
) -> void:
	# The order in which the engine applies them: turned and moved, then scaled.
	var texture_transform := Transform2D(node.texture_rotation, node.texture_offset)
	texture_transform = texture_transform.scaled(node.texture_scale)
	var colors := node.vertex_colors
	var has_colors := colors.size() == node.polygon.size()
	if has_colors and colors.count(colors[0]) == colors.size():
		look.color = colors[0]
		has_colors = false
	var uvs := node.uv if node.uv.size() == node.polygon.size() else points
	var uv_map := Transform2D.IDENTITY if uvs == points else _fit(points, uvs)
	look.uv_transform = texture_transform * uv_map
	if not has_colors and (node.texture == null or _is_flat(points, uvs, uv_map)):
		return
	if not has_colors:
		colors = PackedColorArray()
		colors.resize(points.size())
		colors.fill(node.color)
	var indices := PackedInt32Array()
	for polygon: PackedInt32Array in drawn:
		# The engine's own triangles, so that what is painted is bent just as before.
		for index: int in Geometry2D.triangulate_polygon(_picked(points, polygon)):
			indices.push_back(polygon[index])
	look.set_skin(points, texture_transform * uvs, colors, indices)


static func _is_flat(points: PackedVector2Array, uvs: PackedVector2Array, uv_map: Transform2D) -> bool:
	for index: int in points.size():
		if (uv_map * points[index]).distance_to(uvs[index]) > UV_TOLERANCE_PX:
			return false
	return true


static func _moved(points: PackedVector2Array, by: Vector2) -> PackedVector2Array:
	return points if by == Vector2.ZERO else Transform2D(0.0, by) * points


static func _picked(points: PackedVector2Array, indices: PackedInt32Array) -> PackedVector2Array:
	var ring := PackedVector2Array()
	for index: int in indices:
		ring.push_back(points[index])
	return ring


## The affine map that takes the widest triangle of [param from] onto [param to].
static func _fit(from: PackedVector2Array, to: PackedVector2Array) -> Transform2D:
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
