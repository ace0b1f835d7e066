@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBodyPool
extends RefCounted
## Bodies that are done, with their shapes and canvas items, for pieces to come.

## Bodies kept, at most; 0: none.
var capacity := 512:
	set(value):
		capacity = value
		while bodies.size() > capacity:
			bodies.pop_back().free()

## Those kept, of class [CutoutPieceBody], which is native; makers take from the end.
var bodies: Array = []


## Takes a body in, or frees it when there is no room, it is being broken, or the
## game left something on it. It must be outside
## the tree.
func give(body: Node) -> void:
	# Whoever breaks it would find another piece.
	var is_wanted := CutoutObjectBreak.is_under_way(body) or CutoutObjectCarve.is_under_way(body)
	if is_wanted or bodies.size() >= capacity or not body.call(&"end_piece"):
		body.free()
	else:
		bodies.push_back(body)


## How many bodies are kept.
func size() -> int:
	return bodies.size()


## Frees all.
func clear() -> void:
	for body: Node in bodies:
		body.free()
	bodies.clear()
