@tool
@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutDebugger
extends EditorDebuggerPlugin
## Gives every session of the editor's debugger a tab "Cutout" and passes messages on between the tab and its
## game; see [CutoutDebuggerTab] and [CutoutLiveReport].

var _tabs: Dictionary[int, CutoutDebuggerTab] = {}


func _setup_session(session_id: int) -> void:
	var session := get_session(session_id)
	var tab := CutoutDebuggerTab.new()
	tab.name = "Cutout"
	tab.asked.connect(_on_asked.bind(session_id))
	session.started.connect(tab.game_started)
	session.stopped.connect(tab.game_stopped)
	session.add_session_tab(tab)
	_tabs[session_id] = tab
	if session.is_active():
		tab.game_started()


func _has_capture(capture: String) -> bool:
	return capture == str(CutoutLiveReport.CAPTURE)


func _capture(message: String, data: Array, session_id: int) -> bool:
	return _tabs.has(session_id) and _tabs[session_id].take_message(message, data)


## Takes the tabs away. For the plugin that added this one.
func close() -> void:
	for session_id: int in _tabs:
		var tab := _tabs[session_id]
		if not is_instance_valid(tab):
			continue
		tab.stop_watching()
		var session := get_session(session_id)
		if session != null:
			session.remove_session_tab(tab)
		tab.queue_free()
	_tabs.clear()


func _on_asked(message: String, data: Array, session_id: int) -> void:
	var session := get_session(session_id)
	if session != null and session.is_active():
		session.send_message(message, data)
