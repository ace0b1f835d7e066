@tool
extends Control
## Every material on three outlines: a pane, a plank, a boulder; those of cut lines below those of sites.

const Painter := preload("res://addons/cutout/editor/piece_painter.gd")
const CELL := Vector2(250, 200)
const LABEL := 22.0
## The families, and what they are called.
const ROWS: Dictionary[CutoutMaterials.Family, String] = {
	CutoutMaterials.Family.SITES: "sites", CutoutMaterials.Family.LINES: "lines"
}

# Where, what, and its title.
var _shown: Array[Dictionary] = []


## Breaks everything; waits for it.
func prepare() -> void:
	var row := 0
	for family: CutoutMaterials.Family in ROWS:
		for material: StringName in CutoutMaterials.names_of(family):
			var column := 0
			for outline: PackedVector2Array in _outlines():
				_shown.push_back(_broken(material, family, outline, Vector2(column, row), ROWS[family]))
				column += 1
			row += 1
	size = Vector2(CELL.x * 3.0, CELL.y * row)


func _draw() -> void:
	draw_rect(Rect2(Vector2.ZERO, size), Color(0.13, 0.15, 0.19))
	for entry: Dictionary in _shown:
		var cell: Vector2 = entry["cell"] * CELL
		var center := cell + CELL / 2.0 + Vector2(0.0, LABEL / 2.0)
		Painter.paint(self, entry["drawing"], Transform2D(0.0, center))
		draw_string(get_theme_default_font(), cell + Vector2(8, 18), entry["title"])


static func _broken(
	material: StringName,
	family: CutoutMaterials.Family,
	outline: PackedVector2Array,
	cell: Vector2,
	family_name: String
) -> Dictionary:
	var box := Rect2(outline[0], Vector2.ZERO)
	for point: Vector2 in outline:
		box = box.expand(point)
	var params := CutoutMaterials.params_of(material, box.size, family)
	params["seed"] = 3 + int(cell.x)
	if params["pattern"] in ["spiderweb", "impact"]:
		params["origin"] = box.get_center() + box.size * Vector2(-0.15, -0.1)
	var scheduler: RefCounted = ClassDB.instantiate(&"CutoutScheduler")
	scheduler.call(&"submit_preview", outline, params)
	# Until it has ended, one way or the other.
	while not (scheduler.call(&"next_event") & 7) in [1, 2, 3]:
		OS.delay_msec(1)
	var drawing: Dictionary = scheduler.call(&"event_drawing")
	var error: String = scheduler.call(&"event_error")
	if not error.is_empty():
		push_error(error)
	scheduler.call(&"shutdown")
	var title := "%s (%s)" % [material, family_name] if cell.x == 0.0 else ""
	return {"cell": cell, "drawing": drawing, "title": title}


static func _outlines() -> Array[PackedVector2Array]:
	var pane := PackedVector2Array([Vector2(-80, -80), Vector2(80, -80), Vector2(80, 80), Vector2(-80, 80)])
	var plank := PackedVector2Array(
		[Vector2(-115, -30), Vector2(115, -30), Vector2(115, 30), Vector2(-115, 30)]
	)
	var boulder := PackedVector2Array()
	for index: int in 72:
		var angle := TAU * index / 72.0
		var radius := 78.0 * (1.0 + 0.08 * sin(2.0 * angle + 1.0) + 0.05 * sin(5.0 * angle))
		boulder.push_back(Vector2.from_angle(angle) * radius)
	return [pane, plank, boulder]
