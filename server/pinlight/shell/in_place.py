"""Changes that a tool makes to the environment itself: all of it is kept, and comes back when the
tool fails, is cancelled or is killed. Slower than a stage, and right for every tool.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from pinlight.environments.layout import look
from pinlight.model import Plan
from pinlight.shell import journal as journals
from pinlight.shell import kept, moves, records, runner, syncing, undo, vault
from pinlight.shell.disk import Disk
from pinlight.shell.journal import Difference, Journal
from pinlight.shell.moves import Move
from pinlight.shell.records import name_and_version
from pinlight.shell.runner import Report, Result
from pinlight.shell.vault import at

Cancelled = Callable[[], bool]
Do = Callable[[], Result]


def run(plan: Plan, report: Report, cancelled: Cancelled) -> Result:
    """Run the commands in the environment itself, wholly or not at all; the caller holds the
    lock. Raises OSError."""
    prefix = plan.prefix
    layout = look(prefix, Disk())
    step = undo.next_step(prefix)
    report(f"Keeping `{os.path.basename(prefix)}` as it is", None)
    places = kept.roots(layout)
    kept.copy(prefix, places, step)
    touched = [path for command in plan.commands for path in command.touches]
    journal = Journal(
        plan.title,
        _stage(),
        step,
        (),
        kept="copied",
        roots=places,
        files=kept.keep_files(prefix, step, touched),
    )
    late = syncing.late(plan.operation, prefix)
    return _guarded(prefix, journal, lambda: runner.run(plan, report, cancelled, late), cancelled)


def write_files(plan: Plan, report: Report, cancelled: Cancelled) -> Result:
    """Run commands that change no environment, only files of the project, which come back when
    one of them fails; raises nothing."""
    paths = [path for command in plan.commands for path in command.touches]
    try:
        before = {path: _content(path) for path in paths}
        result = runner.run(plan, report, cancelled)
        if not result.is_ok:
            for path, content in before.items():
                if content is None and os.path.lexists(path):
                    os.unlink(path)
                elif content is not None and _content(path) != content:
                    vault.write(path, content)
    except OSError as error:
        return Result(False, f"{plan.title} failed: {error.strerror or type(error).__name__}")
    return result


def _content(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None


def create(prefix: str, title: str, make: Do, cancelled: Cancelled) -> Result:
    """Let `make` put a new environment in the place of what is there; the caller holds the lock.
    Raises OSError."""
    step = undo.next_step(prefix)
    old = [name for name in vault.names(prefix) if name != vault.FOLDER]
    leaving = tuple(Move(name, f"{kept.files_of(step)}/{name}") for name in old)
    journal = Journal(title, _stage(), step, leaving, kept="moved")
    return _guarded(prefix, journal, make, cancelled)


def abandon(prefix: str) -> None:
    """Remove the folder of an environment that was not made; raises nothing."""
    if vault.names(prefix) == [vault.FOLDER]:
        shutil.rmtree(prefix, ignore_errors=True)


def _stage() -> str:
    return f"{vault.STAGE}{uuid.uuid4().hex[:12]}"


def _guarded(prefix: str, journal: Journal, do: Do, cancelled: Cancelled) -> Result:
    """Write the journal, let it happen, and commit it or take all of it back."""
    if refusal := journals.refusal(prefix, journal):
        vault.remove(prefix, journal.step)
        return Result(False, f"{journal.title} failed: {refusal}; nothing was changed")
    before = undo.state(prefix)
    journals.write(prefix, journal)
    try:
        vault.reserve(prefix)
        moves.carry_out(prefix, journal.moves)
        result = do()
        if result.is_ok and cancelled():
            message = f"{journal.title}: cancelled"
            result = result._replace(is_ok=False, message=message, is_cancelled=True)
        if result.is_ok and (fault := _fault(prefix, before)):
            message = f"{journal.title} failed: what the tool made is not whole: {fault}"
            result = result._replace(is_ok=False, message=message)
        if result.is_ok:
            _commit(prefix, journal, before)
    except Exception:
        if os.path.lexists(at(prefix, vault.JOURNAL_FILE)):
            kept.bring_back(prefix, journal)
        raise
    if not result.is_ok:
        kept.bring_back(prefix, journal)
    return result


def _fault(prefix: str, before: undo.Stamps) -> str:
    """Return what is wrong with the files of a distribution that came; "" when all is well."""
    after = undo.state(prefix)
    for info in sorted(after):
        if before.get(info) != after[info] and info.endswith(".dist-info"):
            for fault in records.faults(prefix, info):
                return fault
    return ""


def _commit(prefix: str, journal: Journal, before: undo.Stamps) -> None:
    """Make the change final; the journal's end is the moment. Raises OSError."""
    after = undo.state(prefix)
    came, gone = kept.differences(prefix, journal)
    is_new = journal.kept == "moved" and not journal.moves
    files = kept.changed_files(prefix, journal)
    if is_new or not (journal.moves or came or gone or files):
        journals.forget(prefix)
        return vault.remove(prefix, journal.step)
    exchange = journal.moves or (
        *(Move(place, f"{kept.files_of(journal.step)}/{place}") for place in gone),
        *(Move(f"{journal.stage}/{place}", place) for place in kept.below(prefix, came)),
    )
    done = journal._replace(
        moves=exchange,
        kept="moved" if journal.kept == "moved" else "",
        roots=(),
        files=files,
        differences=tuple(_differences(before, after)),
        after=after,
        size_bytes=undo.size_of(prefix, exchange, kept.files_of(journal.step)),
    )
    journals.write(prefix, done, f"{journal.step}/{vault.STEP}")
    journals.forget(prefix)
    with suppress(OSError):  # It has happened; what is kept too much goes with the step.
        if journal.kept == "copied":
            _prune(prefix, kept.files_of(journal.step), frozenset(gone))
        undo.forget_old(prefix)
    return None


def _prune(prefix: str, root: str, wanted: frozenset[str], place: str = "") -> None:
    """Remove what is kept beside `wanted`: it is still in the environment. Raises OSError."""
    folder = at(prefix, f"{root}/{place}" if place else root)
    for name in vault.names(folder):
        inner = f"{place}/{name}" if place else name
        path = at(prefix, f"{root}/{inner}")
        if inner in wanted:
            continue
        if vault.is_real_folder(path):
            _prune(prefix, root, wanted, inner)
        else:
            os.unlink(path)
    if place and not vault.names(folder):
        os.rmdir(folder)


def _differences(before: Iterable[str], after: Iterable[str]) -> Iterable[Difference]:
    old, new = dict(map(name_and_version, before)), dict(map(name_and_version, after))
    for name in sorted({**old, **new}):
        if old.get(name) != new.get(name):
            yield Difference(name, old.get(name, ""), new.get(name, ""))
