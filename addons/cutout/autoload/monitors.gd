@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutMonitors
extends RefCounted
## The numbers in the debugger's monitor tab, under "Cutout".

## The group that they stand in.
const PREFIX := "Cutout/"
## What is shown: the monitor's name and the key of the statistics.
const SHOWN: Dictionary[String, StringName] = {
	"waiting jobs": &"waiting",
	"running jobs": &"running",
	"open jobs": &"open",
	"pending bytes": &"pending_bytes",
	"cache hit rate": &"cache_hit_rate",
	"wait p99 (µs)": &"wait_p99_usec",
	"run p99 (µs)": &"run_p99_usec",
	"delivery p99 (µs)": &"delivery_p99_usec",
}

# The statistics of this frame: asked for once, however many monitors are shown.
static var _stats: Dictionary = {}
static var _stats_frame := -1


## Shows them; the statistics come from [param scheduler], of class CutoutScheduler.
static func add(scheduler: RefCounted) -> void:
	var source: WeakRef = weakref(scheduler)
	for name: String in SHOWN:
		if not Performance.has_custom_monitor(PREFIX + name):
			Performance.add_custom_monitor(PREFIX + name, read.bind(source, SHOWN[name]))


## Takes them away again.
static func remove() -> void:
	for name: String in SHOWN:
		if Performance.has_custom_monitor(PREFIX + name):
			Performance.remove_custom_monitor(PREFIX + name)


## The value of one; 0 when the scheduler has gone.
static func read(source: WeakRef, key: StringName) -> Variant:
	var scheduler: RefCounted = source.get_ref()
	if scheduler == null:
		return 0
	var frame := Engine.get_process_frames()
	if frame != _stats_frame:
		_stats_frame = frame
		_stats = scheduler.call(&"get_stats")
	return _stats.get(key, 0)
