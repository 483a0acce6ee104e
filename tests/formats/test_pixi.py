"""pixi.toml and `[tool.pixi]`: packages of conda and of the index, per feature."""

import pytest

from fixture import check
from pinlight import pep508
from pinlight.formats import format_of
from pinlight.formats.pixi import marker_of

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
    assert manifest.dependencies[-1].marker == (
        "sys_platform == 'linux' and platform_machine == 'x86_64'"
    )
    assert manifest.dependencies[3].path == "/w/local"
    assert manifest.dependencies[4].url == "git+https://git.example/repo@abc"


def test_tables_become_matchspecs_and_names_stay_as_conda_has_them():
    text = """\
[dependencies]
"Ruamel.Yaml" = { version = ">=0.17", build = "py312*", channel = "conda-forge" }
tk = { build-number = ">=1" }
typing_extensions = "*"
"""
    manifest = format_of("/w/pixi.toml").parse("/w/pixi.toml", text, {})
    assert [(it.name, it.specifier) for it in manifest.dependencies] == [
        ("ruamel.yaml", '>=0.17[build="py312*"]'),
        ("tk", '[build_number=">=1"]'),
        ("typing_extensions", ""),
    ]


@pytest.mark.parametrize(
    ("platform", "marker"),
    [
        ("unix", "sys_platform != 'win32'"),
        ("win", "sys_platform == 'win32'"),
        ("osx-arm64", "sys_platform == 'darwin' and platform_machine == 'arm64'"),
        ("linux-aarch64", "sys_platform == 'linux' and platform_machine == 'aarch64'"),
    ],
)
def test_platforms_are_markers(platform, marker):
    assert marker_of(platform) == marker


def test_the_default_environment_holds_its_features():
    check("""
        -- pixi.toml --
        [dependencies]
        python = "3.12.*"
        numpy = ">=2"
        ^^^^^^^^^^^^^ wrong-version: `numpy` 1.26.4 is installed, >=2 is required
        [target.win.dependencies]
        pywin32 = "*"
        [target.linux.pypi-dependencies]
        uvloop = "*"
        ^^^^^^^^^^^^ missing-package: `uvloop` is not installed in `.pixi/envs/default`
        [feature.test.dependencies]
        pytest = "*"
        ^^^^^^^^^^^^ missing-package: `pytest` is not installed in `.pixi/envs/default`
        [feature.docs.dependencies]
        sphinx = "*"
        [environments]
        default = ["test"]
        docs = ["docs"]
        -- .pixi/envs/default (conda) --
        numpy 1.26.4 py312_0
    """)


def test_a_pyproject_toml_of_pixi_is_judged_in_its_environment():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        dependencies = ["flask"]
        [tool.pixi.dependencies]
        numpy = ">=2"
        ^^^^^^^^^^^^^ wrong-version: `numpy` 1.26.4 is installed, >=2 is required
        [tool.pixi.pypi-dependencies]
        absent = "*"
        ^^^^^^^^^^^^ missing-package: `absent` is not installed in `.pixi/envs/default`
        [tool.pixi.feature.test.dependencies]
        pytest = "*"
        ^^^^^^^^^^^^ missing-package: `pytest` is not installed in `.pixi/envs/default`
        [tool.pixi.environments]
        default = { features = ["test"], solve-group = "default" }
        -- .pixi/envs/default (conda) --
        numpy 1.26.4 py312_0
        flask 3.0.2
    """)


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
            name.lower() if key != keys[-1] else pep508.normal(name)
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
