class_name BadInput
extends RefCounted
## What no fracture can be made of, with what the error has to say; and what looks so and is mended.


## Pairs of a polygon and the parts of its error.
static func polygons() -> Array[Array]:
	return [
		[PackedVector2Array(), ["polygon is empty", "at least one ring of 3 points"]],
		[[], ["polygon is empty", "at least one ring of 3 points"]],
		[PackedVector2Array([Vector2.ZERO, Vector2.ONE]), ["polygon ring 0 has 2 points", "at least 3"]],
		[
			PackedVector2Array([Vector2.ZERO, Vector2(50, 50), Vector2(100, 100)]),
			["polygon has no area", "must enclose some"]
		],
		[
			PackedVector2Array([Vector2.ZERO, Vector2(100, 0), Vector2(NAN, 100)]),
			["polygon ring 0 vertex 2", "NaN", "finite"]
		],
		[
			PackedVector2Array([Vector2.ZERO, Vector2(INF, 0), Vector2(0, 100)]),
			["polygon ring 0 vertex 1", "inf", "finite"]
		],
		[
			PackedVector2Array([Vector2.ZERO, Vector2(2e9, 0), Vector2(0, 100)]),
			["polygon ring 0 vertex 1", "1000000000"]
		],
		[3, ["polygon is of type int", "PackedVector2Array"]],
		[null, ["polygon is of type Nil", "PackedVector2Array"]],
		["shape", ["polygon is of type String", "PackedVector2Array"]],
		[[Outlines.rectangle(0, 0, 9, 9), 3], ["polygon ring 1 is of type int", "PackedVector2Array"]],
	]


## Pairs of params and the parts of their error.
static func params() -> Array[Array]:
	var resource := CutoutFractureParams.new()
	resource.fragment_count = -3
	var own_entry: Array = [Vector2.ZERO]
	own_entry.push_back(own_entry)
	var own_value: Dictionary = {"center": Vector2.ZERO}
	own_value["radius"] = own_value
	return [
		[{"fragment_cont": 3}, ['params has no key "fragment_cont"', "did you mean", "allowed are"]],
		[{"fragment_count": "many"}, ['params "fragment_count" is the text "many"', "1 to 65536"]],
		[{"fragment_count": -3}, ['params "fragment_count" is -3', "1 to 65536"]],
		[{"fragment_count": 2.5}, ['params "fragment_count" is 2.5', "1 to 65536"]],
		[{"grid_jitter": NAN}, ['params "grid_jitter" is NaN', "0 to 1"]],
		[{"pattern": "exploded"}, ['params "pattern" is "exploded"', "random, grid"]],
		[{"origin": Vector2(INF, 0)}, ['params "origin"', "1e9"]],
		[{"points": [Vector2.ZERO, "x"], "pattern": "points"}, ['params "points"']],
		[{"points": own_entry, "pattern": "points"}, ['params "points"']],
		[{"points": [[[Vector2.ZERO]]], "pattern": "points"}, ['params "points"']],
		[{"mask": own_value}, ['params "mask"']],
		[{3: 4}, ["params has the key 3 of type int", "String"]],
		[resource, ['params "fragment_count" is -3', "1 to 65536"]],
		[7, ["params is of type int", "Dictionary", "CutoutFractureParams"]],
		[RefCounted.new(), ["params is an object of class RefCounted", "Dictionary"]],
	]


## Triples of a polygon, the area that it has once mended, and what is wrong with it.
static func repairable() -> Array[Array]:
	return [
		[
			PackedVector2Array([Vector2.ZERO, Vector2(100, 100), Vector2(100, 0), Vector2(0, 100)]),
			5000.0,
			"a bow-tie"
		],
		[
			PackedVector2Array(
				[
					Vector2.ZERO,
					Vector2.ZERO,
					Vector2(100, 0),
					Vector2(100, 100),
					Vector2(100, 100),
					Vector2(0, 100)
				]
			),
			10_000.0,
			"duplicate points"
		],
		[
			PackedVector2Array(
				[
					Vector2.ZERO,
					Vector2(50, 0),
					Vector2(50, -40),
					Vector2(50, 0),
					Vector2(100, 0),
					Vector2(100, 100),
					Vector2(0, 100)
				]
			),
			10_000.0,
			"a spike"
		],
		[
			[
				Outlines.rectangle(0, 0, 100, 100),
				Outlines.rectangle(20, 20, 20, 20),
				Outlines.rectangle(40, 20, 20, 20)
			],
			9200.0,
			"touching holes"
		],
	]
