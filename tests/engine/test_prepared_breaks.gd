extends BatchTest
## What is known of a shape serves every object of that shape; objects that go take their jobs along.

const PARAMS := {"fragment_count": 5, "seed": 3}


func before_each() -> void:
	super()
	batch.clear_cache()


func test_an_object_is_answered_from_what_is_known_of_another_wherever_both_are() -> void:
	var first := Breakables.square(40.0)
	root.add_child(first)
	var pieces: Array = await batch.fracture_object(first, PARAMS)
	var hits: int = batch.get_stats()["cache_hits"]
	var misses: int = batch.get_stats()["cache_misses"]
	var parent := Node2D.new()
	parent.transform = Transform2D(0.7, Vector2(2.0, -1.5), 0.2, Vector2(300, -200))
	root.add_child(parent)
	var second := Breakables.square(40.0)
	second.position = Vector2(13, 17)
	parent.add_child(second)
	var others: Array = await batch.fracture_object(second, PARAMS)
	equal(batch.get_stats()["cache_hits"], hits + 1, "answers from the cache")
	equal(batch.get_stats()["cache_misses"], misses, "cut anew")
	equal(others.size(), pieces.size(), "pieces")
	near(Breakables.global_area(others), 1600.0 * 3.0 * cos(0.2), 0.5, "area where the second was")
	await _retire(pieces)
	await _retire(others)
	parent.free()


func test_an_object_that_was_prepared_is_broken_in_the_frame_of_the_call() -> void:
	var told := watch(batch.job_completed)
	var shape := Breakables.square(40.0)
	root.add_child(shape)
	check(batch.prefracture(shape, PARAMS) > 0, "it is prepared")
	await until(func() -> bool: return told.count() == 1, "it is known")
	check(is_instance_valid(shape) and shape.visible, "to prepare it changes nothing")
	shape.free()
	for turn: int in 5:
		var node := Breakables.square(40.0)
		root.add_child(node)
		await tree.process_frame
		_take_time()
		var frame := Engine.get_process_frames()
		var hits: int = batch.get_stats()["cache_hits"]
		var pieces: Array = await batch.fracture_object(node, PARAMS)
		equal(Engine.get_process_frames(), frame, "the frame of the pieces")
		equal(batch.get_stats()["cache_hits"], hits + 1, "answers from the cache")
		await _retire(pieces)


func test_the_jobs_of_a_level_that_has_gone_are_dropped() -> void:
	await _change(&"threads", 1)
	await _change(&"long_jobs", 0)
	var first := await _endless_job(100)
	var level := Node2D.new()
	root.add_child(level)
	var answers: Array[Dictionary] = []
	var second := 0
	for index: int in 6:
		var node := Breakables.square(40.0)
		level.add_child(node)
		answers.push_back({"pieces": null})
		_break_into(node, PARAMS, answers[index])
		if index == 0:
			second = _submit_endless()
	level.free()
	# One of them is done, and is found to have no object any more: the others are dropped where they wait.
	check(batch.cancel_job(first), "the worker goes on")
	for answer: Dictionary in answers:
		await until(func() -> bool: return answer["pieces"] != null, "the call answers")
		equal(answer["pieces"], [], "with nothing")
	check(_stage_of(second) in ["waiting", "running"], "none behind the second long one ran")
	await _end(second)


func test_there_are_as_many_workers_as_the_setting_says() -> void:
	for threads: int in [3, 1, 2]:
		await _change(&"threads", threads)
		batch.submit_fracture(Outlines.star(16, 30.0), {"seed": threads})
		await until_emitted(batch.job_completed)
		equal(batch.get_stats()["threads"], threads, "workers")
