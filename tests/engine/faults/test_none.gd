extends CutoutTest


func test_nothing_is_wrong() -> void:
	await frames(2)
	check(true, "all is well")
