class_name CutoutBodyMaker
extends CutoutPieceMaker
## Makes each piece a [CutoutPieceBody].

## Properties that the bodies of a [RigidBody2D] have as it had them.
const OF_RIGID: Array[StringName] = [
	&"gravity_scale",
	&"linear_damp",
	&"linear_damp_mode",
	&"angular_damp",
	&"angular_damp_mode",
	&"continuous_cd",
	&"can_sleep",
	&"contact_monitor",
	&"max_contacts_reported",
]
## Properties that they take over from any body or area that has them.
const OF_ANY: Array[StringName] = [
	&"collision_layer", &"collision_mask", &"collision_priority", &"physics_material_override"
]

## Where bodies come from.
var pool: CutoutBodyPool

# From pixels of the texture to its unit square.
var _to_unit := Transform2D.IDENTITY
var _motion: CutoutPieceMotion


func make(fragment: RefCounted) -> Node2D:
	var body := pool.take()
	var info := _info_of(fragment)
	body.set_up(info, _to_unit)
	_look.apply_to(body)
	return body


func place(container: CutoutPieces, pieces: Array[Node]) -> void:
	_place_unscaled(container)
	_motion.read()
	for piece: Node in pieces:
		_motion.give(piece as CutoutPieceBody, (piece as CutoutPieceBody).info)


func _set_up(fragments: Array) -> void:
	_set_up_unscaled(fragments)
	_motion = CutoutPieceMotion.new(_object, _options, _stretch, fragments)
	if _look.texture != null:
		_to_unit = Transform2D().scaled(Vector2.ONE / _look.texture.get_size())
	_take_over(CutoutPieceMotion.carrier_of(_object))


## What all bodies have in common goes with the look: set, and taken back, the same way.
func _take_over(carrier: CollisionObject2D) -> void:
	if carrier == null:
		return
	var properties := OF_ANY.duplicate()
	if carrier is RigidBody2D:
		properties.append_array(OF_RIGID)
	for property: StringName in properties:
		var value: Variant = carrier.get(property)
		if (
			property in carrier
			and value != ClassDB.class_get_property_default_value(&"RigidBody2D", property)
		):
			_look.copied[property] = value
