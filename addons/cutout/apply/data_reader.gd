@tool
extends RefCounted
## Reads any [Node2D] that tells its outline itself, through [code]get_polygon_data()[/code].
##
## It answers a [PackedVector2Array], an [Array] of them (rings in any order and winding), or a
## [Dictionary] of [code]polygon[/code] (either of these) and, where wanted, [code]texture[/code],
## [code]uv_transform[/code] (from the node's space to pixels of the texture), [code]color[/code].

## Keys of the dictionary, and what they hold.
const KEYS: Dictionary[String, Variant.Type] = {
	"texture": TYPE_OBJECT, "uv_transform": TYPE_TRANSFORM2D, "color": TYPE_COLOR
}


## Fills [param source], whose look knows already what all kinds of nodes have.
static func read(source: CutoutObjectSource, node: Node2D) -> void:
	var script: Script = node.get_script()
	if Engine.is_editor_hint() and script != null and not script.is_tool():
		source.error = (
			(
				"object %s: its script does not run in the editor, so get_polygon_data() cannot be asked there:"
				% node.get_path()
			)
			+ " a script with @tool is allowed."
		)
		return
	var answer: Variant = node.call(&"get_polygon_data")
	var data: Dictionary = {"polygon": answer}
	if typeof(answer) == TYPE_DICTIONARY:
		data = answer
	source.rings = _rings_in(data.get("polygon"))
	var wrong := ""
	if source.rings.is_empty():
		wrong = "no outline: a PackedVector2Array, an Array of them, or a Dictionary with a polygon"
	for key: Variant in data:
		if typeof(key) in [TYPE_STRING, TYPE_STRING_NAME] and str(key) == "polygon":
			continue
		if not KEYS.has(str(key)):
			wrong = 'the key "%s": polygon, texture, uv_transform and color' % key
		elif typeof(data[key]) != KEYS[str(key)] or (str(key) == "texture" and not data[key] is Texture2D):
			wrong = '"%s" of type %s: %s' % [key, type_string(typeof(data[key])), _wanted(str(key))]
	if not wrong.is_empty():
		source.error = "object %s: get_polygon_data() gives %s is allowed." % [node.get_path(), wrong]
		return
	source.look.texture = data.get("texture")
	source.look.uv_transform = data.get("uv_transform", Transform2D.IDENTITY)
	source.look.color = data.get("color", Color.WHITE)


static func _wanted(key: String) -> String:
	return "a Texture2D" if key == "texture" else type_string(KEYS[key])


static func _rings_in(polygon: Variant) -> Array[PackedVector2Array]:
	var rings: Array[PackedVector2Array] = []
	if typeof(polygon) == TYPE_PACKED_VECTOR2_ARRAY:
		rings.push_back(polygon)
	elif typeof(polygon) == TYPE_ARRAY:
		for ring: Variant in polygon:
			if typeof(ring) != TYPE_PACKED_VECTOR2_ARRAY:
				return []
			rings.push_back(ring)
	return rings
