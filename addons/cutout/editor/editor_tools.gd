@tool
extends RefCounted
## What the plugin does in the editor beside registering things: the inspector's preview and bake button, the
## handles in the viewport, the debugger's tab.

const PreviewWorker := preload("preview_worker.gd")
const ParamsInspector := preload("params_inspector.gd")
const ViewportOverlay := preload("viewport_overlay.gd")
const BakeInspector := preload("../bake/bake_inspector.gd")
const Debugger := preload("../debugger/cutout_debugger.gd")

## Fractures for the previews.
var worker := PreviewWorker.new()
## What is drawn over the 2D viewport.
var overlay: ViewportOverlay

var _plugin: EditorPlugin
var _inspectors: Array[EditorInspectorPlugin] = []
var _debugger := Debugger.new()


func _init(plugin: EditorPlugin) -> void:
	_plugin = plugin
	_plugin.add_child(worker)
	overlay = ViewportOverlay.new(plugin, worker)
	_inspectors = [ParamsInspector.new(worker, plugin.get_undo_redo()), BakeInspector.new()]
	for inspector: EditorInspectorPlugin in _inspectors:
		_plugin.add_inspector_plugin(inspector)
	_plugin.add_debugger_plugin(_debugger)


## Takes all of it away.
func close() -> void:
	overlay.edit(null)
	for inspector: EditorInspectorPlugin in _inspectors:
		_plugin.remove_inspector_plugin(inspector)
	_debugger.close()
	_plugin.remove_debugger_plugin(_debugger)
	worker.close()


## See [method EditorPlugin._handles].
func handles(object: Object) -> bool:
	return ViewportOverlay.destructible_of(object) != null


## See [method EditorPlugin._edit].
func edit(object: Object) -> void:
	overlay.edit(object)


## See [method EditorPlugin._forward_canvas_draw_over_viewport].
func draw_over(control: Control) -> void:
	overlay.draw_over(control)


## See [method EditorPlugin._forward_canvas_gui_input].
func take_input(event: InputEvent) -> bool:
	return overlay.take_input(event)
