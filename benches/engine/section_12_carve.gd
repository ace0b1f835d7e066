extends CutoutBenchSection
## Carving: what calls cost the main thread, what outlines cost a worker, and a terrain that is carved 500
## times.

const SIZES: Array[int] = [64, 1024, 16384]
const BURST := 50
const ROUNDS := 40
## Carvings of each kind, a worker's time.
const WORKED := 25
const NODES := 40
const BITES := 500
const RADIUS := 400.0


func title() -> String:
	return "Carving"


func run() -> void:
	await configure({&"cache_mb": 0})
	for size: int in SIZES:
		await _measure_jobs(size)
	for size: int in SIZES.slice(0, 2):
		await _measure_node("a Polygon2D", size, _polygon)
		await _measure_node("a StaticBody2D with a CollisionPolygon2D", size, _body)
	await _measure_terrain()
	await configure({&"cache_mb": null})


# A hand's breadth into the outline, elsewhere each time.
func _circle(index: int) -> Dictionary:
	return CutoutTool.circle(Vector2.from_angle(0.7 * index) * 0.8 * RADIUS, 0.1 * RADIUS)


func _beam(index: int) -> Dictionary:
	var along := Vector2.from_angle(0.7 * index) * 1.2 * RADIUS
	return CutoutTool.beam(along, along * 0.3, 0.05 * RADIUS)


func _sweep(index: int) -> Dictionary:
	var path := PackedVector2Array()
	for at: int in 16:
		path.push_back(Vector2.from_angle(0.7 * index + 0.05 * at) * (1.1 - 0.04 * at) * RADIUS)
	return CutoutTool.sweep(path, 0.03 * RADIUS)


func _path(index: int) -> PackedVector2Array:
	var along := Vector2.from_angle(0.7 * index) * 1.5 * RADIUS
	return PackedVector2Array([along, along.rotated(2.5)])


func _measure_jobs(size: int) -> void:
	var outline := star(size, RADIUS)
	var tools: Dictionary[String, Callable] = {"circle": _circle, "beam": _beam, "sweep": _sweep}
	var circle := _circle(0)
	var path := _path(0)
	await _submitted(
		"%d points: submit_carve, a circle" % size, size, func() -> void: batch.submit_carve(outline, circle)
	)
	await _submitted("%d points: submit_cut" % size, size, func() -> void: batch.submit_cut(outline, path))
	for name: String in tools:
		var use := func(index: int) -> int: return batch.submit_carve(outline, tools[name].call(index))
		await _worked("%d points: %s" % [size, name], use)
	await _worked(
		"%d points: cut" % size, func(index: int) -> int: return batch.submit_cut(outline, _path(index))
	)


func _submitted(name: String, size: int, submit: Callable) -> void:
	var submit_all := func() -> int:
		var began := Time.get_ticks_usec()
		for index: int in BURST:
			submit.call()
		return Time.get_ticks_usec() - began
	# Many jobs of 16,384 points would wait for a second after each round.
	var rounds := ROUNDS if size < 10_000 else 3
	row(name, await median_usec(rounds, BURST, submit_all, drain), "µs")


# What a job takes on a worker, and how long its end takes on the main thread.
func _worked(name: String, use: Callable) -> void:
	await drain()
	var worked: Array[float] = []
	var delivery: Array[float] = []
	for index: int in WORKED:
		var id: int = use.call(index)
		while batch.get_stats()["waiting"] + batch.get_stats()["running"] > 0:
			OS.delay_usec(50)
		var began := Time.get_ticks_usec()
		batch._process(0.016)
		delivery.push_back(Time.get_ticks_usec() - began)
		worked.push_back(batch.get_job_report(id)["run_usec"])
		await drain()
	row("%s, on a worker" % name, percentile(worked, 0.5), "µs")
	row("%s, its end on the main thread" % name, percentile(delivery, 0.5), "µs")


func _polygon(outline: PackedVector2Array) -> Node2D:
	var node := Polygon2D.new()
	node.polygon = outline
	return node


func _body(outline: PackedVector2Array) -> Node2D:
	var body := StaticBody2D.new()
	var solid := CollisionPolygon2D.new()
	solid.polygon = outline
	body.add_child(solid)
	return body


