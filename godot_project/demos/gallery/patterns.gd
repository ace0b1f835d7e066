extends Node2D
## Every pattern on three outlines: a blob, a letter with holes, a long plank.
##
## Run with [code]-- --out=FOLDER[/code] it saves one picture a pattern and quits.

## Pattern and what is set beside it; then materials, and what is done to pieces once they are cut. "spread"
## stands in for [constant SPREAD].
const PATTERNS: Array[Dictionary] = [
	{"name": "random", "params": {"fragment_count": 22}},
	{"name": "grid", "params": {"grid_rows": 4, "grid_cols": 6, "grid_jitter": 0.5}},
	{
		"name": "radial",
		"params": {"ring_count": 3, "ring_size": 34.0, "points_per_ring": 15, "radial_variation": 0.08}
	},
	{"name": "spiderweb", "params": {"ring_count": 4, "ring_size": 34.0, "points_per_ring": 11}},
	{"name": "poisson", "params": {"fragment_count": 26}},
	{"name": "hexagonal", "params": {"fragment_count": 26}},
	{"name": "impact", "params": {"fragment_count": 40, "impact_falloff": 2.0}},
	{"name": "points", "params": {}},
	{"name": "slice", "params": {}},
	{"name": "slices_radial", "params": {"slice_count": 6, "radial_randomness": 0.7}},
	{
		"name": "slices_parallel",
		"params": {"slice_count": 6, "parallel_angle": 70.0, "parallel_angle_rand": 0.1}
	},
	{
		"name": "slices_grid",
		"params": {"h_slices": 5, "v_slices": 3, "h_random": 0.5, "v_random": 0.5, "h_angle_rand": 0.1}
	},
	{"name": "slices_chaotic", "params": {"slice_count": 8}},
	{"name": "slices_manual", "params": {}},
	{"name": "bricks", "params": {"brick_size": Vector2(48, 24)}},
	{
		"name": "wood",
		"params":
		{
			"pattern": "random",
			"fragment_count": 20,
			"grain": {"angle": 8.0, "stretch": 7.0},
			"edge_roughness": 0.35
		}
	},
	{"name": "rock", "params": {"pattern": "poisson", "fragment_count": 16, "edge_roughness": 0.6}},
	{"name": "gap", "params": {"pattern": "hexagonal", "fragment_count": 22, "gap": 2.5}, "spread": 0.0},
	{
		"name": "mask",
		"params":
		{
			"pattern": "impact",
			"fragment_count": 30,
			"holes": "keep",
			"origin": Vector2(-20, -5),
			"mask": {"center": Vector2(-20, -5), "radius": 52.0}
		},
		"spread": 0.0
	},
]
const SIZE := Vector2(760, 240)
const CENTERS: Array[Vector2] = [Vector2(115, 120), Vector2(340, 120), Vector2(600, 120)]
## How far a piece moves away from its outline's centre, as a share of its distance.
const SPREAD := 0.06

var _pieces: Array[Dictionary] = []
var _film := DemoFilm.new()


func _ready() -> void:
	add_child(_film)
	RenderingServer.set_default_clear_color(Color(0.13, 0.15, 0.19))
	get_window().size = Vector2i(SIZE)
	get_window().content_scale_size = Vector2i(SIZE)
	for entry: Dictionary in PATTERNS:
		await _show(entry)
		if _film.is_filming():
			await RenderingServer.frame_post_draw
			var picture := await _film.look()
			_film.keep("patterns-%s.png" % entry["name"], picture)
		else:
			await get_tree().create_timer(1.5).timeout
	_film.finish("Patterns: %d shown." % PATTERNS.size())


func _show(entry: Dictionary) -> void:
	_pieces.clear()
	var outlines: Array[Array] = [_blob(), _letter(), _plank()]
	var spread: float = entry.get("spread", SPREAD)
	for index: int in outlines.size():
		var params: Dictionary = entry["params"].duplicate()
		if not params.has("pattern"):
			params["pattern"] = entry["name"]
		params["seed"] = 4 + index
		match params["pattern"]:
			"points":
				params["points"] = _scattered(index)
			"slices_manual":
				params["segments"] = [
					PackedVector2Array([Vector2(-100, -60), Vector2(100, 40)]),
					PackedVector2Array([Vector2(-60, 100), Vector2(20, -100)]),
					PackedVector2Array([Vector2(-120, 40), Vector2(120, 20)]),
				]
			"impact", "spiderweb", "radial":
				params["origin"] = Vector2(-30, -10)
		var request := CutoutBatch.create()
		request.add_fracture(outlines[index], params)
		var results: Array = await request.execute()
		for fragment: CutoutFragment in results[0]:
			var moved := fragment.centroid * spread + CENTERS[index]
			var hue := 0.55 + 0.05 * index
			var value := 0.62 + 0.3 * fposmod(fragment.index * 0.618, 1.0)
			_pieces.push_back({"at": moved, "fragment": fragment, "color": Color.from_hsv(hue, 0.28, value)})
	queue_redraw()
	await get_tree().process_frame


func _draw() -> void:
	for piece: Dictionary in _pieces:
		var fragment: CutoutFragment = piece["fragment"]
		var color: Color = piece["color"]
		draw_set_transform(piece["at"])
		for part: PackedVector2Array in fragment.convex_parts():
			draw_colored_polygon(part, color)
		var ring := fragment.polygon
		ring.push_back(ring[0])
		draw_polyline(ring, color.darkened(0.45), 1.2, true)


func _scattered(index: int) -> PackedVector2Array:
	var points := PackedVector2Array()
	for at: int in 9:
		points.push_back(Vector2.from_angle(at * 2.4 + index) * (18.0 + 9.0 * at))
	return points


func _blob() -> Array[PackedVector2Array]:
	var ring := PackedVector2Array()
	for index: int in 90:
		var angle := TAU * index / 90.0
		var radius := 86.0 * (1.0 + 0.08 * sin(2.0 * angle + 1.0) + 0.05 * sin(5.0 * angle))
		ring.push_back(Vector2.from_angle(angle) * radius)
	return [ring]


func _letter() -> Array[PackedVector2Array]:
	var outer := PackedVector2Array(
		[
			Vector2(-75, -95),
			Vector2(35, -95),
			Vector2(75, -70),
			Vector2(75, -20),
			Vector2(50, 0),
			Vector2(80, 25),
			Vector2(80, 70),
			Vector2(40, 95),
			Vector2(-75, 95),
		]
	)
	var upper := PackedVector2Array(
		[
			Vector2(-35, -65),
			Vector2(20, -65),
			Vector2(38, -50),
			Vector2(38, -30),
			Vector2(20, -15),
			Vector2(-35, -15)
		]
	)
	var lower := PackedVector2Array(
		[
			Vector2(-35, 18),
			Vector2(24, 18),
			Vector2(42, 32),
			Vector2(42, 52),
			Vector2(24, 66),
			Vector2(-35, 66)
		]
	)
	return [outer, upper, lower]


func _plank() -> Array[PackedVector2Array]:
	return [PackedVector2Array([Vector2(-128, -32), Vector2(130, -36), Vector2(127, 30), Vector2(-130, 34)])]
