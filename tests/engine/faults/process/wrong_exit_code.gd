# exit: 3
extends SceneTree


func _initialize() -> void:
	quit(4)
