extends CutoutBenchSection
## Pieces as bodies: made by the addon, and by plain GDScript, a node after the other. And a wall of 500
## bricks that breaks at once.
##
## Pieces collide with nothing here (their mask is empty) and sleep, so that it is the making that is
## measured and not how the engine takes six thousand bodies in one heap.

## Where the bodies of a way come from.
enum From {
	## Nowhere: each is a new one.
	NEW,
	## The pool, from breaks before.
	POOL,
	## The pool, made ahead for this very break.
	AHEAD,
}

# Bricks of a round: few enough that it ends before the machine gives the core to somebody else.
const ROUND_BRICKS := 8
const ROUNDS := 60
const BRICKS := 500
const PIECES_OF_BRICK := 12
const FPS := 60
const COLOR := Color.ORANGE
const ASLEEP := {"start_asleep": true}
## Frames that are looked at after the blow.
const FRAMES := 120
## Walls alike that break one after the other, and those of them that are reported.
const WALLS := 10
const WALL_NAMES: Dictionary[int, String] = {
	1: "the first of ten alike", 2: "cached", WALLS: "the tenth of ten"
}

var _texture: ImageTexture


func title() -> String:
	return "Pieces: bodies on the main thread, and a wall of %d bricks" % BRICKS


func run() -> void:
	_texture = ImageTexture.create_from_image(Image.create_empty(64, 64, false, Image.FORMAT_RGBA8))
	await configure({&"max_living_bodies": 0, &"body_pool_size": 2 * ROUND_BRICKS * PIECES_OF_BRICK})
	# The engine sleeps where nothing can be drawn; a game's main thread works on.
	var sleep := OS.low_processor_usage_mode_sleep_usec
	OS.low_processor_usage_mode_sleep_usec = 1
	await _measure_making()
	OS.low_processor_usage_mode_sleep_usec = sleep
	await configure({&"body_pool_size": BRICKS * PIECES_OF_BRICK})
	await _measure_wall()
	await configure({&"max_living_bodies": null, &"body_pool_size": null})


# Both ways make the same of a brick, from fragments that are there already: a body at its place in the tree,
# with its mass, its convex shape, its part of the texture and the colour, and what it takes over from the
# brick (layer, mask, gravity, velocity), asleep. The whole break is that, and what comes before and after it:
# the brick is read, what was made is handed to who takes care of it, and the brick goes. By fracture_object
# there is the call and the job besides, whose result is kept: all that the main thread does from the call to
# the answer. Shown: up to the end of the frame that draws them first.
func _measure_making() -> void:
	var fragments: Array = await _fragments_of(_brick(), PIECES_OF_BRICK)
	# Bricks that are cut alike share shapes and corners; of others each is cut in its own way.
	var alike: Array[Array] = []
	var others: Array[Array] = []
	for index: int in ROUND_BRICKS:
		alike.push_back(fragments)
		others.push_back(await _fragments_of(_brick(), PIECES_OF_BRICK, index + 1))
	var ways: Dictionary[String, Callable] = {
		"plain, with a CollisionPolygon2D": _make_plain.bind(fragments, false),
		"plain, with a CollisionShape2D": _make_plain.bind(fragments, true),
		"made from the pool": _make_alone.bind(alike, From.POOL),
		"made from the pool, none cut as another": _make_alone.bind(others, From.POOL),
		"made ahead, none cut as another": _make_alone.bind(others, From.AHEAD),
		"made anew": _make_alone.bind(alike, From.NEW),
		"made anew, none cut as another": _make_alone.bind(others, From.NEW),
		"the whole break, from the pool": _make_ours.bind(fragments, true),
		"the whole break, anew": _make_ours.bind(fragments, false),
		"by fracture_object, kept result, from the pool": _make_by_call,
	}
	# Microseconds a piece, the least of many rounds, taken in turn: other work on the machine only ever adds to
	# it.
	var best: Dictionary[String, Vector2] = {}
	for turn: int in ROUNDS:
		for way: String in ways:
			var taken: Vector2 = await _time_of(ways[way])
			best[way] = taken.min(best.get(way, Vector2.INF)) if turn > 0 else Vector2.INF
	# The faster of the two ways that one would write.
	var plain := Vector2.INF
	for way: String in ways:
		var usec := best[way] / (ROUND_BRICKS * fragments.size())
		row("a body, %s" % way, usec.x, "µs")
		if usec.y < INF:
			row("the same and the frame that shows it, %s" % way, usec.y, "µs")
		if way.begins_with("plain"):
			plain = plain.min(usec)
			continue
		var bound := Bound.AT_LEAST if way.begins_with("made") else Bound.NONE
		row("%s, times as many a millisecond as plain" % way, plain.x / usec.x, "times", bound, 2.0)
		if usec.y < INF:
			row("%s, shown, times as many" % way, plain.y / usec.y, "times", bound, 2.0)


