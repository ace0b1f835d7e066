@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutPolygonMaker
extends CutoutPieceMaker
## Makes each piece a [Polygon2D] in the space of the node.


func place(container: CutoutPieces, _above: Node) -> void:
	container.transform = _object.transform


func _make(fragment: RefCounted) -> Node2D:
	var piece := Polygon2D.new()
	var center: Vector2 = fragment.get(&"centroid")
	# The piece's origin is its centre of mass, so that it turns about itself.
	piece.position = center
	piece.offset = -center
	if _look.skin != null:
		_paint_bent(piece, fragment)
	else:
		_paint_flat(piece, fragment)
	piece.texture = _look.texture
	piece.antialiased = _look.antialiased
	_look.apply_to(piece)
	return piece


func _paint_flat(piece: Polygon2D, fragment: RefCounted) -> void:
	var points: PackedVector2Array = fragment.get(&"polygon")
	var holes: Array = fragment.get(&"holes")
	for hole: PackedVector2Array in holes:
		points.append_array(hole)
	piece.polygon = points
	if fragment.get(&"needs_triangles"):
		# A Polygon2D knows no holes, but triangles.
		piece.polygons = _triangles(fragment.call(&"triangles"))
	if _look.texture != null:
		piece.uv = _look.uv_transform * points
	piece.color = _look.color


func _paint_bent(piece: Polygon2D, fragment: RefCounted) -> void:
	var painted: Dictionary = _look.skin.call(&"under", fragment, _look.to_skin)
	if painted.is_empty():
		return
	piece.polygon = painted["points"]
	piece.polygons = _triangles(painted["indices"])
	piece.vertex_colors = painted["colors"]
	if _look.texture != null:
		piece.uv = painted["uvs"]


func _triangles(indices: PackedInt32Array) -> Array[PackedInt32Array]:
	var triangles: Array[PackedInt32Array] = []
	for at: int in range(0, indices.size(), 3):
		triangles.push_back(indices.slice(at, at + 3))
	return triangles
