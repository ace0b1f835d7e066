# exit: 0
extends SceneTree


func _initialize() -> void:
	this is no GDScript(
