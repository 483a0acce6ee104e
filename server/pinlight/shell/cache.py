"""What was read of environments, kept outside the project from one start to the next.

A distribution counts as known while the times of its folder and of its METADATA are what they
were. A file that is missing, damaged or of another version is no file at all.
"""

import json
import os
import sys
from binascii import crc32
from collections.abc import Collection, Mapping
from typing import Any

from pinlight import __version__
from pinlight.installed import Kept
from pinlight.model import Distribution, Origin

MOST_FILES = 500  # environments; the one that was written longest ago goes first
SETTLED_NS = 2_000_000_000  # what changed later may change again at the same time of a coarse clock


def place(variables: Mapping[str, str]) -> str:
    """Return the folder that keeps it, "" for none; PINLIGHT_CACHE names another, or none."""
    home = os.path.expanduser("~")
    named = variables.get("PINLIGHT_CACHE")
    if named is not None:
        return named
    if sys.platform == "win32":
        base = variables.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(base, "pinlight", "Cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "pinlight")
    base = variables.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "pinlight")


def recall(prefix: str, variables: Mapping[str, str]) -> Kept:
    """Return what is kept of the environment at `prefix`; nothing when that cannot be read."""
    try:
        with open(_file(prefix, variables), "rb") as file:  # noqa: PTH123 - no pathlib at start.
            head, _, body = file.read().partition(b"\n")
        if head != _head(body):
            return {}
        known, folders = json.loads(body)
        return dict(_read(folders)) if known == prefix else {}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep(
    prefix: str, kept: Kept, found: Collection[str], now_ns: int, variables: Mapping[str, str]
) -> None:
    """Keep what is known of the distributions in the folders `found`, but for the youngest."""
    folders: dict[str, list[Any]] = {}
    for where in found:
        stamps, distribution = kept.get(where, ((now_ns, now_ns), None))
        if distribution is not None and max(stamps) < now_ns - SETTLED_NS:
            folder, name = os.path.split(where)
            rest = (*distribution[:2], *distribution[3:])
            folders.setdefault(folder, []).append((name, *stamps, *rest))
    body = json.dumps((prefix, folders), separators=(",", ":")).encode("ascii")
    try:
        file = _file(prefix, variables)
        partial = f"{file}.{os.getpid()}"
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(partial, "wb") as out:  # noqa: PTH123
            out.write(_head(body) + b"\n" + body)
        os.replace(partial, file)
        _prune(os.path.dirname(file))
    except OSError:
        return  # Then it is read anew.


def _read(folders: Mapping[str, Any]) -> Any:
    for folder, entries in folders.items():
        for name, changed, inner, *fields in entries:
            where = os.path.join(folder, name)
            one, version, requires, extras, python, installer, origin, summary = fields
            found = Origin(*(*origin[:-1], tuple(origin[-1]))) if origin else None
            yield (
                where,
                (
                    (changed, inner),
                    Distribution(
                        one,
                        version,
                        where,
                        tuple(requires),
                        tuple(extras),
                        python,
                        installer,
                        found,
                        summary,
                    ),
                ),
            )


def _head(body: bytes) -> bytes:
    """Return the first line of a file: whose it is, and that it is whole."""
    return f"pinlight {__version__} {len(Distribution._fields)} {crc32(body):08x}".encode("ascii")


def _file(prefix: str, variables: Mapping[str, str]) -> str:
    folder = place(variables)
    if not folder:
        raise OSError("nothing is kept")
    return os.path.join(folder, f"{crc32(os.fsencode(prefix)):08x}.json")


def _prune(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = [(entry.stat().st_mtime_ns, entry.path) for entry in entries]
    for _, path in sorted(files)[:-MOST_FILES]:
        os.unlink(path)
