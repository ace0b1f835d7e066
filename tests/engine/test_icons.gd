extends CutoutTest
## Every class of the addon has an icon, of its scripts and of the native library.

const EXTENSION := "res://addons/cutout/cutout.gdextension"


func test_every_script_class_has_one() -> void:
	var classes := 0
	for entry: Dictionary in ProjectSettings.get_global_class_list():
		var path: String = entry["path"]
		if path.begins_with("res://addons/cutout/"):
			classes += 1
			var icon: String = entry["icon"]
			check(not icon.is_empty(), "%s has an icon" % entry["class"])
			check(load(icon) is Texture2D, "the icon of %s is a picture" % entry["class"])
	check(classes > 10, "%d classes were looked at" % classes)


func test_every_native_class_has_one() -> void:
	var file := ConfigFile.new()
	equal(file.load(EXTENSION), OK, "the extension's file")
	var classes := 0
	for name: String in ClassDB.get_class_list():
		if ClassDB.class_get_api_type(name) == ClassDB.API_EXTENSION:
			classes += 1
			var icon: String = file.get_value("icons", name, "")
			check(not icon.is_empty(), "%s has an icon" % name)
			check(load(EXTENSION.get_base_dir().path_join(icon)) is Texture2D, "%s is a picture" % icon)
	check(classes >= 7, "%d classes were looked at" % classes)
