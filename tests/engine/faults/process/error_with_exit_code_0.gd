# exit: 0
extends SceneTree


func _initialize() -> void:
	push_error("nobody announced this")
	quit(0)
