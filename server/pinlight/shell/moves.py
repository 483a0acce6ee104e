"""Renames that exchange the files of an environment, wholly or not at all.

One side of every move is private: what goes out moves into a private folder, what comes in moves
out of one. Nobody else touches those folders, so whether a move was done shows on that side, and
a list that was interrupted anywhere can be carried on or taken back.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from pinlight.named import NamedTuple
from pinlight.shell.vault import at, is_private, is_real_folder, parent

Rename = Callable[[str, str], None]


class Move(NamedTuple):
    """From a place to a place; when it is done, nothing is at the target."""

    source: str
    target: str


def is_done(prefix: str, move: Move) -> bool:
    if is_private(move.target):
        return os.path.lexists(at(prefix, move.target))
    return not os.path.lexists(at(prefix, move.source))


def can_finish(prefix: str, moves: Iterable[Move]) -> bool:
    """Whether all that is still to be moved is there, and what came in too."""
    return all(
        os.path.lexists(at(prefix, move.target if is_done(prefix, move) else move.source))
        for move in moves
    )


def carry_out(prefix: str, moves: Sequence[Move], rename: Rename = os.rename) -> None:
    """Do what is not done yet, then remove the folders that were left empty. Raises OSError."""
    for move in moves:
        if not is_done(prefix, move):
            _move(prefix, move.source, move.target, rename)
    prune(prefix, {parent(move.source) for move in moves if is_private(move.target)})


def take_back(
    prefix: str, moves: Sequence[Move], made: Iterable[str], rename: Rename = os.rename
) -> None:
    """Undo what was done, and remove the folders `made` for it. Raises OSError."""
    for move in reversed(_begun(prefix, moves)):
        if is_done(prefix, move) and os.path.lexists(at(prefix, move.target)):
            _move(prefix, move.target, move.source, rename)
    for folder in sorted(made, reverse=True):
        with suppress(OSError):
            os.rmdir(at(prefix, folder))


def _begun(prefix: str, moves: Sequence[Move]) -> Sequence[Move]:
    """Return the moves up to the first that surely was not done: what is at the target of a later
    one was there before, also where its source was lost."""
    for number, move in enumerate(moves):
        if is_private(move.target) and not is_done(prefix, move):
            return moves[:number]
    return moves


def _move(prefix: str, source: str, target: str, rename: Rename) -> None:
    path = at(prefix, target)
    if os.path.lexists(path):
        raise FileExistsError(17, f"`{target}` has come from elsewhere")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    rename(at(prefix, source), path)


def missing_folders(prefix: str, moves: Iterable[Move]) -> tuple[str, ...]:
    """Return the environment's folders that the moves will make."""
    found = set()
    for move in moves:
        folder = "" if is_private(move.target) else parent(move.target)
        while folder and folder not in found and not os.path.lexists(at(prefix, folder)):
            found.add(folder)
            folder = parent(folder)
    return tuple(sorted(found))


def prune(prefix: str, folders: Iterable[str]) -> None:
    """Remove these folders, and those above them, where nothing is left in them; what every
    environment has stays."""
    for folder in sorted(folders, reverse=True):
        while folder.count("/") > 0 and not folder.endswith(("site-packages", "dist-packages")):
            if not is_real_folder(at(prefix, folder)):
                break
            try:
                os.rmdir(at(prefix, folder))
            except OSError:
                break
            folder = parent(folder)
