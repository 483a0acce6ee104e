"""A program in a terminal of its own, seen and typed at as its user does, through tmux."""

import os
import re
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk import WAIT_S, until
from drawing import picture

SIZE = ("-x", "110", "-y", "30")


class Screen:
    """What is drawn, and the keyboard."""

    def __init__(self, tmux: Sequence[str], told: int) -> None:
        self._tmux = tmux
        self._told = told  # a stream on which tmux tells that something was drawn

    def text(self) -> str:
        return _run([*self._tmux, "capture-pane", "-p"])

    def picture(self, name: str) -> None:
        """Keep a picture when the pictures are to be taken anew."""
        folder = os.environ.get("PINLIGHT_PICTURES")
        if folder:
            drawn = picture(name, _run([*self._tmux, "capture-pane", "-p", "-e"]))
            Path(folder, f"{name}.svg").write_text(drawn, "utf-8", newline="\n")

    def keys(self, *keys: str) -> None:
        """Press keys by their names; other words are typed."""
        _run([*self._tmux, "send-keys", *keys])

    def shows(self, pattern: str) -> str:
        """Wait until the screen shows `pattern`; return all that it shows."""
        return self.until(lambda text: re.search(pattern, text))

    def until(self, holds: Callable[[str], object]) -> str:
        return until(self.text, holds, self._drawn)

    def _drawn(self) -> None:
        if select.select([self._told], [], [], WAIT_S)[0]:
            os.read(self._told, 1 << 20)


@contextmanager
def screen(
    argv: Sequence[str], cwd: Path, variables: Mapping[str, str], socket: Path
) -> Iterator[Screen]:
    """Run `argv`; the terminal ends with the block."""
    found = shutil.which("tmux")
    if found is None:
        pytest.skip("needs tmux")
    config = socket.with_suffix(".conf")
    config.write_text("set -sa terminal-features ',*:RGB'\n")
    tmux = [found, "-S", str(socket), "-f", str(config)]
    env = {**variables, "LANG": "C.UTF-8", "TERM": "screen-256color"}
    start = [*tmux, "new-session", "-d", *SIZE, "-c", str(cwd), *argv]
    subprocess.run(start, env=env, check=True, timeout=WAIT_S)
    control = subprocess.Popen(
        [*tmux, "-C", "attach"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    )
    assert control.stdin and control.stdout
    try:
        yield Screen(tmux, control.stdout.fileno())
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, timeout=WAIT_S)
        control.communicate(timeout=WAIT_S)


def _run(argv: Sequence[str]) -> str:
    return subprocess.run(argv, check=True, timeout=WAIT_S, capture_output=True, text=True).stdout
