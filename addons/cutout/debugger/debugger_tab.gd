@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutDebuggerTab
extends VBoxContainer
## The tab "Cutout" of one session of the debugger: how the jobs of the running game stand.
##
## It asks the game for figures while it is seen and switched on, and at no other time. What the game sends is
## looked at before it is shown: it may be of another version of the addon, or cut short.

## Something is to be sent to the game.
signal asked(message: String, data: Array)

## Seconds without figures after which the game is asked again: it may not have been there yet.
const ASK_AGAIN_S := 1.0
## Bytes that a trace may have once it is unpacked.
const MOST_TRACE_BYTES := 256 << 20
## Jobs that are listed.
const ROWS := 6
## The figures: a heading, and under it what is said and how (see [method _figure]).
const FIGURES: Dictionary[String, Array] = {
	"Queue":
	[
		["Waiting", "waiting"],
		["Running", "running"],
		["On hold", "held"],
		["Open in all", "open"],
		["Refused", "refused"],
		["Memory", "pending_bytes"],
		["Worker threads", "threads"],
	],
	"Ended": [["Completed", "completed"], ["Failed", "failed"], ["Cancelled", "cancelled"]],
	"Frame budget":
	[
		["Frame aimed at", "budget/target_usec"],
		["Game, mean", "budget/game_average_usec"],
		["Game, p90", "budget/game_high_usec"],
		["Set aside for drawing", "budget/after_usec"],
		["Allowed for pieces", "budget/allowed_usec"],
		["Late frames", "budget/late_frames"],
	],
	"Cache": [["Hit rate", "cache_hit_rate"], ["Results kept", "cache_entries"], ["Memory", "cache_bytes"]],
	"Times (p50, p95, p99)":
	[["Waiting", "wait_p"], ["On a worker", "run_p"], ["Until delivered", "delivery_p"]],
}

## Which of them stand below each other.
const COLUMNS: Array[Array] = [["Queue", "Times (p50, p95, p99)"], ["Frame budget", "Cache", "Ended"]]

## Whether the game was asked and not told to stop since.
var is_watching := false

var _runs := false
var _has_told := false
var _silent_s := 0.0
var _trace_path := ""
var _outlines: Dictionary[int, Array] = {}
var _watch := CheckButton.new()
var _save := Button.new()
var _reveal := Button.new()
var _state := Label.new()
# Where each figure is shown, by its key.
var _values: Dictionary[String, Label] = {}
var _frames := CutoutTimeGraph.new()
var _queue := CutoutTimeGraph.new()
var _rows: Array[CutoutJobRow] = []
var _no_jobs := Label.new()
var _dialog := FileDialog.new()
var _scale := 1.0


func _init() -> void:
	if Engine.is_editor_hint():
		_scale = EditorInterface.get_editor_scale()
	_add_toolbar()
	var split := HBoxContainer.new()
	split.size_flags_vertical = SIZE_EXPAND_FILL
	split.add_theme_constant_override(&"separation", int(12 * _scale))
	add_child(split)
	_add_figures(split)
	_add_graphs(split)
	_add_jobs(split)
	_dialog.file_mode = FileDialog.FILE_MODE_SAVE_FILE
	_dialog.access = FileDialog.ACCESS_FILESYSTEM
	_dialog.add_filter("*.json", "Chrome trace")
	_dialog.current_file = "cutout_trace.json"
	_dialog.file_selected.connect(save_trace)
	add_child(_dialog)
	visibility_changed.connect(_update_watching)
	_show_state()


func _process(delta: float) -> void:
	if is_watching:
		_silent_s += delta
		if _silent_s > ASK_AGAIN_S:
			_silent_s = 0.0
			asked.emit("cutout:watch", [true])


## A game runs: its figures begin anew.
func game_started() -> void:
	_runs = true
	_has_told = false
	_frames.clear()
	_queue.clear()
	_outlines.clear()
	_show_jobs([])
	_update_watching()
	_show_state()


## The game has gone: what it told last stays.
func game_stopped() -> void:
	_runs = false
	if not _trace_path.is_empty():
		_trace_path = ""
		_say("The game went before it sent its trace.")
	_update_watching()
	if not _state.text.begins_with("The game went"):
		_show_state()


## Tells the game to be silent.
func stop_watching() -> void:
	_watch.button_pressed = false


## Asks the game for its trace, to be saved at [param path].
func save_trace(path: String) -> void:
	if not _runs:
		_say("No game runs: there is nothing to save.")
		return
	_trace_path = path
	_say("Waiting for the game's trace…")
	asked.emit("cutout:trace", [])


## Takes a message of the game. Answers whether it knows it.
func take_message(message: String, data: Array) -> bool:
	match message:
		"cutout:stats":
			if data.size() > 0 and typeof(data[0]) == TYPE_DICTIONARY:
				_silent_s = 0.0
				_show_stats(data[0])
			return true
		"cutout:trace":
			if data.size() == 2 and typeof(data[0]) == TYPE_INT and typeof(data[1]) == TYPE_PACKED_BYTE_ARRAY:
				_store_trace(data[0], data[1])
			return true
	return false


