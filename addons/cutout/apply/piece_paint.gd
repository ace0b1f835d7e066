class_name CutoutPiecePaint
extends RefCounted
## What the canvas items of all bodies of one break have in common: found once, for a canvas item that is
## no node takes over from its parent but colour and material.

## From pixels of the texture to its unit square.
var to_unit := Transform2D.IDENTITY
## Whether it is what a new canvas item has anyway.
var is_usual := false

var _self_modulate: Color
var _light_mask: int
var _visibility_layer: int
var _filter: RenderingServer.CanvasItemTextureFilter
var _repeat: RenderingServer.CanvasItemTextureRepeat


## Of the pieces of [param object].
func _init(object: CanvasItem, look: CutoutPieceLook) -> void:
	if look.texture != null:
		to_unit = Transform2D().scaled(Vector2.ONE / look.texture.get_size())
	_self_modulate = look.copied.get(&"self_modulate", Color.WHITE)
	_light_mask = look.copied.get(&"light_mask", 1)
	_visibility_layer = look.copied.get(&"visibility_layer", 1)
	var filter: CanvasItem.TextureFilter = look.copied.get(
		&"texture_filter", CanvasItem.TEXTURE_FILTER_PARENT_NODE
	)
	var repeat: CanvasItem.TextureRepeat = look.copied.get(
		&"texture_repeat", CanvasItem.TEXTURE_REPEAT_PARENT_NODE
	)
	var node := object
	while node != null:
		if filter == CanvasItem.TEXTURE_FILTER_PARENT_NODE:
			filter = node.texture_filter
		if repeat == CanvasItem.TEXTURE_REPEAT_PARENT_NODE:
			repeat = node.texture_repeat
		node = node.get_parent() as CanvasItem
	# The enumerations of both classes go the same way; what no node says is the viewport's to say.
	_filter = filter as int as RenderingServer.CanvasItemTextureFilter
	_repeat = repeat as int as RenderingServer.CanvasItemTextureRepeat
	if filter == CanvasItem.TEXTURE_FILTER_PARENT_NODE:
		_filter = RenderingServer.CANVAS_ITEM_TEXTURE_FILTER_DEFAULT
	if repeat == CanvasItem.TEXTURE_REPEAT_PARENT_NODE:
		_repeat = RenderingServer.CANVAS_ITEM_TEXTURE_REPEAT_DEFAULT
	is_usual = (
		_self_modulate == Color.WHITE
		and _light_mask == 1
		and _visibility_layer == 1
		and _filter == RenderingServer.CANVAS_ITEM_TEXTURE_FILTER_DEFAULT
		and _repeat == RenderingServer.CANVAS_ITEM_TEXTURE_REPEAT_DEFAULT
	)


## Gives it to a canvas item.
func apply_to(item: RID) -> void:
	RenderingServer.canvas_item_set_self_modulate(item, _self_modulate)
	RenderingServer.canvas_item_set_light_mask(item, _light_mask)
	RenderingServer.canvas_item_set_visibility_layer(item, _visibility_layer)
	RenderingServer.canvas_item_set_default_texture_filter(item, _filter)
	RenderingServer.canvas_item_set_default_texture_repeat(item, _repeat)