# The call, and what makes the node what is left: both on the main thread.
func _measure_node(name: String, size: int, make: Callable) -> void:
	var outline := star(size, RADIUS)
	var called: Array[float] = []
	var applied: Array[float] = []
	var again: Array[float] = []
	var drawn: Array[float] = []
	for index: int in NODES:
		var node: Node2D = make.call(outline)
		tree.root.add_child(node)
		await tree.process_frame
		var first := await _carve_once(node, _circle(index))
		var second := await _carve_once(node, _circle(index + 3))
		called.push_back(first.x)
		applied.push_back(first.y)
		again.push_back(second.x + second.y)
		if node is Polygon2D:
			drawn.push_back(await _draw_usec(node))
		node.queue_free()
		await tree.process_frame
	row("carve, %s of %d points: the call" % [name, size], percentile(called, 0.5), "µs")
	row("carve, %s of %d points: the change" % [name, size], percentile(applied, 0.5), "µs")
	row("carve, %s of %d points: both, the second time" % [name, size], percentile(again, 0.5), "µs")
	if not drawn.is_empty():
		row("carve, %s of %d points: drawn anew" % [name, size], percentile(drawn, 0.5), "µs")


# Microseconds that the engine takes to draw a node anew: nodes are drawn in the order in which they asked.
func _draw_usec(node: CanvasItem) -> float:
	var before := Node2D.new()
	tree.root.add_child(before)
	await tree.process_frame
	var times: Array[int] = []
	var note := func() -> void: times.push_back(Time.get_ticks_usec())
	before.draw.connect(note)
	node.draw.connect(note)
	before.queue_redraw()
	node.queue_redraw()
	await tree.process_frame
	await tree.process_frame
	node.draw.disconnect(note)
	before.queue_free()
	return float(times[1] - times[0]) if times.size() == 2 else 0.0


# Microseconds of the call, and of the processor's frames until it is answered.
func _carve_once(node: Node2D, tool: Dictionary) -> Vector2:
	var answer := {&"done": false}
	var began := Time.get_ticks_usec()
	_carve_into(node, tool, answer)
	var called := float(Time.get_ticks_usec() - began)
	var changing := 0.0
	while not answer[&"done"]:
		while batch.get_stats()["waiting"] + batch.get_stats()["running"] > 0:
			OS.delay_usec(50)
		began = Time.get_ticks_usec()
		batch._process(0.016)
		changing += Time.get_ticks_usec() - began
	return Vector2(called, changing)


func _carve_into(node: Node2D, tool: Dictionary, answer: Dictionary) -> void:
	await batch.carve(node, tool)
	answer[&"done"] = true


# Bites all over a terrain, as a game of diggers makes them: neither its outline nor a bite's time may grow
# without bound.
func _measure_terrain() -> void:
	var node := _polygon(_terrain()) as Polygon2D
	tree.root.add_child(node)
	await tree.process_frame
	var points: Array[float] = []
	var main: Array[float] = []
	for index: int in BITES:
		var at := Vector2(16.0 + fmod(index * 397.0, 1970.0), 30.0 + fmod(index * 61.0, 240.0))
		var taken := await _carve_once(node, CutoutTool.circle(at, 24.0))
		main.push_back(taken.x + taken.y)
		points.push_back(node.polygon.size())
	var half := points.size() >> 1
	row("terrain: points at first", _terrain().size(), "")
	row("terrain: points, at most", percentile(points, 1.0), "")
	row("terrain: points after %d bites" % BITES, points[-1], "")
	row("terrain: main thread a bite, the first 50", percentile(main.slice(0, 50), 0.5), "µs")
	row(
		"terrain: main thread a bite, those in the middle",
		percentile(main.slice(half - 25, half + 25), 0.5),
		"µs"
	)
	row("terrain: main thread a bite, the last 50", percentile(main.slice(-50), 0.5), "µs")
	node.queue_free()
	await tree.process_frame


func _terrain() -> PackedVector2Array:
	var ring := PackedVector2Array([Vector2(2000, 400), Vector2(0, 400)])
	for index: int in 201:
		ring.push_back(Vector2(10.0 * index, 30.0 * sin(0.11 * index) + 20.0 * sin(0.31 * index)))
	return ring
