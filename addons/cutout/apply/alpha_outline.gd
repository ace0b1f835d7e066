class_name CutoutAlphaOutline
extends RefCounted
## The outline of what a texture shows: outer rings, holes and islands, traced by the engine once for
## each part of a texture and kept.

## From this alpha on a pixel belongs to the outline.
const ALPHA_THRESHOLD := 0.1
## How far the outline may stray from the pixels' edges, in pixels.
const TOLERANCE_PX := 1.0
## Outlines kept; past it all are forgotten.
const KEPT_OUTLINES := 256

static var _kept: Dictionary[Array, Array] = {}


## The rings around the visible pixels in [param region] of [param texture], in pixels of the texture.
## Rings are nested: outer rings, holes in them, islands in these. None when nothing is visible.
static func rings_of(texture: Texture2D, region: Rect2) -> Array[PackedVector2Array]:
	var key := [texture.get_rid(), region]
	if not _kept.has(key):
		if _kept.size() >= KEPT_OUTLINES:
			_kept.clear()
		_kept[key] = _trace(texture, region)
	return _kept[key]


## Forgets all outlines: for textures whose pixels were changed.
static func forget_all() -> void:
	_kept.clear()


static func _trace(texture: Texture2D, region: Rect2) -> Array[PackedVector2Array]:
	var rings: Array[PackedVector2Array] = []
	var image := texture.get_image()
	if image == null:
		return rings
	if image.is_compressed() and image.decompress() != OK:
		return rings
	var pixels := Rect2i(region).intersection(Rect2i(Vector2i.ZERO, image.get_size()))
	if not pixels.has_area():
		return rings
	# A border of one transparent pixel tells the outside from holes.
	var framed := Image.create_empty(pixels.size.x + 2, pixels.size.y + 2, false, Image.FORMAT_RGBA8)
	image.convert(Image.FORMAT_RGBA8)
	framed.blit_rect(image, pixels, Vector2i.ONE)
	var back := Transform2D(0.0, Vector2(pixels.position - Vector2i.ONE))
	var whole := Rect2i(Vector2i.ZERO, framed.get_size())
	var bits := BitMap.new()
	bits.create_from_image_alpha(framed, ALPHA_THRESHOLD)
	for ring: PackedVector2Array in bits.opaque_to_polygons(whole, TOLERANCE_PX):
		rings.push_back(back * ring)
	for ring: PackedVector2Array in _inverse(bits).opaque_to_polygons(whole, TOLERANCE_PX):
		if not _touches_border(ring, whole):
			rings.push_back(back * ring)
	return rings


static func _inverse(bits: BitMap) -> BitMap:
	var data: Dictionary = bits.get(&"data")
	var bytes: PackedByteArray = data["data"]
	# Eight bytes at a time: pixel by pixel a large texture would cost a frame.
	var byte_count := bytes.size()
	bytes.resize(ceili(byte_count / 8.0) * 8)
	var words := bytes.to_int64_array()
	for index: int in words.size():
		words[index] = ~words[index]
	bytes = words.to_byte_array()
	bytes.resize(byte_count)
	var inverse := BitMap.new()
	inverse.set(&"data", {"size": data["size"], "data": bytes})
	return inverse


static func _touches_border(ring: PackedVector2Array, whole: Rect2i) -> bool:
	for point: Vector2 in ring:
		if point.x <= 0.0 or point.y <= 0.0 or point.x >= whole.size.x or point.y >= whole.size.y:
			return true
	return false
