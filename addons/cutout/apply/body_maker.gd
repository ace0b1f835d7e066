@icon("res://addons/cutout/icons/cutout_part.svg")
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

var _motion: CutoutPieceMotion


func make_some(fragments: Array, container: CutoutPieces, deadline_usec: int) -> Array[Node]:
	var made: Array[Node] = []
	made.assign(_builder.call(&"make_bodies", fragments, container, pool.bodies, deadline_usec))
	return made


func place(container: CutoutPieces, pieces: Array[Node]) -> void:
	_place_unscaled(container)
	_motion.read()
	_motion.give_all(pieces)


func _set_up(fragments: Array) -> void:
	# Before the look is read.
	_take_over(CutoutPieceMotion.carrier_of(_object))
	_set_up_unscaled(fragments)
	_motion = CutoutPieceMotion.new(_object, _options, _stretch, fragments)


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
