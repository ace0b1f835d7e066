class_name Outlines
extends RefCounted
## Outlines that the tests cut, and the area of a ring, which is all the geometry that a test does itself.


## A star of seven arms about the origin.
static func star(points: int, radius: float) -> PackedVector2Array:
	var ring := PackedVector2Array()
	for index: int in points:
		var angle := TAU * index / points
		ring.push_back(Vector2.from_angle(angle) * radius * (0.72 + 0.28 * cos(7.0 * angle)))
	return ring


## A rectangle with its corner at (x, y).
static func rectangle(x: float, y: float, width: float, height: float) -> PackedVector2Array:
	return PackedVector2Array(
		[Vector2(x, y), Vector2(x + width, y), Vector2(x + width, y + height), Vector2(x, y + height)]
	)


## Area of a ring, positive when it runs from the x axis to the y axis.
static func signed_area(ring: PackedVector2Array) -> float:
	var twice := 0.0
	for index: int in ring.size():
		twice += ring[index].cross(ring[(index + 1) % ring.size()])
	return twice / 2.0


## Area of a ring, in either direction.
static func area(ring: PackedVector2Array) -> float:
	return absf(signed_area(ring))


## Area of all pieces of a result, holes taken off.
static func area_of(fragments: Array) -> float:
	var sum := 0.0
	for fragment: CutoutFragment in fragments:
		sum += area(fragment.polygon)
		for hole: PackedVector2Array in fragment.holes:
			sum -= area(hole)
	return sum
