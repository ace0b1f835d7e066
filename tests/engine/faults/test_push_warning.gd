extends CutoutTest


func test_it() -> void:
	push_warning("nobody announced this either")
