extends Node2D
## What the guide's samples may name: the nodes of a small scene, and what a game would have at hand.

const SQUARE: PackedVector2Array = [Vector2(-32, -32), Vector2(32, -32), Vector2(32, 32), Vector2(-32, 32)]

## Where something was hit, on the screen.
var hit := Vector2(8, 0)
## An outline, and many of them.
var polygon := SQUARE
var polygons: Array[PackedVector2Array] = [SQUARE, SQUARE, SQUARE]
var level: Array[PackedVector2Array] = [SQUARE, SQUARE, SQUARE, SQUARE]
## Params of theirs.
var params := {"fragment_count": 6, "seed": 1}
## The pieces of [member polygon].
var fragments: Array = []
## Objects to be broken together.
var crates: Array[Node2D] = []


func _init() -> void:
	var body := RigidBody2D.new()
	body.name = "Crate"
	body.add_child(_sprite("Sprite2D"))
	var shape := CollisionPolygon2D.new()
	shape.polygon = SQUARE
	body.add_child(shape)
	add_child(body)
	for sprite: String in ["Wall", "Window", "Statue", "Plank"]:
		add_child(_sprite(sprite))
	var debris := DebrisField2D.new()
	debris.name = "DebrisField2D"
	add_child(debris)
	for index: int in 3:
		crates.append(_sprite("Box%d" % index))
		add_child(crates[index])


## A sprite of an opaque square.
static func _sprite(title: String) -> Sprite2D:
	var image := Image.create(80, 80, false, Image.FORMAT_RGBA8)
	image.fill_rect(Rect2i(8, 8, 64, 64), Color.WHITE)
	var sprite := Sprite2D.new()
	sprite.name = title
	sprite.texture = ImageTexture.create_from_image(image)
	return sprite


func _ready() -> void:
	var ends := CutoutBatch.submit_fracture(polygon, params)
	var ended: Array = [0]
	while ended[0] != ends:
		ended = await CutoutBatch.job_completed
	fragments = ended[1]


## What a sample does with a piece.
func draw_later(_polygon: PackedVector2Array, _area: float, _neighbors: PackedInt32Array) -> void:
	pass
