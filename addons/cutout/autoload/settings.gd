@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutSettings
extends RefCounted
## The project settings under [code]cutout/batch[/code]: names, defaults, ranges.
##
## A setting that is not in the project file has its default, so a game that sets none of them works.
## A value outside its range is told in one error and its default is used.

## Where all settings live.
const PREFIX := "cutout/batch/"

## Every setting: its default, and its least and greatest value; for switches 0 and 1. [br][br]
## [code]threads[/code] (0; 0 to 256): worker threads; 0: one fewer than the machine has cores, at least
## one.[br]
## [code]long_jobs[/code] (1; 0 to 64): long jobs (8 ms and more) that may run beside the workers, so
## that those behind them go on, even where there is one worker; further long ones take turns with them.
## 0: a long job keeps its worker.[br]
## [code]max_queue_size[/code] (65536; 1 to 4194304): jobs that may be open (waiting, running, not yet
## delivered); past it a submit is refused.[br]
## [code]max_pending_mb[/code] (256; 1 to 65536): megabytes of inputs and of results not yet delivered;
## past it a submit is refused.[br]
## [code]job_timeout_ms[/code] (10000; 0 to 3600000): milliseconds that a job may run before it is
## cancelled and fails; 0: as long as it wants.[br]
## [code]cache_mb[/code] (64; 0 to 65536): megabytes of results kept for identical jobs, the least
## recently used go first; 0: none.[br]
## [code]cache_ttl_s[/code] (0; 0 to 86400): seconds after which a kept result is forgotten; 0:
## never.[br]
## [code]aging_ms[/code] (1000; 0 to 3600000): milliseconds of waiting by which a job gains one step of
## priority; 0: never.[br]
## [code]order_wait_ms[/code] (33; 0 to 3600000): milliseconds that a job may run before the results of
## later jobs of its priority pass it; 0: they wait for it however long it takes.[br]
## [code]frame_margin_percent[/code] (10; 0 to 90): part of a frame, in percent, that is left free on
## top of what the game takes.[br]
## [code]governor[/code] (false; 0 to 1): whether overload costs detail (fewer pieces) rather than
## time.[br]
## [code]governor_soft_queue[/code] (1000; 1 to 4194304): open jobs from which on the governor lowers
## the detail.[br]
## [code]max_living_bodies[/code] (2000; 0 to 1000000): bodies of pieces that may be there at once: past
## it those of the oldest break go, the smallest first; 0: any number.[br]
## [code]body_pool_size[/code] (512; 0 to 100000): bodies that are done and kept for pieces to come; 0:
## none.
const TABLE: Dictionary[StringName, Dictionary] = {
	&"threads": {"default": 0, "min": 0, "max": 256},
	&"long_jobs": {"default": 1, "min": 0, "max": 64},
	&"max_queue_size": {"default": 65_536, "min": 1, "max": 4_194_304},
	&"max_pending_mb": {"default": 256, "min": 1, "max": 65_536},
	&"job_timeout_ms": {"default": 10_000, "min": 0, "max": 3_600_000},
	&"cache_mb": {"default": 64, "min": 0, "max": 65_536},
	&"cache_ttl_s": {"default": 0, "min": 0, "max": 86_400},
	&"aging_ms": {"default": 1_000, "min": 0, "max": 3_600_000},
	&"order_wait_ms": {"default": 33, "min": 0, "max": 3_600_000},
	&"frame_margin_percent": {"default": 10, "min": 0, "max": 90},
	&"governor": {"default": false, "min": 0, "max": 1},
	&"governor_soft_queue": {"default": 1_000, "min": 1, "max": 4_194_304},
	&"max_living_bodies": {"default": 2_000, "min": 0, "max": 1_000_000},
	&"body_pool_size": {"default": 512, "min": 0, "max": 100_000},
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


## What the project says, right or wrong, by name; null where it says nothing.
static func told() -> Dictionary[StringName, Variant]:
	var values: Dictionary[StringName, Variant] = {}
	for key: StringName in TABLE:
		values[key] = ProjectSettings.get_setting(PREFIX + key)
	return values


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
