extends CutoutTest
## The params resources: which properties they show, what they mean, and what the materials set.

const OUTLINE: PackedVector2Array = [
	Vector2(0, 0), Vector2(200, 0), Vector2(200, 160), Vector2(90, 160), Vector2(0, 120)
]
const SITE_PATTERNS := "random,grid,radial,spiderweb,poisson,hexagonal,impact,points"
const LINE_PATTERNS := "slice,slices_radial,slices_parallel,slices_grid,slices_chaotic,slices_manual,bricks"
## What every pattern shows.
const COMMON: Array[String] = [
	"edge_roughness", "fill_rule", "gap", "holes", "mask", "min_fragment_area", "pattern", "seed"
]
## What some show on top of that, from the table in docs/patterns.md.
const SHOWN: Dictionary[String, Array] = {
	"random": ["edge_padding", "fragment_count", "grain", "min_cell_distance"],
	"grid": ["edge_padding", "grain", "grid_cols", "grid_jitter", "grid_rows"],
	"spiderweb": ["grain", "origin", "points_per_ring", "radial_variation", "ring_count", "ring_size"],
	"points": ["grain", "points"],
	"slice": ["extend", "line_end", "line_start"],
	"slices_radial": ["grain", "origin", "radial_randomness", "slice_count"],
	"slices_manual": ["extend", "segments"],
	"bricks": ["brick_offset", "brick_size"],
}


func test_the_inspector_shows_what_the_pattern_reads_and_nothing_else() -> void:
	for pattern: String in SHOWN:
		var params := CutoutFractureParams.new()
		params.pattern = pattern
		var wanted: Array = COMMON + SHOWN[pattern]
		wanted.sort()
		equal(_shown_keys(params), wanted, pattern)


func test_what_is_hidden_is_kept_in_files() -> void:
	var params := CutoutSiteParams.new()
	params.fragment_count = 77
	params.pattern = "grid"
	check(not _shown_keys(params).has("fragment_count"), "a grid counts no fragments")
	var path := "user://params.tres"
	equal(ResourceSaver.save(params, path), OK, "saved")
	var loaded: CutoutSiteParams = ResourceLoader.load(path, "", ResourceLoader.CACHE_MODE_IGNORE)
	equal(loaded.fragment_count, 77, "what was hidden")
	DirAccess.remove_absolute(path)


func test_each_class_offers_the_patterns_of_its_family() -> void:
	equal(_property(CutoutSiteParams.new(), "pattern")["hint_string"], SITE_PATTERNS, "sites")
	equal(_property(CutoutLineParams.new(), "pattern")["hint_string"], LINE_PATTERNS, "lines")
	equal(
		_property(CutoutFractureParams.new(), "pattern")["hint_string"],
		SITE_PATTERNS + "," + LINE_PATTERNS,
		"all"
	)
	equal(CutoutSiteParams.new().pattern, "random", "the first of sites")
	check(not "slice_count" in CutoutSiteParams.new(), "sites have no slices")
	check(not "fragment_count" in CutoutLineParams.new(), "lines have no fragment count")


func test_a_pattern_of_the_other_family_is_refused() -> void:
	var sites := CutoutSiteParams.new()
	sites.pattern = "bricks"
	contains(sites.get_error(), ['"pattern" is "bricks"', "random", "points"], "the error")
	check(not sites.get_error().contains("slices_grid"), "only its own are named")
	var lines := CutoutLineParams.new()
	lines.pattern = "impact"
	contains(lines.get_error(), ['"pattern" is "impact"', "slices_grid", "bricks"], "the error")
	equal(CutoutLineParams.new().get_error(), "", "the defaults")


func test_every_class_means_what_a_dictionary_means() -> void:
	var native := CutoutBatchNative.new()
	var sites := CutoutSiteParams.new()
	sites.pattern = "impact"
	sites.fragment_count = 17
	sites.origin = Vector2(40, 50)
	sites.seed = 9
	var all := CutoutFractureParams.new()
	for key: String in ["pattern", "fragment_count", "origin", "seed"]:
		all.set(key, sites.get(key))
	var given := {"pattern": "impact", "fragment_count": 17, "origin": Vector2(40, 50), "seed": 9}
	equal(native.fracture(OUTLINE, sites), native.fracture(OUTLINE, given), "sites")
	equal(native.fracture(OUTLINE, all), native.fracture(OUTLINE, given), "all")
	var lines := CutoutLineParams.new()
	lines.pattern = "slices_chaotic"
	lines.slice_count = 5
	var cuts := {"pattern": "slices_chaotic", "slice_count": 5}
	equal(native.fracture(OUTLINE, lines), native.fracture(OUTLINE, cuts), "lines")


