@tool
extends RefCounted
## What the pieces of one thing would be: its outline, its params, and what came of them.

## There is something new to be seen: pieces, or an error.
signal changed

## What is broken where nobody knows: a square with a corner cut off, so that one sees which way up it is.
const DEFAULT_OUTLINE: PackedVector2Array = [
	Vector2(-128, -128), Vector2(80, -128), Vector2(128, -80), Vector2(128, 128), Vector2(-128, 128)
]

## The outline in the target's space: rings, nested.
var rings: Array[PackedVector2Array] = [DEFAULT_OUTLINE]
## Why there is no outline, in one sentence; empty when there is one.
var outline_error := ""
## What to draw, see [code]CutoutScheduler.event_drawing[/code]; empty after an error.
var drawing: Dictionary = {}
## Why there are no pieces, in one sentence; empty when there are.
var error := ""
## Microseconds that the worker took.
var run_usec := 0
## Whether something has changed that no job was made for. For the worker.
var is_stale := true
## The job that is open, or 0. For the worker.
var job_id := 0

# Ids rather than references: a resource that is kept alive comes back, changes and all, when a scene that
# was closed unsaved is opened again.
var _subject_id := 0
var _params_id := 0


func _init(subject: Object) -> void:
	_subject_id = subject.get_instance_id()
	_follow_params()
	follow_outline()


## Whether what is previewed is still there.
func is_alive() -> bool:
	return is_instance_id_valid(_subject_id)


## Whether anybody looks.
func is_watched() -> bool:
	return is_alive() and not changed.get_connections().is_empty()


## The params, or none where a [Destructible2D] has none.
func get_params() -> Resource:
	var subject := instance_from_id(_subject_id)
	if subject is Destructible2D:
		return (subject as Destructible2D).params
	return subject as Resource


## What a job is given.
func get_params_or_defaults() -> Variant:
	var params := get_params()
	return {} if params == null else params


## The node that holds the params; none for params alone.
func get_destructible() -> Destructible2D:
	return instance_from_id(_subject_id) as Destructible2D if is_alive() else null


## The node that breaks; none for params alone, or where there is none.
func get_target() -> Node2D:
	var destructible := get_destructible()
	return null if destructible == null else destructible.get_target()


## The bounds of the outline.
func get_bounds() -> Rect2:
	if rings.is_empty() or rings[0].is_empty():
		return Rect2()
	var bounds := Rect2(rings[0][0], Vector2.ZERO)
	for ring: PackedVector2Array in rings:
		for point: Vector2 in ring:
			bounds = bounds.expand(point)
	return bounds


## Looks at the target again: whether its outline is another one now.
func follow_outline() -> void:
	_follow_params()
	var destructible := get_destructible()
	if destructible == null:
		return
	var now: Array[PackedVector2Array] = []
	var wrong := ""
	var target := destructible.get_target()
	if target == null:
		wrong = "There is nothing to break: put this node under %s" % CutoutObjectSource.ALLOWED
	else:
		var source := CutoutObjectSource.of(target, destructible.options)
		wrong = source.error
		now = source.rings
	if now == rings and wrong == outline_error:
		return
	rings = now
	outline_error = wrong
	is_stale = true


## Takes the result of a job. For the worker.
func show_drawing(result: Dictionary, usec: int) -> void:
	drawing = result
	run_usec = usec
	error = ""
	changed.emit()


## Takes the reason why there is no result. For the worker.
func show_error(sentence: String) -> void:
	drawing = {}
	error = sentence
	changed.emit()


func _follow_params() -> void:
	var now := get_params()
	var now_id := 0 if now == null else now.get_instance_id()
	if now_id == _params_id:
		return
	var before := instance_from_id(_params_id) as Resource
	if before != null:
		before.changed.disconnect(_on_params_changed)
	_params_id = now_id
	if now != null:
		now.changed.connect(_on_params_changed)
	is_stale = true


func _on_params_changed() -> void:
	is_stale = true
