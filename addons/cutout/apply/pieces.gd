class_name CutoutPieces
extends Node2D
## Holds the pieces of a broken node, in its place in the tree and with its transform. Goes when its
## last piece has gone.


func _enter_tree() -> void:
	child_exiting_tree.connect(_on_child_exiting_tree)


func _exit_tree() -> void:
	child_exiting_tree.disconnect(_on_child_exiting_tree)


func _on_child_exiting_tree(_child: Node) -> void:
	# The child still counts.
	if get_child_count() <= 1 and not is_queued_for_deletion():
		queue_free()
