"""Which files count as gone: what a package needs, and nothing that is often removed."""

import pytest

from pinlight import environments
from pinlight.environments.losses import Kept, listed, losses
from tree import Tree, conda_files, environment_files

PREFIX = "/w/.venv"
SITE = f"{PREFIX}/lib/python3.12/site-packages"
INFO = f"{SITE}/flask-3.0.dist-info"


def flask(*there: str, record: str = "", **changed: str) -> Tree:
    """An environment with flask, whose RECORD is `record` (by default what is there)."""
    files = environment_files(PREFIX, ["flask 3.0"])
    files.update({f"{SITE}/{name}": b"" for name in there})
    files[f"{INFO}/RECORD"] = (record or "".join(f"{name},,\n" for name in there)).encode()
    files.update({f"{INFO}/{name}": text.encode() for name, text in changed.items()})
    return Tree(files)


def lost(tree: Tree, prefix: str = PREFIX) -> list[tuple[str, int, int, str]]:
    found = losses(environments.read(prefix, tree), tree)
    return [(it.name, it.missing, it.of, it.example) for it in found if it]


@pytest.mark.parametrize(
    "path",
    [
        "flask/app.py",
        "flask.py",
        "flask/_speedups.cpython-312-x86_64-linux-gnu.so",
        "flask/data/names.json",
        "flask/py.typed",
        "flask.libs/libz.so.1",
        "__editable___flask_3_0_finder.py",
        "__editable__.flask-3.0.pth",
        "flask-3.0.dist-info/entry_points.txt",
        "../../../bin/flask",
        "flask/tests/deep/test_a.py",
    ],
)
def test_what_is_of_use_counts(path):
    tree = flask("flask/__init__.py", "flask/tests/__init__.py")
    assert lost(tree) == []
    there = ("flask/__init__.py", "flask/tests/__init__.py")
    tree = flask(*there, record="".join(f"{it},sha256=x,1\n" for it in (*there, path)))
    assert lost(tree) == [("flask", 1, 3, path.removeprefix("../../../"))]


@pytest.mark.parametrize(
    "path",
    [
        "flask/__pycache__/app.cpython-312.pyc",
        "flask/__pycache__",
        "flask/old.pyo",
        "flask-3.0.dist-info/LICENSE",
        "flask-3.0.dist-info/licenses/LICENSE",
        "flask-3.0.dist-info/direct_url.json",
        "../../../share/man/man1/flask.1",
        "../../../etc/jupyter/flask.json",
        "../../../../outside.py",
        "/usr/share/flask/x.py",
        "C:/flask.py",
        "flask/tests/test_a.py",
        "tests/test_a.py",
        "flask/test/deep/x.json",
        "flask/",
        "",
    ],
)
def test_what_is_often_removed_or_made_again_does_not(path):
    assert lost(flask("flask/__init__.py", record=f"flask/__init__.py,,\n{path},,\n")) == []


def test_a_module_that_is_there_in_compiled_form_only_is_there():
    record = "flask/__init__.py,,\nflask/app.py,,\n"
    assert lost(flask("flask/__init__.py", "flask/app.pyc", record=record)) == []


def test_on_windows_case_and_separators_do_not_count():
    prefix = "C:\\w\\.venv"
    site = f"{prefix}\\Lib\\site-packages"
    files = environment_files(prefix, ["flask 3.0"], layout="windows")
    files[f"{site}\\Flask\\App.py"] = b""
    record = "flask\\app.py,,\nflask/gone.py,,\n../../Scripts/flask.exe,,\n"
    files[f"{site}\\flask-3.0.dist-info\\RECORD"] = record.encode()
    assert lost(Tree(files), prefix) == [("flask", 2, 3, "flask/gone.py")]


@pytest.mark.parametrize(("installer", "count"), [("pip", 1), ("uv", 1), ("debian", 0), ("rpm", 0)])
def test_the_system_keeps_books_of_its_own(installer, count):
    assert len(lost(flask(record="flask.py,,\n", INSTALLER=f"{installer}\n"))) == count


def test_so_does_conda():
    prefix = "/w/conda"
    files = conda_files(prefix, ["numpy 1.26.4 py312_0", "numpy 1.26.4", "flask 3.0"])
    for name in ("numpy-1.26.4", "flask-3.0"):
        info = f"{prefix}/lib/python3.12/site-packages/{name}.dist-info"
        files[f"{info}/RECORD"] = b"gone.py,,\n"
    assert [name for name, *_ in lost(Tree(files), prefix)] == ["flask"]


