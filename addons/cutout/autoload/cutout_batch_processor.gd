@icon("res://addons/cutout/icons/cutout_batch_processor.svg")
class_name CutoutBatchProcessor
extends Node
## Fractures polygons on worker threads and hands the pieces back inside the frame budget.
##
## This is the script of the autoload [code]CutoutBatch[/code]. The shortest way:
## [codeblock]
## var pieces: Array = await CutoutBatch.fracture_object($Crate, {"fragment_count": 24})
## [/codeblock]
## A polygon is a [PackedVector2Array], or an [Array] of them: rings in any order and winding, whose
## nesting tells outer rings, holes and islands apart. Params are a [Dictionary] or a
## [CutoutFractureParams].
## [br][br]
## Every job that is accepted ends in exactly one of [signal job_completed], [signal job_failed] and
## [signal job_cancelled], always from this node's [method Node._process], never from inside a call.
## Receivers may submit, cancel and free what they like.
## [br][br]
## Within a priority, jobs end in the order in which they were submitted. A job that runs for longer
## than the setting [code]order_wait_ms[/code] is passed by those after it, and ends when it is done;
## set it to 0 where the order counts for more than the wait. Higher priorities come first, and waiting
## counts as priority (setting [code]aging_ms[/code]), so that none waits for ever.

## A job has its pieces: an [Array] of [CutoutFragment].
signal job_completed(job_id: int, result: Array)
## A job has none: [param error] says in one sentence what is wrong and what is allowed, or what else
## happened.
signal job_failed(job_id: int, error: String)
## A job was cancelled.
signal job_cancelled(job_id: int)
## A job that outlasts a frame has come so far, 0 to 1.
signal job_progress(job_id: int, progress: float)
## One more job of a batch has ended.
signal batch_progress(batch_id: int, done: int, total: int)
## All jobs of a batch have ended: one entry for each polygon, in their order. The entry of a job that
## failed or was cancelled is empty.
signal batch_completed(batch_id: int, results: Array)
## A call was refused because too much is waiting: it answered -1. Once for each such call.
signal queue_full

## Stands in for the native scheduler where there is none.
const MissingScheduler := preload("missing_scheduler.gd")
## Frames without anything to do for which the frame is still watched, so that the budget knows it when
## the next job comes.
const WATCHED_IDLE_FRAMES := 120
## No jobs to come after; shared, for an array made anew by each call takes time.
const AFTER_NOTHING: PackedInt64Array = []
## What [method prefracture] works with: after everything that somebody waits for.
const PREFRACTURE_PRIORITY := -1000

## What the frame has left; measured.
var budget := CutoutFrameBudget.new()
## What is being put on the screen.
var applier := CutoutApplier.new()
## Who takes care of the pieces that are there.
var keeper := CutoutPieceKeeper.new()
## What is told with the next frame.
var answers := CutoutLateAnswers.new()
## What overload costs.
var governor := CutoutGovernor.new()
## The streams that run, by instance id.
var streams: Dictionary[int, CutoutStream] = {}
## Who is told of each job that is submitted: for [CutoutLiveReport], while somebody watches.
var watcher: CutoutLiveReport:
	set(report):
		watcher = report
		_choose_way()
## The calls that somebody awaits, by instance id: kept here so that they can be let go.
var open_calls: Dictionary[int, CutoutJobOwner] = {}

# Of class CutoutScheduler, or what stands in for it; not typed so, for this script has to load without the
# native library too.
var _scheduler: RefCounted
var _delivery: CutoutDelivery
var _reports: CutoutJobReports
var _batches := CutoutBatches.new(self)
var _awake := false
# Frames since there was anything to do.
var _idle_frames := 0
# Whether there was nothing to do but jobs at the end of the last frame, and wake was not called since.
var _is_quiet := false
# What the project said when the settings were read last.
var _told_settings: Dictionary[StringName, Variant] = {}


