"""What the tests of all editors share: a project, an index, a home of their own, and waiting."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from package_index import PackageIndex, Release
from real_judges import uv_executable

T = TypeVar("T")

WAIT_S = 60  # a hang is a failure; nothing waits this long otherwise
ROOT = Path(__file__).resolve().parents[2]
EDITORS = ROOT / "editors"
MANUAL = ROOT / "docs" / "editors.md"
PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "beta": ["1.0"],
    "delta": [Release("1.0", requires=["beta>=1"])],
}
REQUIREMENTS = "# what we need\nalpha==1.0\nbeta\n"
SETTINGS = {"installer": "uv", "python": sys.executable, "poll_s": 0.1}


class Desk(NamedTuple):
    """One user's place: the project that is open, and the variables that programs get."""

    project: Path
    home: Path
    index: PackageIndex
    variables: Mapping[str, str]

    @property
    def file(self) -> Path:
        return self.project / "requirements.txt"

    @property
    def python(self) -> Path:
        return self.project / ".venv" / "bin" / "python"

    def terminal(self, *argv: str) -> str:
        """Run a program as the user does in a terminal; return what it prints."""
        result = subprocess.run(
            argv,
            cwd=self.project,
            env=self.variables,
            check=True,
            timeout=WAIT_S,
            stdout=subprocess.PIPE,
            text=True,
        )
        return result.stdout

    def uninstall(self, name: str) -> None:
        """Break the environment behind the editor's back."""
        uv = uv_executable()
        self.terminal(uv, "pip", "uninstall", "-q", "--python", str(self.python), name)

    def holds(self, *expected: str) -> None:
        """Wait until the environment holds exactly these."""
        until(self.installed, lambda found: found == [*expected])

    def installed(self) -> list[str]:
        """Return what the environment holds, as `name==version`."""
        listed = self.terminal(uv_executable(), "pip", "freeze", "--python", str(self.python))
        return sorted(listed.split())


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """Lay out a desk in `folder`; `pinlight` is on PATH, and nobody's own settings are."""
    project, home = folder / "project", folder / "home"
    for place in (project, home):
        place.mkdir()
    (project / "requirements.txt").write_text(REQUIREMENTS)
    with PackageIndex(PACKAGES) as index:
        yield Desk(project, home, index, index.variables(**_private(home)))


def _private(home: Path) -> dict[str, str]:
    places = {f"XDG_{name}_HOME": str(home / name.lower()) for name in XDG}
    beside = Path(sys.executable).parent
    path = f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"
    return {"HOME": str(home), "PATH": path, "PINLIGHT_RAISE": "", **places}


XDG = ("CONFIG", "DATA", "STATE", "CACHE")


def until(
    look: Callable[[], T], holds: Callable[[T], object], between: Callable[[], object] | None = None
) -> T:
    """Return what `look` gives once it holds; `between` lets the editor run."""
    end = time.monotonic() + WAIT_S
    while True:
        value = look()
        if holds(value):
            return value
        assert time.monotonic() < end, f"it still is {value!r}"
        if between:
            between()


def snippet(name: str) -> str:
    """Return the block of docs/editors.md that follows the line `<!-- name -->`, with the
    folder of this repository where it says that one is to be put."""
    after = MANUAL.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")[2]
    assert after.startswith("```"), f"docs/editors.md has no block `{name}`"
    block = after.partition("\n")[2].partition("\n```")[0] + "\n"
    return block.replace("/path/to/pinlight", str(ROOT))
