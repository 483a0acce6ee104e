"""`[tool.poetry]` is read as Poetry reads it, with the place of each constraint."""

import pytest

from fixture import check
from pinlight.formats.pyproject import parse
from pinlight.judge import admits, holds

PATH = "/w/app/pyproject.toml"

WHOLE = """\
[tool.poetry]
name = "My.App"

[tool.poetry.dependencies]
python = "^3.10"
Flask = "^3.0"
httpx = {version = "~0.27", extras = ["HTTP2"], python = "<3.13", platform = "linux"}
numpy = [
    {version = "^1.26", python = "<3.12"},
    {version = "^2.0", python = ">=3.12"},
]
local = {path = "../local", develop = true}
repo = {git = "https://git.example/repo.git", tag = "v2", subdirectory = "py"}
archive = {url = "https://files.example/archive-1.0.zip"}
orjson = {version = "*", optional = true}
unused = {version = "*", optional = true}

[tool.poetry.dependencies.rich]
version = ">=13"
markers = "os_name == 'nt' or os_name == 'java'"
python = "^3.11"

[tool.poetry.extras]
Fast = ["orjson"]
all = ["orjson"]

[tool.poetry.dev-dependencies]
pytest = "*"

[tool.poetry.group.docs]
optional = true
[tool.poetry.group.docs.dependencies]
sphinx = "7.*"

[tool.poetry.group.lint.dependencies]
ruff = "0.5.1"
"""


def read(text):
    return parse(PATH, text, {})


def by_name(manifest):
    return {(it.name, it.group): it for it in manifest.dependencies}


def test_every_kind_of_constraint():
    manifest = read(WHOLE)
    assert manifest.faults == ()
    assert [
        (it.name, it.specifier, it.marker, it.group, it.is_extra) for it in manifest.dependencies
    ] == [
        ("flask", ">=3.0,<4", "", "", False),
        ("httpx", ">=0.27,<0.28", 'python_version < "3.13" and sys_platform == "linux"', "", False),
        ("numpy", ">=1.26,<2", 'python_version < "3.12"', "", False),
        ("numpy", ">=2.0,<3", 'python_version >= "3.12"', "", False),
        ("local", "", "", "", False),
        ("repo", "", "", "", False),
        ("archive", "", "", "", False),
        ("orjson", "", "", "fast", True),
        ("orjson", "", "", "all", True),
        ("unused", "", "", "unused", True),
        (
            "rich",
            ">=13",
            "(os_name == 'nt' or os_name == 'java') and"
            ' python_version >= "3.11" and python_version < "4"',
            "",
            False,
        ),
        ("pytest", "", "", "dev", False),
        ("sphinx", "==7.*", "", "docs", False),
        ("ruff", "==0.5.1", "", "lint", False),
    ]
    assert (manifest.project, manifest.requires_python) == ("my-app", ">=3.10,<4")


def test_places_from_which_packages_come():
    found = by_name(read(WHOLE))
    local = found["local", ""]
    assert (local.path, local.url, local.is_editable) == ("/w/local", "/w/local", True)
    assert found["repo", ""].url == "git+https://git.example/repo.git@v2#subdirectory=py"
    assert found["archive", ""].url == "https://files.example/archive-1.0.zip"
    assert found["httpx", ""].extras == ("http2",)


def test_groups_and_what_is_installed_by_default():
    manifest = read(WHOLE)
    assert [(group.name, group.is_extra) for group in manifest.groups] == [
        ("fast", True),
        ("all", True),
        ("docs", False),
        ("lint", False),
        ("dev", False),
    ]
    assert manifest.default_groups == ("lint", "dev")


def test_spans_mark_the_key_with_its_value_and_the_constraint_inside():
    manifest = read(WHOLE)
    text = manifest.text

    def spelled(span):
        return text[span.start : span.end]

    flask, httpx, numpy, *_ = manifest.dependencies
    assert [spelled(span) for span in (flask.span, flask.name_span, flask.specifier_span)] == [
        'Flask = "^3.0"',
        "Flask",
        "^3.0",
    ]
    assert spelled(httpx.specifier_span) == "~0.27"
    assert spelled(numpy.span) == '{version = "^1.26", python = "<3.12"}'
    rich = by_name(manifest)["rich", ""]
    assert [spelled(span) for span in (rich.span, rich.specifier_span)] == ["rich", ">=13"]


def test_beside_standard_dependencies_poetrys_own_only_say_where_they_come_from():
    manifest = read("""
[project]
name = "app"
dependencies = ["flask>=3", "repo"]
[tool.poetry.dependencies]
python = "^3.10"
flask = "*"
repo = {git = "https://git.example/repo.git"}
other = "^1"
""")
    assert [(it.name, it.specifier, it.url) for it in manifest.dependencies] == [
        ("flask", ">=3", ""),
        ("repo", "", "git+https://git.example/repo.git"),
    ]
    assert manifest.requires_python == ">=3.10,<4"


