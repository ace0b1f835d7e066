class_name CutoutPieceBody
extends RigidBody2D
## A piece with a body: draws itself, and can be broken again with
## [method CutoutBatchProcessor.fracture_object].
##
## When it has served (see [member CutoutBreakOptions.lifetime], [method retire]) it goes to a pool and
## may come back as another piece; keep no reference to it past that. One with children, metadata or
## connections that the game gave it is freed instead.

## Its fragment, mass, look.
var info: CutoutPieceInfo

## The break that it belongs to, in the eyes of the keeper. For [CutoutPieceKeeper].
var kept: RefCounted

# Texture coordinates in the texture's unit square.
var _uvs: PackedVector2Array
var _shapes: Array[ConvexPolygonShape2D] = []
var _owner_id := -1


func _draw() -> void:
	if info == null or info.indices.is_empty():
		return
	if info.texture == null:
		RenderingServer.canvas_item_add_triangle_array(
			get_canvas_item(), info.indices, info.points, info.colors
		)
		return
	RenderingServer.canvas_item_add_triangle_array(
		get_canvas_item(),
		info.indices,
		info.points,
		info.colors,
		_uvs,
		PackedInt32Array(),
		PackedFloat32Array(),
		info.texture.get_rid()
	)


## Becomes a piece; [param to_unit] leads from pixels of its texture to the unit square. For
## [CutoutBodyMaker].
func set_up(piece: CutoutPieceInfo, to_unit: Transform2D) -> void:
	info = piece
	position = piece.position
	mass = piece.mass
	if piece.texture != null:
		_uvs = to_unit * piece.uvs
	if _owner_id < 0:
		_owner_id = create_shape_owner(self)
	var is_convex: bool = piece.fragment.get(&"is_convex")
	if is_convex:
		_add_shape(0, piece.points if piece.look.is_drawn and piece.look.skin == null else piece.outline())
		return
	var parts := piece.convex_parts()
	for index: int in parts.size():
		_add_shape(index, parts[index])


## Goes: fades out where [param fade_time] (seconds) says so, then leaves the tree when a frame has time
## for it.
func retire(fade_time := 0.0) -> void:
	var holder := get_parent() as CutoutPieces
	if holder == null or holder.keeper == null:
		queue_free()
	else:
		holder.keeper.retire(self, fade_time)


## The outline, about the centre of mass: the outer ring, then the holes.
func get_rings() -> Array[PackedVector2Array]:
	var rings: Array[PackedVector2Array] = [info.outline()]
	var holes: Array = info.fragment.get(&"holes")
	for hole: PackedVector2Array in holes:
		rings.push_back(info.to_local * hole)
	return rings


## Whether nothing of the game's is on it. For [CutoutBodyPool].
func is_untouched() -> bool:
	return (
		get_child_count(true) == 0
		and get_meta_list().is_empty()
		and not body_entered.has_connections()
		and not body_exited.has_connections()
		and not sleeping_state_changed.has_connections()
		and not tree_exited.has_connections()
		and not tree_exiting.has_connections()
	)


## Stops being a piece. For [CutoutBodyPool].
func reset() -> void:
	shape_owner_clear_shapes(_owner_id)
	info.look.remove_from(self)
	info = null
	visible = true
	modulate = Color.WHITE
	rotation = 0.0
	scale = Vector2.ONE
	linear_velocity = Vector2.ZERO
	angular_velocity = 0.0
	constant_force = Vector2.ZERO
	constant_torque = 0.0
	freeze = false
	sleeping = false


func _add_shape(index: int, points: PackedVector2Array) -> void:
	if index == _shapes.size():
		_shapes.push_back(ConvexPolygonShape2D.new())
	# Points on a straight edge may have come to lie a rounding inside of it: the hull is without them.
	_shapes[index].set_point_cloud(points)
	shape_owner_add_shape(_owner_id, _shapes[index])
