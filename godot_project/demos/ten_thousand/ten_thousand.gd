extends Node2D
## Ten thousand pieces with the frame's time on screen: a hundred crates break into a hundred pieces each,
## and the pieces are made over as many frames as it takes to keep each of them short.
##
## Space breaks all crates, press R to begin anew, Escape to leave.

const CRATES := 100
const COLUMNS := 14
const PIECES := 100
const CELL := Vector2(84, 62)
const FIRST := Vector2(92, 212)
const SIDE := 54.0

var _crates: Array[Sprite2D] = []
var _broken := 0
var _pieces: Array[Node2D] = []

@onready var _film: DemoFilm = $Film
@onready var _graph: DemoFrameGraph = $Overlay/FrameGraph
@onready var _label: Label = $Overlay/Label


func _ready() -> void:
	RenderingServer.set_default_clear_color(Color(0.15, 0.15, 0.18))
	var art: Texture2D = load("res://art/crate.png")
	for index: int in CRATES:
		var crate := Sprite2D.new()
		crate.texture = art
		crate.position = FIRST + Vector2(index % COLUMNS, floorf(float(index) / COLUMNS)) * CELL
		crate.scale = Vector2.ONE * SIDE / art.get_width()
		add_child(crate)
		_crates.push_back(crate)
	if _film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	_label.text = (
		"%d of %d crates broken, %d pieces\nspace: break all   R: anew" % [_broken, CRATES, _pieces.size()]
	)


func _unhandled_input(event: InputEvent) -> void:
	if event.is_action_pressed(&"ui_cancel"):
		get_tree().quit()
	elif event.is_action_pressed(&"ui_select"):
		_break_all()
	elif event is InputEventKey and event.is_pressed() and (event as InputEventKey).keycode == KEY_R:
		get_tree().reload_current_scene()


func _break_all() -> void:
	_graph.reset()
	for index: int in _crates.size():
		if is_instance_valid(_crates[index]) and not _crates[index].is_queued_for_deletion():
			_break_crate(index)
	_crates.clear()


func _break_crate(index: int) -> void:
	var params := {"pattern": "impact", "fragment_count": PIECES, "seed": index, "edge_padding": 0.0}
	var center := _crates[index].global_position
	var pieces: Array = await CutoutBatch.fracture_object(_crates[index], params)
	_broken += int(not pieces.is_empty())
	for piece: Node2D in pieces:
		piece.global_position += (piece.global_position - center) * 0.25
		_pieces.push_back(piece)


func _run_script() -> void:
	for frame: int in 20:
		await get_tree().process_frame
	await _film.take("ten_thousand")
	_break_all()
	var frames := 0
	while _broken < CRATES:
		await get_tree().process_frame
		frames += 1
		if frames % 20 == 0:
			await _film.take("ten_thousand")
	for frame: int in 5:
		await get_tree().process_frame
	await _film.take("ten_thousand")
	if _pieces.size() < CRATES * PIECES * 9 / 10:
		_film.fail("%d pieces." % _pieces.size())
		return
	_film.finish("ten thousand: %d pieces in %d frames" % [_pieces.size(), frames])
