class_name DemoScene
extends Node2D
## A demo with a film and an overlay in its scene: R begins anew, Escape leaves, all else is the heir's.

@onready var _film: DemoFilm = $Film
@onready var _graph: DemoFrameGraph = $Overlay/FrameGraph
@onready var _label: Label = $Overlay/Label


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
