extends BatchTest
## Pieces of random and nasty shapes, made into bodies and canvas items: the engine takes every one.
##
## Complaints of the engine ("Convex decomposing failed", "triangulation failed", ...) are gathered, each with
## the number of its shape, and fail the test at its end. In the environment,
## [code]CUTOUT_PIECES=100000[/code] tries more, [code]CUTOUT_SHAPE=1200[/code] begins with that shape, and
## [code]CUTOUT_SEED=7[/code] makes others; tests/engine/PIECES.md records a run.

const ErrorLog := preload("error_log.gd")
const PIECES := 5000
const SHAPES_AT_ONCE := 50
const SEED := 20
## Complaints that are told in full; the others are counted.
const MOST_TOLD := 40
## How much of what the engine draws may be too much, as a fraction of it; what is asked of the worker, and
## what it cannot err about.
const DRAWN := 2e-4
const SURELY_DRAWN := 5e-5

var _complaints: PackedStringArray = []
var _log: ErrorLog
var _made := 0
var _parts := 0
var _triangles := 0
var _in_triangles := 0


func before_each() -> void:
	super()
	_complaints.clear()
	_made = 0
	_parts = 0
	_triangles = 0
	_in_triangles = 0
	_log = ErrorLog.new()
	OS.add_logger(_log)


func after_each() -> void:
	OS.remove_logger(_log)
	super()


## The engine's complaints about pieces are in the list already; what a script does wrong is not its part.
func take_error(message: String) -> bool:
	return super(message) or not message.begins_with("script error")


func test_the_engine_takes_every_piece_as_body_and_canvas_item() -> void:
	var wanted := int(_setting("CUTOUT_PIECES", PIECES))
	seconds_allowed += 0.2 * wanted
	var first := int(_setting("CUTOUT_SHAPE", 0))
	var maker := ShapeMaker.new(int(_setting("CUTOUT_SEED", SEED)), first)
	while _made < wanted:
		var shapes: Array[Array] = []
		var params: Array[Dictionary] = []
		var number := maker.number
		for index: int in SHAPES_AT_ONCE:
			shapes.push_back(maker.rings())
			params.push_back(maker.params())
			maker.next()
		await _try(shapes, params, number)
	var counts := [_made, _in_triangles, _parts, _triangles]
	var sum := "%d pieces, %d drawn in triangles, %d convex parts, %d triangles" % counts
	sum += " of shapes %d to %d: %d complaints" % [first, maker.number - 1, _complaints.size()]
	if wanted != PIECES:
		print(sum)
	check(_complaints.is_empty(), "\n".join([sum] + Array(_complaints.slice(0, MOST_TOLD))))


func test_a_piece_that_lost_a_spike_by_rounding_says_what_it_has_left() -> void:
	var maker := ShapeMaker.new(1, 1241)
	var shapes: Array[Array] = [maker.rings()]
	await _try(shapes, [maker.params()], maker.number)
	check(_made > 0 and _complaints.is_empty(), "\n".join(_complaints))


func _setting(name: String, otherwise: int) -> float:
	var text := OS.get_environment(name)
	return otherwise if text.is_empty() else text.to_float()


func _try(shapes: Array[Array], params: Array[Dictionary], number: int) -> void:
	var done := watch(batch.batch_completed)
	batch.submit_batch(shapes, params)
	await until(func() -> bool: return done.count() > 0, "a batch is done")
	_gather("shapes %d and after, while they are cut" % number)
	var results: Array = done.calls[0][1]
	var stage := Node2D.new()
	root.add_child(stage)
	for index: int in results.size():
		last_seen_at = "shape %d" % [number + index]
		if results[index] is Array:
			for fragment: CutoutFragment in results[index]:
				_make(fragment, stage)
				_gather("%s: canvas item of %s" % [last_seen_at, _all_of(fragment.polygon)])
	await frames(1)
	_gather("shapes %d and after, while they are drawn" % number)
	stage.free()
	_gather("shapes %d and after, while they go" % number)


func _gather(where: String) -> void:
	for message: String in _log.take():
		_complaints.push_back("%s: %s" % [where, message])


func _complain(what: String, ring: PackedVector2Array) -> void:
	_complaints.push_back("%s: %s %s" % [last_seen_at, what, _all_of(ring)])


## Every digit of it.
func _all_of(ring: PackedVector2Array) -> String:
	return var_to_str(ring)


