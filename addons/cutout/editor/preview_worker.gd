@tool
extends Node
## Fractures for previews on a thread of its own, and keeps the previews that are looked at up to date.
##
## A change is worked off once a frame, however many sliders moved, and a newer one cancels the older job.

const Preview := preload("preview.gd")
const Delivery := preload("../autoload/delivery.gd")
## Seconds between two looks at whether the outline of what is previewed has changed.
const OUTLINE_SECONDS := 0.25
## Previews kept: the inspector is built anew at every turn, and would otherwise compute anew each time.
const KEPT_PREVIEWS := 4
## A job that takes longer is of no use to somebody who drags a slider.
const TIMEOUT_MS := 5_000

# Of class CutoutScheduler.
var _scheduler: RefCounted = ClassDB.instantiate(&"CutoutScheduler")
# In the order in which they were asked for, the last one last.
var _previews: Dictionary[int, Preview] = {}
# Whose result a job's is, by id.
var _jobs: Dictionary[int, Preview] = {}
var _since_outline := 0.0


func _init() -> void:
	name = "CutoutPreviewWorker"
	# One job at a time counts, so one thread serves, and its time is that of the geometry.
	_scheduler.call(&"configure", {"threads": 1, "long_jobs": 1, "cache_mb": 0, "job_timeout_ms": TIMEOUT_MS})


func _process(delta: float) -> void:
	_since_outline += delta
	if _since_outline >= OUTLINE_SECONDS:
		_since_outline = 0.0
		for preview: Preview in _previews.values():
			if preview.is_watched():
				preview.follow_outline()
	for preview: Preview in _previews.values():
		if preview.is_stale and preview.is_watched():
			_begin(preview)
	while true:
		var event: int = _scheduler.call(&"next_event")
		if event == Delivery.Event.NONE:
			return
		_end(event >> Delivery.EVENT_BITS, event & ((1 << Delivery.EVENT_BITS) - 1))


## The preview of [param subject]: a [Destructible2D], or params of which nobody knows what they break. The
## same for all who ask.
func preview_of(subject: Object) -> Preview:
	var id := subject.get_instance_id()
	var preview: Preview = _previews.get(id)
	if preview == null or not preview.is_alive():
		preview = Preview.new(subject)
	_previews.erase(id)
	_previews[id] = preview
	_forget_oldest()
	return preview


## Ends everything; waits, within bounds, for the job that runs.
func close() -> void:
	_previews.clear()
	_jobs.clear()
	_scheduler.call(&"shutdown")
	queue_free()


# One that is looked at stays: whoever looks and whoever asks next share it.
func _forget_oldest() -> void:
	for id: int in _previews.keys():
		if _previews.size() <= KEPT_PREVIEWS:
			return
		if not _previews[id].is_watched():
			_previews.erase(id)


func _begin(preview: Preview) -> void:
	preview.is_stale = false
	if preview.job_id > 0:
		_scheduler.call(&"cancel", preview.job_id)
		_jobs.erase(preview.job_id)
		preview.job_id = 0
	if not preview.outline_error.is_empty():
		preview.show_error(preview.outline_error)
		return
	var id: int = _scheduler.call(&"submit_preview", preview.rings, preview.get_params_or_defaults())
	if id < 0:
		# Too much is waiting: once more in the next frame.
		preview.is_stale = true
		return
	preview.job_id = id
	_jobs[id] = preview


func _end(id: int, event: Delivery.Event) -> void:
	var preview: Preview = _jobs.get(id)
	if preview == null or event == Delivery.Event.PROGRESS:
		return
	_jobs.erase(id)
	preview.job_id = 0
	if event == Delivery.Event.COMPLETED:
		var drawing: Dictionary = _scheduler.call(&"event_drawing")
		# The record is there before the end is told.
		var report: Dictionary = _scheduler.call(&"get_report", id)
		preview.show_drawing(drawing, report.get("run_usec", 0))
	elif event == Delivery.Event.FAILED:
		preview.show_error(_scheduler.call(&"event_error"))
