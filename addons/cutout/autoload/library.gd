@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutLibrary
extends RefCounted
## Whether the native library is there and of the addon's version; told in one sentence with the remedy.
##
## Scripts that name its classes as types do not parse without it, so those that the plugin and the autoload
## load first ask here instead.

## The class that is asked for the version, and for whether the library is there at all.
const CLASS := &"CutoutBatchNative"
## Where the addon's version is written. Not part of an exported game, whose library was exported with it.
const PLUGIN_CFG := "res://addons/cutout/plugin.cfg"


## What is wrong with the library, in one sentence; empty when nothing is.
static func problem() -> String:
	return problem_of(version(), addon_version(), platform())


## The same, of a library of version [param found] (empty: there is none) beside an addon of version
## [param wanted] (empty: unknown, as in an exported game).
static func problem_of(found: String, wanted: String, place: String) -> String:
	if found.is_empty():
		return (
			"Cutout Batch: the native library for %s is missing from addons/cutout/bin:" % place
			+ " copy the folder addons/cutout from a release for this platform, or run `make build`,"
			+ " and restart the editor."
		)
	if not wanted.is_empty() and found != wanted:
		return (
			"Cutout Batch: the native library is of version %s and the addon of version %s:" % [found, wanted]
			+ " replace the whole folder addons/cutout by that of one release, or run `make build`,"
			+ " and restart the editor."
		)
	return ""


## Whether there is a native library, of whatever version.
static func is_there() -> bool:
	return ClassDB.class_exists(CLASS)


## The version of the native library; empty where there is none, [code]"unknown"[/code] where it does not
## tell.
static func version() -> String:
	if not is_there():
		return ""
	if not ClassDB.class_has_method(CLASS, &"version"):
		return "unknown"
	return ClassDB.class_call_static(CLASS, &"version")


## The version that the addon says it has; empty where that is not written down.
static func addon_version() -> String:
	var config := ConfigFile.new()
	if not FileAccess.file_exists(PLUGIN_CFG) or config.load(PLUGIN_CFG) != OK:
		return ""
	return config.get_value("plugin", "version", "")


## The platform that a library would have to be for, such as [code]linux.x86_64[/code].
static func platform() -> String:
	return "%s.%s" % [OS.get_name().to_lower(), Engine.get_architecture_name()]
