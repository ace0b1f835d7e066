@tool
@icon("res://addons/cutout/icons/cutout_break_options.svg")
class_name CutoutBreakOptions
extends Resource
## What becomes of a node that breaks: what its pieces are, how they move, how long they stay.
##
## Hand one to [method CutoutBatchProcessor.fracture_object] as third argument, or a [Dictionary] with
## the same names as keys:
## [codeblock]
## await CutoutBatch.fracture_object($Crate, {"fragment_count": 24}, {"impact_point": hit, "force": 300.0})
## [/codeblock]
## Lengths are pixels of the screen that the node is on (global coordinates), times are seconds.

## What a piece is.
enum Kind {
	## Bodies for a [PhysicsBody2D], its [CollisionPolygon2D] and for pieces with a body; polygons for
	## everything else.
	AUTO,
	## A [Polygon2D], which stays where it is.
	POLYGONS,
	## A [CutoutPieceBody], a [RigidBody2D] that draws itself.
	BODIES,
}

## No point: [member impact_point] is not set.
const NOWHERE := Vector2.INF
## Keys that hold a number: their least and greatest value.
const RANGES: Dictionary[StringName, Array] = {
	&"alpha_threshold": [0.0, 1.0],
	&"outline_tolerance": [0.0, 64.0],
	&"force": [-1e9, 1e9],
	&"impact_radius": [0.0, 1e7],
	&"density": [1e-9, 1e6],
	&"lifetime": [0.0, 1e6],
	&"lifetime_spread": [0.0, 1e6],
	&"fade_time": [0.0, 1e4],
}

# Never handed out: the defaults.
static var _default: CutoutBreakOptions
# The last dictionary of plain values, and what it says: games hand the same one over again and again.
static var _told: Dictionary = {}
static var _read: CutoutBreakOptions
static var _names := PackedStringArray()

## What the pieces are.
@export var kind := Kind.AUTO

@export_group("Outline")
## From this alpha on a pixel belongs to a sprite.
@export_range(0.0, 1.0, 0.01) var alpha_threshold := 0.1
## How far the outline may stray from the pixels of a sprite, in pixels of its texture. Less follows them
## more closely and costs more.
@export_range(0.0, 8.0, 0.1, "or_greater") var outline_tolerance := 1.0

@export_group("Impact")
## Where the node was hit, in global coordinates: [member force] drives bodies away from there. Not set:
## from the middle of the node.
@export var impact_point := NOWHERE
## The impulse (mass times pixels a second) that drives bodies apart, shared out among them: what lies
## near [member impact_point] gets more of it, and so do the larger ones. Negative: towards the point.
@export var force := 0.0
## The impulse that all bodies together get in one direction, shared out the same way.
@export var impulse := Vector2.ZERO
## The distance at which a piece gets half of what it would get at [member impact_point]; 0: half the
## size of the node.
@export_range(0.0, 2000.0, 1.0, "or_greater") var impact_radius := 0.0

@export_group("Bodies")
## Whether bodies go on as the point of the node did at which they sat.
@export var inherit_motion := true
## Mass of a square pixel, for nodes that have none. Bodies of a [RigidBody2D] share its mass by area.
@export_range(0.00001, 1.0, 0.00001, "or_greater") var density := 0.00025
## Whether bodies sleep, where they are and without any motion, until something touches them.
@export var start_asleep := false

@export_group("Made by the game")
## Makes each piece in place of what [member kind] says: its root is a [Node2D]. A [Polygon2D] and a
## [CollisionPolygon2D] in it (the first of each) get the piece's outline and look, a [RigidBody2D] as
## its root mass and motion; where the root has a method [code]set_piece(piece: CutoutPieceInfo)[/code],
## it is called last.
@export var factory_scene: PackedScene
@export_group("Clean-up")
## Seconds after which pieces go; 0: they stay.
@export_range(0.0, 60.0, 0.1, "or_greater") var lifetime := 0.0
## Seconds over which they go, the smallest first.
@export_range(0.0, 60.0, 0.1, "or_greater") var lifetime_spread := 0.0
## Seconds for which a piece that goes fades out.
@export_range(0.0, 10.0, 0.1, "or_greater") var fade_time := 0.0
## Whether bodies go once they have come to rest.
@export var free_when_asleep := false
## Whether the node is put away (hidden and disabled) rather than freed, so that
## [method CutoutKeptOriginal.bring_back] can undo the break.
@export var keep_original := false

## Makes each piece: [code]func(piece: CutoutPieceInfo) -> Node2D[/code]. Goes before
## [member factory_scene].
var factory := Callable()
## A [DebrisField2D] that takes the pieces over; the largest, as many as its
## [code]bodies_per_break[/code] says, become what [member kind] says. The answer of the break names the field
## last.
var debris: Node


## Reads a third argument that [method error_in] has nothing to say of: null for the defaults, a dictionary,
## or options, which it answers as they are; otherwise they are the caller's own.
static func of(value: Variant) -> CutoutBreakOptions:
	if value is CutoutBreakOptions:
		return value
	if value == null:
		return CutoutBreakOptions.new()
	return _as_told(value) if typeof(value) == TYPE_DICTIONARY else null


