@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutKeptOriginal
extends RefCounted
## A node that was broken and may come back: hidden, disabled and out of the physics meanwhile, but in its
## place in the tree, so that it goes with its scene like any other.

## Where a node keeps what it was like.
const META := &"_cutout_kept"


## Puts a node away, as [member CutoutBreakOptions.keep_original] asks.
static func put_away(node: Node2D) -> void:
	var kept := {&"visible": node.visible, &"process_mode": node.process_mode}
	if node is CollisionObject2D:
		kept[&"disable_mode"] = (node as CollisionObject2D).disable_mode
		(node as CollisionObject2D).disable_mode = CollisionObject2D.DISABLE_MODE_REMOVE
	elif CutoutObjectSource.BodyReader.is_solid(node):
		kept[&"disabled"] = node.get(&"disabled")
		node.set(&"disabled", true)
	node.set_meta(META, kept)
	node.visible = false
	node.process_mode = Node.PROCESS_MODE_DISABLED


## Whether a node is put away.
static func is_away(node: Node) -> bool:
	return node.has_meta(META)


## Brings a node back as it was. Answers whether it was put away. Its pieces are the caller's to remove.
static func bring_back(node: Node2D) -> bool:
	if not is_away(node):
		return false
	var kept: Dictionary = node.get_meta(META)
	node.remove_meta(META)
	# The mode in which the body was taken out of the physics also takes it in again.
	node.process_mode = kept[&"process_mode"]
	for property: StringName in kept:
		node.set(property, kept[property])
	return true