func _init() -> void:
	# Last of all nodes, so that what the game takes is known; and while the tree is paused too.
	process_priority = 0x7FFF_FFFF
	process_mode = Node.PROCESS_MODE_ALWAYS
	add_child(keeper, false, INTERNAL_MODE_BACK)
	var problem := CutoutLibrary.problem()
	if not problem.is_empty():
		push_error(problem)
	if not CutoutLibrary.is_there():
		_scheduler = MissingScheduler.new(problem)
	else:
		_scheduler = ClassDB.instantiate(&"CutoutScheduler")
	_delivery = CutoutDelivery.new(self, _scheduler)
	_reports = CutoutJobReports.new(_scheduler, budget)
	governor.switched.connect(_choose_way)
	if EngineDebugger.is_active():
		add_child(CutoutLiveReport.new(self), false, INTERNAL_MODE_BACK)
	_read_settings()


func _enter_tree() -> void:
	ProjectSettings.settings_changed.connect(_read_settings)
	# What was changed while it was outside the tree.
	_read_settings()
	CutoutMonitors.add(_scheduler)
	# Until it is known that nothing waits.
	wake()


func _exit_tree() -> void:
	ProjectSettings.settings_changed.disconnect(_read_settings)
	CutoutMonitors.remove()
	_sleep()


func _notification(what: int) -> void:
	if what == NOTIFICATION_PREDELETE:
		_scheduler.shutdown()
		open_calls.clear()
		streams.clear()
		applier.clear()
		answers.clear()
		_batches.clear()
		_delivery.owners.clear()


func _ready() -> void:
	# The engine switches it on for every script that has it.
	set_process(_awake)


func _process(_delta: float) -> void:
	if _is_quiet and _scheduler.open_jobs() == 0:
		_idle_frames += 1
		if _idle_frames > WATCHED_IDLE_FRAMES:
			_sleep()
		return
	_idle_frames = 0
	var deadline := budget.open(Time.get_ticks_usec())
	if not answers.is_empty():
		answers.tell()
	_delivery.deliver(deadline, streams.is_empty() and not applier.has_breaks())
	# A copy, for receivers start and stop streams.
	for stream: CutoutStream in streams.values():
		stream.advance(deadline)
	if not applier.is_idle():
		applier.apply(deadline)
	_is_quiet = streams.is_empty() and answers.is_empty() and applier.is_idle()
	budget.close(Time.get_ticks_usec())


## Queues a polygon for fracturing. Answers the job's id, more than 0, or -1 when it is refused because
## too much is waiting (see [signal queue_full]). Wrong input is accepted and fails, so that there is
## one place to hear of it. Jobs of a higher [param priority] come first. [br][br]
## [param after] names jobs that this one comes after: it starts once all of them have ended, and stands
## in the order as if it had been submitted then. When one of them fails or is cancelled, so does this
## one fail, with an error that names it. Only jobs that were submitted before can be named.
func submit_fracture(
	polygon: Variant, params: Variant = {}, priority: int = 0, after := AFTER_NOTHING
) -> int:
	# The way of nearly all calls, kept short: see _choose_way.
	var id: int = _scheduler.submit(polygon, params, priority) if after.is_empty() else 0
	if id > 0:
		return id
	if id == 0:
		id = _scheduler.submit_after(polygon, params, priority, after, _detail(), false)
	return _noted(id, polygon)


## Queues many polygons. [param params] is one for each polygon (an [Array] of the same size) or one
## for all, [param after] is as in [method submit_fracture] and for each of them. Answers the batch's id,
## more than 0, or -1 when the batch as a whole is refused because too much is waiting. The jobs' ids are
## told by [method get_batch_jobs].
func submit_batch(polygons: Array, params: Variant = {}, priority: int = 0, after := AFTER_NOTHING) -> int:
	var detail := _detail(polygons.size())
	var ids: PackedInt64Array = _scheduler.submit_batch(polygons, params, priority, after, detail)
	if ids.size() != polygons.size():
		queue_full.emit()
		return -1
	var batch := _batches.add(ids)
	for index: int in ids.size():
		_delivery.owners[ids[index]] = batch
		if watcher != null:
			watcher.note(ids[index], polygons[index])
	wake()
	return batch.id


## Cancels a job that has not ended. Answers whether it will end in [signal job_cancelled]; false when
## it has ended already or there is no such job.
func cancel_job(job_id: int) -> bool:
	return _scheduler.cancel(job_id)


