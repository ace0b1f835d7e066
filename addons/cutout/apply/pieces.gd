@icon("res://addons/cutout/icons/cutout_pieces.svg")
class_name CutoutPieces
extends Node2D
## Holds the pieces of a broken node, in its place in the tree. Goes when its last piece has gone.

## Who takes care of the pieces.
var keeper: CutoutPieceKeeper
## Whether it waits for pieces to come: until then it does not go, though it may be empty.
var is_filling := false:
	set(fills):
		is_filling = fills
		if not fills and get_child_count() == 0:
			_go_if_empty.call_deferred()


func _enter_tree() -> void:
	child_exiting_tree.connect(_on_child_exiting_tree)


func _exit_tree() -> void:
	child_exiting_tree.disconnect(_on_child_exiting_tree)


## Takes over what the pieces have from the node above them, for [param node] was that one or in its place.
func look_as(node: CanvasItem) -> void:
	# Where all is as in a new node, as nearly always, the rendering server need not hear of it.
	if node.visibility_layer != visibility_layer:
		visibility_layer = node.visibility_layer
	if node.material != material:
		material = node.material
	if node.use_parent_material != use_parent_material:
		use_parent_material = node.use_parent_material
	show_behind_parent = node.show_behind_parent
	texture_filter = node.texture_filter
	texture_repeat = node.texture_repeat
	top_level = node.top_level


## Has all pieces go, smoothly however many there are: each fades out where [param fade_time] (seconds)
## says so, and they leave the tree over as many frames as it takes.
func retire(fade_time := 0.0) -> void:
	# From the end, for the engine takes the last child out fastest.
	for index: int in range(get_child_count() - 1, -1, -1):
		if keeper == null:
			get_child(index).queue_free()
		else:
			keeper.retire(get_child(index), fade_time)


func _on_child_exiting_tree(_child: Node) -> void:
	# The child still counts. It may be that all leave the tree, to come back, and the child stays.
	if get_child_count() <= 1:
		_go_if_empty.call_deferred()


func _go_if_empty() -> void:
	if get_child_count() == 0 and not is_filling:
		queue_free()
