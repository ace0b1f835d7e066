class_name CutoutPieceMotion
extends RefCounted
## How pieces with a body move off: as the point of the node did at which each sat, and as the blow that
## broke it drives them.

var _object: Node2D
var _options: CutoutBreakOptions
var _linear := Vector2.ZERO
var _angular := 0.0
# Where the motion is that of the mass as a whole, in global coordinates.
var _pivot := Vector2.ZERO
var _to_global := Transform2D.IDENTITY
var _impact := Vector2.ZERO
var _radius := 1.0
var _weights := 0.0
var _weighted: Array[Vector2] = []
var _weighted_areas := PackedFloat64Array()
var _has_blow := false
var _middle := Vector2.ZERO


## For the pieces of [param object]; [param stretch] leads from its space to unscaled pixels.
func _init(object: Node2D, options: CutoutBreakOptions, stretch: Transform2D, fragments: Array) -> void:
	_object = object
	_options = options
	_has_blow = options.force != 0.0 or options.impulse != Vector2.ZERO
	if not _has_blow:
		return
	var whole := Rect2()
	for fragment: RefCounted in fragments:
		var center: Vector2 = fragment.get(&"centroid")
		_weighted.push_back(stretch * center)
		_weighted_areas.push_back(fragment.get(&"area"))
		var bounds: Rect2 = fragment.get(&"bounds")
		whole = bounds if _weighted.size() == 1 else whole.merge(bounds)
	_middle = stretch * whole.get_center()
	_radius = options.impact_radius
	if _radius <= 0.0:
		_radius = maxf((stretch * whole).size.length() / 4.0, 1.0)


## The body that carries a node: itself, or the nearest above it.
static func carrier_of(node: Node) -> CollisionObject2D:
	while node != null and not node is CollisionObject2D:
		node = node.get_parent()
	return node


## Looks at how the node moves now.
func read() -> void:
	_to_global = Transform2D(_object.global_rotation, _object.global_position)
	_impact = _to_global * _middle
	if _options.impact_point != CutoutBreakOptions.NOWHERE:
		_impact = _options.impact_point
	var carrier := carrier_of(_object) as PhysicsBody2D
	if carrier != null and _options.inherit_motion:
		_read_motion(carrier)
	_weights = 0.0
	for index: int in _weighted.size():
		_weights += _weighted_areas[index] * _nearness(_to_global * _weighted[index])


## Gives a piece its motion.
func give(body: RigidBody2D, info: CutoutPieceInfo) -> void:
	var at := _to_global * info.position
	var arm := at - _pivot
	var velocity := _linear + _angular * Vector2(-arm.y, arm.x)
	if _has_blow and _weights > 0.0:
		var fragment_area: float = info.fragment.get(&"area")
		var share := fragment_area * _nearness(at) / _weights
		var blow := _options.force * (at - _impact).normalized() + _options.impulse
		velocity += blow * share / body.mass
	body.linear_velocity = velocity
	body.angular_velocity = _angular
	if _options.start_asleep:
		body.sleeping = true


## The same for a [DebrisField2D], as the options of its [code]add_fragments[/code]; [param mass_per_area]
## is that of a square pixel of the node's own space.
func as_debris(mass_per_area: float) -> Dictionary:
	read()
	var how := {"velocity": _linear, "angular_velocity": _angular, "center": _pivot}
	if _has_blow and _weights > 0.0:
		var whole := 0.0
		for area: float in _weighted_areas:
			whole += area
		how["velocity"] = _linear + _options.impulse / (whole * mass_per_area)
		how["impact_point"] = _impact
		how["impact_speed"] = _options.force / (_weights * mass_per_area)
		how["impact_radius"] = _radius
	return how


func _nearness(at: Vector2) -> float:
	return 1.0 / (1.0 + at.distance_squared_to(_impact) / (_radius * _radius))


func _read_motion(carrier: PhysicsBody2D) -> void:
	_pivot = carrier.global_position
	if carrier is RigidBody2D:
		var rigid: RigidBody2D = carrier
		_linear = rigid.linear_velocity
		_angular = rigid.angular_velocity
		var state := PhysicsServer2D.body_get_direct_state(rigid.get_rid())
		if state != null:
			# The velocity is that of the centre of mass.
			_pivot += state.center_of_mass
	elif carrier is CharacterBody2D:
		_linear = (carrier as CharacterBody2D).velocity
	elif carrier is AnimatableBody2D:
		# Moved by the game; the server knows how fast.
		var state := PhysicsServer2D.body_get_direct_state(carrier.get_rid())
		if state != null:
			_linear = state.linear_velocity
			_angular = state.angular_velocity
