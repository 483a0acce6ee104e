"""A change of an environment that happens wholly or not at all.

The installer works in a stage beside the environment, so that it may fail, be cancelled or be
killed at any moment: the environment does not notice. What it made is verified there. Only then
are files exchanged, by renames that a journal describes, so that also an interruption in these
milliseconds can be carried on or taken back.
"""

import os
import uuid
from collections.abc import Callable, Mapping

from pinlight.environments.layout import Layout, look
from pinlight.model import Plan, Relock
from pinlight.shell import (
    in_place,
    moves,
    records,
    recover,
    runner,
    stage,
    swap,
    syncing,
    undo,
    vault,
)
from pinlight.shell import journal as journals
from pinlight.shell.causes import known
from pinlight.shell.disk import Disk
from pinlight.shell.journal import Journal
from pinlight.shell.lock import held, of_uv
from pinlight.shell.runner import Report, Result
from pinlight.shell.stage import Signature, Stage
from pinlight.shell.swap import Swap

Cancelled = Callable[[], bool]
Fill = Callable[[Report], Result]


class Refused(Exception):
    """The change cannot be made; the message is one sentence, and nothing was changed."""


def run(plan: Plan, report: Report, cancelled: Cancelled) -> Result:
    """Run `plan` in a transaction; raises nothing. What an earlier one left is put right first."""

    if isinstance(plan.operation, Relock):
        return in_place.write_files(plan, report, cancelled)

    def change() -> Result:
        layout = look(plan.prefix, Disk())
        if not all(stage.stageable(command, layout) for command in plan.commands):
            return in_place.run(plan, report, cancelled)
        return _staged(plan, layout, report, cancelled)

    return exclusively(plan.prefix, plan.title, change, report, cancelled)


def create(plan: Plan, fill: Fill | None, report: Report, cancelled: Cancelled) -> Result:
    """Make an environment and `fill` it, wholly or not at all; raises nothing. What was in its
    place comes back with undo."""
    prefix = plan.prefix

    def make() -> Result:
        made = runner.run(plan, part(report, 0) if fill else report, cancelled)
        if fill is None or not made.is_ok:
            return made
        filled = fill(part(report, 50))
        filled = filled._replace(log=f"{made.log}\n{filled.log}")
        return filled._replace(message=f"{plan.title}: done") if filled.is_ok else filled

    def change() -> Result:
        return in_place.create(prefix, plan.title, make, cancelled)

    if vault.runs_in(prefix):
        return Result(False, f"{plan.title} failed: {vault.OWN}")
    try:
        os.makedirs(prefix, exist_ok=True)
    except OSError as error:
        return Result(False, f"{plan.title} failed: {_reason(error)}; nothing was changed")
    result = exclusively(prefix, plan.title, change, report, cancelled)
    if not result.is_ok:
        in_place.abandon(prefix)
    return result


