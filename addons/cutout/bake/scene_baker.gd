@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutSceneBaker
extends RefCounted
## Bakes the pieces of every [Destructible2D] that a scene file holds, and has the file use them.
##
## Pieces are saved beside the scene, in a folder of its name with [code].baked[/code] behind it, in files
## named after what is in them: equal objects share one. A scene file in text is changed where it has to be
## and nowhere else. What comes into a scene with another one is baked there.

## Behind the name of the scene: the folder of its pieces.
const FOLDER_SUFFIX := ".baked"

## Whether pieces that fit are baked anew all the same.
var force := false
## Whether everything is done but writing.
var dry_run := false

## Objects that were baked.
var baked := 0
## Their pieces, all together.
var pieces := 0
## Bytes of the files with their pieces, all together.
var bytes := 0
## Objects whose pieces fit already.
var current := 0
## What could not be baked, a sentence each.
var faults: PackedStringArray = []

var _path := ""
# By the node's path in the scene: the file of its pieces.
var _files: Dictionary[String, String] = {}
# By the same path: the node's pieces, where they are to be written.
var _fresh: Dictionary[String, CutoutBakedPieces] = {}


## Bakes the scene at [param path]. [param holder] is a node in the tree, under which the scene stands for a
## moment with all scripts taken off but those of [Destructible2D]s and of nodes with
## [code]get_polygon_data()[/code]. Answers whether there was anything to bake in it.
func bake(path: String, holder: Node) -> bool:
	_path = path
	var scene := ResourceLoader.load(path, "PackedScene", ResourceLoader.CACHE_MODE_IGNORE) as PackedScene
	if scene == null or not scene.can_instantiate():
		faults.push_back("it cannot be loaded")
		return true
	var nodes := _own_nodes(scene.get_state())
	if nodes.is_empty():
		return false
	var root := scene.instantiate()
	_take_scripts_off(root)
	holder.add_child(root)
	for node_path: String in nodes:
		var node := root.get_node_or_null(node_path) as Destructible2D
		if node == null:
			faults.push_back("%s: it is no Destructible2D once the scene is there" % node_path)
		else:
			_bake_node(node_path, node)
	root.free()
	if not _fresh.is_empty() and not dry_run:
		_save()
	return true


## Paths of the [Destructible2D]s that the file itself holds, apart from those of scenes in it.
func _own_nodes(state: SceneState) -> PackedStringArray:
	var found := PackedStringArray()
	for index: int in state.get_node_count():
		var script := _property(state, index, &"script") as Script
		while script != null and script.get_global_name() != &"Destructible2D":
			script = script.get_base_script()
		if script != null:
			found.push_back(str(state.get_node_path(index)))
	return found


func _property(state: SceneState, node: int, property: StringName) -> Variant:
	for index: int in state.get_node_property_count(node):
		if state.get_node_property_name(node, index) == property:
			return state.get_node_property_value(node, index)
	return null


func _take_scripts_off(node: Node) -> void:
	if node.get_script() != null and not node is Destructible2D and not node.has_method(&"get_polygon_data"):
		node.set_script(null)
	for child: Node in node.get_children(true):
		_take_scripts_off(child)


func _bake_node(node_path: String, node: Destructible2D) -> void:
	var params: Variant = {} if node.params == null else node.params
	if node.baked != null and not force and node.get_bake_error().is_empty():
		if node.baked.get_info().get("is_current", false):
			current += 1
			return
	var target := node.get_target()
	if target == null:
		faults.push_back("%s: there is nothing at its target_path %s" % [node_path, node.target_path])
		return
	var made := CutoutBakedPieces.new()
	var wrong := made.bake_source(CutoutObjectSource.of(target, node.options), params)
	if not wrong.is_empty():
		faults.push_back("%s: %s" % [node_path, wrong])
		return
	baked += 1
	pieces += int(made.get_info()["pieces"])
	bytes += made.data.size()
	var name := _hex(made.data).left(16)
	_fresh[node_path] = made
	_files[node_path] = "%s/%s.res" % [_path + FOLDER_SUFFIX, name]


