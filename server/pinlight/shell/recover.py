"""Puts an environment right whose change was interrupted while files were being exchanged."""

import os

from pinlight.named import NamedTuple
from pinlight.shell import journal as journals
from pinlight.shell import kept, moves, vault
from pinlight.shell.journal import Journal
from pinlight.shell.vault import JOURNAL_FILE, at


class Recovered(NamedTuple):
    """How it went: what was done, and why not all of it could be; "" where there is nothing."""

    done: str = ""
    reason: str = ""


def recover(prefix: str, *, forward: bool = True) -> Recovered:
    """Finish what the journal says, or take it back where that is not possible or not wanted.
    What a tool had begun to change in place can only be taken back.

    The caller holds the lock.
    """
    journal = journals.read(prefix)
    if journal is None:
        return Recovered()
    if isinstance(journal, str):
        return Recovered(reason=f"an interrupted change cannot be put right: {journal}")
    try:
        if journal.kept:
            kept.carry_on(prefix, journal)
            return Recovered(f"took back what was interrupted: {journal.title}")
        if forward and moves.can_finish(prefix, journal.moves):
            _finish(prefix, journal)
            return Recovered(f"finished what was interrupted: {journal.title}")
        _take_back(prefix, journal)
        return Recovered(f"took back what was interrupted: {journal.title}")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Recovered(reason=f"an interrupted change cannot be put right: {reason}")


def discard(prefix: str) -> None:
    """Put a journal aside that is not believed: what it meant can no longer be known.
    Raises OSError."""
    path = at(prefix, JOURNAL_FILE)
    os.replace(path, f"{path}.refused")


def _finish(prefix: str, journal: Journal) -> None:
    moves.carry_out(prefix, journal.moves)
    if journal.undoes:
        kept.put_files_back(prefix, journal)
        vault.remove(prefix, journal.undoes)
        journals.forget(prefix)
    else:
        journals.commit(prefix, journal)
    vault.remove(prefix, journal.stage)


def _take_back(prefix: str, journal: Journal) -> None:
    moves.take_back(prefix, journal.moves, journal.made)
    journals.forget(prefix)
    vault.remove(prefix, journal.stage)
    if not journal.undoes:
        vault.remove(prefix, journal.step)
