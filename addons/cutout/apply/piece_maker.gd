@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutPieceMaker
extends RefCounted
## Makes the pieces of one node, one at a time, in a container that stands for it.
##
## Its heirs say what a piece is: [CutoutPolygonMaker], [CutoutBodyMaker], [CutoutFactoryMaker].

## Whether pieces may be outside the tree until they appear.
var may_wait_outside := true
## Whether each piece is a [CutoutPieceBody].
var makes_bodies := false
## Why the last piece could not be made, in one sentence.
var error := ""

var _object: Node2D
var _look: CutoutPieceLook
var _options: CutoutBreakOptions
# Of class CutoutPieceBuilder; not typed so, for this script has to load without the native library too.
var _builder: RefCounted


## The maker that the options and the kind of the node ask for.
static func of(
	object: Node2D, source: CutoutObjectSource, fragments: Array, pool: CutoutBodyPool
) -> CutoutPieceMaker:
	var options := source.options
	var maker: CutoutPieceMaker
	if _has_factory(options):
		maker = CutoutFactoryMaker.new()
	elif are_bodies(source):
		var bodies := CutoutBodyMaker.new()
		bodies.pool = pool
		bodies.makes_bodies = true
		maker = bodies
	else:
		maker = CutoutPolygonMaker.new()
	maker._object = object
	maker._look = source.look
	maker._options = options
	maker._set_up(fragments)
	return maker


## Whether the pieces are bodies of the addon's making.
static func are_bodies(source: CutoutObjectSource) -> bool:
	var options := source.options
	if _has_factory(options):
		return false
	if options.kind == CutoutBreakOptions.Kind.AUTO:
		return source.wants_bodies
	return options.kind == CutoutBreakOptions.Kind.BODIES


## Makes what can be made of [param fragments] before the node breaks, in order, until the clock passes [param
## deadline_usec], but something at least. Answers how many of them need no more.
func prepare(fragments: Array, _deadline_usec: int) -> int:
	return fragments.size()


## Makes pieces of [param fragments], in order, until the clock passes [param deadline_usec], but one at
## least, and adds them to [param container]. Answers those that it made, null for one that was freed
## meanwhile; none when it cannot, see [member error].
func make_some(fragments: Array, container: CutoutPieces, deadline_usec: int) -> Array[Node]:
	var made: Array[Node] = []
	for fragment: RefCounted in fragments:
		var piece := _make(fragment)
		if piece == null:
			# Those before it are in the container, and go with it.
			return []
		# A factory may have freed it.
		if not is_instance_valid(container):
			piece.free()
			break
		container.add_child(piece)
		# Nor may one who saw it come.
		made.push_back(piece if is_instance_valid(piece) else null)
		if Time.get_ticks_usec() >= deadline_usec:
			break
	return made


## Puts the container, which is or will be a child of [param above], where the node is now and gives the
## pieces the node's motion.
func place(_container: CutoutPieces, _above: Node) -> void:
	pass


## Puts bodies to sleep that are to start so, once they are in the tree and shown.
func settle() -> void:
	pass


## Tells bodies who takes care of them. Answers how many there are.
func keep(_kept: RefCounted) -> int:
	return 0


## Says of how much of the node, in square pixels of its own space, its mass is; where nothing is said, of its
## pieces together.
func share_mass_of(area: float) -> void:
	if _builder != null:
		_builder.call(&"share_mass", area)


static func _has_factory(options: CutoutBreakOptions) -> bool:
	return not options.factory.is_null() or options.factory_scene != null


func _set_up(_fragments: Array) -> void:
	pass


## Makes the piece of [param fragment], a [CutoutFragment]; null when it cannot, see [member error].
func _make(_fragment: RefCounted) -> Node2D:
	return null


## Prepares for pieces in pixels of the screen.
func _set_up_unscaled(fragments: Array) -> void:
	_builder = ClassDB.instantiate(&"CutoutPieceBuilder")
	_builder.call(&"set_up", _object, _look, _look.fields(), fragments, _options.density)


## Puts a container of unscaled pieces where the node is, turned as it is.
func _place_unscaled(container: CutoutPieces, above: Node) -> void:
	var there := Transform2D(_object.global_rotation, _object.global_position)
	var item := null if container.top_level else above as CanvasItem
	container.transform = there if item == null else item.get_global_transform().affine_inverse() * there
