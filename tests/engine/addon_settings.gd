class_name AddonSettings
## The project settings of the addon, in the hands of a test.


## Gives every setting its default and lets the autoload take notice.
static func reset(test: CutoutTest) -> void:
	for key: StringName in CutoutSettings.TABLE:
		ProjectSettings.set_setting(CutoutSettings.PREFIX + key, null)
	await test.frames(2)
