extends CutoutBenchSection
## The budget finds what a frame has left by itself: at other frame rates, and beside a game that takes a
## little or nearly all of the frame.

const OBJECTS := 200
const ROUNDS := 3
const FRAMES := 20


func title() -> String:
	return "Rates: %d objects broken in one frame, no setting changed" % OBJECTS


func run() -> void:
	var max_fps := Engine.max_fps
	await configure({&"cache_mb": 0})
	for fps: int in [30, 60, 120, 144]:
		for work_msec: int in [2, 14]:
			if work_msec < 900.0 / fps:
				Engine.max_fps = fps
				await _measure(fps, work_msec)
	Engine.max_fps = max_fps
	await configure({&"cache_mb": null})


func _measure(fps: int, work_msec: int) -> void:
	var game := CutoutBenchGame.of(work_msec, tree)
	batch.job_completed.connect(read_polygons)
	var calm: Array[float] = []
	var broken: Array[float] = []
	var params := CutoutFractureParams.new()
	params.fragment_count = 20
	for turn: int in ROUNDS:
		game.clear()
		for frame: int in FRAMES:
			await tree.process_frame
		calm.append_array(game.frame_msec.slice(1))
		for index: int in OBJECTS:
			batch.submit_fracture(star(64, 60.0 + index % 80), params)
		await tree.process_frame
		game.clear()
		for frame: int in FRAMES:
			await tree.process_frame
		broken.append_array(game.frame_msec.slice(1))
		await drain()
	batch.job_completed.disconnect(read_polygons)
	game.queue_free()
	await tree.process_frame
	var over := percentile(broken, 0.99) - percentile(calm, 0.99)
	var name := "%d frames a second, game of %d ms: frame at p99, over a calm one" % [fps, work_msec]
	row(name, over, "ms", Bound.AT_MOST, 1.0)
