@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBakeRow
extends VBoxContainer
## The buttons that bake the pieces of a [Destructible2D] and drop them, and what there is, in the inspector.

## What the bake button says.
const BAKE := "Bake Pieces"
## What it says where pieces are there already.
const AGAIN := "Bake Again"

var _node: Destructible2D
var _undo_redo: EditorUndoRedoManager
var _state := Label.new()
var _bake := Button.new()
var _clear := Button.new()


func _init(node: Destructible2D, undo_redo: EditorUndoRedoManager) -> void:
	_node = node
	_undo_redo = undo_redo
	_state.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_state.mouse_filter = MOUSE_FILTER_STOP
	_bake.size_flags_horizontal = SIZE_EXPAND_FILL
	_bake.tooltip_text = "Make the pieces now and save them with the scene: the break needs no geometry."
	_bake.pressed.connect(_on_bake_pressed)
	_clear.text = "Clear"
	_clear.tooltip_text = "Drop the baked pieces: the break is live again."
	_clear.pressed.connect(_on_clear_pressed)
	var buttons := HBoxContainer.new()
	buttons.add_child(_bake)
	buttons.add_child(_clear)
	add_child(buttons)
	add_child(_state)


func _ready() -> void:
	update_state()


## Shows what there is now.
func update_state() -> void:
	var wrong := _node.get_bake_error()
	_bake.text = BAKE if _node.baked == null else AGAIN
	_clear.visible = _node.baked != null
	_state.tooltip_text = wrong
	_state.text = "Not baked: it breaks live."
	if not wrong.is_empty():
		_state.text = "The baked pieces do not fit any more: it breaks live."
		_state.add_theme_color_override(&"font_color", get_theme_color(&"warning_color", &"Editor"))
	elif _node.baked != null:
		_state.text = "Baked: %s" % in_words(_node.baked)
		_state.remove_theme_color_override(&"font_color")
	else:
		_state.remove_theme_color_override(&"font_color")


## What is in baked pieces, in a few words.
static func in_words(baked: CutoutBakedPieces) -> String:
	var wrong := baked.get_error()
	if not wrong.is_empty():
		return wrong
	var info := baked.get_info()
	return "%d pieces, %.1f KiB" % [info["pieces"], int(info["bytes"]) / 1024.0]


func _on_bake_pressed() -> void:
	var target := _node.get_target()
	var made := CutoutBakedPieces.new()
	var wrong := "%s has nothing to break at %s" % [_node.name, _node.target_path]
	if target != null:
		var params: Variant = {} if _node.params == null else _node.params
		wrong = made.bake_source(CutoutObjectSource.of(target, _node.options), params)
	if not wrong.is_empty():
		EditorInterface.get_editor_toaster().push_toast("Not baked: %s" % wrong, EditorToaster.SEVERITY_ERROR)
		return
	_set_baked("Bake Pieces", made)


func _on_clear_pressed() -> void:
	_set_baked("Clear Baked Pieces", null)


func _set_baked(action: String, value: CutoutBakedPieces) -> void:
	_undo_redo.create_action(action, UndoRedo.MERGE_DISABLE, _node)
	_undo_redo.add_do_property(_node, &"baked", value)
	_undo_redo.add_undo_property(_node, &"baked", _node.baked)
	_undo_redo.add_do_method(_node, &"notify_property_list_changed")
	_undo_redo.add_undo_method(_node, &"notify_property_list_changed")
	_undo_redo.commit_action()
