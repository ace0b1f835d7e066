extends DemoScene
## A wall of 500 bricks, and a ball that goes through it. Every brick is a body that rests, with a
## [Destructible2D] in it: the ball breaks those that it meets, and those that nothing carries any longer fall
## down and break when they land hard.
##
## Of the pieces of each brick the largest are bodies, the others debris in one [DebrisField2D].

const COLUMNS := 20
const ROWS := 25
const BRICK := Vector2(36, 18)
const CORNER := Vector2(520, 220)
const GROUND_Y := CORNER.y + ROWS * BRICK.y
const PIECES := 12
## Pieces of a brick that are bodies.
const BODIES := 3
## Impulse that a brick's pieces share.
const PUSH := 60.0
## Impulse at which a falling brick breaks.
const HARD_LANDING := 260.0
## Where there is a whole brick in the picture, and how large one is there, in pixels.
const BRICKS_IN_ART: Array[Vector2] = [
	Vector2(53, 105),
	Vector2(102, 105),
	Vector2(151, 105),
	Vector2(200, 105),
	Vector2(28, 130),
	Vector2(77, 130),
	Vector2(126, 130),
	Vector2(175, 130),
	Vector2(53, 155),
	Vector2(102, 155),
	Vector2(151, 155),
]
const BRICK_IN_ART := Vector2(49, 25)

## The bricks that stand, by row and column.
var _standing: Dictionary[Vector2i, RigidBody2D] = {}
var _field := DebrisField2D.new()
var _params := CutoutSiteParams.new()
var _options := CutoutBreakOptions.new()
var _broken := 0
var _pieces := 0
var _fell := 0


func _ready() -> void:
	bar.describe(
		"Wall", "500 bricks, 12 pieces each, as bodies and debris.", {"Click": "throw a ball at that height"}
	)
	add_child(DemoGround.new(GROUND_Y))
	_field.bodies_per_break = BODIES
	_field.ground_enabled = true
	_field.ground_y = GROUND_Y
	_field.ground_depth = 30.0
	_field.collision_mask = 1
	_field.query_budget = 512
	_field.z_index = 1
	add_child(_field)
	_params.fragment_count = PIECES
	_params.edge_padding = 0.0
	_options.debris = _field
	_options.density = 0.0015
	for row: int in ROWS:
		for column: int in COLUMNS:
			_add_brick(Vector2i(column, row))
	if film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	var facts: Dictionary[String, String] = {
		"bricks broken": str(_broken),
		"fell": str(_fell),
		"pieces": str(_pieces),
		"bodies": str(CutoutBatch.keeper.living_bodies()),
	}
	bar.tell(facts)


func _physics_process(_delta: float) -> void:
	_let_fall_what_hangs()


func _play(event: InputEvent) -> void:
	var button := event as InputEventMouseButton
	if button != null and button.pressed:
		_throw_ball((make_input_local(button) as InputEventMouseButton).position.y)


func _add_brick(cell: Vector2i) -> void:
	var brick := RigidBody2D.new()
	# Every second course is set off by half a brick.
	brick.position = CORNER + (Vector2(cell) + Vector2(0.5 + 0.5 * (cell.y % 2), 0.5)) * BRICK
	brick.freeze = true
	brick.collision_mask |= DemoGround.LAYER
	var shown := Polygon2D.new()
	var half := BRICK / 2.0
	shown.polygon = PackedVector2Array([-half, Vector2(half.x, -half.y), half, Vector2(-half.x, half.y)])
	shown.texture = preload("res://art/brick_wall.png")
	shown.texture_scale = BRICK_IN_ART / BRICK
	var chosen := hash(cell)
	shown.texture_offset = half + BRICKS_IN_ART[chosen % BRICKS_IN_ART.size()] / shown.texture_scale
	brick.add_child(shown)
	var shape := CollisionShape2D.new()
	shape.shape = RectangleShape2D.new()
	(shape.shape as RectangleShape2D).size = BRICK
	brick.add_child(shape)
	var destructible := Destructible2D.new()
	destructible.name = "Destructible"
	# All have one outline and one of eight seeds, so most of the geometry comes from the cache.
	destructible.params = _params.duplicate()
	destructible.params.set(&"seed", chosen % 8)
	destructible.options = _options
	destructible.broken.connect(_on_brick_broken.bind(cell))
	brick.add_child(destructible)
	add_child(brick)
	_standing[cell] = brick


func _throw_ball(y: float) -> void:
	var ball := DemoBall.new()
	ball.position = Vector2(-DemoBall.RADIUS, minf(y, GROUND_Y - DemoBall.RADIUS))
	ball.hit.connect(_on_ball_hit.bind(ball))
	add_child(ball)


## A brick is carried by the ground, or by one of the two that it lies on.
func _let_fall_what_hangs() -> void:
	for row: int in range(ROWS - 2, -1, -1):
		for column: int in COLUMNS:
			var cell := Vector2i(column, row)
			if _standing.has(cell) and not _is_carried(cell):
				var brick := _standing[cell]
				_standing.erase(cell)
				_fell += 1
				(brick.get_node(^"Destructible") as Destructible2D).impact_threshold = HARD_LANDING
				brick.freeze = false


func _is_carried(cell: Vector2i) -> bool:
	var left := Vector2i(cell.x - 1 + cell.y % 2, cell.y + 1)
	return _standing.has(left) or _standing.has(left + Vector2i.RIGHT)


func _on_ball_hit(body: Node2D, ball: Node2D) -> void:
	var destructible := body.get_node_or_null(^"Destructible") as Destructible2D
	if destructible != null:
		destructible.fracture(ball.global_position, PUSH)


func _on_brick_broken(_made: Array, cell: Vector2i) -> void:
	_standing.erase(cell)
	_broken += 1
	_pieces += PIECES


func _run_script() -> void:
	for frame: int in 20:
		await get_tree().process_frame
	bar.graph.reset()
	await film.take("wall")
	DemoHand.click(get_viewport(), Vector2(200, 470))
	await get_tree().process_frame
	var ball: Variant = find_children("*", "DemoBall", false, false)[0]
	# Where bricks take their time it waits for them.
	while is_instance_valid(ball):
		await film.take_series("wall", 1, 15)
	await film.take_series("wall", 4, 15)
	if _broken < 150 or _fell < 100:
		film.fail("%d bricks broke and %d fell." % [_broken, _fell])
		return
	film.finish("wall: %d bricks broke into %d pieces, %d fell" % [_broken, _pieces, _fell])
