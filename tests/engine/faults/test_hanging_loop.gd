extends CutoutTest


func test_it() -> void:
	seconds_allowed = 0.5
	while seconds_allowed > 0.0:
		OS.delay_msec(1)
