class_name CutoutBodyPool
extends RefCounted
## Bodies that are done, with their shapes and canvas items, for pieces to come.

## Bodies kept, at most; 0: none.
var capacity := 512:
	set(value):
		capacity = value
		while _bodies.size() > capacity:
			_bodies.pop_back().free()

var _bodies: Array[CutoutPieceBody] = []


## A body for a piece: one that is done, or a new one.
func take() -> CutoutPieceBody:
	return CutoutPieceBody.new() if _bodies.is_empty() else _bodies.pop_back()


## Takes a body in, or frees it when there is no room or the game left something on it. It must be outside
## the tree.
func give(body: CutoutPieceBody) -> void:
	if _bodies.size() >= capacity or body.info == null or not body.is_untouched():
		body.free()
		return
	body.reset()
	_bodies.push_back(body)


## How many bodies are kept.
func size() -> int:
	return _bodies.size()


## Frees all.
func clear() -> void:
	for body: CutoutPieceBody in _bodies:
		body.free()
	_bodies.clear()
