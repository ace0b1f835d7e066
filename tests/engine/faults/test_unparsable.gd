extends CutoutTest


func test_it() -> void:
	this is no GDScript(
