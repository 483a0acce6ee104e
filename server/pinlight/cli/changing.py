"""Carry out changes of environments for a person at a terminal: plan, show, run, cancel."""

import os
import queue
import shlex
import sys

from pinlight import installers
from pinlight.cli.errors import Unable
from pinlight.cli.terminal import plain
from pinlight.model import Operation, Plan, Tools
from pinlight.settings import Settings
from pinlight.shell import tools as machine
from pinlight.shell.change import Change, Progress
from pinlight.shell.disk import Disk
from pinlight.shell.engine import Engine
from pinlight.shell.tool_output import without_logins
from pinlight.state import Ordered, Ran

LOOK_S = 0.1  # A wait without a limit would not notice Ctrl-C on Windows.


def find_tools(settings: Settings) -> Tools:
    return machine.find(settings, os.environ)


def planned(operation: Operation, tools: Tools, settings: Settings) -> Plan | str:
    """Return what would run, or one sentence that says why nothing can."""
    return installers.plan(operation, tools, settings, Disk())


def preview(plan: Plan) -> list[str]:
    """Return the plan as lines: its title, what goes in, and the commands."""
    lines = [plain(plan.title)]
    for command in plan.commands:
        lines += [
            f"    {plain(line)}"
            for _, text in command.inputs
            for line in without_logins(text).splitlines()
        ]
        lines.append(f"  $ {plain(without_logins(shlex.join(command.argv)))}")
    return lines


def carry_out(operation: Operation, engine: Engine) -> Ran:
    """Run a change to its end, with progress on standard error, and look at what it did.

    Ctrl-C cancels it; the answer then says so.
    """
    ended: queue.SimpleQueue[Ran] = queue.SimpleQueue()
    progress = _Progress()
    tools = engine.world.tools
    change = Change(operation, lambda: tools, engine.world.settings, progress.report, ended.put)
    engine.feed(Ordered(operation))
    change.start()
    while True:
        try:
            ran = ended.get(timeout=LOOK_S)
            break
        except queue.Empty:
            continue
        except KeyboardInterrupt:
            change.cancel()
    progress.end()
    engine.feed(ran)
    engine.finish()
    return ran


def agrees(verb: str, done: str) -> bool:
    """Whether the person at the terminal says yes; raises `Unable` when there is none."""
    if not sys.stdin.isatty():
        raise Unable(f"nothing was {done}: there is no terminal to ask on, `--yes` agrees")
    print(f"{verb}? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


class _Progress:
    """Progress on standard error: one line that changes on a terminal, else a line per news."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._last = ""

    def report(self, progress: Progress) -> None:
        text = plain(progress.message or progress.title)
        if progress.is_done or text == self._last:
            return
        self._last = text
        if not self._is_terminal:
            print(text, file=sys.stderr, flush=True)
            return
        percent = "" if progress.percentage is None else f"{progress.percentage:3} % "
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
        shown = (percent + text)[: columns - 1]
        print(f"\r\033[K{shown}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._is_terminal and self._last:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
