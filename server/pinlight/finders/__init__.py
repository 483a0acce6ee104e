"""Where environments are, one module per tool; files are read only through a Reader.

A module says with `SIGNS` what must be there before it is asked at all, so that no tool's finder
is even imported for folders that the tool knows nothing of (any of these is enough):
`name` a file of the folder, `name/` a folder in it, `name:word` a file of the folder that holds
the word, `*.py` that the file that is asked about lies in the folder and ends so, `~/name/` a
folder of the user's home, `$NAME` an environment variable.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader


class Place:
    """A folder as finders see it, for a file in it or below; everything is read at most once."""

    def __init__(self, folder: str, reader: Reader, path: str = "") -> None:
        self.folder = folder
        self.reader = reader
        self.path = path  # of the file that is asked about; "": none in particular

    @property
    def name(self) -> str:
        """The file that is asked about, when it lies in the folder itself; else ""."""
        module = rules(self.folder)
        return module.basename(self.path) if module.dirname(self.path) == self.folder else ""

    @cached_property
    def files(self) -> frozenset[str]:
        listed = self.reader.folder(self.folder)
        return frozenset(one.name for one in listed if not one.is_folder)

    @cached_property
    def folders(self) -> frozenset[str]:
        listed = self.reader.folder(self.folder)
        return frozenset(one.name for one in listed if one.is_folder)

    @cached_property
    def pyproject(self) -> bytes:
        """The content of pyproject.toml; b"" when there is none."""
        return self.content("pyproject.toml")

    @cached_property
    def real(self) -> str:
        """The folder as the system tells a program that was started in it."""
        return self.reader.real(self.folder)

    def at(self, *names: str) -> str:
        """Return the path of what lies in the folder; an absolute name stands for itself."""
        module = rules(self.folder)
        return str(module.normpath(module.join(self.folder, *names)))

    def content(self, name: str) -> bytes:
        """Return the content of a file of the folder; b"" when there is none."""
        return (self.reader.file(self.at(name)) or b"") if name in self.files else b""

    def table(self, name: str, *keys: str) -> Mapping[str, Any]:
        """Return the table under `keys` in a TOML file of the folder; {} when it has none."""
        return within(self.pyproject if name == "pyproject.toml" else self.content(name), *keys)


class Finder(NamedTuple):
    """Sees the environments that belong to one folder."""

    name: str
    find: Callable[[Place], tuple[Candidate, ...]]  # best first
    rank: int = 50  # of several tools that claim a folder, the lowest comes first
    owns: tuple[str, ...] = ()  # names of files that are the tool's own; "*": all of the folder
    everywhere: Callable[[Reader], tuple[Candidate, ...]] | None = None  # whatever the folder is
    suggests: Callable[[Place], str] | None = None  # where the tool would make one; "": not here


def is_signed(signs: tuple[str, ...], place: Place) -> bool:
    """Whether one of a finder's `SIGNS` is there."""
    return any(_holds(sign, place) for sign in signs)


def is_environment(prefix: str, reader: Reader) -> bool:
    """Whether `prefix` is a virtual environment or one of conda's."""
    join = rules(prefix).join
    return reader.exists(join(prefix, "pyvenv.cfg")) or reader.is_folder(join(prefix, "conda-meta"))


def within(content: bytes, *keys: str) -> Mapping[str, Any]:
    """Return the table under `keys` in a TOML text; {} when there is none."""
    table: Any = _toml(content) if content else {}
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table if isinstance(table, Mapping) else {}


def _holds(sign: str, place: Place) -> bool:
    if sign.startswith("$"):
        return bool(place.reader.variable(sign[1:]))
    if sign.startswith("~/"):
        reader = place.reader
        home = reader.variable("HOME") or reader.variable("USERPROFILE")
        return bool(home) and reader.is_folder(rules(home).join(home, sign[2:].rstrip("/")))
    if sign.startswith("*"):
        return place.name.endswith(sign[1:])
    if sign.endswith("/"):
        return sign[:-1] in place.folders
    name, _, word = sign.partition(":")
    if name not in place.files or not word:
        return name in place.files
    content = place.pyproject if name == "pyproject.toml" else place.content(name)
    return word.encode() in content


@lru_cache(64)
def _toml(content: bytes) -> Mapping[str, Any]:
    from pinlight import toml  # Only where a tool's file was found.

    table = toml.plain(toml.parse(content.decode("utf-8-sig", "replace")).root)
    return table if isinstance(table, Mapping) else {}
