"""A real Kate in a window of its own X server: a problem is drawn, and one fix puts it right."""

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from desk import EDITORS, SETTINGS, WAIT_S, Desk, desk, until

PROGRAMS = ("kate", "Xvfb", "openbox", "dbus-run-session", "xdotool", "import", "convert", "tee")
SIZE = ("640", "300")
LOADING = 200  # a menu that still says "Loading..." is less wide
KATERC = """
[General]
Show welcome view for new window=false
Startup Session=new
Save Meta Infos=false
Show Url Nav Bar=false

[Kate Plugins]
lspclientplugin=true
katefiletreeplugin=false
kateprojectplugin=false

[lspclient]
AllowedServerCommandLines={command}
Diagnostics=true
DiagnosticsHighlight=true
DiagnosticsMark=true
"""


class Kate:
    """The window, the keyboard, and what the server tells the editor."""

    def __init__(self, display: str, told: int, at: Desk) -> None:
        self._env = {**at.variables, "DISPLAY": display}
        self._told = told
        self._heard = b""
        self.all_heard = b""

    def xdotool(self, *arguments: str) -> str:
        argv = ["xdotool", *arguments]
        result = subprocess.run(
            argv, env=self._env, capture_output=True, text=True, timeout=WAIT_S, check=False
        )
        return result.stdout

    def hears(self, pattern: str) -> None:
        """Wait until the server says `pattern` after all that was waited for before."""
        found = until(
            lambda: re.search(pattern.encode(), self._heard), lambda match: match, self._listen
        )
        assert found
        self._heard = self._heard[found.end() :]

    def _listen(self) -> None:
        if select.select([self._told], [], [], WAIT_S)[0]:
            heard = os.read(self._told, 1 << 20)
            self._heard += heard
            self.all_heard += heard

    def focus(self, name: str) -> str:
        """Wait for the window with this name, and give it the keyboard; return its id."""
        search = ("search", "--onlyvisible", "--name", name)
        [window, *_] = until(lambda: self.xdotool(*search).split(), len)
        until(
            lambda: self.xdotool("getactivewindow").strip(),
            lambda active: active == window,
            lambda: self.xdotool("windowactivate", window),
        )
        return window

    def windows(self) -> list[str]:
        return self.xdotool("search", "--onlyvisible", "--class", "kate").split()

    def widths(self, window: str) -> list[int]:
        """Return the widths of what is open beside the window: its menus."""
        others = [other for other in self.windows() if other != window]
        told = [self.xdotool("getwindowgeometry", "--shell", other) for other in others]
        return [int(found) for text in told for found in re.findall(r"WIDTH=(\d+)", text)]

    def underlined(self, picture: Path) -> int:
        """Save what the screen shows, and count the pixels of its red underlines."""
        shot = ["import", "-window", "root", str(picture)]
        subprocess.run(shot, env=self._env, check=True, timeout=WAIT_S)
        argv = ["convert", str(picture), "-depth", "8", "rgb:-"]
        pixels = subprocess.run(argv, check=True, timeout=WAIT_S, capture_output=True).stdout
        colours = zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)
        return sum(red - green > 70 and red - blue > 70 for red, green, blue in colours)


@contextmanager
def running(argv: Sequence[str], env: dict[str, str], **more: object) -> Iterator[None]:
    """Run a program in a group of its own, which ends with the block."""
    with subprocess.Popen(
        argv,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **more,
    ) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)


@contextmanager
def x_server(env: dict[str, str]) -> Iterator[str]:
    """Start an X server without a screen; give its display when it is ready."""
    reading, writing = os.pipe()
    argv = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "x".join((*SIZE, "24"))]
    try:
        with running(argv, env, pass_fds=(writing,)):
            assert select.select([reading], [], [], WAIT_S)[0], "Xvfb does not start"
            yield ":" + os.read(reading, 64).decode().strip()
    finally:
        os.close(reading)
        os.close(writing)


def configure(at: Desk, told: Path) -> None:
    """Give Kate what docs/editors.md says, with a server whose words we hear too."""
    script = at.home / "pinlight"
    server = f"'{sys.executable}' -P -m pinlight server 2>'{at.home}/log'"
    script.write_text(f"#!/bin/sh\n{server} | tee '{told}'\n")
    script.chmod(0o700)
    config = at.home / "config"
    syntax = at.home / "data" / "org.kde.syntax-highlighting" / "syntax"
    for folder in (config / "kate" / "lspclient", syntax, at.home / "run"):
        folder.mkdir(parents=True)
    (at.home / "run").chmod(0o700)
    (config / "katerc").write_text(KATERC.format(command=f"{script} server"))
    settings = json.loads((EDITORS / "kate" / "settings.json").read_text())
    for server in settings["servers"].values():
        server["command"][0] = str(script)
        server["initializationOptions"]["settings"] = SETTINGS
    (config / "kate" / "lspclient" / "settings.json").write_text(json.dumps(settings))
    shutil.copy(EDITORS / "kate" / "requirements.xml", syntax)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as laid_out:
        yield laid_out


@pytest.fixture
def kate(at: Desk, tmp_path: Path) -> Iterator[Kate]:
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    told = tmp_path / "told"
    os.mkfifo(told)
    configure(at, told)
    with ExitStack() as stack:
        ear = os.open(told, os.O_RDWR)
        stack.callback(os.close, ear)
        env = {**at.variables, "XDG_RUNTIME_DIR": str(at.home / "run"), "LANG": "C.UTF-8"}
        env["DISPLAY"] = display = stack.enter_context(x_server(env))
        stack.enter_context(running(["openbox"], env))
        argv = ["dbus-run-session", "--", "kate", "-n", "--line", "2", str(at.file)]
        stack.enter_context(running(argv, env))
        kate = Kate(display, ear, at)
        yield kate
        print(kate.all_heard, *(log.read_text() for log in at.home.glob("log")), sep="\n")


def test_a_problem_is_drawn_and_a_fix_puts_it_right(at: Desk, kate: Kate, tmp_path: Path) -> None:
    kate.hears('"code":"no-environment"')
    window = kate.focus("requirements.txt")
    kate.xdotool("windowmove", window, "0", "0")
    kate.xdotool("windowsize", window, *SIZE)
    until(lambda: kate.underlined(tmp_path / "problem.png"), lambda count: count > 50)
    kate.xdotool("key", "alt+Return")
    kate.hears('"kind":"quickfix"')
    until(lambda: kate.widths(window), lambda widths: widths and min(widths) > LOADING)
    kate.underlined(Path(os.environ.get("PINLIGHT_PICTURES", tmp_path)) / "kate.png")
    kate.xdotool("key", "Down", "Return")  # The first of the menu: create and install.
    kate.hears('"diagnostics":\\[\\]')
    assert at.installed() == ["alpha==1.0", "beta==1.0"]
    until(lambda: kate.underlined(tmp_path / "clean.png"), lambda count: count == 0)
