@tool
extends EditorPlugin
## Registers the autoload [code]CutoutBatch[/code] and the project settings under
## [code]cutout/batch[/code], and brings the inspector's preview and the handles in the 2D viewport;
## disabling the plugin takes all of it away again.
##
## What it preloads names no class of the native library, so that a missing one is told in a sentence. The
## rest is loaded once the library is known to be there.

const Settings := preload("autoload/settings.gd")
const Library := preload("autoload/library.gd")
const AUTOLOAD_NAME := "CutoutBatch"
const AUTOLOAD_PATH := "res://addons/cutout/autoload/cutout_batch_processor.gd"
const TOOLS_PATH := "res://addons/cutout/editor/editor_tools.gd"

# What the plugin does in the editor, of the script at TOOLS_PATH; none without the native library.
var _tools: RefCounted


func _enable_plugin() -> void:
	if not ProjectSettings.has_setting("autoload/" + AUTOLOAD_NAME):
		add_autoload_singleton(AUTOLOAD_NAME, AUTOLOAD_PATH)


func _disable_plugin() -> void:
	# One of the game's own under that name stays. The editor writes paths as UIDs.
	var path: String = ProjectSettings.get_setting("autoload/" + AUTOLOAD_NAME, "")
	if ResourceUID.ensure_path(path.trim_prefix("*")) == AUTOLOAD_PATH:
		remove_autoload_singleton(AUTOLOAD_NAME)
	Settings.unregister_all()
	ProjectSettings.save()


func _enter_tree() -> void:
	Settings.register_all()
	var problem := Library.problem()
	if not problem.is_empty():
		push_error(problem)
		EditorInterface.get_editor_toaster().push_toast(problem, EditorToaster.SEVERITY_ERROR)
		return
	var script: GDScript = load(TOOLS_PATH)
	_tools = script.new(self)


func _exit_tree() -> void:
	if _tools != null:
		_tools.call(&"close")
		_tools = null


func _handles(object: Object) -> bool:
	return _tools != null and _tools.call(&"handles", object)


func _edit(object: Object) -> void:
	if _tools != null:
		_tools.call(&"edit", object)


func _make_visible(visible: bool) -> void:
	if _tools != null and not visible:
		_tools.call(&"edit", null)


func _forward_canvas_draw_over_viewport(overlay: Control) -> void:
	if _tools != null:
		_tools.call(&"draw_over", overlay)


func _forward_canvas_gui_input(event: InputEvent) -> bool:
	return _tools != null and _tools.call(&"take_input", event)
