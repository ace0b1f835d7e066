extends CutoutBenchSection
## Hundreds and thousands of objects broken in one frame of a game that runs at 60 frames a second in real
## time.

const FPS := 60
## Frames that are looked at after each submission.
const FRAMES := 24

var _submitted_frame := 0
var _results := 0
# Of each submission: frames until its last result, and how long the calls took.
var _frames_needed: Array[float] = []
var _submit_msec: Array[float] = []


func title() -> String:
	return "Frames: many objects broken in one frame at %d frames a second" % FPS


func run() -> void:
	var max_fps := Engine.max_fps
	Engine.max_fps = FPS
	await configure({&"cache_mb": 0})
	for work_msec: int in [0, 8]:
		var game := CutoutBenchGame.of(work_msec, tree)
		var name := "idle game" if work_msec == 0 else "game of %d ms" % work_msec
		var quiet := await _frames_of(game, 0, 12, "")
		plots["%s, nothing broken" % name] = quiet.slice(0, FRAMES)
		var calm := percentile(quiet, 0.99)
		row("%s: frame without destruction, p99" % name, calm, "ms")
		await _measure(game, name, 500, 12, calm)
		await _measure(game, name, 5000, 5, calm)
		game.queue_free()
		await tree.process_frame
	Engine.max_fps = max_fps
	await configure({&"cache_mb": null})


func _measure(game: CutoutBenchGame, name: String, count: int, rounds: int, calm: float) -> void:
	var label := "%s, %d objects" % [name, count]
	var frames := await _frames_of(game, count, rounds, label)
	var over := percentile(frames, 0.99) - calm
	row("%s: frame at p99, over that" % label, over, "ms", Bound.AT_MOST, 1.0)
	row("%s: worst frame, over that" % label, percentile(frames, 1.0) - calm, "ms")
	var needed := percentile(_frames_needed, 1.0)
	if count == 500:
		row("%s: frames until the last result, worst" % label, needed, "", Bound.AT_MOST, 3.0)
	else:
		row("%s: frames until the last result, worst" % label, needed, "")
	row("%s: submitting them" % label, percentile(_submit_msec, 0.5), "ms")


# Frame times in milliseconds after each of so many submissions.
func _frames_of(game: CutoutBenchGame, count: int, rounds: int, label: String) -> Array[float]:
	var polygons: Array[PackedVector2Array] = []
	for index: int in count:
		polygons.push_back(star(64, 60.0 + index % 80))
	var params := CutoutFractureParams.new()
	params.fragment_count = 20
	var receive := func(id: int, result: Array) -> void:
		read_polygons(id, result)
		_results += 1
		if _results == count:
			_frames_needed.push_back(float(Engine.get_process_frames() - _submitted_frame))
	_frames_needed.clear()
	_submit_msec.clear()
	batch.job_completed.connect(receive)
	var all: Array[float] = []
	for turn: int in rounds:
		await drain()
		for frame: int in 10:
			await tree.process_frame
		_results = 0
		_submitted_frame = Engine.get_process_frames()
		var began := Time.get_ticks_usec()
		for polygon: PackedVector2Array in polygons:
			batch.submit_fracture(polygon, params)
		_submit_msec.push_back((Time.get_ticks_usec() - began) / 1000.0)
		await tree.process_frame
		game.frame_msec.clear()
		for frame: int in FRAMES + 1:
			await tree.process_frame
		all.append_array(game.frame_msec.slice(1))
		if turn == rounds - 1 and not label.is_empty():
			plots[label] = game.frame_msec.slice(1)
	batch.job_completed.disconnect(receive)
	return all
