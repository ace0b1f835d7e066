@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutObjectSource
extends RefCounted
## Where a node's outline comes from, and what its pieces will look like.

## Where what is in an answer of [code]CutoutObjectReader.read[/code].
enum Seen {
	## The node that shows something.
	PART,
	## From its space to that of the object.
	TO_OBJECT,
	## What its pieces take over, by the name of the property; null for nothing.
	COPIED,
	## Groups that they join; null for none.
	GROUPS,
	## Of a [Polygon2D], as all below: its rings.
	RINGS,
	## From its space to pixels of its texture.
	UV_TRANSFORM,
	## Its colour.
	COLOR,
	## Its texture, or null.
	TEXTURE,
	## Whether it smooths its edges.
	ANTIALIASED,
	## Its painted triangles, or null.
	SKIN,
	## Whether it was carved.
	WAS_CARVED,
}

## For sprites: the outline of what is not transparent.
const SpriteReader := preload("sprite_reader.gd")
## For polygons, those of collisions too.
const PolygonReader := preload("polygon_reader.gd")
## For meshes: the ring around their triangles.
const MeshReader := preload("mesh_reader.gd")
## For what has [code]get_polygon_data()[/code].
const DataReader := preload("data_reader.gd")
## For bodies and areas that hold one of these.
const BodyReader := preload("body_reader.gd")
## What can be broken.
const ALLOWED := (
	"a Sprite2D, AnimatedSprite2D, Polygon2D, MeshInstance2D, CollisionPolygon2D, CollisionShape2D, a body"
	+ " or Area2D that holds one, or a Node2D with get_polygon_data() is allowed."
)

## Why the object cannot be broken, in one sentence; empty when it can.
var error := ""
## The outline in the object's own space: rings, nested.
var rings: Array[PackedVector2Array] = []
## How many of the rings are of each part that stays apart from the others even where they touch, as a carving
## has left them; empty where all belong together.
var parts := PackedInt32Array()
## What the outline is traced or merged from, where that takes time; empty where it does not. Equal keys mean
## equal outlines, as long as nobody paints on a texture.
var key: Array = []
## Whether outlines that take time are wanted; where not, [member rings] stays empty for these.
var traces := true
## What the pieces take over.
var look: CutoutPieceLook
## Whether its pieces are bodies, where nothing else is said.
var wants_bodies := false
## Whether a debris field takes pieces over.
var wants_debris := false
## What becomes of the pieces, and how sprites are traced.
var options: CutoutBreakOptions


## Looks at [param object], which may be anything; without the outlines that take time where
## [param is_traced] says so.
static func of(object: Variant, how: CutoutBreakOptions = null, is_traced := true) -> CutoutObjectSource:
	var source := CutoutObjectSource.new()
	source.traces = is_traced
	source.options = CutoutBreakOptions.new() if how == null else how
	source.wants_debris = source.options.debris != null
	source._look_at(object)
	return source


## The source of a node whose outline and look are known.
static func known(
	node: Node2D, how: CutoutBreakOptions, outline: Array[PackedVector2Array], known_look: CutoutPieceLook
) -> CutoutObjectSource:
	var source := CutoutObjectSource.new()
	source.options = how
	source.wants_debris = how.debris != null
	source.wants_bodies = node is PhysicsBody2D or BodyReader.is_solid(node)
	source.rings = outline
	source.look = known_look
	return source


## What is wrong with [param object], which may be anything, before its outline is looked at; empty when
## nothing is.
static func fault_of(object: Variant) -> String:
	if not CutoutLibrary.is_there():
		return CutoutLibrary.problem()
	if typeof(object) != TYPE_OBJECT:
		return "object is of type %s: %s" % [type_string(typeof(object)), ALLOWED]
	if not is_instance_valid(object):
		return "object was freed: %s" % ALLOWED
	var node := object as Node2D
	if node == null or not is_kind(node):
		return "object is of class %s: %s" % [(object as Object).get_class(), ALLOWED]
	if not node.is_inside_tree() or node.is_queued_for_deletion():
		return "object %s is not in the scene tree: add it before fracturing it." % node.name
	if not node.global_transform.is_finite():
		return (
			"object %s has a global transform of %s: finite numbers are allowed."
			% [node.get_path(), node.global_transform]
		)
	if is_zero_approx(node.global_transform.determinant()):
		return (
			"object %s has a global scale of %s: a scale other than 0 on both axes is allowed."
			% [node.get_path(), node.global_scale]
		)
	return ""


## Whether a node is of a kind that has an outline of its own.
static func has_outline(node: Node) -> bool:
	return ClassDB.class_call_static(&"CutoutObjectReader", &"has_outline", node)


## Whether a node is a [CutoutPieceBody]; that class is native, and no script here may name it.
static func is_piece(node: Object) -> bool:
	return node is RigidBody2D and node.is_class("CutoutPieceBody")


## Whether a node is of a kind that can be broken.
static func is_kind(node: Node) -> bool:
	return node is CollisionObject2D or has_outline(node) or BodyReader.is_solid(node)


## Moves the outline and what is painted on it: for a part of the object that has a place of its own.
func move(to_object: Transform2D) -> void:
	if to_object == Transform2D.IDENTITY:
		return
	for index: int in rings.size():
		rings[index] = to_object * rings[index]
	if not key.is_empty():
		key.push_back(to_object)
	look.move(to_object)


func _look_at(object: Variant) -> void:
	var seen: Array = []
	if CutoutLibrary.is_there():
		seen = ClassDB.class_call_static(&"CutoutObjectReader", &"read", object)
	if not seen.is_empty():
		wants_bodies = object is PhysicsBody2D
		_read_part(seen)
		return
	error = fault_of(object)
	if not error.is_empty():
		return
	var node: Node2D = object
	wants_bodies = node is PhysicsBody2D
	if is_piece(node):
		_read_piece(node)
	elif node is CollisionObject2D:
		BodyReader.read(self, node)
	else:
		wants_bodies = true
		BodyReader.read_solid(self, node)


func _read_part(seen: Array) -> void:
	look = CutoutPieceLook.new()
	if seen[Seen.COPIED] != null:
		look.copied = seen[Seen.COPIED]
	if seen[Seen.GROUPS] != null:
		look.groups = seen[Seen.GROUPS]
	var part: Node2D = seen[Seen.PART]
	if seen.size() > Seen.RINGS:
		PolygonReader.read(self, part, seen)
	elif part.has_method(&"get_polygon_data"):
		DataReader.read(self, part)
	elif part is MeshInstance2D:
		MeshReader.read(self, part)
	else:
		SpriteReader.read(self, part)
	if error.is_empty():
		move(seen[Seen.TO_OBJECT])


func _read_piece(piece: Node2D) -> void:
	var whole: CutoutPieceLook = piece.get(&"look")
	if whole == null:
		error = "object %s was made by no break: %s" % [piece.get_path(), ALLOWED]
		return
	rings = piece.call(&"get_rings")
	var to_local: Transform2D = piece.get(&"to_local")
	look = whole.moved(to_local)
