extends CutoutBenchSection
## What the debugger's tab costs the game: nothing but a comparison while it is not seen.

const FRAMES := 300
const BURST := 2000

var _told: Array[float] = []
var _bytes: Array[float] = []


func title() -> String:
	return "The debugger's tab: what the game pays"


func run() -> void:
	var live := CutoutLiveReport.new(batch, _on_sent)
	batch.add_child(live)
	var before := Engine.max_fps
	Engine.max_fps = 60
	var unwatched := await _submit_usec()
	live.watch(true)
	var watched := await _submit_usec()
	var count := 0
	for frame: int in FRAMES:
		for index: int in 10:
			count += 1
			batch.submit_fracture(star(64, 100.0), {"fragment_count": 20, "seed": count})
		await tree.process_frame
	await drain()
	row("a submit in a burst, not watched", unwatched, "µs")
	row("a submit in a burst, watched", watched, "µs")
	# A quarter of a second is 15 frames.
	row("a frame at 60 a second with 10 jobs, watched", percentile(_told, 0.5), "µs", Bound.AT_MOST, 50.0)
	row("a message, four a second", percentile(_bytes, 0.5), "bytes")
	Engine.max_fps = before
	live.free()


func _submit_usec() -> float:
	var polygon := star(64, 100.0)
	var params := CutoutFractureParams.new()
	var usec := await median_usec(
		9,
		BURST,
		func() -> int:
			var began := Time.get_ticks_usec()
			for index: int in BURST:
				batch.submit_fracture(polygon, params)
			return Time.get_ticks_usec() - began,
		drain
	)
	await drain()
	return usec


func _on_sent(_message: String, data: Array) -> void:
	_told.push_back(data[0]["report_usec"])
	_bytes.push_back(var_to_bytes(data).size())
