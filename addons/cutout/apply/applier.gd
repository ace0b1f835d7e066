class_name CutoutApplier
extends RefCounted
## Makes the nodes that replace broken ones: over as many frames as the budget wants, one step a frame
## at least, first come, first served.

var _swaps: Array[CutoutSwap] = []
var _next := 0


## Adds a swap to be made.
func add(swap: CutoutSwap) -> void:
	_swaps.push_back(swap)


## Whether there is nothing to make.
func is_idle() -> bool:
	return _next == _swaps.size()


## Makes nodes until the clock passes [param deadline_usec].
func apply(deadline_usec: int) -> void:
	while not is_idle():
		if _swaps[_next].step():
			_swaps[_next] = null
			_next += 1
		if Time.get_ticks_usec() >= deadline_usec:
			break
	if is_idle() and _next > 0:
		_swaps.clear()
		_next = 0


## Drops all that was not made yet; the objects stay as they are.
func clear() -> void:
	for index: int in range(_next, _swaps.size()):
		_swaps[index].drop()
	_swaps.clear()
	_next = 0
