@tool
extends RefCounted
## Reads a [Polygon2D]: its polygon or polygons, and how its texture and colours lie on them.


## Fills [param source] from what was [param seen] of the node, see [enum CutoutObjectSource.Seen].
static func read(source: CutoutObjectSource, node: Polygon2D, seen: Array) -> void:
	if node.invert_enabled:
		source.error = (
			"object %s is inverted: a Polygon2D with invert_enabled off is allowed." % node.get_path()
		)
		return
	source.rings = seen[CutoutObjectSource.Seen.RINGS]
	if seen[CutoutObjectSource.Seen.WAS_CARVED]:
		# A carving has it drawn in convex parts: putting them together again would take long.
		var left := CutoutSurvivor.left_of_shown(node)
		if left != null:
			source.rings.assign(left.rings_shown())
			source.parts = left.parts
		elif source.rings.size() > 1:
			source.rings = ClassDB.class_call_static(&"CutoutOutline", &"merge", source.rings)
	if source.rings.is_empty():
		source.error = (
			"object %s has %d points in its polygon: at least 3 are allowed."
			% [node.get_path(), node.polygon.size() - node.internal_vertex_count]
		)
		return
	var look := source.look
	look.uv_transform = seen[CutoutObjectSource.Seen.UV_TRANSFORM]
	look.color = seen[CutoutObjectSource.Seen.COLOR]
	look.texture = seen[CutoutObjectSource.Seen.TEXTURE]
	look.antialiased = seen[CutoutObjectSource.Seen.ANTIALIASED]
	look.skin = seen[CutoutObjectSource.Seen.SKIN]
