extends CutoutTest


func test_it() -> void:
	var _canvas := RenderingServer.canvas_create()
