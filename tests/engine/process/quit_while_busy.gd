# Quitting with jobs waiting and running, results undelivered and calls awaited is clean.
extends SceneTree


func _initialize() -> void:
	# Nothing is in the tree before the first frame.
	await process_frame
	var batch: CutoutBatchProcessor = root.get_node("CutoutBatch")
	for index: int in 2000:
		batch.submit_fracture(Outlines.star(1024, 100.0), {"fragment_count": 300, "seed": index})
	batch.submit_batch([Outlines.star(512, 50.0), Outlines.star(512, 60.0)], {"fragment_count": 100})
	var stream := batch.create_stream()
	for index: int in 100:
		stream.push(Outlines.star(512, 100.0), {"seed": index})
	stream.start()
	var node := Polygon2D.new()
	node.polygon = Outlines.star(256, 100.0)
	root.add_child(node)
	batch.fracture_object(node, {"fragment_count": 200})
	batch.create().add_fracture(Outlines.star(512, 100.0)).execute()
	for frame: int in 5:
		await process_frame
	quit(0)
