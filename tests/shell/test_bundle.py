"""A bundle is used while it holds what the sources say, and changes nothing but the time."""

import json
import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pinlight.lsp.frames import encoded, read
from pinlight.shell import bundle

PACKAGE = Path(bundle.__file__).parent.parent

CHILD = """
import sys
from pinlight.shell import bundle
bundle.use(sys.argv[1])
for name in sys.argv[2].split():
    __import__(name)
modules = [sys.modules[name] for name in sys.argv[2].split()]
print(*(f"{it.VALUE}{'!' * isinstance(it.__loader__, bundle.Bundle)}" for it in modules))
bundle.keep()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package with our name and two modules, and the room of the bundle."""
    package = tmp_path / "pinlight"
    for name in ("", "shell", "inner"):
        (package / name).mkdir()
        (package / name / "__init__.py").write_text(f"VALUE = {name!r}\n")
    shutil.copy(bundle.__file__, package / "shell")
    (package / "one.py").write_text("VALUE = 1\n")
    (package / "inner" / "two.py").write_text("from pinlight.one import VALUE as ONE\nVALUE = 2\n")
    return tmp_path


def started(folder: Path, names: str, *flags: str) -> str:
    """Import the modules in a process of its own: their values, `!` behind those of the bundle."""
    command = (sys.executable, *flags, "-c", CHILD, str(folder / "bundle"), names)
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


ALL = "pinlight.one pinlight.inner pinlight.inner.two"


def test_the_second_start_needs_no_other_file(folder):
    assert started(folder, ALL) == "1 inner 2"
    assert started(folder, ALL) == "1! inner! 2!"


def test_what_is_imported_later_comes_along(folder):
    assert started(folder, "pinlight.one") == "1"
    assert started(folder, ALL) == "1! inner 2"
    assert started(folder, ALL) == "1! inner! 2!"


def edits(folder: Path) -> None:
    (folder / "pinlight" / "one.py").write_text("VALUE = 10\n")


def touches(folder: Path) -> None:
    """As an upgrade that leaves the size as it was."""
    one = folder / "pinlight" / "one.py"
    one.write_text("VALUE = 5\n")
    os.utime(one, (1, 1))


def replaces(folder: Path) -> None:
    """As an installer that gives all files of a release one time."""
    one = folder / "pinlight" / "one.py"
    before = one.stat()
    shutil.rmtree(one.parent / "__pycache__", ignore_errors=True)
    one.unlink()
    one.write_text("VALUE = 7\n")
    os.utime(one, ns=(before.st_atime_ns, before.st_mtime_ns))


def moves(folder: Path) -> None:
    """The package was copied elsewhere with its bundle, and what was there stays."""
    file = folder / "bundle"
    version, entries = marshal.loads(file.read_bytes())
    file.write_bytes(marshal.dumps(((*version[:2], "/elsewhere.py"), entries)))


def upgrades(folder: Path) -> None:
    file = folder / "bundle"
    version, entries = marshal.loads(file.read_bytes())
    file.write_bytes(marshal.dumps(((version[0] + 1, *version[1:]), entries)))


def cuts(folder: Path) -> None:
    file = folder / "bundle"
    file.write_bytes(file.read_bytes()[:-9])


def mangles(folder: Path) -> None:
    (folder / "bundle").write_bytes(marshal.dumps(7))


def empties(folder: Path) -> None:
    (folder / "bundle").write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (edits, 10),
        (touches, 5),
        (replaces, 7),
        (moves, 1),
        (upgrades, 1),
        (cuts, 1),
        (mangles, 1),
        (empties, 1),
    ],
)
def test_what_does_not_fit_is_not_used_and_written_anew(folder, change, first):
    started(folder, ALL)
    change(folder)
    assert started(folder, ALL) == f"{first} inner 2"
    assert started(folder, ALL) == f"{first}! inner! 2!"


def test_a_module_that_is_gone_is_not_imported(folder):
    started(folder, ALL)
    (folder / "pinlight" / "one.py").unlink()
    assert started(folder, "pinlight.inner") == "inner"


def test_other_optimisation_is_another_bundle(folder):
    started(folder, ALL)
    assert started(folder, ALL, "-O") == "1 inner 2"


def test_where_nothing_can_be_written_nothing_happens(folder):
    (folder / "bundle").mkdir()
    assert started(folder, ALL) == "1 inner 2"
    assert started(folder, ALL) == "1 inner 2"
    assert {it.name for it in folder.iterdir()} == {"bundle", "pinlight"}


PLACE = "from pinlight.shell.bundle import place; print(place('server'))"


@pytest.mark.parametrize("flags", [("-B",), ("-X", "pycache_prefix=/elsewhere")])
def test_where_python_keeps_no_compiled_files_there_is_no_bundle(flags):
    command = (sys.executable, *flags, "-c", PLACE)
    assert subprocess.check_output(command, text=True).strip() == ""


SHAPE = """
import json, sys
from pinlight.shell import bundle
bundle.use(sys.argv[1])
import pinlight.lsp.server, pinlight.rules, json, typing
told = {
    name: [it.__file__, it.__package__, it.__doc__, *getattr(it, "__path__", ""), sorted(vars(it))]
    for name, it in sys.modules.items()
    if getattr(it, "__file__", None) and name != "__main__"
}
bundle.keep()
print(json.dumps(told, sort_keys=True))
"""


def test_modules_are_what_they_are_without_it(tmp_path):
    def shape() -> dict[str, list]:
        command = (sys.executable, "-c", SHAPE, str(tmp_path / "bundle"))
        return json.loads(subprocess.check_output(command))

    first, second = shape(), shape()
    _, entries = marshal.loads((tmp_path / "bundle").read_bytes())
    assert "pinlight.lsp.server" in entries and "typing" in entries
    assert not any(name.startswith("pygls") for name in entries)
    for told in (first, second):
        for *_, names in told.values():
            names[:] = set(names) - {"__cached__"}  # Where its own compiled file would lie.
    assert first == second


def test_a_server_says_the_same_with_and_without(tmp_path):
    """In a copy, whose bundle is its own: the first start writes it, the second imports from it."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "lib" / "pinlight", ignore=ignore)
    first = talk(tmp_path)
    file = next((tmp_path / "lib" / "pinlight" / "__pycache__").glob("server.*.bundle"))
    written = file.stat().st_mtime_ns
    assert talk(tmp_path) == first
    codes = {it["code"] for it in first["diagnostics"]}
    assert codes == {"no-environment", "duplicate-requirement"}
    assert file.stat().st_mtime_ns == written, "all that it needs is there"


def talk(folder: Path) -> dict[str, object]:
    """Open a file; return its diagnostics, when pygls is there behind them."""
    environ = {
        **{name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPATH": str(folder / "lib"),
        "PINLIGHT_CACHE": "",
    }
    command = (sys.executable, "-m", "pinlight", "server")
    uri = (folder / "requirements.txt").as_uri()
    item = {"uri": uri, "languageId": "x", "version": 1, "text": "flask==1\nflask==1\n"}
    messages = [
        {"id": 1, "method": "initialize", "params": {"capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": item}},
        {
            "id": 2,
            "method": "textDocument/hover",
            "params": {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}},
        },
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=folder, env=environ) as process:
        for message in messages:
            process.stdin.write(encoded({"jsonrpc": "2.0", **message}))
        process.stdin.flush()
        found = {}
        for message in read(process.stdout):
            if message.get("method") == "textDocument/publishDiagnostics":
                found = message["params"]
            elif message.get("id") == 2:
                break  # pygls is imported behind the bundle.
        process.kill()
    return found
