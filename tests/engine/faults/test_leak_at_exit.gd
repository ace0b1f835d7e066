extends CutoutTest


func test_it() -> void:
	var leaked := RefCounted.new()
	leaked.reference()
