class_name DemoHand
extends RefCounted
## A hand for scripted runs: what it does comes to the demo as input events, as a player's would.


## Presses a key and lets it go.
static func press(viewport: Viewport, key: Key) -> void:
	for pressed: bool in [true, false]:
		var event := InputEventKey.new()
		event.keycode = key
		event.physical_keycode = key
		event.pressed = pressed
		viewport.push_input(event, true)


## Clicks at a point of the screen.
static func click(viewport: Viewport, at: Vector2, index := MOUSE_BUTTON_LEFT) -> void:
	_move(viewport, at)
	_button(viewport, at, index, true)
	_button(viewport, at, index, false)


## Draws a wave with the mouse button held, in steps of a physics frame, and calls [param midway] when two
## thirds are done.
static func drag(
	viewport: Viewport, index: MouseButton, from: Vector2, to: Vector2, height := 0.0, midway := Callable()
) -> void:
	var steps := maxi(int(from.distance_to(to) / 12.0), 2)
	for step: int in steps + 1:
		var part := float(step) / steps
		var at := from.lerp(to, part) + Vector2(0, height * sin(part * TAU))
		_move(viewport, at)
		if step == 0 or step == steps:
			_button(viewport, at, index, step == 0)
		if midway.is_valid() and step == floori(steps * 2 / 3.0):
			await midway.call()
		await viewport.get_tree().physics_frame


static func _move(viewport: Viewport, at: Vector2) -> void:
	var motion := InputEventMouseMotion.new()
	motion.position = at
	motion.global_position = at
	viewport.push_input(motion, true)


static func _button(viewport: Viewport, at: Vector2, index: MouseButton, pressed: bool) -> void:
	var button := InputEventMouseButton.new()
	button.position = at
	button.global_position = at
	button.button_index = index
	button.pressed = pressed
	viewport.push_input(button, true)
