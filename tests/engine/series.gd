@tool
extends RefCounted
## Runs test scripts one after the other and tells how each went; what drives it is [code]run.gd[/code], or
## the plugin of the editor tests.
##
## Every line of it starts with "::", so that they can be told from what the engine says; the last is
## [code]:: END N passed, N failed[/code].

const ErrorLog := preload("error_log.gd")
const Watchdog := preload("watchdog.gd")
## Seconds that an aborted test, one that reported a script error, gets to end all the same.
const ABORT_SECONDS := 1.0
## Frames after a test in which what it freed goes.
const SETTLE_FRAMES := 2

var _tree: SceneTree
var _errors := ErrorLog.new()
var _watchdog := Watchdog.new()
var _passed := 0
var _failed := 0


func _init(tree: SceneTree) -> void:
	_tree = tree
	OS.add_logger(_errors)
	_watchdog.feed("loading the tests", 300.0)
	_watchdog.start()


## Runs the tests of [param folder] with [param filter] in "file/method". Answers the exit code.
func run(folder: String, filter: String) -> int:
	# Where frames are slow, or the machine stalls, the game's time goes slower instead of by leaps: no more than
	# a tick a frame, so that what fades is seen to fade and what is to come in a tick comes in one.
	Engine.max_physics_steps_per_frame = 1
	await _tree.process_frame
	# What was reported before the first test is a fault that the driver tells: it began before the log did.
	_errors.take()
	print(":: START")
	for file: String in _test_files(folder):
		await _run_file(file, filter)
	OS.remove_logger(_errors)
	_watchdog.stop()
	print(":: END %d passed, %d failed" % [_passed, _failed])
	return 1 if _failed > 0 else 0


func _test_files(folder: String) -> PackedStringArray:
	var files := PackedStringArray()
	for name: String in DirAccess.get_files_at(folder):
		if name.begins_with("test_") and name.ends_with(".gd"):
			files.push_back(folder.path_join(name))
	files.sort()
	return files


func _run_file(file: String, filter: String) -> void:
	var short := file.get_file().get_basename()
	_watchdog.feed(short, 300.0)
	var script := load(file) as GDScript
	var faults := _errors.take()
	if script == null or not script.can_instantiate():
		_report(short, PackedStringArray(["the script does not parse"]) + faults)
		return
	if not faults.is_empty():
		_report(short, faults)
	var names := PackedStringArray()
	for method: Dictionary in script.get_script_method_list():
		var name: String = method["name"]
		if name.begins_with("test_") and not names.has(name):
			names.push_back(name)
	if names.is_empty():
		_report(short, PackedStringArray(["the file has no method that starts with test_"]))
	for name: String in names:
		if filter.is_empty() or ("%s/%s" % [short, name]).contains(filter):
			await _run_test(script, short, name)


func _run_test(script: GDScript, short: String, name: String) -> void:
	var title := "%s/%s" % [short, name]
	print(":: test %s" % title)
	var test := script.new() as CutoutTest
	if test == null:
		_report(title, PackedStringArray(["the script does not extend CutoutTest"]))
		return
	test.tree = _tree
	test.root = _tree.root
	var nodes_before := _tree.root.get_children()
	var orphans_before := Performance.get_monitor(Performance.OBJECT_ORPHAN_NODE_COUNT)
	var unannounced := PackedStringArray()
	var started := Time.get_ticks_msec()
	var aborted_at := -1
	var state: Dictionary[StringName, bool] = {&"ended": false}
	test.allowance_changed.connect(func(seconds: float) -> void: _watchdog.feed(title, seconds))
	_watchdog.feed(title, test.seconds_allowed)
	_drive(test, name, state)
	while true:
		_watchdog.feed(title, test.seconds_allowed)
		for message: String in _errors.take():
			if not test.take_error(message):
				unannounced.push_back(message)
				aborted_at = Time.get_ticks_msec() if aborted_at < 0 else aborted_at
		if state[&"ended"]:
			break
		var now := Time.get_ticks_msec()
		# A coroutine that a script error ended never says that it ended.
		if aborted_at >= 0 and now - aborted_at > int(ABORT_SECONDS * 1000.0):
			unannounced.push_back("the test did not go on after that error")
			break
		if now - started > int(test.seconds_allowed * 1000.0):
			unannounced.push_back(
				"no end after %s s; last seen at: %s" % [test.seconds_allowed, test.last_seen_at]
			)
			break
		await _tree.process_frame
	for frame: int in SETTLE_FRAMES:
		await _tree.process_frame
	for message: String in _errors.take():
		if not test.take_error(message):
			unannounced.push_back(message)
	test.close()
	var faults := test.failures + unannounced
	for node: Node in _tree.root.get_children():
		if not nodes_before.has(node):
			faults.push_back("left the node %s in the tree" % node)
			node.queue_free()
	var orphans := Performance.get_monitor(Performance.OBJECT_ORPHAN_NODE_COUNT) - orphans_before
	if orphans > 0 and not test.may_leave_orphans:
		faults.push_back("left %d nodes behind outside the tree" % orphans)
	_report(title, faults, Time.get_ticks_msec() - started, test.skip_reason())


func _drive(test: CutoutTest, name: String, state: Dictionary[StringName, bool]) -> void:
	await test.before_each()
	@warning_ignore("redundant_await")
	await test.call(name)
	await test.after_each()
	state[&"ended"] = true


func _report(title: String, faults: PackedStringArray, msec := 0, skipped := "") -> void:
	if faults.is_empty():
		_passed += 1
		var note := "" if skipped.is_empty() else " (skipped: %s)" % skipped
		print(":: ok %s %d ms%s" % [title, msec, note])
		return
	_failed += 1
	print(":: FAIL %s" % title)
	for fault: String in faults:
		print("::      %s" % fault.replace("\n", "\n::      "))
