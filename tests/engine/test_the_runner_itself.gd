extends CutoutTest
## What the runner offers to tests works. That it catches every kind of fault is shown by self_test.py.

signal rang(times: int)


func test_an_announced_error_is_none() -> void:
	expect_error("announced by the test")
	push_error("announced by the test")


func test_an_announced_warning_is_none() -> void:
	expect_error("a warning of the test")
	push_warning("a warning of the test")


func test_a_signal_log_keeps_every_emission_with_its_arguments() -> void:
	var log := watch(rang)
	rang.emit(1)
	rang.emit(2)
	equal(log.calls, [[1], [2]] as Array[Array])


func test_until_emitted_gives_the_arguments_of_the_next_emission() -> void:
	rang.emit(1)
	tree.process_frame.connect(func() -> void: rang.emit(7), CONNECT_ONE_SHOT)
	equal(await until_emitted(rang), [7])


func test_near_refuses_what_is_not_a_number() -> void:
	near(NAN, 1.0, 0.5)
	equal(failures.size(), 1, "failures")
	failures.clear()


func test_equal_tells_whole_numbers_from_others() -> void:
	equal(1, 1.0)
	equal(failures.size(), 1, "failures")
	failures.clear()


func test_frames_waits_for_so_many_frames() -> void:
	var before := Engine.get_process_frames()
	await frames(3)
	equal(Engine.get_process_frames() - before, 3, "frames")
