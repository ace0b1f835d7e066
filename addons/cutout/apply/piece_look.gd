@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutPieceLook
extends RefCounted
## What the pieces of a node look like: everything that a piece takes over from it.

## Whether there is anything to be seen; bodies of a [CollisionPolygon2D] show nothing.
var is_drawn := true
## The texture; none for a plain colour.
var texture: Texture2D
## From the node's space to pixels of the texture.
var uv_transform := Transform2D.IDENTITY
## Colour of a [Polygon2D].
var color := Color.WHITE
## Whether a [Polygon2D] smooths its edges.
var antialiased := false
## The node's painted triangles, a [CutoutSkin], where texture or colours are bent; none where
## [member uv_transform] and [member color] tell all.
var skin: RefCounted
## From the node's space to that of the skin.
var to_skin := Transform2D.IDENTITY
## What differs from a new node, by the name of the property.
var copied: Dictionary[StringName, Variant] = {}
## Groups that each piece joins.
var groups: Array[StringName] = []


## What a node looks like whose texture and colour are not known yet.
static func of(object: CanvasItem) -> CutoutPieceLook:
	var look := CutoutPieceLook.new()
	look.take_over(object)
	return look


## Looks again at what can change of a node without its outline: at what it and, where it is a part of
## [param whole], the nodes above it up to that make of its look, and in which groups it and [param whole]
## are.
func take_over(object: CanvasItem, whole: CanvasItem = null) -> void:
	# Properties that a new node has anyway are not worth a call each for each piece.
	var seen: Array = ClassDB.class_call_static(&"CutoutObjectReader", &"look_of", object, whole)
	copied = {}
	groups = []
	if seen[0] != null:
		copied = seen[0]
	if seen[1] != null:
		groups = seen[1]


## Has the look painted by triangles: [param uvs] in pixels of the texture, one of each for each point.
func set_skin(
	points: PackedVector2Array, uvs: PackedVector2Array, colors: PackedColorArray, indices: PackedInt32Array
) -> void:
	skin = ClassDB.instantiate(&"CutoutSkin")
	skin.call(&"set_triangles", points, uvs, colors, indices)


## Changes the space of the look: [param to_new] leads from the old one to the new one.
func move(to_new: Transform2D) -> void:
	var back := to_new.affine_inverse()
	uv_transform *= back
	to_skin *= back


## The same look in another space.
func moved(to_new: Transform2D) -> CutoutPieceLook:
	var other := CutoutPieceLook.new()
	other.is_drawn = is_drawn
	other.texture = texture
	other.uv_transform = uv_transform
	other.color = color
	other.antialiased = antialiased
	other.skin = skin
	other.to_skin = to_skin
	# What is added to the one is not the other's.
	other.copied = copied.duplicate()
	other.groups = groups.duplicate()
	other.move(to_new)
	return other


## All that native makers of pieces want to know, in the order in which they read it.
func fields() -> Array:
	return [is_drawn, texture, uv_transform, color, skin, to_skin, copied, groups]


## Gives a piece what it takes over.
func apply_to(item: CanvasItem) -> void:
	for property: StringName in copied:
		item.set(property, copied[property])


## Has a piece join the groups: last of all, for in a group it is found by the game.
func join_groups(item: Node) -> void:
	for group: StringName in groups:
		item.add_to_group(group, true)
