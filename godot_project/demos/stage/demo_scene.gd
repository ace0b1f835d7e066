class_name DemoScene
extends Node2D
## A demo on its stage: a bar above it tells what it is, how things stand and the keys. R begins anew, Tab
## leads on to the next demo, Escape leaves; all else is the heir's.

## In the order in which Tab goes through them.
const DEMOS: Array[StringName] = [&"gallery", &"sandbox", &"wall", &"level", &"ten_thousand", &"debris"]
## Behind everything.
const BACKDROP := Color(0.13, 0.15, 0.19)

## Takes pictures where the run is scripted.
var film := DemoFilm.new()
## What is written above the demo.
var bar := DemoBar.new()


func _init() -> void:
	add_child(film)
	add_child(bar)


func _enter_tree() -> void:
	RenderingServer.set_default_clear_color(BACKDROP)


func _unhandled_input(event: InputEvent) -> void:
	if event.is_action_pressed(&"ui_cancel"):
		get_tree().quit()
	elif event.is_action_pressed(&"ui_focus_next"):
		get_tree().change_scene_to_file(_next_demo())
	elif event is InputEventKey and event.is_pressed() and (event as InputEventKey).keycode == KEY_R:
		get_tree().reload_current_scene()
	else:
		_play(event)


## What the demo does with an input.
func _play(_event: InputEvent) -> void:
	pass


func _next_demo() -> String:
	var here := scene_file_path.get_file().get_basename()
	var next := DEMOS[(DEMOS.find(here) + 1) % DEMOS.size()]
	return "res://demos/%s/%s.tscn" % [next, next]
