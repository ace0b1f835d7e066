# seconds: 2
extends SceneTree


func _initialize() -> void:
	pass
