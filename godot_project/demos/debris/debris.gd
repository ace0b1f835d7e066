extends DemoScene
## A wall of 500 bricks that goes to rubble: each brick breaks into 40 pieces, 20,000 in all, in one
## [DebrisField2D]. They bounce off the slopes, which are physics bodies, and lie down on the ground.
##
## With [code]-- --out=FOLDER[/code] it does so by itself, compares the picture before the break with the
## first one after it, saves both and a film of twelve pictures, and quits.

const COLUMNS := 25
const ROWS := 20
const BRICK := Vector2(24, 16)
const CORNER := Vector2(340, 150)
const PIECES_A_BRICK := 40
const GROUND_Y := 660.0
const BLAST_RADIUS := 90.0
## Of the pixels of the wall, how many may differ between the whole wall and its pieces in place, and by
## how much a channel has to differ to count. The pieces share their vertices to the bit, so nothing shows
## but rounding at the very edge of the wall.
const MOST_CHANGED := 0.001
const CHANGED_BY := 8
## The film: so many pictures, and frames from one to the next.
const PICTURES := 12
const FRAMES_BETWEEN := 12

var _bricks: Array[Polygon2D] = []
## Bricks on the workers, by job.
var _breaking: Dictionary[int, Polygon2D] = {}
var _impact := Vector2.ZERO
var _field := DebrisField2D.new()
## What the break still waits for, when the whole wall goes in one frame.
var _held: Array[Array] = []
var _hold := false


func _ready() -> void:
	bar.describe(
		"Debris",
		"20,000 pieces that land on physics bodies.",
		{"Click": "blow a hole", "Space": "blow it all", "C": "clear away"}
	)
	CutoutBatch.job_completed.connect(_on_job_completed)
	_field.ground_enabled = true
	_field.ground_y = GROUND_Y
	_field.ground_depth = 46.0
	_field.collision_mask = 1
	_field.query_budget = 512
	_field.lifetime = 0.0
	_build_slope(Vector2(190, 500), 0.45)
	_build_slope(Vector2(1090, 510), -0.4)
	add_child(DemoGround.new(GROUND_Y))
	add_child(_field)
	_build_wall()
	if film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	var stats := _field.get_stats()
	var facts: Dictionary[String, String] = {
		"pieces": str(stats["pieces"]),
		"in motion": str(stats["awake"]),
		"draw calls": str(stats["draw_calls"]),
		"rays": str(stats["probes"]),
		"moving them": "%.2f ms" % (stats["step_usec"] / 1000.0),
		"casting rays": "%.2f ms" % (stats["probe_usec"] / 1000.0),
		"showing them": "%.2f ms" % (stats["upload_usec"] / 1000.0),
	}
	bar.tell(facts)


func _play(event: InputEvent) -> void:
	var button := event as InputEventMouseButton
	if button != null and button.pressed:
		_blow((make_input_local(button) as InputEventMouseButton).position, BLAST_RADIUS)
	elif event.is_action_pressed(&"ui_select"):
		_blow(CORNER + BRICK * Vector2(COLUMNS, ROWS) / 2.0, INF)
	elif event is InputEventKey and event.is_pressed() and (event as InputEventKey).keycode == KEY_C:
		_field.clear(1.0)


func _build_wall() -> void:
	var texture: Texture2D = load("res://art/brick_wall.png")
	var scale_to_texture := texture.get_size() / (BRICK * Vector2(COLUMNS, ROWS))
	for row: int in ROWS:
		for column: int in COLUMNS:
			var at := Vector2(column, row) * BRICK
			var brick := Polygon2D.new()
			brick.position = CORNER + at
			brick.polygon = PackedVector2Array(
				[Vector2.ZERO, Vector2(BRICK.x, 0), BRICK, Vector2(0, BRICK.y)]
			)
			brick.texture = texture
			brick.texture_offset = at
			brick.texture_scale = scale_to_texture
			brick.color = Color.from_hsv(0.07, 0.1, 0.9 + 0.1 * sin(row * 7.0 + column * 3.0))
			add_child(brick)
			_bricks.push_back(brick)


