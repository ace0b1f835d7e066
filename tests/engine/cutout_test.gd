@tool
class_name CutoutTest
extends RefCounted
## The base of every test inside the engine. One test script a file, named [code]test_*.gd[/code]; every
## method whose name starts with [code]test_[/code] is a test, and may await.
##
## A test fails when a check fails, when the engine reports an error or a warning that the test did not
## announce with [method expect_error], when an announced one does not come, when it does not end in
## [member seconds_allowed], when it leaves nodes behind, or when it checks nothing at all. It goes on after a
## failed check.

## The test wants more or less time than before; heard by the runner.
signal allowance_changed(seconds: float)

## Seconds after which something counts as never to come. No test is about how long anything takes: machines
## differ, and threads may have to wait for their turn.
const HANG_SECONDS := 120.0

## Seconds after which the test counts as hanging.
var seconds_allowed := 3.0 * HANG_SECONDS:
	set(seconds):
		seconds_allowed = seconds
		allowance_changed.emit(seconds)
## Set it where the code under test keeps nodes outside the tree on purpose, such as a pool.
var may_leave_orphans := false
## The tree that the tests run in.
var tree: SceneTree
## Its root.
var root: Window
## What went wrong so far; read by the runner.
var failures: PackedStringArray = []
## What the test was last seen at; told when it hangs.
var last_seen_at := "its start"

var _expected: Array[ExpectedError] = []
var _logs: Array[SignalLog] = []
var _skipped := ""
var _checks := 0


## Called before each test of the file; may await.
func before_each() -> void:
	pass


## Called after each test of the file, failed or not; may await.
func after_each() -> void:
	pass


## Fails the test with [param message] unless [param condition] holds; gives the condition back.
func check(condition: bool, message: String) -> bool:
	last_seen_at = message
	_checks += 1
	if not condition:
		failures.push_back(message)
	return condition


## Fails unless both are of one type and equal (arrays and dictionaries by content).
func equal(got: Variant, wanted: Variant, what := "value") -> bool:
	var same: bool = typeof(got) == typeof(wanted) and got == wanted
	return check(same, "%s is %s, wanted %s" % [what, _shown(got), _shown(wanted)])


## Fails unless [param got] is within [param tolerance] of [param wanted]. Not a number never is.
func near(got: float, wanted: float, tolerance: float, what := "value") -> bool:
	return check(
		absf(got - wanted) <= tolerance,
		"%s is %s, wanted %s within %s" % [what, String.num(got, 9), String.num(wanted, 9), tolerance]
	)


## Fails unless [param text] contains every one of [param parts].
func contains(text: String, parts: PackedStringArray, what := "text") -> bool:
	var all := true
	for part: String in parts:
		all = check(text.contains(part), '%s is "%s", wanted "%s" in it' % [what, text, part]) and all
	return all


## Fails the test.
func fail(message: String) -> void:
	check(false, message)


## Marks the test as one that cannot say anything here; it counts as passed and the reason is shown.
func skip(reason: String) -> void:
	_skipped = reason


## Announces that the engine will report [param times] errors or warnings with [param part] in them.
## Without that an error fails the test; and so does an announced one that does not come.
func expect_error(part: String, times := 1) -> void:
	var expected := ExpectedError.new()
	expected.part = part
	expected.missing = times
	_expected.push_back(expected)


## Notes every emission of the signal from now to the end of the test.
func watch(emitter: Signal) -> SignalLog:
	var log := SignalLog.new()
	log.follow(emitter)
	_logs.push_back(log)
	return log


## Waits for so many frames.
func frames(count: int) -> void:
	for frame: int in count:
		await tree.process_frame


## Waits until [param condition] gives true; fails when it has not after [param seconds].
func until(condition: Callable, what: String, seconds := HANG_SECONDS) -> bool:
	last_seen_at = "waiting until " + what
	_checks += 1
	var end := Time.get_ticks_msec() + int(seconds * 1000.0)
	while not condition.call():
		if Time.get_ticks_msec() > end:
			return check(false, "waited %s s in vain until %s" % [seconds, what])
		await tree.process_frame
	return true


## Waits for the next emission of the signal and gives its arguments; fails, and gives an empty array,
## when there was none after [param seconds]. Emissions before the call do not count.
func until_emitted(emitter: Signal, seconds := HANG_SECONDS) -> Array:
	var log := watch(emitter)
	var come: bool = await until(
		func() -> bool: return log.count() > 0, "%s is emitted" % emitter.get_name(), seconds
	)
	return log.calls[0] if come else []


## Takes an error that the engine reported: whether it was announced. Called by the runner.
func take_error(message: String) -> bool:
	for expected: ExpectedError in _expected:
		if expected.missing > 0 and message.contains(expected.part):
			expected.missing -= 1
			return true
	return false


## Ends the test: what was announced and did not come fails it. Called by the runner.
func close() -> void:
	if _checks == 0 and _expected.is_empty() and _skipped.is_empty():
		failures.push_back("it checks nothing")
	for expected: ExpectedError in _expected:
		if expected.missing > 0:
			failures.push_back(
				'no error came that says "%s" (%d missing)' % [expected.part, expected.missing]
			)
	for log: SignalLog in _logs:
		log.stop()
	_logs.clear()


## Why the test was skipped, or nothing. Called by the runner.
func skip_reason() -> String:
	return _skipped


func _shown(value: Variant) -> String:
	var text := var_to_str(value)
	return text if text.length() <= 300 else text.left(300) + "…"


## An error that a test announced.
class ExpectedError:
	extends RefCounted
	var part := ""
	var missing := 0


## The emissions of one signal.
class SignalLog:
	extends RefCounted
	## The arguments of every emission, in order.
	var calls: Array[Array] = []
	var _emitter: Signal

	## How many there were.
	func count() -> int:
		return calls.size()

	## Starts to note.
	func follow(emitter: Signal) -> void:
		_emitter = emitter
		emitter.connect(_note)

	## Stops to note.
	func stop() -> void:
		if is_instance_valid(_emitter.get_object()) and _emitter.is_connected(_note):
			_emitter.disconnect(_note)

	func _note(...arguments: Array) -> void:
		calls.push_back(arguments)
