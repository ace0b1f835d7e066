@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutAlphaOutline
extends RefCounted
## The outline of what a texture shows: outer rings, holes and islands, traced by the engine once for
## each part of a texture, made simpler, and kept.

## From this alpha on a pixel belongs to the outline, where nothing else is said.
const ALPHA_THRESHOLD := 0.1
## How far the outline may stray from the pixels' edges, in pixels, where nothing else is said.
const TOLERANCE_PX := 1.0
## Outlines kept; past it the one that was not asked for longest is forgotten.
const KEPT_OUTLINES := 256
## The engine's own simplification: none, but points on a straight line go.
const ENGINE_EPSILON := 0.0

# In the order in which they were asked for, the last one last.
static var _kept: Dictionary[Array, Array] = {}


## The rings around the visible pixels in [param region] of [param texture], in pixels of the texture.
## Rings are nested: outer rings, holes in them, islands in these. None when nothing is visible.
static func rings_of(
	texture: Texture2D, region: Rect2, threshold := ALPHA_THRESHOLD, tolerance_px := TOLERANCE_PX
) -> Array[PackedVector2Array]:
	var key := [texture.get_rid(), region, threshold, tolerance_px]
	var rings: Array[PackedVector2Array] = []
	if _kept.has(key):
		rings = _kept[key]
		_kept.erase(key)
	else:
		rings.assign(
			ClassDB.class_call_static(
				&"CutoutOutline", &"simplify", _trace(texture, region, threshold), tolerance_px
			)
		)
		if _kept.size() >= KEPT_OUTLINES:
			var oldest: Array = _kept.keys()[0]
			_kept.erase(oldest)
	_kept[key] = rings
	return rings


## Forgets all outlines: for textures whose pixels were changed.
static func forget_all() -> void:
	_kept.clear()


## How many outlines are kept.
static func kept_count() -> int:
	return _kept.size()


static func _trace(texture: Texture2D, region: Rect2, threshold: float) -> Array[PackedVector2Array]:
	var rings: Array[PackedVector2Array] = []
	var image := texture.get_image()
	if image == null or image.is_empty():
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
	bits.create_from_image_alpha(framed, threshold)
	for ring: PackedVector2Array in bits.opaque_to_polygons(whole, ENGINE_EPSILON):
		rings.push_back(back * ring)
	for ring: PackedVector2Array in _inverse(bits).opaque_to_polygons(whole, ENGINE_EPSILON):
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
