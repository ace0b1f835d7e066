@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutPieceMotion
extends RefCounted
## How pieces with a body move off: as the point of the node did at which each sat, and as the blow that
## broke it drives them.

var _object: Node2D
var _options: CutoutBreakOptions
# Shares it out. Of class CutoutBlow; not typed so, for this script has to load without the native library.
var _blow: RefCounted
var _has_blow := false


## For the pieces of [param object].
func _init(object: Node2D, options: CutoutBreakOptions, fragments: Array) -> void:
	_object = object
	_options = options
	_has_blow = options.has_blow()
	_blow = ClassDB.instantiate(&"CutoutBlow")
	if not _has_blow:
		return
	_blow.call(&"set_pieces", object, fragments)
	_blow.set(&"force", options.force)
	_blow.set(&"impulse", options.impulse)
	_blow.set(
		&"radius", options.impact_radius if options.impact_radius > 0.0 else _blow.call(&"get_usual_radius")
	)


## Looks at how the node moves now.
func read() -> void:
	_blow.call(&"read_motion", _object, _options.inherit_motion)
	if not _has_blow:
		return
	var is_aimed := _options.impact_point != CutoutBreakOptions.NOWHERE
	var to_global: Transform2D = _blow.get(&"to_global")
	var middle: Vector2 = _blow.call(&"get_middle")
	_blow.set(&"impact_point", _options.impact_point if is_aimed else to_global * middle)
	_blow.call(&"weigh")


## Sets the bodies going that [param builder], a [CutoutPieceBuilder], has made.
func start(builder: RefCounted) -> void:
	builder.call(&"start_bodies", _blow)


## Gives a piece of the game's own making its motion.
func give(body: RigidBody2D, info: CutoutPieceInfo) -> void:
	body.linear_velocity = _blow.call(&"velocity_of", info.position, info.fragment.get(&"area"), body.mass)
	body.angular_velocity = _blow.get(&"angular_velocity")


## The same for a [DebrisField2D], as the options of its [code]add_fragments[/code]; [param mass_per_area]
## is that of a square pixel of the node's own space.
func as_debris(mass_per_area: float) -> Dictionary:
	read()
	var velocity: Vector2 = _blow.get(&"velocity")
	var how := {"angular_velocity": _blow.get(&"angular_velocity"), "center": _blow.get(&"center")}
	if _has_blow:
		var area: float = _blow.call(&"get_area")
		var weight: float = _blow.call(&"weigh")
		velocity += _options.impulse / (area * mass_per_area)
		how["impact_point"] = _blow.get(&"impact_point")
		how["impact_speed"] = _options.force / (weight * mass_per_area)
		how["impact_radius"] = _blow.get(&"radius")
	how["velocity"] = velocity
	return how
