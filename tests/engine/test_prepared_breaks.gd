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


func test_bodies_of_an_object_that_was_prepared_wait_in_the_pool_with_their_shapes() -> void:
	batch.keeper.pool.clear()
	for stretch: float in [1.0, 1.0, 1.7]:
		var body: RigidBody2D = Breakables.body(&"RigidBody2D")
		root.add_child(body)
		check(batch.prefracture(body, PARAMS) > 0, "it is prepared")
		await until(func() -> bool: return batch.keeper.pool.size() == 5, "its bodies are there")
		check(body.visible and body.get_child_count() == 2, "to prepare it changes nothing")
		# They are used wherever the body is; shapes that no longer fit are made anew.
		body.transform = Transform2D(0.4, Vector2.ONE * stretch, 0.0, Vector2(70, 30))
		var pieces: Array = await batch.fracture_object(body, PARAMS)
		equal(pieces.size(), 5, "pieces")
		equal(batch.keeper.pool.size(), 0, "bodies that are left")
		for piece: CutoutPieceBody in pieces:
			var covered := 0.0
			for owner: int in piece.get_shape_owners():
				for index: int in piece.shape_owner_get_shape_count(owner):
					var shape: ConvexPolygonShape2D = piece.shape_owner_get_shape(owner, index)
					covered += Outlines.area(shape.points)
			near(covered / piece.area, 1.0, 1e-3, "area of shapes")
			near(piece.mass, _mass_of(piece.area, stretch), 1e-3, "mass")
		for piece: Node in pieces:
			piece.queue_free()
		await frames(2)


func test_no_more_bodies_are_prepared_than_the_pool_takes() -> void:
	await _change(&"body_pool_size", 3)
	batch.keeper.pool.clear()
	var body: RigidBody2D = Breakables.body(&"RigidBody2D")
	root.add_child(body)
	var told := watch(batch.job_completed)
	batch.prefracture(body, PARAMS)
	await until(func() -> bool: return told.count() == 1 and batch.applier.is_idle(), "it is prepared")
	equal(batch.keeper.pool.size(), 3, "bodies")
	await _retire(await batch.fracture_object(body, PARAMS))


func test_nothing_is_prepared_for_what_has_gone_or_has_no_bodies() -> void:
	batch.keeper.pool.clear()
	var told := watch(batch.job_completed)
	var gone: RigidBody2D = Breakables.body(&"RigidBody2D")
	root.add_child(gone)
	batch.prefracture(gone, PARAMS)
	gone.free()
	var shape := Breakables.square(40.0)
	root.add_child(shape)
	batch.prefracture(shape, PARAMS)
	var made_by_the_game: RigidBody2D = Breakables.body(&"RigidBody2D")
	root.add_child(made_by_the_game)
	var factory := func(_info: CutoutPieceInfo) -> Node2D: return Node2D.new()
	batch.prefracture(made_by_the_game, PARAMS, {"factory": factory})
	await until(func() -> bool: return told.count() == 3 and batch.applier.is_idle(), "all are known")
	equal(batch.keeper.pool.size(), 0, "bodies")
	shape.free()
	made_by_the_game.free()


# A body of 100 by 100 pixels has a mass of 1.
func _mass_of(area: float, stretch: float) -> float:
	return area / (100.0 * 100.0 * stretch * stretch)


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