def part(report: Report, start: int) -> Report:
    """Return what reports one half of a change that has two."""

    def told(message: str, percentage: int | None) -> None:
        report(message, None if percentage is None else start + percentage // 2)

    return told


def exclusively(
    prefix: str,
    title: str,
    change: Callable[[], Result],
    report: Report,
    cancelled: Cancelled,
    *,
    put_right: bool = True,
) -> Result:
    """Call `change` while nobody else changes the environment; what was interrupted is put right
    before it, unless `change` does so itself."""
    try:
        vault.make(prefix)
        with held(prefix, cancelled, lambda message: report(message, None)) as is_held:
            if not is_held:
                return Result(False, f"{title}: cancelled", is_cancelled=True)
            if put_right and (reason := _put_right(prefix, report, cancelled)):
                return Result(False, f"{title} failed: {reason}")
            return _swept(prefix, change)
    except Refused as refused:
        return Result(False, f"{title} failed: {refused}; nothing was changed")
    except OSError as error:
        return Result(False, f"{title} failed: {_reason(error)}; {_state(prefix)}")


def _swept(prefix: str, change: Callable[[], Result]) -> Result:
    """Call `change`; what it could not even begin leaves nothing on a disk that may be full."""
    try:
        return change()
    except OSError:
        if not os.path.lexists(vault.at(prefix, vault.JOURNAL_FILE)):
            vault.sweep(prefix)
        raise


def _put_right(prefix: str, report: Report, cancelled: Cancelled) -> str:
    """Put right what others left; returns why not, "" when all is in order."""
    reason = ""
    if os.path.lexists(vault.at(prefix, vault.JOURNAL_FILE)):
        # An uv whose Pinlight was killed may still be at work.
        with of_uv(prefix, cancelled, lambda message: report(message, None)) as is_held:
            reason = recover.recover(prefix).reason if is_held else "it was cancelled"
    if not reason:
        vault.sweep(prefix)
    return reason


def _reason(error: OSError) -> str:
    """Return the cause and the next step, without full stop."""
    said = error.strerror or type(error).__name__
    place = f" `{error.filename}`" if error.filename else ""
    return known(f"[Errno {error.errno}] {said}:{place}") or said


def _state(prefix: str) -> str:
    if os.path.lexists(vault.at(prefix, vault.JOURNAL_FILE)):
        return "it was interrupted, and repairing the environment puts it right"
    return "nothing was changed"


def _staged(plan: Plan, layout: Layout, report: Report, cancelled: Cancelled) -> Result:
    working = stage.build(layout, uuid.uuid4().hex[:12])
    try:
        # What the tool says of the stage is meant of the environment.
        def told(message: str, percentage: int | None) -> None:
            report(message.replace(working.path, plan.prefix), percentage)

        commands = tuple(stage.redirected(command, working) for command in plan.commands)
        signatures: dict[str, Signature] = {}

        def meanwhile() -> None:
            if not signatures:
                signatures.update(stage.signatures(plan.prefix, working.before))

        late = syncing.late(plan.operation, working.path)
        result = runner.run(plan._replace(commands=commands), told, cancelled, late, meanwhile)
        result = result._replace(
            message=result.message.replace(working.path, plan.prefix),
            output=result.output.replace(working.path, plan.prefix),
            log=result.log.replace(working.path, plan.prefix),
        )
        if not result.is_ok:
            return result
        if cancelled():
            return _cancelled(plan, result)
        working = working._replace(signatures=signatures)
        with of_uv(plan.prefix, cancelled, lambda message: report(message, None)) as is_held:
            if not is_held:
                return _cancelled(plan, result)
            note = _take_in(plan.title, working)
        stage.retire(working)
        return result._replace(message=result.message + note)
    finally:
        is_there = os.path.lexists(working.path)
        if is_there and not os.path.lexists(vault.at(plan.prefix, vault.JOURNAL_FILE)):
            vault.remove(plan.prefix, working.folder)


def _cancelled(plan: Plan, result: Result) -> Result:
    return result._replace(is_ok=False, message=f"{plan.title}: cancelled", is_cancelled=True)


def _take_in(title: str, working: Stage) -> str:
    """Exchange the files, and return what the user should know besides. Raises `Refused` and
    OSError, when nothing was changed."""
    stage.finish(working)
    step = undo.next_step(working.prefix)
    try:
        change = swap.compare(working, step)
    except swap.Unclear as unclear:
        raise Refused(f"it is not known which files belong to the old `{unclear}`") from None
    if not change.moves:
        return ""
    for info in change.new:
        for fault in records.faults(working.path, info):
            raise Refused(f"what the installer made is not whole: {fault}")
    note = _foreign(working, change)
    exchange(
        working.prefix,
        Journal(
            title,
            working.folder,
            step,
            change.moves,
            change.made,
            change.differences,
            _after(working, change),
            size_bytes=undo.size_of(working.prefix, change.moves),
        ),
    )
    undo.forget_old(working.prefix)
    return note


def exchange(prefix: str, journal: Journal, rename: moves.Rename = os.rename) -> None:
    """Do what the journal says, wholly or not at all. Raises OSError when it is not done."""
    if refusal := journals.refusal(prefix, journal):
        raise Refused(refusal)
    journals.write(prefix, journal)
    try:
        moves.carry_out(prefix, journal.moves, rename)
        journals.commit(prefix, journal)
    except OSError:
        moves.take_back(prefix, journal.moves, journal.made, rename)
        journals.forget(prefix)
        vault.remove(prefix, journal.step)
        raise


def _foreign(working: Stage, change: Swap) -> str:
    """Return what to say about a change from outside; raises `Refused` when it concerns ours."""
    now_changed = stage.folders_changed(working.prefix, working.sites)
    if working.folders and now_changed == working.folders:
        return ""
    now = stage.stamps(working.prefix, working.sites)
    touched = {
        info for info in {**now, **working.before} if now.get(info) != working.before.get(info)
    }
    if not touched:
        return ""
    names = {stage.name_of(info) for info in touched}
    ours = {difference.name for difference in change.differences}
    told = ", ".join(f"`{name}`" for name in sorted(names))
    if names & ours or any(info in touched for info in change.gone):
        raise Refused(f"{told} was changed from outside meanwhile")
    return f"; {told} was changed from outside meanwhile"


def _after(working: Stage, change: Swap) -> Mapping[str, str]:
    """Return the stamps that the environment's distributions will have."""
    stayed = working.before.keys() - set(change.gone)
    known = ((info, working.signatures.get(info)) for info in stayed)
    after = {
        info: (undo.stamp_from(signature) if signature else "")
        or undo.stamp_of(working.prefix, info)
        for info, signature in known
    }
    return after | {info: undo.stamp_of(working.path, info) for info in change.new}
