@tool
@icon("res://addons/cutout/icons/destructible_2d.svg")
class_name Destructible2D
extends Node
## Makes its parent breakable: drop it under a sprite, polygon, mesh or body, and call [method damage] or
## [method fracture], or let collisions break it.
##
## [codeblock]
## $Crate/Destructible2D.damage(25.0, hit_position)
## [/codeblock]
## A break takes a few frames: [member state] goes from [constant INTACT] over [constant BREAKING] to
## [constant BROKEN], where [method restore] leads back, or back to [constant INTACT] at once where it
## fails. Calls that make no sense in a state answer false and change nothing, so that ten bullets may hit
## in one frame.

## The state changed.
signal state_changed(from: State, to: State)
## Damage was taken; [param health] is what is left.
signal damaged(amount: float, health: float)
## The target was replaced by its pieces.
signal broken(pieces: Array)
## The target could not be broken, or it was called off, and is as it was.
signal break_failed
## The target is back.
signal restored

## What can be the case.
enum State {
	## The target is whole.
	INTACT,
	## Its pieces are being made; it is still there.
	BREAKING,
	## Its pieces are there in its place.
	BROKEN,
}

## To where each state may lead.
const TRANSITIONS: Dictionary[State, Array] = {
	State.INTACT: [State.BREAKING],
	State.BREAKING: [State.BROKEN, State.INTACT],
	State.BROKEN: [State.INTACT],
}
## No point: the target breaks from its middle.
const NOWHERE := CutoutBreakOptions.NOWHERE
## Contacts of the target that are looked at.
const CONTACTS := 4

## What breaks.
@export var target_path := ^"..":
	set(value):
		target_path = value
		_watch_contacts()
		update_configuration_warnings()
## How it breaks: [CutoutFractureParams], [CutoutSiteParams] or [CutoutLineParams]. None: the defaults.
@export_custom(PROPERTY_HINT_RESOURCE_TYPE, "CutoutFractureParams,CutoutSiteParams,CutoutLineParams")
var params: Resource
## Pieces made ahead of time, with these [member params] and for this target: it breaks without any geometry,
## and the pattern does not follow the point that was hit. When target or params have changed since, it warns
## once and breaks live.
@export var baked: CutoutBakedPieces:
	set(value):
		baked = value
		update_configuration_warnings()
## Whether the pattern is centred on the point that was hit, where it has a centre.
@export var origin_at_impact := true
## What becomes of the pieces. None: the defaults. The impact in it is set by each break.
@export var options: CutoutBreakOptions
# Named in a hint, for the annotation that names a class does not parse without the native library.
## A [DebrisField2D] that takes the pieces over, see [member CutoutBreakOptions.debris].
@export_custom(PROPERTY_HINT_NODE_PATH_VALID_TYPES, "DebrisField2D") var debris_path := NodePath()
## Whether the target is put away rather than freed when it breaks, so that [method restore] can bring it
## back.
@export var restorable := false

@export_group("Health")
## Health of the target when it is whole.
@export_range(0.1, 1000.0, 0.1, "or_greater") var max_health := 100.0

@export_group("Impact")
## Collision impulse (mass times pixels a second) from which on a body breaks; 0: collisions do nothing.
@export_range(0.0, 10000.0, 1.0, "or_greater") var impact_threshold := 0.0:
	set(value):
		impact_threshold = value
		_watch_contacts()
		update_configuration_warnings()
## Part of the impulse of the collision that drives the pieces apart.
@export_range(0.0, 4.0, 0.05, "or_greater") var impact_force_share := 0.5

## What is the case. Changed by what happens; not to be set.
var state := State.INTACT
## What is left of [member max_health].
var health := 100.0
## What replaced the target, while it is broken.
var pieces: Array = []


func _enter_tree() -> void:
	# Under another body than before, where it was moved; the first time others may still be missing.
	if is_node_ready():
		_watch_contacts()


func _ready() -> void:
	health = max_health
	_watch_contacts()


