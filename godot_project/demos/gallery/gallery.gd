extends DemoScene
## Ten drawn objects, each broken by another pattern through the one call that most games need:
## [code]await CutoutBatch.fracture_object(sprite, params)[/code].
##
## With [code]-- --out=FOLDER[/code] it saves a picture before and after, prints a table and quits.

## What is shown: the image, and how it breaks.
const EXHIBITS: Array[Dictionary] = [
	{"art": "crate", "params": {"pattern": "slices_parallel", "slice_count": 6, "parallel_angle": 80.0}},
	{"art": "brick_wall", "params": {"pattern": "bricks"}},
	{
		"art": "window_pane",
		# From where the stone went through.
		"params":
		{
			"pattern": "spiderweb",
			"origin": Vector2(-46, 56),
			"ring_count": 4,
			"ring_size": 52.0,
			"points_per_ring": 11
		}
	},
	{"art": "rock", "params": {"pattern": "random", "fragment_count": 14}},
	{"art": "ring", "params": {"pattern": "slices_chaotic", "slice_count": 5}},
	{"art": "leaf", "params": {"pattern": "slice"}},
	{"art": "gear", "params": {"pattern": "grid", "grid_rows": 4, "grid_cols": 4}},
	{"art": "vase", "params": {"pattern": "impact", "fragment_count": 24}},
	{"art": "cheese", "params": {"pattern": "hexagonal", "fragment_count": 16}},
	{
		"art": "boom",
		"params":
		{
			"pattern": "points",
			"points":
			[
				Vector2(-120, -20),
				Vector2(-70, 30),
				Vector2(-30, -25),
				Vector2(10, 25),
				Vector2(60, -20),
				Vector2(95, 30),
				Vector2(130, -10),
			],
		}
	},
]
const COLUMNS := 5
const CELL := Vector2(250, 330)
const FIRST := Vector2(140, 180)
## The longer side of an exhibit on screen, pixels.
const SIZE := 190.0
## How far down all of it is where the bar is shown, pixels.
const BELOW_BAR := 36.0
## How far a piece moves away from its object's centre, as a share of its distance.
const SPREAD := 0.13
const ROW := "%-12s  %-16s %8s %6s %7s %11s %12s %15s"

var _sprites: Array[Sprite2D] = []
var _pieces: Array[Node] = []
var _last_job := 0


func _ready() -> void:
	CutoutBatch.job_completed.connect(_on_job_completed)
	_hang_exhibits()
	bar.describe("Gallery", "Ten drawn things, ten patterns.", {"Click": "break a thing"})
	if film.is_filming():
		# The pictures of the docs are of the exhibits alone.
		bar.hide()
		_run_script()
	else:
		position.y = BELOW_BAR


func _play(event: InputEvent) -> void:
	var button := event as InputEventMouseButton
	if button == null or not button.pressed:
		return
	for index: int in EXHIBITS.size():
		var sprite := _sprites[index]
		if is_instance_valid(sprite):
			var at := (sprite.make_input_local(button) as InputEventMouseButton).position
			if sprite.get_rect().has_point(at):
				_break_exhibit(index)
				return


func _hang_exhibits() -> void:
	for index: int in EXHIBITS.size():
		var exhibit := EXHIBITS[index]
		var sprite := Sprite2D.new()
		sprite.name = exhibit["art"]
		sprite.texture = load("res://art/%s.png" % exhibit["art"])
		var place := Vector2(index % COLUMNS, floorf(float(index) / COLUMNS))
		sprite.position = FIRST + place * CELL
		var size := sprite.texture.get_size()
		sprite.scale = Vector2.ONE * SIZE / maxf(size.x, size.y)
		add_child(sprite)
		_sprites.append(sprite)
		var label := Label.new()
		label.text = "%s\n%s" % [exhibit["art"], exhibit["params"]["pattern"]]
		label.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
		label.size = Vector2(CELL.x, 50)
		label.position = sprite.position + Vector2(-CELL.x / 2.0, SIZE / 2.0 + 22.0)
		add_child(label)


## Breaks one exhibit and moves its pieces apart; one row of the table, empty when it failed.
func _break_exhibit(index: int) -> PackedStringArray:
	var exhibit := EXHIBITS[index]
	var center := _sprites[index].global_position
	var start := Time.get_ticks_usec()
	var pieces: Array = await CutoutBatch.fracture_object(_sprites[index], exhibit["params"])
	var elapsed := Time.get_ticks_usec() - start
	for piece: Node2D in pieces:
		_pieces.append(piece)
		var polygon := piece as Polygon2D
		if polygon != null:
			piece.global_position += (piece.to_global(_middle_of(polygon.polygon)) - center) * SPREAD
	var report := CutoutBatch.get_job_report(_last_job)
	if pieces.is_empty() or report.is_empty():
		return []
	var area_in: float = report["area_in"]
	var area_error := absf(report["area_out"] - area_in) / area_in
	return [
		exhibit["art"],
		exhibit["params"]["pattern"],
		str(report["vertices"]),
		str(report["holes"]),
		str(pieces.size()),
		"%.1fe-15" % (area_error * 1e15),
		"%.0f" % report["run_usec"],
		"%.1f" % (elapsed / 1000.0),
	]


func _middle_of(points: PackedVector2Array) -> Vector2:
	var sum := Vector2.ZERO
	for point: Vector2 in points:
		sum += point
	return sum / maxi(points.size(), 1)


func _run_script() -> void:
	await _take("before.png")
	var lines := PackedStringArray()
	var head := [
		"object", "pattern", "vertices", "holes", "pieces", "area error", "geometry us", "ms to screen"
	]
	lines.append(ROW % head)
	for index: int in EXHIBITS.size():
		var row := await _break_exhibit(index)
		if row.is_empty():
			film.fail("%s could not be broken." % EXHIBITS[index]["art"])
			return
		lines.append(ROW % Array(row))
	await _take("after.png")
	film.finish("\n".join(lines))


func _take(file: String) -> void:
	await get_tree().process_frame
	var picture := await film.look()
	film.keep(file, picture)


func _on_job_completed(job_id: int, _result: Array) -> void:
	_last_job = job_id
