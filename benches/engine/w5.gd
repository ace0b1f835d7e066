class_name CutoutBenchW5
extends RefCounted
## Workload W5: 500 stars of 32 to 96 points, each with its number of sites.

var polygons: Array[PackedVector2Array] = []
var params: Array[Dictionary] = []
var _state := 0


func _init() -> void:
	for instance: int in range(1, 501):
		_state = 5000 + instance
		var points := 32 + _below(65)
		var radius := 60.0 + 80.0 * _f()
		var ring := PackedVector2Array()
		for index: int in points:
			var t := TAU * index / points
			var r := radius * (0.72 + 0.28 * cos(7.0 * t)) * (0.9 + 0.2 * _f())
			ring.push_back(Vector2.from_angle(t) * r)
		polygons.push_back(ring)
		params.push_back({"pattern": "points", "points": _sites(ring, 8 + _below(17))})


# Uniform in the bounds, rejected outside the ring.
func _sites(ring: PackedVector2Array, count: int) -> PackedVector2Array:
	var bounds := Rect2(ring[0], Vector2.ZERO)
	for point: Vector2 in ring:
		bounds = bounds.expand(point)
	var sites := PackedVector2Array()
	while sites.size() < count:
		var x := bounds.position.x + bounds.size.x * _f()
		var site := Vector2(x, bounds.position.y + bounds.size.y * _f())
		if Geometry2D.is_point_in_polygon(site, ring):
			sites.push_back(site)
	return sites


# SplitMix64; GDScript's integers wrap, and its shift keeps the sign, hence the masks.
func _next() -> int:
	_state += -7046029254386353131
	var z := _state
	z = (z ^ _shifted(z, 30)) * -4658895280553007687
	z = (z ^ _shifted(z, 27)) * -7723592293110705685
	return z ^ _shifted(z, 31)


func _f() -> float:
	return _shifted(_next(), 11) * pow(2.0, -53)


# next() % count of the unsigned number.
func _below(count: int) -> int:
	var z := _next()
	return ((_shifted(z, 1) % count) * 2 + (z & 1)) % count


func _shifted(z: int, by: int) -> int:
	return (z >> by) & ((1 << (64 - by)) - 1)
