extends DemoScene
## A wall of 500 bricks, and a ball that goes through it. Every brick is a body with a [Destructible2D] in
## it; the ball tells those that it meets, and pieces get the ball's push.
##
## Click to throw a ball, press R to build the wall anew, Escape to leave.

const COLUMNS := 20
const ROWS := 25
const BRICK := Vector2(32, 20)
const CORNER := Vector2(560, 160)
const GROUND_Y := 660.0
const BALL_RADIUS := 46.0
const BALL_SPEED := 320.0
## Impulse that a brick's pieces share.
const PUSH := 45.0
const PIECES := 12

var _broken := 0
var _pieces := 0


func _ready() -> void:
	RenderingServer.set_default_clear_color(Color(0.16, 0.18, 0.24))
	add_child(DemoGround.new(GROUND_Y, Color(0.24, 0.27, 0.25)))
	_build_wall()
	if film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	label.text = (
		"%d bricks broken into %d pieces, %d bodies there\nclick: a ball   R: build anew"
		% [_broken, _pieces, CutoutBatch.keeper.living_bodies()]
	)


func _play(event: InputEvent) -> void:
	if event is InputEventMouseButton and event.is_pressed():
		_throw_ball(get_global_mouse_position())


func _build_wall() -> void:
	var params: Resource = ClassDB.instantiate(&"CutoutFractureParams")
	params.set(&"pattern", "random")
	params.set(&"fragment_count", PIECES)
	params.set(&"edge_padding", 0.0)
	var options := CutoutBreakOptions.new()
	options.lifetime = 6.0
	options.lifetime_spread = 4.0
	options.fade_time = 0.5
	for index: int in COLUMNS * ROWS:
		var place := Vector2(index % COLUMNS, floorf(float(index) / COLUMNS))
		var brick := StaticBody2D.new()
		brick.position = CORNER + (place + Vector2(0.5, 0.5)) * BRICK
		var shown := Polygon2D.new()
		var half := BRICK / 2.0 - Vector2(0.75, 0.75)
		shown.polygon = PackedVector2Array([-half, Vector2(half.x, -half.y), half, Vector2(-half.x, half.y)])
		# All have one outline, so the geometry of most comes from the cache.
		shown.color = Color.from_hsv(0.02 + 0.03 * _noise(index), 0.6, 0.5 + 0.3 * _noise(index * 7 + 3))
		brick.add_child(shown)
		var shape := CollisionShape2D.new()
		var rectangle := RectangleShape2D.new()
		rectangle.size = BRICK
		shape.shape = rectangle
		brick.add_child(shape)
		var destructible := Destructible2D.new()
		destructible.params = params
		destructible.options = options
		destructible.broken.connect(_on_brick_broken)
		brick.add_child(destructible)
		brick.add_to_group(&"bricks")
		add_child(brick)


## A number from 0 to 1 that looks like chance and is the same each time.
func _noise(index: int) -> float:
	return fposmod(sin(index * 12.9898) * 43758.5453, 1.0)


func _throw_ball(at: Vector2) -> void:
	var ball := AnimatableBody2D.new()
	ball.sync_to_physics = false
	var shape := CollisionShape2D.new()
	var circle := CircleShape2D.new()
	circle.radius = BALL_RADIUS
	shape.shape = circle
	ball.add_child(shape)
	var shown := Polygon2D.new()
	var ring := PackedVector2Array()
	for index: int in 40:
		ring.push_back(Vector2.from_angle(TAU * index / 40.0) * BALL_RADIUS)
	shown.polygon = ring
	shown.color = Color(0.85, 0.86, 0.9)
	ball.add_child(shown)
	var reach := Area2D.new()
	var reach_shape := CollisionShape2D.new()
	var reach_circle := CircleShape2D.new()
	# It meets a brick some frames before it touches it, which is how long a break takes.
	reach_circle.radius = BALL_RADIUS + 36.0
	reach_shape.shape = reach_circle
	reach.add_child(reach_shape)
	reach.body_entered.connect(_on_ball_met.bind(ball))
	ball.add_child(reach)
	ball.position = Vector2(-BALL_RADIUS, at.y)
	add_child(ball)
	var flight := create_tween().set_process_mode(Tween.TWEEN_PROCESS_PHYSICS)
	var way := 1280.0 + 4.0 * BALL_RADIUS
	flight.tween_property(ball, ^"position:x", way, way / BALL_SPEED).as_relative()
	flight.tween_callback(ball.queue_free)


func _on_ball_met(body: Node2D, ball: Node2D) -> void:
	if not body.is_in_group(&"bricks"):
		return
	for child: Node in body.get_children():
		if child is Destructible2D:
			(child as Destructible2D).fracture(ball.global_position, PUSH)


func _on_brick_broken(pieces: Array) -> void:
	_broken += 1
	_pieces += pieces.size()


func _run_script() -> void:
	for frame: int in 20:
		await get_tree().process_frame
	graph.reset()
	await film.take("wall")
	_throw_ball(Vector2(0, 400))
	await film.take_series("wall", 16, 18)
	if _broken < 60 or _pieces < _broken * PIECES / 2:
		film.fail("%d bricks broke into %d pieces." % [_broken, _pieces])
		return
	film.finish("wall: %d bricks broke into %d pieces" % [_broken, _pieces])
