extends CutoutTest


signal never


func test_it() -> void:
	seconds_allowed = 0.5
	check(true, "the last thing that was seen")
	await never
