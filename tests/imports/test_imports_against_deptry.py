"""deptry judges imports and requirements of small projects; where Pinlight differs, a table says
how. The distributions are made for the test, so that nothing of its own environment is seen."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from pinlight.cli.look import look
from pinlight.settings import DEFAULT
from tree import environment_files

pytest.importorskip("deptry")

ASK = "import sys; sys.path[:0] = sys.argv[1:2]; sys.argv[:2] = ['deptry']; "
ASK += "from deptry.cli import cli; cli()"

SEEDS = range(12)


class Made(NamedTuple):
    """A distribution: its name and the files that it installs."""

    name: str
    files: tuple[str, ...]
    has_top_level: bool = False
    requires: tuple[str, ...] = ()


INSTALLED = (
    Made("zq-plain", ("zq_plain/__init__.py", "zq_plain/inner.py")),
    Made("zq-other-name", ("zqother/__init__.py",), requires=("zq-plain",)),
    Made("zq-two", ("zqtwo_a/__init__.py", "zqtwo_b.py"), has_top_level=True),
    Made("zq-single", ("zqsingle.py",)),
    Made("ZQ.Dotted", ("zqdotted/__init__.py",)),
    Made("zq-upper", ("ZqUpper/__init__.py",), has_top_level=True),
)
MODULES = ("zq_plain", "zqother", "zqtwo_a", "zqtwo_b", "zqsingle", "zqdotted", "ZqUpper")

FORMS = (
    "import {0}",
    "import {0}.inner as x",
    "import json, {0}",
    "from {0} import x",
    "from {0}.inner import (\n    x,\n    y,\n)",
    "def f():\n    import {0}",
    "class A:\n    def f(self):\n        from {0} import x",
    "if x > 0:\n    import {0}\nelse:\n    import os",
    "import importlib\nimportlib.import_module('{0}')",
    "from importlib import import_module as load\nload('{0}.inner')",
    "# import {0}",
    "'''\nimport {0}\n'''",
    "from . import {0}",
    "from .{0} import x",
)


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Write a project with the distributions of `INSTALLED`; returns its folder."""
    monkeypatch.chdir(tmp_path)

    def make(files: Mapping[str, str], installed: Iterable[Made] = INSTALLED) -> Path:
        (tmp_path / ".git").mkdir(exist_ok=True)
        home = os.path.dirname(os.path.realpath(sys.executable))
        for path, content in environment_files(str(tmp_path / ".venv"), [], home=home).items():
            write(Path(path), content.decode())
        site = tmp_path / ".venv/lib/python3.12/site-packages"
        for one in installed:
            where = site / f"{one.name.replace('-', '_')}-1.0.dist-info"
            requires = "".join(f"Requires-Dist: {name}\n" for name in one.requires)
            write(
                where / "METADATA",
                f"Metadata-Version: 2.1\nName: {one.name}\nVersion: 1.0\n{requires}",
            )
            write(where / "RECORD", "".join(f"{path},sha256=x,1\n" for path in one.files))
            tops = {path.split("/")[0].removesuffix(".py") for path in one.files}
            if one.has_top_level:
                write(where / "top_level.txt", "".join(f"{top}\n" for top in sorted(tops)))
            for path in one.files:
                write(site / path, "")
        for name, content in files.items():
            write(tmp_path / name, content)
        return tmp_path

    return make


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def of_deptry(root: Path) -> set[tuple[str, str, str]]:
    """Return (code, file, module or package) of each violation."""
    site = root / ".venv/lib/python3.12/site-packages"
    report = root / "report.json"
    command = [sys.executable, "-P" if sys.version_info >= (3, 11) else "-I", "-c", ASK, str(site)]
    command += [".", "--json-output", str(report), "--no-ansi", "--ignore-notebooks"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert report.exists(), done.stderr
    return {
        (it["error"]["code"], it["location"]["file"].replace(os.sep, "/"), it["module"])
        for it in json.loads(report.read_text())
    }


CODES = {"undeclared-import": "DEP003", "unused-requirement": "DEP002"}


def of_pinlight(root: Path) -> set[tuple[str, str, str]]:
    """Return the same of Pinlight's own codes."""
    severity = {**DEFAULT.severity, "unused-requirement": "hint"}
    world = look([str(root)], overriding={"severity": severity}, imports=lambda path: True).world
    found = set()
    for path, problems in world.problems.items():
        text = world.manifests[path].text
        for it in problems:
            if it.code in CODES:
                word = text[it.span.start : it.span.end]
                file = os.path.relpath(path, root).replace(os.sep, "/")
                module = word.split(".")[0] if CODES[it.code] == "DEP003" else it.about
                found.add((CODES[it.code], file, module))
    return found


def random_project(seed: int) -> dict[str, str]:
    """Return files that import some of what is installed and declare some of it."""
    random_ = random.Random(seed)
    declared = random_.sample([one.name for one in INSTALLED], random_.randint(1, 4))
    files = {}
    for name in ("app.py", "ours/__init__.py", "ours/inner.py", "script.py"):
        chosen = random_.sample(MODULES, random_.randint(0, 3))
        parts = [random_.choice(FORMS).format(module) for module in chosen]
        files[name] = "\n".join([*parts, "import ours, app", "import os.path", "x = y = 1\n"])
    if seed % 2:
        files["requirements.txt"] = "".join(f"{name}>=1\n" for name in declared)
    else:
        listed = ", ".join(f'"{name}"' for name in declared)
        files["pyproject.toml"] = (
            f'[project]\nname = "x"\nversion = "1"\ndependencies = [{listed}]\n'
        )
    return files


@pytest.mark.parametrize("seed", SEEDS)
def test_both_agree_on_what_is_undeclared_and_what_is_unused(make, seed):
    root = make(random_project(seed))
    expected = {it for it in of_deptry(root) if it[0] in CODES.values()}
    found = of_pinlight(root)
    assert {(code, file, normal(name)) for code, file, name in found} == {
        (code, file, normal(name)) for code, file, name in expected
    }


def normal(name: str) -> str:
    return name.replace("_", "-").replace(".", "-").lower()


PROJECT = {"requirements.txt": "zq-single\n", "used.py": "import zqsingle\n"}
CODE = "app.py"
SPACES = (
    Made("zq-space-one", ("zqspace/one/__init__.py",)),
    Made("zq-space-two", ("zqspace/two/__init__.py",)),
)

# What each says of a module in `app.py`, or of the requirements; see docs/differences.md.
DIFFERENCES = {
    "an import that may fail": (
        {CODE: "try:\n    import zq_plain\nexcept ImportError:\n    pass\n"},
        {("DEP003", CODE, "zq_plain")},
        set(),
    ),
    "a condition on the Python or the platform": (
        {CODE: "import sys\nif sys.version_info < (3, 11):\n    import zq_plain\n"},
        {("DEP003", CODE, "zq_plain")},
        set(),
    ),
    "a module that nobody knows": (
        {CODE: "import zq_nobody_knows\n"},
        {("DEP001", CODE, "zq_nobody_knows")},
        set(),
    ),
    "a namespace of which another part is declared": (
        {
            CODE: "import zqspace.two\n",
            "requirements.txt": "zq-space-one\n",
            "b.py": "import zqspace.one\n",
        },
        set(),
        {("DEP003", CODE, "zqspace")},
    ),
    "a namespace whose other part is imported": (
        {"requirements.txt": "zq-space-one\nzq-space-two\n", "b.py": "import zqspace.one\n"},
        set(),
        {("DEP002", "requirements.txt", "zq-space-two")},
    ),
    "an import for type checkers only, as a use": (
        {
            "requirements.txt": "zq-single\nzq-plain\n",
            CODE: "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import zq_plain\n",
        },
        {("DEP002", "requirements.txt", "zq-plain")},
        set(),
    ),
    "what is declared but not installed": (
        {"requirements.txt": "zq-single\nzq-absent\n"},
        {("DEP002", "requirements.txt", "zq-absent")},
        set(),
    ),
}


@pytest.mark.parametrize("what", DIFFERENCES)
def test_where_they_differ_they_differ_as_told(make, what):
    files, deptry, pinlight = DIFFERENCES[what]
    root = make({**PROJECT, **files}, (*INSTALLED, *SPACES))
    ours = {it for it in of_pinlight(root) if normal(it[2]) not in ("zqsingle", "zq-single")}
    theirs = {it for it in of_deptry(root) if normal(it[2]) not in ("zqsingle", "zq-single")}
    assert (theirs, ours) == (deptry, pinlight)
