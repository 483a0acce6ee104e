"""Which Python a program called `python` would be, told from files: no finder itself.

Source: https://github.com/pyenv/pyenv/blob/master/COMMANDS.md
"""

import re
from collections.abc import Iterator

from pinlight.finders import Place
from pinlight.finders.central import home
from pinlight.paths import rules
from pinlight.reader import Reader

_VERSIONED = re.compile(r"(?:python|pypy)(\d+\.\d+)(?:\.exe)?")


def active_version(place: Place) -> str:
    """Return "3.12" for the `python` that is first on PATH; "" when files do not tell."""
    reader = place.reader
    for folder in on_path(reader):
        join = rules(folder).join
        if not reader.exists(join(folder, "python")) and not reader.exists(
            join(folder, "python.exe")
        ):
            continue
        if is_shims(folder, reader):
            version = _of_pyenv(place)
            if version not in ("", "system"):
                return ".".join(version.split(".")[:2])
            continue
        match = _VERSIONED.fullmatch(rules(folder).basename(reader.real(join(folder, "python"))))
        return match[1] if match else ""
    return ""


def on_path(reader: Reader) -> Iterator[str]:
    """Yield the absolute folders of PATH."""
    separator = ";" if reader.machine()["os_name"] == "nt" else ":"
    for folder in dict.fromkeys(reader.variable("PATH").split(separator)):
        if rules(folder).isabs(folder):
            yield folder.rstrip("/") or "/"


def pyenv_root(reader: Reader) -> str:
    """Return pyenv's folder; "" when nothing tells."""
    own = home(reader)
    root = reader.variable("PYENV_ROOT") or (own and rules(own).join(own, ".pyenv"))
    return root.rstrip("/")


def is_shims(folder: str, reader: Reader) -> bool:
    """Whether pyenv keeps its stand-ins there, which are no Pythons."""
    return bool(root := pyenv_root(reader)) and folder == str(rules(root).join(root, "shims"))


def wanted(content: bytes) -> tuple[str, ...]:
    """Return the names that a `.python-version` holds, in their order."""
    lines = content.decode("utf-8", "replace").splitlines()
    return tuple(word for line in lines for word in line.partition("#")[0].split())


def _of_pyenv(place: Place) -> str:
    """Return what pyenv would run: its variable, the nearest file upwards, its own default."""
    reader = place.reader
    if version := reader.variable("PYENV_VERSION"):
        return version.split(":")[0]
    folder = place.folder
    while True:
        if names := wanted(reader.file(rules(folder).join(folder, ".python-version")) or b""):
            return _complete(names[0], reader)
        above = rules(folder).dirname(folder)
        if above == folder:
            break
        folder = above
    root = pyenv_root(reader)
    names = wanted(reader.file(rules(root).join(root, "version")) or b"")
    return _complete(names[0], reader) if names else ""


def _complete(name: str, reader: Reader) -> str:
    """Return the version behind a name: a virtual environment's is told by its pyvenv.cfg."""
    if name[:1].isdecimal():
        return name
    root = pyenv_root(reader)
    config = reader.file(rules(root).join(root, "versions", name, "pyvenv.cfg")) or b""
    match = re.search(rb"(?m)^version(?:_info)? *= *(\d+\.\d+)", config)
    return match[1].decode() if match else name
