@tool
extends RefCounted
## Takes pictures of the addon in the editor, for docs/images and for those who have to judge it.

const Edited := preload("edited.gd")

var _tree: SceneTree
var _folder := ""


func _init(tree: SceneTree, folder: String) -> void:
	_tree = tree
	_folder = folder


## Takes all of them.
func take() -> void:
	# The editor draws nothing while nothing changes, and would be waited for in vain.
	OS.low_processor_usage_mode = false
	await _shoot_materials()
	EditorInterface.set_main_screen_editor("2D")
	var vase := _params(
		&"CutoutSiteParams", {"pattern": "impact", "fragment_count": 34, "origin": Vector2(-14, -30)}
	)
	await _open("vase.png", vase)
	await _unfold()
	await _shoot("editor-inspector")
	var pane := _params(&"CutoutFractureParams", {"seed": 4})
	await _open("window_pane.png", pane)
	_apply(&"glass")
	_edited().set("origin", Vector2(-26, -20))
	_edited().set("mask", {"center": Vector2(-26, -20), "radius": 58.0})
	await _unfold()
	await _shoot("editor-mask")
	var crate := _params(&"CutoutLineParams", {"pattern": "slices_manual"})
	crate.set(
		"segments",
		PackedVector2Array([Vector2(-60, -40), Vector2(62, 20), Vector2(-40, 62), Vector2(30, -62)])
	)
	await _open("crate.png", crate)
	await _unfold()
	await _shoot("editor-cuts")
	var wrong := _params(&"CutoutSiteParams", {"pattern": "points"})
	await _open("crate.png", wrong)
	await _unfold()
	await _shoot("editor-error")


func _shoot_materials() -> void:
	var script: GDScript = load("res://addons/cutout_editor_tests/materials_picture.gd")
	var materials: Control = script.new()
	materials.call(&"prepare")
	var viewport := SubViewport.new()
	viewport.size = Vector2i(materials.size)
	viewport.render_target_update_mode = SubViewport.UPDATE_ALWAYS
	viewport.add_child(materials)
	EditorInterface.get_base_control().add_child(viewport)
	await _frames(4)
	await RenderingServer.frame_post_draw
	viewport.get_texture().get_image().save_png(_folder.path_join("materials.png"))
	viewport.free()
	print("Picture: materials")


func _open(picture: String, params: Resource) -> void:
	var room := Node2D.new()
	room.name = "Room"
	var sprite := Sprite2D.new()
	sprite.name = picture.get_basename().to_pascal_case()
	sprite.texture = load("res://" + picture)
	sprite.position = Vector2(260, 200)
	sprite.scale = Vector2(2, 2)
	room.add_child(sprite)
	var breaks := Destructible2D.new()
	breaks.name = "Destructible2D"
	breaks.params = params
	sprite.add_child(breaks)
	Edited.open_as_scene(room)
	await _frames(20)
	var node := EditorInterface.get_edited_scene_root().get_child(0).get_child(0)
	EditorInterface.get_selection().clear()
	EditorInterface.get_selection().add_node(node)
	EditorInterface.edit_node(node)
	await _frames(20)


func _unfold() -> void:
	for node: Node in EditorInterface.get_inspector().find_children("*", "EditorResourcePicker", true, false):
		if (node as EditorResourcePicker).edited_resource == _edited():
			(node as EditorResourcePicker).resource_selected.emit(_edited(), false)
	await _frames(30)


func _edited() -> Resource:
	var node: Destructible2D = EditorInterface.get_edited_scene_root().get_child(0).get_child(0)
	return node.params


func _apply(material: StringName) -> void:
	var params := _edited()
	var values := CutoutMaterials.values_for(params, material, Vector2(120, 150))
	for key: StringName in values:
		params.set(key, values[key])


func _shoot(name: String) -> void:
	await _frames(40)
	await RenderingServer.frame_post_draw
	var image := EditorInterface.get_base_control().get_viewport().get_texture().get_image()
	image.save_png(_folder.path_join(name + ".png"))
	print("Picture: %s" % name)


func _frames(count: int) -> void:
	for frame: int in count:
		await _tree.process_frame


static func _params(of: StringName, values: Dictionary) -> Resource:
	var params: Resource = ClassDB.instantiate(of)
	for key: String in values:
		params.set(key, values[key])
	return params
