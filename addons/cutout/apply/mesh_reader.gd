@tool
extends RefCounted
## Reads a [MeshInstance2D]: the outline around its triangles, their texture coordinates and colours.


## Fills [param source], whose look knows already what all kinds of nodes have.
static func read(source: CutoutObjectSource, node: MeshInstance2D) -> void:
	if node.mesh == null:
		source.error = "object %s has no mesh: a mesh of triangles is allowed." % node.get_path()
		return
	var points := PackedVector2Array()
	var uvs := PackedVector2Array()
	var colors := PackedColorArray()
	var indices := PackedInt32Array()
	var pixels := Vector2.ONE if node.texture == null else node.texture.get_size()
	for surface: int in node.mesh.get_surface_count():
		if _primitive_of(node.mesh, surface) == Mesh.PRIMITIVE_TRIANGLES:
			_append(node.mesh.surface_get_arrays(surface), pixels, points, uvs, colors, indices)
	source.key = [points, indices]
	if source.traces:
		for at: int in range(0, indices.size() - 2, 3):
			var triangle := [points[indices[at]], points[indices[at + 1]], points[indices[at + 2]]]
			source.rings.push_back(PackedVector2Array(triangle))
		source.rings.assign(ClassDB.class_call_static(&"CutoutOutline", &"merge", source.rings))
	if source.traces and source.rings.is_empty():
		source.error = (
			"object %s has no triangle with an area: a mesh of triangles is allowed." % node.get_path()
		)
		return
	source.look.texture = node.texture
	source.look.set_skin(points, uvs, colors, indices)


static func _primitive_of(mesh: Mesh, surface: int) -> Mesh.PrimitiveType:
	if mesh is ArrayMesh:
		return (mesh as ArrayMesh).surface_get_primitive_type(surface)
	return RenderingServer.mesh_get_surface(mesh.get_rid(), surface)["primitive"]


static func _append(
	arrays: Array,
	pixels: Vector2,
	points: PackedVector2Array,
	uvs: PackedVector2Array,
	colors: PackedColorArray,
	indices: PackedInt32Array
) -> void:
	var first := points.size()
	var corners: Variant = arrays[Mesh.ARRAY_VERTEX]
	for corner: Variant in corners:
		points.push_back(Vector2(corner.x, corner.y))
	var count := points.size() - first
	if arrays[Mesh.ARRAY_TEX_UV] != null:
		uvs.append_array(Transform2D().scaled(pixels) * (arrays[Mesh.ARRAY_TEX_UV] as PackedVector2Array))
	uvs.resize(points.size())
	if arrays[Mesh.ARRAY_COLOR] != null:
		colors.append_array(arrays[Mesh.ARRAY_COLOR])
	while colors.size() < points.size():
		colors.push_back(Color.WHITE)
	if arrays[Mesh.ARRAY_INDEX] == null:
		for index: int in count:
			indices.push_back(first + index)
	else:
		for index: int in arrays[Mesh.ARRAY_INDEX]:
			if index >= 0 and index < count:
				indices.push_back(first + index)