func _get_configuration_warnings() -> PackedStringArray:
	var warnings := PackedStringArray()
	var target := get_target()
	if target == null:
		warnings.push_back("Nothing to break: put this node under %s" % CutoutObjectSource.ALLOWED)
	elif not CutoutObjectSource.is_kind(target):
		warnings.push_back("%s cannot be broken: %s" % [target.name, CutoutObjectSource.ALLOWED])
	elif impact_threshold > 0.0 and not target is PhysicsBody2D:
		warnings.push_back(
			"%s is no body, so no collision breaks it: set the impact threshold to 0." % target.name
		)
	var stale := get_bake_error() if is_inside_tree() else ""
	if not stale.is_empty():
		warnings.push_back(stale)
	return warnings


func _physics_process(_delta: float) -> void:
	if state == State.INTACT:
		_look_at_contacts()


## The node that breaks; null where there is none.
func get_target() -> Node2D:
	return get_node_or_null(target_path) as Node2D if is_inside_tree() else null


## Takes damage, at a point in global coordinates where one is known; the target breaks when nothing is
## left of its health, driven apart by [param force]. Answers the health that is left.
func damage(amount: float, at := NOWHERE, force := 0.0) -> float:
	if not (amount >= 0.0 and is_finite(amount)):
		push_error("Destructible2D.damage: amount is %s: numbers from 0 are allowed." % amount)
		return health
	if state != State.INTACT or amount == 0.0:
		return health
	health = maxf(health - amount, 0.0)
	damaged.emit(amount, health)
	# A receiver may have healed it, or broken it.
	if health <= 0.0 and state == State.INTACT:
		fracture(at, force)
	return health


## Gives health back, up to [member max_health]. Answers the health.
func heal(amount: float) -> float:
	if not (amount >= 0.0 and is_finite(amount)):
		push_error("Destructible2D.heal: amount is %s: numbers from 0 are allowed." % amount)
	elif state == State.INTACT:
		health = minf(health + amount, max_health)
	return health


## Breaks the target, at a point in global coordinates, and drives its pieces away from there with
## [param force] (see [member CutoutBreakOptions.force]). Answers whether it began: [signal broken] or
## [signal break_failed] tells how it ended.
func fracture(at := NOWHERE, force := 0.0) -> bool:
	if state != State.INTACT or Engine.is_editor_hint():
		return false
	var target := get_target()
	var processor := _processor()
	if target == null or processor == null:
		return false
	_go_to(State.BREAKING)
	var answer: Signal
	if _is_baked():
		var live := _params_at.bind(target, at)
		answer = processor.fracture_baked(target, baked, live, _options_at(at, force))
	else:
		answer = processor.fracture_object(target, _params_at(target, at), _options_at(at, force))
	answer.connect(_on_break_finished, CONNECT_ONE_SHOT)
	return true


## What is wrong with [member baked], in one sentence: it was made with other params, or of another outline
## ([param with_outline]), or its bytes are damaged. Empty when nothing is, or nothing is baked.
func get_bake_error(with_outline := true) -> String:
	if baked == null:
		return ""
	var wrong := baked.get_error()
	if wrong.is_empty() and not baked.is_made_with({} if params == null else params):
		wrong = "%s: baked was made with other params: bake it again." % get_path()
	var target := get_target()
	if wrong.is_empty() and with_outline and target != null:
		var source := CutoutObjectSource.of(target, options)
		wrong = source.error if not source.error.is_empty() else baked.error_for(source)
	return wrong


## Brings the target back as it was when it broke, where it was and moving as it did, with all its health,
## and has its pieces go; debris that a [DebrisField2D] took over stays there. A break that has begun is
## called off. Answers whether there was anything to do. A target that is not [member restorable] is gone
## once it is broken.
func restore() -> bool:
	var target := get_target()
	if target == null:
		return false
	if state == State.BREAKING:
		var processor := _processor()
		return processor != null and processor.cancel_object(target)
	if state != State.BROKEN or not CutoutKeptOriginal.bring_back(target):
		return false
	for piece: Variant in pieces:
		if is_instance_valid(piece) and (piece as Node).get_parent() is CutoutPieces:
			((piece as Node).get_parent() as CutoutPieces).retire()
			break
	pieces = []
	health = max_health
	_go_to(State.INTACT)
	restored.emit()
	return true