func _make(fragment: CutoutFragment, stage: Node2D) -> void:
	_made += 1
	var body := StaticBody2D.new()
	var sum := 0.0
	for part: PackedVector2Array in fragment.convex_parts():
		_parts += 1
		sum += _area(part)
		var collision := CollisionPolygon2D.new()
		collision.polygon = part
		body.add_child(collision)
		var shape := ConvexPolygonShape2D.new()
		shape.points = part
		_gather("%s: shape of the part %s" % [last_seen_at, _all_of(part)])
		var holder := CollisionShape2D.new()
		holder.shape = shape
		body.add_child(holder)
	var size := maxf(fragment.bounds.size.x, fragment.bounds.size.y)
	var reach := size + fragment.bounds.get_center().length()
	var slack := 1e-5 * fragment.area + 1e-6 * reach * size
	if absf(sum - fragment.area) > slack:
		_complain("parts have %s of %s in" % [sum, fragment.area], fragment.polygon)
	stage.add_child(body)
	_gather("%s: body of %s" % [last_seen_at, _all_of(fragment.polygon)])
	_draw(fragment, stage)


func _draw(fragment: CutoutFragment, stage: Node2D) -> void:
	var item := stage.get_canvas_item()
	var points := fragment.polygon
	for hole: PackedVector2Array in fragment.holes:
		points.append_array(hole)
	var indices := fragment.triangles()
	_triangles += indices.size() / 3
	var white := PackedColorArray([Color.WHITE])
	RenderingServer.canvas_item_add_triangle_array(item, indices, points, white)
	# The engine tells the winding of a polygon by areas in single precision, so its place matters: as in a
	# game, a piece is drawn about its centre.
	var place := Transform2D(0.0, -fragment.centroid)
	for part: PackedVector2Array in fragment.convex_parts():
		_add_polygon(item, place * part, "a part")
	if fragment.needs_triangles:
		_in_triangles += 1
		var rings: Array[PackedVector2Array] = [fragment.polygon, place * fragment.polygon]
		var is_drawn := rings.all(_is_drawn.bind(SURELY_DRAWN))
		# Of many corners it is not asked to the end.
		if is_drawn and fragment.holes.is_empty() and fragment.polygon.size() < 100:
			_complain("needs triangles for nothing", fragment.polygon)
	else:
		for ring: PackedVector2Array in [fragment.polygon, place * fragment.polygon]:
			_add_polygon(item, ring, "the ring")
		# Of a strip without width single precision cannot tell how much is drawn.
		var has_width := fragment.area > 1e-6 * fragment.bounds.size.length_squared()
		if has_width and not fragment.is_convex and not _is_drawn(place * fragment.polygon, DRAWN):
			_complain("is drawn wrongly:", fragment.polygon)
	var triples: Array[PackedInt32Array] = []
	for at: int in range(0, indices.size(), 3):
		triples.push_back(indices.slice(at, at + 3))
	var polygon := Polygon2D.new()
	polygon.polygon = points
	polygon.polygons = triples
	stage.add_child(polygon)


func _add_polygon(item: RID, polygon: PackedVector2Array, what: String) -> void:
	# What the engine does with it; asked first, so that a complaint names the polygon.
	if Geometry2D.triangulate_polygon(polygon).is_empty():
		_complain("the engine cannot triangulate %s" % what, polygon)
	else:
		RenderingServer.canvas_item_add_polygon(item, polygon, PackedColorArray([Color.WHITE]))


## Whether the engine draws as much of a ring as there is of it.
func _is_drawn(ring: PackedVector2Array, slack: float) -> bool:
	var indices := Geometry2D.triangulate_polygon(ring)
	var drawn := 0.0
	for at: int in range(0, indices.size(), 3):
		var tip := ring[indices[at]]
		drawn += absf((ring[indices[at + 1]] - tip).cross(ring[indices[at + 2]] - tip))
	return not indices.is_empty() and absf(drawn - 2.0 * _area(ring)) <= slack * drawn


## Area about the first corner, in double precision.
func _area(ring: PackedVector2Array) -> float:
	var origin := ring[0]
	var twice := 0.0
	for index: int in ring.size():
		var a := ring[index] - origin
		var b := ring[(index + 1) % ring.size()] - origin
		twice += a.x * b.y - b.x * a.y
	return absf(twice) / 2.0
