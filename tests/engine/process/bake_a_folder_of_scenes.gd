# The command line bakes every scene of a folder, changes nothing else in it, and a game breaks what it baked
# without a job. The project's folder has spaces in its name.
extends SceneTree

const CRATE := """[gd_scene format=3 uid="uid://c0crate000001"]

[ext_resource type="Script" path="res://addons/cutout/nodes/destructible_2d.gd" id="1_x"]

[sub_resource type="CutoutFractureParams" id="Params_1"]
fragment_count = 18

[sub_resource type="GDScript" id="Script_1"]
script/source = "extends Polygon2D
var text := \'\'\'
[node name=\\"No\\" type=\\"Node\\"]
\'\'\'
func _ready() -> void:
	FileAccess.open(\\"res://ran\\", FileAccess.WRITE)
"

[node name="Crate \\"A\\"" type="Polygon2D"]
polygon = PackedVector2Array(-32, -32, 32, -32, 32, 32, -32, 32)
metadata/list = [{
"a": "[node name=\\"x\\"]"
}]

[node name="Breaks" type="Node" parent="."]
script = ExtResource("1_x")
params = SubResource("Params_1")

[node name="Below" type="Node2D" parent="."]

[node name="Last" type="Polygon2D" parent="Below"]
polygon = PackedVector2Array(0, 0, 50, 0, 50, 30)
script = SubResource("Script_1")

[node name="Breaks" type="Node" parent="Below/Last"]
script = ExtResource("1_x")
"""
const LEVEL := """[gd_scene load_steps=3 format=3]

[ext_resource type="PackedScene" path="res://levels/crate.tscn" id="1_c"]
[ext_resource type="Script" path="res://addons/cutout/nodes/destructible_2d.gd" id="2_d"]

[node name="Level" type="Node2D"]

[node name="Crate" parent="." instance=ExtResource("1_c")]

[node name="Empty" type="Node2D" parent="."]

[node name="Breaks" type="Node" parent="Empty"]
script = ExtResource("2_d")
"""
const CHECK := """extends SceneTree
func _initialize() -> void:
	await process_frame
	for path: String in ["res://levels/crate.tscn", "res://levels/packed.scn"]:
		var scene: Node2D = load(path).instantiate()
		root.add_child(scene)
		var nodes := scene.find_children("Breaks", "Node", true, false)
		# From below: what breaks goes with all that is under it.
		nodes.reverse()
		for node: Node in nodes:
			var frame := Engine.get_process_frames()
			var told := []
			node.broken.connect(
				func(pieces: Array) -> void:
					told.append_array([pieces.size(), Engine.get_process_frames()])
			)
			node.fracture()
			await process_frame
			await process_frame
			if told.size() != 2 or told[1] > frame + 1 or told[0] < 10:
				print("NOT BROKEN %s: %s" % [path, told])
	print("SUBMITTED %d" % root.get_node("CutoutBatch").get_stats()["submitted"])
	quit()
"""

var _project := ""
var _faults := 0


func _initialize() -> void:
	await process_frame
	_project = OS.get_user_data_dir().path_join("a folder of scenes %d" % OS.get_process_id())
	_make_project()
	var imported := _run(["--import"])
	_check(imported[0] == 0, "it is imported: %s" % imported[1])
	_bake_and_look()
	ScratchFolder.remove(_project)
	quit(0 if _faults == 0 else 1)


