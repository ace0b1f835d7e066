extends SceneTree
## Runs the tests inside the engine, one after the other, in one process:
## [codeblock]
## godot --headless --path godot_project -s res://tests/run.gd -- [--in=res://FOLDER] [TEXT]
## [/codeblock]
## Only tests with TEXT in "file/method" run. Exit code 1 on any failure.

const Series := preload("series.gd")

var _series := Series.new(self)


func _initialize() -> void:
	_run_all()


func _run_all() -> void:
	var folder := "res://tests"
	var filter := ""
	for argument: String in OS.get_cmdline_user_args():
		if argument.begins_with("--in="):
			folder = argument.trim_prefix("--in=")
		else:
			filter = argument
	quit(await _series.run(folder, filter))
