@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutSurvivor
extends RefCounted
## Gives a node the shape of what survives a carving, in place: it keeps its name, script, children, groups,
## connections and motion. A node that cannot show a part of itself by an outline ([Sprite2D],
## [AnimatedSprite2D], [MeshInstance2D], one with [code]get_polygon_data()[/code]) is replaced by a
## [Polygon2D] with its name, place in the tree, children, groups, metadata and look.

## What a body weighs at least: the engine takes no mass of 0.
const LEAST_MASS := 0.001
## Where a node keeps its outline and look, so that they need not be read off it again.
const META := &"_cutout_carved"

var _object: Node2D
var _source: CutoutObjectSource
var _fragments: Array
var _area_in := 0.0


func _init(object: Node2D, source: CutoutObjectSource, fragments: Array, area_in: float) -> void:
	_object = object
	_source = source
	_fragments = fragments
	_area_in = area_in


## Outline and look of a node: as they were left by the last carving, where nobody changed it since.
static func source_of(object: Node2D, options: CutoutCarveOptions) -> CutoutObjectSource:
	var known := _known_of(object)
	if known == null or not known.is_current(object):
		return CutoutObjectSource.of(object, options)
	var source := CutoutObjectSource.known(object, options, known.rings, known.look)
	source.parts = known.parts
	if not known.looks_the_same(object):
		var now := CutoutObjectSource.of(object, options)
		if not now.error.is_empty():
			return now
		source.look = now.look
	return source


## Looks again at what pieces that come off take over, where a node shows itself or a body what it holds.
static func renew_look(source: CutoutObjectSource, object: Node2D) -> void:
	var shown: Node2D = object as Polygon2D
	if object is CollisionObject2D and not CutoutObjectSource.has_outline(object):
		shown = CutoutObjectSource.BodyReader.shown_part(object)
	if shown == null:
		return
	source.look = source.look.moved(Transform2D.IDENTITY)
	source.look.take_over(shown, object)


## What a carving has left of a node; null where there is nothing of it, or the node was changed since.
static func left_of(node: Node2D) -> CutoutCarvedOutline:
	var known := _known_of(node)
	return known if known != null and known.is_current(node) else null


## What a carving has left of a [Polygon2D], or of what holds it; null where there is nothing of it.
static func left_of_shown(shown: Polygon2D) -> CutoutCarvedOutline:
	var node: Node2D = shown
	# Carved alone before what holds it was, it keeps what was left of it then.
	while node != null:
		var known := left_of(node)
		if known != null and known.is_shown_by(shown, node):
			return known
		# What is in a body is shown by no other one.
		node = null if node is CollisionObject2D else node.get_parent() as Node2D
	return null


## The outline that a carving has left a collision polygon or shape in convex parts, which cover it together;
## also for a body that has shapes and nothing to be seen, beside what a game has given it since.
static func parts_left(node: Node2D) -> Array[PackedVector2Array]:
	var parts: Array[PackedVector2Array] = []
	if node is CollisionObject2D:
		var own := CutoutCarvedShapes.of(node as CollisionObject2D)
		if own != null:
			for convex: ConvexPolygonShape2D in own.shapes():
				parts.push_back(own.transform * convex.points)
		return parts
	var known := left_of(node)
	var body := node.get_parent() as CollisionObject2D
	if known == null or body == null:
		return parts
	if known.rings.size() == 1:
		return known.rings
	for owner_id: int in body.get_shape_owners():
		if body.shape_owner_get_owner(owner_id) != node:
			continue
		for index: int in body.shape_owner_get_shape_count(owner_id):
			var convex := body.shape_owner_get_shape(owner_id, index) as ConvexPolygonShape2D
			if convex != null:
				parts.push_back(convex.points)
	return parts


static func _known_of(node: Node2D) -> CutoutCarvedOutline:
	return node.get_meta(META) as CutoutCarvedOutline if node.has_meta(META) else null


## Reshapes the node. Answers it, or what took its place.
func reshape() -> Node2D:
	var survivor := _object
	if _object is CollisionObject2D:
		_reshape_body(_object as CollisionObject2D)
	elif CutoutObjectSource.BodyReader.is_solid(_object):
		_reshape_solid(_object)
	elif _object is Polygon2D and not _object.has_method(&"get_polygon_data"):
		_paint(_object as Polygon2D, Transform2D.IDENTITY)
	else:
		survivor = _replace(_object, Transform2D.IDENTITY)
	survivor.set_meta(META, CutoutCarvedOutline.of(survivor, _fragments, _source.look))
	return survivor


func _reshape_body(body: CollisionObject2D) -> void:
	var part := CutoutObjectSource.BodyReader.shown_part(body)
	if part != null:
		var to_part := part.global_transform.affine_inverse() * body.global_transform
		if part is Polygon2D and not part.has_method(&"get_polygon_data"):
			_paint(part as Polygon2D, to_part)
		else:
			_replace(part, to_part)
	if body is RigidBody2D:
		var left := 0.0
		for fragment: RefCounted in _fragments:
			left += float(fragment.get(&"area"))
		var rigid: RigidBody2D = body
		rigid.mass = maxf(rigid.mass * left / maxf(_area_in, 1e-9), LEAST_MASS)
	if not body.get_shape_owners().is_empty():
		_give_shapes(body)


