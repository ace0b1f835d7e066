@tool
extends EditorPlugin
## Runs the tests of this folder inside the editor, or takes pictures of it, and quits: see
## [code]drive.py[/code].

const Series := preload("res://tests/series.gd")
const FOLDER := "res://addons/cutout_editor_tests"


func _ready() -> void:
	_run.call_deferred()


func _run() -> void:
	# The editor scans the project first, and opens the scene that was open.
	while EditorInterface.get_resource_filesystem().is_scanning():
		await get_tree().process_frame
	var arguments := OS.get_cmdline_user_args()
	if not arguments.is_empty() and arguments[0].begins_with("--pictures="):
		var pictures: GDScript = load(FOLDER.path_join("pictures.gd"))
		await pictures.new(get_tree(), arguments[0].trim_prefix("--pictures=")).take()
		get_tree().quit()
		return
	var series := Series.new(get_tree())
	var code: int = await series.run(FOLDER, "" if arguments.is_empty() else arguments[0])
	get_tree().quit(code)