func _add_toolbar() -> void:
	var bar := HBoxContainer.new()
	_watch.text = "Watch"
	_watch.button_pressed = true
	_watch.tooltip_text = "Ask the game for its figures while this tab is seen: a few microseconds a frame."
	_watch.toggled.connect(func(_on: bool) -> void: _update_watching())
	_save.text = "Save Trace…"
	_save.tooltip_text = "Save the stages of the recent jobs, for chrome://tracing or ui.perfetto.dev."
	_save.pressed.connect(func() -> void: _dialog.popup_centered_ratio(0.6))
	_state.size_flags_horizontal = SIZE_EXPAND_FILL
	_state.text_overrun_behavior = TextServer.OVERRUN_TRIM_ELLIPSIS
	_reveal.text = "Show in Folder"
	_reveal.visible = false
	_reveal.pressed.connect(func() -> void: OS.shell_show_in_file_manager(_reveal.tooltip_text))
	bar.add_child(_watch)
	bar.add_child(_save)
	bar.add_child(VSeparator.new())
	bar.add_child(_state)
	bar.add_child(_reveal)
	add_child(bar)


# In columns side by side: the panel of the debugger is wide and low.
func _add_figures(to: Control) -> void:
	var scroll := ScrollContainer.new()
	scroll.horizontal_scroll_mode = ScrollContainer.SCROLL_MODE_DISABLED
	var columns := HBoxContainer.new()
	columns.add_theme_constant_override(&"separation", int(20 * _scale))
	for groups: Array in COLUMNS:
		var column := VBoxContainer.new()
		for heading: String in groups:
			column.add_child(_heading(heading))
			var grid := GridContainer.new()
			grid.columns = 2
			grid.add_theme_constant_override(&"h_separation", int(12 * _scale))
			grid.add_theme_constant_override(&"v_separation", 0)
			for figure: Array in FIGURES[heading]:
				_add_figure(grid, figure[0], figure[1])
			column.add_child(grid)
		columns.add_child(column)
	scroll.add_child(columns)
	to.add_child(scroll)


func _add_figure(to: Control, name: String, key: String) -> void:
	var label := Label.new()
	label.text = name
	# Rows as close as in a table.
	label.add_theme_stylebox_override(&"normal", StyleBoxEmpty.new())
	label.modulate.a = 0.75
	label.size_flags_horizontal = SIZE_EXPAND_FILL
	var value := Label.new()
	value.text = "–"
	value.add_theme_stylebox_override(&"normal", StyleBoxEmpty.new())
	value.horizontal_alignment = HORIZONTAL_ALIGNMENT_RIGHT
	value.custom_minimum_size.x = 64.0 * _scale
	to.add_child(label)
	to.add_child(value)
	_values[key] = value


func _heading(text: String) -> Label:
	var heading := Label.new()
	heading.text = text
	heading.add_theme_stylebox_override(&"normal", StyleBoxEmpty.new())
	heading.add_theme_color_override(&"font_color", CutoutJobRow.OUTLINE_COLOR)
	return heading


func _add_graphs(to: Control) -> void:
	var column := VBoxContainer.new()
	column.size_flags_horizontal = SIZE_EXPAND_FILL
	column.size_flags_stretch_ratio = 2.0
	_frames.unit = "ms"
	_frames.least_top = 5.0
	_frames.size_flags_stretch_ratio = 1.6
	_frames.add_series("frame", Color(0.55, 0.65, 0.95), false)
	_frames.add_series("spent on pieces", Color(0.95, 0.65, 0.3), true)
	_queue.least_top = 10.0
	_queue.shown = 120
	_queue.add_series("jobs open", Color(0.8, 0.6, 0.9), false)
	_queue.add_series("running", Color(0.95, 0.65, 0.3), false)
	column.add_child(_frames)
	column.add_child(_queue)
	to.add_child(column)


func _add_jobs(to: Control) -> void:
	var column := VBoxContainer.new()
	column.custom_minimum_size.x = 240.0 * _scale
	var heading := _heading("Slowest jobs")
	heading.tooltip_text = "Those that a worker had longest since the tab began to watch."
	heading.mouse_filter = MOUSE_FILTER_STOP
	column.add_child(heading)
	_no_jobs.text = "None yet."
	column.add_child(_no_jobs)
	var scroll := ScrollContainer.new()
	scroll.horizontal_scroll_mode = ScrollContainer.SCROLL_MODE_DISABLED
	scroll.size_flags_vertical = SIZE_EXPAND_FILL
	var list := VBoxContainer.new()
	list.size_flags_horizontal = SIZE_EXPAND_FILL
	for index: int in ROWS:
		var row := CutoutJobRow.new(_scale)
		row.visible = false
		_rows.push_back(row)
		list.add_child(row)
	scroll.add_child(list)
	column.add_child(scroll)
	to.add_child(column)


