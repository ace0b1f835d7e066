extends Node2D
## A newcomer's first break: a sprite and a plain outline, and out with the number of pieces.

const PIECES := 12


func _ready() -> void:
	var image := Image.create(64, 64, false, Image.FORMAT_RGBA8)
	image.fill_rect(Rect2i(8, 8, 48, 48), Color.WHITE)
	var sprite := Sprite2D.new()
	sprite.texture = ImageTexture.create_from_image(image)
	add_child(sprite)
	var params := {"fragment_count": PIECES, "seed": 3}
	var pieces: Array = await CutoutBatch.fracture_object(sprite, params)
	var square := PackedVector2Array([Vector2.ZERO, Vector2(90, 0), Vector2(90, 90), Vector2(0, 90)])
	var job: int = CutoutBatch.submit_fracture(square, params)
	var ended: Array = await CutoutBatch.job_completed
	var fragments: Array = ended[1]
	var area := 0.0
	for fragment: CutoutFragment in fragments:
		area += fragment.area
	print(":: %d pieces, %d fragments of area %.3f" % [pieces.size(), fragments.size(), area])
	var right: bool = pieces.size() == PIECES and fragments.size() == PIECES and ended[0] == job
	get_tree().quit(0 if right and is_equal_approx(area, 8100.0) else 1)
