"""Which Python a new environment is made from, and where the Python of a prefix lies."""

import re

from pinlight.model import Create, Tools
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.settings import Settings

_VERSION = re.compile(r"\d+(\.\d+)*[a-z0-9]*")


def python_of(prefix: str, reader: Reader) -> str:
    """Return the absolute path of the Python of `prefix`, also of one that is not made yet."""
    join = rules(prefix).join
    windows = (join(prefix, "Scripts", "python.exe"), join(prefix, "python.exe"))
    posix = (join(prefix, "bin", "python"), join(prefix, "bin", "python3"))
    candidates = (*windows, *posix) if rules(prefix).sep == "\\" else (*posix, *windows)
    return str(next(filter(reader.exists, candidates), candidates[0]))


def choose(create: Create, tools: Tools, settings: Settings) -> tuple[str, str]:
    """Return (version, path) of the Python for a new environment.

    What the operation names comes first, then the setting, then the newest that
    `requires_python` allows, released versions before others. An empty path: the machine has
    none that fits; the version is then what was asked for.
    """
    wanted = create.python or settings.python
    if wanted and not _VERSION.fullmatch(wanted):
        known = {path: version for version, path in tools.pythons}
        return known.get(wanted, ""), wanted
    if wanted:
        fitting = [one for one in tools.pythons if _is_part(wanted, one[0])]
        return fitting[0] if fitting else (wanted, "")
    fitting = [one for one in tools.pythons if _admits(create.requires_python, one[0])]
    released = [one for one in fitting if re.fullmatch(r"[\d.]+", one[0])]
    return next(iter(released or fitting), (create.requires_python, ""))


def _is_part(wanted: str, version: str) -> bool:
    return version == wanted or version.startswith(wanted + ".")


def _admits(requires_python: str, version: str) -> bool:
    """Whether a Python fits; of one whose patch level is unknown, whether some patch would."""
    if not requires_python:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # Only on a user's order.

    try:
        specifiers = SpecifierSet(requires_python)
    except InvalidSpecifier:  # Reported on its own line; any Python is as good as another.
        return True
    patches = ("",) if version.count(".") > 1 else (".0", ".99")
    return any(specifiers.contains(version + patch, prereleases=True) for patch in patches)
