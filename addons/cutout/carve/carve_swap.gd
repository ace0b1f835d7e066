@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutCarveSwap
extends CutoutSwap
## The change from a node to what a carving leaves of it: pieces that come off are made and appear like those
## of a break, and in the same frame the node gets the shape of what survives.

## What survives, once it is done; none where nothing does.
var survivor: Node2D
## Whether the change was made.
var is_done := false
## From the node's space before the change to that after it.
var to_survivor := Transform2D.IDENTITY

var _survivors: Array = []
# How many of the pieces that are made, the first ones, are what survives.
var _new_bodies := 0
var _area_in := 0.0
var _parts_in := 1
var _taken := 0.0
var _dust := 0.0
var _scaling := 1.0
# Which tool took each of the pieces off; none where a debris field has a part of them.
var _tools := PackedInt32Array()


func _init(object: Node2D, source: CutoutObjectSource, fragments: Array, keeper: CutoutPieceKeeper) -> void:
	var loose: Array = []
	for fragment: RefCounted in fragments:
		if fragment.get(&"survives"):
			_survivors.push_back(fragment)
		else:
			loose.push_back(fragment)
	if CutoutObjectSource.is_piece(object):
		# A piece is one body with one outline: what survives of it is made like what comes off.
		_new_bodies = _survivors.size()
		loose = fragments
	super(object, source, loose, keeper)
	_scaling = absf(object.global_transform.determinant())


## Tells the areas of the job's report, in square pixels of the node's space, and how many parts there were.
func set_report(report: Dictionary) -> void:
	_area_in = report.get("area_in", 0.0)
	_taken = report.get("taken_area", 0.0)
	_dust = report.get("dust_area", 0.0)
	_parts_in = report.get("outlines", 1) if _source.parts.is_empty() else _source.parts.size()


## Whether the tools have missed.
func changes_nothing() -> bool:
	return (
		_fragments.size() == _new_bodies
		and _new_bodies < 2
		# Otherwise it has come apart, though all of it holds.
		and (_survivors.size() == _parts_in or _new_bodies == 1)
		and _taken <= 1e-9 * _area_in
		and _dust <= 1e-9 * _area_in
	)


## Fills the answer of a call whose tools were those from [param first] on.
func tell(result: CutoutCarveResult, first: int, count: int) -> void:
	if _new_bodies > 0 and is_done:
		result.survivors.assign(_made.slice(0, _new_bodies).filter(is_instance_valid))
	elif survivor != null:
		result.survivors.push_back(survivor)
	for index: int in range(_new_bodies, _made.size()):
		var is_of_call := _tools.is_empty() or (_tools[index] >= first and _tools[index] < first + count)
		if is_of_call and is_instance_valid(_made[index]):
			result.pieces.push_back(_made[index])
	result.taken_area = _taken * _scaling
	result.dust_area = _dust * _scaling


func _begin() -> bool:
	if _fragments.is_empty():
		# Most bites are of this kind.
		return true
	CutoutSurvivor.renew_look(_source, _object)
	if not _source.wants_debris:
		for fragment: RefCounted in _fragments:
			_tools.push_back(fragment.get(&"tool_index"))
	var may_go_on := super()
	_maker.share_mass_of(_area_in)
	if _debris != null:
		_debris.share_mass_of(_area_in)
	return may_go_on


func _replace_object() -> void:
	is_done = true
	if _new_bodies == 0 and not _survivors.is_empty():
		survivor = CutoutSurvivor.new(_object, _source, _survivors, _area_in).reshape()
		return
	if _new_bodies > 0 and is_instance_valid(_made[0]):
		survivor = _made[0]
		to_survivor = survivor.global_transform.affine_inverse() * _object.global_transform
	super()
