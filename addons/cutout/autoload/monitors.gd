class_name CutoutMonitors
extends RefCounted
## The numbers in the debugger's monitor tab, under "Cutout".

const PREFIX := "Cutout/"
## What is shown: the monitor's name and the key of the statistics.
const SHOWN: Dictionary[String, StringName] = {
	"waiting jobs": &"waiting",
	"running jobs": &"running",
	"open jobs": &"open",
	"pending bytes": &"pending_bytes",
	"cache hits": &"cache_hits",
	"run p99 (µs)": &"run_p99_usec",
	"delivery p99 (µs)": &"delivery_p99_usec",
}


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
	return 0 if scheduler == null else scheduler.call(&"get_stats")[key]
