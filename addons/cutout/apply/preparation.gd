@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutPreparation
extends CutoutJobOwner
## The bodies of a break that is likely to come: made in frames that have time left once a worker has cut
## the node, they wait in the pool with their shapes on them.

var _processor: CutoutBatchProcessor
var _object_id: int
var _source: CutoutObjectSource
var _fragments: Array
var _maker: CutoutPieceMaker
var _done := 0


## That for [param object]; null where nothing of its pieces can be made ahead.
static func of(
	processor: CutoutBatchProcessor, object: Object, source: CutoutObjectSource
) -> CutoutPreparation:
	if source.wants_debris or not CutoutPieceMaker.are_bodies(source):
		return null
	var preparation := CutoutPreparation.new()
	preparation._processor = processor
	preparation._object_id = object.get_instance_id()
	preparation._source = source
	return preparation


func job_ended(_id: int, outcome: Outcome, result: Array, _error: String) -> void:
	if outcome == Outcome.COMPLETED:
		_fragments = result
		_processor.applier.add_preparation(self)
		_processor.wake()


## Makes bodies until the clock passes [param deadline_usec]. True when there is nothing more to make, or the
## node has gone or breaks.
func step(deadline_usec: int) -> bool:
	if not is_instance_id_valid(_object_id):
		return true
	var object := instance_from_id(_object_id) as Node2D
	if not object.is_inside_tree() or CutoutObjectBreak.is_under_way(object):
		return true
	if _maker == null:
		_maker = CutoutPieceMaker.of(object, _source, _fragments, _processor.keeper.pool)
	_done += _maker.prepare(_fragments if _done == 0 else _fragments.slice(_done), deadline_usec)
	return _done >= _fragments.size()
