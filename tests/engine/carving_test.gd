class_name CarvingTest
extends BatchTest
## Base of the tests that carve nodes.


func _carve_into(object: Node, tool: Variant, answers: Array, options: Variant = null) -> void:
	answers.push_back(await batch.carve(object, tool, options))


func _plate(parent: Node = root) -> Polygon2D:
	var node := Breakables.square(200.0)
	parent.add_child(node)
	return node


## Area of all shapes of a body, in its own space.
func _shape_area(body: CollisionObject2D) -> float:
	var sum := 0.0
	for owner_id: int in body.get_shape_owners():
		if body.is_shape_owner_disabled(owner_id):
			continue
		for index: int in body.shape_owner_get_shape_count(owner_id):
			sum += absf(
				Outlines.area((body.shape_owner_get_shape(owner_id, index) as ConvexPolygonShape2D).points)
			)
	return sum


func _let_go(pieces: Array) -> void:
	for piece: Node in pieces:
		if is_instance_valid(piece):
			piece.queue_free()
	await frames(4)


func _clear(node: Node, result: CutoutCarveResult) -> void:
	var parent := node.get_parent() as CutoutPieces
	node.queue_free()
	await _let_go(result.pieces)
	check(parent == null or not is_instance_valid(parent), "the holder goes with its last piece")


func _is_solid_at(point: Vector2) -> bool:
	await tree.physics_frame
	await tree.physics_frame
	var query := PhysicsPointQueryParameters2D.new()
	query.position = point
	return not root.world_2d.direct_space_state.intersect_point(query).is_empty()
