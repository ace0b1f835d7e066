extends Node2D
## Break drawn things with every pattern and watch what it costs: click one to break it where you click, draw
## a line to cut along it, hold the right button to carve with a disc.
##
## What comes off falls, and can be broken and carved again. R brings the things back, C clears the pieces
## away, Escape leaves.

const ARTS: Array[String] = ["crate", "vase", "window_pane", "rock", "cheese", "gear", "leaf", "ring"]
const PATTERNS: Array[String] = [
	"random",
	"grid",
	"radial",
	"spiderweb",
	"poisson",
	"hexagonal",
	"impact",
	"slice",
	"slices_radial",
	"slices_parallel",
	"slices_grid",
	"slices_chaotic",
	"bricks",
]
const COLUMNS := 4
const FIRST := Vector2(420, 200)
const CELL := Vector2(220, 230)
## The longer side of a thing on screen, pixels.
const SIZE := 170.0
const GROUND_Y := 690.0
const PANEL := Rect2(12, 12, 270, 690)

var _sliders: Dictionary[StringName, HSlider] = {}
var _broken := 0
var _cut_off := 0
# What is being broken, by instance ids: it cannot be carved meanwhile.
var _breaking: Dictionary[int, bool] = {}

@onready var _film: DemoFilm = $Film
@onready var _blade: DemoBlade = $Blade
@onready var _graph: DemoFrameGraph = $Overlay/FrameGraph
@onready var _label: Label = $Overlay/Label
@onready var _pattern := OptionButton.new()


func _ready() -> void:
	RenderingServer.set_default_clear_color(Color(0.13, 0.15, 0.19))
	_build_panel()
	_build_ground()
	_hang_things()
	_blade.clicked.connect(_on_clicked)
	_blade.drawn.connect(_on_drawn)
	_blade.held.connect(_on_held)
	if _film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	var stats := CutoutBatch.get_stats()
	var text := (
		"%d broken, %d cut off, %d bodies, %d jobs open\n"
		+ "half of the jobs: %.1f ms on a worker after %.1f ms of waiting\n"
		+ "from the cache: %d of %d"
	)
	_label.text = (
		text
		% [
			_broken,
			_cut_off,
			CutoutBatch.keeper.living_bodies(),
			stats["open"],
			stats["run_p50_usec"] / 1000.0,
			stats["wait_p50_usec"] / 1000.0,
			stats["cache_hits"],
			stats["cache_hits"] + stats["cache_misses"],
		]
	)


func _unhandled_input(event: InputEvent) -> void:
	if event.is_action_pressed(&"ui_cancel"):
		get_tree().quit()
	elif event is InputEventKey and event.is_pressed():
		match (event as InputEventKey).keycode:
			KEY_R:
				get_tree().reload_current_scene()
			KEY_C:
				_clear_pieces()


func _on_clicked(at: Vector2) -> void:
	var thing := _thing_at(at)
	if thing != null:
		_break_thing(thing, at)


func _on_drawn(path: PackedVector2Array) -> void:
	var area := Rect2(path[0], Vector2.ZERO)
	for point: Vector2 in path:
		area = area.expand(point)
	_carve(CutoutTool.cut(path), area)


func _on_held(from: Vector2, to: Vector2) -> void:
	var radius := _blade.radius
	var tool := CutoutTool.circle(to, radius)
	if from.distance_to(to) > 1.0:
		tool = CutoutTool.sweep([from, to], radius)
	_carve(tool, Rect2(from, Vector2.ZERO).expand(to).grow(radius))


func _build_panel() -> void:
	var panel := PanelContainer.new()
	panel.position = PANEL.position
	panel.size = PANEL.size
	$Overlay.add_child(panel)
	var rows := VBoxContainer.new()
	panel.add_child(rows)
	for pattern: String in PATTERNS:
		_pattern.add_item(pattern)
	_pattern.select(PATTERNS.find("impact"))
	rows.add_child(_pattern)
	_add_slider(rows, &"fragment_count", 2, 200, 24, 1)
	_add_slider(rows, &"seed", 0, 100, 0, 1)
	_add_slider(rows, &"grid_rows", 1, 20, 4, 1)
	_add_slider(rows, &"grid_cols", 1, 20, 4, 1)
	_add_slider(rows, &"points_per_ring", 3, 24, 9, 1)
	_add_slider(rows, &"slice_count", 1, 20, 5, 1)
	_add_slider(rows, &"min_fragment_area", 0, 500, 0, 5)
	_add_slider(rows, &"gap", 0, 8, 0, 0.25)
	_add_slider(rows, &"edge_roughness", 0, 1, 0, 0.05)
	_add_slider(rows, &"force", 0, 2000, 350, 10)
	_add_slider(rows, &"radius", 4, 80, 20, 1)
	_sliders[&"radius"].value_changed.connect(func(now: float) -> void: _blade.radius = now)
	var keys := Label.new()
	keys.text = "click: break   drag: cut\nhold right: carve\nC: clear   R: anew"
	rows.add_child(keys)
	_graph.position = Vector2(PANEL.end.x + 14, 12)
	_label.position = Vector2(PANEL.end.x + 510, 14)


