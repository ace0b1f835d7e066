class_name DemoFilm
extends Node
## What makes a demo one that can be filmed without hands: with [code]-- --out=FOLDER[/code] it saves
## pictures there, and ends the game with 0 when all went well.

## Where pictures go; empty when somebody plays.
var out := ""
## After so many seconds a scripted run has failed.
var patience := 90.0

var _pictures: Dictionary[String, Image] = {}


func _init() -> void:
	for argument: String in OS.get_cmdline_user_args():
		if argument.begins_with("--out="):
			out = argument.trim_prefix("--out=")


func _ready() -> void:
	if is_filming():
		get_tree().create_timer(patience).timeout.connect(fail.bind("not done after %d seconds." % patience))


## Whether this is a scripted run.
func is_filming() -> bool:
	return not out.is_empty()


## Takes what is on the screen, to be saved as NAME_000.png and so on.
func take(title: String) -> void:
	var picture := await look()
	keep("%s_%03d.png" % [title, _pictures.size()], picture)


## What is on the screen once this frame is drawn.
func look() -> Image:
	await RenderingServer.frame_post_draw
	return get_viewport().get_texture().get_image()


## Has a picture saved under that name at the end: that takes longer than a frame.
func keep(file: String, picture: Image) -> void:
	_pictures[file] = picture


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
	if not is_filming():
		return true
	for file: String in _pictures:
		var error := _pictures[file].save_png(out.path_join(file))
		if error != OK:
			printerr("Demo: %s could not be saved: %s." % [out.path_join(file), error_string(error)])
			return false
	return true
