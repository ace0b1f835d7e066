extends CutoutBenchSection
## What each call costs on the main thread: a job of 64 points and 20 pieces.

## For the floor: what a job's end is in plain GDScript.
signal plain_completed(job_id: int, result: Array)

const BURST := 50
const ROUNDS := 200

var _star: PackedVector2Array
var _params := {"fragment_count": 20, "seed": 3}
var _resource := CutoutFractureParams.new()


func title() -> String:
	return "Main thread: a job of 64 points and 20 pieces"


func run() -> void:
	_star = star(64, 100.0)
	_resource.fragment_count = 20
	_resource.seed = 3
	await configure({&"cache_mb": 0})
	for turn: int in 5:
		_burst(_params)
		await drain()
	row("submit_fracture, burst, params resource reused", await _submit(_resource), "µs", Bound.AT_MOST, 1.5)
	row("submit_fracture, burst, params dictionary reused", await _submit(_params), "µs", Bound.AT_MOST, 1.5)
	row("submit_fracture, burst, fresh dictionary", await _submit_fresh(), "µs")
	row("submit_fracture to idle workers", await _submit_alone(), "µs")
	row("submit_batch, a job", await _submit_batch(), "µs")
	var nothing := await _delivery(func(_id: int, _result: Array) -> void: pass)
	var reading := await _delivery(_read_polygons)
	row("drain and signal", nothing, "µs")
	row("drain, signal, all pieces read", reading, "µs", Bound.AT_MOST, 5.0)
	row("the same, the loop's variable typed", await _delivery(read_polygons), "µs")
	row("the same, with area, centroid, neighbours", await _delivery(_read_more), "µs")
	row("the floor: as many Polygon2D there already, a signal, all read", await _floor(), "µs")
	await _empty_frames()
	await _other_calls()
	await configure({&"cache_mb": null})


func _drain_and_work() -> void:
	await drain()
	work(GAME_USEC)


func _burst(params: Variant) -> int:
	var began := Time.get_ticks_usec()
	for index: int in BURST:
		batch.submit_fracture(_star, params)
	return Time.get_ticks_usec() - began


func _submit(params: Variant) -> float:
	return await median_usec(ROUNDS, BURST, _burst.bind(params), _drain_and_work)


func _submit_fresh() -> float:
	var burst := func() -> int:
		var began := Time.get_ticks_usec()
		for index: int in BURST:
			batch.submit_fracture(_star, {"fragment_count": 20, "seed": index})
		return Time.get_ticks_usec() - began
	return await median_usec(ROUNDS, BURST, burst, _drain_and_work)


func _submit_alone() -> float:
	var alone := func() -> int:
		var began := Time.get_ticks_usec()
		batch.submit_fracture(_star, _resource)
		return Time.get_ticks_usec() - began
	return await median_usec(ROUNDS, 1, alone, _drain_and_work)


func _submit_batch() -> float:
	var polygons: Array = []
	for index: int in BURST:
		polygons.push_back(_star)
	var submit := func() -> int:
		var began := Time.get_ticks_usec()
		batch.submit_batch(polygons, _resource)
		return Time.get_ticks_usec() - began
	return await median_usec(ROUNDS, BURST, submit, _drain_and_work)


# Time of a frame in which a burst of results waits, a job.
func _delivery(receiver: Callable) -> float:
	var target := batch.budget.target_usec
	batch.job_completed.connect(receiver)
	var wait := func() -> void:
		await drain()
		_burst(_resource)
		while batch.get_stats()["waiting"] + batch.get_stats()["running"] > 0:
			work(200)
		work(GAME_USEC)
		# Room for all of them in one frame.
		batch.budget.target_usec = 1e7
	var deliver := func() -> int:
		var began := Time.get_ticks_usec()
		batch._process(0.016)
		return Time.get_ticks_usec() - began
	var usec: float = await median_usec(ROUNDS, BURST, deliver, wait)
	batch.job_completed.disconnect(receiver)
	batch.budget.target_usec = target
	return usec