func _add_slider(
	rows: VBoxContainer, key: StringName, least: float, most: float, value: float, step: float
) -> void:
	var title := Label.new()
	var slider := HSlider.new()
	slider.min_value = least
	slider.max_value = most
	slider.step = step
	slider.value_changed.connect(func(now: float) -> void: title.text = "%s  %s" % [key, now])
	slider.value = value
	title.text = "%s  %s" % [key, value]
	rows.add_child(title)
	rows.add_child(slider)
	_sliders[key] = slider


func _build_ground() -> void:
	var ground := StaticBody2D.new()
	var shape := CollisionShape2D.new()
	shape.shape = WorldBoundaryShape2D.new()
	ground.add_child(shape)
	ground.position.y = GROUND_Y
	add_child(ground)


func _hang_things() -> void:
	for index: int in ARTS.size():
		var thing := Sprite2D.new()
		thing.texture = load("res://art/%s.png" % ARTS[index])
		thing.position = (
			FIRST + Vector2(index % COLUMNS, floorf(float(index) / COLUMNS)) * CELL + Vector2(60, 80)
		)
		var size := thing.texture.get_size()
		thing.scale = Vector2.ONE * SIZE / maxf(size.x, size.y)
		thing.add_to_group(&"things")
		add_child(thing)


## A piece, or a thing, that shows something at that point.
func _thing_at(at: Vector2) -> Node2D:
	var query := PhysicsPointQueryParameters2D.new()
	query.position = at
	for hit: Dictionary in get_world_2d().direct_space_state.intersect_point(query, 4):
		if hit["collider"] is CutoutPieceBody:
			return hit["collider"]
	for thing: Node in get_tree().get_nodes_in_group(&"things"):
		if _hangs(thing) and _covers(thing as Node2D, at):
			return thing
	return null


## Whether it is a thing, whole or carved, and not one of its pieces, which are in its groups.
func _hangs(thing: Node) -> bool:
	return (thing is Sprite2D or thing is Polygon2D) and not thing.is_queued_for_deletion()


func _covers(thing: Node2D, at: Vector2) -> bool:
	var sprite := thing as Sprite2D
	if sprite != null:
		return sprite.is_pixel_opaque(sprite.to_local(at))
	var carved := thing as Polygon2D
	if carved.polygons.is_empty():
		return Geometry2D.is_point_in_polygon(carved.to_local(at), carved.polygon)
	for triangle: PackedInt32Array in carved.polygons:
		var corners: PackedVector2Array = []
		for index: int in triangle:
			corners.append(carved.polygon[index])
		if Geometry2D.is_point_in_polygon(carved.to_local(at), corners):
			return true
	return false


## All things and pieces that may be in an area.
func _nodes_in(area: Rect2) -> Array[Node2D]:
	var shape := RectangleShape2D.new()
	shape.size = area.size.maxf(1.0)
	var query := PhysicsShapeQueryParameters2D.new()
	query.shape = shape
	query.transform.origin = area.get_center()
	var nodes: Array[Node2D] = []
	for hit: Dictionary in get_world_2d().direct_space_state.intersect_shape(query, 1024):
		if hit["collider"] is CutoutPieceBody and hit["collider"] not in nodes:
			nodes.append(hit["collider"])
	for thing: Node in get_tree().get_nodes_in_group(&"things"):
		if _hangs(thing) and area.grow(SIZE).has_point((thing as Node2D).global_position):
			nodes.append(thing)
	return nodes


## Those that the tool misses stay as they are.
func _carve(tool: Dictionary, area: Rect2) -> void:
	for node: Node2D in _nodes_in(area):
		if not _breaking.has(node.get_instance_id()):
			_carve_one(node, tool)


func _carve_one(node: Node2D, tool: Dictionary) -> void:
	var options := {"kind": CutoutBreakOptions.Kind.BODIES, "dust_area": 20.0}
	var result: CutoutCarveResult = await CutoutBatch.carve(node, tool, options)
	_cut_off += result.pieces.size()


