extends Node


func test_it() -> void:
	pass
