"""The last changes of an environment, kept so that they can be taken back, the last one first."""

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping

from pinlight.environments.history import STEP, steps_in, told
from pinlight.environments.layout import look
from pinlight.shell import journal as journals
from pinlight.shell import kept, moves, records, vault
from pinlight.shell.disk import Disk
from pinlight.shell.journal import Difference, Journal
from pinlight.shell.moves import Move
from pinlight.shell.records import name_and_version
from pinlight.shell.stage import Signature, stamps
from pinlight.shell.vault import STAGE, STEPS, at, place_of

Stamps = Mapping[str, str]
"""What is installed: metadata folder or file -> what tells one installation from the next."""

_TELLING = ("RECORD", "PKG-INFO", "")  # the last: the metadata folder itself

MOST_STEPS = 5
MOST_BYTES = 2 * 1024**3  # of files that are kept only for undo; the last change always is


def next_step(prefix: str) -> str:
    """Return the place for the next change."""
    steps = steps_in(prefix, Disk())
    return f"{STEPS}/{int(steps[-1]) + 1 if steps else 1:06}"


def last(prefix: str) -> Journal | str:
    """Return the last change, or one sentence on why it cannot be undone."""
    steps = steps_in(prefix, Disk())
    if not steps:
        return "there is no change to undo"
    journal = journals.read(prefix, f"{STEPS}/{steps[-1]}/{STEP}")
    if isinstance(journal, Journal):
        return journal
    return f"the last change cannot be undone: {journal or 'it was not kept wholly'}"


def state(prefix: str) -> Stamps:
    """Return the stamps of what is installed, conda's packages too."""
    sites = (place_of(prefix, path) for path in look(prefix, Disk()).site_packages)
    found = dict.fromkeys(stamps(prefix, tuple(it for it in sites if not it.startswith(".."))))
    records = (name for name in vault.names(at(prefix, "conda-meta")) if name.endswith(".json"))
    return {
        info: stamp_of(prefix, info) for info in (*found, *map("conda-meta/{}".format, records))
    }


def plan(prefix: str) -> Journal | str:
    """Return what takes the last change back, or one sentence on why it cannot be."""
    step = last(prefix)
    if isinstance(step, str):
        return step
    if changed := list(_changed_since(step.after, state(prefix))):
        return f"it was changed since then: {'; '.join(changed)}"
    for file in step.files:
        if records.digest_of(file.path) != file.digest:
            return f"`{file.path}` was changed since then"
    if step.kept == "moved":
        if not moves.can_finish(prefix, step.moves):
            return "the environment that it replaced is no longer kept"
        return _to_the_old_one(prefix, step)
    stage = f"{STAGE}{uuid.uuid4().hex[:12]}"
    leaving = records.departures(prefix, _added(prefix, step))
    back = [
        Move(target, source) for source, target in step.moves if target.startswith(f"{step.step}/")
    ]
    if not moves.can_finish(prefix, back):
        return "files that it replaced are no longer kept"
    exchange = (*(Move(place, f"{stage}/{place}") for place in leaving), *back)
    return Journal(
        f"Undo: {step.title}",
        stage,
        step.step,
        exchange,
        moves.missing_folders(prefix, exchange),
        _reversed(step),
        undoes=step.step,
        files=step.files,
    )


def _to_the_old_one(prefix: str, step: Journal) -> Journal:
    """Return what brings the environment back in whose place another one was made."""
    returning = kept.returning(prefix, step._replace(stage=f"{STAGE}{uuid.uuid4().hex[:12]}"))
    return returning._replace(title=f"Undo: {step.title}", differences=_reversed(step))


def _reversed(step: Journal) -> tuple[Difference, ...]:
    return tuple(Difference(name, after, before) for name, before, after in step.differences)


def carry_out(prefix: str, journal: Journal, rename: moves.Rename = os.rename) -> None:
    """Take the last change back. Raises OSError when the environment is still as it was."""
    journals.write(prefix, journal)
    try:
        moves.carry_out(prefix, journal.moves, rename)
        kept.put_files_back(prefix, journal)
    except OSError:
        moves.take_back(prefix, journal.moves, journal.made, rename)
        journals.forget(prefix)
        raise
    vault.recycle(prefix, journal.undoes)
    vault.remove(prefix, journal.undoes)
    journals.forget(prefix)
    vault.remove(prefix, journal.stage)


def outcome(journal: Journal) -> str:
    """Return what was undone, for people."""
    undone = [[name, after, before] for name, before, after in journal.differences]
    return told({"differences": undone})


def forget_old(prefix: str) -> None:
    """Keep no more steps, and no more bytes, than is bearable."""
    total = 0
    for number, name in enumerate(reversed(steps_in(prefix, Disk()))):
        place = f"{STEPS}/{name}"
        journal = journals.read(prefix, f"{place}/{STEP}") if number < MOST_STEPS else None
        total += journal.size_bytes if isinstance(journal, Journal) else MOST_BYTES
        if number and total > MOST_BYTES:
            vault.recycle(prefix, place)
            vault.remove(prefix, place)


def size_of(prefix: str, listed: Iterable[Move], root: str = "") -> int:
    """Return the bytes of what moves out, or of where it lies below `root` by now."""
    total = 0
    for source, target in listed:
        if not vault.is_private(target):
            continue
        path = at(prefix, f"{root}/{source}" if root else source)
        total += os.lstat(path).st_size
        for folder, _, names in os.walk(path):
            total += sum(os.lstat(os.path.join(folder, name)).st_size for name in names)
    return total


def stamp_of(root: str, info: str) -> str:
    """Return what tells one installation of a distribution from the next, and stays with it when
    its files are moved."""
    for name in _TELLING:
        try:
            status = os.stat(at(root, f"{info}/{name}" if name else info))
        except OSError:
            continue
        return f"{status.st_mtime_ns}:{status.st_size}"
    return ""


def stamp_from(signature: Signature) -> str:
    """Return the same as `stamp_of` from a signature; "" where it tells of something else."""
    return f"{signature.mtime_ns}:{signature.size}" if signature.name in _TELLING[:2] else ""


def _added(prefix: str, step: Journal) -> Iterator[str]:
    """Yield the files that the change brought. What it moved in as a folder may hold files of
    others by now, which stay."""
    for info in step.after:
        if _came_with(step, info):
            yield from records.owned(prefix, info) or ()
            for folder, _, names in os.walk(at(prefix, info)):
                yield from (place_of(prefix, os.path.join(folder, name)) for name in names)
    for _, target in step.moves:
        if not vault.is_private(target) and not vault.is_real_folder(at(prefix, target)):
            yield target


def _came_with(step: Journal, info: str) -> bool:
    return any(
        info == target or target.startswith(f"{info}/") or info.startswith(f"{target}/")
        for _, target in step.moves
        if not vault.is_private(target)
    )


def _changed_since(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Yield what others did to the environment, a few words each."""
    for info in sorted({**then, **now}):
        name, version = name_and_version(info)
        if info not in then:
            yield f"`{name}` {version} was installed"
        elif info not in now:
            yield f"`{name}` {version} was removed"
        elif then[info] != now[info]:
            yield f"`{name}` {version} was reinstalled"
