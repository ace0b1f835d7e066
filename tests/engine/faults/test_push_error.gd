extends CutoutTest


func test_it() -> void:
	push_error("nobody announced this")
