class_name CutoutPieceDrawing
extends RefCounted
## What a body shows of its piece: triangles on a canvas item below its own. They are there before the
## body is seen, so that showing hundreds of bodies in one frame costs that frame nothing.

var _item: RID
# Whether anything but the usual was set on the item.
var _is_painted := false


## Draws below [param parent], in its light and with its material.
func _init(parent: RID) -> void:
	_item = RenderingServer.canvas_item_create()
	RenderingServer.canvas_item_set_parent(_item, parent)
	RenderingServer.canvas_item_set_use_parent_material(_item, true)


func _notification(what: int) -> void:
	if what == NOTIFICATION_PREDELETE:
		RenderingServer.free_rid(_item)


## Shows a piece.
func draw(info: CutoutPieceInfo, paint: CutoutPiecePaint) -> void:
	if info.indices.is_empty():
		return
	if _is_painted or not paint.is_usual:
		paint.apply_to(_item)
		_is_painted = not paint.is_usual
	if info.texture == null:
		RenderingServer.canvas_item_add_triangle_array(_item, info.indices, info.points, info.colors)
		return
	RenderingServer.canvas_item_add_triangle_array(
		_item,
		info.indices,
		info.points,
		info.colors,
		paint.to_unit * info.uvs,
		PackedInt32Array(),
		PackedFloat32Array(),
		info.texture.get_rid()
	)


## Shows nothing any more.
func clear() -> void:
	RenderingServer.canvas_item_clear(_item)
