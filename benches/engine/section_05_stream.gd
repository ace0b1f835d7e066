extends CutoutBenchSection
## A stream longer than memory, into a receiver that is slow.

const JOBS := 100_000
const BOUND_MB := 16
## What the receiver takes for a result.
const RECEIVER_USEC := 30


func title() -> String:
	return "Stream: %d jobs, a receiver of %d µs each" % [JOBS, RECEIVER_USEC]


func run() -> void:
	await configure({&"cache_mb": 0, &"max_pending_mb": BOUND_MB})
	var stream := batch.create_stream()
	stream.capacity = 1024
	var received := [0]
	stream.results_ready.connect(
		func(results: Array) -> void:
			received[0] += results.size()
			var until := Time.get_ticks_usec() + RECEIVER_USEC * results.size()
			while Time.get_ticks_usec() < until:
				pass
	)
	stream.start()
	var polygon := star(64, 100.0)
	var params := CutoutFractureParams.new()
	params.fragment_count = 20
	var rss_before := _rss_mb()
	var most_pending := 0
	var most_rss := 0.0
	var began := Time.get_ticks_usec()
	for index: int in JOBS:
		while not stream.push(polygon, params):
			var stats := batch.get_stats()
			most_pending = maxi(most_pending, stats["pending_bytes"])
			most_rss = maxf(most_rss, _rss_mb())
			await stream.room_made
	while stream.pending_count() > 0:
		await tree.process_frame
	var seconds := (Time.get_ticks_usec() - began) / 1e6
	row("results", received[0], "", Bound.AT_LEAST, JOBS)
	row("results a second", received[0] / seconds, "")
	row("inputs and results pending, at most", most_pending / 1048576.0, "MB", Bound.AT_MOST, BOUND_MB)
	row("growth of the process, at most", most_rss - rss_before, "MB", Bound.AT_MOST, BOUND_MB)
	await configure({&"cache_mb": null, &"max_pending_mb": null})


func _rss_mb() -> float:
	var statm := FileAccess.open("/proc/self/statm", FileAccess.READ)
	return 0.0 if statm == null else statm.get_line().split(" ")[1].to_int() * 4096 / 1048576.0
