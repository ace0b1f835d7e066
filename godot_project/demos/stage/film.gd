class_name DemoFilm
extends Node
## What makes a demo one that can be filmed without hands: with [code]-- --out=FOLDER[/code] it saves
## pictures there, and ends the game with 0 when all went well.

## After so many seconds a scripted run has failed.
const PATIENCE := 90.0

## Where pictures go; empty when somebody plays.
var out := ""

var _pictures: Dictionary[String, Image] = {}


func _init() -> void:
	for argument: String in OS.get_cmdline_user_args():
		if argument.begins_with("--out="):
			out = argument.trim_prefix("--out=")


func _ready() -> void:
	if is_filming():
		get_tree().create_timer(PATIENCE).timeout.connect(fail.bind("not done after %d seconds." % PATIENCE))


## Whether this is a scripted run.
func is_filming() -> bool:
	return not out.is_empty()


## Takes what is on the screen, to be saved as NAME_000.png and so on.
func take(title: String) -> void:
	await RenderingServer.frame_post_draw
	# Saved at the end: that takes longer than a frame.
	_pictures["%s_%03d.png" % [title, _pictures.size()]] = get_viewport().get_texture().get_image()


## Saves [param count] pictures, one every [param step] frames.
func take_series(title: String, count: int, step: int) -> void:
	for picture: int in count:
		await take(title)
		for frame: int in step:
			await get_tree().process_frame


## Ends a scripted run with [param report] on the console.
func finish(report: String) -> void:
	print(report)
	get_tree().quit(0 if _save() else 1)


## Ends it as a failure.
func fail(reason: String) -> void:
	printerr("Demo: %s" % reason)
	_save()
	get_tree().quit(1)


func _save() -> bool:
	for file: String in _pictures:
		var error := _pictures[file].save_png(out.path_join(file))
		if error != OK:
			printerr("Demo: %s could not be saved: %s." % [out.path_join(file), error_string(error)])
			return false
	return true
