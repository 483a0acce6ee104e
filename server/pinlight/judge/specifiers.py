"""Which versions a specifier admits, and where a marker holds, as pip decides it.

The only door to `packaging`'s specifiers and markers: the usual ones are decided without it, and
what is asked again is answered from memory. Nothing here raises.
Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from pinlight.judge import plain
from pinlight.typed import TYPE_CHECKING

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
    usual = plain.admits(specifier, version)
    if usual is not None:
        return usual
    wanted = _specifiers(specifier)
    if wanted is None:
        return None
    installed = _version(version)
    try:
        # pip compares `===` with the normalised version, hence the object and not its text.
        return installed is not None and wanted.contains(installed, prereleases=True)
    except ValueError:  # A number of more digits than Python reads.
        return None


def is_valid_version(version: str) -> bool:
    """Whether `version` is one of PEP 440; pip handles no other."""
    return plain.is_release(version) or _version(version) is not None


def holds(marker: str, markers: Mapping[str, str], extra: str = "") -> bool:
    """Whether `marker` is true where the variables are `markers`; "" always is.

    False when that cannot be told: see `evaluate`.
    """
    return evaluate(marker, markers, extra) is True


def evaluate(marker: str, markers: Mapping[str, str], extra: str = "") -> bool | None:
    """As `holds`; None when the marker is invalid, compares what has no order, or asks for a
    variable that `markers` does not tell: the server's own Python never answers for another."""
    return asker(markers)(marker, extra) if marker else True


def asker(markers: Mapping[str, str]) -> Callable[[str, str], bool | None]:
    """Return `evaluate` for one environment, for whoever asks thousands of times."""
    return _asker(tuple(markers.items()))


@lru_cache(256)  # Environments; most share the answers of their Python.
def _asker(items: tuple[tuple[str, str], ...]) -> Callable[[str, str], bool | None]:
    lacking = _lacking(items)

    @lru_cache(8192)
    def ask(marker: str, extra: str) -> bool | None:
        if not marker:
            return True
        if any(name in _dotless(marker) for name in lacking):
            return None
        usual = plain.evaluate(marker, dict(items), extra)
        if usual is not None:
            return usual
        parsed = _marker(marker)
        if parsed is None:
            return None
        from packaging.markers import UndefinedEnvironmentName

        try:
            return parsed.evaluate({**dict(items), "extra": extra})
        except (ValueError, UndefinedEnvironmentName):  # No order, no such variable: pip fails too.
            return None

    return ask


def _dotless(marker: str) -> str:
    """Return `marker` with the old spellings (`os.name`) as today's."""
    return marker.replace(".", "_")


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
    try:
        return wanted is not None and wanted.is_unsatisfiable()
    except ValueError:  # A number of more digits than Python reads.
        return False


@lru_cache(_MANY)
def _specifiers(text: str) -> "SpecifierSet | None":
    from packaging.specifiers import SpecifierSet

    try:
        return SpecifierSet(text)
    except ValueError:
        return None


@lru_cache(_MANY)
def _version(text: str) -> "Version | None":
    from packaging.version import Version

    try:
        return Version(text)
    except ValueError:
        return None


@lru_cache(_MANY)
def _marker(text: str) -> "Marker | None":
    from packaging.markers import Marker

    try:
        return Marker(text)
    except ValueError:
        return None