func _give_shapes(body: CollisionObject2D) -> void:
	var own := CutoutCarvedShapes.of(body)
	var is_new := own == null
	if is_new:
		own = CutoutCarvedShapes.new()
		_take_settings(own, body)
	# Emptied, for where the body is duplicated that came out of a scene they are there again, as they are here.
	for child: Node in body.get_children():
		if child is CollisionPolygon2D:
			(child as CollisionPolygon2D).polygon = PackedVector2Array()
		elif child is CollisionShape2D:
			(child as CollisionShape2D).shape = null
	own.transform = Transform2D.IDENTITY
	own.parts = ClassDB.class_call_static(&"CutoutReshaper", &"convex_parts", _fragments)
	if is_new:
		own.name = "CarvedShapes"
		body.add_child(own)


## As the first of a body's shapes that collides, or the first of all.
func _take_settings(own: CutoutCarvedShapes, body: CollisionObject2D) -> void:
	var first := -1
	for owner_id: int in body.get_shape_owners():
		var is_disabled := body.is_shape_owner_disabled(owner_id)
		if body.shape_owner_get_shape_count(owner_id) == 0 or (first >= 0 and is_disabled):
			continue
		first = owner_id
		own.disabled = is_disabled
		own.one_way_collision = body.is_shape_owner_one_way_collision_enabled(owner_id)
		own.one_way_collision_margin = body.get_shape_owner_one_way_collision_margin(owner_id)
		if not is_disabled:
			return


## A [CollisionPolygon2D] or [CollisionShape2D].
func _reshape_solid(node: Node2D) -> void:
	var polygon := node as CollisionPolygon2D
	if polygon != null:
		polygon.polygon = _fragments[0].get(&"polygon")
	var body := node.get_parent() as CollisionObject2D
	if body == null or (polygon != null and _is_one_ring()):
		return
	# It holds one ring without holes, or one plain shape. What it owns in its body can be more, and moves and
	# is disabled with it.
	for owner_id: int in body.get_shape_owners():
		if body.shape_owner_get_owner(owner_id) == node:
			var parts: Array = ClassDB.class_call_static(&"CutoutReshaper", &"convex_parts", _fragments)
			ClassDB.class_call_static(&"CutoutReshaper", &"fill_shapes", body, owner_id, parts)


## A [Polygon2D] in the place of a node.
func _replace(node: Node2D, to_node: Transform2D) -> Node2D:
	var shown := Polygon2D.new()
	shown.transform = node.transform
	CutoutPieceLook.of(node).apply_to(shown)
	shown.visible = node.visible
	shown.top_level = node.top_level
	shown.y_sort_enabled = node.y_sort_enabled
	shown.process_mode = node.process_mode
	shown.antialiased = _source.look.antialiased
	shown.texture = _source.look.texture
	_paint(shown, to_node)
	for key: StringName in node.get_meta_list():
		shown.set_meta(key, node.get_meta(key))
	var title := node.name
	var is_unique := node.unique_name_in_owner
	node.replace_by(shown, true)
	shown.name = title
	# There is nobody else of that name any more.
	shown.unique_name_in_owner = is_unique
	node.queue_free()
	return shown


## Gives a [Polygon2D] outline, texture coordinates and colours; [param to_node] leads to its space.
func _paint(node: Polygon2D, to_node: Transform2D) -> void:
	var look := _source.look
	var painted := _painted()
	var points: PackedVector2Array = painted["points"]
	node.clear_bones()
	node.internal_vertex_count = 0
	# The polygons refer to points: never to such as are not there.
	node.polygons = []
	node.polygon = to_node.translated(-node.offset) * points
	node.polygons = painted["polygons"]
	node.vertex_colors = painted.get("colors", PackedColorArray())
	if look.skin == null:
		node.color = look.color
	if look.texture != null:
		# All that lies between points and texture is in the coordinates.
		node.texture_offset = Vector2.ZERO
		node.texture_rotation = 0.0
		node.texture_scale = Vector2.ONE
		node.uv = painted["uvs"] if look.skin != null else look.uv_transform * points


## Points and the polygons that they make up, and texture coordinates and colours where they are bent.
func _painted() -> Dictionary:
	var look := _source.look
	if look.skin == null:
		return ClassDB.class_call_static(&"CutoutReshaper", &"shown", _fragments)
	var points := PackedVector2Array()
	var uvs := PackedVector2Array()
	var colors := PackedColorArray()
	var triangles: Array[PackedInt32Array] = []
	for fragment: RefCounted in _fragments:
		var first := points.size()
		var painted: Dictionary = look.skin.call(&"under", fragment, look.to_skin)
		points.append_array(painted.get("points", PackedVector2Array()))
		uvs.append_array(painted.get("uvs", PackedVector2Array()))
		colors.append_array(painted.get("colors", PackedColorArray()))
		var indices: PackedInt32Array = painted.get("indices", PackedInt32Array())
		for at: int in range(0, indices.size(), 3):
			triangles.push_back(
				PackedInt32Array([first + indices[at], first + indices[at + 1], first + indices[at + 2]])
			)
	return {"points": points, "uvs": uvs, "colors": colors, "polygons": triangles}


func _is_one_ring() -> bool:
	return _fragments.size() == 1 and (_fragments[0].get(&"holes") as Array).is_empty()