## Cancels what is left of a batch. Answers how many jobs it cancelled.
func cancel_batch(batch_id: int) -> int:
	return _scheduler.cancel_all(_batches.jobs_of(batch_id))


## The ids of the jobs of a batch, in the order of its polygons; empty once the batch has ended.
func get_batch_jobs(batch_id: int) -> PackedInt64Array:
	return _batches.jobs_of(batch_id)


## Breaks a node: it goes, and its pieces appear in the same frame in its place. Await the answer: the
## nodes that replaced it. For a [Sprite2D] or [AnimatedSprite2D] (the outline comes from its alpha), a
## [Polygon2D], a [MeshInstance2D], a [CollisionPolygon2D] or [CollisionShape2D], a body or [Area2D] that
## holds one of these, a [CutoutPieceBody], and any [Node2D] with [code]get_polygon_data()[/code].
## [param options] says what becomes of it: [CutoutBreakOptions], or a [Dictionary] of its properties. In
## place of the params, [CutoutBakedPieces] of the node break it without any geometry, in the same frame
## where it has time. Of hundreds of calls in one frame most are read in the frames after it, as time allows:
## a node counts as it is then.
## [br][br]
## When it cannot be done, one error says why, the answer is empty, and the node stays as it was. A node
## that is freed meanwhile is no error.
## [br][br]
## It answers a [Signal], so that nothing is left behind when the game quits meanwhile. It is emitted from
## this node's [method Node._process] or from [method cancel_object], never from inside the call, so whoever
## calls again when it is refused does so once a frame.
func fracture_object(object: Variant, params: Variant = {}, options: Variant = null) -> Signal:
	return CutoutObjectBreak.new(self, object, params, options).finished


## As [method fracture_object] with [param baked]; where these pieces do not fit the node, it warns once and
## breaks live with the params that [param params_otherwise] answers. For [Destructible2D].
func fracture_baked(
	object: Variant, baked: CutoutBakedPieces, params_otherwise: Callable, options: Variant = null
) -> Signal:
	return CutoutObjectBreak.new(self, object, baked, options, params_otherwise).finished


## Queues a polygon to be carved with a tool, or with the tools of an [Array], one after the other on what
## survives (see [CutoutTool]). Answers the job's id like [method submit_fracture], and ends like it:
## the fragments of [signal job_completed] tell by [member CutoutFragment.survives] which are left, largest
## first; none are where nothing is. Tools are in the space of the polygon. Holes survive.
## [br][br]
## [param options] may hold, areas in square pixels: [code]anchors[/code] (points: the parts that have one
## survive; by default the largest of each part that there was), [code]anchor_ring[/code] (parts that have an
## area in common with it survive too), [code]min_survivor_area[/code] (smaller survivors come off),
## [code]shatter_area[/code] (smaller parts are broken up by the params [code]shatter[/code] and come off),
## [code]dust_area[/code] (smaller parts are dropped; the job's report tells [code]dust_area[/code] and
## [code]taken_area[/code]), [code]bite[/code] ([code]"remove"[/code], [code]"keep"[/code] or
## [code]"shatter"[/code] what the tools cover), [code]simplify[/code] (0: how far outlines may stray, so
## that points do not pile up), [code]parts[/code] (a [PackedInt32Array]: how many of the polygon's rings are
## of each part that is to stay apart from the others even where they touch, as survivors of a cut do).
func submit_carve(polygon: Variant, tool: Variant, options: Variant = {}, priority: int = 0) -> int:
	return _noted(_scheduler.submit_carve(polygon, tool, options, priority, false), polygon)


## Queues a polygon to be cut along [param path], a [PackedVector2Array]: as [method submit_carve] with
## [method CutoutTool.cut]. Only what is cut through from side to side comes apart.
## [param options] may also hold [code]cut_width[/code] (0), which makes the cut a slit.
func submit_cut(polygon: Variant, path: Variant, options: Variant = {}, priority: int = 0) -> int:
	var others: Variant = options
	if typeof(options) == TYPE_DICTIONARY:
		others = (options as Dictionary).duplicate()
		others.erase("cut_width")
	return submit_carve(polygon, CutoutTool.cut_by(path, options), others, priority)


