"""Which versions a specifier admits, and where a marker holds, as pip decides it.

The only door to `packaging`'s specifiers and markers, so that something faster can stand
behind it; what is asked again is answered from memory. Nothing here raises.
Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.markers import Marker
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

# Enough for a workspace of thousands of files; an entry costs some 200 bytes.
_MANY = 65_536

_VARIABLES = (
    "implementation_name",
    "implementation_version",
    "os_name",
    "platform_machine",
    "platform_python_implementation",
    "platform_release",
    "platform_system",
    "platform_version",
    "python_full_version",
    "python_version",
    "sys_platform",
)
_SHARED = {"platform_python_implementation": "python_implementation"}


def admits(specifier: str, version: str) -> bool:
    """Whether an installed `version` satisfies `specifier`; "" asks for nothing.

    A pre-release satisfies what its number satisfies, as for anything that is installed. No
    specifier admits a version that is not PEP 440: pip refuses to go on with one. An invalid
    specifier admits everything, since the file's own fault is reported elsewhere.
    """
    return verdict(specifier, version) is not False


@lru_cache(_MANY)
def verdict(specifier: str, version: str) -> bool | None:
    """As `admits`; None when `specifier` is invalid."""
    wanted = _specifiers(specifier)
    if wanted is None:
        return None
    installed = _version(version)
    # pip compares `===` with the normalised version, hence the object and not its text.
    return installed is not None and wanted.contains(installed, prereleases=True)


def is_valid(specifier: str) -> bool:
    """Whether `specifier` is one of PEP 440."""
    return _specifiers(specifier) is not None


def is_valid_version(version: str) -> bool:
    """Whether `version` is one of PEP 440; pip handles no other."""
    return _version(version) is not None


def holds(marker: str, markers: Mapping[str, str], extra: str = "") -> bool:
    """Whether `marker` is true where the variables are `markers`; "" always is.

    False when that cannot be told: see `evaluate`.
    """
    return evaluate(marker, markers, extra) is True


def evaluate(marker: str, markers: Mapping[str, str], extra: str = "") -> bool | None:
    """As `holds`; None when the marker is invalid, compares what has no order, or asks for a
    variable that `markers` does not tell: the server's own Python never answers for another."""
    if not marker:
        return True
    return _evaluate(marker, tuple(markers.items()), extra)


@lru_cache(_MANY)
def _evaluate(marker: str, items: tuple[tuple[str, str], ...], extra: str) -> bool | None:
    parsed = _marker(marker)
    if parsed is None or any(name in _dotless(marker) for name in _lacking(items)):
        return None
    from packaging.markers import UndefinedComparison, UndefinedEnvironmentName

    try:
        return parsed.evaluate({**dict(items), "extra": extra})
    except (UndefinedComparison, UndefinedEnvironmentName):  # pip fails as well.
        return None


def _dotless(marker: str) -> str:
    """Return `marker` with the old spellings (`os.name`) as today's."""
    return marker.replace(".", "_")


@lru_cache(256)
def _lacking(items: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return the variables that `items` do not tell, by a name that all their spellings share."""
    known = {name for name, value in items if value}
    return tuple(_SHARED.get(name, name) for name in _VARIABLES if name not in known)


def contradict(specifiers: Sequence[str]) -> tuple[str, str] | None:
    """Return two of `specifiers` that clash, when no version can ever satisfy all; see `clash`."""
    pair = clash(specifiers)
    return pair and (specifiers[pair[0]], specifiers[pair[1]])


def clash(specifiers: Sequence[str]) -> tuple[int, int] | None:
    """Return the positions of two of `specifiers` that clash, the first smaller; None: no clash.

    They clash when no version at all, pre-release or local ones included, satisfies all.
    Equal positions: that one contradicts itself. Invalid ones take no part. When it takes three
    (`>=1`, `<=1`, `!=1`), the pair holds the last of them and the first without which it works.
    """
    for end in range(len(specifiers)):
        if _is_impossible(specifiers[: end + 1]):
            return _culprit(specifiers, end), end
    return None


def _culprit(specifiers: Sequence[str], end: int) -> int:
    """Return the first position that clashes with `end`, where `specifiers` up to it clash."""
    if _is_impossible([specifiers[end]]):
        return end
    for start in range(end):
        if _is_impossible([specifiers[start], specifiers[end]]):
            return start
    rest = list(specifiers[: end + 1])
    for start in range(end):
        if not _is_impossible(rest[:start] + rest[start + 1 :]):
            return start
        rest[start] = ""
    return end


def _is_impossible(specifiers: Sequence[str]) -> bool:
    valid = (text for text in specifiers if _specifiers(text) is not None)
    return _is_unsatisfiable(",".join(sorted(set(valid))))


@lru_cache(_MANY)
def _is_unsatisfiable(specifier: str) -> bool:
    wanted = _specifiers(specifier)
    return wanted is not None and wanted.is_unsatisfiable()


@lru_cache(_MANY)
def _specifiers(text: str) -> "SpecifierSet | None":
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


@lru_cache(_MANY)
def _version(text: str) -> "Version | None":
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text)
    except InvalidVersion:
        return None


@lru_cache(_MANY)
def _marker(text: str) -> "Marker | None":
    from packaging.markers import InvalidMarker, Marker

    try:
        return Marker(text)
    except InvalidMarker:
        return None
