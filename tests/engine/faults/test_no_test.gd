extends CutoutTest


func nothing_to_run() -> void:
	pass
