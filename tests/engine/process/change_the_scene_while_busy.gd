# A hundred scenes, each gone while its objects break: no error, and the autoload goes on.
extends SceneTree


func _initialize() -> void:
	_run()


func _run() -> void:
	# Nothing is in the tree before the first frame.
	await process_frame
	var batch: CutoutBatchProcessor = root.get_node("CutoutBatch")
	for turn: int in 100:
		var scene := Node2D.new()
		root.add_child(scene)
		for index: int in 5:
			var node := Polygon2D.new()
			node.polygon = Outlines.star(128, 100.0)
			scene.add_child(node)
			batch.fracture_object(node, {"fragment_count": 40, "seed": turn * 10 + index})
		await process_frame
		scene.queue_free()
	await process_frame
	var id := batch.submit_fracture(Outlines.star(64, 100.0), {})
	var ended: Array = [0]
	while ended[0] != id:
		ended = await batch.job_completed
	await process_frame
	quit(0 if root.get_child_count() == 1 else 1)
