class_name CutoutBenchGame
extends Node
## A game that takes so long of each frame, and notes how long the frames are and where their time went.

## What it takes of each frame, in microseconds.
var work_usec := 0
## How long the frames were, in milliseconds, from one [method Node._process] to the next.
var frame_msec: Array[float] = []
## What of each the addon took: delivering and making pieces, in milliseconds.
var ours_msec: Array[float] = []
## How long in each of them the main thread could have run and had no processor, in milliseconds; as far as
## the system tells (Linux: what is given to other machines on the same host is not in it).
var waited_msec: Array[float] = []

var _budget: CutoutFrameBudget
var _last := 0
var _last_waited := 0.0


## One that takes [param work_msec] of each frame, in the tree.
static func of(work_msec: int, tree: SceneTree) -> CutoutBenchGame:
	var game := CutoutBenchGame.new()
	game.work_usec = work_msec * 1000
	game._budget = (tree.root.get_node("CutoutBatch") as CutoutBatchProcessor).budget
	tree.root.add_child(game)
	return game


func _process(_delta: float) -> void:
	var waited := _waited_so_far()
	var now := Time.get_ticks_usec()
	frame_msec.push_back((now - _last) / 1000.0)
	waited_msec.push_back(waited - _last_waited)
	var is_of_the_last := _budget.spent_frame == Engine.get_process_frames() - 1
	ours_msec.push_back(_budget.spent_usec / 1000.0 if is_of_the_last else 0.0)
	_last = now
	_last_waited = waited
	while Time.get_ticks_usec() - now < work_usec:
		pass


## Forgets all frames so far.
func clear() -> void:
	frame_msec.clear()
	ours_msec.clear()
	waited_msec.clear()


# Milliseconds since the thread began that it waited for a processor.
static func _waited_so_far() -> float:
	var file := FileAccess.open("/proc/thread-self/schedstat", FileAccess.READ)
	return 0.0 if file == null else file.get_line().get_slice(" ", 1).to_int() / 1e6
