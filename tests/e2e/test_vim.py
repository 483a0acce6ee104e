"""A real Vim with ALE, which never answers what the server asks: a problem, and two fixes."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import SETTINGS, WAIT_S, Desk, desk, snippet
from screen import Screen, screen

VIM = shutil.which("vim.nox") or shutil.which("vim.gtk3") or shutil.which("vim")
ALE = Path("/usr/share/vim-ale")
CONFIG = f"""
set nocompatible
set runtimepath^={ALE}
{snippet("vim")}
filetype plugin on
let g:ale_virtualtext_cursor = 'all'
let g:pinlight_settings = json_decode('{json.dumps(SETTINGS)}')
"""


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as laid_out:
        yield laid_out


@pytest.fixture
def vim(at: Desk, tmp_path: Path) -> Iterator[Screen]:
    if not ALE.is_dir() or not VIM or not _can_run_servers(VIM):
        pytest.skip("needs Vim with +job and ALE (Debian: vim-nox and vim-ale)")
    vimrc = at.home / "vimrc"
    vimrc.write_text(CONFIG)
    argv = [VIM, "-n", "-i", "NONE", "-u", str(vimrc), "requirements.txt"]
    with screen(argv, at.project, at.variables, tmp_path / "tmux") as shown:
        yield shown


def _can_run_servers(vim: str) -> bool:
    told = subprocess.run([vim, "--version"], capture_output=True, text=True, timeout=WAIT_S)
    return "+job" in told.stdout


def fix(vim: Screen, line: int, title: str) -> None:
    """Ask ALE for the fixes of a line, and type the number of the first that begins so."""
    vim.keys(f":{line}", "Enter")
    vim.keys(":ALECodeAction", "Enter")
    offered = vim.shows("Type number and <Enter>")
    found = re.search(rf"^(\d+)\) {title}", offered, re.MULTILINE)
    assert found, offered
    vim.keys(found[1], "Enter", "Enter")


def test_a_problem_is_shown_and_a_fix_creates_the_environment(at: Desk, vim: Screen) -> None:
    vim.shows("No environment serves this file")
    fix(vim, 2, "Create")
    vim.until(lambda text: "No environment" not in text and "beta" in text)
    assert at.installed() == ["alpha==1.0", "beta==1.0"]
    at.uninstall("beta")
    vim.shows("`beta` is not installed")


def test_a_fix_changes_the_text(at: Desk, vim: Screen) -> None:
    vim.shows("No environment serves this file")
    vim.keys("Go", "alpha==1.0", "Escape")
    vim.keys(":w", "Enter")
    vim.shows("`alpha==1.0` is already")
    fix(vim, 4, "Remove")
    vim.until(lambda text: text.count("alpha==1.0") == 1)
    vim.keys(":w", "Enter")
    vim.shows("3L, .* written")
    assert at.file.read_text() == "# what we need\nalpha==1.0\nbeta\n"


def test_other_toml_files_start_nothing(at: Desk, vim: Screen) -> None:
    vim.shows("No environment serves this file")
    for name, root in (("pyproject.toml", "here"), ("uv.lock", "here"), ("Cargo.toml", "none")):
        vim.keys(f":edit {name} | set filetype=toml", "Enter")
        vim.keys(":echo expand('%') empty(pinlight#Root(bufnr(''))) ? 'none' : 'here'", "Enter")
        vim.shows(f"{name} {root}")
