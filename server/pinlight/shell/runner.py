"""Runs the commands of a plan: one after another, with progress and cancel, without input."""

import logging
import os
import queue
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pinlight.model import Command, Create, Install, Operation, Plan, Sync
from pinlight.named import NamedTuple
from pinlight.shell.causes import culprits, places
from pinlight.shell.owner_output import steps
from pinlight.shell.tool_output import failure, hide, progress, without_logins
from pinlight.typed import IO

GRACE_S = 3.0  # between asking a command to end and making it end
LOOK_S = 0.05  # between two looks at whether the user has cancelled
TAIL = 400  # lines of output that are kept

log = logging.getLogger("pinlight")

Report = Callable[[str, int | None], None]


class Result(NamedTuple):
    """How a plan ended. Nothing in it holds credentials."""

    is_ok: bool
    message: str  # one line for people
    output: str = ""  # the last lines that the commands printed
    returncode: int = 0
    is_cancelled: bool = False
    log: str = ""  # the commands, each with its last lines


class Ended(NamedTuple):
    """How one command ended."""

    returncode: int
    lines: tuple[str, ...]
    is_cancelled: bool = False


def run(
    plan: Plan,
    report: Report,
    cancelled: Callable[[], bool],
    before: Callable[[Command], Command | None] = lambda command: command,
    meanwhile: Callable[[], None] = lambda: None,
) -> Result:
    """Run `plan`; the first command that fails ends it.

    `report` gets (message, percent of the whole or None) from this thread. `cancelled` is asked
    often. `before` may change a command just before it runs; None: it need not run. `meanwhile`
    is called while a command works.
    """
    secrets = _secrets(plan)
    lines: list[str] = []
    log: list[str] = []
    for number, planned in enumerate(plan.commands):
        command = before(planned)
        if command is None:
            continue
        if cancelled():
            ended = Ended(1, (), is_cancelled=True)
        else:
            report(command.title, 100 * number // len(plan.commands))
            read = _overall(report, number, len(plan.commands))
            ended = _run(command, read, cancelled, secrets, meanwhile=meanwhile)
        lines += ended.lines
        log += (hide(f"$ {without_logins(shlex.join(command.argv))}", secrets), *ended.lines)
        if ended.is_cancelled or ended.returncode != 0:
            return _failed(plan, command, ended, lines)._replace(log="\n".join(log))
    report(f"{plan.title}: done", 100)
    output = "\n".join(lines[-TAIL:])
    return Result(True, f"{plan.title}: done", output, log="\n".join(log))


def _failed(plan: Plan, command: Command, ended: Ended, lines: list[str]) -> Result:
    output = "\n".join(lines[-TAIL:])
    if ended.is_cancelled:
        return Result(False, f"{plan.title}: cancelled", output, ended.returncode, True)
    program = os.path.basename(command.argv[0])
    reason = failure(ended.lines, program, ended.returncode) + _asked_at(plan, ended)
    return Result(False, f"{plan.title} failed: {reason}", output, ended.returncode)


def captured(command: Command, report: Report, cancelled: Callable[[], bool]) -> tuple[Ended, str]:
    """Run one command; return how it ended, and its standard output, which is for programs."""
    with tempfile.TemporaryFile() as output:
        ended = _run(command, lambda line: report(*progress(line)), cancelled, {}, output)
        output.seek(0)
        return ended, output.read().decode("utf-8", "replace")


def _asked_at(plan: Plan, ended: Ended) -> str:
    """Return which lines ask for what cannot be had together, and where they stand."""
    install = _install(plan.operation)
    found = culprits(" ".join(" ".join(ended.lines).split()), install.lines) if install else ()
    if install is None or not found:
        return ""
    source = ""
    with suppress(OSError):
        source = Path(install.source).read_text("utf-8", "replace") if install.source else ""
    where = places(found, source)
    named = ", ".join(f"`{line.split(' --')[0]}`" for line in found)
    return without_logins(f" ({where}: {named})" if where else f" ({named})")


def _overall(report: Report, number: int, count: int) -> Callable[[str], None]:
    """Return what turns a line of command `number` of `count` into progress of the whole."""
    best = 100 * number // count
    counting = steps()

    def read(line: str) -> None:
        nonlocal best
        message, percent = counting(line) or progress(line)
        if percent is not None:
            best = max(best, (100 * number + percent) // count)
        if message:
            report(message, best)

    return read


def _run(
    command: Command,
    read: Callable[[str], None],
    cancelled: Callable[[], bool],
    secrets: Mapping[str, str],
    output: IO[bytes] | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Ended:
    folder = tempfile.mkdtemp(prefix="pinlight-")  # Only the user may look into it.
    try:
        for name, text in command.inputs:
            Path(folder, name).write_bytes(text.encode())
        argv = [word.replace("{input}", folder) for word in command.argv]
        log.info("run %s", without_logins(shlex.join(command.argv)))
        try:
            process = _start(argv, command, output)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return Ended(127, (f"`{argv[0]}` could not be started: {reason}",))
        try:
            meanwhile()
        finally:
            ended = _follow(process, folder, read, cancelled, secrets)
        return ended
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(argv: list[str], command: Command, output: IO[bytes] | None) -> "subprocess.Popen[str]":
    """Start a command as the leader of a process group of its own; what it prints goes to
    `output`, and only its errors to us, or all to us."""
    env = {name: value for name, value in os.environ.items() if command.env.get(name) != ""}
    env |= {name: value for name, value in command.env.items() if value}
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        argv,
        cwd=command.cwd or None,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output or subprocess.PIPE,
        stderr=subprocess.PIPE if output else subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ignored on Windows.
        creationflags=flags,
    )


def _follow(
    process: "subprocess.Popen[str]",
    folder: str,
    read: Callable[[str], None],
    cancelled: Callable[[], bool],
    secrets: Mapping[str, str],
) -> Ended:
    """Read the output until the command has ended or was made to end."""
    tail: deque[str] = deque(maxlen=TAIL)
    is_cancelled = False
    try:
        for line in _lines(process):
            if line is None:
                if not is_cancelled and cancelled():
                    is_cancelled = True
                    stop(process)
                continue
            line = hide(line.rstrip().replace(folder + os.sep, ""), secrets)
            tail.append(without_logins(line))
            if not is_cancelled:
                read(line)
        returncode = process.wait()
    finally:
        if process.poll() is None:
            stop(process)
    # A command that had finished before the signal came has done its work.
    return Ended(returncode, tuple(tail), is_cancelled and returncode != 0)


def _lines(process: "subprocess.Popen[str]") -> Iterator[str | None]:
    """Yield each line as it comes, and None now and then so that the caller can look around."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def pump() -> None:
        stream = process.stdout or process.stderr
        assert stream is not None
        with stream:
            for line in stream:
                lines.put(line)
        lines.put(None)

    pumping = threading.Thread(target=pump, name="pinlight-output", daemon=True)
    pumping.start()
    ends_at: float | None = None
    while True:
        try:
            line = lines.get(timeout=LOOK_S)
        except queue.Empty:
            yield None
            # What a command leaves running in the background may hold its output open.
            if process.poll() is not None:
                ends_at = ends_at or time.monotonic() + 1.0
                if time.monotonic() > ends_at:
                    return
            continue
        if line is None:
            return
        yield line
        yield None


def stop(process: "subprocess.Popen[str]") -> None:
    """End a command and all that it started: ask twice, then make it."""
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
        if not _has_ended(process):
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except (ProcessLookupError, PermissionError):
            return
        if _has_ended(process):
            break
    with suppress(ProcessLookupError, PermissionError):  # Its children may have outlived it.
        os.killpg(process.pid, signal.SIGKILL)


def _has_ended(process: "subprocess.Popen[str]") -> bool:
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _secrets(plan: Plan) -> dict[str, str]:
    """Return the values of the variables that the input names: nobody may see them."""
    texts = [text for command in plan.commands for _, text in command.inputs]
    install = _install(plan.operation)
    if install is not None and install.source:
        with suppress(OSError):
            texts.append(Path(install.source).read_text("utf-8", "replace"))
    names = {name for text in texts for name in re.findall(r"\$\{([A-Z0-9_]+)\}", text)}
    return {name: value for name in sorted(names) if len(value := os.environ.get(name, "")) > 3}


def _install(operation: Operation) -> Install | None:
    if isinstance(operation, Create):
        return operation.then
    if isinstance(operation, Sync):
        return operation.install
    return operation if isinstance(operation, Install) else None
