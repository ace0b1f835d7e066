class_name CutoutPieceLook
extends RefCounted
## What the pieces of a node look like: everything that a piece takes over from it.

## Properties of a [CanvasItem] that a piece has as the node had them.
const COPIED: Array[StringName] = [
	&"modulate",
	&"self_modulate",
	&"show_behind_parent",
	&"light_mask",
	&"visibility_layer",
	&"clip_children",
	&"texture_filter",
	&"texture_repeat",
	&"material",
	&"use_parent_material",
	&"z_index",
	&"z_as_relative",
	&"process_mode",
]

## The texture; none for a plain colour.
var texture: Texture2D
## From the node's space to pixels of the texture.
var uv_transform := Transform2D.IDENTITY
## Colour of a [Polygon2D].
var color := Color.WHITE
## Whether a [Polygon2D] smooths its edges.
var antialiased := false

var _copied: Dictionary[StringName, Variant] = {}
var _groups: Array[StringName] = []


## Takes over what every [CanvasItem] has.
func _init(object: CanvasItem) -> void:
	for property: StringName in COPIED:
		_copied[property] = object.get(property)
	# Properties that a new node has anyway are not worth a call each for each piece.
	var fresh := Polygon2D.new()
	for property: StringName in COPIED:
		if fresh.get(property) == _copied[property]:
			_copied.erase(property)
	fresh.free()
	for group: StringName in object.get_groups():
		# Names that begin with an underscore are the engine's own.
		if not str(group).begins_with("_"):
			_groups.push_back(group)


## Makes a piece. [param fragment] is a [CutoutFragment].
##
## The piece's origin is its centre of mass, so that it turns about itself.
func make(fragment: RefCounted) -> Polygon2D:
	var piece := Polygon2D.new()
	var points: PackedVector2Array = fragment.get(&"polygon")
	var holes: Array = fragment.get(&"holes")
	for hole: PackedVector2Array in holes:
		points.append_array(hole)
	var center: Vector2 = fragment.get(&"centroid")
	piece.position = center
	piece.offset = -center
	piece.polygon = points
	if not holes.is_empty():
		# A Polygon2D knows no holes, but triangles.
		var indices: PackedInt32Array = fragment.call(&"triangles")
		var triangles: Array[PackedInt32Array] = []
		for at: int in range(0, indices.size(), 3):
			triangles.push_back(indices.slice(at, at + 3))
		piece.polygons = triangles
	if texture != null:
		piece.texture = texture
		piece.uv = uv_transform * points
	piece.color = color
	piece.antialiased = antialiased
	for property: StringName in _copied:
		piece.set(property, _copied[property])
	for group: StringName in _groups:
		piece.add_to_group(group, true)
	return piece
