@tool
extends CutoutTest
## The preview in the inspector: what it shows of which object, and what it says of bad input.

const Edited := preload("edited.gd")

var _edited: Edited


func before_each() -> void:
	may_leave_orphans = true


func after_each() -> void:
	EditorInterface.inspect_object(null)
	await Edited.close(self)


func test_a_destructible_shows_the_pieces_of_what_it_breaks() -> void:
	await _open(_sites("grid", {&"grid_rows": 2, &"grid_cols": 3, &"grid_jitter": 0.0}))
	var panel: Control = await _edited.inspect(self)
	await _until_status("6 pieces")
	contains(panel.get_status_text(), ["smallest", "px²", "ms"], "the status")
	equal(panel.get_message(), "", "the message")
	near(_area(panel), _area_of(Edited.RING), 0.5, "the area of all pieces")


func test_every_change_is_followed() -> void:
	var params := _sites("random", {&"fragment_count": 4})
	await _open(params)
	params = _edited.destructible.params
	await _edited.inspect(self)
	await _until_status("4 pieces")
	# As fast as a slider may go: the last one counts.
	for count: int in range(5, 60):
		params.set("fragment_count", count)
	await _until_status("59 pieces")
	params.set("pattern", "hexagonal")
	params.set("fragment_count", 12)
	await until(
		func() -> bool: return not Edited.panel().get_status_text().begins_with("59"), "it has changed"
	)
	# The outline too.
	params.set("pattern", "grid")
	params.set("grid_jitter", 0.0)
	var moved := Edited.RING.duplicate()
	moved[1] = Vector2(170, -40)
	_edited.polygon.polygon = moved
	await until(
		func() -> bool: return absf(_area(Edited.panel()) - _area_of(moved)) < 0.5, "the outline is followed"
	)


func test_no_params_are_the_defaults_and_a_material_makes_some() -> void:
	await _open(null)
	var panel: Control = await _edited.inspect(self)
	await _until_status("10 pieces")
	_history().clear_history()
	panel._edit.apply_material(&"rock", Vector2(100, 100))
	equal(_edited.destructible.params.get("pattern"), "poisson", "the pattern")
	_history().undo()
	equal(_edited.destructible.params, null, "params after undo")
	_history().redo()
	equal(_edited.destructible.params.get("pattern"), "poisson", "the pattern after redo")


func test_a_material_is_one_step_to_be_undone() -> void:
	await _open(_sites("grid", {&"grid_rows": 7, &"seed": 3}))
	var params := _edited.destructible.params
	var panel: Control = await _edited.inspect(self)
	_history().clear_history()
	panel._edit.apply_material(&"wood", Vector2(100, 100))
	equal(params.get("pattern"), "random", "the pattern")
	equal(params.get("seed"), 3, "the seed")
	equal(params.get("grid_rows"), 3, "what the material does not say")
	_history().undo()
	equal(params.get("pattern"), "grid", "the pattern after undo")
	equal(params.get("grid_rows"), 7, "the rows after undo")
	equal(panel._edit.material_names().has(&"brick"), false, "sites have no bricks")


func test_params_alone_are_shown_on_an_outline_of_the_addon() -> void:
	await _open(null)
	var lines: Resource = ClassDB.instantiate(&"CutoutLineParams")
	lines.set("slice_count", 4)
	await _edited.inspect(self, lines)
	await _until_status("5 pieces")


func test_what_is_wrong_is_told_in_one_sentence() -> void:
	await _open(_sites("points", {}))
	await _edited.inspect(self)
	await _until_message('params "points" is empty: allowed are')
	_edited.destructible.params.set("pattern", "random")
	await _until_status("10 pieces")
	_edited.polygon.polygon = PackedVector2Array()
	await _until_message("0 points in its polygon: at least 3 are allowed")
	check(not Edited.panel().get_message().contains("\n"), "it is one sentence")


func test_a_sprite_without_a_texture_is_told() -> void:
	await _open(_sites("random", {}))
	var sprite := Sprite2D.new()
	sprite.name = "Bare"
	_edited.root.add_child(sprite)
	_edited.destructible.reparent(sprite)
	_edited.destructible.target_path = ^".."
	await _edited.inspect(self)
	await _until_message("texture")


func test_a_node_that_breaks_nothing_is_told() -> void:
	await _open(_sites("random", {}))
	_edited.destructible.target_path = ^"Nowhere"
	await _edited.inspect(self)
	await _until_message("nothing to break")


func test_the_editor_never_waits_for_the_geometry() -> void:
	var params := _sites("poisson", {&"fragment_count": 4_000, &"edge_roughness": 0.4})
	await _open(params)
	var panel: Control = await _edited.inspect(self)
	var open := 0
	for change: int in 11:
		_edited.destructible.params.set("seed", change)
		_worker()._process(0.0)
		# Half a second of geometry: were it waited for, its end would have been told.
		open += int(panel._preview.job_id > 0 and panel._preview.drawing.is_empty())
		await frames(1)
	check(open >= 5, "%d of 11 changes left their job to the thread" % open)
	await until(func() -> bool: return panel._preview.run_usec > 0, "it is done")
	await until(func() -> bool: return panel._preview.job_id == 0, "the last one too")
	equal(panel._preview.drawing["pieces"], 4000, "pieces")


func _open(params: Resource) -> void:
	_edited = await Edited.open(self, params)


func _worker() -> Node:
	return EditorInterface.get_base_control().get_tree().root.find_child("CutoutPreviewWorker", true, false)


func _history() -> UndoRedo:
	var undo_redo := EditorInterface.get_editor_undo_redo()
	return undo_redo.get_history_undo_redo(undo_redo.get_object_history_id(_edited.root))


# The panel is made anew whenever the list of properties changes.
func _until_status(start: String) -> void:
	await until(
		func() -> bool: return Edited.panel() != null and Edited.panel().get_status_text().begins_with(start),
		"the status begins with %s" % start
	)


func _until_message(part: String) -> void:
	await until(
		func() -> bool: return Edited.panel() != null and Edited.panel().get_message().contains(part),
		"the message says %s" % part
	)


static func _sites(pattern: String, values: Dictionary[StringName, Variant]) -> Resource:
	var params: Resource = ClassDB.instantiate(&"CutoutSiteParams")
	params.set("pattern", pattern)
	for key: StringName in values:
		params.set(key, values[key])
	return params


## The area of the triangles that are drawn.
static func _area(panel: Control) -> float:
	var drawing: Dictionary = panel._preview.drawing
	if drawing.is_empty():
		return 0.0
	var points: PackedVector2Array = drawing["points"]
	var corners: PackedInt32Array = drawing["triangles"]
	var doubled := 0.0
	for first: int in range(0, corners.size(), 3):
		var from := points[corners[first]]
		doubled += absf((points[corners[first + 1]] - from).cross(points[corners[first + 2]] - from))
	return doubled / 2.0


static func _area_of(ring: PackedVector2Array) -> float:
	var doubled := 0.0
	for index: int in ring.size():
		doubled += ring[index].cross(ring[(index + 1) % ring.size()])
	return absf(doubled) / 2.0
