class_name DemoBall
extends AnimatableBody2D
## A steel ball that flies level through whatever breaks: it hits what it is about to meet, and where that
## is not broken yet it waits for it.

## The ball is about to meet a body.
signal hit(body: Node2D)

const RADIUS := 40.0
## Pixels a second.
const SPEED := 340.0
## How far ahead it hits: a break takes some frames, and by then it is there.
const REACH := 30.0

var _reach := Area2D.new()


func _init() -> void:
	sync_to_physics = false
	# In front of the rubble.
	z_index = 2
	add_child(_circle(RADIUS))
	_reach.add_child(_circle(RADIUS + REACH))
	_reach.body_entered.connect(func(body: Node2D) -> void: hit.emit(body))
	add_child(_reach)
	var shown := Polygon2D.new()
	var ring := PackedVector2Array()
	for step: int in 64:
		ring.push_back(Vector2.from_angle(TAU * step / 64.0) * RADIUS)
	shown.polygon = ring
	shown.texture = _steel()
	shown.texture_offset = Vector2(RADIUS, RADIUS)
	shown.antialiased = true
	add_child(shown)


func _physics_process(delta: float) -> void:
	if not _is_blocked():
		position.x += SPEED * delta
		if position.x > 1280.0 + RADIUS * 2.0:
			queue_free()


# Whether it touches a brick that stands.
func _is_blocked() -> bool:
	for body: Node2D in _reach.get_overlapping_bodies():
		var brick := body as RigidBody2D
		if brick != null and brick.freeze and brick.position.distance_to(position) < RADIUS:
			return true
	return false


func _circle(radius: float) -> CollisionShape2D:
	var shape := CollisionShape2D.new()
	var circle := CircleShape2D.new()
	circle.radius = radius
	shape.shape = circle
	return shape


# Shaded from the upper left.
func _steel() -> GradientTexture2D:
	var texture := GradientTexture2D.new()
	texture.width = int(RADIUS * 2.0)
	texture.height = texture.width
	texture.fill = GradientTexture2D.FILL_RADIAL
	texture.fill_from = Vector2(0.36, 0.32)
	texture.fill_to = Vector2(0.98, 0.68)
	texture.gradient = Gradient.new()
	texture.gradient.offsets = PackedFloat32Array([0.0, 0.2, 0.6, 1.0])
	texture.gradient.colors = PackedColorArray(
		[Color("ffffff"), Color("cfd8e3"), Color("7b8899"), Color("303948")]
	)
	return texture
