@tool
extends EditorPlugin
## Reloads the extension while jobs wait and run, several times, and says what came of it.

const EXTENSION := "res://addons/cutout/cutout.gdextension"
const RELOADS := 4
const JOBS := 400
const FRAMES_AT_MOST := 50_000
const COMPLETED := 1

var _scheduler: RefCounted
var _native: RefCounted
var _params: Resource
var _fragment: RefCounted


func _enter_tree() -> void:
	_run.call_deferred()


func _run() -> void:
	while EditorInterface.get_resource_filesystem().is_scanning():
		await get_tree().process_frame
	_scheduler = ClassDB.instantiate(&"CutoutScheduler")
	_native = ClassDB.instantiate(&"CutoutBatchNative")
	_params = ClassDB.instantiate(&"CutoutFractureParams")
	_params.set("fragment_count", 7)
	for reload: int in RELOADS:
		_submit(JOBS)
		_native.process_batch_parallel([_outline(64, 1), _outline(64, 2)], {})
		# Threads may have to wait for their turn.
		for frame: int in FRAMES_AT_MOST:
			await get_tree().process_frame
			if not _threads().is_empty():
				break
		var stats: Dictionary = _scheduler.get_stats()
		print(":: reload %d with %d open jobs, threads: %s" % [reload, stats["open"], _threads()])
		var status := GDExtensionManager.reload_extension(EXTENSION)
		# The system lists a thread for a moment longer than anybody has to wait for it.
		for frame: int in FRAMES_AT_MOST:
			if _threads().is_empty():
				break
			await get_tree().process_frame
		print(":: status %d, threads left: %s" % [status, _threads()])
		# A fragment of before is empty, and no more than that.
		var area: Variant = null if _fragment == null else _fragment.get("area")
		print(":: params keep %s, a fragment %s" % [_params.get("fragment_count"), area])
		_submit(3)
		print(":: %d of 3 jobs are done" % await _completed(3))
		var pieces: Array = _native.fracture(_outline(64, 3), {"fragment_count": 5})
		print(":: %d pieces" % pieces.size())
	_submit(JOBS)
	print(":: quit with jobs in flight")
	get_tree().quit()


func _submit(count: int) -> void:
	for index: int in count:
		_scheduler.submit(_outline(3000, index), {"fragment_count": 600, "seed": index}, 0)


func _completed(wanted: int) -> int:
	var done := 0
	for frame: int in FRAMES_AT_MOST:
		while true:
			var event: int = _scheduler.next_event()
			if event == 0:
				break
			if event & 7 == COMPLETED:
				done += 1
				_fragment = _scheduler.event_result()[0]
		if done >= wanted:
			break
		await get_tree().process_frame
	return done


func _outline(points: int, seed_value: int) -> PackedVector2Array:
	var ring := PackedVector2Array()
	for index: int in points:
		var away := 200.0 + 20.0 * sin(index * 0.7 + seed_value)
		ring.append(Vector2.from_angle(TAU * index / points) * away)
	return ring


# The names of the threads that are the addon's.
func _threads() -> PackedStringArray:
	var names := PackedStringArray()
	for task: String in DirAccess.get_directories_at("/proc/self/task"):
		var file := FileAccess.open("/proc/self/task/%s/comm" % task, FileAccess.READ)
		var named := "" if file == null else file.get_line()
		if named.begins_with("cutout"):
			names.append(named)
	return names
