extends DemoScene
## A level that falls to pieces through one stream. Where it is clicked a wave begins: each block that it
## reaches is pushed, cut on the workers, and handed on in the order of the pushes, as much as a frame has
## time for. The pieces go to one [DebrisField2D]; what the wave has not reached yet still carries them.

const COLUMNS := 20
const ROWS := 5
const BLOCKS := COLUMNS * ROWS
const CELL := Vector2(64, 64)
const TOP := 350.0
const GROUND_Y := TOP + ROWS * CELL.y
## Crates stand on the hills here, and fall when the hills do.
const CRATES_AT: Array[float] = [330.0, 386.0, 790.0, 1010.0, 1064.0]
const CRATE_SIDE := 48.0
const PIECES := 24
## Pixels a second at which the wave grows.
const WAVE_SPEED := 420.0
## Pixels a second that the pieces next to where it began get.
const PUSH := 260.0

var _stream: CutoutStream
var _field := DebrisField2D.new()
## The blocks that stand.
var _blocks: Array[StaticBody2D] = []
## Those that are with the stream, in the order of the pushes.
var _pushed: Array[StaticBody2D] = []
var _center := Vector2.INF
var _reach := 0.0
var _is_held := false
var _broken := 0
var _pieces := 0


func _ready() -> void:
	bar.describe(
		"Level",
		"%d blocks, broken piece by piece through a stream." % BLOCKS,
		{"Click": "begin there", "Space": "hold the stream, let it go on"}
	)
	_field.texture_repeat = TEXTURE_REPEAT_ENABLED
	_field.collision_mask = 1
	_field.query_budget = 768
	_field.ground_enabled = true
	_field.ground_y = GROUND_Y
	_field.ground_depth = 44.0
	add_child(DemoGround.new(GROUND_Y))
	add_child(_field)
	var stone := _make_stone()
	for index: int in BLOCKS:
		_add_block(Vector2(index % COLUMNS, floorf(float(index) / COLUMNS)), stone)
	for x: float in CRATES_AT:
		_add_crate(x)
	_stream = CutoutBatch.create_stream()
	_stream.chunk_size = 4
	_stream.window = 16
	_stream.results_ready.connect(_on_results_ready)
	_stream.start()
	if film.is_filming():
		_run_script()


func _exit_tree() -> void:
	_stream.stop()


func _process(_delta: float) -> void:
	var facts: Dictionary[String, String] = {
		"blocks broken": "%d of %d" % [_broken, BLOCKS],
		"in the stream": str(_pushed.size()),
		"pieces": str(_pieces),
		"stream": "held" if _is_held else (CutoutStream.State.keys()[_stream.state] as String).to_lower(),
	}
	bar.tell(facts)


func _physics_process(delta: float) -> void:
	if _center == Vector2.INF or _is_held:
		return
	_reach += WAVE_SPEED * delta
	while not _blocks.is_empty() and _blocks[0].position.distance_to(_center) <= _reach:
		var params := {"pattern": "poisson", "fragment_count": PIECES, "seed": _broken + _pushed.size()}
		# Where the stream has no room the wave waits.
		if not _stream.push(_face_of(_blocks[0]).polygon, params):
			break
		_pushed.push_back(_blocks.pop_front())


func _play(event: InputEvent) -> void:
	var button := event as InputEventMouseButton
	if event.is_action_pressed(&"ui_select"):
		_is_held = not _is_held
		if _is_held:
			_stream.pause()
		else:
			_stream.start()
	elif button != null and button.pressed and _center == Vector2.INF:
		_begin((make_input_local(button) as InputEventMouseButton).position)


func _begin(at: Vector2) -> void:
	_center = at
	_blocks.sort_custom(
		func(a: Node2D, b: Node2D) -> bool: return a.position.distance_to(at) < b.position.distance_to(at)
	)


