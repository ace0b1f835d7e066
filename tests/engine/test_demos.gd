extends BatchTest
## The demos can be run and played: the engine takes every script and scene of theirs, and a mouse and keys
## do what the bar above each says. `make demo` films them.

## Bodies and debris stay in their pools.
const SIZE := Vector2i(1280, 720)

var _demo: DemoScene
var _size_before := Vector2i.ZERO


func before_each() -> void:
	await super()
	may_leave_orphans = true
	_size_before = root.size
	root.size = SIZE


func after_each() -> void:
	if is_instance_valid(_demo):
		_demo.free()
	root.size = _size_before
	await super()


func test_every_demo_is_taken_by_the_engine() -> void:
	var scenes := 0
	for demo: String in DirAccess.get_directories_at("res://demos"):
		for file: String in DirAccess.get_files_at("res://demos/" + demo):
			var path := "res://demos/%s/%s" % [demo, file]
			if file.ends_with(".gd"):
				check((load(path) as GDScript).can_instantiate(), "%s can be used" % path)
			elif file.ends_with(".tscn"):
				check((load(path) as PackedScene).can_instantiate(), "%s can be opened" % path)
				scenes += 1
	check(scenes >= 6, "%d scenes" % scenes)
	for demo: StringName in DemoScene.DEMOS:
		check(ResourceLoader.exists("res://demos/%s/%s.tscn" % [demo, demo]), "Tab finds %s" % demo)


func test_a_click_breaks_a_thing_of_the_sandbox_with_each_pattern() -> void:
	await _open("sandbox")
	var panel := _panel()
	var patterns := panel.get_patterns()
	check(patterns.size() == 15, "every pattern: %s" % patterns)
	for pattern: String in patterns:
		panel.choose(pattern)
		var things := _things()
		var thing: Node2D = things.pop_front()
		DemoHand.click(root, thing.position + Vector2(-60, -60))
		var id := thing.get_instance_id()
		await until(func() -> bool: return not is_instance_id_valid(id), "%s breaks the crate" % pattern)
		equal(_things().size(), things.size(), "the others stay")
		DemoHand.press(root, KEY_C)
		await _until_clear()
		_demo.call(&"_hang_things")
		for other: Node in things:
			other.free()


func test_the_sliders_of_the_sandbox_are_those_that_the_pattern_reads_and_they_work() -> void:
	await _open("sandbox")
	var panel := _panel()
	panel.choose("grid")
	check(panel.get_slider(&"grid_rows").is_visible_in_tree(), "rows of a grid")
	check(not panel.get_slider(&"slice_count").is_visible_in_tree(), "no slices")
	await frames(2)
	var slider := panel.get_slider(&"grid_rows")
	var box := slider.get_global_rect()
	check(box.size.x > 150.0, "wide enough to be moved: %s" % box)
	DemoHand.click(root, box.get_center())
	equal(panel.get_params(Vector2.ZERO).grid_rows, int(slider.value), "the slider is the number")
	near(slider.value, (slider.min_value + slider.max_value) / 2.0, 3.0, "in the middle")
	equal(_things().size(), 8, "a click on the panel breaks nothing")
	panel.choose("slice")
	check(not slider.is_visible_in_tree(), "no grid")


func test_a_drag_cuts_and_the_right_button_carves_in_the_sandbox() -> void:
	await _open("sandbox")
	var crate: Node2D = _things()[0]
	var at := crate.position
	var whole := _area_of_things()
	await DemoHand.drag(root, MOUSE_BUTTON_LEFT, at + Vector2(-120, 10), at + Vector2(120, 10))
	await until(func() -> bool: return _bodies().size() == 1, "half of it falls")
	DemoHand.press(root, KEY_C)
	await _until_clear()
	await DemoHand.drag(root, MOUSE_BUTTON_RIGHT, at + Vector2(-120, -40), at + Vector2(0, -40))
	await until(func() -> bool: return _area_of_things() < whole, "the disc takes a bite")
	await frames(30)
	check(not _things().is_empty(), "things")


func test_a_ball_goes_through_the_wall_and_what_nothing_carries_falls() -> void:
	await _open("wall")
	var standing := func() -> int: return (_demo.get(&"_standing") as Dictionary).size()
	equal(standing.call(), 500, "bricks")
	for frame: int in 30:
		await tree.physics_frame
	equal(standing.call(), 500, "they rest until they are hit")
	DemoHand.click(root, Vector2(200, 600))
	await until(func() -> bool: return standing.call() < 400, "the wall comes down")
	check(batch.keeper.living_bodies() > 0, "bodies")
	check(_field().get_piece_count() > 0, "debris")


