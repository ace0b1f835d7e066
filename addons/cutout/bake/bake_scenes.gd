extends SceneTree
## Bakes whole folders of scenes from the command line:
## [codeblock]
## godot --headless --path PROJECT -s addons/cutout/bake/bake_scenes.gd -- res://levels [--force] [--dry-run]
## [/codeblock]
## Looks at every scene file in the folders and files that are named ([code]res://[/code] where none is),
## bakes every [Destructible2D] in them whose pieces do not fit, and has the scenes use them; see
## [CutoutSceneBaker]. A line a scene that has any, and one for all. Exit code 1 when something could not be
## baked. [code]--force[/code] bakes what fits too, [code]--dry-run[/code] writes nothing.
## [br][br]
## The project has to be imported, and the editor should be closed or not have these scenes open. Scenes are
## made, but run no script beside constructors and what tells an outline.

const USAGE := "usage: -s addons/cutout/bake/bake_scenes.gd -- [--force] [--dry-run] [FOLDER or SCENE]..."
## Kinds of scene files.
const EXTENSIONS: PackedStringArray = ["tscn", "scn"]

var _force := false
var _dry_run := false
var _places: PackedStringArray = []


func _initialize() -> void:
	_run()


func _run() -> void:
	# Nothing is in the tree before the first frame.
	await process_frame
	var wrong := _read_arguments()
	if wrong.is_empty():
		wrong = CutoutLibrary.problem()
	var scenes := PackedStringArray()
	for place: String in _places:
		if wrong.is_empty():
			wrong = _collect(place, scenes)
	if not wrong.is_empty():
		printerr("bake: %s" % wrong)
		quit(1)
		return
	quit(0 if await _bake(scenes) else 1)


func _read_arguments() -> String:
	for argument: String in OS.get_cmdline_user_args():
		match argument:
			"--force":
				_force = true
			"--dry-run":
				_dry_run = true
			_:
				if argument.begins_with("-"):
					return "there is no option %s; %s" % [argument, USAGE]
				_places.push_back(argument)
	if _places.is_empty():
		_places.push_back("res://")
	return ""


## Adds the scenes at a place, in the order of their names.
func _collect(place: String, scenes: PackedStringArray) -> String:
	var path := place if place.begins_with("res://") else ProjectSettings.localize_path(place)
	if not path.begins_with("res://"):
		return "%s is not in the project: folders and scenes in it are allowed" % place
	if path.get_extension() in EXTENSIONS and FileAccess.file_exists(path):
		if not scenes.has(path):
			scenes.push_back(path)
		return ""
	if not DirAccess.dir_exists_absolute(path):
		return "there is no folder or scene %s" % place
	for name: String in DirAccess.get_files_at(path):
		if name.get_extension() in EXTENSIONS:
			_collect(path.path_join(name), scenes)
	for name: String in DirAccess.get_directories_at(path):
		var below := path.path_join(name)
		# As the editor has it.
		if not name.begins_with(".") and not FileAccess.file_exists(below.path_join(".gdignore")):
			_collect(below, scenes)
	return ""


func _bake(scenes: PackedStringArray) -> bool:
	var with_objects := 0
	var baked := 0
	var pieces := 0
	var bytes := 0
	var current := 0
	var failed := 0
	for index: int in scenes.size():
		var baker := CutoutSceneBaker.new()
		baker.force = _force
		baker.dry_run = _dry_run
		if not baker.bake(scenes[index], root):
			continue
		with_objects += 1
		baked += baker.baked
		pieces += baker.pieces
		bytes += baker.bytes
		current += baker.current
		failed += baker.faults.size()
		print("[%d/%d] %s: %s" % [index + 1, scenes.size(), scenes[index], _said(baker)])
		await process_frame
	var verb := "to be baked" if _dry_run else "baked"
	print(
		(
			"%d scenes, %d with objects that break: %d %s (%d pieces, %.1f KiB), %d up to date, %d failed."
			% [scenes.size(), with_objects, baked, verb, pieces, bytes / 1024.0, current, failed]
		)
	)
	return failed == 0


func _said(baker: CutoutSceneBaker) -> String:
	var parts := PackedStringArray()
	if baker.baked > 0:
		var verb := "to be baked" if _dry_run else "baked"
		parts.push_back(
			"%d %s (%d pieces, %.1f KiB)" % [baker.baked, verb, baker.pieces, baker.bytes / 1024.0]
		)
	if baker.current > 0:
		parts.push_back("%d up to date" % baker.current)
	if not baker.faults.is_empty():
		parts.push_back("%d failed: %s" % [baker.faults.size(), "; ".join(baker.faults)])
	return ", ".join(parts)
