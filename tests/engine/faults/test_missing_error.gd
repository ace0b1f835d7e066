extends CutoutTest


func test_it() -> void:
	expect_error("this never comes")
