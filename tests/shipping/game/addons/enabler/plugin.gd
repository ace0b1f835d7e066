@tool
extends EditorPlugin
## Does by script what a person does in Project Settings, Plugins: switches the addon on, and quits.

const ADDON := "cutout"
# What the editor gets to take in what it has found, and to write what was changed: it waits 1.5 s with that.
const SECONDS := 2.0


func _enter_tree() -> void:
	_switch_on.call_deferred()


func _switch_on() -> void:
	while EditorInterface.get_resource_filesystem().is_scanning():
		await get_tree().process_frame
	await get_tree().create_timer(SECONDS).timeout
	EditorInterface.set_plugin_enabled(ADDON, true)
	await get_tree().create_timer(SECONDS).timeout
	print(":: enabled %s" % EditorInterface.is_plugin_enabled(ADDON))
	get_tree().quit()
