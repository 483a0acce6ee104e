"""Workspaces of every shape and of great size: which environment serves what, and what is told."""

import os
import random
from pathlib import Path

import pytest

from fixture import check, parse_project
from pinlight.shell.engine import Engine
from pinlight.shell.moment import Moment
from pinlight.world.state import FoldersSet, Publish, World

# Shape


def test_a_file_included_across_folders_is_judged_for_each_environment_that_uses_it():
    """`base.txt` has the environment above it; the services tell on their include what theirs
    lack."""
    check("""
        -- base.txt --
        flask==3.0
        requests
        -- .venv --
        flask 3.0
        requests 2.31
        -- services/api/requirements.txt --
        -r ../../base.txt
        ^^^^^^^^^^^^^^^^^ wrong-version: 1 requirement of `../../base.txt` has the...
        -- services/api/.venv --
        flask 2.0
        requests 2.31
        -- services/web/requirements.txt --
        -r ../../base.txt
        ^^^^^^^^^^^^^^^^^ missing-package: 2 requirements of `../../base.txt` are not...
        -- services/web/.venv --
        -- services/all/requirements.txt --
        -r ../api/requirements.txt
        -r ../web/requirements.txt
        -- services/all/.venv --
        flask 3.0
        requests 2.31
    """)


def test_a_chain_of_includes_over_folders_is_shown_where_it_starts():
    check("""
        -- a/requirements.txt --
        -r ../b/requirements.txt
        ^^^^^^^^^^^^^^^^^^^^^^^^ missing-package: 1 requirement of `../b/requirements.txt` is not...
        -- a/.venv --
        -- b/requirements.txt --
        -r ../c/requirements.txt
        -- b/.venv --
        flask 3.0
        -- c/requirements.txt --
        flask
        -- c/.venv --
        flask 3.0
    """)


def test_constraints_of_another_folder_hold_in_each_environment():
    check("""
        -- limits/constraints.txt --
        flask<3
        -- a/requirements.txt --
        -c ../limits/constraints.txt
        flask
        ^^^^^ wrong-version: `flask` 3.0 is installed, <3 is required by the constraint...
        -- a/.venv --
        flask 3.0
        -- b/requirements.txt --
        -c ../limits/constraints.txt
        flask
        -- b/.venv --
        flask 2.0
    """)


def test_several_environments_in_one_folder_serve_by_name():
    project = parse_project("""
        flask
        -- requirements-dev.txt --
        pytest
        -- requirements-docs.txt --
        sphinx
        -- .venv --
        flask 3.0
        -- .venv-dev --
        pytest 8.0
        -- venv_docs --
        sphinx 8.0
    """)
    assert not project.problems()
    chosen = {name: it.choice.prefix for name, it in project.seen.resolutions.items()}
    assert chosen == {
        "/w/requirements.txt": "/w/.venv",
        "/w/requirements-dev.txt": "/w/.venv-dev",
        "/w/requirements-docs.txt": "/w/venv_docs",
    }


def test_nested_projects_have_their_own_environments_or_that_of_their_workspace():
    """A member of a uv workspace is served by the workspace's, also beside one of its own."""
    check("""
        -- pyproject.toml --
        [project]
        name = "root"
        dependencies = ["flask"]
        [tool.uv.workspace]
        members = ["packages/*"]
        -- packages/a/pyproject.toml --
        [project]
        name = "a"
        dependencies = ["click>=9"]
                         ^^^^^^^^ wrong-version: `click` 8.1 is installed, >=9 is required
        -- .venv --
        flask 3.0
        click 8.1
        -- packages/b/pyproject.toml --
        [project]
        name = "b"
        dependencies = ["rich"]
                         ^^^^ missing-package: `rich` is not installed in `../../.venv`
        -- packages/b/.venv --
        -- other/pyproject.toml --
        [project]
        name = "other"
        dependencies = ["rich"]
                         ^^^^ missing-package: `rich` is not installed in `.venv`
        -- other/.venv --
    """)


@pytest.mark.parametrize(
    ("pattern", "file"),
    [
        ("requirements-dev.txt", "requirements-dev.txt"),
        ("**/dev.txt", "a/b/dev.txt"),
        ("services/*/requirements*.txt", "services/api/requirements-x.txt"),
        ("{docs,site}/*.txt", "site/requirements.txt"),
        ("legacy", "legacy/deep/requirements.txt"),
    ],
)
def test_the_mapping_of_a_project_takes_globs(pattern, file):
    project = parse_project(f"""
        -- pyproject.toml --
        [tool.pinlight.environments]
        "{pattern}" = "envs/mapped"
        -- {file} --
        flask
        -- plain/requirements.txt --
        flask
        -- .venv --
        -- envs/mapped (environment) --
        flask 3.0
    """)
    files = {file: "/w/envs/mapped", "plain/requirements.txt": "/w/.venv"}
    if file == "a/b/dev.txt":  # The format does not look for it; whoever opens it gets it judged.
        files.pop(file)
    for name, prefix in files.items():
        assert project.resolution(name).choice.prefix == prefix


def test_the_nearest_mapping_counts_and_the_first_of_its_patterns():
    project = parse_project("""
        -- pyproject.toml --
        [tool.pinlight.environments]
        "**/requirements.txt" = ".venv-outer"
        -- a/pyproject.toml --
        [tool.pinlight.environments]
        "requirements.txt" = "../.venv-inner"
        "*.txt" = "../.venv-outer"
        -- a/requirements.txt --
        flask
        -- b/requirements.txt --
        flask
        -- .venv-outer --
        -- .venv-inner --
    """)
    assert project.resolution("a/requirements.txt").choice.prefix == "/w/.venv-inner"
    assert project.resolution("b/requirements.txt").choice.prefix == "/w/.venv-outer"


