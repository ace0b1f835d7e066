class_name BatchTest
extends CutoutTest
## Base of the tests of the autoload: has it at hand, and leaves no bodies in its pool behind.

## The autoload.
var batch: CutoutBatchProcessor


func before_each() -> void:
	batch = root.get_node("CutoutBatch")


func after_each() -> void:
	batch.keeper.pool.clear()
