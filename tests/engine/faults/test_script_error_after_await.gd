extends CutoutTest


func test_it() -> void:
	await frames(1)
	var nothing: Variant = null
	nothing.call_what_is_not_there()
	await frames(1)
