"""Whether a lock file was made from other declarations than those that stand there now."""

import re
from collections.abc import Iterator, Sequence

from pinlight.locks import fingerprints
from pinlight.model import Dependency, Manifest
from pinlight.model.locked import Lock
from pinlight.patterns import lazy

_IS_DYNAMIC = lazy(r"^\s*dynamic\s*=\s*\[[^\]]*dependencies", re.MULTILINE)

_Key = tuple[str, str]  # name; group or extra


def difference(lock: Lock, declared: Manifest) -> tuple[str, ...] | None:
    """Return the names that differ, () when that is not known; None when nothing differs, or
    nothing tells."""
    if declared.faults:
        return None
    if lock.requires is not None:
        return tuple(sorted({name for name, _ in _changed(lock.requires, declared)})) or None
    found = _fingerprints(lock, declared.text) if lock.fingerprint else None
    return () if found is not None and lock.fingerprint not in found else None


def _fingerprints(lock: Lock, text: str) -> tuple[str, ...] | None:
    """Return what the tool would write into its lock today; None when that is not known."""
    match lock.tool:
        case "poetry":
            return fingerprints.poetry(text)
        case "pdm":
            return fingerprints.pdm(text)
        case "pipenv":
            return fingerprints.pipenv(text)
        case _:
            return None


def _changed(locked: tuple[Dependency, ...], declared: Manifest) -> Iterator[_Key]:
    """Yield what the lock's copy of the declarations and those themselves disagree on."""
    if _IS_DYNAMIC.search(declared.text):
        return  # They stand elsewhere.
    before = _asked(locked, declared.project)
    now = _asked(declared.dependencies, declared.project)
    yield from before.keys() ^ now.keys()
    for key in before.keys() & now.keys():
        if len(before[key]) == len(now[key]) == 1:
            (one,), (other,) = before[key], now[key]
            is_told = not other.url and not other.is_local  # uv drops the specifier of a source.
            if is_told and not fingerprints.is_same(one.specifier, other.specifier):
                yield key


def _asked(dependencies: Sequence[Dependency], project: str) -> dict[_Key, list[Dependency]]:
    found: dict[_Key, list[Dependency]] = {}
    for it in dependencies:
        if not it.is_build and not it.group.startswith(("hatch:", "pixi:")) and it.name != project:
            group = it.group if not it.is_extra else ""  # The copy has extras in its markers.
            found.setdefault((it.name, group), []).append(it)
    return found
