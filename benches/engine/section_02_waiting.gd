extends CutoutBenchSection
## What each call costs on the main thread while ten thousand jobs wait.

const WAITING := 10_000
## Calls that are measured, spread over all that waits.
const SAMPLE := 1000
## Calls that are timed together.
const CHUNK := 50
## What a call may take that a game makes in a frame.
const BOUND_USEC := 20.0
## Jobs that keep the worker busy meanwhile.
const HEAVY := 40
const HEAVY_PRIORITY := 1_000_000

var _star: PackedVector2Array
var _params := CutoutFractureParams.new()


func title() -> String:
	return "Main thread: while %d jobs wait" % WAITING


func run() -> void:
	_star = star(64, 100.0)
	_params.fragment_count = 20
	await configure({&"cache_mb": 0, &"threads": 1, &"long_jobs": 0})
	var heavy := _keep_busy()
	var submit := func(_id: int) -> void: batch.submit_fracture(_star, _params)
	await _each("submit_fracture", range(WAITING - SAMPLE), submit)
	var polygons: Array = []
	polygons.resize(SAMPLE)
	polygons.fill(_star)
	var began := Time.get_ticks_usec()
	var batch_id := batch.submit_batch(polygons, _params)
	_all("submit_batch, a job", began, SAMPLE)
	var ids := batch.get_batch_jobs(batch_id)
	await _measure_calls(Array(ids))
	var waiting: int = batch.get_stats()["waiting"]
	row("jobs that waited all the while", waiting, "", Bound.AT_LEAST, WAITING)
	began = Time.get_ticks_usec()
	var cancelled := batch.cancel_batch(batch_id)
	_all("cancel_batch, a job", began, cancelled)
	await _each("cancel_job", range(ids[0] - SAMPLE, ids[0]), func(id: int) -> void: batch.cancel_job(id))
	for id: int in heavy:
		batch.cancel_job(id)
	await drain()
	await _clear_cache()
	await configure({&"cache_mb": null, &"threads": null, &"long_jobs": null})


func _keep_busy() -> PackedInt64Array:
	var heavy := PackedInt64Array()
	var outline := star(20_000, 900.0)
	for index: int in HEAVY:
		heavy.push_back(
			batch.submit_fracture(outline, {"fragment_count": 4000, "seed": index}, HEAVY_PRIORITY)
		)
	return heavy


func _measure_calls(ids: Array) -> void:
	await _each("set_priority", ids, func(id: int) -> void: batch.set_priority(id, 1))
	await _each("get_job_report", ids, func(id: int) -> void: batch.get_job_report(id))
	await _each("get_stats", ids, func(_id: int) -> void: batch.get_stats())
	await _each("slowest_jobs", ids, func(_id: int) -> void: batch.slowest_jobs(8))
	await _each("a frame in which nothing has ended", ids, func(_id: int) -> void: batch._process(0.016))


# What it takes to let go of a cache that is full.
func _clear_cache() -> void:
	await configure({&"cache_mb": 64, &"threads": null, &"long_jobs": null})
	var kept := [0]
	var fill := func() -> void:
		for index: int in WAITING:
			_params.seed = index
			batch.submit_fracture(_star, _params)
		await drain()
		kept[0] = batch.get_stats()["cache_entries"]
		# As late in a frame as a game would call it: a core that has slept is slow for a while.
		work(GAME_USEC)
	var clear := func() -> int:
		var began := Time.get_ticks_usec()
		batch.clear_cache()
		return Time.get_ticks_usec() - began
	var usec: float = await median_usec(5, 1, clear, fill)
	row("clear_cache", usec, "µs", Bound.AT_MOST, BOUND_USEC, "%d results" % kept[0])


# What a call takes for each id, as the median over chunks of them.
func _each(name: String, ids: Array, use: Callable) -> void:
	var at := [0]
	var chunk := func() -> int:
		var began := Time.get_ticks_usec()
		for id: int in ids.slice(at[0], at[0] + CHUNK):
			use.call(id)
		at[0] += CHUNK
		return Time.get_ticks_usec() - began
	var usec: float = await median_usec(ids.size() / CHUNK, CHUNK, chunk)
	row(name, usec, "µs", Bound.AT_MOST, BOUND_USEC)


# What each of many takes that were done in one call.
func _all(name: String, began_usec: int, count: int) -> void:
	row(name, float(Time.get_ticks_usec() - began_usec) / count, "µs", Bound.AT_MOST, BOUND_USEC)
