extends CutoutBenchSection
## How the jobs of W5 spread over threads.

## W5 is done in a few milliseconds; so often is it done over.
const TIMES := 60


func title() -> String:
	return "Threads: W5, %d times over" % TIMES


func run() -> void:
	var w5 := CutoutBenchW5.new()
	await configure({&"cache_mb": 0, &"max_pending_mb": 4096})
	var cores := OS.get_processor_count()
	var one := 0.0
	var counts: Array[int] = []
	for count: int in [1, 2, 4, 8, 16, 32]:
		if count <= cores:
			counts.push_back(count)
	for count: int in counts:
		await configure({&"threads": count})
		var rates: Array[float] = []
		for round: int in 5:
			rates.push_back(await _jobs_a_second(w5))
		var rate := percentile(rates, 0.5)
		row("W5 on %d threads" % count, 500.0 / rate * 1000.0, "ms", Bound.NONE, 0.0, "%d jobs/s" % int(rate))
		if count == 1:
			one = rate
		elif count == 2:
			row("2 threads against 1", rate / one, "times", Bound.AT_LEAST, 1.9)
		elif count == 16:
			row("16 threads against 1", rate / one, "times", Bound.AT_LEAST, 13.0)
		else:
			row("%d threads against 1" % count, rate / one, "times")
	if cores < 16:
		row("cores of this machine", cores, "", Bound.NONE, 0.0, "the curve ends here; 16 want 13 times")
	await configure({&"threads": null, &"cache_mb": null, &"max_pending_mb": null})


# Of the workers alone: what is done after the last submit, while the main thread sleeps.
func _jobs_a_second(w5: CutoutBenchW5) -> float:
	for time: int in TIMES:
		batch.submit_batch(w5.polygons, w5.params)
	var left: int = batch.get_stats()["waiting"]
	var began := Time.get_ticks_usec()
	while batch.get_stats()["waiting"] > 0:
		OS.delay_usec(500)
	var took := Time.get_ticks_usec() - began
	await drain()
	return left * 1e6 / took
