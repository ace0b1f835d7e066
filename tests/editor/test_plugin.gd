@tool
extends CutoutTest
## Enabling and disabling the plugin, and what it says of the native library.

const PLUGIN := "cutout"
const PROJECT_FILE := "res://project.godot"
const Library := preload("res://addons/cutout/autoload/library.gd")


func before_each() -> void:
	# The editor makes and frees nodes of its own when plugins come and go.
	may_leave_orphans = true


func after_each() -> void:
	if not EditorInterface.is_plugin_enabled(PLUGIN):
		EditorInterface.set_plugin_enabled(PLUGIN, true)
	await frames(3)


func test_disabling_leaves_the_project_as_it_was_before_enabling() -> void:
	EditorInterface.set_plugin_enabled(PLUGIN, false)
	await frames(3)
	ProjectSettings.save()
	var before := FileAccess.get_file_as_string(PROJECT_FILE)
	check(not before.contains("CutoutBatch"), "no autoload is left: %s" % before)
	EditorInterface.set_plugin_enabled(PLUGIN, true)
	# The editor gathers changes for a while before it saves.
	await until(
		func() -> bool: return FileAccess.get_file_as_string(PROJECT_FILE).contains("CutoutBatch="),
		"the autoload is saved"
	)
	ProjectSettings.save()
	check(not FileAccess.get_file_as_string(PROJECT_FILE).contains("batch/"), "defaults are not saved")
	check(ProjectSettings.has_setting("cutout/batch/threads"), "the settings are there")
	# What somebody has set goes too.
	ProjectSettings.set_setting("cutout/batch/threads", 3)
	ProjectSettings.save()
	contains(FileAccess.get_file_as_string(PROJECT_FILE), ["batch/threads=3"], "project.godot")
	EditorInterface.set_plugin_enabled(PLUGIN, false)
	await until(
		func() -> bool: return FileAccess.get_file_as_string(PROJECT_FILE) == before,
		"the project file is what it was"
	)
	var after := FileAccess.get_file_as_string(PROJECT_FILE)
	if after != before:
		fail("project.godot was\n%s\nand is\n%s" % [before, after])
	check(not ProjectSettings.has_setting("cutout/batch/threads"), "the settings are gone")
