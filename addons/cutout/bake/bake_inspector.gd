@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBakeInspector
extends EditorInspectorPlugin
## The row "Bake" above the property [member Destructible2D.baked], and what is in baked pieces.


func _can_handle(object: Object) -> bool:
	return object is Destructible2D or object is CutoutBakedPieces


func _parse_begin(object: Object) -> void:
	if object is CutoutBakedPieces:
		var label := Label.new()
		label.text = CutoutBakeRow.in_words(object)
		label.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
		add_custom_control(label)


func _parse_property(
	object: Object,
	_type: Variant.Type,
	name: String,
	_hint: PropertyHint,
	_hint_string: String,
	_usage: int,
	_wide: bool
) -> bool:
	if object is Destructible2D and name == "baked":
		add_custom_control(CutoutBakeRow.new(object, EditorInterface.get_editor_undo_redo()))
	return false
