extends DemoScene
## Break drawn things with every pattern and watch what it costs: click one to break it where you click, draw
## a line to cut along it, hold the right button to carve with a disc.
##
## What comes off falls, and can be broken and carved again. R brings the things back, C clears the pieces
## away, Escape leaves.

const ARTS: Array[String] = ["crate", "vase", "window_pane", "rock", "cheese", "gear", "leaf", "ring"]
const COLUMNS := 4
const FIRST := Vector2(396, 236)
const CELL := Vector2(246, 240)
## The longer side of a thing on screen, pixels.
const SIZE := 170.0
## A scripted break that takes longer has failed.
const MOST_FRAMES := 600
const GROUND_Y := 690.0
const PANEL := Rect2(12, 126, 232, 552)

var _panel := DemoParamsPanel.new()
var _broken := 0
var _cut_off := 0
# What is being broken, by instance ids: it cannot be carved meanwhile.
var _breaking: Dictionary[int, bool] = {}

@onready var _blade: DemoBlade = $Blade


func _ready() -> void:
	bar.describe(
		"Sandbox",
		"Everything can be broken, cut and carved, pieces too.",
		{"Click": "break", "Drag": "cut", "Hold right": "carve", "C": "clear away"}
	)
	_panel.position = PANEL.position
	_panel.size = PANEL.size
	bar.add_child(_panel)
	_build_room()
	_hang_things()
	_blade.clicked.connect(_on_clicked)
	_blade.drawn.connect(_on_drawn)
	_blade.held.connect(_on_held)
	if film.is_filming():
		_run_script()


func _process(_delta: float) -> void:
	_blade.radius = _panel.radius
	var stats := CutoutBatch.get_stats()
	var asked: int = stats["cache_hits"] + stats["cache_misses"]
	var facts: Dictionary[String, String] = {
		"broken": str(_broken),
		"cut off": str(_cut_off),
		"bodies": str(CutoutBatch.keeper.living_bodies()),
		"jobs open": str(stats["open"]),
		"waited": "%.2f ms" % (stats["wait_p50_usec"] / 1000.0),
		"on a worker": "%.2f ms" % (stats["run_p50_usec"] / 1000.0),
		"from cache": "%d of %d" % [stats["cache_hits"], asked],
		"threads": str(stats["threads"]),
	}
	bar.tell(facts)


func _play(event: InputEvent) -> void:
	if event is InputEventKey and event.is_pressed() and (event as InputEventKey).keycode == KEY_C:
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


func _build_room() -> void:
	var ground := DemoGround.new(GROUND_Y)
	ground.collision_layer = 1
	add_child(ground)
	# Nothing leaves by the sides, or ends up behind the panel.
	for side: int in 2:
		var wall := StaticBody2D.new()
		var shape := CollisionShape2D.new()
		var line := WorldBoundaryShape2D.new()
		line.normal = [Vector2.RIGHT, Vector2.LEFT][side]
		shape.shape = line
		wall.add_child(shape)
		wall.position.x = [PANEL.end.x + 8.0, 1280.0][side]
		add_child(wall)


func _hang_things() -> void:
	for index: int in ARTS.size():
		var thing := Sprite2D.new()
		thing.texture = load("res://art/%s.png" % ARTS[index])
		thing.position = FIRST + Vector2(index % COLUMNS, floorf(float(index) / COLUMNS)) * CELL
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


func _break_thing(thing: Node2D, at: Vector2) -> void:
	var id := thing.get_instance_id()
	if _breaking.has(id):
		return
	_breaking[id] = true
	# It may be under the disc.
	while is_instance_valid(thing) and CutoutBatch.cancel_object(thing):
		await get_tree().process_frame
	if not is_instance_valid(thing):
		_breaking.erase(id)
		return
	var params := _panel.get_params(thing.to_local(at))
	var options := {"kind": CutoutBreakOptions.Kind.BODIES, "impact_point": at, "force": _panel.force}
	var pieces: Array = await CutoutBatch.fracture_object(thing, params, options)
	_breaking.erase(id)
	_broken += int(not pieces.is_empty())


func _clear_pieces() -> void:
	for holder: Node in find_children("*", "CutoutPieces", true, false):
		(holder as CutoutPieces).retire(0.4)


func _run_script() -> void:
	await _frames(10)
	await film.take("sandbox")
	var patterns := _panel.get_patterns()
	var things := get_tree().get_nodes_in_group(&"things")
	for index: int in things.size():
		var pattern := patterns[(index * 2 + 1) % patterns.size()]
		_panel.choose(pattern)
		DemoHand.click(get_viewport(), _point_on(things[index]))
		for frame: int in MOST_FRAMES:
			if _broken > index:
				break
			await get_tree().process_frame
		if _broken != index + 1:
			film.fail("%s could not be broken by %s." % [ARTS[index], pattern])
			return
		if index % 3 == 0:
			await film.take("sandbox")
	await film.take_series("sandbox", 4, 12)
	var again := _largest_piece()
	_panel.choose("spiderweb")
	DemoHand.click(get_viewport(), again.global_position)
	await film.take_series("sandbox", 3, 16)
	DemoHand.press(get_viewport(), KEY_C)
	await film.take_series("sandbox", 2, 40)
	if not find_children("*", "CutoutPieces", true, false).is_empty():
		film.fail("pieces are left.")
	elif await _film_carving():
		film.finish("sandbox: %d broken, %d cut off" % [_broken, _cut_off])


## Cuts and carves with the mouse: a line through crate, vase and window and one through the gear, the disc
## along the lower row and down the rock.
func _film_carving() -> bool:
	_hang_things()
	var middles: Array[Vector2] = []
	for thing: Node2D in get_tree().get_nodes_in_group(&"things"):
		middles.append(thing.global_position)
	await film.take("carving")
	await _drag(MOUSE_BUTTON_LEFT, middles[0] + Vector2(-110, 30), middles[2] + Vector2(110, -10), -35.0)
	await _drag(MOUSE_BUTTON_LEFT, middles[5] + Vector2(-40, -120), middles[5] + Vector2(30, 120), 20.0)
	await film.take_series("carving", 3, 8)
	await _drag(MOUSE_BUTTON_RIGHT, middles[4] + Vector2(-100, 20), middles[7] + Vector2(90, 0), 30.0)
	await _drag(MOUSE_BUTTON_RIGHT, middles[3] + Vector2(-20, -90), middles[3] + Vector2(10, 90), 0.0)
	await film.take_series("carving", 6, 10)
	if _cut_off < 8:
		film.fail("only %d pieces were cut off." % _cut_off)
		return false
	return true


func _drag(index: MouseButton, from: Vector2, to: Vector2, height: float) -> void:
	await DemoHand.drag(get_viewport(), index, from, to, height, film.take.bind("carving"))


## A point near the middle at which a thing is to be seen, and not what lies behind its holes.
func _point_on(thing: Node2D) -> Vector2:
	var at := thing.global_position
	for step: int in 200:
		at = thing.global_position + Vector2.from_angle(step * 2.4) * 5.0 * sqrt(step)
		if _covers(thing, at):
			break
	return at


func _frames(count: int) -> void:
	for frame: int in count:
		await get_tree().process_frame


## The largest piece there is.
func _largest_piece() -> CutoutPieceBody:
	var largest: CutoutPieceBody
	for node: Node in find_children("*", "CutoutPieceBody", true, false):
		var piece: CutoutPieceBody = node
		if largest == null or piece.area > largest.area:
			largest = piece
	return largest
