@icon("res://addons/cutout/icons/cutout_carve.svg")
class_name CutoutTool
extends RefCounted
## Makes tools for [method CutoutBatchProcessor.carve] and [method CutoutBatchProcessor.submit_carve].
##
## A tool is a [Dictionary]; these functions write it, and so may you:
## [codeblock]
## CutoutBatch.carve($Ground, CutoutTool.circle(hit, 40.0))
## CutoutBatch.carve($Ground, {"shape": "circle", "center": hit, "radius": 40.0})
## [/codeblock]
## Every tool also takes [code]tolerance[/code] (0.1): how far, in pixels, flattened circles and thinned
## out paths may stray from the true ones, always to the inside of a circle; and [code]transform[/code]
## (a [Transform2D]), which moves it. A circle has at most 16384 corners, a path 4096 points, a tool 65536
## corners. Many tools in an [Array] are used one after the other.


## A disc.
static func circle(center: Vector2, radius: float) -> Dictionary:
	return {"shape": "circle", "center": center, "radius": radius}


## What rings enclose: a [PackedVector2Array], or an [Array] of them in any order and winding.
static func polygon(rings: Variant) -> Dictionary:
	return {"shape": "polygon", "polygon": rings}


## A straight stroke from one point to another; its ends are round, or [param flat].
static func beam(from: Vector2, to: Vector2, width: float, flat := false) -> Dictionary:
	return {"shape": "beam", "from": from, "to": to, "width": width, "ends": "flat" if flat else "round"}


## What a disc covers on its way along a path.
static func sweep(path: PackedVector2Array, radius: float) -> Dictionary:
	return {"shape": "sweep", "path": path, "radius": radius}


## A cut along a path. Without a width it takes nothing away, and only what it cuts through from side to
## side comes apart: where it ends inside, the shape stays in one piece, as it was. With a width it takes
## out a slit, square at its ends.
static func cut(path: PackedVector2Array, width := 0.0) -> Dictionary:
	return _cut(path, width)


## As [method cut], as wide as the options of a carving say: [CutoutCarveOptions] or a [Dictionary].
static func cut_by(path: Variant, options: Variant) -> Dictionary:
	var width: Variant = 0.0
	if options is CutoutCarveOptions:
		width = (options as CutoutCarveOptions).cut_width
	elif typeof(options) == TYPE_DICTIONARY:
		width = (options as Dictionary).get("cut_width", width)
	return _cut(path, width)


# Path and width as a caller gave them: what is wrong with them is told where the tool is read.
static func _cut(path: Variant, width: Variant) -> Dictionary:
	return {"shape": "cut", "path": path, "width": width}
