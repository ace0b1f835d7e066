class_name DemoGround
extends StaticBody2D
## Ground without end, with something to be seen in the demos' window. In a physics layer of its own: debris
## that asks for the bodies of layer 1 may lie deeper in it, see [member DebrisField2D.ground_depth].

## Its physics layer.
const LAYER := 2

const TOP := Color("3d4a55")
const DEEP := Color("262d37")


## At that height.
func _init(y: float) -> void:
	var shape := CollisionShape2D.new()
	shape.shape = WorldBoundaryShape2D.new()
	add_child(shape)
	position.y = y
	collision_layer = LAYER
	_show(0.0, 4.0, TOP.lightened(0.25), TOP.lightened(0.25))
	_show(4.0, 200.0, TOP, DEEP)


func _show(from: float, to: float, above: Color, below: Color) -> void:
	var strip := Polygon2D.new()
	strip.polygon = PackedVector2Array(
		[Vector2(-400, from), Vector2(1680, from), Vector2(1680, to), Vector2(-400, to)]
	)
	strip.vertex_colors = PackedColorArray([above, above, below, below])
	add_child(strip)
