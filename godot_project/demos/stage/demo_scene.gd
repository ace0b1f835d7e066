class_name DemoScene
extends Node2D
## A demo with a film and an overlay in its scene: R begins anew, Escape leaves, all else is the heir's.

## Takes pictures where the run is scripted.
@onready var film: DemoFilm = $Film
## The frame times.
@onready var graph: DemoFrameGraph = $Overlay/FrameGraph
## What is going on, and the keys.
@onready var label: Label = $Overlay/Label


func _unhandled_input(event: InputEvent) -> void:
	if event.is_action_pressed(&"ui_cancel"):
		get_tree().quit()
	elif event is InputEventKey and event.is_pressed() and (event as InputEventKey).keycode == KEY_R:
		get_tree().reload_current_scene()
	else:
		_play(event)


## What the demo does with an input.
func _play(_event: InputEvent) -> void:
	pass
