@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutBodyMaker
extends CutoutPieceMaker
## Makes each piece a [CutoutPieceBody].

## Where bodies come from.
var pool: CutoutBodyPool

# None where no blow drives them.
var _motion: CutoutPieceMotion


func make_some(fragments: Array, container: CutoutPieces, deadline_usec: int) -> Array[Node]:
	return _builder.call(&"make_bodies", fragments, container, pool.spare(), deadline_usec)


func prepare(fragments: Array, deadline_usec: int) -> int:
	return _builder.call(&"prepare_bodies", fragments, pool.spare(), pool.capacity, deadline_usec)


func place(container: CutoutPieces, above: Node) -> void:
	_place_unscaled(container, above)
	if _options.start_asleep:
		return
	if _motion == null:
		_builder.call(&"move_bodies", _options.inherit_motion)
		return
	_motion.read()
	_motion.start(_builder)


func settle() -> void:
	if _options.start_asleep:
		_builder.call(&"put_to_sleep")


func keep(kept: RefCounted) -> int:
	return _builder.call(&"keep_bodies", kept)


func _set_up(fragments: Array) -> void:
	_set_up_unscaled(fragments)
	if _options.has_blow():
		_motion = CutoutPieceMotion.new(_object, _options, fragments)