func _build_slope(at: Vector2, angle: float) -> void:
	var points := PackedVector2Array(
		[Vector2(-170, -12), Vector2(170, -12), Vector2(170, 12), Vector2(-170, 12)]
	)
	var body := StaticBody2D.new()
	body.position = at
	body.rotation = angle
	var shape := CollisionPolygon2D.new()
	shape.polygon = points
	body.add_child(shape)
	var look := Polygon2D.new()
	look.polygon = points
	look.color = Color(0.35, 0.4, 0.5)
	body.add_child(look)
	add_child(body)


func _blow(at: Vector2, radius: float) -> void:
	_impact = at
	for brick: Polygon2D in _bricks.duplicate():
		if at.distance_to(brick.position + BRICK / 2.0) <= radius:
			_bricks.erase(brick)
			var params := {"fragment_count": PIECES_A_BRICK, "seed": brick.get_index()}
			_breaking[CutoutBatch.submit_fracture(brick.polygon, params)] = brick


func _replace(brick: Polygon2D, fragments: Array) -> void:
	_field.add_from(
		brick,
		fragments,
		{"impact_point": _impact, "impact_speed": 900.0, "impact_radius": 120.0, "seed": brick.get_index()}
	)
	brick.queue_free()
	brick.hide()


func _run_script() -> void:
	await _frames(3)
	var before := await _picture()
	_hold = true
	_blow(CORNER + BRICK * Vector2(COLUMNS, ROWS) * Vector2(0.3, 0.55), INF)
	while _held.size() < COLUMNS * ROWS:
		await get_tree().process_frame
	# All in one frame: the hardest case for what is seen.
	var start := Time.get_ticks_usec()
	var made := 0
	for pair: Array in _held:
		var fragments: Array = pair[1]
		made += fragments.size()
		_replace(pair[0], fragments)
	var usec := Time.get_ticks_usec() - start
	var after := await _picture()
	film.keep("before.png", before)
	film.keep("after.png", after)
	var changed := _changed(before, after)
	print("%d pieces made in %.1f ms: %.2f us each" % [made, usec / 1000.0, float(usec) / made])
	var report := "pixels of the wall that changed with the break: %.4f %%" % (changed * 100.0)
	if changed > MOST_CHANGED:
		film.fail("%s; the pieces do not look like the wall." % report)
		return
	var sheet := await _sheet()
	film.keep("film.png", sheet)
	film.finish(report)


## The pictures of the film, three in a row.
func _sheet() -> Image:
	var size := Vector2i(640, 360)
	var sheet := Image.create_empty(size.x * 3, size.y * ceili(PICTURES / 3.0), false, Image.FORMAT_RGB8)
	for index: int in PICTURES:
		await _frames(FRAMES_BETWEEN if index < 8 else FRAMES_BETWEEN * 4)
		var picture := await _picture()
		picture.resize(size.x, size.y, Image.INTERPOLATE_LANCZOS)
		sheet.blit_rect(picture, Rect2i(Vector2i.ZERO, size), Vector2i(index % 3, floori(index / 3.0)) * size)
	return sheet


## The part of the wall's pixels that differ.
func _changed(before: Image, after: Image) -> float:
	var area := Rect2i(Rect2(CORNER, BRICK * Vector2(COLUMNS, ROWS)).grow(2.0))
	var changed := 0
	for y: int in range(area.position.y, area.end.y):
		for x: int in range(area.position.x, area.end.x):
			var a := before.get_pixel(x, y)
			var b := after.get_pixel(x, y)
			var most := maxf(maxf(absf(a.r - b.r), absf(a.g - b.g)), absf(a.b - b.b))
			changed += 1 if most * 255.0 > CHANGED_BY else 0
	return float(changed) / area.get_area()


func _frames(count: int) -> void:
	for frame: int in count:
		await get_tree().process_frame


func _picture() -> Image:
	var picture := await film.look()
	picture.convert(Image.FORMAT_RGB8)
	return picture


func _on_job_completed(job_id: int, fragments: Array) -> void:
	var brick: Polygon2D = _breaking.get(job_id)
	if brick == null:
		return
	_breaking.erase(job_id)
	if _hold:
		_held.push_back([brick, fragments])
	else:
		_replace(brick, fragments)
