extends CutoutTest
## The text of a scene file: one property is set, what it was goes where nothing else needs it, and every
## other byte stays.

const SCENE := """[gd_scene format=3 uid="uid://abc"]

[ext_resource type="Script" path="res://a.gd" id="1"]
[ext_resource type="Resource" path="res://old.res" id="2"]

[sub_resource type="Resource" id="Resource_1"]
data = PackedByteArray("AAAA")

[node name="Root" type="Node2D"]

[node name="A" type="Node" parent="."]
script = ExtResource("1")
baked = SubResource("Resource_1")
last = {
"x": "[node name=\\"B\\" parent=\\".\\"]
baked = 3"
}

[node name="B" type="Node" parent="A"]
baked = ExtResource("2")

[connection signal="x" from="A" to="." method="y"]
"""


func test_what_was_embedded_goes_and_the_rest_stays() -> void:
	var scene := CutoutSceneText.new(SCENE)
	check(scene.set_resource("./A", "baked", "res://new.res"), "it is there")
	var added := '[ext_resource type="Resource" path="res://new.res" id="baked_1"]\n'
	var wanted := SCENE.replace('path="res://old.res" id="2"]\n', 'path="res://old.res" id="2"]\n' + added)
	wanted = wanted.replace(
		'[sub_resource type="Resource" id="Resource_1"]\ndata = PackedByteArray("AAAA")\n\n', ""
	)
	wanted = wanted.replace('baked = SubResource("Resource_1")', 'baked = ExtResource("baked_1")')
	equal(scene.text(), wanted, "the scene")


func test_what_others_use_stays() -> void:
	var scene := CutoutSceneText.new(
		SCENE.replace('baked = ExtResource("2")', 'baked = SubResource("Resource_1")')
	)
	check(scene.set_resource("./A", "baked", "res://old.res"), "it is there")
	check(scene.text().contains('[sub_resource type="Resource" id="Resource_1"]'), "the other one needs it")
	equal(scene.text().count("[ext_resource"), 2, "a resource that is known already is named once")
	contains(scene.text(), ['script = ExtResource("1")\nbaked = ExtResource("2")\n'])


func test_a_resource_of_before_goes_from_the_head() -> void:
	var scene := CutoutSceneText.new(SCENE)
	check(scene.set_resource("./A/B", "baked", "res://new.res"), "it is there")
	check(not scene.text().contains("old.res"), "the old one has gone")
	contains(scene.text(), ['parent="A"]\nbaked = ExtResource("baked_1")\n\n[connection'])


func test_a_node_without_properties_gets_its_first_and_line_ends_stay() -> void:
	var scene := CutoutSceneText.new(SCENE.replace("\n", "\r\n"))
	check(scene.set_resource(".", "baked", "res://new.res"), "it is there")
	contains(scene.text(), ['[node name="Root" type="Node2D"]\r\nbaked = ExtResource("baked_1")\r\n\r\n'])
	equal(scene.text().count("\r\n"), scene.text().count("\n"), "line ends")
	var bare := CutoutSceneText.new('[gd_scene format=3]\n\n[node name="Root" type="Node"]')
	check(bare.set_resource(".", "baked", "res://new.res"), "it is there")
	contains(bare.text(), ["[gd_scene format=3]\n\n[ext_resource"])
	contains(bare.text(), ['type="Node"]\nbaked = ExtResource("baked_1")'])


func test_a_node_that_is_not_there_changes_nothing() -> void:
	for path: String in ["./B", "./A/C", "A/A", ""]:
		var scene := CutoutSceneText.new(SCENE)
		check(not scene.set_resource(path, "baked", "res://new.res"), "%s is not there" % path)
		equal(scene.text(), SCENE, "nothing is changed")
	for odd: String in ["", "[", '[node name="', "a = [", '"']:
		var scene := CutoutSceneText.new(odd)
		check(not scene.set_resource("./A", "baked", "res://new.res"), "no such node")
		equal(scene.text(), odd, "nothing is changed")