# On a real disk


class Told:
    """What an engine published last, by path."""

    def __init__(self, *folders: Path) -> None:
        self.codes: dict[str, list[str]] = {}
        self.engine = Engine(World(), self._out, print)
        self.engine.feed(FoldersSet(tuple(map(str, folders))))
        self.engine.finish()

    def _out(self, effect):
        if isinstance(effect, Publish):
            self.codes[effect.path] = [problem.code for problem in effect.problems]


def environment(prefix: Path, *installed: str) -> None:
    site = prefix / "lib/python3.12/site-packages"
    for one in installed:
        folder = site / f"{one}.dist-info"
        folder.mkdir(parents=True)
        name, version = one.split("-")
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
    site.mkdir(parents=True, exist_ok=True)
    (prefix / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.1\n")
    (prefix / "bin").mkdir()
    (prefix / "bin/python").write_text("")


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_and_loops_of_links(tmp_path):
    """A linked environment serves; a linked folder is not walked again; a loop ends."""
    environment(tmp_path / "store/env", "flask-3.0")
    for name in ("a", "b"):
        (tmp_path / "w" / name).mkdir(parents=True)
        (tmp_path / "w" / name / "requirements.txt").write_text("flask\nlost\n")
    (tmp_path / "w/a/.venv").symlink_to(tmp_path / "store/env")
    (tmp_path / "w/b/up").symlink_to(tmp_path / "w")
    (tmp_path / "w/b/x").symlink_to("y")
    (tmp_path / "w/b/y").symlink_to("x")
    (tmp_path / "w/b/.venv").symlink_to(".venv")
    told = Told(tmp_path / "w")
    files = {path: it.prefix for path, it in told.engine.world.choices.items()}
    assert files == {
        f"{tmp_path}/w/a/requirements.txt": f"{tmp_path}/w/a/.venv",
        f"{tmp_path}/w/b/requirements.txt": "",
    }
    assert told.codes[f"{tmp_path}/w/a/requirements.txt"] == ["missing-package"]


def test_folders_of_a_workspace_inside_one_another_are_judged_once(tmp_path):
    environment(tmp_path / ".venv", "flask-3.0")
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/requirements.txt").write_text("lost\n")
    told = Told(tmp_path / "a/b", tmp_path, tmp_path / "a")
    assert told.codes == {f"{tmp_path / 'a/b/requirements.txt'}": ["missing-package"]}


# Size

NAMES = [f"package{number}" for number in range(40)]


def grow(root: Path, some: random.Random) -> list[Path]:
    """Make 10,000 folders with 2,000 requirement files and 200 environments; return the files."""
    folders = [root]
    while len(folders) < 10_000:
        parent = some.choice(folders[-300:] if some.random() < 0.7 else folders)
        if len(parent.parts) - len(root.parts) < 12:
            folders.append(parent / f"d{len(folders)}")
    for folder in folders[1:]:
        folder.mkdir()
    for folder in some.sample(folders, 200):
        held = some.sample(NAMES, 12)
        environment(folder / ".venv", *(f"{name}-{some.randint(1, 3)}.0" for name in held))
    files = []
    for folder in some.sample(folders, 2_000):
        wanted = (f"{name}=={some.randint(1, 3)}.0\n" for name in some.sample(NAMES, 6))
        (folder / "requirements.txt").write_text("".join(wanted))
        files.append(folder / "requirements.txt")
    return files


def expected(file: Path, root: Path) -> list[str]:
    """Return the codes that a plain look at the folders gives; none without an environment."""
    folder = file.parent
    while not (folder / ".venv").is_dir():
        if folder == root:
            return []
        folder = folder.parent
    site = folder / ".venv/lib/python3.12/site-packages"
    held = dict(path.name.removesuffix(".dist-info").split("-") for path in site.iterdir())
    codes = []
    for line in file.read_text().split():
        name, version = line.split("==")
        if held.get(name) != version:
            codes.append("wrong-version" if name in held else "missing-package")
    return codes


def test_ten_thousand_folders_are_judged_as_a_plain_look_at_them_would(tmp_path):
    some = random.Random(11)
    root = tmp_path / "w"
    root.mkdir()
    files = grow(root, some)
    told = Told(root)
    assert len(told.engine.world.choices) == 2_000
    assert len(told.engine.world.seen_environments) == 200
    for file in some.sample(files, 250):
        assert sorted(told.codes.get(str(file), [])) == sorted(expected(file, root)), file
    assert sum(map(bool, told.codes.values())) > 250


@pytest.mark.parametrize("files", [1, 200])
def test_a_folder_is_asked_about_once_however_many_files_it_holds(tmp_path, files):
    """A slow file system is asked little: what serves one file is known for all beside it."""
    environment(tmp_path / ".venv", "flask-3.0")
    folder = tmp_path / "a/b"
    folder.mkdir(parents=True)
    moment = Moment(World(folders=(str(tmp_path),)))
    for number in range(files):
        looked = moment.look(str(folder / f"requirements-{number}.txt"))
        assert looked.choice.prefix == str(tmp_path / ".venv")
    assert len(moment.memory) < 30
