extends Node2D
## A scene that breaks what is in it as soon as it is ready; see test_under_stress.gd.


func _ready() -> void:
	var batch: CutoutBatchProcessor = get_node("/root/CutoutBatch")
	for index: int in 5:
		var node := Polygon2D.new()
		node.polygon = Outlines.star(64, 60.0 + 10.0 * index)
		add_child(node)
		batch.fracture_object(node, {"fragment_count": 20, "seed": index})
	batch.submit_batch([Outlines.star(128, 90.0), Outlines.star(96, 90.0)], {"seed": 5})
	batch.job_completed.connect(_on_job_completed)


func _on_job_completed(_job_id: int, result: Array) -> void:
	for fragment: CutoutFragment in result:
		if fragment.area < 0.0:
			push_error("a piece of negative area")
