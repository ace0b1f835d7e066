extends CutoutTest
## CutoutBatchNative: the blocking functions.

const TOLERANCE := 1e-5

var native := CutoutBatchNative.new()


func test_the_pieces_of_a_polygon_add_up_to_it() -> void:
	for pattern: String in ["random", "grid", "radial", "slice", "slices_parallel", "slices_chaotic"]:
		var star := Outlines.star(64, 100.0)
		var pieces: Array[PackedVector2Array] = native.fracture(star, {"pattern": pattern, "seed": 7})
		check(pieces.size() >= 2, "%s gives at least two pieces" % pattern)
		var sum := 0.0
		for piece: PackedVector2Array in pieces:
			sum += Outlines.area(piece)
		near(sum / Outlines.area(star), 1.0, TOLERANCE, "area of the pieces of %s" % pattern)


func test_holes_are_left_out_and_kept_apart_when_asked_for() -> void:
	var frame := [Outlines.rectangle(0, 0, 100, 100), Outlines.rectangle(30, 30, 40, 40)]
	for holes: String in ["split", "keep", "bridge"]:
		var params := {"pattern": "points", "points": [Vector2(50, 50)], "holes": holes}
		var rings: Array[PackedVector2Array] = native.fracture(frame, params)
		var sum := 0.0
		for ring: PackedVector2Array in rings:
			# A hole's ring runs the other way round.
			sum += Outlines.signed_area(ring)
		near(absf(sum), 10_000.0 - 1600.0, 0.1, "area with holes = %s" % holes)
		if holes == "keep":
			equal(rings.size(), 2, "rings: the outer one and its hole")


func test_a_mask_breaks_what_lies_inside_and_leaves_the_rest_whole() -> void:
	var wall := Outlines.rectangle(0, 0, 200, 100)
	var params := {"fragment_count": 9, "mask": {"center": Vector2(100, 50), "radius": 30.0}, "holes": "keep"}
	# Nine pieces, and the wall with its hole: two rings.
	equal(native.fracture(wall, params).size(), 11)
	params["mask"] = Outlines.rectangle(-10, -10, 110, 120)
	var left := 0
	for piece: PackedVector2Array in native.fracture(wall, params):
		var is_left := true
		for point: Vector2 in piece:
			is_left = is_left and point.x <= 100.001
		left += int(is_left)
	equal(left, 9, "pieces in the left half; the right one is whole")


func test_rough_cuts_have_more_points_and_the_same_area() -> void:
	var square := Outlines.rectangle(0, 0, 100, 100)
	var straight := native.fracture(square, {"seed": 2})
	var rough := native.fracture(square, {"seed": 2, "edge_roughness": 0.8})
	equal(rough.size(), straight.size())
	var points := [0, 0]
	for index: int in straight.size():
		points[0] += straight[index].size()
		points[1] += rough[index].size()
		near(Outlines.area(rough[index]), Outlines.area(straight[index]), 0.05, "area of piece %d" % index)
	check(points[1] > 2 * points[0], "points: %s" % [points])


func test_a_gap_parts_the_pieces_and_leaves_the_outline() -> void:
	var square := Outlines.rectangle(0, 0, 100, 100)
	var halves := {"pattern": "points", "points": [Vector2(25, 50), Vector2(75, 50)], "gap": 4.0}
	var pieces := native.fracture(square, halves)
	equal(pieces.size(), 2)
	for piece: PackedVector2Array in pieces:
		near(Outlines.area(piece), 4600.0, 0.1, "area of a half")
	halves["gap"] = 60.0
	expect_error('"gap" is 60')
	equal(native.fracture(square, halves).size(), 0, "nothing would be left")


func test_the_same_call_gives_the_same_bits() -> void:
	var star := Outlines.star(64, 100.0)
	equal(native.fracture(star, {"seed": 3}), native.fracture(star, {"seed": 3}))
	check(
		native.fracture(star, {"seed": 3}) != native.fracture(star, {"seed": 4}),
		"another seed cuts otherwise"
	)


