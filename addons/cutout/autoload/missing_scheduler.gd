extends RefCounted
## Stands in for the native scheduler where the native library is missing: each job is accepted and fails
## with the sentence that says so, so a game hears of it where it hears of every failure.

const FAILED := CutoutDelivery.Event.FAILED
const CANCELLED := CutoutDelivery.Event.CANCELLED

var _error := ""
var _next_id := 1
# How the open jobs end, by id, in the order of submission.
var _ends: Dictionary[int, int] = {}


func _init(error: String) -> void:
	_error = error


func configure(_settings: Dictionary) -> void:
	pass


func open_short_way(_open: bool) -> void:
	pass


func submit(_polygon: Variant, _params: Variant, _priority: int) -> int:
	# There is no short way: submit_after is next.
	return 0


func submit_after(
	_polygon: Variant,
	_params: Variant,
	_priority: int,
	_after: PackedInt64Array,
	_detail: float,
	_decomposes: bool
) -> int:
	return _accept()


func submit_apart(
	_polygon: Variant, _parts: PackedInt32Array, _params: Variant, _priority: int, _detail: float
) -> int:
	return _accept()


func submit_if_room(_polygon: Variant, _params: Variant, _priority: int, _detail: float) -> int:
	return _accept()


func submit_carve(
	_polygon: Variant, _tool: Variant, _options: Variant, _priority: int, _decomposes: bool
) -> int:
	return _accept()


func carve_error(_tool: Variant, _options: Variant) -> String:
	return CutoutLibrary.problem()


func submit_batch(
	polygons: Array, _params: Variant, _priority: int, _after: PackedInt64Array, _detail: float
) -> PackedInt64Array:
	var ids := PackedInt64Array()
	for index: int in polygons.size():
		ids.push_back(_accept())
	return ids


func cancel(job_id: int) -> bool:
	if not _ends.has(job_id):
		return false
	_ends[job_id] = CANCELLED
	return true


func cancel_all(job_ids: PackedInt64Array) -> int:
	var cancelled := 0
	for id: int in job_ids:
		cancelled += int(cancel(id))
	return cancelled


func set_priority(job_id: int, _priority: int) -> bool:
	return _ends.has(job_id)


func open_jobs() -> int:
	return _ends.size()


func has_room(_bytes: int) -> bool:
	return true


func next_event() -> int:
	if _ends.is_empty():
		return CutoutDelivery.Event.NONE
	var id: int = _ends.keys()[0]
	var end := _ends[id]
	_ends.erase(id)
	return id << CutoutDelivery.EVENT_BITS | end


func hand_on(_processor: Object, _owners: Dictionary, _until_usec: int) -> int:
	return next_event()


func event_error() -> String:
	return _error


func get_report(_job_id: int) -> Dictionary:
	return {}


func slowest_jobs(_count: int, _latest: int) -> Array:
	return []


func get_stats() -> Dictionary:
	return {}


func get_trace() -> PackedByteArray:
	return PackedByteArray()


func clear_cache() -> void:
	pass


func invalidate_cache(_polygon: Variant, _params: Variant) -> bool:
	return false


func shutdown() -> void:
	_ends.clear()


func _accept() -> int:
	var id := _next_id
	_next_id += 1
	_ends[id] = FAILED
	return id
