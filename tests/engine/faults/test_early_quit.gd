extends CutoutTest


func test_it() -> void:
	tree.quit(0)
	await frames(100)
