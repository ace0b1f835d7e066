extends CutoutTest
## The demos can be run: every script of theirs is taken by the engine, every scene opens and closes.


func test_every_demo_opens_and_closes() -> void:
	var opened := 0
	for demo: String in DirAccess.get_directories_at("res://demos"):
		for file: String in DirAccess.get_files_at("res://demos/" + demo):
			var path := "res://demos/%s/%s" % [demo, file]
			if file.ends_with(".gd"):
				check((load(path) as GDScript).can_instantiate(), "%s can be used" % path)
			elif file.ends_with(".tscn"):
				var scene := (load(path) as PackedScene).instantiate()
				root.add_child(scene)
				await frames(3)
				scene.free()
				opened += 1
	check(opened >= 6, "%d scenes" % opened)
