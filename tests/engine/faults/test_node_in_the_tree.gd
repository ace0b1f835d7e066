extends CutoutTest


func test_it() -> void:
	root.add_child(Node.new())
