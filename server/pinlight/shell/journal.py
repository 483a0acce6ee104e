"""What is about to happen to an environment's files, written down before it happens.

The journal of a change becomes its undo step in one rename: that is the moment at which the change
has happened. A journal is a file that anyone may have written: it is checked before it is believed.
"""

import fnmatch
import json
import os
from collections.abc import Mapping
from pathlib import Path

from pinlight.environments.history import STEP
from pinlight.named import NamedTuple
from pinlight.shell import vault
from pinlight.shell.moves import Move
from pinlight.shell.vault import JOURNAL_FILE, STAGE, STEPS, at, parent
from pinlight.typed import Any, Literal

VERSION = 1
_MOST_BYTES = 256 * 1024 * 1024


class Difference(NamedTuple):
    """What changes about one distribution; a version is "" where it is not installed."""

    name: str
    before: str
    after: str


Kept = Literal["", "moved", "copied", "returning"]
"""How `step` holds the environment as it was: "": only what `moves` say; "moved" or "copied": as a
whole, while a tool changes the environment in place, which can only be taken back; "returning":
that is under way, and can only be finished."""

# The files of a project that a journal may speak of
_PROJECT_FILES = (
    "pyproject.toml", "*.lock", "Pipfile", "pylock.toml", "pylock.*.toml", "poetry.toml",
    "pdm.toml", ".pdm-python", "pixi.toml", "hatch.toml", "environment.yml", "environment.yaml",
)  # fmt: skip


class File(NamedTuple):
    """A file of the project that a tool may write."""

    path: str
    place: str  # where it is kept as it was; "": there was none
    digest: str = ""  # of what the change made of it


class Journal(NamedTuple):
    """An exchange of files. `undoes` is the step that it takes back, "" for a new change."""

    title: str
    stage: str  # the place of what comes in, or of what an undo throws away
    step: str  # the place where it is kept for undo
    moves: tuple[Move, ...]
    made: tuple[str, ...] = ()  # folders that are made for it
    differences: tuple[Difference, ...] = ()
    after: Mapping[str, str] = {}  # metadata of each distribution -> its stamp when it is done
    undoes: str = ""
    size_bytes: int = 0  # of what is kept for undo
    kept: Kept = ""
    roots: tuple[str, ...] = ()  # the places that were copied to `step`
    files: tuple[File, ...] = ()  # of the project


def write(prefix: str, journal: Journal, place: str = JOURNAL_FILE) -> None:
    """Put the journal on the disk. Raises OSError."""
    content = json.dumps({"version": VERSION, **journal._asdict()}).encode()
    vault.write_again(prefix, place, content)


def read(prefix: str, place: str = JOURNAL_FILE) -> Journal | str | None:
    """Return the journal, None when there is none, or one sentence on why it is not believed."""
    try:
        if os.path.getsize(at(prefix, place)) > _MOST_BYTES:
            return "its journal is too large"
        table = json.loads(Path(at(prefix, place)).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        return "its journal cannot be read"
    if not isinstance(table, dict) or table.get("version") != VERSION:
        return "its journal was written by another version of Pinlight"
    try:
        journal = _journal(table)
    except (TypeError, KeyError, ValueError):
        return "its journal is damaged"
    return refusal(prefix, journal) or journal


def commit(prefix: str, journal: Journal) -> None:
    """Make the change final: its journal becomes its undo step. Raises OSError."""
    step = at(prefix, journal.step)
    os.makedirs(step, exist_ok=True)
    os.replace(at(prefix, JOURNAL_FILE), os.path.join(step, STEP))


def forget(prefix: str) -> None:
    """Remove the journal of what was taken back. Raises OSError."""
    os.unlink(at(prefix, JOURNAL_FILE))


def refusal(prefix: str, journal: Journal) -> str:
    """Return why a journal must not be followed; "" when it stays inside the environment."""
    folders = [journal.stage, journal.step, *filter(None, (journal.undoes,))]
    if not all(_is_own_folder(prefix, folder) for folder in folders):
        return "its journal names folders that are not its own"
    inside = tuple(f"{folder}/" for folder in folders)
    places = [place for move in journal.moves for place in move]
    if not all(map(_is_plain, (*places, *journal.made, *journal.roots))):
        return "its journal names places outside the environment"
    for source, target in journal.moves:
        if source.startswith(inside) == target.startswith(inside):
            return "its journal names moves that Pinlight does not make"
    if any(vault.is_private(place) and not place.startswith(inside) for place in places):
        return "its journal names folders that are not its own"
    if not all(_is_of_project(journal.step, it) for it in journal.files):
        return "its journal names files that Pinlight does not keep"
    root = os.path.realpath(prefix)
    above = {parent(place) for place in (*places, *journal.made, *journal.roots)}
    if not all(_stays_inside(prefix, folder, root) for folder in above):
        return "its journal leads outside the environment"
    return ""


def _is_plain(place: str) -> bool:
    """Whether a place goes only downward, by names that every system takes as names."""
    parts = place.split("/")
    bad = {"", ".", ".."}
    is_foreign = os.name == "nt" and ("\\" in place or ":" in place)
    return not bad.intersection(parts) and "\0" not in place and not is_foreign


def _is_of_project(step: str, file: File) -> bool:
    path, place, _ = file
    name = os.path.basename(path)
    is_known = any(fnmatch.fnmatchcase(name, pattern) for pattern in _PROJECT_FILES)
    is_plain = os.path.isabs(path) and "\0" not in path and not os.path.islink(path)
    return is_known and is_plain and (not place or _is_kept(step, place))


def _is_kept(step: str, place: str) -> bool:
    number = place.rpartition("/")[2]
    return place == f"{step}/project/{number}" and number.isdecimal()


def _is_own_folder(prefix: str, place: str) -> bool:
    name = place.rpartition("/")[2]
    is_stage = place.startswith(STAGE) and place.count("/") == 1 and _is_plain(place)
    is_step = place == f"{STEPS}/{name}" and name.isdecimal()
    if not (is_stage or is_step):
        return False
    while place:
        path = at(prefix, place)
        if os.path.lexists(path) and not vault.is_real_folder(path):
            return False
        place = parent(place)
    return True


def _stays_inside(prefix: str, folder: str, root: str) -> bool:
    """Whether no link on the way to `folder` leads out of the environment."""
    real = os.path.realpath(at(prefix, folder))
    return real == root or real.startswith(os.path.join(root, ""))


def _journal(table: Mapping[str, Any]) -> Journal:
    """Raises TypeError, KeyError or ValueError when the table has another shape."""
    return Journal(
        _text(table["title"]),
        _text(table["stage"]),
        _text(table["step"]),
        tuple(Move(*map(_text, pair)) for pair in table["moves"]),
        tuple(map(_text, table["made"])),
        tuple(Difference(*map(_text, it)) for it in table["differences"]),
        {_text(key): _text(value) for key, value in dict(table["after"]).items()},
        _text(table["undoes"]),
        int(table["size_bytes"]),
        _kept(table.get("kept", "")),
        tuple(map(_text, table.get("roots", ()))),
        tuple(File(*map(_text, it)) for it in table.get("files", ())),
    )


def _kept(value: Any) -> Kept:
    if value not in ("", "moved", "copied", "returning"):
        raise ValueError(value)
    found: Kept = value
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
