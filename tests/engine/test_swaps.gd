extends BatchTest
## The change from a node to its pieces, when the game frees, moves and cancels in the middle of it.

const GRID := {"pattern": "grid", "grid_jitter": 0.0, "edge_padding": 0.0}
const BODIES := CutoutBreakOptions.Kind.BODIES
const KINDS: Array[int] = [CutoutBreakOptions.Kind.POLYGONS, BODIES]


func test_a_few_pieces_that_wait_outside_the_tree_go_when_it_is_cancelled() -> void:
	for kind: int in KINDS:
		var level := _level()
		var swap := await _begun(level.get_child(0) as Node2D, kind)
		var orphans := _orphans()
		var finished := watch(swap.finished)
		swap.cancel()
		equal(finished.calls, [[[]]], "it answers, with none")
		check(_orphans() < orphans, "what waited has gone")
		check(swap.step(), "it is over")
		equal(level.get_child_count(), 1, "the node stays")
		level.free()


func test_a_few_pieces_that_wait_outside_the_tree_go_with_their_node() -> void:
	for kind: int in KINDS:
		for which: String in ["free", "queue_free", "level", "remove"]:
			var before := _orphans()
			var level := _level()
			var node: Node2D = level.get_child(0)
			var swap := await _begun(node, kind)
			var finished := watch(swap.finished)
			match which:
				"free":
					node.free()
				"queue_free":
					node.queue_free()
				"level":
					level.free()
				"remove":
					level.remove_child(node)
			check(swap.step(), "it is over")
			equal(finished.calls, [[[]]], "%s: it answers, with none" % which)
			if which == "remove":
				node.free()
			if which != "level":
				await frames(1)
				level.free()
			equal(_orphans(), before, "%s: nothing is left" % which)


func test_a_few_pieces_that_wait_outside_the_tree_appear_where_the_node_was_moved_to() -> void:
	for kind: int in KINDS:
		var first := _level()
		var second := _level()
		second.position = Vector2(500, 0)
		var node: Node2D = first.get_child(0)
		var swap := await _begun(node, kind)
		var finished := watch(swap.finished)
		node.reparent(second, false)
		root.remove_child(first)
		check(swap.step(), "it is over")
		var pieces: Array = finished.calls[0][0]
		equal(pieces.size(), 9, "pieces")
		equal((pieces[0] as Node).get_parent().get_parent(), second as Node, "beside the node")
		near(Breakables.global_bounds(pieces).get_center().x, 500.0, 0.1, "where it was last")
		first.free()
		second.free()


func test_a_few_pieces_that_wait_outside_the_tree_go_with_the_autoload() -> void:
	for kind: int in KINDS:
		var before := _orphans()
		var other := CutoutBatchProcessor.new()
		root.add_child(other)
		var level := _level()
		var swap := await _begun(level.get_child(0) as Node2D, kind, other)
		other.applier.add(swap)
		other.free()
		check(swap.step(), "it is over")
		equal(level.get_child_count(), 1, "the node stays")
		level.free()
		equal(_orphans(), before, "nothing is left")


func test_whoever_sees_pieces_come_may_free_the_node_the_container_or_a_piece() -> void:
	for kind: int in KINDS:
		for which: String in ["node", "container", "piece", "level", "cancel"]:
			var before := _orphans()
			var level := _level()
			var node: Node2D = level.get_child(0)
			# At the last piece: all before it are in.
			var pieces := await _break_and_meddle(node, kind, GRID, 8, _meddling(which))
			var wanted := {"node": 0, "piece": 9, "level": 9, "container": 9, "cancel": 9}
			equal(pieces.size(), wanted[which], "%s: pieces" % which)
			if is_instance_valid(level):
				level.free()
			equal(_orphans(), before, "%s: nothing is left" % which)


func test_whoever_sees_many_pieces_come_may_free_or_cancel() -> void:
	for kind: int in KINDS:
		for which: String in ["node", "piece at once", "cancel"]:
			var before := _orphans()
			var level := _level()
			var node: Node2D = level.get_child(0)
			var many := {"pattern": "grid", "grid_rows": 8, "grid_cols": 8}
			var pieces := await _break_and_meddle(node, kind, many, 20, _meddling(which))
			equal(pieces.size(), 63 if which == "piece at once" else 0, "%s: pieces" % which)
			level.free()
			equal(_orphans(), before, "%s: nothing is left" % which)


func test_whoever_sees_the_node_hide_may_free_all() -> void:
	for which: String in ["container", "piece", "level"]:
		var level := _level()
		var node: Node2D = level.get_child(0)
		node.hidden.connect(
			func() -> void:
				var holder: Node = level.get_child(1)
				match which:
					"container":
						holder.free()
					"piece":
						holder.get_child(3).free()
					"level":
						level.queue_free()
		)
		var state := {"pieces": null}
		_break_into(node, GRID, state, {"kind": BODIES})
		await until(func() -> bool: return state["pieces"] != null, "%s: the call answers" % which)
		await frames(2)
		equal((state["pieces"] as Array).size(), {"container": 0, "piece": 8, "level": 9}[which], which)
		if is_instance_valid(level):
			level.free()


func test_whoever_sees_bodies_come_may_use_the_pool() -> void:
	for time: int in 2:
		var level := _level()
		var sizes: Array[int] = []
		var look := func(entered: Node) -> void:
			if entered.get_parent() is CutoutPieces:
				sizes.push_back(batch.keeper.pool.size())
		tree.node_added.connect(look)
		var state := {"pieces": null}
		_break_into(
			level.get_child(0), {"pattern": "grid", "grid_rows": 6, "grid_cols": 6}, state, {"kind": BODIES}
		)
		await until(func() -> bool: return state["pieces"] != null, "the call answers")
		tree.node_added.disconnect(look)
		equal(sizes.size(), 36, "bodies")
		equal(sizes[0], 0 if time == 0 else 35, "bodies in the pool by the first")
		await _retire(state["pieces"] as Array)
		level.free()


