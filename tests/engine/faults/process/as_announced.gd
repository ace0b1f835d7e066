# exit: 3
# expect: announced at the top
extends SceneTree


func _initialize() -> void:
	push_error("announced at the top")
	quit(3)
