"""A project on the disk, and the command line as a function."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from pinlight.__main__ import main
from tree import environment_files

Write = Callable[[Mapping[str, str | Iterable[str]]], Path]


class Ran(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files (name to text) and environments (name to lines, see `tree.environment_files`)
    into a folder that becomes the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def write(files: Mapping[str, str | Iterable[str]]) -> Path:
        home = os.path.dirname(os.path.realpath(sys.executable))
        for name, content in files.items():
            path = tmp_path / name
            if isinstance(content, str):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, "utf-8", newline="")
                continue
            layout = "windows" if os.name == "nt" else "posix"
            made = environment_files(str(path), content, layout=layout, home=home)
            for inner, data in made.items():
                Path(inner).parent.mkdir(parents=True, exist_ok=True)
                Path(inner).write_bytes(data)
        return tmp_path

    return write


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command in this process."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as exit:  # argparse's way to refuse.
            status = exit.code
        return Ran(status, *capsys.readouterr())

    return run