# Nothing but the engine: an array of nodes that are there already, a signal, and a receiver that reads their
# outlines, which are there already as well.
func _floor() -> float:
	var pieces: Array = []
	var native := CutoutBatchNative.new().fracture(_star, _resource)
	for ring: PackedVector2Array in native:
		var node := Polygon2D.new()
		node.polygon = ring
		pieces.push_back(node)
	plain_completed.connect(_read_polygons)
	var deliver := func() -> int:
		var began := Time.get_ticks_usec()
		for index: int in BURST:
			plain_completed.emit(index, pieces.duplicate())
		return Time.get_ticks_usec() - began
	var game := work.bind(GAME_USEC)
	var usec: float = await median_usec(ROUNDS, BURST, deliver, game)
	plain_completed.disconnect(_read_polygons)
	for node: Polygon2D in pieces:
		node.free()
	return usec


func _read_polygons(_id: int, result: Array) -> void:
	for fragment: Variant in result:
		@warning_ignore("unused_variable")
		var polygon: PackedVector2Array = fragment.polygon


func _read_more(_id: int, result: Array) -> void:
	for fragment: CutoutFragment in result:
		@warning_ignore("unused_variable")
		var polygon := fragment.polygon
		@warning_ignore("unused_variable")
		var area := fragment.area
		@warning_ignore("unused_variable")
		var centroid := fragment.centroid
		@warning_ignore("unused_variable")
		var neighbors := fragment.neighbors


func _empty_frames() -> void:
	await drain()
	await tree.process_frame
	var calls := 1000
	batch.wake()
	batch._process(0.016)
	var budget := batch.budget
	var began := Time.get_ticks_usec()
	for index: int in calls:
		# Both signals of a frame, the first of which finds it new.
		budget._begun_frame = -1
		budget._on_frame_began()
		budget._on_frame_began()
		batch._process(0.016)
		batch._idle_frames = 0
	var awake := float(Time.get_ticks_usec() - began) / calls
	began = Time.get_ticks_usec()
	for index: int in calls:
		budget._begun_frame = -1
		batch._idle_frames = 0
	# Without what the loop itself takes.
	awake -= float(Time.get_ticks_usec() - began) / calls
	row("an empty frame, in the first two seconds after a job", awake, "µs", Bound.AT_MOST, 1.0)
	for index: int in CutoutBatchProcessor.WATCHED_IDLE_FRAMES + 10:
		await tree.process_frame
	var asleep := not batch.is_processing()
	var note := "not processed at all" if asleep else "still processed"
	row("an empty frame after that", 0.0 if asleep else awake, "µs", Bound.AT_MOST, 1.0, note)


func _other_calls() -> void:
	var ids: Array[int] = []
	var submit := func() -> void:
		await drain()
		ids.clear()
		# The first keeps the worker busy, so that the others wait.
		batch.submit_fracture(star(4000, 900.0), {"fragment_count": 800, "seed": 1})
		for index: int in BURST:
			ids.push_back(batch.submit_fracture(_star, _resource))
	var raise := func() -> int:
		var began := Time.get_ticks_usec()
		for id: int in ids:
			batch.set_priority(id, 3)
		return Time.get_ticks_usec() - began
	row("set_priority", await median_usec(10, BURST, raise, submit), "µs")
	var cancel := func() -> int:
		var began := Time.get_ticks_usec()
		for id: int in ids:
			batch.cancel_job(id)
		return Time.get_ticks_usec() - began
	row("cancel_job", await median_usec(10, BURST, cancel, submit), "µs")
	await drain()
	var report := func() -> int:
		var began := Time.get_ticks_usec()
		for id: int in ids:
			batch.get_job_report(id)
		return Time.get_ticks_usec() - began
	row("get_job_report", await median_usec(50, BURST, report), "µs")
	var stats := func() -> int:
		var began := Time.get_ticks_usec()
		for index: int in 100:
			batch.get_stats()
		return Time.get_ticks_usec() - began
	row("get_stats", await median_usec(50, 100, stats), "µs")
	var monitors := func() -> int:
		var began := Time.get_ticks_usec()
		for name: StringName in Performance.get_custom_monitor_names():
			Performance.get_custom_monitor(name)
		return Time.get_ticks_usec() - began
	row("all monitors, once a second while the debugger looks", await median_usec(50, 1, monitors), "µs")
	var trace := func() -> int:
		var began := Time.get_ticks_usec()
		batch.save_trace("user://bench_trace.json")
		return Time.get_ticks_usec() - began
	row("save_trace of the last 8192 jobs", await median_usec(5, 1, trace) / 1000.0, "ms")
	DirAccess.remove_absolute("user://bench_trace.json")
