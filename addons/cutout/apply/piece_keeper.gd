@icon("res://addons/cutout/icons/cutout_pieces.svg")
class_name CutoutPieceKeeper
extends Node
## Takes care of pieces from their making to their end: how long they stay, how many bodies there may be,
## how they fade, and that a heap of them clears without a frame that stutters.

## Pieces that leave the tree in a frame, however long it takes.
const LEAST_A_FRAME := 4
## Time in a frame for taking pieces out of the tree, in microseconds.
const LEAVING_USEC := 500
## Bodies of one break that are asked in a frame whether they sleep.
const ASKED_A_FRAME := 32
## Breaks that are looked at, when another one is taken over, for being empty by the game's doing: more than
## come, so that they do not pile up.
const LOOKED_AT := 2

## Bodies that are done.
var pool := CutoutBodyPool.new()
## Bodies that may be there at once: past it those of the oldest break go, the smallest first. 0: any
## number.
var max_bodies := 2000

# The oldest first.
var _breaks: Array[Kept] = []
# Those of them whose pieces go by themselves: hundreds that do not would cost each frame a millisecond.
var _cleaning: Array[Kept] = []
var _looked_at := 0
var _fading: Array[Fading] = []
var _leaving: Array[Node] = []
# The instance ids of those fading and leaving: one that is told twice to go goes once.
var _going: Dictionary[int, bool] = {}
var _now := 0.0
# Bodies of all breaks.
var _bodies := 0


func _init() -> void:
	name = "CutoutPieceKeeper"
	# Lifetimes stand still while the game is paused.
	process_mode = Node.PROCESS_MODE_PAUSABLE


func _ready() -> void:
	set_process(not _is_idle())


func _notification(what: int) -> void:
	if what == NOTIFICATION_PREDELETE:
		pool.clear()


func _process(delta: float) -> void:
	_now += delta
	var ended := 0
	for kept: Kept in _cleaning:
		kept.advance(_now, self)
		if kept.is_empty():
			_forget(kept)
			ended += 1
	if ended > 0:
		var has_more := func(kept: Kept) -> bool: return not kept.is_empty()
		_cleaning = _cleaning.filter(has_more)
		_breaks = _breaks.filter(has_more)
	_fade()
	_take_out()
	if _is_idle():
		set_process(false)
	if _fading.is_empty() and _leaving.is_empty():
		# Of those that the game freed.
		_going.clear()


## Takes care of the pieces of one break, made by [param maker], from now on. Some may have been freed. The
## array is kept: nobody changes it any more.
func take_over(pieces: Array[Node], options: CutoutBreakOptions, maker: CutoutPieceMaker) -> void:
	var cleans_up := options.cleans_up()
	if not (cleans_up or maker.makes_bodies):
		return
	var kept := Kept.new(pieces, options, _now)
	kept.cleans_up = cleans_up
	if maker.makes_bodies:
		kept.has_bodies = true
		kept.bodies = maker.keep(kept)
	if kept.is_empty():
		return
	if not _breaks.is_empty():
		_look_at_some()
	_breaks.push_back(kept)
	_bodies += kept.bodies
	_keep_below_cap()
	if kept.cleans_up:
		_cleaning.push_back(kept)
		set_process(true)


## Has a piece go: fades out where [param fade_time] (seconds) says so, then leaves the tree when a frame
## has time for it.
func retire(piece: Node, fade_time := 0.0) -> void:
	if not is_instance_valid(piece) or piece.is_queued_for_deletion():
		return
	if _going.has(piece.get_instance_id()):
		return
	_going[piece.get_instance_id()] = true
	if CutoutObjectSource.is_piece(piece):
		_detach(piece)
	if piece is CanvasItem and fade_time > 0.0:
		_fading.push_back(Fading.new(piece, _now, fade_time))
	else:
		_let_leave(piece)
	set_process(true)


## How many bodies there are that came from breaks and were not retired. Those that the game freed count
## until the others of their break have gone.
func living_bodies() -> int:
	return _bodies


func _is_idle() -> bool:
	if not _fading.is_empty() or not _leaving.is_empty():
		return false
	return _cleaning.is_empty()


func _keep_below_cap() -> void:
	if max_bodies <= 0:
		return
	for kept: Kept in _breaks:
		if _bodies <= max_bodies:
			break
		kept.retire_bodies(self)
		if kept.is_empty():
			_forget(kept)
	while not _breaks.is_empty() and _breaks[0].is_empty() and not _breaks[0].cleans_up:
		_breaks.pop_front()


# So that breaks whose pieces the game freed do not pile up.
func _look_at_some() -> void:
	for time: int in mini(LOOKED_AT, _breaks.size()):
		_looked_at = (_looked_at + 1) % _breaks.size()
		var kept := _breaks[_looked_at]
		if not kept.is_empty():
			kept.pass_gone()
		if kept.is_empty() and not kept.cleans_up:
			_forget(kept)
			_breaks.remove_at(_looked_at)
			if _breaks.is_empty():
				return


