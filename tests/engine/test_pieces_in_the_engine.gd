extends BatchTest
## Pieces of random and nasty shapes, made into bodies and canvas items: the engine takes every one.
##
## Any complaint of the engine ("Convex decomposing failed", "triangulation failed", ...) fails the test.
## [code]CUTOUT_PIECES=100000[/code] in the environment tries more; tests/engine/PIECES.md records a run.

const PIECES := 5000
const SHAPES_AT_ONCE := 50

var _made := 0
var _parts := 0
var _triangles := 0


func before_each() -> void:
	super()
	_made = 0
	_parts = 0
	_triangles = 0


func test_the_engine_takes_every_piece_as_body_and_canvas_item() -> void:
	var wanted := maxi(int(OS.get_environment("CUTOUT_PIECES")), PIECES)
	seconds_allowed = 30.0 + 0.02 * wanted
	var maker := ShapeMaker.new(20)
	while _made < wanted:
		var shapes: Array[Array] = []
		var params: Array[Dictionary] = []
		for index: int in SHAPES_AT_ONCE:
			shapes.push_back(maker.rings())
			params.push_back(maker.params())
			maker.next()
		await _try(shapes, params)
	if wanted > PIECES:
		print("%d pieces, %d convex parts, %d triangles" % [_made, _parts, _triangles])


func _try(shapes: Array[Array], params: Array[Dictionary]) -> void:
	var done := watch(batch.batch_completed)
	batch.submit_batch(shapes, params)
	await until(func() -> bool: return done.count() > 0, "a batch is done", 60.0)
	var results: Array = done.calls[0][1]
	var stage := Node2D.new()
	root.add_child(stage)
	for index: int in results.size():
		var where := "%s of %s" % [params[index], shapes[index]]
		if results[index] is Array:
			for fragment: CutoutFragment in results[index]:
				_make(fragment, stage, where)
	await frames(1)
	stage.free()


func _make(fragment: CutoutFragment, stage: Node2D, where: String) -> void:
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
		var holder := CollisionShape2D.new()
		holder.shape = shape
		body.add_child(holder)
	var size := maxf(fragment.bounds.size.x, fragment.bounds.size.y)
	var reach := size + fragment.bounds.get_center().length()
	var slack := 1e-5 * fragment.area + 1e-6 * reach * size
	last_seen_at = where
	if absf(sum - fragment.area) > slack:
		fail("parts of %s have %s of %s, %s" % [fragment.polygon, sum, fragment.area, where.left(200)])
	stage.add_child(body)
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
	var place := Transform2D(0.0, -fragment.bounds.get_center())
	for part: PackedVector2Array in fragment.convex_parts():
		_add_polygon(item, place * part)
	if fragment.holes.is_empty() and not _is_bridged(fragment.polygon):
		_add_polygon(item, place * fragment.polygon)
	var triples: Array[PackedInt32Array] = []
	for at: int in range(0, indices.size(), 3):
		triples.push_back(indices.slice(at, at + 3))
	var polygon := Polygon2D.new()
	polygon.polygon = points
	polygon.polygons = triples
	stage.add_child(polygon)


## Whether the ring passes a point twice: the engine's ear clipping does not promise to take such a one.
func _is_bridged(ring: PackedVector2Array) -> bool:
	var seen := {}
	for point: Vector2 in ring:
		seen[point] = true
	return seen.size() < ring.size()


func _add_polygon(item: RID, polygon: PackedVector2Array) -> void:
	# What the engine does with it; asked first, so that a failure names the polygon.
	if Geometry2D.triangulate_polygon(polygon).is_empty():
		fail("the engine cannot triangulate %s, a piece of %s" % [polygon, last_seen_at.left(200)])
	else:
		RenderingServer.canvas_item_add_polygon(item, polygon, PackedColorArray([Color.WHITE]))


## Area about the first corner, in double precision.
func _area(ring: PackedVector2Array) -> float:
	var origin := ring[0]
	var twice := 0.0
	for index: int in ring.size():
		var a := ring[index] - origin
		var b := ring[(index + 1) % ring.size()] - origin
		twice += a.x * b.y - b.x * a.y
	return absf(twice) / 2.0
