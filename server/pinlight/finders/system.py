"""The Pythons of the machine, or of a container: global, offered, never chosen by themselves."""

from pinlight.finders import Finder, Place
from pinlight.finders.active import is_shims, on_path
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader

SIGNS = ()

_NAMES = ("python3", "python", "python.exe")


def find(_: Place) -> tuple[Candidate, ...]:
    """Return none: no folder is served by a global Python."""
    return ()


def everywhere(reader: Reader) -> tuple[Candidate, ...]:
    """Return the prefixes of the Pythons on PATH, the first one first."""
    found: dict[str, None] = {}
    for path in on_path(reader):
        folder = reader.real(path)  # `/bin` is mostly another name of `/usr/bin`.
        module = rules(folder)
        if is_shims(path, reader):
            continue
        if any(reader.exists(module.join(folder, name)) for name in _NAMES):
            is_inner = module.basename(folder).lower() in ("bin", "scripts")
            prefix = module.dirname(folder) if is_inner else folder
            if not reader.exists(module.join(prefix, "pyvenv.cfg")):
                found[prefix] = None
    return tuple(
        Candidate(prefix, "global", "", "a Python of this machine", True) for prefix in found
    )


FINDER = Finder("system", find, rank=99, everywhere=everywhere)
