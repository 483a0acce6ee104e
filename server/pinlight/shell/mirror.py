"""The metadata in the stage of the last change, kept for the next one: to link that of hundreds of
distributions anew would take longer than many an installation.

A list says what is in the mirror, and how the environment's metadata looked when it was linked.
The list is gone while the mirror is in use, so that what an interruption left is never taken.
"""

import json
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from pinlight.environments.history import FOLDER
from pinlight.shell import vault
from pinlight.shell.vault import at, is_real_folder, parent

Stamp = tuple[int, int]

MIRROR = f"{FOLDER}/mirror"
LIST = f"{FOLDER}/mirror.json"


def take(prefix: str, folder: str, now: Mapping[str, Stamp]) -> Collection[str]:
    """Make the place `folder` of the mirror, or empty; return the metadata in it that is up to
    date. Raises OSError."""
    listed = _listed(prefix)
    with suppress(OSError):
        os.unlink(at(prefix, LIST))
    if not listed:
        vault.remove(prefix, MIRROR)
        os.mkdir(at(prefix, folder))
        return ()
    os.rename(at(prefix, MIRROR), at(prefix, folder))
    root = at(prefix, folder)
    sites = {parent(info) for info in listed}
    there = {f"{site}/{name}" for site in sites for name in vault.names(at(root, site))}
    current = {info for info in there if info in listed and now.get(info) == listed[info]}
    for info in there - current:
        shutil.rmtree(at(root, info))
    return current


def keep(prefix: str, folder: str, metadata: Mapping[str, Stamp]) -> None:
    """Keep the metadata in the place `folder` and nothing else of it; raises nothing."""
    try:
        root = at(prefix, folder)
        vault.remove(prefix, MIRROR)
        _strip(root, "", metadata)
        os.rename(root, at(prefix, MIRROR))
        Path(at(prefix, LIST)).write_text(json.dumps(metadata), "utf-8")
    except OSError:
        vault.remove(prefix, folder)


def _strip(root: str, place: str, kept: Collection[str]) -> None:
    """Remove all but the places `kept` and the folders above them."""
    for name in vault.names(at(root, place)):
        inner = f"{place}/{name}" if place else name
        path = at(root, inner)
        if inner in kept:
            continue
        if is_real_folder(path):
            _strip(root, inner, kept)
            with suppress(OSError):
                os.rmdir(path)
        else:
            os.unlink(path)


def _listed(prefix: str) -> dict[str, Stamp]:
    """Return what is in the mirror; nothing when there is any doubt."""
    try:
        table = json.loads(Path(at(prefix, LIST)).read_bytes())
        listed = {str(info): (int(time), int(inode)) for info, (time, inode) in table.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    is_inside = is_real_folder(at(prefix, MIRROR)) and all(
        ".." not in parent(info).split("/") for info in listed
    )
    return listed if is_inside else {}
