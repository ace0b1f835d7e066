@tool
extends RefCounted
## Reads a [Sprite2D], or the frame that an [AnimatedSprite2D] shows: the outline from its alpha.


## Fills [param source], whose look knows already what all kinds of nodes have.
static func read(source: CutoutObjectSource, node: Node2D) -> void:
	var placed: CutoutSpritePlacement
	if node is Sprite2D:
		placed = CutoutSpritePlacement.of_sprite(node)
	else:
		placed = CutoutSpritePlacement.of_animation(node)
	if placed.texture == null:
		source.error = (
			"object %s has no texture: a %s that shows a texture is allowed."
			% [node.get_path(), node.get_class()]
		)
		return
	if placed.region.size.x < 1.0 or placed.region.size.y < 1.0:
		source.error = "object %s shows an empty region: at least one pixel is allowed." % node.get_path()
		return
	var threshold := source.options.alpha_threshold
	var tolerance := source.options.outline_tolerance
	source.key = [
		placed.texture.resource_path,
		placed.texture.get_size(),
		placed.region,
		placed.to_sprite,
		threshold,
		tolerance
	]
	if source.traces:
		for ring: PackedVector2Array in CutoutAlphaOutline.rings_of(
			placed.texture, placed.region, threshold, tolerance
		):
			source.rings.push_back(placed.to_sprite * ring)
	if source.traces and source.rings.is_empty():
		source.error = (
			"object %s shows no pixel of alpha %s or more: a texture with visible pixels is allowed."
			% [node.get_path(), threshold]
		)
		return
	source.look.texture = placed.texture
	source.look.uv_transform = placed.to_sprite.affine_inverse()
