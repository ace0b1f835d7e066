@tool
extends RefCounted
## Draws the pieces of a preview on any [CanvasItem]: in the inspector filled, over the viewport as cracks.

## What the pieces are filled with: dark to light, so that neighbours differ on any theme.
const DARK := Color(0.29, 0.36, 0.47)
const LIGHT := Color(0.66, 0.74, 0.84)
const CUT := Color(0.07, 0.09, 0.12)
const RIM := Color(0.9, 0.93, 0.97)
## The smallest piece, and everything that wants to be looked at.
const ACCENT := Color(1.0, 0.62, 0.2)
## Past so many points borders are drawn without smoothing, which would be felt.
const MAX_SMOOTH_POINTS := 20_000
## Past so many points no borders are drawn: they would cover the pieces.
const MAX_BORDER_POINTS := 100_000

static var _palette: GradientTexture1D


## Fills the pieces and draws their borders, [param to_item] taking them to the item's space.
static func paint(item: CanvasItem, drawing: Dictionary, to_item: Transform2D) -> void:
	var points: PackedVector2Array = drawing.get("points", PackedVector2Array())
	var triangles: PackedInt32Array = drawing.get("triangles", PackedInt32Array())
	if points.is_empty():
		return
	item.draw_set_transform_matrix(to_item)
	if not triangles.is_empty():
		RenderingServer.canvas_item_add_triangle_array(
			item.get_canvas_item(),
			triangles,
			points,
			PackedColorArray([Color.WHITE]),
			drawing["shades"],
			PackedInt32Array(),
			PackedFloat32Array(),
			_get_palette().get_rid()
		)
	item.draw_set_transform_matrix(Transform2D.IDENTITY)
	_lines(item, drawing["cuts"], to_item, CUT, 1.5)
	_lines(item, drawing["rims"], to_item, RIM, 1.5)


## Draws the cuts alone, over what is drawn already: dark with a light core, to be seen on anything.
static func paint_cracks(item: CanvasItem, drawing: Dictionary, to_item: Transform2D) -> void:
	if drawing.is_empty():
		return
	_lines(item, drawing["cuts"], to_item, Color(CUT, 0.75), 3.0)
	_lines(item, drawing["rims"], to_item, Color(ACCENT, 0.5), 2.0)
	_lines(item, drawing["cuts"], to_item, Color.WHITE, 1.0)


## Draws a ring around the smallest piece.
static func paint_smallest(item: CanvasItem, drawing: Dictionary, to_item: Transform2D) -> void:
	var ring: PackedVector2Array = drawing.get("smallest", PackedVector2Array())
	if ring.size() < 3:
		return
	var shown := to_item * ring
	shown.push_back(shown[0])
	item.draw_polyline(shown, ACCENT, 2.0, true)


static func _lines(
	item: CanvasItem, points: PackedVector2Array, to_item: Transform2D, color: Color, width: float
) -> void:
	if not points.is_empty() and points.size() <= MAX_BORDER_POINTS:
		var smooth := points.size() <= MAX_SMOOTH_POINTS
		item.draw_multiline(to_item * points, color, width if smooth else -1.0, smooth)


static func _get_palette() -> GradientTexture1D:
	if _palette == null:
		var gradient := Gradient.new()
		gradient.set_color(0, DARK)
		gradient.set_color(1, LIGHT)
		_palette = GradientTexture1D.new()
		_palette.gradient = gradient
		_palette.width = 64
	return _palette