def test_dynamic_standard_dependencies_leave_poetrys_own_in_force():
    manifest = read("""
[project]
name = "app"
dynamic = ["dependencies"]
[tool.poetry.dependencies]
flask = "^3"
""")
    assert [it.name for it in manifest.dependencies] == ["flask"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('flask = "nonsense"', '"nonsense": Poetry cannot read the constraint `nonsense`'),
        ("flask = 3", "3: the constraint of `flask` is a string or a table"),
        ('flask = {version = "=>3"}', '"=>3": Poetry cannot read the constraint `=>3`'),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_goes_on(line, message):
    manifest = read(f'[tool.poetry.dependencies]\nabove = "1"\n{line}\nbelow = "1"\n')
    assert [it.name for it in manifest.dependencies] == ["above", "below"]
    (fault,) = manifest.faults
    assert f"{manifest.text[fault.span.start : fault.span.end]}: {fault.message}" == message


def test_problems_of_poetrys_dependencies():
    check("""
        -- pyproject.toml --
        [tool.poetry]
        name = "shop"
        [tool.poetry.dependencies]
        python = "^3.10"
        flask = "^3.0"
        ^^^^^^^^^^^^^^ wrong-version: `flask` 2.0.0 is installed, >=3.0,<4 is required
        requests = {version = "^2", extras = ["socks"]}
        colorama = {version = "*", platform = "win32"}
        httpx = "*"
        ^^^^^^^^^^^ missing-package: `httpx` is not installed in `.venv`
        orjson = {version = "*", optional = true}
        [tool.poetry.group.test.dependencies]
        pytest = ">=8"
        ^^^^^^^^^^^^^^ missing-package: `pytest` is not installed in `.venv`
        [tool.poetry.group.docs]
        optional = true
        [tool.poetry.group.docs.dependencies]
        sphinx = "*"
        -- .venv --
        flask 2.0.0
        requests 2.31.0
          Provides-Extra: socks
    """)


def test_groups_that_the_user_selects_win_over_poetrys_own():
    check(
        """
        -- pyproject.toml --
        [tool.poetry.group.test.dependencies]
        pytest = ">=8"
        [tool.poetry.group.docs.dependencies]
        sphinx = "*"
        ^^^^^^^^^^^^ missing-package: `sphinx` is not installed in `.venv`
        -- .venv --
        flask 2.0.0
        """,
        settings={"groups": ["docs"]},
    )


def _places(document):
    """Yield (name, constraint, group) of each of Poetry's own dependencies, as tomllib reads."""
    poetry = document.get("tool", {}).get("poetry", {})
    tables = {"": poetry.get("dependencies", {}), "dev": poetry.get("dev-dependencies", {})}
    for name, group in poetry.get("group", {}).items():
        tables.setdefault(name, {}).update(group.get("dependencies", {}))
    for group, table in tables.items():
        for name, value in table.items():
            for one in value if isinstance(value, list) else [value]:
                if name.lower() != "python":
                    yield name, one, group


def test_every_real_file_is_read_as_poetry_reads_it(shared, tmp_path):
    """Names, extras, places, versions admitted and markers; Poetry's own library is the judge."""
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    factory = pytest.importorskip("poetry.core.factory").Factory
    from packaging.utils import canonicalize_name
    from poetry.core.constraints.version import Version

    count = 0
    for path in sorted((shared / "corpus" / "pyproject").rglob("pyproject.toml")):
        text = path.read_bytes().decode()
        if "[tool.poetry" not in text:
            continue
        document = tomllib.loads(text)
        found = [it for it in parse(str(path), text, {}).dependencies if it.tool == "poetry"]
        expected = list(_places(document))
        if "dependencies" in document.get("project", {}):
            expected = [it for it in expected if it[2]]
        spans = {it.span: it for it in found}
        assert len(spans) == len(expected), path
        for name, constraint, _ in expected:
            judge = factory.create_dependency(name, constraint, root_dir=tmp_path)
            ours = [it for it in spans.values() if it.name == canonicalize_name(name)]
            assert any(_agree(judge, it, Version) for it in ours), (path, name, constraint)
            count += 1
    assert count > 300


def _agree(judge, ours, version_of):
    if set(judge.extras) != set(ours.extras):
        return False
    if judge.is_vcs() or judge.is_url() or judge.is_directory() or judge.is_file():
        return bool(ours.url)
    versions = ["0.0.1", "0.1", "0.9.9", "1.0", "1.2.3", "1.26", "2.0", "2.9.1", "3.1", "4.0.1"]
    versions += ["5.4", "7.2.1", "10.0", "22.3", "2023.1"]
    for specifier in str(judge.constraint).replace("|", ",").split(","):
        versions.append(specifier.strip("<>=! "))
    for version in versions:
        try:
            allows = judge.constraint.allows(version_of.parse(version))
        except ValueError:
            continue
        if allows != admits(ours.specifier, version):
            return False
    for python in ("2.7.18", "3.7.1", "3.8.0", "3.9.5", "3.10.0", "3.11.4", "3.12.0", "3.13.1"):
        for platform in ("linux", "win32"):
            markers = {
                "python_version": ".".join(python.split(".")[:2]),
                "python_full_version": python,
                "sys_platform": platform,
                "os_name": "nt" if platform == "win32" else "posix",
                "platform_system": "Windows" if platform == "win32" else "Linux",
                "platform_machine": "x86_64",
                "platform_python_implementation": "CPython",
                "implementation_name": "cpython",
                "platform_release": "1",
                "platform_version": "1",
                "implementation_version": python,
            }
            if holds(ours.marker, markers) != judge.marker.validate(markers):
                return False
    return True
