@tool
extends RefCounted
## Reads a [Polygon2D]: its polygon or polygons, and how its texture and colours lie on them.


## Fills [param source].
static func read(source: CutoutObjectSource, node: Polygon2D) -> void:
	if node.invert_enabled:
		source.error = (
			"object %s is inverted: a Polygon2D with invert_enabled off is allowed." % node.get_path()
		)
		return
	# A carving has it drawn in convex parts: putting them together again would take long.
	var left := CutoutSurvivor.left_of_shown(node)
	var shown: Dictionary = ClassDB.class_call_static(&"CutoutOutline", &"of_polygon", node, left == null)
	if left == null:
		source.rings.assign(shown["rings"])
	else:
		source.rings.assign(left.rings_shown())
		source.parts = left.parts
	if source.rings.is_empty():
		source.error = (
			"object %s has %d points in its polygon: at least 3 are allowed."
			% [node.get_path(), node.polygon.size() - node.internal_vertex_count]
		)
		return
	source.look = CutoutPieceLook.of(node)
	source.look.texture = node.texture
	source.look.antialiased = node.antialiased
	source.look.color = shown["color"]
	source.look.uv_transform = shown["uv_transform"]
	source.look.skin = shown.get("skin")
