"""Imports go downward only, heavy modules stay where they belong, files stay short."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = Path(__file__).parent.parent / "server"
PACKAGE = SERVER / "pinlight"

# A room is the modules that its row names; `x/` is a folder. It may import itself, the rooms in
# its row, and whatever those may import.
ROOMS = {
    "ground": (
        "text typed named patterns settings bug paths globs words markdown manual reader identity"
        " plugins plugin_index __init__",
        "",
    ),
    "model": ("model/", "ground"),
    "pep508": ("pep508/", "model"),
    "toml": ("toml/", "model"),
    "formats": ("formats/", "pep508 toml"),
    "judge": ("judge/", "pep508"),
    "environments": ("environments/", "model"),
    "imports": ("imports/", "judge environments"),
    "finders": ("finders/", "toml"),
    "choose": ("choose/", "finders environments toml"),
    "locks": ("locks/", "judge toml"),
    "resolve": ("resolve", "locks"),
    "rules": ("rules/", "locks imports"),
    "installers": ("installers/", "finders formats environments locks"),
    "fixes": ("fixes/", "installers judge"),
    "features": ("features/", "fixes judge imports"),
    "world": (
        "world/",
        "choose environments formats resolve rules installers fixes imports",
    ),
    "shell": ("shell/", "world"),
    "cli": ("cli/ __main__", "lsp shell features"),
    "lsp": ("lsp/", "shell features"),
    "generate": ("generate", "rules"),
    "worker": ("conda_worker", ""),  # A program of its own, in a process of its own.
}

# Modules of others that only some rooms may import.
HELD = {
    "asyncio": ("lsp", "worker"),
    "attrs": ("lsp",),
    "cattrs": ("lsp",),
    "lsprotocol": ("lsp",),
    "pygls": ("lsp",),
    "subprocess": ("shell",),
    "threading": ("shell", "lsp"),
    "time": ("shell", "lsp"),
    "pathlib": ("generate", "cli", "shell", "lsp", "worker"),
    "dataclasses": (),
    "typing": ("ground", "worker"),  # `typed` has its words.
    "email": (),
    "importlib.metadata": (),
    "urllib.request": (),
}

# The modules of others that opening a file may load, beside those that every Python has loaded
# once it can run a regular expression. What is absent here costs the user's first impression:
# `packaging`, for one, is for what is unusual.
PARSING = {"bisect", "importlib", "ntpath", "tree"}  # The last is the test's own reader.
JUDGING = PARSING | {"encodings", "ipaddress", "math", "urllib"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str | None:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    name = f"{parts[0]}/" if len(parts) > 1 else parts[0]
    return next((room for room, (names, _) in ROOMS.items() if name in names.split()), None)


def below(room: str) -> set[str]:
    """Return the rooms that `room` may import."""
    direct = ROOMS[room][1].split()
    return {room, *direct, *(under for one in direct for under in below(one))}


def imported(path: Path) -> list[tuple[int, str]]:
    """Return the line and the name of each module that the file imports, anywhere in it."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            is_package = (SERVER / Path(*node.module.split("."))).is_dir()
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [
                (node.lineno, name if is_package and module_path(name) else node.module)
                for name in names
            ]
    return found


def module_path(name: str) -> Path | None:
    """Return the file of one of our modules."""
    path = SERVER / Path(*name.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def identifier(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=identifier)
def test_imports_go_downward(path):
    room = room_of(path)
    assert room, "the module belongs to a row of ROOMS"
    wrong = [
        f"line {line}: {name} ({room_of(target)})"
        for line, name in imported(path)
        if (target := module_path(name)) and room_of(target) not in below(room)
    ]
    assert not wrong, f"{room} may import {sorted(below(room))}"


@pytest.mark.parametrize("path", MODULES, ids=identifier)
def test_heavy_modules_stay_where_they_belong(path):
    wrong = [
        f"line {line}: {name}"
        for line, name in imported(path)
        for held, rooms in HELD.items()
        if (name == held or name.startswith(f"{held}.")) and room_of(path) not in rooms
    ]
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=identifier)
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


def test_every_row_names_modules_that_exist():
    rows = [name for names, _ in ROOMS.values() for name in names.split()]
    assert sorted(rows) == sorted({*rows}), "one row per module"
    for name in rows:
        assert (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()


def test_no_module_of_ours_imports_itself_in_a_circle():
    graph = {path: [module_path(name) for _, name in imported(path)] for path in MODULES}
    done: set[Path] = set()

    def visit(path: Path, way: tuple[Path, ...]) -> None:
        assert path not in way, " -> ".join(identifier(it) for it in (*way, path))
        for target in graph.get(path, ()) if path not in done else ():
            if target and target.name != "__init__.py":
                visit(target, (*way, path))
        done.add(path)

    for path in MODULES:
        visit(path, ())


CHILD = """
import re, sys, typing, warnings
before = set(sys.modules)
sys.path[:0] = sys.argv[1:3]
from tree import Tree, environment_files
from pinlight.formats import format_of
path = "/w/requirements.txt"
text = "-r base.txt\\nflask>=3  # web\\nclick[x]==8.1.7; os_name == 'posix'\\n"
tree = Tree(environment_files("/w/.venv", ["flask 2.0.0", "  Requires-Dist: click>=8"]))
manifest = format_of(path).parse(path, text, {})
assert len(manifest.dependencies) == 2 and not manifest.faults
if sys.argv[3] == "diagnose":
    from pinlight.environments import read
    from pinlight.model import Choice
    from pinlight.resolve import Surroundings, resolve
    from pinlight.rules import diagnose
    from pinlight.settings import DEFAULT
    choice = Choice(path, "/w/.venv", "")
    resolution = resolve(manifest, choice, read("/w/.venv", tree), Surroundings(), DEFAULT)
    codes = [problem.code for problem in diagnose(resolution, DEFAULT)]
    assert codes == ["installed-conflict", "wrong-version", "missing-package"], codes
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(name for name in names if not name.startswith("_") and name != "pinlight"))
"""


@pytest.mark.parametrize(("what", "allowed"), [("parse", PARSING), ("diagnose", JUDGING)])
def test_opening_a_file_loads_little(what, allowed):
    """In an interpreter of its own, isolated, so that nothing was loaded before."""
    folders = [str(SERVER), str(Path(__file__).parent)]
    command = [sys.executable, "-I", "-c", CHILD, *folders, what]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) - allowed == set()
