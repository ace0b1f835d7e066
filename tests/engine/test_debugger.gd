extends BatchTest
## The debugger's tab and the game's side of it: silent until asked, a few messages a second then, and nothing
## that comes over the wire breaks either.

var sent: Array[Array] = []


func before_each() -> void:
	super()
	sent = []


func test_the_game_is_silent_until_it_is_asked_and_when_it_is_told_to() -> void:
	var live := _live()
	for index: int in 5:
		batch.submit_fracture(Outlines.star(64, 100.0), {"seed": index})
	await frames(40)
	equal(sent, [] as Array[Array], "messages")
	check(batch.watcher == null, "nobody is told of jobs")
	check(live.capture("watch", [true]), "it knows the message")
	check(live.capture("watch", [true]), "asked again")
	var began := Time.get_ticks_msec()
	await until(func() -> bool: return sent.size() >= 4, "it tells")
	# It takes longer where frames do, and never less: three intervals, to the rounding of clocks.
	var lasted := Time.get_ticks_msec() - began
	check(lasted >= 3 * (CutoutLiveReport.INTERVAL_MS - 1), "4 messages in %d ms" % lasted)
	check(live.capture("watch", [false]), "it knows the message")
	check(batch.watcher == null, "nobody is told of jobs")
	var count := sent.size()
	var end := Time.get_ticks_msec() + 2 * CutoutLiveReport.INTERVAL_MS
	while Time.get_ticks_msec() < end:
		await tree.process_frame
	equal(sent.size(), count, "messages after that")
	live.free()


func test_it_tells_figures_frames_and_the_slowest_jobs_with_their_outlines() -> void:
	var live := _live()
	batch.clear_cache()
	batch.submit_fracture(Outlines.star(2000, 300.0), {"fragment_count": 300, "seed": 3})
	await _ended()
	live.capture("watch", [true])
	var ids: Array[int] = []
	# With the two below, as many as are told: whichever take longest where threads wait for their turn.
	for index: int in CutoutLiveReport.SLOWEST - 2:
		ids.push_back(batch.submit_fracture(Outlines.star(64 + index, 100.0), {"seed": index}))
	var polygons := [[Outlines.star(2000, 100.0), Outlines.star(500, 20.0)]]
	batch.submit_batch(polygons, {"fragment_count": 200})
	var square := Breakables.square(20.0)
	root.add_child(square)
	var pieces: Array = await batch.fracture_object(square, {"fragment_count": 5})
	await _ended()
	sent.clear()
	# However long they take, frame after frame is told.
	await until(func() -> bool: return _frames_told(&"frames_ms") > 3 and sent.size() >= 2, "it tells")
	var stats: Dictionary = _all_told()
	equal(int(stats["open"]), 0, "open jobs")
	equal(_frames_told(&"spent_ms"), _frames_told(&"frames_ms"), "what was spent in each")
	check(float(stats["report_usec"]) > 0.0, "what it costs")
	var slowest: Array = sent[0][1][0]["slowest"]
	equal(slowest.size(), CutoutLiveReport.SLOWEST, "jobs")
	for index: int in slowest.size() - 1:
		check(slowest[index]["run_usec"] >= slowest[index + 1]["run_usec"], "the slowest first")
	var is_large := func(job: Dictionary) -> bool:
		return int(job["vertices"]) > 1000 and int(job["pieces"]) >= 200
	check(slowest.any(is_large), "the large one among them: %s" % [slowest])
	check(slowest.all(func(job: Dictionary) -> bool: return job["id"] >= ids[0]), "none of before")
	live.capture("watch", [false])
	live.free()
	(pieces[0].get_parent() as CutoutPieces).retire()
	await frames(5)


