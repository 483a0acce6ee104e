"""What has to move so that an environment becomes what an installer made of its stage."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pinlight.named import NamedTuple
from pinlight.shell import records
from pinlight.shell.journal import Difference
from pinlight.shell.moves import Move, missing_folders
from pinlight.shell.records import name_and_version
from pinlight.shell.stage import Stage, is_unchanged, metadata_in
from pinlight.shell.vault import at, is_real_folder, names, place_of

_IGNORED = (".lock", ".gitignore", "CACHEDIR.TAG")  # what tools leave in every stage


class Swap(NamedTuple):
    """The way from the environment as it is to what the stage says."""

    gone: tuple[str, ...]  # metadata that leaves
    new: tuple[str, ...]  # metadata that comes
    moves: tuple[Move, ...]
    made: tuple[str, ...]
    differences: tuple[Difference, ...]


class Unclear(Exception):
    """The files of a distribution that is to leave are not known; the message names it."""


def compare(stage: Stage, step: str) -> Swap:
    """Return what to move; what leaves goes to `step`. Raises OSError and `Unclear`."""
    placed = {info for info in stage.placed if info in stage.before}
    now = set(metadata_in(stage.path, stage.sites))
    kept = {info for info in placed & now if is_unchanged(stage, info)}
    gone = tuple(sorted(placed - kept))
    new = tuple(sorted(now - kept))
    broken = tuple(_replaced_remains(stage, placed, new))
    leaving = records.departures(stage.prefix, _belongings(stage, (*gone, *broken)))
    arriving = list(_arrivals(stage, kept, frozenset(leaving)))
    leaving += _in_the_way(stage.prefix, arriving, leaving)
    moves = (
        *(Move(place, f"{step}/files/{place}") for place in leaving),
        *(Move(f"{stage.folder}/{place}", place) for place in arriving),
    )
    made = missing_folders(stage.prefix, moves)
    return Swap(gone, new, moves, made, tuple(_differences((*gone, *broken), new)))


def _replaced_remains(stage: Stage, placed: set[str], new: Iterable[str]) -> Iterator[str]:
    """Yield the half metadata folders of distributions that are now installed anew."""
    coming = {name_and_version(info)[0] for info in new}
    for info in stage.before:
        if info not in placed and name_and_version(info)[0] in coming:
            yield info


def _belongings(stage: Stage, infos: Iterable[str]) -> Iterator[str]:
    """Yield the files of the distributions that leave, all of their metadata among them."""
    for info in infos:
        files = records.owned(stage.prefix, info)
        if files is None and info in stage.placed:
            raise Unclear(name_and_version(info)[0])
        yield from files or ()
        for folder, _, inner in os.walk(at(stage.prefix, info)):
            yield from (place_of(stage.prefix, os.path.join(folder, name)) for name in inner)


def _arrivals(stage: Stage, kept: set[str], leaving: frozenset[str]) -> Iterator[str]:
    """Yield what comes in: whole folders where the environment has none, else what is in them."""

    def below(place: str) -> Iterator[str]:
        for name in names(at(stage.path, place)):
            inner = f"{place}/{name}" if place else name
            if inner in kept or (not place and name in _IGNORED):
                continue
            if inner in stage.placed and inner not in leaving and not _has_changed(stage, inner):
                continue
            path = at(stage.path, inner)
            is_merged = is_real_folder(at(stage.prefix, inner)) and inner not in leaving
            if is_real_folder(path) and is_merged:
                yield from below(inner)
            else:
                yield inner

    yield from below("")


def _has_changed(stage: Stage, place: str) -> bool:
    """Whether something that was put there is now something else: a `.pth` with one line more."""
    if is_real_folder(at(stage.path, place)) or os.path.islink(at(stage.path, place)):
        return is_real_folder(at(stage.path, place))
    return Path(at(stage.path, place)).read_bytes() != Path(at(stage.prefix, place)).read_bytes()


def _in_the_way(prefix: str, arriving: list[str], leaving: list[str]) -> list[str]:
    """Return what others own and is replaced: it leaves too, so that it can be brought back."""
    folders = tuple(f"{place}/" for place in leaving)
    left = frozenset(leaving)
    return [
        place
        for place in arriving
        if place not in left
        and not place.startswith(folders)
        and os.path.lexists(at(prefix, place))
    ]


def _differences(gone: Iterable[str], new: Iterable[str]) -> Iterator[Difference]:
    before = dict(map(name_and_version, gone))
    after = dict(map(name_and_version, new))
    for name in sorted({**before, **after}):
        yield Difference(name, before.get(name, ""), after.get(name, ""))
