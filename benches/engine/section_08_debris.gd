extends CutoutBenchSection
## Pieces that need no body: making them, and what 20,000 cost a frame.
##
## "Plain" is what a game does without the addon: from the same fragments a node for each piece, one by one.

const BREAKS := 500
const PIECES := 40
const PLAIN_BREAKS := 25
const ROUNDS := 12
const TICKS := 300
const GROUND_Y := 600.0

var _results: Array[Array] = []
var _texture: Texture2D
var _options: Dictionary


func title() -> String:
	return "Debris: %d breaks of %d pieces" % [BREAKS, PIECES]


func run() -> void:
	_texture = ImageTexture.create_from_image(Image.create_empty(64, 64, false, Image.FORMAT_RGBA8))
	_options = {
		"texture": _texture,
		"uv_transform": Transform2D(0.0, Vector2(32, 32)),
		"impact_speed": 900.0,
		"impact_point": Vector2(300, 200),
	}
	await _fracture()
	# Where nothing can be drawn the engine sleeps each frame, by default for 6.9 ms: shown means work alone.
	var sleep := OS.low_processor_usage_mode_sleep_usec
	OS.low_processor_usage_mode_sleep_usec = 1
	var field := _field()
	var debris := Vector2.INF
	var polygons := Vector2.INF
	var bodies := Vector2.INF
	for turn: int in ROUNDS:
		debris = debris.min(await _make_debris(field))
		polygons = polygons.min(await _make_plain(false))
		bodies = bodies.min(await _make_plain(true))
	field.queue_free()
	OS.low_processor_usage_mode_sleep_usec = sleep
	row("making a piece, debris", debris.x, "µs")
	row("making a piece, plain Polygon2D", polygons.x, "µs")
	row("making a piece, plain body with shape and polygon", bodies.x, "µs")
	row("the same and the frame that shows it, debris", debris.y, "µs")
	row("the same and the frame that shows it, plain Polygon2D", polygons.y, "µs")
	row("the same and the frame that shows it, plain body", bodies.y, "µs")
	row("debris shown, times as many a millisecond as plain polygons", polygons.y / debris.y, "times")
	row(
		"debris shown, times as many a millisecond as plain bodies",
		bodies.y / debris.y,
		"times",
		Bound.AT_LEAST,
		40.0
	)
	await _whole_breaks()
	await _frame("a ground line", 0)
	await _frame("a ground line and 128 rays a tick", 1)


func _fracture() -> void:
	var ring := Outlines.rectangle(-12, -8, 24, 16)
	for index: int in BREAKS:
		var id := batch.submit_fracture(ring, {"fragment_count": PIECES, "seed": index})
		while true:
			var ended: Array = await batch.job_completed
			if ended[0] == id:
				_results.push_back(ended[1])
				break


func _place(index: int) -> Transform2D:
	return Transform2D(0.0, Vector2(24.0 * (index % 25), 16.0 * floorf(index / 25.0)))


## Microseconds a piece: for the call, and up to the end of the frame in which the pieces appear.
func _make_debris(field: DebrisField2D) -> Vector2:
	await tree.process_frame
	var began := Time.get_ticks_usec()
	for index: int in BREAKS:
		field.add_fragments(_results[index], _place(index), _options)
	var made := float(Time.get_ticks_usec() - began)
	await tree.process_frame
	var shown := float(Time.get_ticks_usec() - began)
	var count := field.get_piece_count()
	field.clear()
	await tree.process_frame
	return Vector2(made, shown) / count


func _make_plain(with_body: bool) -> Vector2:
	var holder := Node2D.new()
	tree.root.add_child(holder)
	var uv_transform: Transform2D = _options["uv_transform"]
	var count := 0
	await tree.process_frame
	var began := Time.get_ticks_usec()
	for index: int in PLAIN_BREAKS:
		var place := _place(index)
		for fragment: CutoutFragment in _results[index]:
			var points := fragment.polygon
			var center := fragment.centroid
			var polygon := Polygon2D.new()
			polygon.polygon = points
			polygon.uv = uv_transform * points
			polygon.texture = _texture
			polygon.offset = -center
			if with_body:
				var body := RigidBody2D.new()
				body.position = place * center
				var shape := CollisionPolygon2D.new()
				shape.polygon = Transform2D(0.0, -center) * points
				body.add_child(shape)
				body.add_child(polygon)
				holder.add_child(body)
			else:
				polygon.position = place * center
				holder.add_child(polygon)
			count += 1
	var made := float(Time.get_ticks_usec() - began)
	await tree.process_frame
	var shown := float(Time.get_ticks_usec() - began)
	holder.queue_free()
	await tree.process_frame
	return Vector2(made, shown) / count