func test_an_outline_is_sent_once_and_with_few_points() -> void:
	var live := _live()
	live.capture("watch", [true])
	batch.clear_cache()
	var id := batch.submit_fracture(
		[Outlines.star(3000, 100.0), Outlines.star(60, 10.0)], {"fragment_count": 50}
	)
	await _ended()
	await until(func() -> bool: return _outlines_of(id).size() > 0, "its outline comes")
	var outline: Array = _outlines_of(id)[0]
	equal(outline.size(), 2, "rings")
	var points := 0
	for ring: PackedVector2Array in outline:
		points += ring.size()
	check(points <= CutoutLiveReport.MOST_POINTS + 2 and points > 100, "points: %d" % points)
	var count := sent.size()
	await until(func() -> bool: return sent.size() > count + 1, "it goes on")
	equal(_outlines_of(id).size(), 1, "once")
	live.free()
	check(batch.watcher == null, "gone while it was watched: nobody is told of jobs")
	batch.submit_fracture(Outlines.star(64, 100.0))
	await _ended()


func test_it_remembers_a_bounded_number_of_polygons() -> void:
	var live := _live()
	live.watch(true)
	for index: int in CutoutLiveReport.MOST_POLYGONS + 100:
		live.note(index, PackedVector2Array())
	var kept: Dictionary = live.get(&"_polygons")
	equal(kept.size(), CutoutLiveReport.MOST_POLYGONS, "polygons")
	check(not kept.has(99) and kept.has(100), "the latest")
	live.free()


func test_the_trace_is_sent_as_it_would_be_saved() -> void:
	var live := _live()
	batch.submit_fracture(Outlines.star(64, 100.0), {"seed": 77})
	await _ended()
	check(live.capture("trace", []), "it knows the message")
	equal(sent.size(), 1, "one message")
	equal(sent[0][0], "cutout:trace", "its name")
	var size: int = sent[0][1][0]
	var packed: PackedByteArray = sent[0][1][1]
	equal(packed.decompress(size, FileAccess.COMPRESSION_ZSTD), batch.get_trace(), "the trace")
	live.free()


func test_what_the_game_does_not_know_it_ignores() -> void:
	var live := _live()
	check(not live.capture("dance", []), "unknown")
	for data: Array in [[], [3], ["true"], [null], [[true]]]:
		check(live.capture("watch", data), "known")
		check(batch.watcher == null, "not asked by %s" % [data])
	live.free()


func test_the_tab_asks_while_it_is_seen_and_switched_on_and_a_game_runs() -> void:
	var tab := _tab()
	equal(sent, [] as Array[Array], "no game, no message")
	tab.game_started()
	equal(sent, [["cutout:watch", [true]]] as Array[Array], "asked")
	tab.hide()
	equal(sent[-1], ["cutout:watch", [false]], "hidden")
	tab.show()
	equal(sent[-1], ["cutout:watch", [true]], "seen")
	tab.stop_watching()
	equal(sent[-1], ["cutout:watch", [false]], "switched off")
	equal(sent.size(), 4, "messages")
	tab.game_stopped()
	tab.show()
	equal(sent.size(), 4, "nothing to a game that has gone")
	tab.free()


func test_the_tab_asks_again_where_no_answer_comes() -> void:
	var tab := _tab()
	tab.game_started()
	await until(func() -> bool: return sent.size() == 2, "asked again")
	equal(sent[1], ["cutout:watch", [true]], "the same")
	tab.free()


func test_the_tab_shows_what_comes_and_survives_anything() -> void:
	var tab := _tab()
	tab.game_started()
	var live := _live()
	live.capture("watch", [true])
	batch.submit_fracture(Outlines.star(64, 100.0), {"seed": 5, "fragment_count": 33})
	await _ended()
	await until(func() -> bool: return _told() >= 2, "the game tells")
	for message: Array in sent:
		if message[0] == "cutout:stats":
			check(tab.take_message(message[0], message[1]), "known")
	var texts := _texts(tab)
	contains(texts, ["Waiting", "Frame budget", "Slowest jobs", "costs the game", "ms"])
	var stats: Dictionary = sent[-1][1][0]
	for data: Variant in [[], [3], [{}], [{"slowest": 3, "budget": [], "frames_ms": "x"}]]:
		check(tab.take_message("cutout:stats", data), "known")
	for wrong: Variant in [3, "x", {"id": "a"}, {"id": 1, "outline": [3, "x"]}, null]:
		check(tab.take_message("cutout:stats", [{"slowest": [wrong]}]), "known")
	var outline := [PackedVector2Array([Vector2(NAN, 0), Vector2(INF, 1), Vector2(3, 3)])]
	tab.take_message("cutout:stats", [{"slowest": [{"id": 1, "outline": outline, "run_usec": 5}]}])
	for data: Array in [[], [1], ["a", 2], [-1, PackedByteArray()], [1 << 40, PackedByteArray([1])]]:
		check(tab.take_message("cutout:trace", data), "known")
	check(not tab.take_message("cutout:dance", []), "unknown")
	await frames(3)
	# Cut off at any point, as a game that quits leaves it.
	var bytes := var_to_bytes(stats)
	for length: int in range(0, bytes.size(), 97):
		var cut: Variant = _decoded(bytes, length)
		if typeof(cut) == TYPE_DICTIONARY:
			tab.take_message("cutout:stats", [cut])
	live.free()
	tab.free()