func test_a_piece_of_a_factory_that_went_elsewhere_gets_its_motion() -> void:
	var whole: RigidBody2D = Breakables.body(&"RigidBody2D")
	whole.linear_velocity = Vector2(70, 0)
	whole.linear_damp_mode = RigidBody2D.DAMP_MODE_REPLACE
	root.add_child(whole)
	var away := Node2D.new()
	root.add_child(away)
	var count := [0]
	var make := func(_piece: CutoutPieceInfo) -> Node2D:
		var made := RigidBody2D.new()
		made.gravity_scale = 0.0
		count[0] += 1
		if count[0] % 2 == 0:
			made.ready.connect(func() -> void: made.reparent.call_deferred(away))
		return made
	var swap := await _begun(whole, BODIES, batch, make)
	await frames(1)
	var finished := watch(swap.finished)
	while not swap.step():
		await frames(1)
	var gone := 0
	for piece: RigidBody2D in finished.calls[0][0]:
		gone += 1 if piece.get_parent() == away else 0
		near(piece.linear_velocity.x, 70.0, 2.0, "it has the motion")
	check(gone > 0, "some went elsewhere")
	var holder := root.find_children("*", "CutoutPieces", false, false)
	for left: Node in holder:
		left.free()
	away.free()
	whole.free()


func test_pieces_of_a_factory_that_go_elsewhere_at_once_do_not_call_the_break_off() -> void:
	for count: int in [1, 4]:
		var elsewhere := Node2D.new()
		root.add_child(elsewhere)
		var node := Breakables.square(100.0)
		root.add_child(node)
		var make := func(_piece: CutoutPieceInfo) -> Node2D:
			var piece := Node2D.new()
			piece.reparent.call_deferred(elsewhere)
			# Longer than a frame has for it: the next one is made when the container is empty again.
			OS.delay_usec(2 * CutoutApplier.LEAST_USEC)
			return piece
		_hurry()
		var pieces: Array = await batch.fracture_object(node, {"fragment_count": count}, {"factory": make})
		equal(pieces.size(), count, "pieces")
		check(node.is_queued_for_deletion(), "it is broken")
		await frames(3)
		equal(elsewhere.get_child_count(), count, "they are where they went")
		equal(
			root.find_children("*Pieces*", "CutoutPieces", false, false),
			[] as Array[Node],
			"the empty container goes"
		)
		elsewhere.free()


func test_options_read_from_a_dictionary_are_the_callers_own() -> void:
	var first := CutoutBreakOptions.of({"force": 3.0})
	first.force = NAN
	var second := CutoutBreakOptions.of({"force": 3.0})
	equal(second.force, 3.0, "force")
	check(not first.get_error().is_empty(), "what is wrong is told")
	CutoutBreakOptions.of(null).force = 5.0
	equal(CutoutBreakOptions.of(null).force, 0.0, "the defaults")
	var make := func(_piece: CutoutPieceInfo) -> Node2D: return null
	equal(CutoutBreakOptions.of({"factory": make}).factory, make, "callables too")


## A node with a square in it.
func _level() -> Node2D:
	var level := Node2D.new()
	level.add_child(Breakables.square(40.0))
	root.add_child(level)
	return level


## A swap whose nine pieces are made, but for those of a factory, of which one is.
func _begun(node: Node2D, kind: int, processor := batch, factory := Callable()) -> CutoutSwap:
	var options := CutoutBreakOptions.new()
	options.kind = kind as CutoutBreakOptions.Kind
	options.factory = factory
	var source := CutoutObjectSource.of(node, options, true)
	var id := batch.submit_fracture(source.rings[0], GRID)
	var told: Array = await batch.job_completed
	equal(told[0], id, "the job")
	var swap := CutoutSwap.new(node, source, told[1], processor.keeper)
	swap.step(1 << 60 if factory.is_null() else 0)
	return swap


func _orphans() -> int:
	return int(Performance.get_monitor(Performance.OBJECT_ORPHAN_NODE_COUNT)) - batch.keeper.pool.size()


## What a game may do to what breaks, and to what a piece of it enters.
func _meddling(which: String) -> Callable:
	return func(broken: Node2D, entered: Node) -> void:
		match which:
			"node":
				broken.free()
			"container":
				entered.get_parent().queue_free()
			"piece":
				entered.get_parent().get_child(0).queue_free()
			"piece at once":
				entered.get_parent().get_child(0).free()
			"level":
				broken.get_parent().queue_free()
			"cancel":
				batch.cancel_object(broken)


## Breaks a node, and has [param meddle] called once, with the node and the first of the pieces from
## [param index] on that enters the tree. Answers what the call does.
func _break_and_meddle(node: Node2D, kind: int, params: Dictionary, index: int, meddle: Callable) -> Array:
	# Not the node: a lambda complains of one that was freed.
	var held := {"node": node}
	var look := func(entered: Node) -> void:
		if held.is_empty() or not entered.get_parent() is CutoutPieces or entered.get_index() < index:
			return
		var broken: Node2D = held["node"]
		held.clear()
		meddle.call(broken, entered)
	tree.node_added.connect(look)
	var state := {"pieces": null}
	_break_into(node, params, state, {"kind": kind})
	await until(func() -> bool: return state["pieces"] != null, "the call answers")
	tree.node_added.disconnect(look)
	await frames(2)
	return state["pieces"]
