@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutLateAnswers
extends RefCounted
## Answers to calls that could not be carried out, told with the next frame: a game that calls again the
## moment it hears of it tries once a frame, and does not turn for ever inside of one.

var _waiting: Array[Answer] = []


## Has [param answer] called from the next frame on; [param holder], whose method it is, lives until then.
func add(holder: RefCounted, answer: Callable) -> void:
	_waiting.push_back(Answer.new(holder, answer))


## Whether none waits.
func is_empty() -> bool:
	return _waiting.is_empty()


## Tells those that wait. What comes of that waits for the next time.
func tell() -> void:
	var answers := _waiting
	_waiting = []
	for answer: Answer in answers:
		answer.told.call()


## Forgets all.
func clear() -> void:
	_waiting.clear()


## One of them.
class Answer:
	extends RefCounted
	## What is called.
	var told: Callable
	# A callable alone keeps nobody alive.
	var _holder: RefCounted

	func _init(holder: RefCounted, answer: Callable) -> void:
		_holder = holder
		told = answer
