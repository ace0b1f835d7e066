extends CutoutTest


func test_it() -> void:
	var nothing: Variant = null
	nothing.call_what_is_not_there()
