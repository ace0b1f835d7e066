@tool
@icon("res://addons/cutout/icons/cutout_materials.svg")
class_name CutoutMaterials
extends RefCounted
## Params that break like a material: glass, wood, brick, rock, ice, paper.
##
## [codeblock]
## CutoutBatch.fracture_object($Window, CutoutMaterials.params_of(&"glass", $Window.get_rect().size))
## [/codeblock]
## The inspector of params offers the same under [b]Material[/b]. They are a start: each key can be set
## beside them, such as [code]origin[/code] where the thing is hit, and [code]seed[/code].

## Which patterns may be used.
enum Family {
	## All of them: [CutoutFractureParams], or a dictionary.
	ANY,
	## Those around sites: [CutoutSiteParams].
	SITES,
	## Those of cut lines: [CutoutLineParams].
	LINES,
}

## All materials.
const NAMES: Array[StringName] = [&"glass", &"wood", &"brick", &"rock", &"ice", &"paper"]
## Keys that say where, not how: a change of material leaves them as they are.
const KEPT: Array[StringName] = [
	&"seed", &"origin", &"mask", &"points", &"line_start", &"line_end", &"segments", &"holes", &"fill_rule"
]
## The material of each family, where it has one.
const SITES: Dictionary[StringName, Dictionary] = {
	# Spokes from where it was hit, rings of shards that grow with the distance.
	&"glass":
	{
		"pattern": "spiderweb",
		"ring_count": 6,
		"ring_size": 0.12,
		"points_per_ring": 13,
		"radial_variation": 0.35,
	},
	# Long splinters along the fibres, torn at their sides.
	&"wood":
	{
		"pattern": "random",
		"fragment_count": 18,
		"min_cell_distance": 0.05,
		"grain": Vector2(0.0, 8.0),
		"edge_roughness": 0.35,
	},
	# Blocks of about one size with broken faces.
	&"rock": {"pattern": "poisson", "fragment_count": 16, "edge_roughness": 0.55},
	# Small chips where it was hit, plates with clean edges farther out.
	&"ice":
	{
		"pattern": "impact",
		"fragment_count": 28,
		"impact_falloff": 1.4,
		"edge_roughness": 0.08,
	},
	# A few scraps with torn edges.
	&"paper":
	{
		"pattern": "random",
		"fragment_count": 7,
		"min_cell_distance": 0.25,
		"edge_roughness": 0.8,
	},
}
## The same from cut lines.
const LINES: Dictionary[StringName, Dictionary] = {
	&"glass": {"pattern": "slices_chaotic", "slice_count": 10},
	&"wood":
	{
		"pattern": "slices_parallel",
		"slice_count": 7,
		"parallel_angle_rand": 0.06,
		"edge_roughness": 0.4,
	},
	&"brick": {"pattern": "bricks", "edge_roughness": 0.1},
	&"rock": {"pattern": "slices_chaotic", "slice_count": 9, "edge_roughness": 0.6},
	&"ice": {"pattern": "slices_chaotic", "slice_count": 8, "edge_roughness": 0.08},
	&"paper": {"pattern": "slices_chaotic", "slice_count": 3, "edge_roughness": 0.8},
}
## Keys of these tables that are lengths, told as parts of the longer side of the outline's bounds.
const LENGTHS: Array[StringName] = [&"ring_size"]
## The size that is assumed where none is told, in pixels.
const USUAL_SIZE := Vector2(256.0, 256.0)


## The materials that a family has patterns for.
static func names_of(family := Family.ANY) -> Array[StringName]:
	var names: Array[StringName] = []
	for material: StringName in NAMES:
		if _has(material, family):
			names.push_back(material)
	return names


## The params of [param material], as a dictionary, for an outline of [param size] pixels.
static func params_of(material: StringName, size := USUAL_SIZE, family := Family.ANY) -> Dictionary:
	if not _has(material, family):
		push_error(
			(
				'CutoutMaterials.params_of: material is "%s": %s are allowed.'
				% [material, ", ".join(names_of(family))]
			)
		)
		return {}
	var from_lines := family == Family.LINES or not SITES.has(material)
	var params: Dictionary = (LINES if from_lines else SITES)[material].duplicate()
	var side := maxf(absf(size.x), absf(size.y))
	if not (is_finite(side) and side > 0.0):
		side = USUAL_SIZE.x
	for key: StringName in LENGTHS:
		if params.has(key):
			params[key] = params[key] * side
	return params


## What the properties of [param params], one of the params resources, have to be set to for
## [param material]: those of the material, and the others, save for [constant KEPT], to their defaults.
static func values_for(
	params: Resource, material: StringName, size := USUAL_SIZE
) -> Dictionary[StringName, Variant]:
	var values: Dictionary[StringName, Variant] = {}
	var wanted := params_of(material, size, family_of(params))
	if wanted.is_empty():
		return values
	var fresh: Resource = ClassDB.instantiate(params.get_class())
	for key: StringName in keys_of(params):
		if key not in KEPT:
			values[key] = wanted.get(key, fresh.get(key))
	return values


## The family of a params resource.
static func family_of(params: Resource) -> Family:
	if params.is_class("CutoutSiteParams"):
		return Family.SITES
	return Family.LINES if params.is_class("CutoutLineParams") else Family.ANY


## The keys that a params resource has as properties.
static func keys_of(params: Resource) -> Array[StringName]:
	var keys: Array[StringName] = []
	for property: Dictionary in ClassDB.class_get_property_list(params.get_class(), true):
		if property["usage"] & PROPERTY_USAGE_STORAGE:
			keys.push_back(property["name"])
	return keys


static func _has(material: StringName, family: Family) -> bool:
	return (
		(family != Family.LINES and SITES.has(material)) or (family != Family.SITES and LINES.has(material))
	)
