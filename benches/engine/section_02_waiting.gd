extends CutoutBenchSection
## What each call costs on the main thread while ten thousand jobs wait.

const WAITING := 10_000
## Calls that are measured, spread over all that waits.
const SAMPLE := 1000
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
	var began := Time.get_ticks_usec()
	for index: int in WAITING - SAMPLE:
		batch.submit_fracture(_star, _params)
	_each("submit_fracture", began, WAITING - SAMPLE)
	var polygons: Array = []
	polygons.resize(SAMPLE)
	polygons.fill(_star)
	began = Time.get_ticks_usec()
	var batch_id := batch.submit_batch(polygons, _params)
	_each("submit_batch, a job", began, SAMPLE)
	var ids := batch.get_batch_jobs(batch_id)
	await _measure_calls(ids)
	var waiting: int = batch.get_stats()["waiting"]
	row("jobs that waited all the while", waiting, "", Bound.AT_LEAST, WAITING)
	began = Time.get_ticks_usec()
	var cancelled := batch.cancel_batch(batch_id)
	_each("cancel_batch, a job", began, cancelled)
	began = Time.get_ticks_usec()
	for id: int in range(ids[0] - SAMPLE, ids[0]):
		batch.cancel_job(id)
	_each("cancel_job", began, SAMPLE)
	batch.cancel_jobs(heavy)
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


func _measure_calls(ids: PackedInt64Array) -> void:
	var began := Time.get_ticks_usec()
	for id: int in ids:
		batch.set_priority(id, 1)
	_each("set_priority", began, SAMPLE)
	began = Time.get_ticks_usec()
	for id: int in ids:
		batch.get_job_report(id)
	_each("get_job_report", began, SAMPLE)
	began = Time.get_ticks_usec()
	for index: int in 100:
		batch.get_stats()
	_each("get_stats", began, 100)
	began = Time.get_ticks_usec()
	for index: int in 100:
		batch.slowest_jobs(8)
	_each("slowest_jobs of the last 8192", began, 100)
	began = Time.get_ticks_usec()
	for index: int in 1000:
		batch._process(0.016)
	_each("a frame in which nothing has ended", began, 1000)


# What it takes to let go of a cache that is full.
func _clear_cache() -> void:
	await configure({&"cache_mb": 64, &"threads": null, &"long_jobs": null})
	for index: int in WAITING:
		_params.seed = index
		batch.submit_fracture(_star, _params)
	await drain()
	var kept: int = batch.get_stats()["cache_entries"]
	var began := Time.get_ticks_usec()
	batch.clear_cache()
	var usec := float(Time.get_ticks_usec() - began)
	row("clear_cache", usec, "µs", Bound.AT_MOST, BOUND_USEC, "%d results" % kept)


func _each(name: String, began_usec: int, calls: int) -> void:
	row(name, float(Time.get_ticks_usec() - began_usec) / calls, "µs", Bound.AT_MOST, BOUND_USEC)
