class_name CutoutBenchSection
extends RefCounted
## The base of a section of the engine benchmark: one script section_*.gd of this folder each.

## What a figure has to be, measured against its bound.
enum Bound { NONE, AT_MOST, AT_LEAST }

## What the game does before it calls: a core that has slept is slow for a while, and that of a game's main
## thread does not sleep within a frame.
const GAME_USEC := 2000

var tree: SceneTree
var batch: CutoutBatchProcessor
## What was measured: see [method row].
var rows: Array[Dictionary] = []
## Frame times in milliseconds that are drawn, by the name of the series.
var plots: Dictionary[String, Array] = {}


## The heading of the section.
func title() -> String:
	return "?"


## Measures; calls [method row] for each figure. May await.
func run() -> void:
	pass


## Notes and prints a figure.
func row(name: String, value: float, unit: String, bound := Bound.NONE, limit := 0.0, note := "") -> void:
	var kept := true
	var wanted := ""
	match bound:
		Bound.AT_MOST:
			kept = value <= limit
			wanted = "at most %s" % String.num(limit, 2)
		Bound.AT_LEAST:
			kept = value >= limit
			wanted = "at least %s" % String.num(limit, 2)
	(
		rows
		. push_back(
			{
				"section": title(),
				"name": name,
				"value": snappedf(value, 0.001),
				"unit": unit,
				"wanted": wanted,
				"kept": kept,
				"note": note,
			}
		)
	)
	var mark := "" if wanted.is_empty() else (wanted if kept else wanted + "  SHORT")
	print("  %-58s %10s %-6s %s  %s" % [name, String.num(value, 2), unit, mark, note])


## The value that the given part of [param values] does not pass.
func percentile(values: Array, part: float) -> float:
	if values.is_empty():
		return 0.0
	var sorted := values.duplicate()
	sorted.sort()
	return sorted[int(part * (sorted.size() - 1))]


## Microseconds a call: the median of [param rounds] rounds of [param calls] calls each, made by
## [param round_of_calls], which answers how long they took. [param between] is called before each.
func median_usec(rounds: int, calls: int, round_of_calls: Callable, between := Callable()) -> float:
	var times: Array[float] = []
	for index: int in rounds:
		if between.is_valid():
			await between.call()
		var usec: int = round_of_calls.call()
		times.push_back(float(usec) / calls)
	return percentile(times, 0.5)


## Keeps the main thread busy for so long.
func work(usec: int) -> void:
	var until := Time.get_ticks_usec() + usec
	while Time.get_ticks_usec() < until:
		pass


## Waits until nothing is open, delivering as the game does.
func drain() -> void:
	while batch.get_stats()["open"] > 0:
		await tree.process_frame


## Changes settings of the addon for as long as the section wants; null: the default.
func configure(settings: Dictionary[StringName, Variant]) -> void:
	for key: StringName in settings:
		ProjectSettings.set_setting(CutoutSettings.PREFIX + key, settings[key])
	await tree.process_frame
	await tree.process_frame


## The 64-point star of WORKLOADS.md, smooth, about the origin.
func star(points: int, radius: float) -> PackedVector2Array:
	return Outlines.star(points, radius)


## A receiver that reads the outline of each piece.
func read_polygons(_job_id: int, result: Array) -> void:
	for fragment: CutoutFragment in result:
		@warning_ignore("unused_variable")
		var polygon := fragment.polygon