func test_a_change_is_seen_by_the_next_job_and_told_by_a_signal() -> void:
	var params := CutoutLineParams.new()
	params.slice_count = 2
	var changes := watch(params.changed)
	var lists := watch(params.property_list_changed)
	var first: int = await _count(params)
	params.slice_count = 6
	var second: int = await _count(params)
	check(second > first, "%d pieces after %d" % [second, first])
	equal(changes.count(), 1, "changes")
	equal(lists.count(), 0, "changes of the list")
	params.pattern = "slice"
	params.line_start = Vector2(0, 80)
	equal(lists.count(), 2, "changes of the list")


func test_what_may_be_unset_has_a_box_to_tick() -> void:
	var params := CutoutSiteParams.new()
	params.pattern = "impact"
	var unset := _property(params, "origin")
	equal(unset["type"], TYPE_VECTOR2, "type")
	check(unset["usage"] & PROPERTY_USAGE_CHECKABLE != 0, "it can be ticked")
	check(unset["usage"] & PROPERTY_USAGE_CHECKED == 0, "it is not")
	equal(unset["hint_string"], "suffix:px", "the unit")
	params.origin = Vector2(3, 4)
	check(_property(params, "origin")["usage"] & PROPERTY_USAGE_CHECKED != 0, "it is ticked")


func test_each_material_is_valid_for_each_class_and_leaves_the_place_alone() -> void:
	var classes: Array[Resource] = [
		CutoutFractureParams.new(), CutoutSiteParams.new(), CutoutLineParams.new()
	]
	for params: Resource in classes:
		params.set("seed", 5)
		params.set("origin", Vector2(50, 60))
		var family := CutoutMaterials.family_of(params)
		check(CutoutMaterials.names_of(family).size() >= 5, "materials of %s" % params.get_class())
		for material: StringName in CutoutMaterials.names_of(family):
			var values := CutoutMaterials.values_for(params, material, Vector2(200, 160))
			for key: StringName in values:
				params.set(key, values[key])
			equal(params.get_error(), "", "%s of %s" % [material, params.get_class()])
			equal(params.get("seed"), 5, "seed")
			equal(params.get("origin"), Vector2(50, 60), "origin")
			check((await _count(params)) >= 4, "%s breaks" % material)
	equal(CutoutMaterials.names_of(), CutoutMaterials.NAMES, "all of them")
	# Nothing of the material before is left.
	var one := CutoutFractureParams.new()
	for material: StringName in [&"wood", &"brick"]:
		var values := CutoutMaterials.values_for(one, material)
		for key: StringName in values:
			one.set(key, values[key])
	equal(one.grain, Vector2(0, 1), "grain")


func test_an_unknown_material_is_told() -> void:
	expect_error('material is "cheese": glass, wood, brick, rock, ice, paper are allowed')
	equal(CutoutMaterials.params_of(&"cheese"), {}, "the answer")


func test_lengths_of_a_material_follow_the_size() -> void:
	var small: float = CutoutMaterials.params_of(&"glass", Vector2(100, 300))["ring_size"]
	var large: float = CutoutMaterials.params_of(&"glass", Vector2(2700, 1000))["ring_size"]
	near(large / small, 9.0, 1e-9, "times larger")
	# A size that is none is answered by the usual one.
	var usual: float = CutoutMaterials.params_of(&"glass")["ring_size"]
	equal(CutoutMaterials.params_of(&"glass", Vector2(0, NAN))["ring_size"], usual, "of no size")


func _count(params: Resource) -> int:
	await tree.process_frame
	return CutoutBatchNative.new().fracture(OUTLINE, params).size()


static func _property(object: Object, name: String) -> Dictionary:
	for property: Dictionary in object.get_property_list():
		if property["name"] == name:
			return property
	return {}


static func _shown_keys(params: Resource) -> Array:
	var names: Array = []
	var own := ClassDB.class_get_property_list(params.get_class(), true)
	var known := own.map(func(property: Dictionary) -> String: return property["name"])
	for property: Dictionary in params.get_property_list():
		if known.has(property["name"]) and property["usage"] & PROPERTY_USAGE_EDITOR:
			names.push_back(property["name"])
	names.sort()
	return names