# Microseconds for making all of a row of bricks, and for making and showing them.
func _time_of(make: Callable) -> Vector2:
	await tree.process_frame
	var timed: Array = await make.call()
	var holders: Array = timed[1]
	var made := Time.get_ticks_usec()
	await tree.process_frame
	var frame: float = Time.get_ticks_usec() - made
	for holder: Node in holders:
		if holder is CutoutPieces:
			(holder as CutoutPieces).retire()
		else:
			holder.free()
	while is_instance_valid(holders[0]) or is_instance_valid(holders[-1]):
		await tree.process_frame
	await tree.process_frame
	var taken: float = timed[0]
	# By calls the frames that show them are among those that make them.
	return Vector2(taken, taken + frame if make.get_method() != &"_make_by_call" else INF)


# Microseconds, and what holds the pieces: for bricks side by side, one after the other.
func _make_ours(fragments: Array, pooled: bool) -> Array:
	if not pooled:
		batch.keeper.pool.clear()
	var bricks := _row_of_bricks()
	var holders: Array[Node] = []
	var note := func(nodes: Array) -> void: holders.push_back((nodes[0] as Node).get_parent())
	var began := Time.get_ticks_usec()
	for brick: RigidBody2D in bricks:
		# As fracture_object reads them: options told again and again are read once.
		var source := CutoutObjectSource.of(brick, CutoutBreakOptions.of_shared(ASLEEP))
		var swap := CutoutSwap.new(brick, source, fragments, batch.keeper)
		swap.finished.connect(note)
		while not swap.step(began + 1_000_000):
			pass
	return [Time.get_ticks_usec() - began, holders]


func _make_by_call() -> Array:
	var bricks := _row_of_bricks()
	var holders: Array[Node] = []
	var note := func(nodes: Array) -> void: holders.push_back((nodes[0] as Node).get_parent())
	var params := {"fragment_count": PIECES_OF_BRICK, "seed": 0}
	var spent_frame := batch.budget.spent_frame
	var began := Time.get_ticks_usec()
	for brick: RigidBody2D in bricks:
		batch.fracture_object(brick, params, ASLEEP).connect(note)
	var taken: float = Time.get_ticks_usec() - began
	while holders.size() < ROUND_BRICKS:
		await tree.process_frame
		if batch.budget.spent_frame != spent_frame:
			spent_frame = batch.budget.spent_frame
			taken += batch.budget.spent_usec
	return [taken, holders]


func _make_alone(fragments_of_bricks: Array[Array], from: From) -> Array:
	if from != From.POOL:
		batch.keeper.pool.clear()
	var sources: Array[CutoutObjectSource] = []
	var bricks := _row_of_bricks()
	for brick: RigidBody2D in bricks:
		sources.push_back(CutoutObjectSource.of(brick, CutoutBreakOptions.of(ASLEEP)))
	if from == From.AHEAD:
		_make_ahead(bricks, sources, fragments_of_bricks)
	var holders: Array[Node] = []
	var began := Time.get_ticks_usec()
	for index: int in bricks.size():
		var fragments := fragments_of_bricks[index]
		var holder := CutoutPieces.new()
		holder.keeper = batch.keeper
		var maker := CutoutPieceMaker.of(bricks[index], sources[index], fragments, batch.keeper.pool)
		maker.make_some(fragments, holder, began + 1_000_000)
		maker.place(holder, tree.root)
		tree.root.add_child(holder)
		maker.settle()
		holders.push_back(holder)
	var taken := Time.get_ticks_usec() - began
	for brick: RigidBody2D in bricks:
		brick.queue_free()
	return [taken, holders]


# What prefracture has made when a frame had time left.
func _make_ahead(
	bricks: Array[RigidBody2D], sources: Array[CutoutObjectSource], fragments_of_bricks: Array[Array]
) -> void:
	for index: int in bricks.size():
		var fragments := fragments_of_bricks[index]
		var maker := CutoutPieceMaker.of(bricks[index], sources[index], fragments, batch.keeper.pool)
		maker.prepare(fragments, Time.get_ticks_usec() + 1_000_000)


func _make_plain(fragments: Array, by_shape: bool) -> Array:
	var bricks := _row_of_bricks()
	var holders: Array[Node] = []
	var began := Time.get_ticks_usec()
	for brick: RigidBody2D in bricks:
		holders.push_back(_break_plainly(brick, fragments, by_shape))
	return [Time.get_ticks_usec() - began, holders]


func _row_of_bricks() -> Array[RigidBody2D]:
	var bricks: Array[RigidBody2D] = []
	for index: int in ROUND_BRICKS:
		var brick := _target(_brick())
		brick.position.x = 32.0 * index
		bricks.push_back(brick)
	return bricks


func _brick() -> PackedVector2Array:
	return Outlines.rectangle(-16, -10, 32, 20)


