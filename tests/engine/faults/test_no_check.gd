extends CutoutTest
## A test that would pass whatever happens.


func test_nothing_is_checked() -> void:
	await frames(1)