def test_the_pythons_behind_an_environment_are_not_looked_at():
    files = environment_files(PREFIX, [], system_site=True)
    for site in ("/usr/lib/python3/dist-packages", "/usr/lib/python3.12/site-packages"):
        files[f"{site}/flask-3.0.dist-info/METADATA"] = b"Name: flask\nVersion: 3.0\n"
        files[f"{site}/flask-3.0.dist-info/RECORD"] = b"gone.py,,\n"
    tree = Tree(files)
    assert "flask" in environments.read(PREFIX, tree).distributions
    assert lost(tree) == []
    # A system's own Python that was named on purpose neither: apt is its installer.
    assert lost(tree, "/usr") == []


@pytest.mark.parametrize("record", ["", "\n\n", ",,\n"])
def test_a_record_that_tells_nothing_says_nothing(record):
    assert lost(flask(record=record)) == []


def test_metadata_that_is_gone_is_told_as_that_alone():
    tree = flask("flask.py", record="flask.py,,\ngone.py,,\n")
    tree.remove(f"{INFO}/METADATA")
    assert lost(tree) == []


def test_only_what_is_named_is_looked_at():
    tree = flask(record="gone.py,,\n")
    environment = environments.read(PREFIX, tree)
    assert [it for it in losses(environment, tree, named=("django",)) if it] == []
    assert [it.name for it in losses(environment, tree, named=("flask",)) if it] == ["flask"]


class Counting(Tree):
    """Counts which files are read and which folders listed."""

    seen: list[str]

    def file(self, path: str) -> bytes | None:
        self.seen.append(path)
        return super().file(path)

    def names(self, path: str) -> frozenset[str] | None:
        self.seen.append(path)
        return super().names(path)


def test_a_second_look_asks_for_times_alone_until_something_changes():
    names = [f"flask/{number}.py" for number in range(9)]
    tree = flask(*names)
    tree.__class__ = Counting
    tree.seen = []
    kept: Kept = {}
    environment = environments.read(PREFIX, tree)

    def look() -> list[int]:
        tree.seen.clear()
        return [it.missing for it in losses(environment, tree, kept) if it]

    assert look() == []
    assert tree.seen == [f"{INFO}/RECORD", f"{SITE}/flask"]
    assert look() == []
    assert tree.seen == []
    tree.remove(f"{SITE}/flask/3.py")
    assert look() == [1]
    assert tree.seen
    assert look() == [1]
    assert tree.seen == []
    tree.write(f"{SITE}/flask/3.py")
    assert look() == []
    tree.write(f"{INFO}/RECORD", b"flask/gone.py,,\n")  # Written in place.
    assert look() == [1]


def test_a_large_package_is_looked_at_in_parts():
    tree = flask(*(f"flask/p{number}/__init__.py" for number in range(200)))
    assert len(list(losses(environments.read(PREFIX, tree), tree))) == 4


@pytest.mark.parametrize(
    ("record", "paths"),
    [
        (b"a.py,sha256=x,1\r\nb.py,,\r\n", ["a.py", "b.py"]),
        (b'"a,b.py",,\nc.py,,\n', ["a,b.py", "c.py"]),
        (b"a.py\n\nb.py", ["a.py", "b.py"]),
        (b"\xff,,\n", []),
    ],
)
def test_a_record_is_read_as_the_specification_spells_it(record, paths):
    assert [path for path in listed(record, is_windows=False) if path] == paths


def test_what_goes_while_others_are_looked_at_is_seen_the_next_time():
    files = environment_files(PREFIX, ["one 1", "two 1"])
    for name in ("one", "two"):
        files[f"{SITE}/{name}.py"] = b""
        files[f"{SITE}/{name}-1.dist-info/RECORD"] = f"{name}.py,,\n".encode()
    tree = Tree(files)
    environment, kept = environments.read(PREFIX, tree), Kept()
    look = losses(environment, tree, kept)
    assert next(look) is None
    tree.remove(f"{SITE}/two.py")
    assert list(look) == [None], "the folder that both share was listed before"
    assert [it.name for it in losses(environment, tree, kept) if it] == ["two"]


class Closed(Tree):
    """Has folders that nobody may look into."""

    def names(self, path: str) -> frozenset[str] | None:
        return super().names(path) if path == SITE else None

    def exists(self, path: str) -> bool:
        return super().exists(path) and not path.startswith(f"{SITE}/flask/")


def test_a_folder_that_nobody_may_look_into_tells_nothing():
    record = "".join(f"flask/{number}.py,,\n" for number in range(9))
    for there in (("flask/0.py",), tuple(f"flask/{number}.py" for number in range(9))):
        tree = flask(*there, record=record)
        tree.__class__ = Closed
        assert lost(tree) == []
