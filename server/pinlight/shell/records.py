"""Which files belong to an installed distribution, as its RECORD says, and whether they are whole.

Source: https://packaging.python.org/specifications/recording-installed-packages/#the-record-file
"""

import base64
import csv
import hashlib
import os
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from pinlight.environments.metadata import normalised
from pinlight.named import NamedTuple
from pinlight.shell.vault import at, is_real_folder, parent


class Row(NamedTuple):
    """One file of a distribution."""

    place: str  # relative to the environment
    digest: str  # "sha256=..."; "" when it is not told
    size: str


def name_and_version(info: str) -> tuple[str, str]:
    """Return the normalised name and the version that the name of a metadata folder tells."""
    stem = info.rpartition("/")[2]
    if stem.endswith(".json"):  # conda's own: the build stands last.
        name, version, _ = (*stem.rsplit("-", 2), "", "")[:3]
        return normalised(name), version
    for end in (".dist-info", ".egg-info"):
        stem = stem.removesuffix(end)
    name, _, rest = stem.partition("-")
    return normalised(name), rest if info.endswith(".dist-info") else rest.partition("-")[0]


def rows(prefix: str, info: str) -> list[Row] | None:
    """Return what RECORD lists inside the environment; None when there is no readable RECORD.

    Raises nothing. A file outside the environment is not listed: nobody may touch it.
    """
    try:
        with Path(at(prefix, f"{info}/RECORD")).open(encoding="utf-8", newline="") as file:
            listed = [row for row in csv.reader(file) if row and row[0]]
    except (OSError, ValueError, csv.Error):
        return None
    site = parent(info)
    found = []
    for row in listed:
        path = row[0].replace("\\", "/") if os.name == "nt" else row[0]
        place = posixpath.normpath(f"{site}/{path}")
        if not path.startswith("/") and not place.startswith("../") and ":" not in place[:2]:
            found.append(Row(place, *(row[1:3] if len(row) > 2 else ("", ""))))
    return found


def owned(prefix: str, info: str) -> frozenset[str] | None:
    """Return the files that belong to the distribution; None when its metadata does not tell."""
    found = rows(prefix, info)
    if found is not None:
        return frozenset(row.place for row in found)
    try:  # Setuptools wrote this one before there was RECORD.
        lines = Path(at(prefix, f"{info}/installed-files.txt")).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return None
    places = (posixpath.normpath(f"{info}/{line.strip()}") for line in lines if line.strip())
    return frozenset(place for place in places if not place.startswith(("../", "/")))


def faults(prefix: str, info: str, *, hashed: bool = False) -> Iterator[str]:
    """Yield what is wrong with the files of a distribution, a sentence each."""
    if not os.path.isfile(at(prefix, f"{info}/METADATA")):
        yield f"`{info.rpartition('/')[2]}` has no METADATA"
        return
    for row in rows(prefix, info) or ():
        path = at(prefix, row.place)
        try:
            status = os.stat(path)
        except OSError:
            # Python makes bytecode again; virtualenv lists folders of it that there never were.
            if not row.place.endswith((".pyc", "__pycache__")):
                yield f"`{row.place}` is missing"
            continue
        is_other = bool(row.size) and row.size != str(status.st_size)
        if is_other or (hashed and row.digest and not _is_digest(path, row.digest)):
            yield f"`{row.place}` was changed"


def _is_digest(path: str, digest: str) -> bool:
    kind, _, wanted = digest.partition("=")
    if kind not in hashlib.algorithms_guaranteed or kind.startswith("shake"):
        return True
    return digest_of(path, kind) == wanted


def digest_of(path: str, kind: str = "sha256") -> str:
    """Return the hash of a file as RECORD spells it; "" when it cannot be read."""
    found = hashlib.new(kind, usedforsecurity=False)
    try:
        with Path(path).open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
    except OSError:
        return ""
    return base64.urlsafe_b64encode(found.digest()).decode().rstrip("=")


def departures(prefix: str, places: Iterable[str]) -> list[str]:
    """Return what to move so that exactly the files at `places` leave, with their bytecode.

    A folder that holds nothing else is moved as one. What others have put beside them stays; a
    link to a folder is not followed.
    """
    files = frozenset(places)
    below: dict[str, set[str]] = {}
    for place in files:
        while place and place not in below.setdefault(parent(place), set()):
            below[parent(place)].add(place)
            place = parent(place)
    for place in files:  # Bytecode lies in a folder of its own, which RECORD need not name.
        if place.endswith(".py"):
            folder = parent(place)
            below.setdefault(folder, set()).add(f"{folder}/__pycache__".lstrip("/"))
    found: list[str] = []
    for place in sorted(below.get("", ())):
        found += _parts(prefix, place, files, below, top=True)[0]
    return found


def _parts(
    prefix: str, place: str, files: frozenset[str], below: dict[str, set[str]], *, top: bool = False
) -> tuple[list[str], bool]:
    """Return what of `place` leaves, and whether that is all that is there."""
    path = at(prefix, place)
    if not is_real_folder(path):
        is_ours = place in files or _is_bytecode(place, files)
        return ([place] if is_ours and os.path.lexists(path) else []), is_ours
    held = below.get(place, set())
    found: list[str] = []
    is_whole = not top and not place.endswith(("site-packages", "dist-packages"))
    for name in sorted(os.listdir(path)):
        inner = f"{place}/{name}"
        if inner in held or place.endswith("__pycache__"):
            parts, is_all = _parts(prefix, inner, files, below)
            found += parts
            is_whole = is_whole and is_all
        else:
            is_whole = False
    return ([place] if is_whole else found), is_whole


def _is_bytecode(place: str, files: frozenset[str]) -> bool:
    """Whether `place` is what Python has compiled one of `files` to."""
    folder, _, name = place.rpartition("/")
    if not folder.endswith("__pycache__") or not name.endswith(".pyc"):
        return False
    return f"{parent(folder)}/{name.split('.')[0]}.py" in files
