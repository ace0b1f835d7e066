@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutSwap
extends RefCounted
## The change from one node to its pieces: pieces are made step by step, in a container that is neither seen
## nor simulated (a few wait outside the tree, many beside the node), and appear in the frame in which the
## node goes. Until then the node is as it was.
##
## The game hears of nodes that enter the tree or hide, and may free, move and cancel what it likes there:
## after each such place all is looked at again.

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
# In the order of the fragments: null, or freed, where the game freed one.
var _made: Array[Node] = []
var _is_making := false
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
	if not _can_go_on() or (_maker == null and not _begin()):
		cancel()
		return true
	if _made.size() < _fragments.size():
		return not _make_some(deadline_usec)
	# From here on it cannot be cancelled.
	_is_over = true
	if not _change():
		_free_made()
		finished.emit([])
		return true
	var nodes := _living()
	if _debris != null and is_instance_valid(_debris.get_field()):
		nodes.push_back(_debris.get_field())
	finished.emit(nodes)
	return true


## Frees what was made; the node stays as it is.
func drop() -> void:
	if not _is_over:
		_is_over = true
		_free_made()


## Drops all and says so.
func cancel() -> void:
	if not _is_over:
		drop()
		finished.emit([])


func _free_made() -> void:
	if is_instance_valid(_container):
		if _is_making:
			# Told by one who saw a piece enter it: the engine is not done with it.
			_container.queue_free()
		else:
			_container.free()
	_made.clear()


## Those of the pieces that the game has not freed.
func _living() -> Array[Node]:
	for piece: Variant in _made:
		if not is_instance_valid(piece):
			return _made.filter(is_instance_valid)
	return _made.duplicate()


func _give_up() -> void:
	# A factory may have freed what it was to make pieces for: that is no error.
	if not _maker.error.is_empty():
		error = _maker.error
		push_error("CutoutBatch.%s: %s" % [title, error])
	cancel()


func _can_go_on() -> bool:
	if _has_gone() or not is_instance_valid(_keeper):
		return false
	# A factory may have freed it, or its parent was freed.
	if _has_container and not is_instance_valid(_container):
		return false
	return not _source.wants_debris or CutoutDebrisHandover.is_possible(_source.options)


func _has_gone() -> bool:
	if not is_instance_id_valid(_object_id) or not _object.is_inside_tree():
		return true
	return _object.is_queued_for_deletion()


## Gets ready for the pieces. Whether all is still there afterwards.
func _begin() -> bool:
	_maker = CutoutPieceMaker.of(_object, _source, _fragments, _keeper.pool)
	if _source.wants_debris:
		_debris = CutoutDebrisHandover.new(_object, _source, _fragments)
		_fragments = _debris.bodies
	_has_container = not _fragments.is_empty()
	if not _has_container:
		return true
	_container = CutoutPieces.new()
	_container.name = _object.name + "Pieces"
	_container.keeper = _keeper
	if _fragments.size() <= MOST_TOGETHER and _maker.may_wait_outside:
		return true
	_container.is_filling = true
	_container.visible = false
	_container.process_mode = Node.PROCESS_MODE_DISABLED
	_put_beside(_place())
	return _can_go_on()


## Whether there is more to do.
func _make_some(deadline_usec: int) -> bool:
	var is_first := _made.is_empty()
	_is_making = true
	var pieces := _maker.make_some(
		_fragments if is_first else _fragments.slice(_made.size()), _container, deadline_usec
	)
	_is_making = false
	if _is_over:
		return false
	if pieces.is_empty():
		_give_up()
		return false
	if is_first:
		_made = pieces
	else:
		_made.append_array(pieces)
	return true


## The node beside which the pieces are.
func _place() -> Node2D:
	if CutoutObjectSource.BodyReader.is_solid(_object):
		var body: Node2D = ClassDB.class_call_static(&"CutoutPieceBuilder", &"carrier_of", _object)
		return _object if body == null else body
	return _object


## Whether it was made: what the game does as pieces come may prevent it.
func _change() -> bool:
	if _has_container and not _show_pieces():
		return false
	if _debris != null:
		_debris.hand_over()
	if is_instance_id_valid(_object_id):
		_replace_object()
	return true


## What becomes of the node itself, in the frame in which its pieces appear.
func _replace_object() -> void:
	if _source.options.keep_original:
		CutoutKeptOriginal.put_away(_object)
	else:
		_object.queue_free()
		# Last, for whoever hears of it may free all.
		_object.hide()


func _put_beside(place: Node) -> void:
	var above := place.get_parent()
	above.add_child(_container)
	# Not add_sibling, which takes for granted that the node is still there.
	if is_instance_valid(place) and is_instance_valid(_container):
		if place.get_parent() == above and _container.get_parent() == above:
			above.move_child(_container, place.get_index() + 1)


## Whether all is still there afterwards.
func _show_pieces() -> bool:
	var place := _place()
	var above := place.get_parent()
	var holder := _container.get_parent()
	if holder != null and holder != above:
		# The node was moved, and its former place may have left the tree.
		holder.remove_child(_container)
		if not _can_go_on():
			return false
		_put_beside(place)
		if not _can_go_on():
			return false
		holder = above
	_container.look_as(place)
	_maker.place(_container, above)
	if _object.y_sort_enabled:
		_container.y_sort_enabled = true
	_container.process_mode = place.process_mode
	_container.visible = place.visible
	if holder == null:
		# Until here nobody heard of anything.
		_put_beside(place)
	if not _can_go_on():
		return false
	if holder != null:
		_container.is_filling = false
	_maker.settle()
	if not _source.look.groups.is_empty():
		for piece: Node in _living():
			_source.look.join_groups(piece)
	_keeper.take_over(_made, _source.options, _maker)
	return true