func _add_plain_body(
	holder: Node, fragment: CutoutFragment, brick: RigidBody2D, mass_per_area: float, by_shape: bool
) -> void:
	var center := fragment.centroid
	var ring := fragment.polygon
	var local := Transform2D(0.0, -center) * ring
	var body := RigidBody2D.new()
	body.position = center
	body.mass = maxf(fragment.area * mass_per_area, 0.001)
	body.gravity_scale = brick.gravity_scale
	body.collision_layer = brick.collision_layer
	body.collision_mask = brick.collision_mask
	body.linear_velocity = brick.linear_velocity
	body.sleeping = true
	var shown := Polygon2D.new()
	shown.polygon = local
	shown.texture = _texture
	shown.uv = ring
	shown.color = COLOR
	body.add_child(shown)
	if by_shape:
		for part: PackedVector2Array in fragment.convex_parts():
			var convex := CollisionShape2D.new()
			var shape := ConvexPolygonShape2D.new()
			shape.points = Transform2D(0.0, -center) * part
			convex.shape = shape
			body.add_child(convex)
	else:
		var solid := CollisionPolygon2D.new()
		solid.polygon = local
		body.add_child(solid)
	holder.add_child(body)


func _fragments_of(ring: PackedVector2Array, count: int, seed := 0) -> Array:
	# As for an object that breaks: shapes made ready on the worker.
	var id := batch.submit_for(null, [ring], {"fragment_count": count, "seed": seed}, 0, true)
	var found: Array = []
	while true:
		var ended: Array = await batch.job_completed
		if ended[0] == id:
			found = ended[1]
			break
	return found


func _target(ring: PackedVector2Array) -> RigidBody2D:
	var body := RigidBody2D.new()
	body.gravity_scale = 0.0
	body.collision_layer = 2
	body.collision_mask = 0
	body.linear_velocity = Vector2(0.25, 0.0)
	body.sleeping = true
	var shown := Polygon2D.new()
	shown.polygon = ring
	shown.texture = _texture
	shown.color = COLOR
	body.add_child(shown)
	tree.root.add_child(body)
	return body


func _measure_wall() -> void:
	var max_fps := Engine.max_fps
	Engine.max_fps = FPS
	_report_wall("plain, all in one frame", await _break_wall(false, true), false)
	batch.clear_cache()
	_report_wall("not cached", await _break_wall(false, false))
	# Walls alike, from nothing: no result is known and no body is spare for the first of them.
	batch.clear_cache()
	batch.keeper.pool.clear()
	for wall: int in range(1, WALLS + 1):
		var frames := await _break_wall(true, false)
		if WALL_NAMES.has(wall):
			_report_wall(WALL_NAMES[wall], frames)
	Engine.max_fps = max_fps


func _report_wall(name: String, frames: Array[float], is_ours := true) -> void:
	var worst := 1
	for index: int in range(1, frames.size()):
		if frames[index] > frames[worst]:
			worst = index
	plots["wall, %s" % name] = frames
	var bound := Bound.AT_MOST if is_ours else Bound.NONE
	row(
		"wall, %s: worst frame over the one before" % name,
		frames[worst] - frames[worst - 1],
		"ms",
		bound,
		4.0
	)
	row("wall, %s: worst frame" % name, frames[worst], "ms")


func _break_wall(same: bool, plainly: bool) -> Array[float]:
	var bricks: Array[RigidBody2D] = []
	var ring := _brick()
	for index: int in BRICKS:
		var brick := _target(ring)
		brick.position = Vector2(index % 20 * 32, floorf(index / 20.0) * 20)
		bricks.push_back(brick)
	# The plain way has its geometry for nothing.
	var fragments: Array = await _fragments_of(ring, PIECES_OF_BRICK) if plainly else []
	for frame: int in 30:
		await tree.process_frame
	var answers := {&"count": 0}
	var holders: Array[Node] = []
	var frames: Array[float] = []
	var last := Time.get_ticks_usec()
	for frame: int in FRAMES:
		if frame == 10:
			for index: int in BRICKS:
				if plainly:
					holders.push_back(_break_plainly(bricks[index], fragments))
				else:
					_break_ours(bricks[index], 0 if same else index, answers, holders)
		await tree.process_frame
		var now := Time.get_ticks_usec()
		frames.push_back((now - last) / 1000.0)
		last = now
		if frame > 40 and answers[&"count"] == BRICKS:
			break
	while not plainly and answers[&"count"] < BRICKS:
		await tree.process_frame
	for holder: Node in holders:
		if holder is CutoutPieces:
			(holder as CutoutPieces).retire()
		else:
			holder.queue_free()
	while batch.keeper.living_bodies() > 0 or is_instance_valid(holders[0]):
		await tree.process_frame
	return frames


func _break_ours(brick: RigidBody2D, seed: int, answers: Dictionary, holders: Array[Node]) -> void:
	var params := {"fragment_count": PIECES_OF_BRICK, "seed": seed, "edge_padding": 0.0}
	var pieces: Array = await batch.fracture_object(brick, params, ASLEEP)
	answers[&"count"] += 1
	if not pieces.is_empty():
		holders.push_back((pieces[0] as Node).get_parent())


func _break_plainly(brick: RigidBody2D, fragments: Array, by_shape := false) -> Node:
	var holder := Node2D.new()
	holder.position = brick.position
	tree.root.add_child(holder)
	var whole := 0.0
	for fragment: CutoutFragment in fragments:
		whole += fragment.area
	for fragment: CutoutFragment in fragments:
		_add_plain_body(holder, fragment, brick, brick.mass / whole, by_shape)
	brick.queue_free()
	return holder