func test_the_level_breaks_through_the_stream_and_space_holds_it() -> void:
	await _open("level")
	await frames(5)
	equal(_field().get_piece_count(), 0, "nothing breaks by itself")
	DemoHand.click(root, Vector2(640, 500))
	await until(func() -> bool: return _field().get_piece_count() > 200, "it breaks")
	DemoHand.press(root, KEY_SPACE)
	var held := _field().get_stats()["pieces"] as int
	await frames(30)
	equal(_field().get_stats()["pieces"], held, "held")
	DemoHand.press(root, KEY_SPACE)
	await until(func() -> bool: return _field().get_piece_count() >= 2400, "all of it breaks")


func test_ten_thousand_pieces_and_one_crate_before() -> void:
	await _open("ten_thousand")
	DemoHand.click(root, Vector2(51, 190))
	await until(func() -> bool: return _field().get_piece_count() == 100, "one crate")
	DemoHand.press(root, KEY_SPACE)
	await until(func() -> bool: return _field().get_piece_count() == 10000, "all crates")


func test_a_hole_is_blown_and_cleared_away_among_the_debris() -> void:
	await _open("debris")
	DemoHand.click(root, Vector2(600, 300))
	await until(
		func() -> bool: return _field().get_piece_count() > 500 and batch.get_stats()["open"] == 0, "a hole"
	)
	DemoHand.press(root, KEY_C)
	await until(func() -> bool: return _field().get_piece_count() == 0, "cleared")


func test_r_begins_anew_and_tab_leads_on() -> void:
	await _open("gallery")
	tree.current_scene = _demo
	var id := _demo.get_instance_id()
	DemoHand.press(root, KEY_R)
	await until(func() -> bool: return not is_instance_id_valid(id), "the old one goes")
	await _until_there("gallery")
	DemoHand.press(root, KEY_TAB)
	await _until_there("sandbox")
	tree.current_scene = null


func test_the_frame_graph_tells_what_the_addon_took_of_a_frame_and_nothing_of_idle_ones() -> void:
	await _open("gallery")
	var graph := _demo.bar.graph
	batch.budget.spent_usec = 9000.0
	await frames(200)
	near(graph.addon_ms(), 0.0, 0.0, "nothing was delivered")
	batch.submit_fracture(Outlines.rectangle(0, 0, 50, 50), {})
	var ended := watch(batch.job_completed)
	while ended.count() == 0:
		await tree.process_frame
	await frames(1)
	near(graph.addon_ms(), batch.budget.spent_usec / 1000.0, 1e-3, "what it took")


func _open(demo: String) -> void:
	_demo = (load("res://demos/%s/%s.tscn" % [demo, demo]) as PackedScene).instantiate()
	root.add_child(_demo)
	await frames(2)
	await tree.physics_frame
	await tree.physics_frame


func _until_there(demo: String) -> void:
	var path := "res://demos/%s/%s.tscn" % [demo, demo]
	await until(
		func() -> bool: return tree.current_scene != null and tree.current_scene.scene_file_path == path,
		"%s is there" % demo
	)
	_demo = tree.current_scene
	await frames(2)


func _panel() -> DemoParamsPanel:
	return _demo.find_children("*", "DemoParamsPanel", true, false)[0]


func _field() -> DebrisField2D:
	return _demo.find_children("*", "DebrisField2D", true, false)[0]


func _bodies() -> Array[Node]:
	return _demo.find_children("*", "CutoutPieceBody", true, false)


func _things() -> Array[Node]:
	var things := tree.get_nodes_in_group(&"things")
	return things.filter(
		func(thing: Node) -> bool:
			return (thing is Sprite2D or thing is Polygon2D) and not thing.is_queued_for_deletion()
	)


func _area_of_things() -> float:
	var sum := 0.0
	for thing: Node in _things():
		if thing is Polygon2D:
			sum += Breakables.global_area([thing])
		else:
			sum += 1e6
	return sum


func _until_clear() -> void:
	var none := func() -> bool: return _demo.find_children("*", "CutoutPieces", true, false).is_empty()
	await until(none, "the pieces have gone")
