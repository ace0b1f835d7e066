@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBodyPool
extends RefCounted
## Bodies that are done, with their shapes and canvas items, for pieces to come.

## Bodies kept, at most; 0: none.
var capacity := 512:
	set(value):
		capacity = value
		_keep(capacity)

# What holds them, of class CutoutSpareBodies; none before somebody asks.
var _spare: RefCounted


## What holds them, of class CutoutSpareBodies, for makers.
func spare() -> RefCounted:
	# Not typed so and not made before, for this script has to load without the native library too.
	if _spare == null:
		_spare = ClassDB.instantiate(&"CutoutSpareBodies")
	return _spare


## Takes a body in, or frees it when there is no room, it is being broken, or the game left something on it.
## It must be outside the tree.
func give(body: Node) -> void:
	# Whoever breaks it would find another piece.
	var is_wanted := CutoutObjectBreak.is_under_way(body) or CutoutObjectCarve.is_under_way(body)
	if is_wanted or not spare().call(&"give", body, capacity):
		body.free()


## How many bodies are kept.
func size() -> int:
	return 0 if _spare == null else _spare.call(&"size")


## Frees all.
func clear() -> void:
	_keep(0)


func _keep(count: int) -> void:
	if _spare != null:
		_spare.call(&"keep", count)
