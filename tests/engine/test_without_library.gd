extends CutoutTest
## What is said where the native library is missing or of another version, and what stands in for it.


func test_each_case_is_told_in_one_sentence_with_the_remedy() -> void:
	var missing := CutoutLibrary.problem_of("", "1.2.3", "linux.x86_64")
	contains(missing, ["linux.x86_64", "is missing from addons/cutout/bin", "make build", "release"])
	for older: String in ["1.2.2", "unknown"]:
		var mismatched := CutoutLibrary.problem_of(older, "1.2.3", "linux.x86_64")
		contains(mismatched, ["version " + older, "version 1.2.3", "replace the whole folder", "make build"])
		check(not mismatched.contains("\n"), "it is one line")
	equal(CutoutLibrary.problem_of("1.2.3", "1.2.3", ""), "", "the same version")
	# An exported game carries no plugin.cfg.
	equal(CutoutLibrary.problem_of("1.2.3", "", ""), "", "no version of the addon")


func test_this_addon_and_its_library_are_of_one_version() -> void:
	check(not CutoutLibrary.addon_version().is_empty(), "the addon has a version")
	equal(CutoutLibrary.version(), CutoutLibrary.addon_version(), "the library's version")
	equal(CutoutLibrary.problem(), "", "the problem")


func test_what_stands_in_has_the_methods_of_the_scheduler() -> void:
	var script: GDScript = load("res://addons/cutout/autoload/missing_scheduler.gd")
	var native: Dictionary[String, int] = {}
	for method: Dictionary in ClassDB.class_get_method_list(&"CutoutScheduler", true):
		native[method["name"]] = (method["args"] as Array).size()
	var seen := 0
	for method: Dictionary in script.get_script_method_list():
		var name: String = method["name"]
		if not name.begins_with("_"):
			seen += 1
			equal((method["args"] as Array).size(), native.get(name, -1), "arguments of %s" % name)
	check(seen > 10, "%d methods were looked at" % seen)
	# What the autoload calls has to be there.
	var source := FileAccess.get_file_as_string("res://addons/cutout/autoload/cutout_batch_processor.gd")
	var calls := RegEx.create_from_string("_scheduler\\.(\\w+)\\(").search_all(source)
	check(calls.size() > 10, "%d calls were found" % calls.size())
	for found: RegExMatch in calls:
		var called := found.get_string(1)
		check(script.new("").has_method(called), "it has %s" % called)
