extends SceneTree
## The game of watched_by_a_debugger.gd: breaks something all the time, and quits when its debugger says so.

var _frames_left := -1
var _exit_code := 0


func _initialize() -> void:
	EngineDebugger.register_message_capture(&"watched", _on_message)
	await process_frame
	var batch: CutoutBatchProcessor = root.get_node("CutoutBatch")
	var count := 0
	while _frames_left != 0:
		count += 1
		if count % 4 == 0:
			batch.submit_fracture(Outlines.star(200, 100.0), {"fragment_count": 40, "seed": count})
		await process_frame
		_frames_left -= int(_frames_left > 0)
	EngineDebugger.unregister_message_capture(&"watched")
	quit(_exit_code)


func _on_message(message: String, data: Array) -> bool:
	_exit_code = data[0]
	# Later than its debugger hangs up.
	_frames_left = 1 if message == "quit" else 600
	return true
