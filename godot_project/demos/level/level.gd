extends DemoScene
## A level of sixty islands that falls to pieces, island after island, through one stream: pushed all at
## once, cut on the workers, handed on in chunks, in order, a frame's worth at a time.
##
## Space holds the stream and lets it go on, press R to begin anew, Escape to leave.

const ISLANDS := 60
const COLUMNS := 10
const CELL := Vector2(126, 84)
const FIRST := Vector2(76, 246)
const PIECES := 40
## How far pieces move apart, as a share of their distance from the middle.
const SPREAD := 0.22

var _outlines: Array[PackedVector2Array] = []
var _whole: Array[Polygon2D] = []
var _stream: CutoutStream
var _next := 0
var _pieces := 0
var _chunks := 0
var _is_done := false


func _ready() -> void:
	RenderingServer.set_default_clear_color(Color(0.11, 0.14, 0.2))
	for index: int in ISLANDS:
		_add_island(index)
	_stream = CutoutBatch.create_stream()
	_stream.chunk_size = 1
	_stream.window = 8
	_stream.results_ready.connect(_on_results_ready)
	_stream.finished.connect(_on_finished)
	if film.is_filming():
		_run_script()
	else:
		_push_all()


func _exit_tree() -> void:
	_stream.stop()


func _process(_delta: float) -> void:
	label.text = (
		"%d of %d islands, %d pieces, in %d chunks   %s\nspace: hold the stream   R: anew"
		% [_next, ISLANDS, _pieces, _chunks, CutoutStream.State.keys()[_stream.state].to_lower()]
	)


func _play(event: InputEvent) -> void:
	if event.is_action_pressed(&"ui_select"):
		if _stream.state == CutoutStream.State.RUNNING:
			_stream.pause()
		elif _stream.state == CutoutStream.State.PAUSED:
			_stream.start()


func _add_island(index: int) -> void:
	var middle := FIRST + Vector2(index % COLUMNS, floorf(float(index) / COLUMNS)) * CELL
	var ring := PackedVector2Array()
	for corner: int in 48:
		var angle := TAU * corner / 48.0
		var wave := 1.0 + 0.12 * sin(angle * 3.0 + index) + 0.07 * sin(angle * 7.0 + index * 2.0)
		ring.push_back(middle + Vector2.from_angle(angle) * Vector2(46, 33) * wave)
	_outlines.push_back(ring)
	var island := Polygon2D.new()
	island.polygon = ring
	island.color = _color_of(index)
	add_child(island)
	_whole.push_back(island)


func _push_all() -> void:
	_stream.start()
	for index: int in ISLANDS:
		var params := {"pattern": "random", "fragment_count": PIECES, "seed": index}
		while not _stream.push(_outlines[index], params):
			await _stream.room_made


func _color_of(index: int) -> Color:
	return Color.from_hsv(0.28 + 0.3 * index / ISLANDS, 0.45, 0.75)


func _on_results_ready(results: Array) -> void:
	_chunks += 1
	for fragments: Array in results:
		var island := _whole[_next]
		var middle := _middle_of(_outlines[_next])
		for fragment: CutoutFragment in fragments:
			var piece := Polygon2D.new()
			piece.polygon = fragment.polygon
			piece.color = island.color.darkened(0.25 * (fragment.index % 4) / 3.0)
			piece.position = (fragment.centroid - middle) * SPREAD
			add_child(piece)
		_pieces += fragments.size()
		island.queue_free()
		_next += 1


func _on_finished() -> void:
	_is_done = true


func _middle_of(ring: PackedVector2Array) -> Vector2:
	var sum := Vector2.ZERO
	for point: Vector2 in ring:
		sum += point
	return sum / ring.size()


func _run_script() -> void:
	for frame: int in 10:
		await get_tree().process_frame
	graph.reset()
	await film.take("level")
	_push_all()
	while not _is_done:
		# Every picture of it: each shows a few islands more.
		await film.take("level")
	await get_tree().process_frame
	await film.take("level")
	if _next != ISLANDS or _pieces < ISLANDS * PIECES:
		film.fail("%d islands gave %d pieces." % [_next, _pieces])
		return
	film.finish("level: %d islands, %d pieces, %d chunks" % [_next, _pieces, _chunks])
