class_name ShapeMaker
extends RefCounted
## Random outlines of every kind that goes wrong, and params of every pattern to cut them by.
##
## The same seed gives the same shapes and params, each by its number alone.

## Radii of the outlines, pixels.
const SCALES: PackedFloat64Array = [1e-2, 1.0, 100.0, 100.0, 1e5]

# Every pattern, as the params say themselves.
static var _patterns := _choices(&"pattern")
static var _holes := _choices(&"holes")

## The number of the shape.
var number := 0

var _rng := RandomNumberGenerator.new()
var _seed: int


func _init(seed_of_all: int, first: int) -> void:
	_seed = seed_of_all
	_go_to(first)


## The radius of the shape; the same for its params.
func scale() -> float:
	return SCALES[number % SCALES.size()]


## Goes on to the next shape.
func next() -> void:
	_go_to(number + 1)


## The rings of the shape.
func rings() -> Array[PackedVector2Array]:
	var made := _unit_rings(_rng.randi() % 11)
	var turn := Transform2D(_rng.randf() * TAU if _rng.randf() < 0.5 else 0.0, Vector2.ZERO)
	var placed: Array[PackedVector2Array] = []
	for ring: PackedVector2Array in made:
		placed.push_back(turn.scaled(Vector2.ONE * scale()) * ring)
	return placed


## Params for it, once its rings are made.
func params() -> Dictionary:
	var size := scale()
	var made := {
		"pattern": _patterns[number % _patterns.size()],
		"holes": _holes[_rng.randi() % _holes.size()],
		"seed": _rng.randi(),
		"fragment_count": _rng.randi_range(2, 30),
		"edge_padding": 0.02 * size,
		"ring_size": 0.3 * size,
		"slice_count": _rng.randi_range(1, 8),
		"grid_jitter": _rng.randf(),
		"h_random": _rng.randf(),
		"v_angle_rand": _rng.randf(),
		"parallel_angle": _rng.randf_range(0.0, 180.0),
	}
	match made["pattern"]:
		"points":
			var points := PackedVector2Array()
			for index: int in 8:
				points.push_back(_anywhere() * size)
			made["points"] = points
		"slices_manual":
			var segments: Array[PackedVector2Array] = []
			for index: int in 4:
				segments.push_back(PackedVector2Array([_anywhere() * size, _anywhere() * size]))
			made["segments"] = segments
			made["extend"] = _rng.randf() < 0.5
	if _rng.randf() < 0.2:
		made["min_fragment_area"] = 0.01 * size * size
	if _rng.randf() < 0.2:
		made["grain"] = {"angle": _rng.randf_range(0.0, 180.0), "stretch": _rng.randf_range(1.0, 8.0)}
	return made


static func _choices(key: StringName) -> PackedStringArray:
	for property: Dictionary in CutoutFractureParams.new().get_property_list():
		if property["name"] == key:
			return (property["hint_string"] as String).split(",")
	return []


func _go_to(shape: int) -> void:
	number = shape
	_rng.seed = hash(PackedInt64Array([_seed, shape]))


func _anywhere() -> Vector2:
	return Vector2(_rng.randf_range(-1.0, 1.0), _rng.randf_range(-1.0, 1.0))


# A kind a line is plainer than a variable that each kind sets.
# gdlint: disable=max-returns
func _unit_rings(kind: int) -> Array[PackedVector2Array]:
	match kind:
		0:
			return [Outlines.star(_rng.randi_range(5, 120), 1.0)]
		1:
			return [_blob(_rng.randi_range(8, 200))]
		2:
			return [_comb(_rng.randi_range(2, 12))]
		3:
			return [Outlines.rectangle(-1.0, -1.0, 2.0, 2.0), _circle(0.3, 12, Vector2.ZERO)]
		4:
			return [_blob(60), _circle(0.15, 9, Vector2(0.3, 0.2)), _circle(0.2, 20, Vector2(-0.3, 0.0))]
		5:
			# An island in a hole.
			return [
				_circle(1.0, 30, Vector2.ZERO), _circle(0.7, 25, Vector2.ZERO), _circle(0.4, 5, Vector2.ZERO)
			]
		6:
			return [_tangle(_rng.randi_range(4, 14))]
		7:
			# A hole that touches the side, and one that touches it.
			return [
				Outlines.rectangle(-1.0, -1.0, 2.0, 2.0),
				Outlines.rectangle(-1.0, -0.5, 0.5, 0.5),
				PackedVector2Array(
					[Vector2(-0.5, 0.0), Vector2(0.0, -0.5), Vector2(0.5, 0.0), Vector2(0.0, 0.5)]
				),
			]
		8:
			return [_with_duplicates_and_spikes(_blob(30))]
		9:
			return [Outlines.rectangle(-1.0, -0.05, 2.0, 0.1)]
		_:
			return [_needle()]


func _circle(radius: float, points: int, center: Vector2) -> PackedVector2Array:
	var ring := PackedVector2Array()
	for index: int in points:
		ring.push_back(center + Vector2.from_angle(TAU * index / points) * radius)
	return ring


func _blob(points: int) -> PackedVector2Array:
	var ring := PackedVector2Array()
	var phase := _rng.randf() * TAU
	for index: int in points:
		var angle := TAU * index / points
		var radius := 0.8 + 0.12 * sin(2.0 * angle + phase) + 0.08 * sin(5.0 * angle) + 0.05 * _rng.randf()
		ring.push_back(Vector2.from_angle(angle) * radius)
	return ring


func _comb(teeth: int) -> PackedVector2Array:
	var ring := PackedVector2Array([Vector2(1.0, -1.0), Vector2(-1.0, -1.0)])
	for tooth: int in teeth:
		var left := -1.0 + 2.0 * tooth / teeth
		var width := 1.0 / teeth
		ring.push_back(Vector2(left, _rng.randf_range(0.2, 1.0)))
		ring.push_back(Vector2(left + width, _rng.randf_range(0.2, 1.0)))
		ring.push_back(Vector2(left + width, -0.8))
		ring.push_back(Vector2(left + 2.0 * width, -0.8))
	return ring


func _tangle(points: int) -> PackedVector2Array:
	var ring := PackedVector2Array()
	for index: int in points:
		ring.push_back(_anywhere())
	return ring


func _needle() -> PackedVector2Array:
	var width := pow(10.0, _rng.randf_range(-3.0, -1.0))
	return PackedVector2Array([Vector2(-1.0, 0.0), Vector2(1.0, -width), Vector2(1.0, width)])


func _with_duplicates_and_spikes(ring: PackedVector2Array) -> PackedVector2Array:
	var nasty := PackedVector2Array()
	for point: Vector2 in ring:
		nasty.push_back(point)
		if _rng.randf() < 0.2:
			nasty.push_back(point)
		if _rng.randf() < 0.1:
			nasty.append_array([point * 1.5, point])
	return nasty
