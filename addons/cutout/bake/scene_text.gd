@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutSceneText
extends RefCounted
## Sets one property of nodes in the text of a scene file, and leaves every other byte as it is: what the
## engine would save anew loses the ids of resources outside the editor.

## What the property is set to, as the file says it.
const EXTERNAL := 'ExtResource("%s")'

var _text := ""
var _newline := "\n"
# Where each section begins and ends, and its header.
var _sections: Array[Dictionary] = []
var _name_pattern := RegEx.create_from_string(' name="((?:[^"\\\\]|\\\\.)*)"')
var _parent_pattern := RegEx.create_from_string(' parent="((?:[^"\\\\]|\\\\.)*)"')
var _id_pattern := RegEx.create_from_string(' id="([^"]*)"')
var _path_pattern := RegEx.create_from_string(' path="([^"]*)"')


func _init(content: String) -> void:
	_text = content
	_newline = "\r\n" if content.contains("\r\n") else "\n"
	_find_sections()


## The text as it is now.
func text() -> String:
	return _text


## Sets [param property] of the node at [param node_path] (as [method SceneState.get_node_path] tells it) to
## the resource at [param resource_path]. What it was before goes, where nothing else refers to it. False, and
## nothing is changed, when the file does not hold the node.
func set_resource(node_path: String, property: String, resource_path: String) -> bool:
	if _section_of(node_path).is_empty():
		return false
	var id := _external_id(resource_path)
	var section := _section_of(node_path)
	var line := "%s = %s" % [property, EXTERNAL % id]
	var before := _property_in(section, property)
	if before.is_empty():
		var end: int = section["end"]
		# The last line of a file may have no end.
		var is_open := end > 0 and _text[end - 1] != "\n"
		_replace(end, end, (_newline if is_open else "") + line + _newline)
	else:
		_replace(before["start"], before["end"], line + _newline)
		_drop_unused(before["value"])
	return true


# The id by which the file names a resource; it is made known where it is not.
func _external_id(path: String) -> String:
	var after := 0
	for section: Dictionary in _sections:
		var header: String = section["header"]
		if header.begins_with("[gd_scene"):
			after = section["end"]
		elif header.begins_with("[ext_resource"):
			after = section["end"]
			if _match(_path_pattern, header) == path:
				return _match(_id_pattern, header)
	var number := 1
	while _text.contains('id="baked_%d"' % number):
		number += 1
	var id := "baked_%d" % number
	var line := '[ext_resource type="Resource" path="%s" id="%s"]%s' % [path, id, _newline]
	if not _text.contains("[ext_resource"):
		line = _newline + line
	_replace(after, after, line)
	return id


# Takes the section of a resource away that nothing refers to any more.
func _drop_unused(value: String) -> void:
	if not value.begins_with("ExtResource(") and not value.begins_with("SubResource("):
		return
	if _text.contains(value):
		return
	var tag := "[ext_resource" if value.begins_with("Ext") else "[sub_resource"
	for section: Dictionary in _sections:
		var header: String = section["header"]
		if header.begins_with(tag) and value.contains('"%s"' % _match(_id_pattern, header)):
			var end: int = section["end"]
			if tag == "[sub_resource":
				while _text.substr(end, _newline.length()) == _newline:
					end += _newline.length()
			_replace(section["start"], end, "")
			return


func _section_of(node_path: String) -> Dictionary:
	for section: Dictionary in _sections:
		var header: String = section["header"]
		if not header.begins_with("[node"):
			continue
		var path := _match(_name_pattern, header).c_unescape()
		var has_parent := _parent_pattern.search(header) != null
		var parent := _match(_parent_pattern, header).c_unescape()
		if not has_parent:
			path = "."
		elif parent != ".":
			path = "%s/%s" % [parent, path]
		if path == node_path.trim_prefix("./"):
			return section
	return {}


func _property_in(section: Dictionary, property: String) -> Dictionary:
	var at: int = section["body"]
	var end: int = section["end"]
	while at < end:
		var next := _end_of_value(at, end)
		var line := _text.substr(at, next - at)
		if line.begins_with(property + " = "):
			return {"start": at, "end": next, "value": line.trim_prefix(property + " = ").strip_edges()}
		at = next
	return {}


func _replace(start: int, end: int, by: String) -> void:
	_text = _text.left(start) + by + _text.substr(end)
	_find_sections()


# Sections from header to header; the blank lines between two belong to neither.
func _find_sections() -> void:
	_sections.clear()
	var at := 0
	var size := _text.length()
	while at < size:
		var next := _end_of_value(at, size)
		var line := _text.substr(at, next - at).strip_edges(false, true)
		if line.begins_with("["):
			_sections.push_back({"start": at, "body": next, "end": next, "header": line})
		elif not line.is_empty() and not _sections.is_empty():
			_sections.back()["end"] = next
		at = next


# The end of the line that begins at [param at], or of the last one of a value over several lines.
func _end_of_value(at: int, limit: int) -> int:
	var depth := 0
	var is_text := false
	while at < limit:
		var letter := _text.unicode_at(at)
		at += 1
		if is_text:
			if letter == 0x5c:
				at += 1
			elif letter == 0x22:
				is_text = false
			continue
		match letter:
			0x22:
				is_text = true
			0x28, 0x5b, 0x7b:
				depth += 1
			0x29, 0x5d, 0x7d:
				depth -= 1
			0x0a:
				if depth <= 0:
					return at
	return mini(at, limit)


func _match(pattern: RegEx, within: String) -> String:
	var found := pattern.search(within)
	return "" if found == null else found.get_string(1)
