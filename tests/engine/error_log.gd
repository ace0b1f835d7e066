@tool
extends Logger
## Keeps what the engine reports: script errors, failed asserts, push_error and push_warning, Rust panics.
##
## The engine calls it from any thread.

## How messages of these kinds begin; others are errors.
const KINDS: Dictionary[ErrorType, String] = {
	ERROR_TYPE_WARNING: "warning", ERROR_TYPE_SCRIPT: "script error"
}

var _lock := Mutex.new()
var _messages: PackedStringArray = []


## What was reported since the last call, one sentence each with the place.
func take() -> PackedStringArray:
	_lock.lock()
	var taken := _messages
	_messages = PackedStringArray()
	_lock.unlock()
	return taken


func _log_error(
	function: String,
	file: String,
	line: int,
	code: String,
	rationale: String,
	_editor_notify: bool,
	error_type: int,
	script_backtraces: Array[ScriptBacktrace]
) -> void:
	var kind: String = KINDS.get(error_type, "error")
	var place := "%s:%d in %s" % [file, line, function]
	for trace: ScriptBacktrace in script_backtraces:
		if trace.get_frame_count() > 0:
			place = (
				"%s:%d in %s"
				% [trace.get_frame_file(0), trace.get_frame_line(0), trace.get_frame_function(0)]
			)
			break
	var text := code if rationale.is_empty() else rationale
	_lock.lock()
	_messages.push_back("%s: %s (%s)" % [kind, text, place])
	_lock.unlock()
