extends CutoutTest
## CutoutFrameBudget with a clock of the test's: what a frame has left.

const TARGET := 16_666.0

var budget := CutoutFrameBudget.new()
var _now := 1_000_000


func test_an_idle_game_leaves_most_of_the_frame() -> void:
	for turn: int in 10:
		_play(100, 1000, 0)
	check(budget.allowed_usec > 0.8 * TARGET, "allowed: %s" % budget.allowed_usec)


func test_the_budget_gives_way_in_the_frame_in_which_the_game_gets_heavier() -> void:
	for turn: int in 10:
		_play(100, 5000, 0)
	_play(14_000, 500, 0)
	check(budget.allowed_usec < 1500.0, "allowed beside a game of 14 ms: %s" % budget.allowed_usec)
	_play(2000, 5000, 0)
	check(budget.allowed_usec > 10_000.0, "and beside one of 2 ms: %s" % budget.allowed_usec)


func test_late_frames_set_time_aside_and_frames_in_time_give_it_back() -> void:
	# 6 ms of drawing that no clock of ours sees: frames come late until the budget leaves room for it.
	var late_before := 0
	for turn: int in 40:
		if turn == 10:
			late_before = budget.late_frames
		_play(1000, int(budget.allowed_usec), 6000)
	check(late_before <= 4, "a few frames are late: %d" % late_before)
	check(budget.late_frames - late_before <= 6, "then hardly any: %d" % (budget.late_frames - late_before))
	for turn: int in 200:
		_play(1000, 100, 0)
	check(budget.allowed_usec > 0.8 * TARGET, "given back when drawing is light: %s" % budget.allowed_usec)


func test_a_busy_game_still_leaves_the_least() -> void:
	for turn: int in 20:
		_play(30_000, 100, 0)
	near(budget.allowed_usec, CutoutFrameBudget.LEAST_SHARE * TARGET, 5.0, "allowed")


func test_a_load_teaches_nothing() -> void:
	for turn: int in 10:
		_play(100, 1000, 0)
	_play(2_000_000, 100, 0)
	_play(100, 1000, 0)
	check(budget.allowed_usec > 0.8 * TARGET, "allowed: %s" % budget.allowed_usec)


func test_a_frame_whose_beginning_was_not_seen_gets_the_least() -> void:
	budget.open(_now)
	near(budget.allowed_usec, CutoutFrameBudget.LEAST_SHARE * TARGET, 5.0, "allowed")


func test_a_delivery_in_which_the_watching_ends_counts_from_its_beginning() -> void:
	budget.watch(tree)
	budget.open(_now)
	budget.pause()
	budget.close(_now + 500)
	equal(budget.spent_usec, 500.0, "spent")


func test_a_receiver_that_takes_the_autoload_out_spoils_no_figure() -> void:
	var began := Time.get_ticks_usec()
	var other := CutoutBatchProcessor.new()
	root.add_child(other)
	var state := {&"left": false}
	var leave := func(_id: int, _result: Array) -> void:
		root.remove_child(other)
		state[&"left"] = true
	other.job_completed.connect(leave)
	other.submit_fracture(PackedVector2Array([Vector2.ZERO, Vector2(40, 0), Vector2(0, 40)]))
	await until(func() -> bool: return state[&"left"], "the job ends")
	check(other.budget.spent_usec <= Time.get_ticks_usec() - began, "spent: %s" % other.budget.spent_usec)
	other.free()


func test_the_target_follows_the_game() -> void:
	var before := Engine.max_fps
	for fps: int in [30, 60, 120, 144]:
		Engine.max_fps = fps
		budget.update_target()
		near(budget.target_usec, 1_000_000.0 / fps, 0.1, "target")
	Engine.max_fps = before


func test_whatever_the_rate_and_the_game_a_frame_is_filled_and_no_more() -> void:
	for fps: int in [30, 60, 120, 144]:
		for game_usec: int in [0, 2000, 14_000]:
			budget = CutoutFrameBudget.new()
			budget.target_usec = 1e6 / fps
			for turn: int in 40:
				var started := _now
				budget.begin_frame(_now)
				_now += game_usec
				var end := budget.open(_now)
				# All that is allowed is taken.
				_now = end
				budget.close(_now)
				var left := budget.target_usec * (1.0 - budget.margin) - game_usec
				var least := CutoutFrameBudget.LEAST_SHARE * budget.target_usec
				near(end - started, game_usec + maxf(left, least), 2.0, "a frame of %d a second" % fps)
				_now = maxi(_now, started + int(budget.target_usec))


func test_the_governor_lowers_the_detail_past_its_mark_and_never_to_nothing() -> void:
	var governor := CutoutGovernor.new()
	governor.soft_queue = 100
	near(governor.detail(1_000_000), 1.0, 0.0, "switched off")
	governor.enabled = true
	near(governor.detail(100), 1.0, 0.0, "at the mark")
	near(governor.detail(200), 0.5, 1e-9, "at twice the mark")
	near(governor.detail(1_000_000), CutoutGovernor.LEAST_DETAIL, 0.0, "far past it")


func test_overload_costs_detail_and_the_report_says_so() -> void:
	var batch: CutoutBatchProcessor = root.get_node("CutoutBatch")
	batch.governor.enabled = true
	batch.governor.soft_queue = 1
	var pieces: Dictionary[int, int] = {}
	var count := func(id: int, result: Array) -> void: pieces[id] = result.size()
	batch.job_completed.connect(count)
	var ids: Array[int] = []
	for index: int in 8:
		ids.push_back(
			batch.submit_fracture(Outlines.star(64, 100.0), {"fragment_count": 40, "seed": 90 + index})
		)
	await until(func() -> bool: return pieces.size() == 8, "all are done")
	batch.job_completed.disconnect(count)
	batch.governor.enabled = false
	equal(batch.get_job_report(ids[0])["degraded"], "", "the first asks for nothing to be given up")
	contains(batch.get_job_report(ids[7])["degraded"], ["fragment_count", "in place of 40"], "the last")
	check(pieces[ids[7]] < pieces[ids[0]], "the last has fewer pieces")


func test_a_setting_outside_its_range_is_told_and_its_default_used() -> void:
	var path := CutoutSettings.PREFIX + "threads"
	ProjectSettings.set_setting(path, -1)
	expect_error("Project setting cutout/batch/threads is -1: whole numbers from 0 to 256 are allowed")
	equal(CutoutSettings.value(&"threads"), 0)
	ProjectSettings.set_setting(path, null)
	equal(CutoutSettings.value(&"threads"), 0)
	# The settings_changed that comes of it finds nothing wrong.
	await frames(2)


## One frame: the game's time before the delivery, the delivery's, and what comes after it. The rest of the
## target is waited for.
func _play(game_usec: int, spent_usec: int, after_usec: int) -> void:
	var started := _now
	budget.begin_frame(_now)
	_now += game_usec
	budget.open(_now)
	_now += spent_usec
	budget.close(_now)
	_now = maxi(_now + after_usec, started + int(TARGET))
