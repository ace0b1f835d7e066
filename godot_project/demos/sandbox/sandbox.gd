extends Node2D
## Break drawn things with every pattern and watch what it costs: click one to break it where you click.
##
## Pieces fall and can be broken again. R brings the things back, C clears the pieces away, Escape leaves.

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

@onready var _film: DemoFilm = $Film
@onready var _graph: DemoFrameGraph = $Overlay/FrameGraph
@onready var _label: Label = $Overlay/Label
@onready var _pattern := OptionButton.new()


func _ready() -> void:
	RenderingServer.set_default_clear_color(Color(0.13, 0.15, 0.19))
	_build_panel()
	_build_ground()
	_hang_things()
	if _film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	var stats := CutoutBatch.get_stats()
	var text := (
		"%d broken, %d bodies, %d jobs open\n"
		+ "half of the jobs: %.1f ms on a worker after %.1f ms of waiting\n"
		+ "from the cache: %d of %d"
	)
	_label.text = (
		text
		% [
			_broken,
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
	elif event is InputEventMouseButton and event.is_pressed():
		var thing := _thing_at(get_global_mouse_position())
		if thing != null:
			_break_thing(thing, get_global_mouse_position())


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
	var keys := Label.new()
	keys.text = "click: break   C: clear   R: anew"
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
		var sprite := thing as Sprite2D
		if (
			sprite != null
			and not sprite.is_queued_for_deletion()
			and sprite.is_pixel_opaque(sprite.to_local(at))
		):
			return sprite
	return null


func _break_thing(thing: Node2D, at: Vector2) -> Array:
	var params := {"pattern": PATTERNS[_pattern.selected], "origin": thing.to_local(at)}
	for key: StringName in _sliders:
		if key != &"force":
			var slider := _sliders[key]
			params[key] = int(slider.value) if slider.step == 1.0 else slider.value
	var options := {
		"kind": CutoutBreakOptions.Kind.BODIES, "impact_point": at, "force": _sliders[&"force"].value
	}
	var pieces: Array = await CutoutBatch.fracture_object(thing, params, options)
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
	_film.finish("sandbox: %d broken" % _broken)


## The largest piece there is.
func _largest_piece() -> CutoutPieceBody:
	var largest: CutoutPieceBody
	for node: Node in find_children("*", "CutoutPieceBody", true, false):
		var piece: CutoutPieceBody = node
		if largest == null or piece.area > largest.area:
			largest = piece
	return largest
