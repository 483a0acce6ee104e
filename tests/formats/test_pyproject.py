"""What a pyproject.toml declares is found, with its place, also while it is being typed."""

import os
import random
import re
import sys

import pytest

from pinlight import toml
from pinlight.formats import format_of
from pinlight.formats.pyproject import FORMAT, parse
from pinlight.model import Group, Ignore

PATH = "/w/app/pyproject.toml"


def read(text):
    return parse(PATH, text, {})


def spelled(manifest, spans):
    return [manifest.text[span.start : span.end] for span in spans]


def names(manifest):
    return [dependency.name for dependency in manifest.dependencies]


def told(manifest):
    """Return each fault as "code: marked text: message"."""
    return [
        f"{fault.code}: {manifest.text[fault.span.start : fault.span.end]}: {fault.message}"
        for fault in manifest.faults
    ]


@pytest.mark.parametrize(
    ("path", "is_claimed"),
    [
        ("/a/pyproject.toml", True),
        ("C:\\a\\pyproject.toml", True),
        ("/a/my-pyproject.toml", False),
        ("/a/PyProject.toml", False),
        ("/a/pyproject.toml.bak", False),
        ("/a/pyproject.toml/x", False),
    ],
)
def test_files_are_claimed_by_their_exact_name(path, is_claimed):
    assert (format_of(path) is FORMAT) is is_claimed


WHOLE = """\
[build-system]
requires = ["hatchling>=1.27"]

[project]
name = "My_App"
requires-python = ">=3.10"
dependencies = [
    "Flask[Async]>=3,<4 ; os_name == 'nt'",  # web
    'local @ file:///srv/local.zip',
]

[project.optional-dependencies]
Dev_Tools = ["my-app[test]", "ruff"]

[dependency-groups]
test = ["pytest>8", {include-group = "Lint.All"}]
lint-all = ["mypy"]

[tool.pinlight]
groups = ["test"]
[tool.pinlight.severity]
missing-package = "error"
"""


def test_every_place_of_requirements_is_read():
    manifest = read(WHOLE)
    assert manifest.kind == "pyproject"
    assert manifest.faults == ()
    assert [
        (each.name, each.group, each.is_extra, each.is_build) for each in manifest.dependencies
    ] == [
        ("hatchling", "", False, True),
        ("flask", "", False, False),
        ("local", "", False, False),
        ("my-app", "dev-tools", True, False),
        ("ruff", "dev-tools", True, False),
        ("pytest", "test", False, False),
        ("mypy", "lint-all", False, False),
    ]
    assert manifest.dependencies[2].path == "/srv/local.zip"


def test_each_part_of_a_requirement_knows_its_place():
    manifest = read(WHOLE)
    flask = manifest.dependencies[1]
    assert (flask.extras, flask.specifier, flask.marker) == (
        ("async",),
        ">=3,<4",
        "os_name == 'nt'",
    )
    assert spelled(manifest, (flask.entry, flask.span, flask.name_span, flask.specifier_span)) == [
        "\"Flask[Async]>=3,<4 ; os_name == 'nt'\"",
        "Flask[Async]>=3,<4 ; os_name == 'nt'",
        "Flask",
        ">=3,<4",
    ]


def test_the_project_and_its_python():
    manifest = read(WHOLE)
    assert (manifest.project, manifest.requires_python) == ("my-app", ">=3.10")
    assert spelled(manifest, (manifest.project_span, manifest.requires_python_span)) == [
        "My_App",
        ">=3.10",
    ]


def test_groups_and_extras_with_what_they_include():
    manifest = read(WHOLE)
    assert [(group.name, group.is_extra) for group in manifest.groups] == [
        ("dev-tools", True),
        ("test", False),
        ("lint-all", False),
    ]
    assert spelled(manifest, [group.span for group in manifest.groups]) == [
        "Dev_Tools",
        "test",
        "lint-all",
    ]
    ((name, span),) = manifest.groups[1].includes
    assert (name, spelled(manifest, [span])) == ("lint-all", ["Lint.All"])


def test_settings_are_plain_values():
    assert read(WHOLE).settings == {
        "groups": ["test"],
        "severity": {"missing-package": "error"},
    }


def test_settings_nested_beyond_sense_are_left_out():
    deep = "[" * 5000 + "]" * 5000
    manifest = read(f"[tool.pinlight]\na = {deep}\nb = [[1]]\n")
    assert manifest.settings == {"b": [[1]]}
    assert manifest == read(manifest.text)


