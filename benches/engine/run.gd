extends SceneTree
## The benchmark inside the engine; `make bench-engine` runs it:
## [codeblock]
## godot --headless --path godot_project -s res://bench/run.gd -- --out=FILE.json [TEXT]
## [/codeblock]
## Every script section_*.gd of this folder is a section of the table; TEXT runs only those with it in
## their name. Prints the table and writes FILE.json: the machine, one entry a row, and the frame times
## that the plot is drawn from. Exit code 1 when a section breaks; a figure short of its bound is marked,
## and is no failure.

const ErrorLog := preload("res://tests/error_log.gd")
const Watchdog := preload("res://tests/watchdog.gd")
## Seconds that one section may take.
const SECONDS_SECTION := 240.0

var _errors := ErrorLog.new()
var _watchdog := Watchdog.new()
var _faults: PackedStringArray = []


func _initialize() -> void:
	OS.add_logger(_errors)
	_watchdog.feed("loading the sections", 30.0)
	_watchdog.start()
	_run()


func _run() -> void:
	var out := ""
	var text := ""
	for argument: String in OS.get_cmdline_user_args():
		if argument.begins_with("--out="):
			out = argument.trim_prefix("--out=")
		else:
			text = argument
	await process_frame
	_errors.take()
	var rows: Array[Dictionary] = []
	var plots: Dictionary[String, Array] = {}
	for name: String in _sections():
		if not text.is_empty() and not name.contains(text):
			continue
		_watchdog.feed(name, SECONDS_SECTION)
		var script := load("res://bench/%s" % name) as GDScript
		if not script.can_instantiate():
			_faults.push_back("%s does not parse" % name)
			continue
		var section := script.new() as CutoutBenchSection
		section.tree = self
		section.batch = root.get_node("CutoutBatch")
		print("\n%s" % section.title())
		await section.run()
		rows.append_array(section.rows)
		plots.merge(section.plots)
		for fault: String in _errors.take():
			_faults.push_back("%s: %s" % [name, fault])
	OS.remove_logger(_errors)
	_watchdog.stop()
	if not out.is_empty():
		_write(out, rows, plots)
	var short := rows.filter(func(row: Dictionary) -> bool: return row["kept"] == false)
	print("\n%d figures, %d short of their bound." % [rows.size(), short.size()])
	for fault: String in _faults:
		print("FAULT %s" % fault)
	quit(0 if _faults.is_empty() and not rows.is_empty() else 1)


func _sections() -> PackedStringArray:
	var names := PackedStringArray()
	for name: String in DirAccess.get_files_at("res://bench"):
		if name.begins_with("section_") and name.ends_with(".gd"):
			names.push_back(name)
	names.sort()
	return names


func _write(path: String, rows: Array[Dictionary], plots: Dictionary[String, Array]) -> void:
	var report := {
		"engine": Engine.get_version_info()["string"],
		"cores": OS.get_processor_count(),
		"processor": OS.get_processor_name(),
		"debug": OS.is_debug_build(),
		"rows": rows,
		"frames": plots,
	}
	var file := FileAccess.open(path, FileAccess.WRITE)
	if file == null:
		_faults.push_back("%s cannot be written" % path)
		return
	file.store_string(JSON.stringify(report, "  ", false) + "\n")
