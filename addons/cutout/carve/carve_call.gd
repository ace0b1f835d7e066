@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutCarveCall
extends RefCounted
## One call of [method CutoutBatchProcessor.carve] or [method CutoutBatchProcessor.cut]: its tools and
## options, and what comes of it.

## Emitted once, and never before the call has answered.
signal finished(result: CutoutCarveResult)

## What comes of it.
var result := CutoutCarveResult.new()
## What it is called in errors.
var title := ""
## As given: calls with equal options may be carried out together.
var given: Variant
## As read.
var options: CutoutCarveOptions
## The tools, in the space that the options name.
var tools: Array = []
## From that space to the node's.
var to_local := Transform2D.IDENTITY
## Whether it is not carried out together with others: one of them was at fault.
var goes_alone := false

var _processor: CutoutBatchProcessor


func _init(processor: CutoutBatchProcessor, call_title: String) -> void:
	_processor = processor
	title = call_title


## The tools in the node's space.
func placed_tools() -> Array:
	var placed: Array = []
	for tool: Dictionary in tools:
		var moved := tool.duplicate()
		var own: Variant = tool.get("transform")
		moved["transform"] = to_local if own == null else to_local * (own as Transform2D)
		placed.push_back(moved)
	return placed


## Whether it can be carried out together with another one.
func goes_with(other: CutoutCarveCall) -> bool:
	if goes_alone or other.goes_alone:
		return false
	var is_as_given: bool = typeof(given) == typeof(other.given) and given == other.given
	if options != other.options and not is_as_given:
		return false
	# Anchors are in the space of the tools.
	return (options.anchors.is_empty() and options.anchor_ring.is_empty()) or to_local == other.to_local


## Ends it with an error that is shown.
func refuse(error: String) -> void:
	push_error("CutoutBatch.%s: %s" % [title, error])
	call_off(error)


## Ends it without one.
func call_off(reason: String) -> void:
	result.error = reason
	if is_instance_valid(_processor):
		_processor.answer_later(self, end)


## Ends it.
func end() -> void:
	finished.emit(result)
