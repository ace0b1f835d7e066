extends Node2D
## Renders the guide's picture of a first break: whole, just broken, and a moment later, side by side.

const PICTURE := preload("res://art/crate.png")
const PANEL := Vector2i(250, 240)
const LATER_FRAMES := 14

var _film := DemoFilm.new()
var _strip := Image.create(PANEL.x * 3, PANEL.y, false, Image.FORMAT_RGBA8)


func _ready() -> void:
	get_window().size = PANEL
	get_window().content_scale_size = PANEL
	RenderingServer.set_default_clear_color(Color("1d2430"))
	add_child(_film)
	var crate := Sprite2D.new()
	crate.texture = PICTURE
	crate.position = PANEL / 2.0
	crate.scale = Vector2.ONE * (0.6 * PANEL.y / PICTURE.get_height())
	add_child(crate)
	await get_tree().process_frame
	await _take(0)
	var at := crate.to_local(crate.global_position + Vector2(-20, 10))
	var params := {"pattern": "impact", "fragment_count": 24, "origin": at, "seed": 5}
	var pieces: Array = await CutoutBatch.fracture_object(crate, params)
	for piece: Node2D in pieces:
		var middle := (piece as Polygon2D).polygon[0]
		var away := (middle - at).normalized() * 46.0 / piece.global_scale.x
		piece.create_tween().tween_property(piece, "position", piece.position + away, 0.5)
	await _take(1)
	for frame: int in LATER_FRAMES:
		await get_tree().process_frame
	await _take(2)
	_film.keep("first_break.png", _strip)
	_film.finish("Guide: %d pieces." % pieces.size())


func _take(panel: int) -> void:
	var image := await _film.look()
	image.convert(Image.FORMAT_RGBA8)
	_strip.blit_rect(image, Rect2i(Vector2i.ZERO, PANEL), Vector2i(panel * PANEL.x, 0))
