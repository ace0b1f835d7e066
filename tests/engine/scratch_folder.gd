class_name ScratchFolder
## Folders that a test makes and takes away again.


## Takes a folder away with all that is in it; of links the link alone.
static func remove(folder: String) -> void:
	var open := DirAccess.open(folder)
	open.include_hidden = true
	for name: String in open.get_files():
		open.remove(name)
	for name: String in open.get_directories():
		if open.is_link(folder.path_join(name)):
			open.remove(name)
		else:
			remove(folder.path_join(name))
	DirAccess.remove_absolute(folder)
