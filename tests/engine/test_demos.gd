extends CutoutTest
## The demos can be run: the engine takes every script and every scene of theirs. `make demo` runs them.


func test_every_demo_is_taken_by_the_engine() -> void:
	var scenes := 0
	for demo: String in DirAccess.get_directories_at("res://demos"):
		for file: String in DirAccess.get_files_at("res://demos/" + demo):
			var path := "res://demos/%s/%s" % [demo, file]
			if file.ends_with(".gd"):
				check((load(path) as GDScript).can_instantiate(), "%s can be used" % path)
			elif file.ends_with(".tscn"):
				check((load(path) as PackedScene).can_instantiate(), "%s can be opened" % path)
				scenes += 1
	check(scenes >= 6, "%d scenes" % scenes)
