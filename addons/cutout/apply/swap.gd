class_name CutoutSwap
extends RefCounted
## The change from one node to its pieces: pieces are made one a step in a container that is not seen,
## and appear in the frame in which the node goes. Until then the node is as it was.

## Emitted once, with the nodes that replaced the object; with none when the object or its place in the
## tree went away meanwhile.
signal finished(nodes: Array)

var _object: Node2D
var _object_id: int
var _look: CutoutPieceLook
var _fragments: Array
var _container: CutoutPieces
var _made: Array[Node] = []


func _init(object: Node2D, look: CutoutPieceLook, fragments: Array) -> void:
	_object = object
	_object_id = object.get_instance_id()
	_look = look
	_fragments = fragments


## Makes one piece, or the change itself. True when all is done.
func step() -> bool:
	if (
		not is_instance_id_valid(_object_id)
		or not _object.is_inside_tree()
		or _object.is_queued_for_deletion()
	):
		_give_up()
		return true
	if _container == null:
		_container = CutoutPieces.new()
		_container.name = _object.name + "Pieces"
	if _made.size() < _fragments.size():
		var piece := _look.make(_fragments[_made.size()])
		_container.add_child(piece)
		_made.push_back(piece)
		return false
	_change()
	finished.emit(_made)
	return true


func _change() -> void:
	_container.transform = _object.transform
	_container.visible = _object.visible
	_container.y_sort_enabled = _object.y_sort_enabled
	_object.add_sibling(_container)
	_object.hide()
	_object.queue_free()


## Frees what was made and is not in the tree yet.
func drop() -> void:
	if _container != null:
		_container.free()
	_made.clear()


func _give_up() -> void:
	drop()
	finished.emit(_made)
