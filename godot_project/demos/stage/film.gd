class_name DemoFilm
extends Node
## What makes a demo one that can be filmed without hands: with [code]-- --out=FOLDER[/code] it saves
## pictures there, and ends the game with 0 when all went well.

## After so many seconds a scripted run has failed.
const PATIENCE := 90.0

## Where pictures go; empty when somebody plays.
var out := ""

var _count := 0


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


## Saves what is on the screen as NAME_000.png and so on.
func take(title: String) -> void:
	await RenderingServer.frame_post_draw
	var path := out.path_join("%s_%03d.png" % [title, _count])
	_count += 1
	var error := get_viewport().get_texture().get_image().save_png(path)
	if error != OK:
		fail("%s could not be saved: %s." % [path, error_string(error)])


## Saves [param count] pictures, one every [param step] frames.
func take_series(title: String, count: int, step: int) -> void:
	for picture: int in count:
		await take(title)
		for frame: int in step:
			await get_tree().process_frame


## Ends a scripted run with [param report] on the console.
func finish(report: String) -> void:
	print(report)
	get_tree().quit(0)


## Ends it as a failure.
func fail(reason: String) -> void:
	printerr("Demo: %s" % reason)
	get_tree().quit(1)
