extends CutoutBenchSection
## Pieces as bodies: made by the addon, and the plain way, a node after the other. And a wall of 500 bricks
## that breaks at once.
##
## Pieces collide with nothing here (their mask is empty) and sleep, so that it is the making that is
## measured and not how the engine takes six thousand bodies in one heap.

const PIECES := 600
const ROUNDS := 9
const BRICKS := 500
const PIECES_OF_BRICK := 12
const FPS := 60
const ASLEEP := {"start_asleep": true}
## Frames that are looked at after the blow.
const FRAMES := 120

var _texture: ImageTexture


func title() -> String:
	return "Pieces: bodies on the main thread, and a wall of %d bricks" % BRICKS


func run() -> void:
	_texture = ImageTexture.create_from_image(Image.create_empty(64, 64, false, Image.FORMAT_RGBA8))
	await configure({&"max_living_bodies": 0, &"body_pool_size": 2 * PIECES})
	await _measure_making()
	await configure({&"body_pool_size": BRICKS * PIECES_OF_BRICK})
	await _measure_wall()
	await configure({&"max_living_bodies": null, &"body_pool_size": null})


func _measure_making() -> void:
	var fragments: Array = await _fragments_of(star(64, 300.0), PIECES)
	var plain: Array[float] = []
	var fresh: Array[float] = []
	var pooled: Array[float] = []
	for round: int in ROUNDS:
		plain.push_back(await _time_of(_make_plain.bind(fragments)))
		batch.keeper.pool.clear()
		fresh.push_back(await _time_of(_make_ours.bind(fragments)))
		pooled.push_back(await _time_of(_make_ours.bind(fragments)))
	var count := float(fragments.size())
	var plain_rate := count / percentile(plain, 0.5)
	row("bodies a millisecond, plain: body, polygon, shape", plain_rate, "")
	row("bodies a millisecond, new ones", count / percentile(fresh, 0.5), "")
	row("bodies a millisecond, from the pool", count / percentile(pooled, 0.5), "")
	row(
		"new ones, times the plain way", count / percentile(fresh, 0.5) / plain_rate, "x", Bound.AT_LEAST, 2.0
	)
	row("from the pool, times the plain way", count / percentile(pooled, 0.5) / plain_rate, "x")


# Milliseconds for making all, and for what the engine puts off.
func _time_of(make: Callable) -> float:
	var empty := INF
	for frame: int in 5:
		var before := Time.get_ticks_usec()
		await tree.process_frame
		empty = minf(empty, Time.get_ticks_usec() - before)
	empty *= 2.0
	var began := Time.get_ticks_usec()
	var holder: Node = make.call()
	# What the engine puts off: drawing to the end of this frame, physics to the next one.
	await tree.process_frame
	await tree.process_frame
	var usec := Time.get_ticks_usec() - began - empty
	if holder is CutoutPieces:
		(holder as CutoutPieces).retire()
		while is_instance_valid(holder):
			await tree.process_frame
	else:
		holder.free()
	return usec / 1000.0


func _make_ours(fragments: Array) -> Node:
	var object := _target(star(64, 300.0))
	var source := CutoutObjectSource.of(object, CutoutBreakOptions.of(ASLEEP))
	var swap := CutoutSwap.new(object, source, fragments, batch.keeper)
	var made: Array[Node] = []
	swap.finished.connect(func(nodes: Array) -> void: made.assign(nodes))
	while not swap.step():
		pass
	return made[0].get_parent()


func _make_plain(fragments: Array) -> Node:
	var object := _target(star(64, 300.0))
	var holder := Node2D.new()
	tree.root.add_child(holder)
	for fragment: CutoutFragment in fragments:
		_add_plain_body(holder, fragment, 1.0)
	object.free()
	return holder


func _add_plain_body(holder: Node, fragment: CutoutFragment, mass: float) -> void:
	var center := fragment.centroid
	var ring := fragment.polygon
	var local := Transform2D(0.0, -center) * ring
	var body := RigidBody2D.new()
	body.position = center
	body.mass = mass
	body.gravity_scale = 0.0
	body.collision_mask = 0
	var shown := Polygon2D.new()
	shown.polygon = local
	shown.texture = _texture
	shown.uv = ring
	body.add_child(shown)
	var solid := CollisionPolygon2D.new()
	solid.polygon = local
	body.add_child(solid)
	holder.add_child(body)
	body.sleeping = true


func _target(ring: PackedVector2Array) -> RigidBody2D:
	var body := RigidBody2D.new()
	body.gravity_scale = 0.0
	body.collision_mask = 0
	body.sleeping = true
	var shown := Polygon2D.new()
	shown.polygon = ring
	shown.texture = _texture
	body.add_child(shown)
	tree.root.add_child(body)
	return body


func _fragments_of(ring: PackedVector2Array, count: int) -> Array:
	var id := batch.submit_fracture(ring, {"fragment_count": count})
	var found: Array = []
	while true:
		var ended: Array = await batch.job_completed
		if ended[0] == id:
			found = ended[1]
			break
	return found


func _measure_wall() -> void:
	var max_fps := Engine.max_fps
	Engine.max_fps = FPS
	for way: String in ["plain", "not cached", "cached"]:
		batch.clear_cache()
		if way == "cached":
			# So that the outline and the result are there.
			await _break_wall(true, false)
		var frames := await _break_wall(way != "not cached", way == "plain")
		var jump := 0.0
		for index: int in range(1, frames.size()):
			jump = maxf(jump, frames[index] - maxf(frames[index - 1], 1000.0 / FPS))
		plots["wall, %s" % way] = frames
		if way == "plain":
			row("wall, plain, all in one frame: longer than the frame before", jump, "ms")
		else:
			row("wall, %s: longer than the frame before" % way, jump, "ms", Bound.AT_MOST, 4.0)
		row("wall, %s: longest frame" % way, percentile(frames, 1.0), "ms")
	Engine.max_fps = max_fps


func _break_wall(same: bool, plainly: bool) -> Array[float]:
	var bricks: Array[RigidBody2D] = []
	var ring := Outlines.rectangle(-16, -10, 32, 20)
	for index: int in BRICKS:
		var brick := _target(ring)
		brick.position = Vector2(index % 20 * 32, floorf(index / 20.0) * 20)
		bricks.push_back(brick)
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
					holders.push_back(_break_plainly(bricks[index], ring))
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


func _break_plainly(brick: RigidBody2D, ring: PackedVector2Array) -> Node:
	var holder := Node2D.new()
	holder.position = brick.position
	tree.root.add_child(holder)
	var native := CutoutBatchNative.new()
	for piece: PackedVector2Array in native.fracture(
		ring, {"fragment_count": PIECES_OF_BRICK, "edge_padding": 0.0}
	):
		var body := RigidBody2D.new()
		body.gravity_scale = 0.0
		body.collision_mask = 0
		var shown := Polygon2D.new()
		shown.polygon = piece
		shown.texture = _texture
		shown.uv = piece
		body.add_child(shown)
		var solid := CollisionPolygon2D.new()
		solid.polygon = piece
		body.add_child(solid)
		holder.add_child(body)
		body.sleeping = true
	brick.queue_free()
	return holder
