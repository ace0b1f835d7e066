extends CutoutBenchSection
## The same break again: from the call to the result in hand, on a scheduler of its own that is asked
## without pause.

const ROUNDS := 300

var _scheduler := CutoutScheduler.new()


func title() -> String:
	return "Cache: from submit to the result, asked without pause"


func run() -> void:
	for case: Array in [[64, 20], [256, 32], [1024, 64]]:
		var points: int = case[0]
		var pieces: int = case[1]
		var name := "%d points, %d pieces" % case
		_scheduler.configure({"cache_mb": 0})
		var uncached := _latency(points, pieces)
		_scheduler.configure({"cache_mb": 64})
		_latency(points, pieces)
		var cached := _latency(points, pieces)
		row("%s, uncached" % name, uncached, "µs")
		row("%s, cached" % name, cached, "µs")
		row("%s, times faster" % name, uncached / cached, "times", Bound.AT_LEAST, 20.0)
	await _same_frame()


func _latency(points: int, pieces: int) -> float:
	var polygon := star(points, 100.0)
	var params := CutoutFractureParams.new()
	params.fragment_count = pieces
	params.min_cell_distance = 0.0
	var times: Array[float] = []
	for turn: int in ROUNDS:
		# The clock counts whole microseconds: several in a row, one after the other.
		var began := Time.get_ticks_usec()
		for index: int in 4:
			_scheduler.submit(polygon, params, 0)
			while _scheduler.next_event() == 0:
				pass
		times.push_back((Time.get_ticks_usec() - began) / 4.0)
	return percentile(times, 0.5)


func _same_frame() -> void:
	var polygon := star(64, 123.0)
	batch.prefracture(polygon, {"fragment_count": 20})
	await drain()
	var frames: Array[float] = []
	for turn: int in 50:
		var submitted := Engine.get_process_frames()
		var receive := func(_id: int, _result: Array) -> void:
			frames.push_back(float(Engine.get_process_frames() - submitted))
		batch.job_completed.connect(receive, CONNECT_ONE_SHOT)
		batch.submit_fracture(polygon, {"fragment_count": 20})
		await drain()
	row(
		"after prefracture: frames from the break to its pieces, worst",
		percentile(frames, 1.0),
		"",
		Bound.AT_MOST,
		0.0
	)
