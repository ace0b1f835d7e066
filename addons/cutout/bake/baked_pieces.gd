@tool
@icon("res://addons/cutout/icons/cutout_baked_pieces.svg")
class_name CutoutBakedPieces
extends Resource
## Pieces of one object, made ahead of time: it breaks without any geometry, in the frame in which it is
## told to.
##
## Made by the button "Bake" of a [Destructible2D], for whole folders of scenes by
## [code]godot --headless --path . -s addons/cutout/bake/bake_scenes.gd -- res://levels[/code], or by
## [method bake]:
## [codeblock]
## var baked := CutoutBakedPieces.new()
## if baked.bake($Crate, {"fragment_count": 24}):
##     ResourceSaver.save(baked, "res://crate_pieces.res")
## # In the game, in place of the params:
## var pieces: Array = await CutoutBatch.fracture_object($Crate, preload("res://crate_pieces.res"))
## [/codeblock]
## The pieces are those of a live break with the same params, to the bit, and they are of use for that
## outline alone. It is compared when the object breaks; where it differs, [Destructible2D] warns once and
## breaks live, and [method CutoutBatchProcessor.fracture_object] refuses with an error.
## [br][br]
## What was baked knows nothing of the break: the pattern is not centred on the point of impact (what
## [member Destructible2D.origin_at_impact] asks for), a changed [code]seed[/code] changes nothing. Force
## and impulse work as ever.

## Whether the outline of a sprite is traced and compared each time one breaks (once for each part of a
## texture: then it is known). In a debug build, so that a picture that was painted over is noticed while
## the game is made. Otherwise texture, region, flips and offset are compared, and what is in the picture
## is taken on trust.
static var traces_outlines := OS.is_debug_build()

## The bytes: a versioned format with a hash of its own. Bytes that are cut off, changed or of a later
## version are told by [method get_error], and nothing else comes of them.
@export_storage var data := PackedByteArray():
	set(value):
		data = value
		_reader = null
		_has_warned = false
		emit_changed()

# Of class CutoutBakedReader; made when it is first asked for, for a resource may be loaded on any thread.
var _reader: RefCounted
# What it says of the bytes.
var _wrong := ""
var _has_warned := false


## Fractures a node or a polygon while the caller waits, and keeps the pieces. The arguments are those of
## [method CutoutBatchProcessor.fracture_object] (the node has to be in the tree) or, for a polygon, of
## [method CutoutBatchProcessor.submit_fracture]. Answers whether it worked; when not, one error says why, and
## what was kept before stays.
func bake(object_or_polygon: Variant, params: Variant = {}, options: Variant = null) -> bool:
	var wrong := ""
	if typeof(object_or_polygon) == TYPE_OBJECT or object_or_polygon == null:
		wrong = CutoutBreakOptions.error_in(options)
		if wrong.is_empty():
			wrong = bake_source(
				CutoutObjectSource.of(object_or_polygon, CutoutBreakOptions.of(options)), params
			)
	else:
		wrong = _bake(object_or_polygon, params, [])
	if not wrong.is_empty():
		push_error("CutoutBakedPieces.bake: %s" % wrong)
	return wrong.is_empty()


## As [method bake], for what was read of a node. Answers what is wrong, in one sentence; empty: nothing.
func bake_source(source: CutoutObjectSource, params: Variant) -> String:
	return source.error if not source.error.is_empty() else _bake(source.rings, params, source.key)


## What is wrong with the bytes, in one sentence; empty when nothing is.
func get_error() -> String:
	if _reader == null:
		if not CutoutLibrary.is_there():
			return CutoutLibrary.problem()
		_reader = ClassDB.class_call_static(&"CutoutBakedReader", &"read", data)
		_wrong = _reader.call(&"get_error")
	return "" if _wrong.is_empty() else "%s %s." % [_name(), _wrong]


## The pieces, an [Array] of [CutoutFragment], in the space of the node or polygon that was baked; none
## where [method get_error] has something to say.
func get_fragments() -> Array:
	return _reader.call(&"get_fragments") if get_error().is_empty() else []


## What there is: [code]pieces[/code], [code]bytes[/code], [code]plain_bytes[/code] (what the same takes as
## plain arrays), [code]made_by[/code] (the version of the addon that baked it) and
## [code]is_current[/code] (whether that is this one). Empty where [method get_error] has something to say.
func get_info() -> Dictionary:
	return _reader.call(&"get_info") if get_error().is_empty() else {}


## Whether the pieces are of this polygon, to the bit.
func is_of_outline(polygon: Variant) -> bool:
	return get_error().is_empty() and _reader.call(&"is_of_outline", polygon)


## Whether the pieces were made with these params, as far as their pattern reads them.
func is_made_with(params: Variant) -> bool:
	return get_error().is_empty() and _reader.call(&"is_of_params", params)


## Why the pieces cannot replace a node, in one sentence; empty when they can. The node may have been read
## without its outline.
func error_for(source: CutoutObjectSource) -> String:
	var wrong := get_error()
	if not wrong.is_empty():
		return wrong
	var fits: bool
	if source.rings.is_empty():
		fits = _reader.call(&"is_of_source", var_to_bytes(source.key))
	else:
		fits = _reader.call(&"is_of_outline", source.rings)
	return "" if fits else "%s was baked of another outline: bake it again." % _name()


## Warns that pieces could not be used, once until other ones are baked.
func warn_once(what: String) -> void:
	if not _has_warned:
		_has_warned = true
		push_warning("%s Until then it breaks live." % what)


func _bake(rings: Variant, params: Variant, key: Array) -> String:
	if not CutoutLibrary.is_there():
		return CutoutLibrary.problem()
	var made: Dictionary = ClassDB.class_call_static(
		&"CutoutBakedReader", &"bake", rings, params, var_to_bytes(key)
	)
	if not made.has("data"):
		return made["error"]
	data = made["data"]
	return ""


func _name() -> String:
	return "CutoutBakedPieces" if resource_path.is_empty() else resource_path
