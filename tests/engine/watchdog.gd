@tool
extends RefCounted
## Ends the process when the main thread stops answering: a loop without end, a lock. A test that merely
## awaits what never comes is the runner's to see.

## Seconds without a sign of life, on top of what the test is allowed.
const GRACE_SECONDS := 5.0

var _lock := Mutex.new()
var _thread := Thread.new()
var _stop := false
var _deadline_msec := 0
var _doing := ""


func start() -> void:
	_thread.start(_watch)


## A sign of life: what is done now, and how long it may take.
func feed(doing: String, seconds: float) -> void:
	_lock.lock()
	_doing = doing
	_deadline_msec = Time.get_ticks_msec() + int((seconds + GRACE_SECONDS) * 1000.0)
	_lock.unlock()


func stop() -> void:
	_lock.lock()
	_stop = true
	_lock.unlock()
	_thread.wait_to_finish()


func _watch() -> void:
	while true:
		OS.delay_msec(50)
		_lock.lock()
		var ended := _stop
		var late := _deadline_msec > 0 and Time.get_ticks_msec() > _deadline_msec
		var doing := _doing
		_lock.unlock()
		if ended:
			return
		if late:
			print(":: HANG %s: the main thread does not answer" % doing)
			OS.kill(OS.get_process_id())