func _on_break_finished(nodes: Array) -> void:
	if nodes.is_empty():
		_go_to(State.INTACT)
		# What was left of it may be nothing; whole is whole.
		health = max_health if health <= 0.0 else health
		break_failed.emit()
		return
	pieces = nodes
	health = 0.0
	_go_to(State.BROKEN)
	broken.emit(nodes)


func _go_to(next: State) -> void:
	if not TRANSITIONS[state].has(next):
		push_error("Destructible2D: from %s to %s is no way." % [State.keys()[state], State.keys()[next]])
		return
	var before := state
	state = next
	state_changed.emit(before, next)


func _processor() -> CutoutBatchProcessor:
	var processor := get_node_or_null(^"/root/CutoutBatch") as CutoutBatchProcessor
	if processor == null:
		push_error("Destructible2D: there is no autoload CutoutBatch: enable the plugin Cutout Batch.")
	return processor


## Whether there are baked pieces of what the params ask for now. Whether they are of the target too is seen
## when it breaks.
func _is_baked() -> bool:
	if baked == null:
		return false
	var wrong := get_bake_error(false)
	if not wrong.is_empty():
		baked.warn_once(wrong)
	return wrong.is_empty()


func _params_at(target: Node2D, at: Vector2) -> Variant:
	if at == NOWHERE or not origin_at_impact or is_zero_approx(target.global_transform.determinant()):
		return {} if params == null else params
	if params == null:
		return {"origin": target.to_local(at)}
	var placed := params.duplicate()
	placed.set(&"origin", target.to_local(at))
	return placed


func _options_at(at: Vector2, force: float) -> CutoutBreakOptions:
	var placed := CutoutBreakOptions.new() if options == null else options.duplicate() as CutoutBreakOptions
	if options != null:
		# Not stored in a file, so not copied.
		placed.factory = options.factory
		placed.debris = options.debris
	if not debris_path.is_empty():
		var field := get_node_or_null(debris_path)
		if field == null:
			push_error(
				"Destructible2D.debris_path is %s: the path of a DebrisField2D is allowed." % debris_path
			)
		else:
			placed.debris = field
	placed.impact_point = at
	if force != 0.0:
		placed.force = force
	placed.keep_original = restorable
	return placed


func _watch_contacts() -> void:
	var target := get_target() as PhysicsBody2D
	var watches := impact_threshold > 0.0 and target != null and not Engine.is_editor_hint()
	set_physics_process(watches)
	if not watches:
		return
	if target is RigidBody2D:
		var rigid: RigidBody2D = target
		rigid.max_contacts_reported = maxi(rigid.max_contacts_reported, CONTACTS)
	else:
		PhysicsServer2D.body_set_max_contacts_reported(target.get_rid(), CONTACTS)


func _look_at_contacts() -> void:
	var target := get_target() as PhysicsBody2D
	if target == null:
		return
	var contacts := PhysicsServer2D.body_get_direct_state(target.get_rid())
	if contacts == null:
		return
	var hardest := 0.0
	var at := NOWHERE
	for index: int in contacts.get_contact_count():
		var impulse := contacts.get_contact_impulse(index).length()
		if impulse > hardest:
			hardest = impulse
			at = contacts.get_contact_local_position(index)
	if not target is RigidBody2D:
		# The engine forgets the contacts of bodies that do not move only when it is told a number anew.
		PhysicsServer2D.body_set_max_contacts_reported(target.get_rid(), CONTACTS)
	if hardest >= impact_threshold:
		fracture(at, hardest * impact_force_share)
