@icon("res://addons/cutout/icons/cutout_carve.svg")
class_name CutoutCarveResult
extends RefCounted
## What a carving has done: what survives and what came off, apart.

## What survives: the node that was carved, or the [Polygon2D] that took its place (see
## [method CutoutBatchProcessor.carve]); none where nothing is left.
var survivors: Array[Node] = []
## What came off: nodes as [method CutoutBatchProcessor.fracture_object] makes them; a [DebrisField2D] last,
## where one took pieces over.
var pieces: Array[Node] = []
## Area that the tool took away, in square pixels of the screen. Calls that were carried out together tell
## it of all.
var taken_area := 0.0
## Area of dust that was dropped, and what outlines lost to being made simpler.
var dust_area := 0.0
## Why it could not be done; empty where it was. The node is then as it was.
var error := ""


## Whether the carving was carried out.
func is_done() -> bool:
	return error.is_empty()
