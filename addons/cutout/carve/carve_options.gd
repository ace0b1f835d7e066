@icon("res://addons/cutout/icons/cutout_carve.svg")
class_name CutoutCarveOptions
extends CutoutBreakOptions
## What becomes of a node that is carved: what survives, and what its pieces are and do.
##
## Hand one to [method CutoutBatchProcessor.carve] or [method CutoutBatchProcessor.cut], or a
## [Dictionary] with the same names as keys. The options of [CutoutBreakOptions] say what becomes of the
## pieces that come off; [member CutoutBreakOptions.keep_original] is not for carving, which keeps the node
## anyway. Lengths and areas are those of the screen that the node is on (global coordinates).

## Which space tools and anchors are in.
enum Space {
	## Global coordinates, as of the moment of the call.
	GLOBAL,
	## The node's own.
	LOCAL,
}
## What becomes of what a tool covers.
enum Bite {
	## It is gone.
	REMOVE,
	## It comes off as a piece.
	KEEP,
	## It comes off in pieces, broken by [member shatter].
	SHATTER,
}

## Keys of this class: what they are by default is in their declarations.
const OWN_KEYS: Array[StringName] = [
	&"space",
	&"anchors",
	&"anchor_ring",
	&"min_survivor_area",
	&"shatter_area",
	&"shatter",
	&"dust_area",
	&"bite",
	&"simplify",
	&"cut_width",
]
## What may become of a bite, by [member bite]: the names that dictionaries use.
const BITES: PackedStringArray = ["remove", "keep", "shatter"]

# What all calls without options have; never changed.
static var _usual: CutoutCarveOptions

## Which space tools and anchors are in.
@export var space := Space.GLOBAL

@export_group("What survives")
## Points that hold: parts that have one of them survive, all others come off. With none, and no
## [member anchor_ring], the largest part survives of each part that there was.
@export var anchors := PackedVector2Array()
## A ring that holds: parts that have an area in common with it survive too.
@export var anchor_ring := PackedVector2Array()
## Smaller survivors come off. Square pixels.
@export_range(0.0, 100000.0, 1.0, "or_greater") var min_survivor_area := 0.0

@export_group("What is small")
## Smaller parts, survivors too, are broken up by [member shatter] and come off. Square pixels.
@export_range(0.0, 100000.0, 1.0, "or_greater") var shatter_area := 0.0
## Smaller parts are dropped: they are neither survivors nor pieces. Square pixels.
@export_range(0.0, 10000.0, 1.0, "or_greater") var dust_area := 0.0

@export_group("The tool")
## What becomes of what the tool covers.
@export var bite := Bite.REMOVE
## How far, in pixels, outlines may stray near a tool from what it leaves, so that a node that is carved again
## and again does not gather points. Cuts without a width, and bites that are kept, are exact.
@export_range(0.0, 8.0, 0.05, "or_greater") var simplify := 0.25
## How wide [method CutoutBatchProcessor.cut] cuts; 0: it takes nothing away.
@export_range(0.0, 100.0, 0.1, "or_greater") var cut_width := 0.0

## How small parts break: a [CutoutFractureParams] or a [Dictionary].
var shatter: Variant = {}


## What is wrong with the options of a carving, in one sentence; empty when nothing is.
static func fault_of(value: Variant) -> String:
	if value is CutoutCarveOptions:
		var options: CutoutCarveOptions = value
		return options.get_error()
	if typeof(value) != TYPE_DICTIONARY:
		if value == null:
			return ""
		return (
			"options is of type %s: CutoutCarveOptions, a Dictionary or null is allowed."
			% type_string(typeof(value))
		)
	var given: Dictionary = value
	var others := {}
	var fresh := CutoutCarveOptions.new()
	for key: Variant in given:
		if typeof(key) not in [TYPE_STRING, TYPE_STRING_NAME] or StringName(key) not in OWN_KEYS:
			others[key] = given[key]
			continue
		var wanted := typeof(fresh.get(key))
		var found := typeof(given[key])
		if StringName(key) != &"shatter" and found != wanted:
			if not (wanted == TYPE_FLOAT and found == TYPE_INT):
				return (
					'options "%s" is of type %s: %s is allowed.'
					% [key, type_string(found), type_string(wanted)]
				)
	# Their values are judged below, with the others'.
	var wrong := CutoutBreakOptions.type_error_in(others)
	if wrong.begins_with("options has no key"):
		return "%s, and %s." % [wrong.trim_suffix(" are allowed."), ", ".join(OWN_KEYS) + " are allowed"]
	if not wrong.is_empty():
		return wrong
	return read(value).get_error()


## Reads options that [method fault_of] has nothing to say of.
static func read(value: Variant) -> CutoutCarveOptions:
	if value is CutoutCarveOptions:
		return value
	if value == null:
		if _usual == null:
			_usual = CutoutCarveOptions.new()
		return _usual
	var options := CutoutCarveOptions.new()
	if typeof(value) == TYPE_DICTIONARY:
		var given: Dictionary = value
		for key: Variant in given:
			options.set(StringName(key), given[key])
	return options


func get_error() -> String:
	if keep_original:
		return 'options "keep_original" is true: false is allowed, for carving keeps the node anyway.'
	if space < Space.GLOBAL or space > Space.LOCAL:
		return 'options "space" is %d: 0 (GLOBAL) and 1 (LOCAL) are allowed.' % space
	if bite < Bite.REMOVE or bite > Bite.SHATTER:
		return 'options "bite" is %d: 0 (REMOVE), 1 (KEEP) and 2 (SHATTER) are allowed.' % bite
	return super()


## The part of the options that the workers look at, for a node: [param to_local] leads to its space from
## that of tools and anchors, [param scaling] is what its square pixel has on the screen.
func for_workers(to_local: Transform2D, scaling: float) -> Dictionary:
	var options := {
		"min_survivor_area": min_survivor_area / scaling,
		"shatter_area": shatter_area / scaling,
		"dust_area": dust_area / scaling,
		"simplify": simplify / sqrt(scaling),
		"bite": BITES[bite],
		"shatter": shatter,
	}
	if not anchors.is_empty() or not anchor_ring.is_empty():
		options["anchors"] = to_local * anchors
		options["anchor_ring"] = to_local * anchor_ring
	return options
