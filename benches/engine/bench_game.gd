class_name CutoutBenchGame
extends Node
## A game that takes so long of each frame, and notes how long the frames are.

## What it takes of each frame, in microseconds.
var work_usec := 0
## How long the frames were, in milliseconds, from one [method Node._process] to the next.
var frame_msec: Array[float] = []

var _last := 0


## One that takes [param work_msec] of each frame, in the tree.
static func of(work_msec: int, tree: SceneTree) -> CutoutBenchGame:
	var game := CutoutBenchGame.new()
	game.work_usec = work_msec * 1000
	tree.root.add_child(game)
	return game


func _process(_delta: float) -> void:
	var now := Time.get_ticks_usec()
	frame_msec.push_back((now - _last) / 1000.0)
	_last = now
	while Time.get_ticks_usec() - now < work_usec:
		pass
