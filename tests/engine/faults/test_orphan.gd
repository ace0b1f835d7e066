extends CutoutTest


func test_it() -> void:
	var _node := Node.new()