func _add_block(cell: Vector2, stone: Texture2D) -> void:
	var left := cell.x * CELL.x
	var height := TOP + cell.y * CELL.y
	var ring := PackedVector2Array()
	# The uppermost follow the hills; the others are squares below them.
	for step: int in 9:
		var x := left + CELL.x * step / 8.0
		ring.push_back(Vector2(x, _hill_at(x) if cell.y == 0.0 else height))
	ring.append_array([Vector2(left + CELL.x, height + CELL.y), Vector2(left, height + CELL.y)])
	var block := StaticBody2D.new()
	block.position = Vector2(left, height) + CELL / 2.0
	var shades := PackedColorArray()
	var face := Polygon2D.new()
	face.name = "Face"
	face.polygon = Transform2D(0.0, -block.position) * ring
	face.texture = stone
	face.texture_repeat = TEXTURE_REPEAT_ENABLED
	face.texture_offset = block.position
	# The deeper, the darker.
	for point: Vector2 in ring:
		shades.push_back(Color.WHITE.darkened(0.5 * (point.y - TOP) / (GROUND_Y - TOP)))
	face.vertex_colors = shades
	block.add_child(face)
	var solid := CollisionPolygon2D.new()
	solid.polygon = face.polygon
	block.add_child(solid)
	if cell.y == 0.0:
		var grass := Line2D.new()
		grass.points = face.polygon.slice(0, 9)
		grass.width = 9.0
		grass.default_color = Color("6fae4d")
		block.add_child(grass)
	add_child(block)
	_blocks.push_back(block)


func _add_crate(x: float) -> void:
	var crate := RigidBody2D.new()
	crate.collision_mask |= DemoGround.LAYER
	# The engine wakes no body when what it rests on goes.
	crate.can_sleep = false
	crate.position = Vector2(x, _hill_at(x) - CRATE_SIDE / 2.0 - 4.0)
	var shape := CollisionShape2D.new()
	shape.shape = RectangleShape2D.new()
	(shape.shape as RectangleShape2D).size = Vector2.ONE * CRATE_SIDE
	crate.add_child(shape)
	var shown := Sprite2D.new()
	shown.texture = preload("res://art/crate.png")
	shown.scale = Vector2.ONE * CRATE_SIDE / shown.texture.get_width()
	crate.add_child(shown)
	add_child(crate)


func _hill_at(x: float) -> float:
	return TOP - 20.0 + 26.0 * sin(x * 0.009) + 14.0 * sin(x * 0.023 + 1.0)


## Stone that repeats without a seam.
func _make_stone() -> Texture2D:
	var noise := FastNoiseLite.new()
	noise.noise_type = FastNoiseLite.TYPE_CELLULAR
	noise.cellular_return_type = FastNoiseLite.RETURN_CELL_VALUE
	noise.frequency = 0.022
	noise.domain_warp_enabled = true
	noise.domain_warp_amplitude = 12.0
	var image := noise.get_seamless_image(512, 512)
	image.convert(Image.FORMAT_RGB8)
	var ramp := Gradient.new()
	ramp.colors = PackedColorArray([Color("5d4a3b"), Color("a08263")])
	for y: int in image.get_height():
		for x: int in image.get_width():
			image.set_pixel(x, y, ramp.sample(image.get_pixel(x, y).r))
	return ImageTexture.create_from_image(image)


func _face_of(block: StaticBody2D) -> Polygon2D:
	return block.get_node(^"Face")


func _on_results_ready(results: Array) -> void:
	for fragments: Array in results:
		var block: StaticBody2D = _pushed.pop_front()
		var blow := {"impact_point": _center, "impact_speed": PUSH, "impact_radius": 120.0, "seed": _broken}
		_field.add_from(_face_of(block), fragments, blow)
		block.queue_free()
		_broken += 1
		_pieces += fragments.size()


func _run_script() -> void:
	for frame: int in 10:
		await get_tree().process_frame
	bar.graph.reset()
	await film.take("level")
	DemoHand.click(get_viewport(), Vector2(400, 360))
	await film.take_series("level", 9, 8)
	DemoHand.press(get_viewport(), KEY_SPACE)
	var held := _broken
	await film.take_series("level", 3, 8)
	if _broken > held:
		film.fail("held, and yet %d blocks more broke." % (_broken - held))
		return
	DemoHand.press(get_viewport(), KEY_SPACE)
	await film.take_series("level", 12, 12)
	if _broken != BLOCKS or _pieces < BLOCKS * PIECES / 2:
		film.fail("%d blocks gave %d pieces." % [_broken, _pieces])
		return
	film.finish("level: %d blocks, %d pieces" % [_broken, _pieces])
