@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutDebrisHandover
extends RefCounted
## Hands the pieces that need no body of their own to a [DebrisField2D], in the frame in which the node
## goes; the largest, as many as the field's [code]bodies_per_break[/code] says, stay for bodies.

## Those that become bodies, the largest first.
var bodies: Array = []

var _field: Node
var _debris: Array = []
var _motion: CutoutPieceMotion
var _source: CutoutObjectSource
var _object: Node2D
var _mass_per_area := 1.0


## Parts the fragments of [param object].
func _init(object: Node2D, source: CutoutObjectSource, fragments: Array) -> void:
	_object = object
	_source = source
	_field = source.options.debris
	_debris = fragments
	var count: int = _field.get(&"bodies_per_break")
	if count > 0:
		var by_area := fragments.duplicate()
		by_area.sort_custom(
			func(a: RefCounted, b: RefCounted) -> bool: return a.get(&"area") > b.get(&"area")
		)
		bodies = by_area.slice(0, count)
		_debris = by_area.slice(count)
	_motion = CutoutPieceMotion.new(object, source.options, fragments)
	_mass_per_area = source.options.density * absf(object.global_transform.determinant())
	if object is RigidBody2D:
		share_mass_of(ClassDB.class_call_static(&"CutoutPieceBuilder", &"area_of", fragments))


## Whether the field can take pieces now.
static func is_possible(options: CutoutBreakOptions) -> bool:
	var field := options.debris
	return is_instance_valid(field) and field.is_inside_tree() and not field.is_queued_for_deletion()


## Says of how much of the node, in square pixels of its own space, its mass is; where nothing is said, of its
## pieces together.
func share_mass_of(area: float) -> void:
	if _object is RigidBody2D:
		_mass_per_area = (_object as RigidBody2D).mass / maxf(area, 1e-9)


## Hands them over. The field leaves out the smallest that it has no room for.
func hand_over() -> void:
	if _debris.is_empty():
		return
	var look := _source.look
	var how: Dictionary = _motion.as_debris(_mass_per_area)
	how["uv_transform"] = look.uv_transform
	if look.skin != null:
		how["skin"] = look.skin
		how["to_skin"] = look.to_skin
	how["color"] = (
		# The colour of a skin is in its corners.
		(look.color if look.skin == null else Color.WHITE)
		* look.copied.get(&"modulate", Color.WHITE)
		* look.copied.get(&"self_modulate", Color.WHITE)
		* _tint_above()
	)
	how["bodies"] = 0
	if look.texture != null:
		how["texture"] = look.texture
	if _source.options.lifetime > 0.0:
		how["lifetime"] = _source.options.lifetime
	_field.call(&"add_fragments", _debris, _object.global_transform, how)


# The colour that the nodes above the object give it, but for those that are above the field too.
func _tint_above() -> Color:
	var tint := Color.WHITE
	var above := null if _object.top_level else _object.get_parent() as CanvasItem
	while above != null and above != _field and not above.is_ancestor_of(_field):
		tint *= above.modulate
		above = null if above.top_level else above.get_parent() as CanvasItem
	return tint


## What took the pieces over, for the answer of the break.
func get_field() -> Node:
	return null if _debris.is_empty() else _field
