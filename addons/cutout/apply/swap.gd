@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutSwap
extends RefCounted
## The change from one node to its pieces: pieces are made step by step, in a container beside the node that
## is neither seen nor simulated, and appear in the frame in which the node goes. Until then the node is
## as it was.

## Emitted once, with the nodes that replaced the object; with none when the object or its place in the
## tree went away meanwhile, or a piece could not be made.
signal finished(nodes: Array)

## As many pieces may enter the tree together in the frame of the change, which costs them less than to enter
## it hidden and to appear later; more of them would cost that frame too much.
const MOST_TOGETHER := 32

## What the call is named in errors.
var title := "fracture_object"
## Why a piece could not be made; empty where none failed.
var error := ""

var _object: Node2D
var _object_id: int
var _source: CutoutObjectSource
var _fragments: Array
var _keeper: CutoutPieceKeeper
var _maker: CutoutPieceMaker
var _debris: CutoutDebrisHandover
var _container: CutoutPieces
var _has_container := false
var _made: Array[Node] = []
var _is_over := false


func _init(object: Node2D, source: CutoutObjectSource, fragments: Array, keeper: CutoutPieceKeeper) -> void:
	_object = object
	_object_id = object.get_instance_id()
	_source = source
	_fragments = fragments
	_keeper = keeper


## Makes pieces until the clock passes [param deadline_usec], but one at least, or the change itself. True
## when all is done.
func step(deadline_usec := 0) -> bool:
	if _is_over:
		return true
	if not _can_go_on():
		cancel()
		return true
	if _maker == null:
		_begin()
	if _made.size() < _fragments.size():
		var left := _fragments if _made.is_empty() else _fragments.slice(_made.size())
		var pieces := _maker.make_some(left, _container, deadline_usec)
		if pieces.is_empty():
			_give_up()
			return true
		_made.append_array(pieces)
		return false
	_change()
	_is_over = true
	if _debris != null and _debris.get_field() != null:
		_made.push_back(_debris.get_field())
	finished.emit(_made)
	return true


## Frees what was made; the node stays as it is.
func drop() -> void:
	_is_over = true
	if is_instance_valid(_container):
		_container.free()
	_made.clear()


## Drops all and says so.
func cancel() -> void:
	if not _is_over:
		drop()
		finished.emit(_made)


func _give_up() -> void:
	# A factory may have freed what it was to make pieces for: that is no error.
	if not _maker.error.is_empty():
		error = _maker.error
		push_error("CutoutBatch.%s: %s" % [title, error])
	cancel()


func _can_go_on() -> bool:
	if not is_instance_id_valid(_object_id) or not _object.is_inside_tree():
		return false
	if _object.is_queued_for_deletion():
		return false
	# A factory may have freed it, or its parent was freed.
	if _has_container and not is_instance_valid(_container):
		return false
	return not _source.wants_debris or CutoutDebrisHandover.is_possible(_source.options)


func _begin() -> void:
	_maker = CutoutPieceMaker.of(_object, _source, _fragments, _keeper.pool)
	if _source.wants_debris:
		_debris = CutoutDebrisHandover.new(_object, _source, _fragments)
		_fragments = _debris.bodies
	_has_container = not _fragments.is_empty()
	if not _has_container:
		return
	_container = CutoutPieces.new()
	_container.name = _object.name + "Pieces"
	_container.keeper = _keeper
	if _fragments.size() <= MOST_TOGETHER and _maker.may_wait_outside:
		return
	_container.visible = false
	_container.process_mode = Node.PROCESS_MODE_DISABLED
	_place().add_sibling(_container)


## The node beside which the pieces are.
func _place() -> Node2D:
	if CutoutObjectSource.BodyReader.is_solid(_object):
		var body := CutoutPieceMotion.carrier_of(_object)
		return _object if body == null else body
	return _object


func _change() -> void:
	if _has_container:
		_show_pieces()
	if _debris != null:
		_debris.hand_over()
	_replace_object()


## What becomes of the node itself, in the frame in which its pieces appear.
func _replace_object() -> void:
	if _source.options.keep_original:
		CutoutKeptOriginal.put_away(_object)
	else:
		_object.hide()
		_object.queue_free()


func _show_pieces() -> void:
	var place := _place()
	var above := place.get_parent()
	if _container.get_parent() != above and _container.is_inside_tree():
		# The node was moved in the tree.
		_container.get_parent().remove_child(_container)
		place.add_sibling(_container)
	_maker.place(_container, above)
	_container.y_sort_enabled = _object.y_sort_enabled
	_container.process_mode = place.process_mode
	_container.visible = place.visible
	if _container.get_parent() == null:
		place.add_sibling(_container)
	if not _source.look.groups.is_empty():
		for piece: Node in _made:
			_source.look.join_groups(piece)
	_keeper.take_over(_made, _source.options, _maker)
