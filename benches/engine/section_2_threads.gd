extends CutoutBenchSection
## How the jobs of W5 spread over threads.

## W5 is done in a few milliseconds; so often is it done over. All of it fits into what the reports
## remember.
const TIMES := 12
const ROUNDS := 9


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
		await _jobs_a_second(w5)
		var rates: Array[float] = []
		for round: int in ROUNDS:
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


# Of the workers alone: what they do after the last submit, while the main thread sleeps. The jobs' own
# reports tell when that was, so nobody has to look.
func _jobs_a_second(w5: CutoutBenchW5) -> float:
	var ids: PackedInt64Array = []
	for time: int in TIMES:
		ids.append_array(batch.get_batch_jobs(batch.submit_batch(w5.polygons, w5.params)))
	while batch.get_stats()["waiting"] + batch.get_stats()["running"] > 0:
		OS.delay_msec(20)
	await drain()
	var began: float = batch.get_job_report(ids[-1])["submitted_usec"]
	var ended := began
	var done := 0
	for id: int in ids:
		var report := batch.get_job_report(id)
		var end: float = report["submitted_usec"] + report["wait_usec"] + report["run_usec"]
		done += int(end > began)
		ended = maxf(ended, end)
	return done * 1e6 / (ended - began)
