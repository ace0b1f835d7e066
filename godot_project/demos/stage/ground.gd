class_name DemoGround
extends StaticBody2D
## Ground without end, with something to be seen in the demos' window.


## At that height, of that colour.
func _init(y: float, color: Color) -> void:
	var shape := CollisionShape2D.new()
	shape.shape = WorldBoundaryShape2D.new()
	add_child(shape)
	position.y = y
	var shown := Polygon2D.new()
	shown.polygon = PackedVector2Array(
		[Vector2(-400, 0), Vector2(1680, 0), Vector2(1680, 200), Vector2(-400, 200)]
	)
	shown.color = color
	add_child(shown)
