extends CutoutBenchSection
## How the jobs of W5 spread over threads, beside a plain loop that shares nothing: what the machine itself
## gives to so many threads.

## W5 is done in a few milliseconds; so often is it done over. All of it fits into what the reports
## remember.
const TIMES := 12
## The numbers of threads take turns, so that a machine whose clock varies varies for all of them.
const ROUNDS := 11
## Steps of the plain loop: as long as the jobs take, about.
const LOOP_STEPS := 2_000_000


func title() -> String:
	return "Threads: W5, %d times over" % TIMES


func run() -> void:
	var w5 := CutoutBenchW5.new()
	await configure({&"cache_mb": 0, &"max_pending_mb": 4096})
	var cores := OS.get_processor_count()
	var counts: Array[int] = [1]
	for count: int in [2, 4, 8, 16, 32]:
		if count <= cores:
			counts.push_back(count)
	var times: Dictionary[int, Array] = {}
	var loops: Dictionary[int, Array] = {}
	for count: int in counts:
		times[count] = []
		loops[count] = []
	for turn: int in ROUNDS + 1:
		for count: int in counts:
			await configure({&"threads": count})
			var msec := 500.0 / await _jobs_a_second(w5) * 1000.0
			var loop := _loop_msec(count)
			# The first round has the threads made and their memory faulted in.
			if turn > 0:
				times[count].push_back(msec)
				loops[count].push_back(loop)
	for count: int in counts:
		_tell(count, times, loops)
	if cores < 16:
		row("cores of this machine", cores, "", Bound.NONE, 0.0, "the curve ends here; 16 want 13 times")
	await configure({&"threads": null, &"cache_mb": null, &"max_pending_mb": null})


func _tell(count: int, times: Dictionary[int, Array], loops: Dictionary[int, Array]) -> void:
	var msec := percentile(times[count], 0.5)
	row("W5 on %d threads" % count, msec, "ms", Bound.NONE, 0.0, "%d jobs/s" % int(500_000.0 / msec))
	if count == 1:
		return
	var gain := _gain(count, times, 1.0)
	match count:
		2:
			row("2 threads against 1", gain, "times", Bound.AT_LEAST, 1.9)
		16:
			row("16 threads against 1", gain, "times", Bound.AT_LEAST, 13.0)
		_:
			row("%d threads against 1" % count, gain, "times")
	var ceiling := _gain(count, loops, count)
	row("%d threads against 1, a plain loop" % count, ceiling, "times", Bound.NONE, 0.0, "the machine's own")
	row("the former, of the latter", 100.0 * gain / ceiling, "%")


# The median over the rounds: each round's one thread beside its many. `work`: how many times as much the
# many did.
func _gain(count: int, times: Dictionary[int, Array], work: float) -> float:
	var gains: Array[float] = []
	for turn: int in times[count].size():
		gains.push_back(work * times[1][turn] / times[count][turn])
	return percentile(gains, 0.5)


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


# A loop over numbers of its own on each of so many threads at once, while the main thread waits.
func _loop_msec(count: int) -> float:
	var began := Time.get_ticks_usec()
	var threads: Array[Thread] = []
	for index: int in count:
		var thread := Thread.new()
		thread.start(_loop)
		threads.push_back(thread)
	for thread: Thread in threads:
		thread.wait_to_finish()
	return (Time.get_ticks_usec() - began) / 1000.0


static func _loop() -> int:
	var sum := 0
	for step: int in LOOP_STEPS:
		sum = (sum * 31 + step) & 0xFFFF_FFFF
	return sum
