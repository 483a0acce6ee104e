"""Carry out changes of environments for a person at a terminal: plan, show, run, cancel."""

import argparse
import os
import queue
import shlex
import signal
import sys
from contextlib import suppress

from pinlight import installers
from pinlight.cli.dispatch import CANCELLED
from pinlight.cli.errors import Unable
from pinlight.cli.terminal import plain, show
from pinlight.model import Operation, Plan, Tools
from pinlight.model.operation import Changing, Outcome, Trial
from pinlight.settings import Settings
from pinlight.shell import logbook
from pinlight.shell import tools as machine
from pinlight.shell.change import Change, Progress
from pinlight.shell.disk import Disk
from pinlight.shell.engine import Engine
from pinlight.shell.tool_output import without_logins
from pinlight.world.outcomes import lines
from pinlight.world.state import Ordered, Ran

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


def is_agreed(
    operation: Changing, engine: Engine, options: argparse.Namespace, verb: str, done: str
) -> bool:
    """Show the commands, and what they would do; return whether to go on. Raises `Unable`.

    `options.yes` agrees without looking ahead, `options.dry_run` goes never on.
    """
    plan = planned(operation, engine.world.tools, engine.world.settings)
    if isinstance(plan, str):
        raise Unable(plan)
    show(preview(plan))
    if options.yes and not options.dry_run:
        return True
    if not options.dry_run:
        refuse_without_terminal(done)
    found = foreseen(operation, engine)
    show(lines(found) or ["Nothing would change"])
    is_nothing = not found.changes and not found.unknown
    return not options.dry_run and (is_nothing or agrees(verb, done))


def foreseen(operation: Changing, engine: Engine) -> Outcome:
    """Return what a change would do; raises `Unable`."""
    ran = _run(Trial(operation.prefix, operation), engine)
    if not ran.is_ok or not isinstance(ran.operation, Trial) or ran.operation.outcome is None:
        raise Unable(ran.message)
    return ran.operation.outcome


def carried_out(operation: Operation, engine: Engine) -> int:
    """Carry a change out, say how it ended, and return the exit status."""
    before = logbook.last(os.environ)
    ran = carry_out(operation, engine)
    if ran.is_ok:
        print(plain(ran.message))
        return 0
    print(f"pinlight: {plain(ran.message)}", file=sys.stderr)
    log = logbook.last(os.environ)
    if log != before and not ran.is_cancelled:
        print(f"pinlight: all that was printed is in {plain(log)}", file=sys.stderr)
    return CANCELLED if ran.is_cancelled else 1


def carry_out(operation: Operation, engine: Engine) -> Ran:
    """Run a change to its end, with progress on standard error, and look at what it did.

    Ctrl-C cancels it; the answer then says so.
    """
    engine.feed(Ordered(operation))
    ran = _run(operation, engine)
    engine.feed(ran)
    engine.finish()
    return ran


def _run(operation: Operation, engine: Engine) -> Ran:
    ended: queue.SimpleQueue[Ran] = queue.SimpleQueue()
    progress = _Progress()
    tools = engine.world.tools
    change = Change(operation, lambda: tools, engine.world.settings, progress.report, ended.put)
    # An exception could come between two looks, and leave the installer running.
    before = signal.signal(signal.SIGINT, lambda *_: change.cancel())
    try:
        change.start()
        ran = _last(ended)
    finally:
        signal.signal(signal.SIGINT, before)
    progress.end()
    return ran


def _last(ended: "queue.SimpleQueue[Ran]") -> Ran:
    """Wait in steps: a wait without an end hears no signal on Windows."""
    while True:
        with suppress(queue.Empty):
            return ended.get(timeout=LOOK_S)


def agrees(verb: str, done: str) -> bool:
    """Whether the person at the terminal says yes; raises `Unable` when there is none."""
    refuse_without_terminal(done)
    print(f"{verb}? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def refuse_without_terminal(done: str) -> None:
    """Raise `Unable` when there is nobody to ask."""
    if not sys.stdin.isatty():
        raise Unable(f"nothing was {done}: there is no terminal to ask on, `--yes` agrees")


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