@pytest.mark.parametrize(
    ("text", "dependencies"),
    [
        ('project.dependencies = ["a"]', ["a"]),
        ('project = {dependencies = ["a"], name = "x"}', ["a"]),
        ('[project]\noptional-dependencies.x = ["a"]', ["a"]),
        ('["project"]\n"dependencies" = ["a"]', ["a"]),
        ('[project]\ndependencies = ["a",\n# "b",\n"""c""", \'\'\'\nd\'\'\']', ["a", "c", "d"]),
        ('[project]\r\ndependencies = [\r\n"a",\r\n"b"]\r\n', ["a", "b"]),
        ('[[dependency-groups.x]]\ninclude-group = "y"\n[project]\ndependencies=["a"]', ["a"]),
        ('[project]\ndynamic = ["dependencies"]', []),
        ("", []),
    ],
)
def test_other_spellings_of_the_same_tables(text, dependencies):
    manifest = read(text)
    assert (names(manifest), manifest.faults) == (dependencies, ())


def test_places_in_a_string_with_escapes():
    manifest = read('[project]\ndependencies = ["fl\\u0061sk>=3\\t; os_name == \\"nt\\""]')
    (flask,) = manifest.dependencies
    assert (flask.name, flask.marker) == ("flask", 'os_name == "nt"')
    assert spelled(manifest, (flask.name_span, flask.specifier_span, flask.span)) == [
        "fl\\u0061sk",
        ">=3",
        'fl\\u0061sk>=3\\t; os_name == \\"nt\\"',
    ]


def test_a_comment_silences_its_line():
    text = (
        '[project]\nname = "# pinlight: ignore"\ndependencies = [\n'
        '  "a",  # pinlight: ignore\n  "b", # why # pinlight: ignore[wrong-version, x]\n'
        "]  # pinlight: ignored\n"
    )
    manifest = read(text)
    assert [ignore.codes for ignore in manifest.ignores] == [(), ("wrong-version", "x")]
    assert spelled(manifest, [ignore.span for ignore in manifest.ignores]) == text.splitlines()[3:5]
    assert isinstance(manifest.ignores[0], Ignore)


BUILD = '[build-system]\nrequires = ["above"]\n'
BELOW = '\n[dependency-groups]\ndev = ["below"]\n'


