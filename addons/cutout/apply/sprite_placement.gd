@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutSpritePlacement
extends RefCounted
## Which part of which texture a sprite shows, and where: region, frame, flips, offset and centring,
## and the part of its atlas that an [AtlasTexture] stands for.

## The texture that holds the pixels; never an atlas texture. None where the sprite has none.
var texture: Texture2D
## The pixels shown, in that texture.
var region: Rect2
## From pixels of that texture to the sprite's own space.
var to_sprite: Transform2D


## Where a [Sprite2D] shows what.
static func of_sprite(sprite: Sprite2D) -> CutoutSpritePlacement:
	var placed := CutoutSpritePlacement.new()
	if sprite.texture == null:
		return placed
	var sheet := Rect2(Vector2.ZERO, sprite.texture.get_size())
	if sprite.region_enabled:
		sheet = sprite.region_rect
	var size := sheet.size / Vector2(sprite.hframes, sprite.vframes)
	var shown := Rect2(sheet.position + Vector2(sprite.frame_coords) * size, size)
	placed._place(sprite.texture, shown, sprite)
	return placed


## Where an [AnimatedSprite2D] shows which frame.
static func of_animation(sprite: AnimatedSprite2D) -> CutoutSpritePlacement:
	var placed := CutoutSpritePlacement.new()
	var frames := sprite.sprite_frames
	if frames == null or not frames.has_animation(sprite.animation):
		return placed
	if sprite.frame < frames.get_frame_count(sprite.animation):
		var shown := frames.get_frame_texture(sprite.animation, sprite.frame)
		if shown != null:
			placed._place(shown, Rect2(Vector2.ZERO, shown.get_size()), sprite)
	return placed


# `sprite` is of either class; they name their properties alike.
func _place(shown_texture: Texture2D, shown: Rect2, sprite: Node2D) -> void:
	texture = shown_texture
	region = shown
	var first_pixel := shown.position
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
	var corner: Vector2 = sprite.get(&"offset")
	if sprite.get(&"centered"):
		corner -= shown.size / 2.0
	# The first pixel is drawn in the corner, or in the opposite one, and the others from there.
	var direction := Vector2.ONE
	if sprite.get(&"flip_h"):
		direction.x = -1.0
		corner.x += shown.size.x
	if sprite.get(&"flip_v"):
		direction.y = -1.0
		corner.y += shown.size.y
	to_sprite = Transform2D(
		Vector2(direction.x, 0.0), Vector2(0.0, direction.y), corner - first_pixel * direction
	)
