"""`[tool.pdm]` of a pyproject.toml: its own groups and overrides."""

from fixture import check
from pinlight.formats.pyproject import parse

WHOLE = """
[project]
name = "app"
dependencies = ["flask"]
[dependency-groups]
lint = ["ruff"]
[tool.pdm]
distribution = true
[tool.pdm.dev-dependencies]
Test = ["pytest>=8", "-e file:///${PROJECT_ROOT}/plugins/one#egg=one", "-e git+https://x.example/r#egg=two"]
[tool.pdm.resolution.overrides]
urllib3 = "1.26.2"
click = ">=8"
own = "https://x.example/own.whl"
"""


def read(text):
    return parse("/w/app/pyproject.toml", text, {})


def test_groups_and_overrides():
    manifest = read(WHOLE)
    assert manifest.faults == ()
    assert [(it.name, it.group, it.url, it.is_editable) for it in manifest.dependencies] == [
        ("flask", "", "", False),
        ("ruff", "lint", "", False),
        ("pytest", "test", "", False),
        ("one", "test", "file:///w/app/plugins/one#egg=one", True),
        ("two", "test", "git+https://x.example/r#egg=two", True),
    ]
    assert manifest.dependencies[3].path == "/w/app/plugins/one"
    assert [(it.name, it.specifier, it.url) for it in manifest.overrides] == [
        ("urllib3", "==1.26.2", ""),
        ("click", ">=8", ""),
        ("own", "", "https://x.example/own.whl"),
    ]
    assert manifest.default_groups == ("lint", "test")


def test_a_table_for_the_build_backend_alone_selects_no_groups():
    assert (
        read('[dependency-groups]\na=[]\n[tool.pdm.version]\nsource="scm"').default_groups is None
    )


def test_what_cannot_be_read_is_told():
    (fault,) = read('[tool.pdm.dev-dependencies]\na = ["-e nonsense=x", "fine"]').faults
    assert fault.code == "invalid-requirement"


def test_problems_of_pdms_groups():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        dependencies = ["urllib3>=2"]
                         ^^^^^^^^^^ wrong-version: `urllib3` 2.2.0 is installed, 1.26.2 is required
        [tool.pdm.dev-dependencies]
        test = ["pytest"]
                 ^^^^^^ missing-package: `pytest` is not installed in `.venv`
        [tool.pdm.resolution.overrides]
        urllib3 = "1.26.2"
        -- .venv --
        urllib3 2.2.0
    """)
