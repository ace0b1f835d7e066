class_name CutoutSettings
extends RefCounted
## The project settings under [code]cutout/batch[/code]: names, defaults, ranges.
##
## A setting that is not in the project file has its default, so a game that sets none of them works.
## A value outside its range is told in one error and its default is used.

## Where all settings live.
const PREFIX := "cutout/batch/"

## Every setting: its default, its least and greatest value, and what it does.
const TABLE: Dictionary[StringName, Dictionary] = {
	## Worker threads; 0: one fewer than the machine has cores, at least one.
	&"threads": {"default": 0, "min": 0, "max": 256},
	## Long jobs (8 ms and more) that may run beside the workers, so that those behind them go on, even
	## where there is one worker; further long ones take turns with them. 0: a long job keeps its worker.
	&"long_jobs": {"default": 1, "min": 0, "max": 64},
	## Jobs that may wait or run; past it a submit is refused.
	&"max_queue_size": {"default": 65_536, "min": 1, "max": 4_194_304},
	## Megabytes of inputs and of results not yet delivered; past it a submit is refused.
	&"max_pending_mb": {"default": 256, "min": 1, "max": 65_536},
	## Milliseconds that a job may run before it is cancelled and fails; 0: as long as it wants.
	&"job_timeout_ms": {"default": 10_000, "min": 0, "max": 3_600_000},
	## Megabytes of results kept for identical jobs; 0: none.
	&"cache_mb": {"default": 64, "min": 0, "max": 65_536},
	## Seconds after which a kept result is forgotten; 0: never.
	&"cache_ttl_s": {"default": 0, "min": 0, "max": 86_400},
	## Milliseconds of waiting by which a job gains one step of priority; 0: never.
	&"aging_ms": {"default": 1_000, "min": 0, "max": 3_600_000},
	## Bodies of pieces that may be there at once: past it those of the oldest break go, the smallest first;
	## 0: any number.
	&"max_living_bodies": {"default": 2_000, "min": 0, "max": 1_000_000},
	## Bodies that are done and kept for pieces to come; 0: none.
	&"body_pool_size": {"default": 512, "min": 0, "max": 100_000},
	## Milliseconds that a job may run before the results of later jobs of its priority pass it; 0: they
	## wait for it however long it takes.
	&"order_wait_ms": {"default": 33, "min": 0, "max": 3_600_000},
	## Part of a frame, in percent, that is left free on top of what the game takes.
	&"frame_margin_percent": {"default": 10, "min": 0, "max": 90},
	## Whether overload costs detail (fewer pieces) rather than time.
	&"governor": {"default": false, "min": 0, "max": 1},
	## Waiting jobs from which on the governor lowers the detail.
	&"governor_soft_queue": {"default": 1_000, "min": 1, "max": 4_194_304},
}


## The value of the setting [param key], or its default.
static func value(key: StringName) -> Variant:
	var entry: Dictionary = TABLE[key]
	var fallback: Variant = entry["default"]
	var given: Variant = ProjectSettings.get_setting(PREFIX + key, fallback)
	if typeof(fallback) == TYPE_BOOL:
		if typeof(given) == TYPE_BOOL:
			return given
		push_error("Project setting %s%s is %s: true and false are allowed." % [PREFIX, key, given])
		return fallback
	if typeof(given) in [TYPE_INT, TYPE_FLOAT]:
		var number := int(given)
		if number == given and number >= int(entry["min"]) and number <= int(entry["max"]):
			return number
	push_error(
		(
			"Project setting %s%s is %s: whole numbers from %d to %d are allowed."
			% [PREFIX, key, given, entry["min"], entry["max"]]
		)
	)
	return fallback


## All settings at once, by name.
static func all_values() -> Dictionary[StringName, Variant]:
	var values: Dictionary[StringName, Variant] = {}
	for key: StringName in TABLE:
		values[key] = value(key)
	return values


## Shows the settings in the editor's project settings.
static func register_all() -> void:
	for key: StringName in TABLE:
		var path := PREFIX + key
		var entry: Dictionary = TABLE[key]
		if not ProjectSettings.has_setting(path):
			ProjectSettings.set_setting(path, entry["default"])
		ProjectSettings.set_initial_value(path, entry["default"])
		ProjectSettings.set_as_basic(path, true)
		var info := {"name": path, "type": typeof(entry["default"])}
		if typeof(entry["default"]) == TYPE_INT:
			info["hint"] = PROPERTY_HINT_RANGE
			info["hint_string"] = "%d,%d,1" % [entry["min"], entry["max"]]
		ProjectSettings.add_property_info(info)


## Takes the settings out of the project again.
static func unregister_all() -> void:
	for key: StringName in TABLE:
		if ProjectSettings.has_setting(PREFIX + key):
			ProjectSettings.set_setting(PREFIX + key, null)