func _save() -> void:
	var folder := _path + FOLDER_SUFFIX
	var error := DirAccess.make_dir_recursive_absolute(folder)
	for node_path: String in _fresh:
		var file := _files[node_path]
		if error == OK and not (ResourceLoader.exists(file) and not force):
			error = ResourceSaver.save(_fresh[node_path], file, ResourceSaver.FLAG_COMPRESS)
	if error != OK:
		_give_up("%s cannot be written: %s" % [folder, error_string(error)])
		return
	var before := FileAccess.get_file_as_bytes(_path)
	if _path.get_extension() == "tscn":
		error = _write(_patched(before.get_string_from_utf8()).to_utf8_buffer())
	else:
		error = _save_packed()
	if error != OK:
		_give_up("it cannot be written: %s" % error_string(error))
	elif not _is_used():
		_write(before)
		_give_up("the scene does not take its pieces: it stays as it was")
	else:
		_remove_unused(folder)


func _patched(text: String) -> String:
	var scene := CutoutSceneText.new(text)
	for node_path: String in _files:
		scene.set_resource(node_path, "baked", _files[node_path])
	return scene.text()


func _save_packed() -> Error:
	var uid := ResourceLoader.get_resource_uid(_path)
	var scene: PackedScene = ResourceLoader.load(_path, "PackedScene", ResourceLoader.CACHE_MODE_IGNORE)
	var root := scene.instantiate(PackedScene.GEN_EDIT_STATE_MAIN)
	for node_path: String in _files:
		(root.get_node(node_path) as Destructible2D).baked = load(_files[node_path])
	var error := scene.pack(root)
	root.free()
	if error == OK:
		error = ResourceSaver.save(scene, _path, ResourceSaver.FLAG_COMPRESS)
	if error == OK and uid != ResourceUID.INVALID_ID:
		ResourceSaver.set_uid(_path, uid)
	return error


# Beside it, then moved: a scene is whole at any time.
func _write(content: PackedByteArray) -> Error:
	var beside := _path + ".new"
	var file := FileAccess.open(beside, FileAccess.WRITE)
	if file == null:
		return FileAccess.get_open_error()
	var is_whole := file.store_buffer(content)
	file.close()
	if not is_whole:
		DirAccess.remove_absolute(beside)
		return ERR_FILE_CANT_WRITE
	return DirAccess.rename_absolute(beside, _path)


## Whether the scene, loaded anew, has the pieces.
func _is_used() -> bool:
	var scene := ResourceLoader.load(_path, "PackedScene", ResourceLoader.CACHE_MODE_IGNORE) as PackedScene
	if scene == null:
		return false
	var state := scene.get_state()
	var found := 0
	for index: int in state.get_node_count():
		var node_path := str(state.get_node_path(index))
		if _files.has(node_path):
			var used := _property(state, index, &"baked") as CutoutBakedPieces
			found += int(used != null and used.data == _fresh[node_path].data)
	return found == _files.size()


func _remove_unused(folder: String) -> void:
	var used := ResourceLoader.get_dependencies(_path)
	for name: String in DirAccess.get_files_at(folder):
		var file := folder.path_join(name)
		var is_used := false
		for dependency: String in used:
			# Of the form uid::type::path where there is a uid.
			is_used = is_used or dependency.ends_with(file)
		if not is_used and name.get_extension() == "res" and load(file) is CutoutBakedPieces:
			DirAccess.remove_absolute(file)


func _give_up(why: String) -> void:
	faults.push_back(why)
	baked = 0
	pieces = 0
	bytes = 0


func _hex(data: PackedByteArray) -> String:
	var hashing := HashingContext.new()
	hashing.start(HashingContext.HASH_SHA256)
	hashing.update(data)
	return hashing.finish().hex_encode()
