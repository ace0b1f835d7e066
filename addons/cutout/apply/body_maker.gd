@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBodyMaker
extends CutoutPieceMaker
## Makes each piece a [CutoutPieceBody].

## Where bodies come from.
var pool: CutoutBodyPool

var _motion: CutoutPieceMotion


func make_some(fragments: Array, container: CutoutPieces, deadline_usec: int) -> Array[Node]:
	var made: Array[Node] = []
	made.assign(_builder.call(&"make_bodies", fragments, container, pool.spare, deadline_usec))
	return made


func place(container: CutoutPieces, above: Node) -> void:
	_place_unscaled(container, above)
	_motion.read()
	_motion.start(_builder)


func keep(kept: RefCounted) -> void:
	_builder.call(&"keep_bodies", kept)


func _set_up(fragments: Array) -> void:
	_set_up_unscaled(fragments)
	_motion = CutoutPieceMotion.new(_object, _options, _stretch, fragments)
