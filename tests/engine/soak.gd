extends SceneTree
## The autoload for minutes on end, with all that a game does to it; `make soak` runs it:
## [codeblock]
## godot --headless --path godot_project -s res://tests/soak.gd -- [--minutes=10]
## [/codeblock]
## Prints memory and counts every half minute. Ends with 1 when a job ends other than once, memory grows,
## objects are left behind, or the engine reports an error.

const ErrorLog := preload("error_log.gd")
## Megabytes that the process may grow in the last two thirds, when all pools are filled; see
## [method _growth].
const GROWTH_MB := 4.0
## Megabytes of results kept: full long before the first third is over, and emptied before each look at the
## process, which would otherwise show how full the cache is.
const CACHE_MB := 8
const FPS := 60
## Results held at once before it begins: more than there are sets of fragments for later results.
const HELD_RESULTS := 100

var _errors := ErrorLog.new()
var _batch: CutoutBatchProcessor
var _open: Dictionary[int, bool] = {}
var _faults: PackedStringArray = []
var _submitted := 0
var _ended := 0
var _pieces := 0
var _seed := 1
var _breaks := 0


func _initialize() -> void:
	OS.add_logger(_errors)
	_run()


func _run() -> void:
	var minutes := 10.0
	for argument: String in OS.get_cmdline_user_args():
		if argument.begins_with("--minutes="):
			minutes = argument.trim_prefix("--minutes=").to_float()
	await process_frame
	_errors.take()
	Engine.max_fps = FPS
	ProjectSettings.set_setting(CutoutSettings.PREFIX + "cache_mb", CACHE_MB)
	_batch = root.get_node("CutoutBatch")
	_batch.job_completed.connect(_on_job_completed)
	_batch.job_failed.connect(_on_job_ended)
	_batch.job_cancelled.connect(_on_job_ended)
	await _fill_pools()
	var stream := _batch.create_stream()
	stream.results_ready.connect(func(results: Array) -> void: _pieces += results.size())
	stream.start()
	var samples: Array[float] = []
	var objects: Array[int] = []
	var began := Time.get_ticks_msec()
	var next_sample := began
	print("| minute | jobs ended | process MB | objects | pending KB | cache MB | run p99 µs |")
	print("|---|---|---|---|---|---|---|")
	while Time.get_ticks_msec() - began < minutes * 60_000.0:
		_play(stream)
		await process_frame
		if Time.get_ticks_msec() >= next_sample:
			next_sample += 30_000
			await _sample((Time.get_ticks_msec() - began) / 60_000.0, samples, objects)
	stream.stop()
	await _settle()
	_judge(samples, objects)
	for fault: String in _errors.take() + _faults:
		print("FAULT %s" % fault)
		_breaks += 1
	OS.remove_logger(_errors)
	print("%d jobs, %d pieces, %d faults" % [_ended, _pieces, _breaks])
	quit(1 if _breaks > 0 else 0)


# More results held at once, and larger ones, than ever again: the objects that are kept for later results are
# all made now, so that any more of them later on is a leak.
func _fill_pools() -> void:
	var request := _batch.create()
	for index: int in HELD_RESULTS:
		request.add_fracture(Outlines.star(256, 90.0 + index), {"fragment_count": 70})
	var held: Array = await request.execute()
	if held.size() != HELD_RESULTS:
		_faults.push_back("%d of %d results to begin with" % [held.size(), HELD_RESULTS])


# What happens in one frame.
func _play(stream: CutoutStream) -> void:
	_seed += 1
	for index: int in 6:
		# Some of them for the second time and more: answered from the cache.
		var polygon := Outlines.star(16 + (_seed * 7 + index) % 120, 40.0 + index)
		_submit(polygon, {"fragment_count": 4 + _seed % 20, "seed": _seed % 500}, index % 3)
	match _seed % 8:
		0:
			_submit(PackedVector2Array([Vector2.ZERO, Vector2.ONE]), {})
		1:
			var first := _submit(Outlines.star(64, 50.0), {"seed": _seed})
			_submit(Outlines.star(32, 50.0), {"seed": _seed}, 5, [first])
		2:
			var id := _submit(Outlines.star(256, 90.0), {"fragment_count": 60, "seed": _seed})
			_batch.cancel_job(id)
		3:
			var id := _batch.submit_batch([Outlines.star(48, 50.0), 7], {"seed": _seed})
			for job: int in _batch.get_batch_jobs(id):
				_note(job)
		4:
			for index: int in 4:
				stream.push(Outlines.star(64, 60.0), {"seed": _seed + index})
		5:
			_break_object()
		6:
			_batch.get_stats()
			_batch.get_job_report(_seed)
	if _seed % 1200 == 0:
		ProjectSettings.set_setting(CutoutSettings.PREFIX + "threads", _seed / 1200 % 3)
	if _seed % 3000 == 0:
		_batch.clear_cache()


