"""`pinlight tree` on real folders."""

import json
from xml.etree import ElementTree

import pytest

SHOP = {
    "requirements.txt": "flask>=3\nrich\n",
    ".venv": [
        "python 3.12.1",
        "flask 3.0.2",
        "  Requires-Dist: werkzeug>=3",
        "  Requires-Dist: click>=8",
        "werkzeug 3.1",
        "click 7.0",
    ],
}


def test_the_tree_is_drawn_from_the_lines_down(write, run):
    write(SHOP)
    ran = run("tree")
    assert ran.out.splitlines() == [
        ".venv (Python 3.12.1)",
        "requirements.txt",
        "├── flask 3.0.2 (flask>=3)",
        "│   ├── werkzeug 3.1 (werkzeug>=3)",
        "│   └── click 7.0 (click>=8) ✗ 7.0 is installed",
        "└── rich (rich) ✗ not installed",
    ]
    assert (ran.status, ran.err) == (0, "")


def test_the_tree_of_one_name(write, run):
    write(SHOP)
    assert run("tree", "Flask").out.splitlines() == [
        ".venv (Python 3.12.1)",
        "flask 3.0.2",
        "├── werkzeug 3.1 (werkzeug>=3)",
        "└── click 7.0 (click>=8) ✗ 7.0 is installed",
    ]


def test_reversed_it_goes_up_to_the_files(write, run):
    write(SHOP)
    assert run("tree", "click", "--reverse").out.splitlines() == [
        ".venv (Python 3.12.1)",
        "click 7.0",
        "└── flask 3.0.2 (click>=8) ✗ 7.0 is installed",
        "    └── requirements.txt (flask>=3)",
    ]


def test_json_has_nodes_and_edges_once(write, run):
    write(SHOP)
    [found] = json.loads(run("tree", "--format", "json").out)["environments"]
    assert (found["prefix"], found["python"]) == (".venv", "3.12.1")
    names = {node["id"]: node["name"] for node in found["nodes"]}
    assert [(node["kind"], node["name"], node["version"]) for node in found["nodes"]] == [
        ("file", "requirements.txt", None),
        ("distribution", "flask", "3.0.2"),
        ("distribution", "werkzeug", "3.1"),
        ("distribution", "click", "7.0"),
        ("distribution", "rich", None),
    ]
    assert [
        (names[edge["from"]], names[edge["to"]], edge["requirement"], edge["trouble"])
        for edge in found["edges"]
    ] == [
        ("requirements.txt", "flask", "flask>=3", None),
        ("flask", "werkzeug", "werkzeug>=3", None),
        ("flask", "click", "click>=8", "7.0 is installed"),
        ("requirements.txt", "rich", "rich", "not installed"),
    ]


def test_mermaid_marks_conflicts_in_red_and_spells_odd_signs_as_numbers(write, run):
    write(SHOP)
    lines = run("tree", "--format", "mermaid").out.splitlines()
    assert lines == [
        "flowchart LR",
        "  classDef conflict stroke:#c00,color:#c00",
        '  subgraph e0[".venv"]',
        '    e0n0[/"requirements.txt"/]',
        '    e0n1["flask 3.0.2"]',
        '    e0n2["werkzeug 3.1"]',
        '    e0n3["click 7.0"]',
        '    e0n4["rich"]:::conflict',
        '    e0n0 -->|"flask#62;#61;3"| e0n1',
        '    e0n1 -->|"werkzeug#62;#61;3"| e0n2',
        '    e0n1 -->|"click#62;#61;8 ✗ 7.0 is installed"| e0n3',
        "    linkStyle 2 stroke:#c00,color:#c00",
        '    e0n0 -->|"rich ✗ not installed"| e0n4',
        "    linkStyle 3 stroke:#c00,color:#c00",
        "  end",
    ]


def test_dot_quotes_its_labels(write, run):
    write({**SHOP, "requirements.txt": 'flask>=3\na @ file:///x/"y\\z\n'})
    out = run("tree", "--format", "dot").out
    assert '    e0n1 [label="flask 3.0.2"];' in out
    assert '    e0n1 -> e0n3 [label="click>=8 ✗ 7.0 is installed" color="#c00"' in out
    assert r'label="a @ file:///x/\"y\\z' in out
    assert out.count("{") == out.count("}")


SVG = "{http://www.w3.org/2000/svg}"


def test_the_svg_is_one_picture_with_conflicts_in_red(write, run):
    write(SHOP)
    root = ElementTree.fromstring(run("tree", "--format", "svg").out)
    groups = {group.find(f"{SVG}text").text: group.get("class") for group in root.iter(f"{SVG}g")}
    assert groups == {
        "requirements.txt": "file",
        "flask 3.0.2": "",
        "werkzeug 3.1": "",
        "click 7.0": "bad",
        "rich": "bad",
    }
    titles = {path.find(f"{SVG}title").text: path.get("class") for path in root.iter(f"{SVG}path")}
    assert titles["click>=8 ✗ 7.0 is installed"] == "bad"
    assert titles["flask>=3"] is None


def test_boxes_of_the_svg_lie_apart_and_inside(write, run):
    write(SHOP)
    root = ElementTree.fromstring(run("tree", "--format", "svg").out)
    width, height = float(root.get("width")), float(root.get("height"))
    boxes = [
        [float(group.find(f"{SVG}rect").get(it)) for it in ("x", "y", "width", "height")]
        for group in root.iter(f"{SVG}g")
    ]
    for x, y, w, h in boxes:
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
    for place, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[place + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nobody",), "`nobody` is neither installed nor asked for here"),
        (("--reverse",), "`--reverse` needs the NAME of a distribution"),
        (("--path", "gone"), "`gone` does not exist"),
    ],
)
def test_what_cannot_be_shown_says_why(write, run, arguments, message):
    write(SHOP)
    ran = run("tree", *arguments)
    assert (ran.status, ran.out, ran.err) == (2, "", f"pinlight: {message}\n")


def test_without_an_environment_there_is_no_tree(write, run):
    write({"requirements.txt": "flask\n"})
    ran = run("tree")
    assert ran.status == 2
    assert "no environment serves a file here" in ran.err


def test_a_name_that_is_only_asked_for_is_shown_as_missing(write, run):
    write(SHOP)
    assert run("tree", "rich", "--reverse").out.splitlines()[1:] == [
        "rich",
        "└── requirements.txt (rich) ✗ not installed",
    ]