## Carves a node with a tool (see [CutoutTool]), or with the tools of an [Array], one after the other: takes
## a bite out of it and lets go what falls off. Await the answer, a [CutoutCarveResult]: what survives and
## what came off, apart. Pieces are made like those of [method fracture_object], and appear in the frame in
## which the node changes. [param options] are [CutoutCarveOptions] or a [Dictionary] of its properties;
## tools are in global coordinates where they say nothing else.
## [br][br]
## The node itself survives, in its new shape: with its script, children, groups, connections and motion. A
## body gets the convex parts of its outline for its shapes, in a [CutoutCarvedShapes] that is added to it;
## the collision polygons and shapes that it holds are emptied. Its duplicates collide as it does. A
## [RigidBody2D] keeps its mass by area. A [Sprite2D], [AnimatedSprite2D], [MeshInstance2D] or node with
## [code]get_polygon_data()[/code] is replaced by a [Polygon2D] with its name, place in the tree, children,
## groups, metadata and look; its script and connections stay behind. A [CutoutPieceBody] is replaced by
## others. Where nothing is left the node goes.
## [br][br]
## Carve it as often as you like, each frame too: calls that come while it is being carved are carried out on
## what survives. Survivors that touch stay apart, for later carvings and for [method fracture_object].
## When it cannot be done, one error says why and the node stays as it was; a node that is freed
## meanwhile is no error. [method cancel_object] calls it off. It answers as [method fracture_object] does.
func carve(object: Variant, tool: Variant, options: Variant = null) -> Signal:
	return CutoutObjectCarve.begin(self, "carve", object, tool, options).finished


## Cuts a node along [param path], a [PackedVector2Array]: as [method carve] with [method CutoutTool.cut], as
## wide as [member CutoutCarveOptions.cut_width] says. Without a width only what is cut through from side
## to side comes apart.
func cut(object: Variant, path: Variant, options: Variant = null) -> Signal:
	return CutoutObjectCarve.begin(self, "cut", object, CutoutTool.cut_by(path, options), options).finished


## What is wrong with a tool and the options that the workers look at. For [CutoutObjectCarve].
func carve_error(tool: Variant, options: Dictionary) -> String:
	return _scheduler.carve_error(tool, options)


## Queues a carving for an object. For [CutoutObjectCarve].
func submit_carve_for(owner: CutoutJobOwner, rings: Array, tools: Array, options: Dictionary) -> int:
	return _noted(_scheduler.submit_carve(rings, tools, options, 0, true), rings, owner)


## Cancels what [method fracture_object], [method carve] or [method cut] began: the node stays as it is, and
## the call answers nothing. Answers whether the node was being broken.
func cancel_object(object: Node) -> bool:
	return CutoutObjectBreak.cancel(self, object) or CutoutObjectCarve.cancel(self, object)


## Makes a request that gathers objects and polygons to be broken as one.
func create() -> CutoutBatchRequest:
	return CutoutBatchRequest.new(self)


## Makes a stream: for more polygons than should wait at once.
func create_stream() -> CutoutStream:
	return CutoutStream.new(self)


## Changes the priority of a job that has not ended. Answers whether there was one.
func set_priority(job_id: int, priority: int) -> bool:
	return _scheduler.set_priority(job_id, priority)


## Fractures ahead of time, with what the workers have left: the result is kept, and the same polygon (or
## object) with the same params is answered from there, within the same frame. Where the pieces of an object
## are bodies, these are made ahead too, when a frame has time left, and wait in the pool, which takes as many
## as the project setting [code]body_pool_size[/code] says. [param options] are those of the break of an
## object, of which the outline depends on some; a polygon has none. Answers the job's id, or -1 when it is
## refused; the job ends like any other.
func prefracture(object_or_polygon: Variant, params: Variant = {}, options: Variant = null) -> int:
	if typeof(object_or_polygon) == TYPE_OBJECT or object_or_polygon == null:
		var wrong := CutoutBreakOptions.error_in(options)
		if not wrong.is_empty():
			push_error("CutoutBatch.prefracture: %s" % wrong)
			return -1
		var source := CutoutObjectSource.of(object_or_polygon, CutoutBreakOptions.of(options))
		if not source.error.is_empty():
			push_error("CutoutBatch.prefracture: %s" % source.error)
			return -1
		var preparation := CutoutPreparation.of(self, object_or_polygon as Object, source)
		return submit_source(preparation, source, params, PREFRACTURE_PRIORITY)
	if options != null:
		push_error(
			"CutoutBatch.prefracture: options were given with a polygon: null is allowed, or an object."
		)
		return -1
	return submit_for(null, object_or_polygon, params, PREFRACTURE_PRIORITY)