# From now on it belongs to no break: it may come back as a piece of another one.
func _detach(body: Node) -> void:
	var kept: Kept = body.get(&"kept")
	if kept != null:
		body.set(&"kept", null)
		kept.has_retired = true
		kept.bodies -= 1
		_bodies -= 1


func _forget(kept: Kept) -> void:
	_bodies -= kept.bodies
	kept.bodies = 0


func _fade() -> void:
	var going: Array[Fading] = []
	for fading: Fading in _fading:
		if not is_instance_valid(fading.piece):
			continue
		var left := 1.0 - (_now - fading.since) / fading.duration
		if left > 0.0:
			fading.piece.modulate.a = fading.opacity * left
			going.push_back(fading)
		else:
			_let_leave(fading.piece)
	_fading = going


func _let_leave(piece: Node) -> void:
	if piece is CanvasItem:
		(piece as CanvasItem).visible = false
	_leaving.push_back(piece)


func _take_out() -> void:
	var end := Time.get_ticks_usec() + LEAVING_USEC
	var count := 0
	# The last ones first: they are the last children of their parents, which is where taking out is fast.
	while not _leaving.is_empty() and (count < LEAST_A_FRAME or Time.get_ticks_usec() < end):
		count += 1
		var piece: Variant = _leaving.pop_back()
		if not is_instance_valid(piece):
			continue
		var node: Node = piece
		_going.erase(node.get_instance_id())
		if node.is_queued_for_deletion():
			continue
		if node.get_parent() != null:
			node.get_parent().remove_child(node)
		if CutoutObjectSource.is_piece(node):
			pool.give(node)
		else:
			node.free()


## A piece on its way out.
class Fading:
	extends RefCounted
	var piece: CanvasItem
	var since := 0.0
	var duration := 0.0
	var opacity := 1.0

	func _init(item: CanvasItem, now: float, fade_time: float) -> void:
		piece = item
		since = now
		duration = fade_time
		opacity = item.modulate.a


## The pieces of one break.
class Kept:
	extends RefCounted
	## Whether they go by themselves.
	var cleans_up := false
	## Whether they are bodies: all of a break are of one kind.
	var has_bodies := false
	## Bodies among them that were not retired.
	var bodies := 0
	## Whether any was retired.
	var has_retired := false
	var _pieces: Array[Node]
	var _options: CutoutBreakOptions
	var _born := 0.0
	var _next := 0
	var _asked := 0
	var _is_sorted := false

	func _init(pieces: Array[Node], options: CutoutBreakOptions, now: float) -> void:
		_pieces = pieces
		_options = options
		_born = now

	## Whether there is nothing left to take care of.
	func is_empty() -> bool:
		return _next >= _pieces.size() or (has_bodies and bodies == 0)

	## Has those go whose time has come.
	func advance(now: float, keeper: CutoutPieceKeeper) -> void:
		if _options.lifetime > 0.0 or _options.lifetime_spread > 0.0:
			while _next < _pieces.size() and now >= _end_of(_next):
				_retire_next(keeper)
		if _options.free_when_asleep:
			for time: int in mini(ASKED_A_FRAME, _pieces.size() - _next):
				_asked = _next if _asked >= _pieces.size() or _asked < _next else _asked
				var body := _piece_at(_asked) as RigidBody2D
				if body != null and body.sleeping:
					keeper.retire(body, _options.fade_time)
				_asked += 1
		pass_gone()

	## Passes those that have gone already.
	func pass_gone() -> void:
		while _next < _pieces.size() and _piece_at(_next) == null:
			_next += 1

	## Has bodies go, the smallest first, until there are no more than there may be.
	func retire_bodies(keeper: CutoutPieceKeeper) -> void:
		while _next < _pieces.size() and keeper.living_bodies() > keeper.max_bodies and bodies > 0:
			_retire_next(keeper)

	func _retire_next(keeper: CutoutPieceKeeper) -> void:
		_sort()
		var piece := _piece_at(_next)
		_next += 1
		if piece != null:
			keeper.retire(piece, _options.fade_time)

	func _end_of(index: int) -> float:
		var part := float(index + 1) / _pieces.size()
		return _born + _options.lifetime + _options.lifetime_spread * part

	func _piece_at(index: int) -> Node:
		var piece: Variant = _pieces[index]
		if not is_instance_valid(piece):
			return null
		# One that was retired may be a piece of another break by now.
		return null if has_retired and has_bodies and (piece as Node).get(&"kept") != self else piece

	# The smallest first. Put off until it matters, for it takes longer than making some of them.
	func _sort() -> void:
		if _is_sorted or not has_bodies:
			return
		_is_sorted = true
		# Area and index: the engine sorts them natively.
		var keys := PackedVector2Array()
		for index: int in range(_next, _pieces.size()):
			var body := _piece_at(index)
			keys.push_back(Vector2(0.0 if body == null else body.get(&"area"), index))
		keys.sort()
		# In an array of its own, for whoever made them has the other.
		var sorted := _pieces.slice(0, _next)
		for key: Vector2 in keys:
			sorted.push_back(_piece_at(int(key.y)))
		_pieces = sorted
