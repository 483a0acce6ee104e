"""Python files beside their project on a real disk: what is read for them, and when."""

import os
from pathlib import Path

import pytest

from pinlight.settings import DEFAULT
from pinlight.shell.engine import Engine
from pinlight.shell.imports import Imports
from pinlight.world.state import (
    Changed,
    Chosen,
    Closed,
    Configured,
    Effect,
    FoldersSet,
    Opened,
    Publish,
    Run,
    Touched,
    Trusted,
    World,
)
from tree import environment_files

LINES = ["requests 2.32", "urllib3 2.2", "pyyaml 6.0", "  modules: yaml"]


class Told:
    """What an engine published last, by the file's name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: dict[str, tuple[str, ...]] = {}
        self.engine = Engine(World(folders=()), self._out, print)

    def _out(self, effect: Effect) -> None:
        if isinstance(effect, Publish):
            name = Path(effect.path).relative_to(self.root).as_posix()
            self.found[name] = tuple(f"{it.code} {it.about}" for it in effect.problems)

    def after(self, *events) -> dict[str, tuple[str, ...]]:
        for event in events:
            self.engine.feed(event)
        self.engine.finish()
        return {name: found for name, found in self.found.items() if found}


def put(root: Path, name: str, text: str = "") -> str:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return str(path)


def install(root: Path, lines: list[str]) -> str:
    prefix = root / ".venv"
    for path, content in environment_files(str(prefix), lines).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    return str(prefix / "lib/python3.12/site-packages")


@pytest.fixture
def told(tmp_path: Path) -> Told:
    install(tmp_path, LINES)
    put(tmp_path, "requirements.txt", "requests\n")
    told = Told(tmp_path)
    told.engine.feed(FoldersSet((str(tmp_path),)))
    told.engine.finish()
    return told


def test_an_open_python_file_is_judged_and_a_closed_one_is_not_read(told):
    put(told.root, "other.py", "import yaml\n")
    app = put(told.root, "app.py", "import yaml\n")
    assert told.after(Touched((str(told.root),))) == {}
    assert app not in told.engine.world.manifests
    assert told.after(Opened(app, "import yaml\n", 1)) == {"app.py": ("undeclared-import pyyaml",)}
    assert told.after(Changed(app, "import requests\n", 2)) == {}
    assert told.after(Changed(app, "import urllib3\n", 3)) == {
        "app.py": ("undeclared-import urllib3",)
    }
    assert told.after(Closed(app)) == {}


def test_what_is_declared_meanwhile_counts_at_once(told):
    app = put(told.root, "app.py", "import yaml\n")
    told.after(Opened(app, "import yaml\n", 1))
    lines = str(told.root / "requirements.txt")
    assert told.after(Opened(lines, "requests\npyyaml\n", 1)) == {}
    assert told.after(Changed(lines, "requests\n", 2)) == {"app.py": ("undeclared-import pyyaml",)}


def test_what_is_installed_meanwhile_counts_too(told):
    app = put(told.root, "app.py", "import dotenv\n")
    put(told.root, "requirements.txt", "requests\npython-dotenv\n")
    found = told.after(
        Touched((str(told.root / "requirements.txt"),)), Opened(app, "import dotenv\n", 1)
    )
    assert found["app.py"] == ("uninstalled-import python-dotenv",)
    site = install(told.root, [*LINES, "python-dotenv 1.0", "  modules: dotenv"])
    os.utime(site, (1, 1))
    assert told.after(Touched((site,))) == {}


def test_a_module_that_was_saved_meanwhile_is_the_project_s_own(told):
    app = put(told.root, "app.py", "import yaml\n")
    told.after(Opened(app, "import yaml\n", 1))
    made = put(told.root, "yaml.py", "x = 1\n")
    assert told.after(Touched((made,))) == {}


def test_all_python_files_are_read_where_the_rule_on_unused_requirements_is_on(told):
    put(told.root, "src/app.py", "import urllib3\n")
    assert told.after(Touched((str(told.root),))) == {}
    settings = DEFAULT._replace(severity={"unused-requirement": "hint"})
    assert told.after(Configured(settings)) == {
        "requirements.txt": ("unused-requirement requests",)
    }
    app = put(told.root, "src/app.py", "import requests\n")
    assert told.after(Touched((app,)), Configured(settings)) == {}


def test_a_file_is_read_again_only_when_it_changed(tmp_path):
    path = put(tmp_path, "a.py", "import b\n")
    imports = Imports()
    assert imports.imports(str(tmp_path)).names == {"b"}
    assert imports.imports(str(tmp_path)).names == {"b"}
    put(tmp_path, "a.py", "import c.d  # changed\n")
    os.utime(path, (5, 5))
    assert imports.imports(str(tmp_path)).names == {"c", "c.d"}


def test_a_search_that_takes_longer_goes_on_where_it_was(tmp_path):
    for number in range(40):
        put(tmp_path, f"m{number}.py", f"import n{number}\n")
    imports = Imports(slice_s=-1.0)
    calls = 0
    while (found := imports.imports(str(tmp_path))) is None:
        calls += 1
    assert (calls, len(found.names)) == (40, 40)


def test_the_install_of_an_import_is_run_when_it_is_chosen(told):
    app = put(told.root, "app.py", "import dotenv\n")
    lines = str(told.root / "requirements.txt")
    run: list[Run] = []
    show = told.engine.out

    def out(effect: Effect) -> None:
        if isinstance(effect, Run):
            run.append(effect)
        show(effect)

    told.engine.out = out
    told.after(Opened(lines, "requests\npython-dotenv>=1\n", 1), Opened(app, "import dotenv\n", 1))
    assert told.found["app.py"] == ("uninstalled-import python-dotenv",)
    prefix = str(told.root / ".venv")
    id = f"fix:install-import:python-dotenv:{app}:{prefix}"
    told.after(Trusted(True), Chosen(app, id))
    (operation,) = (effect.operation for effect in run)
    assert (operation.prefix, operation.source, operation.lines) == (
        prefix,
        lines,
        ("python-dotenv>=1",),
    )
