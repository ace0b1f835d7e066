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


## The frames of all rounds, each with its parts, in milliseconds.
class Frames:
	var lengths: Array[float] = []
	var ours: Array[float] = []
	var waited: Array[float] = []


func title() -> String:
	return "Frames: many objects broken in one frame at %d frames a second" % FPS


func run() -> void:
	var max_fps := Engine.max_fps
	Engine.max_fps = FPS
	await configure({&"cache_mb": 0})
	for work_msec: int in [0, 8]:
		var game := CutoutBenchGame.of(work_msec, tree)
		var name := "idle game" if work_msec == 0 else "game of %d ms" % work_msec
		await _measure(game, name, 500, 12)
		await _measure(game, name, 5000, 4)
		game.queue_free()
		await tree.process_frame
	Engine.max_fps = max_fps
	await configure({&"cache_mb": null})


# Each round breaks nothing for as many frames as it then breaks things, so that whatever else the machine
# does falls on both alike.
func _measure(game: CutoutBenchGame, name: String, count: int, rounds: int) -> void:
	var label := "%s, %d objects" % [name, count]
	var calm := Frames.new()
	var broken := Frames.new()
	_frames_needed.clear()
	_submit_msec.clear()
	for turn: int in rounds:
		await _play(game, 0, calm)
		await _play(game, count, broken)
	if not plots.has("%s, nothing broken" % name):
		plots["%s, nothing broken" % name] = calm.lengths.slice(-FRAMES)
	plots[label] = broken.lengths.slice(-FRAMES)
	var usual := percentile(calm.lengths, 0.99)
	row("%s: the same frames with nothing broken, p99" % label, usual, "ms")
	var over := percentile(broken.lengths, 0.99) - usual
	row("%s: frame at p99, over that" % label, over, "ms", Bound.AT_MOST, 1.0)
	var worst := percentile(calm.lengths, 1.0)
	row("%s: the worst, over the worst of those" % label, percentile(broken.lengths, 1.0) - worst, "ms")
	row("%s: our part of the frame at p99" % label, percentile(broken.ours, 0.99), "ms")
	var waited := percentile(broken.waited, 0.99)
	var usually := "%.2f with nothing broken" % percentile(calm.waited, 0.99)
	row("%s: without a processor at p99" % label, waited, "ms", Bound.NONE, 0.0, usually)
	var needed := percentile(_frames_needed, 1.0)
	if count == 500:
		row("%s: frames until the last result, worst" % label, needed, "", Bound.AT_MOST, 3.0)
	else:
		row("%s: frames until the last result, worst" % label, needed, "")
	row("%s: submitting them" % label, percentile(_submit_msec, 0.5), "ms")


# The frames after so many objects are broken in one; those of the submission itself are not among them.
func _play(game: CutoutBenchGame, count: int, frames: Frames) -> void:
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
	batch.job_completed.connect(receive)
	await drain()
	for frame: int in 10:
		await tree.process_frame
	_results = 0
	_submitted_frame = Engine.get_process_frames()
	var began := Time.get_ticks_usec()
	for polygon: PackedVector2Array in polygons:
		batch.submit_fracture(polygon, params)
	if count > 0:
		_submit_msec.push_back((Time.get_ticks_usec() - began) / 1000.0)
	await tree.process_frame
	game.clear()
	for frame: int in FRAMES + 1:
		await tree.process_frame
	frames.lengths.append_array(game.frame_msec.slice(1))
	frames.ours.append_array(game.ours_msec.slice(1))
	frames.waited.append_array(game.waited_msec.slice(1))
	batch.job_completed.disconnect(receive)
