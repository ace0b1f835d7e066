@icon("res://addons/cutout/icons/cutout_part.svg")
class_name CutoutGovernor
extends RefCounted
## Lets overload cost detail and not time: past a soft mark of open jobs, new jobs get fewer pieces. Off
## by default; see the settings [code]governor[/code] and [code]governor_soft_queue[/code].

## [member enabled] was set.
signal switched

## The least part of the pieces that a job is left, however long the queue.
const LEAST_DETAIL := 0.25

## Whether it does anything.
var enabled := false:
	set(on):
		enabled = on
		switched.emit()
## Open jobs from which on it lowers the detail.
var soft_queue := 1000


## The part of its pieces that a job submitted now may have: 1 up to the soft mark, then in inverse
## proportion to the queue.
func detail(open_jobs: int) -> float:
	if not enabled or open_jobs <= soft_queue:
		return 1.0
	return maxf(float(soft_queue) / open_jobs, LEAST_DETAIL)
