"""The engine on real files: what it reads, in which order, and what it publishes."""

import json
import os
import shutil
from pathlib import Path

import pytest

from pinlight.shell.engine import Engine, load
from pinlight.shell.watch import Stamps
from pinlight.world.intake import parts
from pinlight.world.state import Effect, FoldersSet, Opened, Publish, Requested, Touched, World
from tree import environment_files


class Told:
    """What an engine published last, by the file's name."""

    def __init__(self, root: Path, **world: object) -> None:
        self.root = root
        self.codes: dict[str, tuple[str, ...]] = {}
        self.engine = Engine(World(**world), self._out, print)  # type: ignore[arg-type]

    def _out(self, effect: Effect) -> None:
        if isinstance(effect, Publish):
            name = Path(effect.path).relative_to(self.root).as_posix()
            self.codes[name] = tuple(problem.code for problem in effect.problems)


def put(root: Path, name: str, text: str = "") -> str:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return str(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, content in environment_files(str(tmp_path / ".venv"), ["flask 3.0"]).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    return tmp_path


def test_a_folder_is_walked_and_its_files_are_judged(root: Path) -> None:
    put(root, "requirements.txt", "flask\nlost\n")
    put(root, "sub/requirements-dev.txt", "flask<3\n")
    put(root, "notes.txt", "flask<3\n")
    told = Told(root)
    told.engine.feed(FoldersSet((str(root),)))
    told.engine.finish()
    assert told.codes == {
        "requirements.txt": ("missing-package",),
        "sub/requirements-dev.txt": ("wrong-version",),
    }


@pytest.mark.parametrize("workspace", ["link/w", "link", ""])
def test_a_project_that_is_reached_by_a_link_is_where_it_is_wanted(
    tmp_path: Path, workspace: str
) -> None:
    """Installers record where the project truly lies: they are run there."""
    truly, link = tmp_path / "truly", tmp_path / "link"
    link.symlink_to(truly)
    for name, folder in (("inner", "w/inner"), ("outer", "outer"), ("other", "else/w/other")):
        url = json.dumps({"url": (truly / folder).as_uri(), "dir_info": {"editable": True}})
        made = environment_files(str(truly / "w/.venv"), [f"{name} 1", f"  direct_url: {url}"])
        for path, content in made.items():
            put(truly, Path(path).relative_to(truly).as_posix(), content.decode())
    for folder in ("w/inner", "outer", "w/other"):
        put(truly, f"{folder}/pyproject.toml")
    text = "-e ./inner\n-e ../outer\n-e ./other\n"
    told = Told(tmp_path)
    told.engine.feed(FoldersSet((str(tmp_path / workspace),)))
    told.engine.feed(Opened(str(link / "w/requirements.txt"), text, 1))
    told.engine.finish()
    [problem] = told.engine.world.problems[str(link / "w/requirements.txt")]
    assert (problem.code, text[slice(*problem.span)]) == ("missing-package", "./other")


def test_an_open_file_is_judged_though_news_never_ends(root: Path) -> None:
    mine = put(root, "requirements.txt", "lost\n")
    told = Told(root)
    told.engine.feed(FoldersSet((str(root),)))
    told.engine.feed(Opened(mine, "lost\n", 1))
    for _ in range(100):
        told.engine.feed(Touched((mine, str(root / ".venv"))))
        told.engine.work()
    assert told.codes == {"requirements.txt": ("missing-package",)}


def test_open_files_come_before_all_others(root: Path) -> None:
    for number in range(30):
        put(root, f"p{number}/requirements.txt", "lost\n")
    mine = put(root, "requirements.txt", "lost\n")
    told = Told(root)
    told.engine.feed(FoldersSet((str(root),)))
    told.engine.feed(Opened(mine, "lost\n", 1))
    while not told.codes:
        assert told.engine.work()
    assert list(told.codes) == ["requirements.txt"]


def test_closed_files_are_judged_when_all_environments_are_known(root: Path) -> None:
    """What lies in another environment is told whatever the walk met first."""
    for number in range(40):
        put(root, f"a{number}/requirements.txt", "lost\n")
    for path, content in environment_files(str(root / "z/.venv"), ["lost 1.0"]).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    put(root, "z/requirements.txt", "lost\n")
    told = Told(root)
    told.engine.feed(FoldersSet((str(root),)))
    told.engine.finish()
    messages = {it.message for them in told.engine.world.problems.values() for it in them}
    assert messages == {"`lost` is not installed in `../.venv`, only in `../z/.venv`"}


def test_all_is_judged_before_it_is_seen_what_may_be_selected(root: Path) -> None:
    for number in range(40):
        put(root, f"a{number}/requirements.txt", "lost\n")
    told = Told(root)
    told.engine.feed(FoldersSet((str(root),)))
    assert not told.engine.is_judged()
    while not told.engine.is_judged():
        assert told.engine.work()
    assert len(told.codes) == 40
    assert not told.engine.world.offered
    told.engine.finish()
    assert str(root / ".venv") in told.engine.world.offered


def test_files_that_show_nothing_are_read_when_all_others_are_judged(tmp_path: Path) -> None:
    for path, content in environment_files(str(tmp_path / "z/.venv"), ["flask 3.0"]).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    calm = [put(tmp_path, f"a{number}/requirements.txt", "lost\n") for number in range(40)]
    base = put(tmp_path, "base/requirements.txt", "flask<3\n")
    put(tmp_path, "z/requirements.txt", "-r ../base/requirements.txt\nlost\n")
    told = Told(tmp_path)
    told.engine.feed(FoldersSet((str(tmp_path),)))
    while not told.engine.is_judged():
        assert told.engine.work()
    assert told.codes == {"z/requirements.txt": ("wrong-version", "missing-package")}
    assert base in told.engine.world.manifests
    assert not told.engine.world.manifests.keys() & set(calm)
    told.engine.finish()
    assert told.codes == {"z/requirements.txt": ("wrong-version", "missing-package")}
    assert told.engine.world.resolutions.keys() > set(calm)
    told.engine.feed(Opened(calm[7], "lost\n", 1))
    told.engine.finish()
    assert told.codes["a7/requirements.txt"] == ("no-environment",)


def test_the_editors_text_decides_which_environment_serves(root: Path) -> None:
    """An unsaved `[tool.pinlight]` counts."""
    for path, content in environment_files(str(root / "other"), []).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    project = put(root, "pyproject.toml", "")
    mine = put(root, "requirements.txt", "flask\n")
    told = Told(root, folders=(str(root),))
    told.engine.feed(Opened(mine, "flask\n", 1))
    told.engine.finish()
    assert told.codes["requirements.txt"] == ()
    mapping = '[tool.pinlight.environments]\n"requirements.txt" = "other"\n'
    told.engine.feed(Opened(project, mapping, 1))
    told.engine.feed(Touched((project,)))
    told.engine.finish()
    assert told.codes["requirements.txt"] == ("missing-package",)


def test_a_nearer_environment_serves_all_files_below_it_as_soon_as_it_is_there(root: Path) -> None:
    """What the choices of many files rest on is shared, and each of them is made anew."""
    mine = ["a/requirements.txt", "a/requirements-dev.txt", "a/b/c/requirements.txt"]
    for name in (*mine, "z/requirements.txt"):
        put(root, name, "flask\n")
    told = Told(root)
    told.engine.feed(FoldersSet((str(root),)))
    told.engine.finish()
    assert set(told.codes.values()) == set()
    stamps = Stamps()
    assert stamps.settled(parts(told.engine.world)) == []
    for path, content in environment_files(str(root / "a/venv"), []).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    os.utime(root / "a", ns=(1, 1))  # So that it differs even where the clock is coarse.
    stamps.settled(parts(told.engine.world))
    changed = stamps.settled(parts(told.engine.world))
    assert str(root / "a") in changed
    told.engine.feed(Touched(tuple(changed)))
    told.engine.finish()
    assert told.codes == dict.fromkeys(mine, ("missing-package",))
    shutil.rmtree(root / "a/venv")
    stamps.settled(parts(told.engine.world))
    told.engine.feed(Touched(tuple(stamps.settled(parts(told.engine.world)))))
    told.engine.finish()
    assert told.codes == dict.fromkeys(mine, ())


def test_what_changed_on_disk_is_read_again(root: Path) -> None:
    path = put(root, "requirements.txt", "flask\n")
    told = Told(root, folders=(str(root),), is_everything_open=True)
    told.engine.feed(Requested(path))
    told.engine.finish()
    put(root, "requirements.txt", "lost\n")
    told.engine.feed(Touched((path,)))
    told.engine.finish()
    assert told.codes["requirements.txt"] == ("missing-package",)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing", "missing"),
        ("no\0", "missing"),
        ("folder", "folder"),
        ("file/below", "Not a directory"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    loaded = load(str(tmp_path / name))
    assert (loaded.text, loaded.reason) == (None, reason)
