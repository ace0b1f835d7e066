extends DemoScene
## Ten thousand pieces with the frame's time on screen: a hundred crates break into a hundred pieces each.
## The pieces go to a [DebrisField2D], which moves and draws them all at once.
##
## Space breaks all crates, press R to begin anew, Escape to leave.

const CRATES := 100
const COLUMNS := 14
const PIECES := 100
const CELL := Vector2(84, 62)
const FIRST := Vector2(92, 226)
const SIDE := 54.0
const GROUND_Y := 700.0
## Pixels a second that a piece gets next to the middle of its crate; the mass of a crate is 1.
const FORCE := 160.0

var _crates: Array[Sprite2D] = []
var _broken := 0
var _field: Node2D


func _ready() -> void:
	RenderingServer.set_default_clear_color(Color(0.15, 0.15, 0.18))
	_field = ClassDB.instantiate(&"DebrisField2D")
	_field.set(&"bodies_per_break", 0)
	_field.set(&"max_pieces", CRATES * PIECES * 2)
	_field.set(&"lifetime", 0.0)
	_field.set(&"ground_enabled", true)
	_field.set(&"ground_y", GROUND_Y)
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
	label.text = (
		"%d of %d crates broken, %d pieces\nspace: break all   R: anew"
		% [_broken, CRATES, _field.call(&"get_piece_count")]
	)


func _play(event: InputEvent) -> void:
	if event.is_action_pressed(&"ui_select"):
		_break_all()


func _break_all() -> void:
	graph.reset()
	for index: int in _crates.size():
		if is_instance_valid(_crates[index]) and not _crates[index].is_queued_for_deletion():
			_break_crate(index)


func _break_crate(index: int) -> void:
	var params := {"pattern": "impact", "fragment_count": PIECES, "seed": index, "edge_padding": 0.0}
	var options := {"debris": _field, "force": FORCE, "density": 1.0 / (SIDE * SIDE)}
	var pieces: Array = await CutoutBatch.fracture_object(_crates[index], params, options)
	_broken += int(not pieces.is_empty())


func _run_script() -> void:
	for frame: int in 20:
		await get_tree().process_frame
	await film.take("ten_thousand")
	_break_all()
	var frames := 0
	while _broken < CRATES:
		await get_tree().process_frame
		frames += 1
		if frames % 6 == 0:
			await film.take("ten_thousand")
	await film.take_series("ten_thousand", 6, 15)
	var pieces: int = _field.call(&"get_piece_count")
	if pieces < CRATES * PIECES * 9 / 10:
		film.fail("%d pieces." % pieces)
		return
	film.finish("ten thousand: %d pieces after %d frames" % [pieces, frames])
