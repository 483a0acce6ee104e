"""pixi.toml and `[tool.pixi]`: packages of conda and of the index, per feature."""

import pytest

from fixture import check
from pinlight.formats import format_of

WHOLE = """\
[workspace]
name = "shop"
channels = ["conda-forge"]
[dependencies]
python = ">=3.11,<3.13"
numpy = { version = "1.26.*", channel = "conda-forge" }
[pypi-dependencies]
Flask = { version = ">=3", extras = ["Async"] }
local = { path = "./local", editable = true }
repo = { git = "https://git.example/repo", rev = "abc" }
any = "*"
[feature.test.pypi-dependencies]
pytest = ">=8"
[feature.test.target.linux-64.dependencies]
patchelf = "*"
"""


def test_every_table():
    manifest = format_of("/w/pixi.toml").parse("/w/pixi.toml", WHOLE, {})
    assert (manifest.kind, manifest.faults) == ("pixi", ())
    assert [(it.name, it.specifier, it.tool, it.group) for it in manifest.dependencies] == [
        ("python", ">=3.11,<3.13", "conda", ""),
        ("numpy", "1.26.*", "conda", ""),
        ("flask", ">=3", "pixi", ""),
        ("local", "", "pixi", ""),
        ("repo", "", "pixi", ""),
        ("any", "", "pixi", ""),
        ("pytest", ">=8", "pixi", "pixi:test"),
        ("patchelf", "", "conda", "pixi:test"),
    ]
    assert manifest.dependencies[3].path == "/w/local"
    assert manifest.dependencies[4].url == "git+https://git.example/repo@abc"


def test_what_is_no_specifier_is_told():
    text = '[pypi-dependencies]\na = "=>3"\nb = ">=1"\n'
    manifest = format_of("/w/pixi.toml").parse("/w/pixi.toml", text, {})
    assert [it.name for it in manifest.dependencies] == ["b"]
    assert [it.message for it in manifest.faults] == ["`=>3` is no version specifier"]


def test_an_environment_that_is_not_pixis_says_nothing_about_it():
    check("""
        -- pixi.toml --
        [pypi-dependencies]
        absent = "*"
        -- pyproject.toml --
        [project]
        name = "shop"
        dependencies = ["flask"]
        [tool.pixi.pypi-dependencies]
        absent = "*"
        -- .venv --
        flask 3.0.2
    """)


def test_real_projects_have_their_packages(shared):
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")
    count = 0
    for path in sorted((shared / "corpus" / "pyproject").rglob("pyproject.toml")):
        text = path.read_bytes().decode()
        if "[tool.pixi" not in text:
            continue
        document = tomllib.loads(text)["tool"]["pixi"]
        tables = [document, *document.get("feature", {}).values()]
        tables += [it for table in tables for it in table.get("target", {}).values()]
        keys = ("dependencies", "host-dependencies", "build-dependencies", "pypi-dependencies")
        expected = sorted(
            name.lower().replace("_", "-").replace(".", "-")
            for table in tables
            for key in keys
            for name in table.get(key, {})
        )
        manifest = format_of(str(path)).parse(str(path), text, {})
        found = sorted(it.name for it in manifest.dependencies if it.group.startswith("pixi:"))
        wrong = [fault for fault in manifest.faults if "no version specifier" in fault.message]
        assert {*found} <= {*expected}, path
        assert len(found) + len(wrong) == len(expected), path
        count += len(found)
    assert count > 10
