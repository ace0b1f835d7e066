@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutCarvedOutline
extends RefCounted
## The outline and look that a carving has left a node, kept on it so that the next one need not read them
## off it: and whether the node is still as it was left.

## The rings, in the node's own space.
var rings: Array[PackedVector2Array] = []
## How many of them each part has.
var parts := PackedInt32Array()
## What pieces that come off take over.
var look: CutoutPieceLook
## How many shapes it left a body in its [CutoutCarvedShapes].
var shape_count := 0
## From what shows it to the node.
var to_object := Transform2D.IDENTITY

# Whether a node shows it. Which one does not count: what was left of a node is that of its copies.
var _is_shown := false
var _polygon := PackedVector2Array()
var _polygons: Array = []
var _offset := Vector2.ZERO
# What else of a Polygon2D its look is read off.
var _paint: Array = []
# Of a CollisionShape2D.
var _shape: Shape2D
var _bounds := Rect2()


## What [param fragments] leave of [param node]. The constructor has no arguments: where a game packs the node
## in a scene, the engine makes one when that is opened, which then fits nothing.
static func of(node: Node2D, fragments: Array, node_look: CutoutPieceLook) -> CutoutCarvedOutline:
	var left := CutoutCarvedOutline.new()
	left._take(fragments)
	left.look = node_look
	left._note(node)
	return left


## Whether [param shown] is the node that shows it where [param node] keeps it.
func is_shown_by(shown: Node2D, node: Node2D) -> bool:
	return _is_shown and _shown(node) == shown


## The rings in the space of the node that shows it.
func rings_shown() -> Array[PackedVector2Array]:
	if to_object == Transform2D.IDENTITY:
		return rings
	var back := to_object.affine_inverse()
	var moved: Array[PackedVector2Array] = []
	for ring: PackedVector2Array in rings:
		moved.push_back(back * ring)
	return moved


## Whether the outline of the node is as it was left.
func is_current(node: Node2D) -> bool:
	var solid := node as CollisionShape2D
	if solid != null:
		return solid.shape == _shape and (_shape == null or _shape.get_rect() == _bounds)
	var shown := _shown(node)
	if shown == null and not _is_shown:
		return (
			shape_count > 0
			and _shapes_of_its_own(node) == shape_count
			and not node.get_children().any(CutoutObjectSource.BodyReader.has_area)
		)
	if shown == null or not _is_shown:
		return false
	if shown.get(&"polygon") != _polygon or not _place_of(shown, node).is_equal_approx(to_object):
		return false
	var polygon := shown as Polygon2D
	if polygon == null:
		return true
	return polygon.offset == _offset and polygon.polygons == _polygons


## Whether what is painted on the node is as it was left, where its outline is.
func looks_the_same(node: Node2D) -> bool:
	var polygon := _shown(node) as Polygon2D
	return polygon == null or _paint_of(polygon) == _paint


func _take(fragments: Array) -> void:
	for fragment: RefCounted in fragments:
		var holes: Array[PackedVector2Array] = fragment.get(&"holes")
		rings.push_back(fragment.get(&"polygon"))
		rings.append_array(holes)
		parts.push_back(1 + holes.size())


# How the node is now, to be told apart from what it is later.
func _note(node: Node2D) -> void:
	shape_count = _shapes_of_its_own(node)
	var shown := _shown(node)
	if shown != null:
		_is_shown = true
		_polygon = shown.get(&"polygon")
		to_object = _place_of(shown, node)
		var polygon := shown as Polygon2D
		if polygon != null:
			_polygons = polygon.polygons
			_offset = polygon.offset
			_paint = _paint_of(polygon)
	var solid := node as CollisionShape2D
	if solid != null and solid.shape != null:
		_shape = solid.shape
		_bounds = _shape.get_rect()


func _paint_of(polygon: Polygon2D) -> Array:
	return [
		polygon.color,
		polygon.vertex_colors,
		polygon.uv,
		polygon.texture,
		polygon.texture_offset,
		polygon.texture_rotation,
		polygon.texture_scale,
		polygon.invert_enabled,
	]


## Of a body, those that a carving gave it.
func _shapes_of_its_own(node: Node2D) -> int:
	var body := node as CollisionObject2D
	if body == null:
		return 0
	var own := CutoutCarvedShapes.of(body)
	return 0 if own == null else own.shapes().size()


func _shown(node: Node2D) -> Node2D:
	if node is Polygon2D or node is CollisionPolygon2D:
		return node
	if not node is CollisionObject2D:
		return null
	return CutoutObjectSource.BodyReader.shown_part(node)


func _place_of(shown: Node2D, node: Node2D) -> Transform2D:
	if shown == node:
		return Transform2D.IDENTITY
	return node.global_transform.affine_inverse() * shown.global_transform
