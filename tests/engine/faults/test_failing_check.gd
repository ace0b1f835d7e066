extends CutoutTest


func test_it() -> void:
	equal(1 + 1, 3, "the sum")