func _update_watching() -> void:
	var wanted := _runs and _watch.button_pressed and is_visible_in_tree()
	_save.disabled = not _runs
	if wanted != is_watching:
		is_watching = wanted
		_silent_s = 0.0
		# A game that has gone hears nothing.
		if _runs:
			asked.emit("cutout:watch", [wanted])


func _show_state() -> void:
	if _runs:
		_say("Waiting for the game's first figures…" if _watch.button_pressed else "Not watching.")
	elif _has_told:
		_say("The game has ended: these are its last figures.")
	else:
		_say("No game runs. Run one that uses Cutout Batch to see its jobs here.")


func _say(text: String) -> void:
	_state.text = text
	_state.tooltip_text = text
	_reveal.visible = false


func _show_stats(stats: Dictionary) -> void:
	_has_told = true
	for key: String in _values:
		_values[key].text = _figure(stats, key)
	_frames.target = _number(stats, "budget/target_usec") / 1000.0
	_frames.append(0, _numbers(stats, "frames_ms"))
	_frames.append(1, _numbers(stats, "spent_ms"))
	_queue.append(0, PackedFloat32Array([_number(stats, "open")]))
	_queue.append(1, PackedFloat32Array([_number(stats, "running")]))
	var slowest: Variant = stats.get("slowest")
	if typeof(slowest) == TYPE_ARRAY:
		_show_jobs(slowest)
	if _trace_path.is_empty() and not _reveal.visible:
		_say("Watching costs the game %.1f µs a frame." % _number(stats, "report_usec"))


func _show_jobs(jobs: Array) -> void:
	var kept: Dictionary[int, Array] = {}
	var shown := 0
	for job: Variant in jobs:
		if typeof(job) != TYPE_DICTIONARY or shown == ROWS:
			continue
		var report: Dictionary = job
		var id := int(CutoutJobRow._number(report, "id"))
		var rings: Array = _outlines.get(id, [])
		if typeof(report.get("outline")) == TYPE_ARRAY:
			rings = (report["outline"] as Array).filter(
				func(ring: Variant) -> bool: return typeof(ring) == TYPE_PACKED_VECTOR2_ARRAY
			)
		kept[id] = rings
		_rows[shown].show_job(report, rings)
		shown += 1
	# The game sends an outline when a job comes to be one of the slowest.
	_outlines = kept
	for index: int in ROWS:
		_rows[index].visible = index < shown
	_no_jobs.visible = shown == 0


func _store_trace(size: int, packed: PackedByteArray) -> void:
	if _trace_path.is_empty():
		return
	var path := _trace_path
	_trace_path = ""
	if size <= 0 or size > MOST_TRACE_BYTES:
		_say("The trace is too large to be sent: call CutoutBatch.save_trace() in the game.")
		return
	var trace := packed.decompress(size, FileAccess.COMPRESSION_ZSTD)
	if trace.size() != size:
		_say("The trace came damaged: try again.")
		return
	var file := FileAccess.open(path, FileAccess.WRITE)
	if file == null or not file.store_buffer(trace):
		_say("%s cannot be written: %s." % [path, error_string(FileAccess.get_open_error())])
		return
	file.close()
	_say("Trace saved: %s (%d KiB)." % [path, ceili(size / 1024.0)])
	_reveal.tooltip_text = path
	_reveal.visible = true


## A figure as people read it, by what its key says of it.
func _figure(stats: Dictionary, key: String) -> String:
	if key.ends_with("_p"):
		var times := PackedStringArray()
		for part: int in [50, 95, 99]:
			times.push_back("%.2f" % (_number(stats, "%s%d_usec" % [key, part]) / 1000.0))
		return "%s ms" % "  ".join(times)
	var value := _number(stats, key)
	if key.ends_with("_usec"):
		return CutoutJobRow.milliseconds(value)
	if key.ends_with("_bytes"):
		return String.humanize_size(int(value))
	if key.ends_with("_rate"):
		return "%.0f %%" % (value * 100.0)
	return str(int(value))


## The number at a key, with a slash before one of a dictionary in it; 0 where there is none.
func _number(stats: Dictionary, key: String) -> float:
	var parts := key.split("/")
	var inner: Variant = stats
	for part: String in parts:
		inner = (inner as Dictionary).get(part) if typeof(inner) == TYPE_DICTIONARY else null
	return float(inner) if typeof(inner) in [TYPE_INT, TYPE_FLOAT] else 0.0


func _numbers(stats: Dictionary, key: String) -> PackedFloat32Array:
	var values: Variant = stats.get(key)
	return values if typeof(values) == TYPE_PACKED_FLOAT32_ARRAY else PackedFloat32Array()
