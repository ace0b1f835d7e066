class_name CutoutPieceMaker
extends RefCounted
## Makes the pieces of one node, one at a time, in a container that stands for it.
##
## Its heirs say what a piece is: [CutoutPolygonMaker], [CutoutBodyMaker], [CutoutFactoryMaker].

## Why the last piece could not be made, in one sentence.
var error := ""

var _object: Node2D
var _look: CutoutPieceLook
var _options: CutoutBreakOptions
# What is left of the node's transform once turning and moving are taken out: bodies know no scale.
var _stretch := Transform2D.IDENTITY
var _mass_per_area := 0.0


## The maker that the options and the kind of the node ask for.
static func of(
	object: Node2D, source: CutoutObjectSource, fragments: Array, pool: CutoutBodyPool
) -> CutoutPieceMaker:
	var options := source.options
	var kind := options.kind
	if kind == CutoutBreakOptions.Kind.AUTO:
		kind = (CutoutBreakOptions.Kind.BODIES if source.wants_bodies else CutoutBreakOptions.Kind.POLYGONS)
	var maker: CutoutPieceMaker
	if not options.factory.is_null() or options.factory_scene != null:
		maker = CutoutFactoryMaker.new()
	elif kind == CutoutBreakOptions.Kind.BODIES:
		var bodies := CutoutBodyMaker.new()
		bodies.pool = pool
		maker = bodies
	else:
		maker = CutoutPolygonMaker.new()
	maker._object = object
	maker._look = source.look
	maker._options = options
	maker._set_up(fragments)
	return maker


## Makes the piece of [param fragment], a [CutoutFragment]; null when it cannot, see [member error].
func make(_fragment: RefCounted) -> Node2D:
	return null


## Puts the container where the node is now and gives the pieces the node's motion.
func place(_container: CutoutPieces, _pieces: Array[Node]) -> void:
	pass


func _set_up(_fragments: Array) -> void:
	pass


## Prepares for pieces in pixels of the screen.
func _set_up_unscaled(fragments: Array) -> void:
	var shape := Transform2D(_object.global_transform.x, _object.global_transform.y, Vector2.ZERO)
	_stretch = Transform2D(-_object.global_rotation, Vector2.ZERO) * shape
	if _stretch.is_equal_approx(Transform2D.IDENTITY):
		_stretch = Transform2D.IDENTITY
	_mass_per_area = _options.density
	var body := _object as RigidBody2D
	if body != null:
		var whole := 0.0
		for fragment: RefCounted in fragments:
			whole += float(fragment.get(&"area"))
		_mass_per_area = body.mass / maxf(whole * absf(_stretch.determinant()), 1e-9)


## All about a piece in pixels of the screen.
func _info_of(fragment: RefCounted) -> CutoutPieceInfo:
	var info := CutoutPieceInfo.new()
	info.fragment = fragment
	info.look = _look
	info.texture = _look.texture
	info.area = fragment.get(&"area")
	var center: Vector2 = fragment.get(&"centroid")
	if _stretch == Transform2D.IDENTITY:
		info.position = center
		info.to_local = Transform2D(0.0, -center)
	else:
		info.position = _stretch * center
		info.area *= absf(_stretch.determinant())
		info.to_local = Transform2D(_stretch.x, _stretch.y, -info.position)
	info.mass = maxf(info.area * _mass_per_area, CutoutPieceInfo.LEAST_MASS)
	var ring: PackedVector2Array = fragment.get(&"polygon")
	if _look.skin != null:
		_paint(info)
	elif _look.is_drawn:
		var points := ring
		var is_convex: bool = fragment.get(&"is_convex")
		if not is_convex:
			var holes: Array = fragment.get(&"holes")
			for hole: PackedVector2Array in holes:
				points.append_array(hole)
		info.indices = fragment.call(&"triangles")
		if _look.texture != null:
			info.uvs = _look.uv_transform * points
		info.points = info.to_local * points
		info.colors = PackedColorArray([_look.color])
	return info


func _paint(info: CutoutPieceInfo) -> void:
	var painted: Dictionary = _look.skin.call(&"under", info.fragment, _look.to_skin)
	if painted.is_empty():
		return
	info.points = info.to_local * (painted["points"] as PackedVector2Array)
	info.indices = painted["indices"]
	info.colors = painted["colors"]
	if _look.texture != null:
		info.uvs = painted["uvs"]


## Puts a container of unscaled pieces where the node is, turned as it is.
func _place_unscaled(container: CutoutPieces) -> void:
	container.global_transform = Transform2D(_object.global_rotation, _object.global_position)
