@tool
extends RefCounted
## Reads a body or an [Area2D] in which nothing shows: the outline of its collision polygons and shapes.


## Fills [param source].
static func read(source: CutoutObjectSource, body: CollisionObject2D) -> void:
	var solids: Array[Node] = body.get_children().filter(has_area)
	var left := _all_left(body, solids)
	if left != null:
		source.parts = left.parts
		_append(source, body, _place_of(solids), left.rings)
	else:
		source.rings.append_array(CutoutSurvivor.parts_left(body))
		for child: Node2D in solids:
			_append(source, child, child.transform, CutoutSurvivor.parts_left(child))
	if source.rings.is_empty():
		source.error = (
			(
				"object %s holds nothing that has an outline: a Sprite2D, AnimatedSprite2D, Polygon2D,"
				% body.get_path()
			)
			+ " MeshInstance2D, CollisionPolygon2D or CollisionShape2D with an area in it is allowed."
		)
		return
	if source.rings.size() > 1 and left == null:
		source.rings.assign(ClassDB.class_call_static(&"CutoutOutline", &"merge", source.rings))
	source.look = CutoutPieceLook.of(body)
	source.look.is_drawn = false


## Fills [param source] from a collision polygon or shape alone.
static func read_solid(source: CutoutObjectSource, node: Node2D) -> void:
	var left := CutoutSurvivor.left_of(node)
	if left == null:
		_append(source, node, Transform2D.IDENTITY, [])
	else:
		source.rings.assign(left.rings)
		source.parts = left.parts
	if source.rings.is_empty():
		if node is CollisionPolygon2D:
			source.error = (
				"object %s has %d points in its polygon: at least 3 are allowed."
				% [node.get_path(), (node as CollisionPolygon2D).polygon.size()]
			)
		else:
			source.error = (
				"object %s has no shape with an area: a rectangle, circle, capsule or closed polygon is allowed."
				% node.get_path()
			)
		return
	source.look = CutoutPieceLook.of(node)
	source.look.is_drawn = false


## Whether a node is a solid part of a body.
static func is_solid(node: Node) -> bool:
	return node is CollisionPolygon2D or node is CollisionShape2D


## Whether there is more of it than where it is. The [CutoutCarvedShapes] of a body are the body's own.
static func has_area(node: Node) -> bool:
	if node is CollisionPolygon2D:
		return (node as CollisionPolygon2D).polygon.size() >= 3
	return node is CollisionShape2D and (node as CollisionShape2D).shape != null


# What a carving has left where it is all that is solid of a body; null where there is more, or other.
static func _all_left(body: CollisionObject2D, solids: Array[Node]) -> CutoutCarvedOutline:
	if solids.is_empty():
		return CutoutSurvivor.left_of(body)
	if solids.size() > 1 or not CutoutSurvivor.parts_left(body).is_empty():
		return null
	return CutoutSurvivor.left_of(solids[0] as Node2D)


static func _place_of(solids: Array[Node]) -> Transform2D:
	return Transform2D.IDENTITY if solids.is_empty() else (solids[0] as Node2D).transform


# What a carving has left of the node goes before what the node says of itself.
static func _append(
	source: CutoutObjectSource, node: Node2D, to_object: Transform2D, left: Array[PackedVector2Array]
) -> void:
	var rings: Array[PackedVector2Array] = []
	if not left.is_empty():
		rings = left
	elif node is CollisionPolygon2D:
		rings.push_back((node as CollisionPolygon2D).polygon)
	elif (node as CollisionShape2D).shape != null:
		rings.assign(
			ClassDB.class_call_static(&"CutoutOutline", &"of_shape", (node as CollisionShape2D).shape)
		)
	for ring: PackedVector2Array in rings:
		if ring.size() >= 3:
			source.rings.push_back(to_object * ring)


## The first node below, top down, that has an outline and is not hidden.
static func shown_part(node: Node) -> Node2D:
	return ClassDB.class_call_static(&"CutoutObjectReader", &"shown_part", node)
