# A game that runs under a debugger: it sends nothing until it is asked, then figures and its trace, stops
# when it is told to, and neither quitting in the middle of it nor a debugger that hangs up is an error.
# expect: Connection lost while reading packet payload
extends SceneTree

## After which something counts as never to come.
const HANG_MS := 120_000
const GAME := "res://tests/process_games/watched_game.gd"

var _server := TCPServer.new()
var _peer: StreamPeerTCP
var _pid := 0
var _messages: Array[Array] = []
var _faults := 0


func _initialize() -> void:
	await process_frame
	_check(_server.listen(0, "127.0.0.1") == OK, "a port")
	await _run_one(_watch_and_save)
	await _run_one(_quit_while_watched)
	await _run_one(_hang_up)
	_server.stop()
	quit(0 if _faults == 0 else 1)


func _watch_and_save() -> void:
	await _until("performance:profile_frame", 3)
	_check(_count("cutout:") == 0, "silent until asked: %s" % [_names()])
	await _watch(3)
	var stats: Dictionary = _last("cutout:stats")[0]
	_check(stats["submitted"] > 0 and stats["slowest"].size() > 0, "figures: %s" % stats)
	_check(stats["slowest"].any(func(job: Dictionary) -> bool: return job["pieces"] > 0), "jobs of the game")
	_say("cutout:trace", [])
	await _until("cutout:trace", 1)
	var trace: Array = _last("cutout:trace")
	var text := (
		(trace[1] as PackedByteArray).decompress(trace[0], FileAccess.COMPRESSION_ZSTD).get_string_from_utf8()
	)
	_check(text.begins_with('{"traceEvents":[') and JSON.parse_string(text) != null, "a trace")
	_say("cutout:watch", [false])
	# The answer comes behind all that was sent before.
	_say("cutout:trace", [])
	await _until("cutout:trace", 2)
	var told := _count("cutout:stats")
	await _for_ms(700)
	_check(_count("cutout:stats") == told, "silent when told to")
	_say("cutout:dance", [1, "x"])
	_say("cutout:watch", ["x", {}])
	_say("watched:quit", [3])
	_check(await _exit_code() == 3, "it goes on and quits as ever")


func _quit_while_watched() -> void:
	await _watch(1)
	_say("cutout:trace", [])
	_say("watched:quit", [4])
	_check(await _exit_code() == 4, "it quits while it is watched")


func _hang_up() -> void:
	await _watch(1)
	_say("watched:quit_later", [5])
	await _for_ms(100)
	# Half of a message, then nothing.
	_peer.put_u32(1000)
	_peer.put_u32(1)
	_peer.disconnect_from_host()
	_check(await _exit_code() == 5, "a debugger that hangs up ends nothing")


func _run_one(part: Callable) -> void:
	_messages.clear()
	var arguments: PackedStringArray = ["--headless", "--path", ProjectSettings.globalize_path("res://")]
	arguments.append_array(["--remote-debug", "tcp://127.0.0.1:%d" % _server.get_local_port()])
	arguments.append_array(["-s", GAME])
	_pid = OS.create_process(OS.get_executable_path(), arguments)
	var end := Time.get_ticks_msec() + HANG_MS
	while not _server.is_connection_available() and Time.get_ticks_msec() < end:
		await process_frame
	_peer = _server.take_connection()
	if _peer == null:
		_check(false, "the game connects")
	else:
		await part.call()
		_peer.disconnect_from_host()
	if OS.is_process_running(_pid):
		OS.kill(_pid)


func _exit_code() -> int:
	var end := Time.get_ticks_msec() + HANG_MS
	while OS.is_process_running(_pid) and Time.get_ticks_msec() < end:
		_read()
		await process_frame
	return -1 if OS.is_process_running(_pid) else OS.get_process_exit_code(_pid)


func _say(message: String, data: Array) -> void:
	# In one go: the engine takes a length without what follows it for a lost connection.
	var packet := PackedByteArray()
	packet.resize(4)
	var bytes := var_to_bytes([message, 1, data])
	packet.encode_u32(0, bytes.size())
	packet.append_array(bytes)
	_peer.put_data(packet)


func _read() -> void:
	_peer.poll()
	while _peer.get_status() == StreamPeerTCP.STATUS_CONNECTED and _peer.get_available_bytes() >= 4:
		var size := _peer.get_u32()
		var bytes: PackedByteArray = _peer.get_data(size)[1]
		var message: Variant = bytes_to_var(bytes)
		if typeof(message) == TYPE_ARRAY:
			_messages.push_back(message)
		_peer.poll()


# Asks again and again, as the tab does: the game may not be there yet.
func _watch(count: int) -> void:
	for time: int in 20:
		if _count("cutout:stats") < count:
			_say("cutout:watch", [true])
			await _for_ms(400)
	await _until("cutout:stats", count)


func _until(name: String, count: int) -> void:
	var end := Time.get_ticks_msec() + HANG_MS
	while _count(name) < count and Time.get_ticks_msec() < end:
		_read()
		await process_frame
	_check(_count(name) >= count, "%d of %s came: %s" % [count, name, _names()])


func _for_ms(time: int) -> void:
	var end := Time.get_ticks_msec() + time
	while Time.get_ticks_msec() < end:
		_read()
		await process_frame


func _count(start: String) -> int:
	return _messages.filter(func(m: Array) -> bool: return str(m[0]).begins_with(start)).size()


func _last(name: String) -> Array:
	for index: int in range(_messages.size() - 1, -1, -1):
		if _messages[index][0] == name:
			return _messages[index][2]
	return [{}, PackedByteArray()]


func _names() -> PackedStringArray:
	var names := PackedStringArray()
	for message: Array in _messages:
		names.push_back(str(message[0]))
	return names


func _check(holds: bool, what: String) -> void:
	if not holds:
		_faults += 1
		push_error("not so: %s" % what)
