class_name DemoBlade
extends Node2D
## The mouse as a tool: a click, a line that is drawn with the left button, a disc that is held with the
## right one.

## The left button was pressed and let go at one place.
signal clicked(at: Vector2)
## A line was drawn with the left button.
signal drawn(path: PackedVector2Array)
## The right button is held: the disc has come from one place to another, or stays at it. Every physics frame.
signal held(from: Vector2, to: Vector2)

## How far the mouse moves before it leaves another point, pixels.
const STEP := 8.0
const COLOR := Color(1.0, 0.85, 0.4)

## Of the disc, pixels.
var radius := 20.0

var _path := PackedVector2Array()
var _is_held := false
var _at := Vector2.ZERO
var _before := Vector2.ZERO


func _physics_process(_delta: float) -> void:
	if _is_held:
		held.emit(_before, _at)
		_before = _at


func _draw() -> void:
	if _path.size() > 1:
		draw_polyline(_path, COLOR, 3.0, true)
	if _is_held:
		draw_circle(_at, radius, COLOR, false, 2.0, true)


func _unhandled_input(event: InputEvent) -> void:
	if not event is InputEventMouse:
		return
	_at = (make_input_local(event) as InputEventMouse).position
	var button := event as InputEventMouseButton
	if button == null:
		if not _path.is_empty() and _at.distance_to(_path[-1]) >= STEP:
			_path.append(_at)
	elif button.button_index == MOUSE_BUTTON_LEFT:
		if button.pressed:
			_path = [_at]
		else:
			_let_go()
	elif button.button_index == MOUSE_BUTTON_RIGHT:
		_is_held = button.pressed
		_before = _at
	queue_redraw()


func _let_go() -> void:
	var path := _path
	_path = []
	if path.size() == 1:
		clicked.emit(_at)
	elif path.size() > 1:
		drawn.emit(path)
