"""Where environments are, one module per tool; files are read only through a Reader.

A module says with `SIGNS` what must be there before it is asked at all, so that no tool's finder
is even imported for folders that the tool knows nothing of (any of these is enough):
`name` a file of the folder, `name/` a folder in it, `name:word` a file of the folder that holds
the word, `*.py` that the file that is asked about lies in the folder and ends so, `~/name/` a
folder of the user's home, `$NAME` an environment variable.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from pinlight.model import Candidate
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.reader import Listed, Reader
from pinlight.typed import Any


class Place:
    """A folder as finders see it, for a file in it or below; everything is read at most once."""

    def __init__(self, folder: str, reader: Reader, path: str = "") -> None:
        self.folder = folder
        self.reader = reader
        self.path = path  # of the file that is asked about; "": none in particular
        sep = rules(folder).sep
        self.start = folder if folder.endswith(sep) else folder + sep

    @property
    def name(self) -> str:
        """The file that is asked about, when it lies in the folder itself; else ""."""
        name = self.path[len(self.start) :]
        is_inside = self.path.startswith(self.start) and not ("/" in name or "\\" in name)
        return name if is_inside else ""

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        return self.reader.folder(self.folder)

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(one.name for one in self.listed if not one.is_folder)

    @cached_property
    def folders(self) -> frozenset[str]:
        return frozenset(one.name for one in self.listed if one.is_folder)

    @cached_property
    def pyproject(self) -> bytes:
        """The content of pyproject.toml; b"" when there is none."""
        return self.reader.file(f"{self.start}pyproject.toml") or b""

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
        return self.content_of(name) if name in self.files else b""

    def content_of(self, name: str) -> bytes:
        """Return the content of what is known to lie in the folder; b"" for a folder."""
        if name == "pyproject.toml":
            return self.pyproject
        return self.reader.file(self.start + name) or b""

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


def is_environment(prefix: str, reader: Reader) -> bool:
    """Whether `prefix` is a virtual environment, one of conda's, or a project's own packages."""
    join = rules(prefix).join
    if reader.exists(join(prefix, "pyvenv.cfg")) or reader.is_folder(join(prefix, "conda-meta")):
        return True
    above = rules(prefix).basename(rules(prefix).dirname(prefix))
    return above == "__pypackages__" and reader.is_folder(join(prefix, "lib"))


def within(content: bytes, *keys: str) -> Mapping[str, Any]:
    """Return the table under `keys` in a TOML text; {} when there is none."""
    table: Any = _toml(content) if content else {}
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table if isinstance(table, Mapping) else {}


@lru_cache(64)
def _toml(content: bytes) -> Mapping[str, Any]:
    from pinlight import toml  # Only where a tool's file was found.

    table = toml.plain(toml.parse(content.decode("utf-8-sig", "replace")).root)
    return table if isinstance(table, Mapping) else {}
