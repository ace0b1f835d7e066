@tool
extends RefCounted
## What the tests edit: a scene with a polygon and a [Destructible2D] under it, open in the editor.

## A path for each, for what the editor keeps of a scene that was closed comes back under the same path.
const SCENE := "res://edited_%d.tscn"
const RING: PackedVector2Array = [Vector2(-60, -50), Vector2(70, -40), Vector2(60, 60), Vector2(-70, 50)]

static var _opened := 0

## The root of the scene.
var root: Node2D
## What breaks.
var polygon: Polygon2D
## The node that breaks it.
var destructible: Destructible2D


## Makes the scene and opens it, with params in the node that breaks.
static func open(test: CutoutTest, params: Resource) -> RefCounted:
	var made := Node2D.new()
	made.name = "Edited"
	var shape := Polygon2D.new()
	shape.name = "Shape"
	shape.polygon = RING
	shape.position = Vector2(200, 150)
	made.add_child(shape)
	var node := Destructible2D.new()
	node.name = "Destructible2D"
	node.params = params
	shape.add_child(node)
	var path := open_as_scene(made)
	await test.until(
		func() -> bool:
			var now := EditorInterface.get_edited_scene_root()
			return now != null and now.scene_file_path == path,
		"the scene is open"
	)
	var script: GDScript = load("res://addons/cutout_editor_tests/edited.gd")
	var edited: RefCounted = script.new()
	var scene_root: Node2D = EditorInterface.get_edited_scene_root()
	edited.set(&"root", scene_root)
	edited.set(&"polygon", scene_root.get_node(^"Shape"))
	edited.set(&"destructible", scene_root.get_node(^"Shape/Destructible2D"))
	return edited


## Saves nodes as a scene, frees them, and has the editor open the scene, which takes it some frames. The
## scene's path.
static func open_as_scene(made: Node) -> String:
	for node: Node in made.find_children("*", "", true, false):
		node.owner = made
	var packed := PackedScene.new()
	packed.pack(made)
	made.free()
	_opened += 1
	var path := SCENE % _opened
	ResourceSaver.save(packed, path)
	EditorInterface.get_resource_filesystem().update_file(path)
	EditorInterface.open_scene_from_path(path)
	return path


## Closes the scene, saved or not.
static func close(test: CutoutTest) -> void:
	EditorInterface.get_selection().clear()
	EditorInterface.edit_node(null)
	EditorInterface.close_scene()
	await test.frames(2)


## Has the editor edit the node that breaks, and gives the preview's panel.
func inspect(test: CutoutTest, object: Object = null) -> Control:
	var what: Object = destructible if object == null else object
	EditorInterface.inspect_object(what)
	await test.until(func() -> bool: return panel() != null, "the panel is there")
	return panel()


## The preview's panel in the inspector; none where there is none.
static func panel() -> Control:
	var found := EditorInterface.get_inspector().find_children("CutoutPreview*", "VBoxContainer", true, false)
	for candidate: Node in found:
		if not candidate.is_queued_for_deletion() and candidate.has_method(&"get_status_text"):
			return candidate
	return null
