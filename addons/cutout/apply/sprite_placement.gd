class_name CutoutSpritePlacement
extends RefCounted
## Which part of which texture a sprite shows, and where: region, frame, flips, offset and centring,
## and the part of its atlas that an [AtlasTexture] stands for.

## The texture that holds the pixels; never an atlas texture.
var texture: Texture2D
## The pixels shown, in that texture.
var region: Rect2
## From pixels of that texture to the sprite's own space.
var to_sprite: Transform2D


func _init(sprite: Sprite2D) -> void:
	var whole := Rect2(Vector2.ZERO, sprite.texture.get_size())
	var sheet := sprite.region_rect if sprite.region_enabled else whole
	var size := sheet.size / Vector2(sprite.hframes, sprite.vframes)
	var first_pixel := sheet.position + Vector2(sprite.frame_coords) * size
	texture = sprite.texture
	region = Rect2(first_pixel, size)
	while texture is AtlasTexture:
		var atlas: AtlasTexture = texture
		# The atlas texture shows its region, surrounded by its margin.
		var area := Rect2(atlas.margin.position, atlas.region.size)
		if not area.has_area():
			area.size = atlas.get_size()
		var shift := atlas.region.position - atlas.margin.position
		region = region.intersection(area)
		region.position += shift
		first_pixel += shift
		texture = atlas.atlas
	var corner := sprite.offset
	if sprite.centered:
		corner -= size / 2.0
	# The first pixel is drawn in the corner, or in the opposite one, and the others from there.
	var direction := Vector2.ONE
	if sprite.flip_h:
		direction.x = -1.0
		corner.x += size.x
	if sprite.flip_v:
		direction.y = -1.0
		corner.y += size.y
	to_sprite = Transform2D(
		Vector2(direction.x, 0.0), Vector2(0.0, direction.y), corner - first_pixel * direction
	)