func _break_thing(thing: Node2D, at: Vector2) -> Array:
	var id := thing.get_instance_id()
	if _breaking.has(id):
		return []
	_breaking[id] = true
	# It may be under the disc.
	while is_instance_valid(thing) and CutoutBatch.cancel_object(thing):
		await get_tree().process_frame
	if not is_instance_valid(thing):
		_breaking.erase(id)
		return []
	var params := {"pattern": PATTERNS[_pattern.selected], "origin": thing.to_local(at)}
	for key: StringName in _sliders:
		if key not in [&"force", &"radius"]:
			var slider := _sliders[key]
			params[key] = int(slider.value) if slider.step == 1.0 else slider.value
	var options := {
		"kind": CutoutBreakOptions.Kind.BODIES, "impact_point": at, "force": _sliders[&"force"].value
	}
	var pieces: Array = await CutoutBatch.fracture_object(thing, params, options)
	_breaking.erase(id)
	_broken += int(not pieces.is_empty())
	return pieces


func _clear_pieces() -> void:
	for holder: Node in find_children("*", "CutoutPieces", true, false):
		(holder as CutoutPieces).retire(0.4)


func _run_script() -> void:
	for frame: int in 10:
		await get_tree().process_frame
	await _film.take("sandbox")
	var things := get_tree().get_nodes_in_group(&"things")
	for index: int in things.size():
		_pattern.select((index * 2 + 1) % PATTERNS.size())
		var thing: Sprite2D = things[index]
		var pieces := await _break_thing(thing, thing.global_position + Vector2(-20, 30))
		if pieces.is_empty():
			_film.fail("%s could not be broken." % ARTS[index])
			return
		if index % 3 == 0:
			await _film.take("sandbox")
	await _film.take_series("sandbox", 3, 20)
	var again := _largest_piece()
	if again != null:
		_pattern.select(PATTERNS.find("spiderweb"))
		await _break_thing(again, again.global_position)
	await _film.take_series("sandbox", 3, 20)
	_clear_pieces()
	await _film.take_series("sandbox", 2, 40)
	if not find_children("*", "CutoutPieces", true, false).is_empty():
		_film.fail("pieces are left.")
		return
	if await _film_carving():
		_film.finish("sandbox: %d broken, %d cut off" % [_broken, _cut_off])


## Cuts and carves with the mouse: a line through crate, vase and window and one through the gear, the disc
## along the lower row and down the rock.
func _film_carving() -> bool:
	_hang_things()
	var middles: Array[Vector2] = []
	for thing: Node2D in get_tree().get_nodes_in_group(&"things"):
		middles.append(thing.global_position)
	await _film.take("carving")
	await _drag(MOUSE_BUTTON_LEFT, middles[0] + Vector2(-110, 30), middles[2] + Vector2(110, -10), -35.0)
	await _drag(MOUSE_BUTTON_LEFT, middles[5] + Vector2(-40, -120), middles[5] + Vector2(30, 120), 20.0)
	await _film.take_series("carving", 3, 8)
	await _drag(MOUSE_BUTTON_RIGHT, middles[4] + Vector2(-100, 20), middles[7] + Vector2(90, 0), 30.0)
	await _drag(MOUSE_BUTTON_RIGHT, middles[3] + Vector2(-20, -90), middles[3] + Vector2(10, 90), 0.0)
	await _film.take_series("carving", 6, 10)
	if _cut_off < 8:
		_film.fail("only %d pieces were cut off." % _cut_off)
		return false
	return true


## Draws a wave with the mouse, with a picture midway.
func _drag(index: MouseButton, from: Vector2, to: Vector2, height: float) -> void:
	var steps := int(from.distance_to(to) / 12.0)
	for step: int in steps + 1:
		var part := float(step) / steps
		var motion := InputEventMouseMotion.new()
		motion.position = from.lerp(to, part) + Vector2(0, height * sin(part * TAU))
		get_viewport().push_input(motion, true)
		if step == 0 or step == steps:
			var button := InputEventMouseButton.new()
			button.position = motion.position
			button.button_index = index
			button.pressed = step == 0
			get_viewport().push_input(button, true)
		if step == steps * 2 / 3:
			await _film.take("carving")
		await get_tree().physics_frame


## The largest piece there is.
func _largest_piece() -> CutoutPieceBody:
	var largest: CutoutPieceBody
	for node: Node in find_children("*", "CutoutPieceBody", true, false):
		var piece: CutoutPieceBody = node
		if largest == null or piece.area > largest.area:
			largest = piece
	return largest