# From the call to the pieces, all on the main thread but the geometry, which is known: nodes read, results
# handed on, the nodes taken away.
func _whole_breaks() -> void:
	var field := _field()
	var best := INF
	for turn: int in 2 * ROUNDS:
		var nodes: Array[Polygon2D] = []
		for index: int in PLAIN_BREAKS:
			var node := Polygon2D.new()
			node.polygon = Outlines.rectangle(-12, -8, 24, 16)
			node.transform = _place(index)
			tree.root.add_child(node)
			nodes.push_back(node)
		await tree.process_frame
		var answers := {&"count": 0}
		var spent := 0.0
		for node: Polygon2D in nodes:
			var began := Time.get_ticks_usec()
			_break_into(node, field, answers)
			spent += Time.get_ticks_usec() - began
		while answers[&"count"] < nodes.size():
			var began := Time.get_ticks_usec()
			batch._process(0.016)
			spent += Time.get_ticks_usec() - began
		if turn > 0:
			best = minf(best, spent / field.get_piece_count())
		await tree.process_frame
		field.clear()
		await tree.process_frame
	field.queue_free()
	row("a piece of a whole break of a Polygon2D into debris, cached", best, "µs")


func _break_into(node: Polygon2D, field: DebrisField2D, answers: Dictionary) -> void:
	await batch.fracture_object(node, {"fragment_count": PIECES, "seed": 1}, {"debris": field})
	answers[&"count"] += 1


func _frame(name: String, mask: int) -> void:
	var field := _field()
	field.collision_mask = mask
	var slope := StaticBody2D.new()
	var shape := CollisionShape2D.new()
	shape.shape = SegmentShape2D.new()
	(shape.shape as SegmentShape2D).a = Vector2(-300, 300)
	(shape.shape as SegmentShape2D).b = Vector2(300, 500)
	slope.add_child(shape)
	tree.root.add_child(slope)
	await tree.physics_frame
	for index: int in BREAKS:
		field.add_fragments(_results[index], _place(index), _options)
	var watch := Watch.new()
	watch.field = field
	tree.root.add_child(watch)
	while watch.times.size() < TICKS:
		await tree.process_frame
	var sum := 0.0
	for msec: float in watch.times:
		sum += msec
	var note := "%d pieces" % field.get_piece_count()
	row("main thread a frame, %s, mean" % name, sum / TICKS, "ms", Bound.AT_MOST, 2.0, note)
	row("main thread a frame, %s, p99" % name, percentile(watch.times, 0.99), "ms", Bound.AT_MOST, 2.0, note)
	watch.queue_free()
	field.queue_free()
	slope.queue_free()
	await tree.process_frame


func _field() -> DebrisField2D:
	var field := DebrisField2D.new()
	field.max_pieces = 25_000
	field.lifetime = 0.0
	field.ground_enabled = true
	field.ground_y = GROUND_Y
	field.ground_depth = 40.0
	tree.root.add_child(field)
	return field


## Notes what a field costs in each frame with a tick: after the field's turn, for its upload is of that frame
## then.
class Watch:
	extends Node

	var field: DebrisField2D
	## Milliseconds.
	var times: Array[float] = []
	var _usec := 0.0

	func _init() -> void:
		process_priority = 1
		process_physics_priority = 1

	func _physics_process(_delta: float) -> void:
		var stats := field.get_stats()
		_usec += stats["step_usec"] + stats["probe_usec"]

	func _process(_delta: float) -> void:
		if _usec > 0.0:
			times.push_back((_usec + field.get_stats()["upload_usec"]) / 1000.0)
		_usec = 0.0