func test_the_tab_saves_the_trace_that_the_game_sends() -> void:
	var tab := _tab()
	var path := OS.get_user_data_dir().path_join("trace_in_a_test.json")
	tab.save_trace(path)
	contains(_texts(tab), ["No game runs"])
	tab.game_started()
	var live := _live()
	batch.submit_fracture(Outlines.star(64, 100.0))
	await _ended()
	tab.save_trace(path)
	equal(sent[-1], ["cutout:trace", []], "asked")
	live.capture("trace", [])
	check(tab.take_message(sent[-1][0], sent[-1][1]), "known")
	contains(_texts(tab), ["Trace saved: %s" % path])
	equal(FileAccess.get_file_as_bytes(path), batch.get_trace(), "the file")
	check(JSON.parse_string(FileAccess.get_file_as_string(path)) != null, "it is JSON")
	DirAccess.remove_absolute(path)
	tab.save_trace(path)
	tab.game_stopped()
	contains(_texts(tab), ["The game went before it sent its trace."])
	tab.game_started()
	tab.save_trace("/nowhere/at/all.json")
	live.capture("trace", [])
	tab.take_message(sent[-1][0], sent[-1][1])
	contains(_texts(tab), ["/nowhere/at/all.json cannot be written"])
	live.free()
	tab.free()


func test_two_sessions_keep_their_figures_apart() -> void:
	var first := _tab()
	var second := _tab()
	first.game_started()
	first.take_message("cutout:stats", [{"waiting": 11}])
	second.game_started()
	second.take_message("cutout:stats", [{"waiting": 22}])
	first.game_stopped()
	contains(_texts(first), ["11", "The game has ended: these are its last figures."])
	contains(_texts(second), ["22"])
	check(not _texts(second).contains("11"), "apart")
	first.free()
	second.free()


func _live() -> CutoutLiveReport:
	var live := CutoutLiveReport.new(batch, _note_sent)
	batch.add_child(live)
	return live


func _tab() -> CutoutDebuggerTab:
	var tab := CutoutDebuggerTab.new()
	tab.asked.connect(_note_sent)
	root.add_child(tab)
	return tab


func _note_sent(message: String, data: Array) -> void:
	sent.push_back([message, data.duplicate(true)])


func _told() -> int:
	return sent.filter(func(message: Array) -> bool: return message[0] == "cutout:stats").size()


func _frames_told(key: StringName) -> int:
	var count := 0
	for message: Array in sent:
		count += (message[1][0][key] as PackedFloat32Array).size()
	return count


func _all_told() -> Dictionary:
	return sent[-1][1][0]


func _outlines_of(id: int) -> Array:
	var found: Array = []
	for message: Array in sent:
		for job: Dictionary in message[1][0]["slowest"]:
			if job["id"] == id and job.has("outline"):
				found.push_back(job["outline"])
	return found


func _decoded(bytes: PackedByteArray, length: int) -> Variant:
	var cut := bytes.slice(0, length)
	return bytes_to_var(cut) if length == bytes.size() else null


func _texts(tab: CutoutDebuggerTab) -> String:
	var texts := PackedStringArray()
	for label: Label in tab.find_children("*", "Label", true, false):
		texts.push_back(label.text)
	return "\n".join(texts)


func _ended() -> void:
	await until(func() -> bool: return batch.get_stats()["open"] == 0, "all jobs have ended")
