@icon("res://addons/cutout/icons/cutout_fragment.svg")
class_name CutoutPieceInfo
extends RefCounted
## A piece about to be made: all that a factory needs to know of it.
##
## Points are about the piece's centre of mass, in pixels of the screen (global scale), so they are what
## a body with a scale of 1 wants. See [member CutoutBreakOptions.factory].

## The fragment that the workers made, a [CutoutFragment], in the space of the node that broke.
var fragment: RefCounted
## Where the centre of mass is, from the origin of the pieces' common parent.
var position := Vector2.ZERO
## Square pixels of the screen, holes taken off.
var area := 0.0
## By [member CutoutBreakOptions.density], or the piece's share of the mass that the node had.
var mass := 0.0
## Corners to be drawn: the outer ring, then the holes; or, where the texture is bent, of its parts.
var points: PackedVector2Array
## Three each for a triangle, into [member points].
var indices: PackedInt32Array
## Texture coordinates in pixels of the texture, one for each of [member points]; none without a texture.
var uvs: PackedVector2Array
## One for each of [member points], or one for all.
var colors: PackedColorArray
## The texture; none for plain colours.
var texture: Texture2D
## What the piece takes over from the node.
var look: CutoutPieceLook
## From the space of the fragment to that of [member points].
var to_local := Transform2D.IDENTITY


## The outer ring, about the centre of mass.
func outline() -> PackedVector2Array:
	var ring: PackedVector2Array = fragment.get(&"polygon")
	return to_local * ring


## Convex rings that cover the piece, for [ConvexPolygonShape2D]; made on the worker.
func convex_parts() -> Array[PackedVector2Array]:
	var parts: Array[PackedVector2Array] = fragment.call(&"convex_parts")
	for index: int in parts.size():
		parts[index] = to_local * parts[index]
	return parts


## Gives a [Polygon2D] the piece's outline and look.
func fill(shown: Polygon2D) -> void:
	shown.polygon = points
	if look.skin != null or fragment.get(&"needs_triangles"):
		var triangles: Array[PackedInt32Array] = []
		for at: int in range(0, indices.size(), 3):
			triangles.push_back(indices.slice(at, at + 3))
		shown.polygons = triangles
	shown.texture = texture
	shown.uv = uvs
	shown.antialiased = look.antialiased
	if look.skin != null:
		shown.vertex_colors = colors
	else:
		shown.color = look.color