func _bake_and_look() -> void:
	var crate_path := _project.path_join("levels/crate.tscn")
	var dry := _bake(["res://levels", "--dry-run"])
	_check(dry[1].contains("3 to be baked"), "a dry run: %s" % dry[1])
	_check(FileAccess.get_file_as_string(crate_path) == CRATE, "a dry run writes nothing")
	_check(not DirAccess.dir_exists_absolute(crate_path + ".baked"), "nor a folder")

	var first := _bake(["res://levels"])
	_check(first[0] == 1, "exit code 1, for one could not be baked")
	_check(
		first[1].contains("crate.tscn: 2 baked (") and first[1].contains("packed.scn: 1 baked ("),
		"a line a scene: %s" % first[1]
	)
	_check(
		first[1].contains("level two.tscn: 1 failed: ./Empty/Breaks: object is of class Node2D"),
		"what failed: %s" % first[1]
	)
	_check(
		(
			first[1].contains("4 scenes, 3 with objects that break: 3 baked (")
			and first[1].contains("0 up to date, 1 failed.")
		),
		"the summary: %s" % first[1]
	)
	_check(not FileAccess.file_exists(_project.path_join("ran")), "no script of the game ran")
	var patched := FileAccess.get_file_as_string(crate_path)
	_check(_without_baked(patched) == CRATE, "nothing else in the scene is changed:\n%s" % patched)
	var files := DirAccess.get_files_at(crate_path + ".baked")
	_check(files.size() == 2, "a file an object: %s" % files)

	var again := _bake(["levels/crate.tscn", "res://levels/packed.scn"])
	_check(again[0] == 0 and again[1].contains("0 baked (0 pieces, 0.0 KiB), 3 up to date"), again[1])
	_check(FileAccess.get_file_as_string(crate_path) == patched, "and the scene is as it was")

	var game := _run(["--fixed-fps", "60", "-s", "res://check.gd"])
	_check(game[1].contains("SUBMITTED 0") and not game[1].contains("NOT BROKEN"), "a game: %s" % game[1])

	_store("levels/crate.tscn", patched.replace("50, 0, 50, 30", "50, 0, 50, 40"))
	var stale := _bake(["res://levels/crate.tscn"])
	_check(stale[1].contains("1 baked (") and stale[1].contains("1 up to date"), "one: %s" % stale[1])
	var left := DirAccess.get_files_at(crate_path + ".baked")
	_check(left.size() == 2 and left != files, "the pieces that nothing uses have gone: %s" % left)

	var forced := _bake(["--force", "res://levels/crate.tscn"])
	_check(forced[0] == 0 and forced[1].contains("2 baked ("), "by force: %s" % forced[1])
	for wrong: String in ["res://nowhere", "--fast", "/etc"]:
		var refused := _bake([wrong])
		_check(refused[0] == 1 and refused[1].contains("bake: "), "%s: %s" % [wrong, refused[1]])


func _make_project() -> void:
	DirAccess.make_dir_recursive_absolute(_project.path_join("levels/inner"))
	DirAccess.make_dir_recursive_absolute(_project.path_join(".godot"))
	DirAccess.open(_project).create_link(
		ProjectSettings.globalize_path("res://addons/cutout/plugin.gd").get_base_dir().get_base_dir(),
		_project.path_join("addons")
	)
	_store(
		"project.godot",
		(
			'config_version=5\n[application]\nconfig/name="Scenes"\n[autoload]\n'
			+ 'CutoutBatch="*res://addons/cutout/autoload/cutout_batch_processor.gd"\n'
		)
	)
	_store(".godot/extension_list.cfg", "res://addons/cutout/cutout.gdextension\n")
	_store("levels/crate.tscn", CRATE)
	_store("levels/inner/level two.tscn", LEVEL)
	_store("levels/inner/plain.tscn", '[gd_scene format=3]\n\n[node name="Plain" type="Node"]\n')
	_store("check.gd", CHECK)
	var target := Polygon2D.new()
	target.polygon = Outlines.star(64, 100.0)
	var node := Destructible2D.new()
	node.name = "Breaks"
	target.add_child(node)
	node.owner = target
	var scene := PackedScene.new()
	scene.pack(target)
	ResourceSaver.save(scene, _project.path_join("levels/packed.scn"))
	target.free()


func _without_baked(text: String) -> String:
	var kept := PackedStringArray()
	for line: String in text.split("\n"):
		if not line.begins_with("baked = ") and not line.contains(".tscn.baked/"):
			kept.push_back(line)
	return "\n".join(kept)


func _bake(arguments: PackedStringArray) -> Array:
	var all: PackedStringArray = ["-s", "addons/cutout/bake/bake_scenes.gd", "--"]
	all.append_array(arguments)
	return _run(all)


func _run(arguments: PackedStringArray) -> Array:
	var all: PackedStringArray = ["--headless", "--path", _project]
	all.append_array(arguments)
	var output: Array = []
	var code := OS.execute(OS.get_executable_path(), all, output, true)
	return [code, str(output[0])]


func _store(path: String, text: String) -> void:
	FileAccess.open(_project.path_join(path), FileAccess.WRITE).store_string(text)


func _check(holds: bool, what: String) -> void:
	if not holds:
		_faults += 1
		push_error("not so: %s" % what)
