@tool
extends EditorInspectorPlugin
## Shows the preview above params and in a [Destructible2D], and fields of their own for mask and grain.

const PreviewWorker := preload("preview_worker.gd")
const PreviewPanel := preload("preview_panel.gd")
const ParamsEdit := preload("params_edit.gd")
const MaskField := preload("mask_field.gd")
const GrainField := preload("grain_field.gd")
## The params resources.
const CLASSES: Array[StringName] = [&"CutoutFractureParams", &"CutoutSiteParams", &"CutoutLineParams"]

var _worker: PreviewWorker
var _undo_redo: EditorUndoRedoManager


func _init(worker: PreviewWorker, undo_redo: EditorUndoRedoManager) -> void:
	_worker = worker
	_undo_redo = undo_redo


func _can_handle(object: Object) -> bool:
	return object is Destructible2D or is_params(object)


func _parse_begin(object: Object) -> void:
	if not is_params(object):
		return
	# Opened inside of the node that breaks by it, they are shown there already.
	var holder := EditorInterface.get_inspector().get_edited_object() as Destructible2D
	if holder == null or holder.params != object:
		_add_panel(_destructible_with(object) if holder == null else object)


func _parse_property(
	object: Object,
	_type: Variant.Type,
	name: String,
	_hint: PropertyHint,
	_hint_string: String,
	_usage: int,
	_wide: bool
) -> bool:
	if object is Destructible2D:
		if name == "params":
			_add_panel(object)
		return false
	match name:
		"mask":
			add_property_editor(name, MaskField.new())
			return true
		"grain":
			add_property_editor(name, GrainField.new())
			return true
	return false


## Whether an object is one of the params resources.
static func is_params(object: Object) -> bool:
	return object != null and StringName(object.get_class()) in CLASSES


func _add_panel(subject: Object) -> void:
	add_custom_control(PreviewPanel.new(_worker.preview_of(subject), ParamsEdit.new(subject, _undo_redo)))


# The selected node that breaks by these params, so that they are shown on its outline; else the params.
func _destructible_with(params: Object) -> Object:
	for node: Node in EditorInterface.get_selection().get_selected_nodes():
		if node is Destructible2D and (node as Destructible2D).params == params:
			return node
	return params