func test_a_params_resource_does_what_the_dictionary_does() -> void:
	var star := Outlines.star(64, 100.0)
	var params := CutoutFractureParams.new()
	params.fragment_count = 17
	params.seed = 5
	equal(native.fracture(star, params), native.fracture(star, {"fragment_count": 17, "seed": 5}))
	params.fragment_count = 3
	equal(
		native.fracture(star, params),
		native.fracture(star, {"fragment_count": 3, "seed": 5}),
		"after a change"
	)
	params.mask = {"center": Vector2.ZERO, "radius": 20.0}
	equal(params.get_error(), "")


func test_a_batch_answers_in_the_order_of_its_input() -> void:
	var polygons: Array = []
	var wanted: Array = []
	for index: int in 40:
		polygons.push_back(Outlines.star(16 + index, 50.0 + index))
		wanted.push_back(native.fracture(polygons[index], {"seed": index}))
	var params := range(40).map(func(index: int) -> Dictionary: return {"seed": index})
	equal(native.process_batch_parallel(polygons, params), wanted, "parallel")
	var chunks: Array = []
	var all: Array = native.process_batch_streaming(
		polygons, params, 16, func(chunk: Array, first: int) -> void: chunks.push_back([chunk.size(), first])
	)
	equal(all, wanted, "streaming")
	equal(chunks, [[16, 0], [16, 16], [8, 32]], "chunks")


func test_a_chunk_receiver_may_take_one_argument_or_be_left_out() -> void:
	var sizes: Array = []
	var star := Outlines.star(16, 50.0)
	native.process_batch_streaming(
		[star, star], {}, 1, func(chunk: Array) -> void: sizes.push_back(chunk.size())
	)
	equal(sizes, [1, 1])
	equal(native.process_batch_streaming([star, star, star], {}, 2).size(), 3)


func test_a_chunk_receiver_may_call_back_in() -> void:
	var star := Outlines.star(16, 50.0)
	var inner: Array = []
	native.process_batch_streaming(
		[star, star],
		{},
		1,
		func(_chunk: Array) -> void: inner.append_array(native.process_batch_parallel([star, star, star], {}))
	)
	equal(inner.size(), 6, "answers of the calls from within")


func test_wrong_input_gives_nothing_and_one_clear_error() -> void:
	var freed := Node.new()
	freed.free()
	for case: Array in BadInput.polygons():
		_refused(case[0], {}, case[1])
	for case: Array in BadInput.params():
		_refused(Outlines.star(16, 50.0), case[0], case[1])


func test_a_wrong_polygon_of_a_batch_fails_alone() -> void:
	var star := Outlines.star(16, 50.0)
	expect_error("polygons[1]: polygon is of type int")
	var answers: Array = native.process_batch_parallel([star, 3, star], {})
	equal(answers.map(func(pieces: Array) -> bool: return pieces.is_empty()), [false, true, false])


func test_arrays_of_unequal_length_are_refused() -> void:
	var star := Outlines.star(16, 50.0)
	expect_error("params has 1 entries and polygons has 2: one entry for each polygon, or one params for all")
	equal(native.process_batch_parallel([star, star], [{}]), [])
	expect_error("params has 3 entries and polygons has 2")
	equal(native.process_batch_streaming([star, star], [{}, {}, {}], 1), [])
	expect_error("polygons is of type int: an Array of polygons is allowed")
	equal(native.process_batch_parallel(3, {}), [])
	expect_error("chunk_size is 0: whole numbers from 1 are allowed")
	equal(native.process_batch_streaming([star], {}, 0), [])


func test_a_bad_outline_is_mended_and_adds_up() -> void:
	for case: Array in BadInput.repairable():
		var sum := 0.0
		for piece: PackedVector2Array in native.fracture(case[0], {"fragment_count": 5}):
			sum += Outlines.area(piece)
		near(sum, case[1], float(case[1]) * TOLERANCE, case[2])


func _refused(polygon: Variant, params: Variant, parts: Array) -> void:
	for index: int in parts.size():
		if index == 0:
			expect_error(parts[0])
	equal(native.fracture(polygon, params), [] as Array[PackedVector2Array], str(parts))