## Forgets the kept result of one polygon with these params, as [method submit_fracture] takes them.
## Answers whether there was one.
func invalidate_cache(polygon: Variant, params: Variant = {}) -> bool:
	return _scheduler.invalidate_cache(polygon, params)


## Forgets all kept results and outlines.
func clear_cache() -> void:
	CutoutAlphaOutline.forget_all()
	_scheduler.clear_cache()


## What is known of a job, while it is open: [code]stage[/code] ([code]"held"[/code] where it comes after
## others, [code]"waiting"[/code], [code]"running"[/code], [code]"ended"[/code] but not delivered) and an
## empty [code]outcome[/code]. When it has ended, for the last 8192 jobs: [code]stage[/code]
## [code]"taken"[/code], [code]outcome[/code] ([code]"completed"[/code], [code]"failed"[/code] or
## [code]"cancelled"[/code]), [code]error[/code], [code]cached[/code], [code]degraded[/code] (what the
## governor gave up; empty: nothing), times in microseconds ([code]submitted_usec[/code] since the start,
## [code]wait_usec[/code], [code]run_usec[/code], [code]delivery_usec[/code]), and where there are pieces
## [code]pieces[/code], [code]area_in[/code], [code]area_out[/code], [code]gap_area[/code] (the difference),
## [code]vanished[/code] (pieces that the gap took), [code]vertices[/code], [code]outlines[/code],
## [code]holes[/code] and [code]repairs[/code]. Empty for a job long gone.
func get_job_report(job_id: int) -> Dictionary:
	return _reports.report_of(job_id)


## How things stand. Since the start: [code]submitted[/code], [code]completed[/code], [code]failed[/code],
## [code]cancelled[/code], [code]delivered[/code] (these three together), [code]refused[/code] (calls). Now:
## [code]held[/code] (jobs that come after others), [code]waiting[/code], [code]running[/code],
## [code]open[/code] (accepted, end not delivered), [code]pending_bytes[/code] (of inputs and of results not
## delivered), [code]threads[/code] (of the pool; 0 before the first job), [code]cache_entries[/code],
## [code]cache_bytes[/code]. Since the start: [code]cache_hits[/code], [code]cache_misses[/code],
## [code]cache_hit_rate[/code] (0 to 1). Of the last 1024 jobs that ended, in microseconds, as percentiles:
## from the submit to a worker [code]wait_p50_usec[/code], [code]wait_p95_usec[/code],
## [code]wait_p99_usec[/code], on it [code]run_p50_usec[/code], [code]run_p95_usec[/code],
## [code]run_p99_usec[/code], from there to the delivery [code]delivery_p50_usec[/code],
## [code]delivery_p95_usec[/code], [code]delivery_p99_usec[/code]; what never came to a worker counts for
## none. [code]budget[/code]: see [method CutoutFrameBudget.get_stats].
func get_stats() -> Dictionary:
	return _reports.stats()


## Writes the stages of the last 8192 jobs that ended to [param path], in the trace event format of Chrome,
## which [code]chrome://tracing[/code] and Perfetto open: spans [code]wait[/code], [code]run[/code] and
## [code]delivery[/code] for each that ran, the last alone for others. Answers [constant OK], or why the file
## could not be written. Takes about 1.5 µs a job.
func save_trace(path: String) -> Error:
	return _reports.save_trace(path)


## What [method save_trace] writes: JSON in UTF-8.
func get_trace() -> PackedByteArray:
	return _reports.trace()


## Reports (see [method get_job_report]) of the [param count] jobs (64 at most) that a worker had longest,
## the longest first, each with its [code]id[/code]: of the [param latest] that have ended last, 8192 at most.
func slowest_jobs(count: int, latest := 8192) -> Array[Dictionary]:
	return _reports.slowest(count, latest)


