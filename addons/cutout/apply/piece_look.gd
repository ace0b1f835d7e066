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
	# Properties that a new node has anyway are not worth a call each for each piece.
	look.copied.assign(ClassDB.class_call_static(&"CutoutPieceBuilder", &"copied_from", object))
	look.add_groups_of(object)
	return look


## Looks again at what can change of a node without its outline.
func take_over(object: CanvasItem) -> void:
	var now := CutoutPieceLook.of(object)
	copied = now.copied
	groups = now.groups


## Takes the groups over that [param node] is in.
func add_groups_of(node: Node) -> void:
	for group: StringName in node.get_groups():
		# Names that begin with an underscore are the engine's own.
		if not str(group).begins_with("_") and not groups.has(group):
			groups.push_back(group)


## Adds what the nodes above [param node], up to [param last] and that too, make of its look: colour and
## height.
func add_ancestors(node: CanvasItem, last: CanvasItem) -> void:
	if _are_plain(node, last):
		return
	var tint: Color = copied.get(&"modulate", Color.WHITE)
	var height: int = copied.get(&"z_index", 0)
	var is_relative: bool = copied.get(&"z_as_relative", true)
	while node != last and node.get_parent() is CanvasItem:
		node = node.get_parent()
		tint *= node.modulate
		if is_relative:
			height += node.z_index
			is_relative = node.z_as_relative
	_copy(&"modulate", tint, Color.WHITE)
	_copy(&"z_index", height, 0)
	_copy(&"z_as_relative", is_relative, true)


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


# Whether the nodes above add nothing: most do not.
func _are_plain(node: Node, last: CanvasItem) -> bool:
	while node != last:
		node = node.get_parent()
		var item := node as CanvasItem
		if item == null:
			return true
		if item.modulate != Color.WHITE or item.z_index != 0 or not item.z_as_relative:
			return false
	return true


func _copy(property: StringName, value: Variant, default: Variant) -> void:
	if value == default:
		copied.erase(property)
	else:
		copied[property] = value
