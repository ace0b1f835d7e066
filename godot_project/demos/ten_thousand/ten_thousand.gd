extends DemoScene
## Ten thousand pieces with the frame's time on screen: a hundred crates break into a hundred pieces each.
## The pieces go to a [DebrisField2D], which moves and draws them all at once.

const CRATES := 100
const COLUMNS := 20
const PIECES := 100
const CELL := Vector2(62, 78)
const FIRST := Vector2(51, 190)
const SIDE := 56.0
const GROUND_Y := 630.0
## Pixels a second that a piece gets next to the middle of its crate; the mass of a crate is 1.
const FORCE := 160.0

var _crates: Array[Sprite2D] = []
# Those that are broken, or about to be.
var _breaking: Dictionary[int, bool] = {}
var _broken := 0
var _field := DebrisField2D.new()


func _ready() -> void:
	bar.describe(
		"Ten thousand",
		"100 crates, 100 pieces each, in one DebrisField2D.",
		{"Click": "break a crate", "Space": "break them all"}
	)
	add_child(DemoGround.new(GROUND_Y))
	_field.bodies_per_break = 0
	_field.max_pieces = CRATES * PIECES * 2
	_field.lifetime = 0.0
	_field.ground_enabled = true
	_field.ground_y = GROUND_Y
	# They lie in a heap with some depth to it, not on a line.
	_field.ground_depth = 80.0
	add_child(_field)
	var art: Texture2D = load("res://art/crate.png")
	for index: int in CRATES:
		var crate := Sprite2D.new()
		crate.texture = art
		crate.position = FIRST + Vector2(index % COLUMNS, floorf(float(index) / COLUMNS)) * CELL
		crate.scale = Vector2.ONE * SIDE / art.get_width()
		add_child(crate)
		_crates.push_back(crate)
	if film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	var stats := _field.get_stats()
	var facts: Dictionary[String, String] = {
		"crates broken": "%d of %d" % [_broken, CRATES],
		"pieces": str(stats["pieces"]),
		"in motion": str(stats["awake"]),
		"draw calls": str(stats["draw_calls"]),
		"moving them": "%.2f ms" % (stats["step_usec"] / 1000.0),
		"showing them": "%.2f ms" % (stats["upload_usec"] / 1000.0),
	}
	bar.tell(facts)


func _play(event: InputEvent) -> void:
	var button := event as InputEventMouseButton
	if event.is_action_pressed(&"ui_select"):
		_break_all()
	elif button != null and button.pressed:
		for index: int in CRATES:
			if (
				_stands(index)
				and _crates[index].get_rect().has_point(_crates[index].make_input_local(event).position)
			):
				_break_crate(index)


func _break_all() -> void:
	bar.graph.reset()
	for index: int in _crates.size():
		if _stands(index):
			_break_crate(index)


func _stands(index: int) -> bool:
	return is_instance_valid(_crates[index]) and not _breaking.has(index)


func _break_crate(index: int) -> void:
	_breaking[index] = true
	var params := {"pattern": "impact", "fragment_count": PIECES, "seed": index, "edge_padding": 0.0}
	var options := {"debris": _field, "force": FORCE, "density": 1.0 / (SIDE * SIDE)}
	var pieces: Array = await CutoutBatch.fracture_object(_crates[index], params, options)
	_broken += int(not pieces.is_empty())


func _run_script() -> void:
	for frame: int in 20:
		await get_tree().process_frame
	bar.graph.reset()
	await film.take("ten_thousand")
	DemoHand.click(get_viewport(), _crates[47].position)
	while _broken < 1:
		await get_tree().process_frame
	await film.take_series("ten_thousand", 2, 8)
	DemoHand.press(get_viewport(), KEY_SPACE)
	var frames := 0
	while _broken < CRATES:
		await get_tree().process_frame
		frames += 1
		if frames % 3 == 0:
			await film.take("ten_thousand")
	await film.take_series("ten_thousand", 8, 15)
	var pieces := _field.get_piece_count()
	if pieces < CRATES * PIECES * 9 / 10:
		film.fail("%d pieces." % pieces)
		return
	film.finish("ten thousand: %d pieces after %d frames" % [pieces, frames])
