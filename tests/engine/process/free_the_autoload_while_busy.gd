# The autoload may be freed with jobs in flight; what waited for them is let go.
extends SceneTree


func _initialize() -> void:
	# Nothing is in the tree before the first frame.
	await process_frame
	var batch: CutoutBatchProcessor = root.get_node("CutoutBatch")
	for index: int in 500:
		batch.submit_fracture(Outlines.star(1024, 100.0), {"fragment_count": 300, "seed": index})
	var node := Polygon2D.new()
	node.polygon = Outlines.star(256, 100.0)
	root.add_child(node)
	batch.fracture_object(node, {"fragment_count": 200})
	for frame: int in 3:
		await process_frame
	batch.free()
	for frame: int in 10:
		await process_frame
	quit(0 if is_instance_valid(node) else 1)