func _submit(polygon: Variant, params: Dictionary, priority := 0, after := PackedInt64Array()) -> int:
	var id := _batch.submit_fracture(polygon, params, priority, after)
	_note(id)
	return id


func _note(id: int) -> void:
	if id > 0:
		_open[id] = true
		_submitted += 1


func _break_object() -> void:
	var node := Polygon2D.new()
	node.polygon = Outlines.star(48, 60.0)
	root.add_child(node)
	var pieces: Array = await _batch.fracture_object(node, {"fragment_count": 8, "seed": _seed})
	for piece: Node in pieces:
		piece.queue_free()


func _on_job_completed(id: int, result: Array) -> void:
	_pieces += result.size()
	for fragment: CutoutFragment in result:
		if fragment.polygon.size() < 3:
			_faults.push_back("job %d: a piece of %d points" % [id, fragment.polygon.size()])
	_on_job_ended(id)


func _on_job_ended(id: int, _error := "") -> void:
	# Jobs of streams and objects are not noted.
	if _open.erase(id):
		_ended += 1


func _settle() -> void:
	var end := Time.get_ticks_msec() + 10_000
	while (_batch.get_stats()["open"] > 0 or not _batch.applier.is_idle()) and Time.get_ticks_msec() < end:
		await process_frame
	for frame: int in 3:
		await process_frame


func _sample(minute: float, samples: Array[float], objects: Array[int]) -> void:
	await _settle()
	var kept: float = _batch.get_stats()["cache_bytes"] / 1048576.0
	_batch.clear_cache()
	# A worker frees what was kept.
	for frame: int in 10:
		await process_frame
	var statm := FileAccess.open("/proc/self/statm", FileAccess.READ)
	var rss := 0.0 if statm == null else statm.get_line().split(" ")[1].to_int() * 4096 / 1048576.0
	samples.push_back(rss)
	objects.push_back(int(Performance.get_monitor(Performance.OBJECT_COUNT)))
	var stats := _batch.get_stats()
	print(
		(
			"| %.1f | %d | %.1f | %d | %d | %.1f | %d |"
			% [minute, _ended, rss, objects[-1], stats["pending_bytes"] / 1024, kept, stats["run_p99_usec"]]
		)
	)


func _judge(samples: Array[float], objects: Array[int]) -> void:
	if not _open.is_empty():
		_faults.push_back("%d jobs never ended" % _open.size())
	if _ended != _submitted:
		_faults.push_back("%d jobs were accepted and %d ended" % [_submitted, _ended])
	if samples.size() < 6:
		return
	var third := samples.size() / 3
	var later := samples.slice(third)
	var growth := _growth(later)
	var figures: Array = [later.min(), later.max(), growth]
	print("Process: %.1f to %.1f MB in the last two thirds, grows by %.1f MB" % figures)
	if growth > GROWTH_MB:
		_faults.push_back("the process grew by %.1f MB" % growth)
	var most: int = objects.slice(third, 2 * third).max()
	if objects[-1] > most + 50:
		_faults.push_back("%d objects, %d before" % [objects[-1], most])


# By how much the samples rise from the first to the last: the median of the slopes between any two of them
# (Theil and Sen). A leak is a slope; what an allocator takes or gives back in between is not, and moves few
# of them.
func _growth(samples: Array[float]) -> float:
	var slopes: Array[float] = []
	for late: int in samples.size():
		for early: int in late:
			slopes.push_back((samples[late] - samples[early]) / (late - early))
	slopes.sort()
	return slopes[slopes.size() / 2] * (samples.size() - 1)
