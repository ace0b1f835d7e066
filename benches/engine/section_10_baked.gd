extends CutoutBenchSection
## A baked break beside a live and a cached one: what the main thread pays, and how long it takes from the
## call until the pieces stand in place of the node, at 60 frames a second.

const ROUNDS := 200
const BREAKS := 40

var _scheduler := CutoutScheduler.new()


func title() -> String:
	return "Baked pieces: a break beside a live and a cached one"


func run() -> void:
	for case: Array in [[64, 20], [1024, 64]]:
		_measure_pieces(case[0], case[1])
	await _measure_nodes(64, 20)


# The pieces alone, without nodes.
func _measure_pieces(points: int, pieces: int) -> void:
	var name := "%d points, %d pieces" % [points, pieces]
	var polygon := star(points, 100.0)
	var params := CutoutFractureParams.new()
	params.fragment_count = pieces
	params.min_cell_distance = 0.0
	_scheduler.configure({"cache_mb": 0})
	var live := _submit_and_take(polygon, params)
	_scheduler.configure({"cache_mb": 64})
	_submit_and_take(polygon, params)
	var cached := _submit_and_take(polygon, params)
	row("%s: main thread, live" % name, live[0], "µs", Bound.NONE, 0.0, "submit, take, fragments")
	row("%s: main thread, cached" % name, cached[0], "µs")
	var baked := CutoutBakedPieces.new()
	baked.bake(polygon, params)
	var source := CutoutObjectSource.new()
	source.rings = [polygon]
	var taken: Array[float] = []
	var read: Array[float] = []
	for turn: int in ROUNDS:
		var began := Time.get_ticks_usec()
		for index: int in 8:
			if baked.error_for(source).is_empty() and baked.is_made_with(params):
				baked.get_fragments()
		taken.push_back((Time.get_ticks_usec() - began) / 8.0)
		began = Time.get_ticks_usec()
		for index: int in 8:
			baked.data = baked.data
			baked.get_error()
		read.push_back((Time.get_ticks_usec() - began) / 8.0)
	row("%s: main thread, baked" % name, percentile(taken, 0.5), "µs", Bound.NONE, 0.0, "checked, fragments")
	row("%s: until the pieces are there, live" % name, live[1], "µs")
	row("%s: until the pieces are there, cached" % name, cached[1], "µs")
	row("%s: until the pieces are there, baked" % name, percentile(taken, 0.5), "µs")
	row("%s: reading the bytes, once" % name, percentile(read, 0.5), "µs")
	var info := baked.get_info()
	row(
		"%s: bytes" % name,
		info["bytes"],
		"",
		Bound.AT_MOST,
		int(info["plain_bytes"]) * 0.67,
		"plain arrays: %d" % info["plain_bytes"]
	)


# Microseconds of the main thread, and from the submit to the pieces; medians.
func _submit_and_take(polygon: PackedVector2Array, params: CutoutFractureParams) -> Array[float]:
	var main: Array[float] = []
	var whole: Array[float] = []
	for turn: int in ROUNDS:
		var began := Time.get_ticks_usec()
		_scheduler.submit(polygon, params, 0)
		var submitted := Time.get_ticks_usec()
		var asked := submitted
		while _scheduler.next_event() == 0:
			asked = Time.get_ticks_usec()
		_scheduler.event_result()
		var now := Time.get_ticks_usec()
		main.push_back(submitted - began + now - asked)
		whole.push_back(now - began)
	return [percentile(main, 0.5), percentile(whole, 0.5)]


# Nodes that break, one at a time in a game of 60 frames a second.
func _measure_nodes(points: int, pieces: int) -> void:
	var before := Engine.max_fps
	Engine.max_fps = 60
	var params := CutoutFractureParams.new()
	params.fragment_count = pieces
	var polygon := star(points, 100.0)
	var baked := CutoutBakedPieces.new()
	baked.bake(polygon, params)
	for way: String in ["live", "cached", "baked"]:
		var times: Array[float] = []
		var frames: Array[float] = []
		for index: int in BREAKS:
			var node := Polygon2D.new()
			node.polygon = polygon
			tree.root.add_child(node)
			if way == "live":
				batch.clear_cache()
			# Frames in which the game breaks something now and then.
			for frame: int in 3:
				await tree.process_frame
			var began := Time.get_ticks_usec()
			var frame := Engine.get_process_frames()
			var answer: Signal = batch.fracture_object(node, baked if way == "baked" else params)
			var made: Array = await answer
			times.push_back(Time.get_ticks_usec() - began)
			frames.push_back(Engine.get_process_frames() - frame)
			(made[0].get_parent() as Node).queue_free()
		row("a node of %d pieces, %s: call to pieces in place" % [pieces, way], percentile(times, 0.5), "µs")
		row("a node of %d pieces, %s: frames until then, worst" % [pieces, way], percentile(frames, 1.0), "")
	Engine.max_fps = before
