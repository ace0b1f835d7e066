extends Node
## Runs the samples one after the other, each on a stage of its own, and says which.

const LIST := "res://samples.json"
# Frames for which a sample may go on by itself.
const FRAMES := 40


func _ready() -> void:
	var samples: Array = JSON.parse_string(FileAccess.get_file_as_string(LIST))
	for sample: Dictionary in samples:
		print(":: sample %s" % sample["name"])
		await _run(sample)
	print(":: end of samples")
	get_tree().quit()


func _run(sample: Dictionary) -> void:
	var stage: Node = load("res://stage.gd").new()
	var script: GDScript = load(sample["script"])
	if script == null or not script.can_instantiate():
		push_error("it does not parse")
		stage.free()
		return
	var node: Node = stage
	if sample["node"]:
		node = _node_for(script, stage)
	else:
		node.set_script(script)
	add_child(stage)
	for frame: int in FRAMES:
		await get_tree().process_frame
	for method: String in sample["calls"]:
		await node.call(method)
	for frame: int in FRAMES:
		await get_tree().process_frame
	if is_instance_valid(stage):
		stage.free()
	for child: Node in get_children():
		child.free()


# A node of the class that the sample extends; a sprite has its picture.
func _node_for(script: GDScript, stage: Node) -> Node:
	var node: Node = ClassDB.instantiate(script.get_instance_base_type())
	if node is Sprite2D:
		(node as Sprite2D).texture = (stage.get_node("Wall") as Sprite2D).texture
	node.set_script(script)
	stage.add_child(node)
	return node