@pytest.mark.parametrize(
    ("lines", "dependencies", "faults"),
    [
        ('dependencies = "x"', [], ["`dependencies` is not a list of requirements in quotes"]),
        (
            'dependencies = ["a", 3, {b = 1}]',
            ["a"],
            ["3: each requirement of `dependencies`", "{b = 1}: each requirement of"],
        ),
        ('dependencies.flask = "^3"', [], ["`dependencies` is not a list of requirements"]),
        ('optional-dependencies = ["x"]', [], ["`project.optional-dependencies` is not a table"]),
        ("name = 3", [], ["3: `name` is not a string"]),
        ("requires-python = 3.10", [], ["3.10: `requires-python` is not a string"]),
        ('requires-python = "3.10"', [], ["3.10: an operator such as `>=` is missing"]),
        ('requires-python = ">=3.6.*"', [], [".*: `>=` takes no `.*`"]),
        ('requires-python = ">=3.10,=>4"', [], ["=>: `=>` is not an operator, `>=` is"]),
        ('requires-python = "==3.10; x"', [], ["only versions such as|`x`"]),
        ('requires-python = " >=3.6, , <4 "', [], []),
        ('requires-python = ""', [], []),
        ('dependencies = ["a=1", "b"]', ["b"], ["=: `=` is not an operator, `==` is"]),
        ('dependencies = ["", "b"]', ["b"], ['"": a name is expected']),
        ('dependencies = ["a # why"]', [], ["#: a comment stands outside the quotes"]),
        ('dependencies = ["-r x.txt"]', [], ["-r: `-r` belongs in a requirements file, not here"]),
        ('dependencies = ["--index-url=x"]', [], ["--index-url: `--index-url` belongs in a"]),
        ('dependencies = ["-e ."]', [], ["-e: `-e` belongs in a requirements file"]),
        ('dependencies = ["./a"]', [], ["./a: a path needs a name and a URL: `name @ file:///"]),
        (
            'dependencies = ["https://u:p@x.example/a-1.0.zip"]',
            [],
            ["https://u:p@x.example/a-1.0.zip: `a @ ` is missing before the URL"],
        ),
        (
            'dependencies = ["git+https://x.example/a"]',
            [],
            ["git+https://x.example/a: `name @ ` is missing before the URL"],
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_goes_on(lines, dependencies, faults):
    manifest = read(f"{BUILD}[project]\n{lines}\n{BELOW}")
    assert names(manifest) == ["above", *dependencies, "below"]
    assert all(line.startswith("invalid-requirement: ") for line in told(manifest))
    assert len(told(manifest)) == len(faults)
    for line, fault in zip(told(manifest), faults, strict=True):
        assert any(each in line for each in fault.split("|")), line


@pytest.mark.parametrize(
    ("lines", "groups", "fault"),
    [
        ('a = "x"', ["a"], '"x": `a` is not a list of requirements'),
        ("a = [1]", ["a"], "1: each requirement of `a` is a string"),
        ('a = [["x"]]', ["a"], '["x"]: each requirement of `a` is a string'),
        ('a = [{group = "b"}]', ["a"], '{group = "b"}: a table in a group can only be'),
        ("a = [{include-group = 3}]", ["a"], "{include-group = 3}: a table in a group"),
        ('a = [{include-group = "b", x = 1}]', ["a"], "a table in a group can only be"),
        ('"A.b" = []\na_b = []', ["a-b", "a-b"], "a_b: `a_b` and `A.b` are the same group"),
    ],
)
def test_what_is_no_group(lines, groups, fault):
    manifest = read(f"{BUILD}[dependency-groups]\n{lines}\nlast = ['below']\n")
    assert names(manifest) == ["above", "below"]
    assert [group.name for group in manifest.groups] == [*groups, "last"]
    (line,) = told(manifest)
    assert line.startswith("invalid-requirement: ")
    assert fault in line


@pytest.mark.parametrize("name", ["project", "build-system", "dependency-groups", "tool"])
def test_a_table_of_another_type(name):
    assert told(read(f"{name} = 3\n"))[0].endswith(f"{name}: `{name}` is not a table")


BEFORE = f'{BUILD}[project]\nname = "app"\n'


@pytest.mark.parametrize(
    ("lines", "dependencies", "fault"),
    [
        ('dependencies = [\n  "a",\n  "b=",\n  "c",\n]', ["a", "c"], "=: `=` is not an"),
        ('dependencies = [\n  "a",\n  "b>=2\n  "c",\n]', ["a", "b", "c"], "string is not closed"),
        ('dependencies = [\n  "a",\n  "b>=2,\n  "c",\n]', ["a", "b", "c"], "string is not closed"),
        ('dependencies = [\n  "a",\n  "b[x]>=2,  # why\n  "c",\n]', ["a", "b", "c"], "not closed"),
        ('dependencies = [\n  "a",\n  "b[x],\n  "c",\n]', ["a", "b", "c"], '"b[x]: string is not'),
        ('dependencies = [\n  "a",\n  "b[x\n  "c",\n]', ["a", "c"], '"b[x: string is not closed'),
        ('dependencies = [\n  "a",\n  "\n  "c",\n]', ["a", "c"], '": string is not closed'),
        ('dependencies = [\n  "a",\n  "b>=\n  "c",\n]', ["a", "c"], '"b>=: string is not closed'),
        ('dependencies = [\n  "a",\n  "b>=2"\n  "c",\n]', ["a", "b", "c"], '": comma is missing'),
        ('dependencies = ["a" "c"]', ["a", "c"], '": comma is missing'),
        ('dependencies = ["a", "c]', ["a", "c"], '"c: string is not closed'),
        ('dependencies = ["a", "c[x]]', ["a", "c"], '"c[x]: string is not closed'),
        ('dependencies = ["a", "c', ["a", "c"], '"c: string is not closed'),
        ('dependencies = ["a>=1, "c"]', ["a"], "comma is missing"),
        ('dependencies = ["a", b", "c"]', ["a", "c"], 'b": value cannot be read'),
        ('dependencies = [\n  "a",\n  b>=2",\n  "c",\n]', ["a", "c"], 'b>=2": value cannot be'),
        ('dependencies = [\n  "a",\n  b[x,y]>=2",\n  "c"]', ["a", "c"], "value cannot be read"),
        ('dependencies = [\n  "a",\n  b\n  "c",\n]', ["a", "c"], "b: value cannot be read"),
        ('dependencies = [\n  "a",\n  b = 2\n  "c",\n]', ["a", "c"], "value cannot be read"),
        ('dependencies = [\n"a",\nb==2\n"c",\n]', ["a", "c"], "value cannot be read"),
        ('dependencies = [\n  "a",\n  """b",\n  "c",\n]', ["a", "c"], "string is not closed"),
        ('dependencies = [\n  "a",,\n  "c",\n]', ["a", "c"], ",: comma has no value before it"),
        ('dependencies = [\n  "a",\n  }\n  "c",\n]', ["a", "c"], "}: value cannot be read"),
        ('dependencies = [\n  "a",\n  "c",\n', ["a", "c"], "[: array is not closed"),
        ('dependencies = [\n  "a",\n  "c"\nversion = "1"', ["a", "c"], "[: array is not closed"),
        ('dependencies = [\n  "a", [\n', ["a"], "array is not closed"),
        ('dependencies [\n  "a",\n  "c",\n]', ["a", "c"], "dependencies: `=` is missing after"),
        ('dependencies = \n  "a",\n  "c",\n]', ["a", "c"], "dependencies: value is missing"),
        ('versi\ndependencies = ["a", "c"]', ["a", "c"], "versi: `=` is missing after `versi`"),
        ('version =\ndependencies = ["a", "c"]', ["a", "c"], "version: value is missing after"),
        ('version = "1\ndependencies = ["a", "c"]', ["a", "c"], '"1: string is not closed'),
        ('version = 1.\ndependencies = ["a", "c"]', ["a", "c"], "1.: value cannot be read"),
        ('x = """\ndependencies = ["a", "c"]', ["a", "c"], '""": string is not closed'),
        ('x = {\ndependencies = ["a", "c"]', ["a", "c"], "{: inline table is not closed"),
        ('x = {a = "b\ndependencies = ["a", "c"]', ["a", "c"], "string is not closed"),
        ('"x\ndependencies = ["a", "c"]', ["a", "c"], '"x: string is not closed'),
        ('= 1\ndependencies = ["a", "c"]', ["a", "c"], "=: no key stands here"),
        ('[\ndependencies = ["a", "c"]', ["a", "c"], "no key stands here"),
        ('[tool.\ndependencies = ["a", "c"]', ["a", "c"], "no key stands here"),
        ('[tool.x\ny = ["a", "c"]', [], "`]` is missing at the end of the table's name"),
        ('dependencies = ["a", "c"]\n[tool', ["a", "c"], "`]` is missing"),
        ('dependencies = ["a", "c"]\n[project]\nversion="1"', ["a", "c"], "`project` is defined"),
        ('dependencies = ["a", "c"]\ndependencies = []', ["a", "c"], "`dependencies` is defined"),
        ('dependencies = ["a", "c"] x', ["a", "c"], "x: line should end here"),
        ('dependencies = ["a", "c\\d"]', ["a"], "\\d: `\\d` is not an escape"),
        ('dependencies = ["a",\x00 "c"]', ["a", "c"], "\x00: control character U+0000"),
        ('dependencies = ["a",\r "c"]', ["a", "c"], "\r: carriage return without a line feed"),
    ],
)
def test_a_half_typed_line_gives_one_fault_and_loses_no_other(lines, dependencies, fault):
    manifest = read(f"{BEFORE}{lines}{BELOW}")
    assert names(manifest) == ["above", *dependencies, "below"], told(manifest)
    assert len(told(manifest)) == 1, told(manifest)
    assert fault in told(manifest)[0]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{include-group = "x}', '"x: string is not closed'),
        ('{include-group = "x"', "{: inline table is not closed"),
        ('{include-group "x"}', "include-group: `=` is missing after `include-group`"),
        ("{include-group = }", "include-group: value is missing after `include-group`"),
        ("{include-group}", "include-group: `=` is missing"),
        ("{", ",: comma has no value before it"),
        ("{\n", "{: inline table is not closed"),
        ('{include-group = "x",}', ",: comma stands before the end"),
        ('{\n  include-group = "x", # why\n}', "{: inline table is not closed on its line"),
    ],
)
def test_a_half_typed_include_loses_nothing_around_it(line, fault):
    manifest = read(f'[dependency-groups]\nx = []\ndev = [\n "a",\n {line},\n "b",\n]\n{BUILD}')
    assert names(manifest) == ["a", "b", "above"]
    assert len(told(manifest)) == 1, told(manifest)
    assert fault in told(manifest)[0]


def standard(manifest):
    """Return what the standard tables declare, without what tools add to it."""
    kept = (it for it in manifest.dependencies if not it.tool)
    return [
        it
        if "@" in manifest.text[it.span.start : it.span.end]
        else it._replace(url="", expanded="", path="", is_editable=False, is_local=False)
        for it in kept
    ]


def real(shared):
    paths = sorted((shared / "corpus" / "pyproject").rglob("pyproject.toml"))
    assert len(paths) > 100
    return [(str(path), path.read_bytes().decode()) for path in paths]


def test_real_files_cut_anywhere_keep_what_stands_before(shared):
    """Each dependency that is complete, with its closing quote, is still there after the cut."""
    chance = random.Random(0)
    for path, text in real(shared):
        manifest = parse(path, text, {})
        for _ in range(20 if os.environ.get("CI") else 8):
            cut = chance.randrange(len(text) + 1)
            before = [each for each in standard(manifest) if each.entry.end <= cut]
            assert standard(parse(path, text[:cut], {}))[: len(before)] == before


def test_real_files_with_a_half_typed_line_keep_all_dependencies(shared):
    """A new line typed between two others costs none of theirs."""
    for path, text in real(shared):
        manifest = parse(path, text, {})
        if manifest.faults or not manifest.dependencies:
            continue
        kept = sorted(each.name for each in manifest.dependencies)
        item = manifest.dependencies[len(manifest.dependencies) // 2]
        at = text.rfind("\n", 0, item.entry.start) + 1
        if text[at : item.entry.start].strip():
            continue
        for typed in ('"new>=\n', '"new>=1,\n', "new\n", '"new" "newer"\n', "'new\n", "{\n"):
            found = parse(path, f"{text[:at]}    {typed}{text[at:]}", {})
            assert found.faults
            left = sorted(each.name for each in found.dependencies if "new" not in each.name)
            assert left == [name for name in kept if "new" not in name], (path, typed)


def test_settings_of_a_real_file_are_those_of_a_plain_read():
    document = toml.parse(WHOLE)
    assert read(WHOLE).settings == toml.plain(document.root["tool"].value["pinlight"])


def by_packaging(text):
    """Return each requirement as tomllib and packaging read it: place, and parts or None."""
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    def parts(value):
        try:
            requirement = Requirement(value)
        except InvalidRequirement:
            return None
        return (
            canonicalize_name(requirement.name),
            str(requirement.specifier),
            tuple(sorted(map(canonicalize_name, requirement.extras))),
            str(requirement.marker or ""),
            requirement.url or "",
        )

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    project = document.get("project", {})
    places = {("", False, False): project.get("dependencies", [])}
    for name, values in project.get("optional-dependencies", {}).items():
        places[canonicalize_name(name), True, False] = values
    for name, values in document.get("dependency-groups", {}).items():
        places[canonicalize_name(name), False, False] = [
            value for value in values if not isinstance(value, dict)
        ]
    places["", False, True] = document.get("build-system", {}).get("requires", [])
    return [(place, parts(value)) for place, values in places.items() for value in values]


def by_pinlight(manifest):
    from packaging.markers import Marker
    from packaging.specifiers import SpecifierSet

    return sorted(
        (
            (each.group, each.is_extra, each.is_build),
            (
                each.name,
                str(SpecifierSet(each.specifier)),
                tuple(sorted(set(each.extras))),
                str(Marker(each.marker)) if each.marker else "",
                each.url,
            ),
        )
        for each in standard(manifest)
    )


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 has no tomllib")
def test_every_real_file_is_read_as_packaging_reads_it(shared):
    """All requirements, in all places; what packaging refuses is a fault here."""
    count = 0
    for path, text in real(shared):
        expected = by_packaging(text)
        manifest = parse(path, text, {})
        if expected is None:
            assert any(fault.code == "invalid-toml" for fault in manifest.faults)
            continue
        good = sorted((place, parts) for place, parts in expected if parts is not None)
        assert by_pinlight(manifest) == good, path
        refused = [
            fault
            for fault in manifest.faults
            if fault.span != manifest.requires_python_span
            and "no version specifier" not in fault.message  # Of `[tool.pixi]`.
        ]
        assert len(refused) == len(expected) - len(good), (path, told(manifest))
        count += len(good)
    assert count > 1000


def test_every_span_of_a_real_file_spells_what_it_names(shared):
    for path, text in real(shared):
        manifest = parse(path, text, {})
        for each in standard(manifest):
            name = text[each.name_span.start : each.name_span.end]
            assert re.sub(r"[-_.]+", "-", name).lower() == each.name
            assert each.entry.covers(each.span)
            assert text[each.entry.start] in "\"'"
        for group in manifest.groups:
            assert isinstance(group, Group)
            written = text[group.span.start : group.span.end].strip("\"'")
            spelled_name = re.sub(r"[-_.]+", "-", written).lower()
            is_of_tool = ":" in group.name  # An environment that a tool makes.
            assert is_of_tool or spelled_name.removesuffix("-dependencies") == group.name
