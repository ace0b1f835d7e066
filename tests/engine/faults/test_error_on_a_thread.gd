extends CutoutTest


func test_it() -> void:
	var thread := Thread.new()
	thread.start(func() -> void: push_error("said on a thread"))
	thread.wait_to_finish()