## Queues a polygon and tells [param owner], where there is one, how the job ends. With [param
## decomposes], what bodies and meshes need of the pieces is made on the worker too. For the addon's own
## nodes; games use [method submit_fracture].
func submit_for(
	owner: CutoutJobOwner, polygon: Variant, params: Variant, priority: int, decomposes := false
) -> int:
	var id: int = _scheduler.submit_after(polygon, params, priority, AFTER_NOTHING, _detail(), decomposes)
	return _noted(id, polygon, owner)


## The same for an object's outline, which may be in parts that stay apart. For [CutoutObjectBreak].
func submit_source(owner: CutoutJobOwner, source: CutoutObjectSource, params: Variant, priority: int) -> int:
	if source.parts.size() < 2:
		return submit_for(owner, source.rings, params, priority, true)
	var id: int = _scheduler.submit_apart(source.rings, source.parts, params, priority, _detail())
	return _noted(id, source.rings, owner)


## As [method submit_for], by who asks again later: where there is no room it answers minus the bytes that the
## job takes, and nobody else hears of it. For [CutoutStream].
func submit_if_room(owner: CutoutJobOwner, polygon: Variant, params: Variant, priority: int) -> int:
	var id: int = _scheduler.submit_if_room(polygon, params, priority, _detail())
	return id if id < 0 else _noted(id, polygon, owner)


## Whether a job that takes [param bytes] would be accepted. For [CutoutStream].
func has_room(bytes: int) -> bool:
	return _scheduler.has_room(bytes)


## Whether any job's end is still to be delivered. For [CutoutStream].
func has_open_jobs() -> bool:
	return _scheduler.open_jobs() > 0


## Says that there is something to do that is no job, and has the frames watched from this one on. For
## [CutoutStream] and [CutoutObjectBreak].
func wake() -> void:
	_is_quiet = false
	if _awake or not is_inside_tree():
		return
	_awake = true
	set_process(true)
	_idle_frames = 0
	budget.watch(get_tree())
	_choose_way()


## Has [param answer], a method of [param holder], called with the next frame; [param holder] lives until
## then. For calls that cannot be carried out.
func answer_later(holder: RefCounted, answer: Callable) -> void:
	answers.add(holder, answer)
	wake()


## Forgets a call that was answered. For [CutoutObjectBreak] and [CutoutBatchRequest].
func forget_call(call: CutoutJobOwner) -> void:
	open_calls.erase(call.get_instance_id())


# What a submit answers: the job's id, or that it was refused. Who watches the jobs is told, frames are
# watched from now on, and owner, where there is one, is told how it ends.
func _noted(id: int, polygon: Variant, owner: CutoutJobOwner = null) -> int:
	if id < 0:
		queue_full.emit()
		return -1
	if watcher != null:
		watcher.note(id, polygon)
	if owner != null:
		_delivery.owners[id] = owner
	wake()
	return id


# What the governor leaves of the pieces of a job that is submitted now, or of each of so many.
func _detail(jobs := 1) -> float:
	return governor.detail(_scheduler.open_jobs() + jobs - 1) if governor.enabled else 1.0


# A submit that concerns nobody else is done by the scheduler in one call: to ask each time would be a fifth
# of it. While this is asleep, or there is a governor or a watcher, the scheduler says that it did nothing.
func _choose_way() -> void:
	_scheduler.open_short_way(_awake and not governor.enabled and watcher == null)


# Each setting is read once, and only when one of them was changed: what is wrong is told once.
func _read_settings() -> void:
	var told := CutoutSettings.told()
	if told == _told_settings:
		return
	_told_settings = told
	var settings := CutoutSettings.all_values()
	budget.margin = settings[&"frame_margin_percent"] / 100.0
	keeper.max_bodies = settings[&"max_living_bodies"]
	keeper.pool.capacity = settings[&"body_pool_size"]
	governor.enabled = settings[&"governor"]
	governor.soft_queue = settings[&"governor_soft_queue"]
	_scheduler.configure(settings)


func _sleep() -> void:
	if not _awake:
		return
	_awake = false
	set_process(false)
	budget.pause()
	_choose_way()
