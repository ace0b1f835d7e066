# In the real editor: the button bakes, undo and redo follow, a changed outline is told, the debugger
# has a tab, and the plugin takes its parts away again.
extends SceneTree

const CRATE := """[gd_scene format=3]

[ext_resource type="Script" path="res://addons/cutout/nodes/destructible_2d.gd" id="1"]

[node name="Crate" type="Polygon2D"]
polygon = PackedVector2Array(-64, -64, 64, -64, 64, 64, -64, 64)

[node name="Destructible2D" type="Node" parent="."]
script = ExtResource("1")
"""
const DRIVER := """@tool
extends EditorPlugin

func _enter_tree() -> void:
	_run.call_deferred()

func _said(condition: bool, what: String) -> void:
	print("%s %s" % ["HOLDS" if condition else "BROKEN", what])

func _rows() -> Array[Node]:
	return EditorInterface.get_inspector().find_children("*", "VBoxContainer", true, false).filter(
		func(node: Node) -> bool: return node is CutoutBakeRow)

func _tabs() -> Array[Node]:
	return EditorInterface.get_base_control().find_children("*", "VBoxContainer", true, false).filter(
		func(node: Node) -> bool: return node is CutoutDebuggerTab)

func _until(condition: Callable, what: String) -> void:
	var end := Time.get_ticks_msec() + 120_000
	while not condition.call() and Time.get_ticks_msec() < end:
		await get_tree().process_frame
	_said(condition.call(), what)

func _press(text: String) -> void:
	for button: Button in _rows()[0].find_children("*", "Button", true, false):
		if button.text == text:
			button.pressed.emit()
			return
	_said(false, "there is a button " + text)

func _run() -> void:
	await _until(func() -> bool: return not EditorInterface.get_resource_filesystem().is_scanning(), "scanned")
	EditorInterface.open_scene_from_path("res://crate.tscn")
	await _until(func() -> bool: return EditorInterface.get_edited_scene_root() != null, "the scene is open")
	var root: Polygon2D = EditorInterface.get_edited_scene_root()
	var node: Destructible2D = root.get_node("Destructible2D")
	EditorInterface.inspect_object(node)
	await _until(func() -> bool: return _rows().size() == 1, "one row in the inspector")
	_press(CutoutBakeRow.BAKE)
	_said(node.baked != null and node.baked.get_info()["pieces"] > 5, "it bakes")
	_said(node.get_bake_error().is_empty(), "it fits")
	var manager := EditorInterface.get_editor_undo_redo()
	var history := manager.get_history_undo_redo(manager.get_object_history_id(node))
	var first := node.baked
	history.undo()
	_said(node.baked == null, "undo")
	history.redo()
	_said(node.baked == first, "redo")
	await get_tree().process_frame
	await _until(func() -> bool: return _rows().size() == 1, "one row again")
	_press("Clear")
	_said(node.baked == null, "clear")
	history.undo()
	_said(node.baked == first, "undo of clear")
	root.polygon = PackedVector2Array([Vector2.ZERO, Vector2(10, 0), Vector2(0, 20)])
	_said(node.get_bake_error().contains("another outline"), "a changed outline is told")
	_said(node._get_configuration_warnings().size() == 1, "and warned of")
	_said(_tabs().size() == 1, "a tab in the debugger")
	EditorInterface.set_plugin_enabled("cutout", false)
	await _until(func() -> bool: return _tabs().is_empty(), "the tab goes with the plugin")
	EditorInterface.set_plugin_enabled("cutout", true)
	await _until(func() -> bool: return _tabs().size() == 1, "and comes with it")
	print("END")
	get_tree().quit()
"""

var _project := ""


func _initialize() -> void:
	await process_frame
	_project = OS.get_user_data_dir().path_join("an editor %d" % OS.get_process_id())
	DirAccess.make_dir_recursive_absolute(_project.path_join("addons/driver"))
	DirAccess.make_dir_recursive_absolute(_project.path_join(".godot"))
	var addon := ProjectSettings.globalize_path("res://addons/cutout/plugin.gd").get_base_dir()
	DirAccess.open(_project).create_link(addon, _project.path_join("addons/cutout"))
	_store("crate.tscn", CRATE)
	_store("addons/driver/driver.gd", DRIVER)
	_store("addons/driver/plugin.cfg", '[plugin]\nname="D"\nversion="1"\nscript="driver.gd"\n')
	_store(".godot/extension_list.cfg", "res://addons/cutout/cutout.gdextension\n")
	var project := 'config_version=5\n[application]\nconfig/name="Editor"\n[autoload]\n'
	project += 'CutoutBatch="*res://addons/cutout/autoload/cutout_batch_processor.gd"\n[editor_plugins]\n'
	project += "enabled=PackedStringArray(%s)\n"
	_store("project.godot", project % '"res://addons/cutout/plugin.cfg"')
	_run(["--import"])
	# The driver names classes that are known only now.
	_store("project.godot", project % '"res://addons/cutout/plugin.cfg", "res://addons/driver/plugin.cfg"')
	var said := _run(["--editor"])
	var count := said.count("HOLDS ")
	if not said.contains("END\n") or said.contains("BROKEN ") or count != 15 or said.contains("SCRIPT ERROR"):
		push_error("not so: %d of 15 hold:\n%s" % [count, said])
	ScratchFolder.remove(_project)
	quit()


func _run(arguments: PackedStringArray) -> String:
	var all: PackedStringArray = ["--headless", "--path", _project]
	all.append_array(arguments)
	var output: Array = []
	OS.execute(OS.get_executable_path(), all, output, true)
	return output[0]


func _store(path: String, text: String) -> void:
	FileAccess.open(_project.path_join(path), FileAccess.WRITE).store_string(text)
