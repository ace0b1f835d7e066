extends CutoutTest


func test_it() -> void:
	OS.crash("on purpose")
