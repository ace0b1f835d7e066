@tool
extends RefCounted
## One point of the params that can be dragged: the origin, an end of a cut, the rim of a mask, a site.
##
## It knows which property it is of and what that becomes when it is moved; where it is drawn is the
## overlay's to say. Places are in the space of the node that breaks.

## Part of a mask: its centre or a point of its rim. A ring has none of both.
enum Part { NONE, CENTER, RIM }

## Keys of which the params hold lists of points, one handle for each.
const LISTS: Array[StringName] = [&"points", &"segments"]

## The property.
var key := &""
## Which point of it, where it holds several.
var index := 0
## Which part of a circle.
var part := Part.NONE
## Where it is.
var at := Vector2.ZERO
## Whether the property is set; where it is not, the handle is where the default would be.
var is_set := true


## The handles of params over an outline with those bounds.
static func all_of(params: Resource, bounds: Rect2) -> Array[RefCounted]:
	var handles: Array[RefCounted] = []
	if params.call(&"applies", "origin"):
		handles.push_back(_make(&"origin", 0, Part.NONE, params.get(&"origin"), bounds.get_center()))
	if params.call(&"applies", "line_start"):
		var middle := bounds.get_center().y
		handles.push_back(
			_make(&"line_start", 0, Part.NONE, params.get(&"line_start"), Vector2(bounds.position.x, middle))
		)
		handles.push_back(
			_make(&"line_end", 0, Part.NONE, params.get(&"line_end"), Vector2(bounds.end.x, middle))
		)
	for list: StringName in LISTS:
		if params.call(&"applies", list):
			var points: PackedVector2Array = params.get(list)
			for point: int in points.size():
				handles.push_back(_make(list, point, Part.NONE, points[point], Vector2.ZERO))
	var mask: Variant = params.get(&"mask")
	if is_circle(mask):
		var center: Vector2 = mask["center"]
		var radius: float = mask["radius"]
		handles.push_back(_make(&"mask", 0, Part.CENTER, center, Vector2.ZERO))
		handles.push_back(_make(&"mask", 0, Part.RIM, center + Vector2(radius, 0.0), Vector2.ZERO))
	elif typeof(mask) == TYPE_PACKED_VECTOR2_ARRAY:
		for point: int in (mask as PackedVector2Array).size():
			handles.push_back(_make(&"mask", point, Part.NONE, mask[point], Vector2.ZERO))
	return handles


## Whether a mask is a circle, and a whole one.
static func is_circle(mask: Variant) -> bool:
	return (
		typeof(mask) == TYPE_DICTIONARY
		and typeof(mask.get("center")) == TYPE_VECTOR2
		and typeof(mask.get("radius")) in [TYPE_FLOAT, TYPE_INT]
	)


## What the properties become when the handle is moved [param to] there.
func moved(params: Resource, to: Vector2) -> Dictionary[StringName, Variant]:
	var values: Dictionary[StringName, Variant] = {}
	var now: Variant = params.get(key)
	if part == Part.CENTER:
		values[key] = {"center": to, "radius": now["radius"]}
	elif part == Part.RIM:
		var center: Vector2 = now["center"]
		values[key] = {"center": center, "radius": maxf(center.distance_to(to), 0.001)}
	elif typeof(now) == TYPE_PACKED_VECTOR2_ARRAY:
		var points: PackedVector2Array = now.duplicate()
		points[index] = to
		values[key] = points
	else:
		values[key] = to
	return values


## What the properties become when the handle is taken away: a site or a cut is left out, anything else is
## unset. Nothing where that cannot be.
func removed(params: Resource) -> Dictionary[StringName, Variant]:
	var values: Dictionary[StringName, Variant] = {}
	var now: Variant = params.get(key)
	if key == &"line_start" or key == &"line_end":
		return {&"line_start": null, &"line_end": null}
	if typeof(now) != TYPE_PACKED_VECTOR2_ARRAY:
		values[key] = null
		return values
	var points: PackedVector2Array = now.duplicate()
	points.remove_at(index)
	if key == &"segments":
		points.remove_at(index - index % 2)
	if key == &"mask" and points.size() < 3:
		values[key] = null
	else:
		values[key] = points
	return values


## What is told of it.
func get_title() -> String:
	match key:
		&"mask":
			return "Mask Radius" if part == Part.RIM else "Mask"
		&"segments":
			return "Cut"
		&"points":
			return "Site"
	return String(key).capitalize()


static func _make(of: StringName, point: int, which: Part, value: Variant, fallback: Vector2) -> RefCounted:
	var handle := new()
	handle.key = of
	handle.index = point
	handle.part = which
	handle.is_set = typeof(value) == TYPE_VECTOR2
	handle.at = value if typeof(value) == TYPE_VECTOR2 else fallback
	return handle
