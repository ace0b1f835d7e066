@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutFactoryMaker
extends CutoutPieceMaker
## Has the game make each piece: by a callable, or from a scene.

var _motion: CutoutPieceMotion
var _infos: Dictionary[int, CutoutPieceInfo] = {}


func _init() -> void:
	# The game's own nodes have always been in the tree by then.
	may_wait_outside = false


func place(container: CutoutPieces, above: Node) -> void:
	_place_unscaled(container, above)
	if _options.start_asleep:
		return
	_motion.read()
	# Wherever they are: one may have gone elsewhere, or have been freed.
	for id: int in _infos:
		if is_instance_id_valid(id):
			_motion.give(instance_from_id(id) as RigidBody2D, _infos[id])


func settle() -> void:
	if not _options.start_asleep:
		return
	var bodies: Array[RigidBody2D] = []
	for id: int in _infos:
		if is_instance_id_valid(id):
			bodies.push_back(instance_from_id(id) as RigidBody2D)
	ClassDB.class_call_static(&"CutoutPieceBuilder", &"put_others_to_sleep", bodies)


func _make(fragment: RefCounted) -> Node2D:
	var info := _info_of(fragment)
	var by_callable := not _options.factory.is_null()
	var made: Variant
	if by_callable and _options.factory.is_valid():
		made = _options.factory.call(info)
	elif not by_callable and _options.factory_scene.can_instantiate():
		made = _options.factory_scene.instantiate()
	var node := made as Node2D if typeof(made) == TYPE_OBJECT and is_instance_valid(made) else null
	if node == null or node.get_parent() != null or node.is_queued_for_deletion():
		_refuse(made, "factory" if by_callable else "factory_scene")
		return null
	if not by_callable:
		_fill(node, info)
	node.position = info.position
	if node is RigidBody2D:
		(node as RigidBody2D).mass = info.mass
		_infos[node.get_instance_id()] = info
	return node


func _set_up(fragments: Array) -> void:
	_set_up_unscaled(fragments)
	_motion = CutoutPieceMotion.new(_object, _options, fragments)


## All about a piece in pixels of the screen.
func _info_of(fragment: RefCounted) -> CutoutPieceInfo:
	var info := CutoutPieceInfo.new()
	info.fragment = fragment
	info.look = _look
	info.texture = _look.texture
	var fields: Dictionary = _builder.call(&"describe", fragment)
	for field: StringName in fields:
		info.set(field, fields[field])
	return info


func _fill(root: Node2D, info: CutoutPieceInfo) -> void:
	var shown: Polygon2D = _first(root, "Polygon2D")
	if shown != null:
		info.fill(shown)
	var solid: CollisionPolygon2D = _first(root, "CollisionPolygon2D")
	if solid != null:
		solid.polygon = info.outline()
	_look.apply_to(root)
	if root.has_method(&"set_piece"):
		root.call(&"set_piece", info)


func _first(root: Node, type: String) -> Node:
	if root.is_class(type):
		return root
	var found := root.find_children("*", type, true, false)
	return null if found.is_empty() else found[0]


func _refuse(made: Variant, key: String) -> void:
	var found := type_string(typeof(made))
	if typeof(made) == TYPE_OBJECT:
		found = "a freed object"
		if is_instance_valid(made):
			var object: Object = made
			found = "a %s" % object.get_class()
			if object is Node2D:
				found = "a node that is in use already"
			elif object is Node and (object as Node).get_parent() == null:
				object.free()
	error = 'options "%s" gives %s: a new Node2D, outside the tree, for each piece is allowed.' % [key, found]
