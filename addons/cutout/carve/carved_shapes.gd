@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutCarvedShapes
extends CollisionShape2D
## What a body collides with that was carved: the convex parts of its outline, in place of one
## [member CollisionShape2D.shape].
##
## [method CutoutBatchProcessor.carve] adds it to the body, whose duplicates have it as well. Disable it, or
## make it one-way, as any other. It has no [member Node.owner]: set one before the body is packed in a scene.

## The convex parts, in its own space.
@export_storage var parts: Array[PackedVector2Array] = []:
	set(value):
		parts = value
		_fill()


func _notification(what: int) -> void:
	# Its body has got its owner of shapes by now, without any shape.
	if what == NOTIFICATION_PARENTED:
		_fill()


## That of a body; null where it has none.
static func of(body: CollisionObject2D) -> CutoutCarvedShapes:
	for child: Node in body.get_children():
		var own := child as CutoutCarvedShapes
		if own != null and not own.is_queued_for_deletion():
			return own
	return null


## Its body's shapes that are left of the parts: a game may take some away.
func shapes() -> Array[ConvexPolygonShape2D]:
	var left: Array[ConvexPolygonShape2D] = []
	var body := get_parent() as CollisionObject2D
	var owner_id := _owner_id(body)
	if owner_id >= 0:
		for index: int in body.shape_owner_get_shape_count(owner_id):
			var convex := body.shape_owner_get_shape(owner_id, index) as ConvexPolygonShape2D
			if convex != null:
				left.push_back(convex)
	return left


func _fill() -> void:
	var body := get_parent() as CollisionObject2D
	var owner_id := _owner_id(body)
	if owner_id >= 0:
		ClassDB.class_call_static(&"CutoutReshaper", &"fill_shapes", body, owner_id, parts)


func _owner_id(body: CollisionObject2D) -> int:
	if body != null:
		for owner_id: int in body.get_shape_owners():
			if body.shape_owner_get_owner(owner_id) == self:
				return owner_id
	return -1
