extends BatchTest
## CutoutBatchRequest and CutoutStream.


func test_a_request_answers_for_each_entry_in_order() -> void:
	var node := Polygon2D.new()
	node.polygon = Outlines.rectangle(0, 0, 60, 60)
	root.add_child(node)
	var star := Outlines.star(32, 50.0)
	var request := batch.create()
	request.add_fracture(star, {"seed": 1}).add_fracture(node, {"pattern": "grid"}).add_fracture(3, {})
	var answers: Array = await request.execute()
	equal(answers.size(), 3, "answers")
	near(Outlines.area_of(answers[0]), Outlines.area(star), 0.05, "area of the first")
	equal(answers[1].size(), 9, "pieces of the second")
	check(answers[1][0] is Polygon2D, "which are nodes")
	equal(answers[2], [], "the third failed")
	for piece: Node in answers[1]:
		piece.queue_free()
	await frames(3)


func test_an_empty_request_answers_at_once() -> void:
	equal(await batch.create().execute(), [])


func test_a_request_is_executed_once() -> void:
	var request := batch.create()
	request.add_fracture(Outlines.star(16, 30.0))
	await request.execute()
	expect_error("was executed already")
	equal(await request.execute(), [])


func test_a_stream_hands_on_chunks_in_the_order_of_the_pushes() -> void:
	var stream := batch.create_stream()
	stream.chunk_size = 16
	var chunks := watch(stream.results_ready)
	var ends := watch(stream.finished)
	var wanted: Array[float] = []
	for index: int in 300:
		var star := Outlines.star(16 + index % 40, 20.0 + index)
		wanted.push_back(Outlines.area(star))
		check(stream.push(star, {"seed": index}), "there is room")
	await frames(3)
	equal(chunks.count(), 0, "nothing comes before the start")
	stream.start()
	await until(func() -> bool: return ends.count() > 0, "the stream is done")
	var results: Array = []
	for call: Array in chunks.calls:
		check(call[0].size() <= 16, "a chunk is no larger than asked for")
		results.append_array(call[0])
	equal(results.size(), 300, "results")
	for index: int in results.size():
		near(Outlines.area_of(results[index]) / wanted[index], 1.0, 1e-4, "area of push %d" % index)
	equal(ends.count(), 1, "ends")


func test_a_full_stream_tells_when_there_is_room() -> void:
	var stream := batch.create_stream()
	stream.capacity = 8
	stream.window = 4
	var results := watch(stream.results_ready)
	var ends := watch(stream.finished)
	stream.start()
	var refused := 0
	for index: int in 100:
		while not stream.push(Outlines.star(16, 30.0), {"seed": index}):
			refused += 1
			await stream.room_made
		check(stream.pending_count() <= 12, "no more waits than may")
	check(refused > 0, "it was full at times")
	await until(func() -> bool: return ends.count() > 0 and stream.pending_count() == 0, "all is done")
	var sum := 0
	for call: Array in results.calls:
		sum += call[0].size()
	equal(sum, 100, "results")


func test_a_paused_stream_hands_nothing_on() -> void:
	var stream := batch.create_stream()
	var results := watch(stream.results_ready)
	stream.start()
	stream.pause()
	for index: int in 10:
		stream.push(Outlines.star(16, 30.0), {"seed": index})
	await frames(5)
	equal(results.count(), 0, "results while paused")
	stream.start()
	await until(func() -> bool: return results.count() > 0, "results come")
	await until(func() -> bool: return stream.pending_count() == 0, "all are handed on")


func test_a_stopped_stream_is_finished_and_hands_nothing_on() -> void:
	var stream := batch.create_stream()
	var results := watch(stream.results_ready)
	var ends := watch(stream.finished)
	for index: int in 100:
		stream.push(Outlines.star(64, 90.0), {"seed": index})
	stream.start()
	stream.stop()
	equal(ends.count(), 1, "ends")
	await frames(5)
	equal(results.count(), 0, "results")
	expect_error("CutoutStream.push: the stream was stopped")
	check(not stream.push(Outlines.star(16, 30.0)), "no push after that")


func test_a_stream_waits_for_the_memory_that_may_be_pending() -> void:
	await _change(&"max_pending_mb", 1)
	var stream := batch.create_stream()
	stream.chunk_size = 16
	var results := watch(stream.results_ready)
	var ends := watch(stream.finished)
	for index: int in 300:
		check(stream.push(Outlines.star(1000, 100.0), {"seed": index, "fragment_count": 4}), "there is room")
	stream.start()
	await until(func() -> bool: return ends.count() > 0, "the stream is done")
	equal(_results_of(results).filter(func(result: Array) -> bool: return result.is_empty()), [], "failed")
	equal(_results_of(results).size(), 300, "results")


func test_a_stream_passes_what_no_room_can_be_made_for() -> void:
	await _change(&"max_pending_mb", 1)
	var stream := batch.create_stream()
	var results := watch(stream.results_ready)
	var ends := watch(stream.finished)
	expect_error(
		"CutoutStream.push: polygon and params take 1600000 bytes: cutout/batch/max_pending_mb allows fewer."
	)
	stream.push(Outlines.star(200000, 100.0))
	stream.push(Outlines.star(16, 30.0))
	stream.start()
	await until(func() -> bool: return ends.count() > 0, "the stream is done")
	equal(_results_of(results).map(func(result: Array) -> bool: return result.is_empty()), [true, false])


func test_a_stream_may_be_stopped_where_a_submit_is_refused() -> void:
	await _change(&"max_pending_mb", 1)
	var stream := batch.create_stream()
	var ends := watch(stream.finished)
	batch.queue_full.connect(stream.stop, CONNECT_ONE_SHOT)
	stream.push(Outlines.star(200000, 100.0))
	stream.start()
	await until(func() -> bool: return ends.count() > 0, "the stream is done")
	equal(stream.pending_count(), 0, "nothing is left")


func test_a_stream_takes_wrong_input_as_an_empty_result() -> void:
	var stream := batch.create_stream()
	var results := watch(stream.results_ready)
	stream.push(PackedVector2Array())
	stream.push(Outlines.star(16, 30.0))
	stream.start()
	await until(func() -> bool: return stream.pending_count() == 0 and results.count() > 0, "all is done")
	var all: Array = []
	for call: Array in results.calls:
		all.append_array(call[0])
	equal(all.map(func(result: Array) -> bool: return result.is_empty()), [true, false])


func _results_of(chunks: SignalLog) -> Array:
	var all: Array = []
	for call: Array in chunks.calls:
		all.append_array(call[0])
	return all
