class_name CutoutApplier
extends RefCounted
## Makes the nodes that replace broken ones: over as many frames as the budget wants, first come, first
## served.

## Microseconds of a frame for making pieces, however little time it has left: a game that is slow for
## reasons of its own would wait for ever.
const LEAST_USEC := 1000

var _swaps: Array[CutoutSwap] = []
var _next := 0


## Adds a swap to be made.
func add(swap: CutoutSwap) -> void:
	_swaps.push_back(swap)


## Whether there is nothing to make.
func is_idle() -> bool:
	return _next == _swaps.size()


## Makes nodes until the clock passes [param deadline_usec], but for [constant LEAST_USEC].
func apply(deadline_usec: int) -> void:
	if is_idle():
		return
	var end := maxi(deadline_usec, Time.get_ticks_usec() + LEAST_USEC)
	while not is_idle():
		if _swaps[_next].step():
			_swaps[_next] = null
			_next += 1
		if Time.get_ticks_usec() >= end:
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
