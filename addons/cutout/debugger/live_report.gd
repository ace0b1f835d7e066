@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutLiveReport
extends Node
## Tells the editor's debugger tab how the game's jobs stand: only while it asks, and a few times a second.
##
## The editor sends [code]cutout:watch[/code] with true or false, and [code]cutout:trace[/code] for the trace
## of recent jobs; the game sends [code]cutout:stats[/code] and [code]cutout:trace[/code]. While nobody
## asks, it costs a submitted job one comparison and a frame nothing.

## The name of the capture: before the colon of each message.
const CAPTURE := &"cutout"
## Milliseconds from one message to the next.
const INTERVAL_MS := 250
## Jobs that are told as the slowest.
const SLOWEST := 6
## Polygons that are remembered, for the slowest jobs among them: as many as the scheduler remembers jobs.
const MOST_POLYGONS := 8192
## Points of an outline that are sent; of one with more every second, third and so on.
const MOST_POINTS := 512
## Frames whose times are sent at once.
const MOST_FRAMES := 256
## Bytes of a compressed trace that a message takes.
const MOST_TRACE_BYTES := 4 << 20

var _processor: CutoutBatchProcessor
# Sends a message: EngineDebugger.send_message, or what a test puts in its place.
var _send: Callable
var _polygons: Dictionary[int, Variant] = {}
# The jobs of the last message: the editor has their outlines.
var _told: Dictionary[int, bool] = {}
var _frames_ms := PackedFloat32Array()
var _spent_ms := PackedFloat32Array()
var _last_usec := 0
var _next_ms := 0
# Jobs that had ended by the last message, and the slowest since somebody asked.
var _delivered := 0
var _slowest: Array[Dictionary] = []
# Microseconds that this node took since the last message, and of how many frames.
var _own_usec := 0


func _init(processor: CutoutBatchProcessor, send := Callable()) -> void:
	_processor = processor
	_send = send if send.is_valid() else EngineDebugger.send_message
	process_mode = PROCESS_MODE_ALWAYS
	# After the processor, which is the last of the game: what it spent is of this frame.
	process_priority = 0x7FFF_FFFF


func _enter_tree() -> void:
	if EngineDebugger.is_active() and not EngineDebugger.has_capture(CAPTURE):
		EngineDebugger.register_message_capture(CAPTURE, capture)


func _exit_tree() -> void:
	watch(false)
	if EngineDebugger.has_capture(CAPTURE):
		EngineDebugger.unregister_message_capture(CAPTURE)


func _ready() -> void:
	set_process(false)


func _process(_delta: float) -> void:
	var now := Time.get_ticks_usec()
	if _frames_ms.size() < MOST_FRAMES and _last_usec > 0:
		_frames_ms.push_back((now - _last_usec) / 1000.0)
		_spent_ms.push_back(_processor.budget.spent_in_frame_usec() / 1000.0)
	_last_usec = now
	if now >= _next_ms * 1000:
		_next_ms = int(now / 1000.0) + INTERVAL_MS
		_report()
	_own_usec += Time.get_ticks_usec() - now


## Takes a message of the editor. Answers whether it knows it; what is wrong with it is ignored, for the
## editor may be of another version.
func capture(message: String, data: Array) -> bool:
	match message:
		"watch":
			watch(data.size() > 0 and typeof(data[0]) == TYPE_BOOL and data[0])
			return true
		"trace":
			_send_trace()
			return true
	return false


## Starts or stops to tell.
func watch(on: bool) -> void:
	if on == (_processor.watcher == self):
		return
	set_process(on)
	_polygons.clear()
	_told.clear()
	_frames_ms.clear()
	_spent_ms.clear()
	_last_usec = 0
	_next_ms = 0
	_own_usec = 0
	_slowest.clear()
	_delivered = _processor.get_stats().get("delivered", 0) if on else 0
	_processor.watcher = self if on else null


## Remembers the polygon of a job, while somebody asks.
func note(job_id: int, polygon: Variant) -> void:
	if _polygons.size() >= MOST_POLYGONS:
		# In the order of submission: the oldest first.
		for oldest: int in _polygons:
			_polygons.erase(oldest)
			break
	_polygons[job_id] = polygon


func _report() -> void:
	var stats := _processor.get_stats()
	# Only what ended since: to look at all again takes longer than all else here.
	var delivered: int = stats.get("delivered", 0)
	_slowest.append_array(_processor.slowest_jobs(SLOWEST, delivered - _delivered))
	_delivered = delivered
	_slowest.sort_custom(_is_slower)
	_slowest = _slowest.slice(0, SLOWEST)
	var told: Dictionary[int, bool] = {}
	var slowest: Array[Dictionary] = []
	for job: Dictionary in _slowest:
		var id: int = job["id"]
		told[id] = true
		if _told.has(id):
			slowest.push_back(job)
		else:
			var with_outline := job.duplicate()
			with_outline["outline"] = _shown_outline(id)
			slowest.push_back(with_outline)
	_told = told
	stats["frames_ms"] = _frames_ms
	stats["spent_ms"] = _spent_ms
	stats["slowest"] = slowest
	stats["report_usec"] = float(_own_usec) / maxi(_frames_ms.size(), 1)
	_send.call("cutout:stats", [stats])
	_frames_ms = PackedFloat32Array()
	_spent_ms = PackedFloat32Array()
	_own_usec = 0


static func _is_slower(a: Dictionary, b: Dictionary) -> bool:
	return a["run_usec"] > b["run_usec"]


# The rings of a job's polygon, with as many points as are worth drawing.
func _shown_outline(id: int) -> Array[PackedVector2Array]:
	var polygon: Variant = _polygons.get(id)
	var rings: Array = polygon if typeof(polygon) == TYPE_ARRAY else [polygon]
	var total := 0
	for ring: Variant in rings:
		if typeof(ring) == TYPE_PACKED_VECTOR2_ARRAY:
			total += (ring as PackedVector2Array).size()
	var step := maxi(ceili(float(total) / MOST_POINTS), 1)
	var shown: Array[PackedVector2Array] = []
	for ring: Variant in rings:
		if typeof(ring) != TYPE_PACKED_VECTOR2_ARRAY:
			continue
		var all: PackedVector2Array = ring
		var some := PackedVector2Array()
		for index: int in range(0, all.size(), step):
			some.push_back(all[index])
		shown.push_back(some)
	return shown


func _send_trace() -> void:
	var trace := _processor.get_trace()
	var packed := trace.compress(FileAccess.COMPRESSION_ZSTD)
	if packed.size() > MOST_TRACE_BYTES:
		_send.call("cutout:trace", [0, PackedByteArray()])
	else:
		_send.call("cutout:trace", [trace.size(), packed])
