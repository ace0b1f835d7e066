@tool
extends EditorPlugin
## Registers the autoload [code]CutoutBatch[/code] and the project settings under
## [code]cutout/batch[/code]; disabling the plugin takes both away again.

const AUTOLOAD_NAME := "CutoutBatch"
const AUTOLOAD_PATH := "autoload/cutout_batch_processor.gd"

var _bake_inspector: CutoutBakeInspector
var _debugger: CutoutDebugger


func _enable_plugin() -> void:
	if not ProjectSettings.has_setting("autoload/" + AUTOLOAD_NAME):
		add_autoload_singleton(AUTOLOAD_NAME, _path_of(AUTOLOAD_PATH))


func _disable_plugin() -> void:
	if ProjectSettings.has_setting("autoload/" + AUTOLOAD_NAME):
		remove_autoload_singleton(AUTOLOAD_NAME)
	CutoutSettings.unregister_all()
	ProjectSettings.save()


func _enter_tree() -> void:
	CutoutSettings.register_all()
	if not ClassDB.class_exists(&"CutoutScheduler"):
		push_error(CutoutBatchProcessor.MISSING_LIBRARY)
		return
	_bake_inspector = CutoutBakeInspector.new()
	add_inspector_plugin(_bake_inspector)
	_debugger = CutoutDebugger.new()
	add_debugger_plugin(_debugger)


func _exit_tree() -> void:
	if _debugger == null:
		return
	remove_inspector_plugin(_bake_inspector)
	_debugger.close()
	remove_debugger_plugin(_debugger)
	_debugger = null
	_bake_inspector = null


func _path_of(file: String) -> String:
	var script: Script = get_script()
	return script.resource_path.get_base_dir().path_join(file)
