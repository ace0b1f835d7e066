@tool
extends EditorPlugin
## Opens the help page of every native class, as F1 does, and writes down what stands there.

const TARGET := "res://help.json"
# Frames that a page gets to be filled in.
const FRAMES := 3


func _enter_tree() -> void:
	_read.call_deferred()


func _read() -> void:
	while EditorInterface.get_resource_filesystem().is_scanning():
		await get_tree().process_frame
	# The help is put together on a thread of its own, which does not say when it is done.
	await get_tree().create_timer(OS.get_environment("CUTOUT_HELP_SECONDS").to_float()).timeout
	var pages: Dictionary[String, String] = {}
	var editor := EditorInterface.get_script_editor()
	for name: String in ClassDB.get_class_list():
		if ClassDB.class_get_api_type(name) not in [ClassDB.API_EXTENSION, ClassDB.API_EDITOR_EXTENSION]:
			continue
		editor.goto_help("class_name:" + name)
		for frame: int in FRAMES:
			await get_tree().process_frame
		for help: Node in editor.find_children("*", "EditorHelp", true, false):
			if help.name == name:
				var label: RichTextLabel = help.find_children("*", "RichTextLabel", true, false)[0]
				pages[name] = label.get_parsed_text()
	var file := FileAccess.open(TARGET, FileAccess.WRITE)
	file.store_string(JSON.stringify(pages))
	file.close()
	print(":: read %d pages" % pages.size())
	get_tree().quit()