## The same, but shared by all who ask for the same: to be read, never to be changed. For the addon's own
## scripts.
static func of_shared(value: Variant) -> CutoutBreakOptions:
	var before := read_before(value)
	if before != null:
		return before
	if value is CutoutBreakOptions:
		return value
	if typeof(value) != TYPE_DICTIONARY:
		return null
	var given: Dictionary = value
	var options := _as_told(given)
	# What is kept here would keep what an object or a callable holds.
	var is_plain := given.values().all(
		func(told: Variant) -> bool: return typeof(told) not in [TYPE_OBJECT, TYPE_CALLABLE]
	)
	if is_plain and options.get_error().is_empty():
		_told = given.duplicate()
		_read = options
	return options


## Options that nothing is wrong with, where that is known without a look at each; null where it is not.
static func read_before(value: Variant) -> CutoutBreakOptions:
	if value == null:
		if _default == null:
			_default = CutoutBreakOptions.new()
		return _default
	if _read != null and typeof(value) == TYPE_DICTIONARY and value == _told:
		return _read
	return null


static func _as_told(given: Dictionary) -> CutoutBreakOptions:
	var options := CutoutBreakOptions.new()
	for key: StringName in given:
		options.set(key, given[key])
	return options


## What is wrong with a third argument, in one sentence; empty when nothing is.
static func error_in(value: Variant) -> String:
	var wrong := type_error_in(value)
	return of_shared(value).get_error() if wrong.is_empty() else wrong


## The same, but for the values: whether [method of] can read it at all.
static func type_error_in(value: Variant) -> String:
	if value is CutoutBreakOptions or read_before(value) != null:
		return ""
	if typeof(value) != TYPE_DICTIONARY:
		return (
			"options is of type %s: CutoutBreakOptions, a Dictionary or null is allowed."
			% type_string(typeof(value))
		)
	var given: Dictionary = value
	var usual := of_shared(null)
	var known := usual.names()
	for key: Variant in given:
		if typeof(key) not in [TYPE_STRING, TYPE_STRING_NAME] or not known.has(key):
			return 'options has no key "%s": %s are allowed.' % [key, ", ".join(known)]
		var found: Variant = given[key]
		var wanted := typeof(usual.get(key))
		if wanted == TYPE_FLOAT and typeof(found) == TYPE_INT:
			continue
		if wanted == TYPE_NIL or wanted == TYPE_OBJECT:
			if is_freed(found):
				return 'options "%s" is an object that was freed: one that is there is allowed.' % key
			if key == "debris" and found is Node:
				continue
			if found != null and not found is PackedScene:
				return (
					'options "%s" is of type %s: a PackedScene is allowed.'
					% [key, type_string(typeof(found))]
				)
		elif typeof(found) != wanted:
			return (
				'options "%s" is of type %s: %s is allowed.'
				% [key, type_string(typeof(found)), type_string(wanted)]
			)
	return ""


## Whether a value is an object that was freed; null is none, also where it has the type of an object.
static func is_freed(value: Variant) -> bool:
	if typeof(value) != TYPE_OBJECT or is_instance_valid(value):
		return false
	# Equal to null are both; only one of them says so.
	return str(value) == "<Freed Object>"


## What is wrong, in one sentence; empty when nothing is.
func get_error() -> String:
	if self == _read:
		return ""
	if kind < Kind.AUTO or kind > Kind.BODIES:
		return 'options "kind" is %d: 0 (AUTO), 1 (POLYGONS) and 2 (BODIES) are allowed.' % kind
	for key: StringName in RANGES:
		var value: float = get(key)
		var least: float = RANGES[key][0]
		var greatest: float = RANGES[key][1]
		# Not a number is in no range.
		if not (value >= least and value <= greatest):
			return 'options "%s" is %s: %s to %s is allowed.' % [key, value, least, greatest]
	if not impulse.is_finite():
		return 'options "impulse" is %s: finite numbers are allowed.' % impulse
	if impact_point != NOWHERE and not impact_point.is_finite():
		return 'options "impact_point" is %s: finite numbers are allowed.' % impact_point
	if not factory.is_null() and not factory.is_valid():
		return 'options "factory" calls an object that was freed: a Callable that can be called is allowed.'
	if debris != null and not (is_instance_valid(debris) and debris.has_method(&"add_fragments")):
		return 'options "debris" is no DebrisField2D: a DebrisField2D in the scene tree is allowed.'
	return ""


## Whether a blow drives bodies.
func has_blow() -> bool:
	return force != 0.0 or impulse != Vector2.ZERO


## Whether pieces go by themselves some day.
func cleans_up() -> bool:
	return lifetime > 0.0 or lifetime_spread > 0.0 or free_when_asleep


## The names of all options.
func names() -> PackedStringArray:
	# Asking the script takes longer than a break.
	if _names.is_empty():
		for property: Dictionary in (get_script() as Script).get_script_property_list():
			if (
				property["usage"] & PROPERTY_USAGE_SCRIPT_VARIABLE
				and not str(property["name"]).begins_with("_")
			):
				_names.push_back(property["name"])
	return _names
