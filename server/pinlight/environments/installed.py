"""Which distributions lie on an environment's path, the first of each name winning.

Source: https://packaging.python.org/specifications/recording-installed-packages/
Source: https://setuptools.pypa.io/en/latest/deprecated/python_eggs.html
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pinlight.environments.metadata import (
    headers,
    normalised,
    origin,
    with_egg_requirements,
)
from pinlight.model import Distribution, Origin
from pinlight.paths import rules, same
from pinlight.reader import Reader

Kept = dict[str, tuple[tuple[int, int], Distribution]]
"""What was read of a dist-info folder, with its time and that of its METADATA."""


class Installed:
    """What was found while walking along the path; each folder is listed once."""

    def __init__(
        self,
        reader: Reader,
        kept: Kept | None = None,
        named: Collection[str] | None = None,
        *,
        is_of_conda: bool = False,
    ) -> None:
        self.reader = reader
        self._kept = kept
        self._named = named
        self._is_of_conda = is_of_conda
        self.distributions: dict[str, Distribution] = {}
        self.leftovers: list[str] = []
        self.folders: dict[str, int] = {}  # those read -> when they had changed last
        self._seen: set[str] = set()

    def add_site(self, folder: str) -> None:
        """Read `folder` and those that its `.pth` files put on the path, as `site` does."""
        for name in self._add_folder(folder, None):
            if name.endswith(".pth") and not name.startswith("."):
                for extension in _extensions(folder, name, self.reader):
                    self._add_folder(extension, None)

    def _add_folder(self, folder: str, source: Origin | None) -> Sequence[str]:
        """Read one folder of the path; returns the names in it, none when it was read before."""
        if same(folder) in self._seen or not self.reader.is_folder(folder):
            return ()
        self._seen.add(same(folder))
        self.folders[folder] = self.reader.changed_ns(folder)  # Before it is read.
        prefix = rules(folder).join(folder, "")
        links = []
        names = sorted(self.reader.names(folder) or ())
        times = self._times([prefix + name for name in names if name.endswith(".dist-info")])
        for name in names:
            stem, dot, kind = name.rpartition(".")
            ending = dot + kind.lower()
            if name.startswith("~"):
                self.leftovers.append(prefix + name)
            elif ending == ".dist-info":
                where = prefix + name
                self._add_dist_info(where, stem, times.get(where))
            elif ending == ".egg-link":
                links.append(name)
            elif ending == ".egg-info" or (ending == "egg-info" and folder.endswith(".egg")):
                self._add_egg_info(prefix + name, stem, source)
        for name in links:
            if target := _link_target(folder, name, self.reader):
                self._add_folder(target, Origin(_file_url(target), is_editable=True))
        return names

    def _times(self, places: list[str]) -> Mapping[str, tuple[int, int]]:
        """Return when each dist-info folder and its METADATA had changed, before they are read."""
        if self._kept is None:
            return {}
        if self._named is not None:
            places = [it for it in places if it in self._named or it not in self._kept]
        inner = [f"{where}{rules(where).sep}METADATA" for where in places]
        times = self.reader.changed_each([*places, *inner])
        count = len(places)
        return dict(zip(places, zip(times[:count], times[count:], strict=True), strict=True))

    def _add_dist_info(self, where: str, stem: str, times: tuple[int, int] | None) -> None:
        """Like pip and uv, trust the folder's name before its METADATA, and count it even when
        there is none: an interrupted installation leaves such folders."""
        known = self._kept.get(where) if self._kept else None
        if known is not None and known[0][1] and times in (None, known[0]):
            self.distributions.setdefault(known[1].name, known[1])
            return
        written, _, version = stem.partition("-")
        name = normalised(written)
        if name in self.distributions:
            return
        separator = rules(where).sep
        content = self.reader.head(f"{where}{separator}METADATA")
        if content is None:
            self.leftovers.append(where)
        if not version:
            told = headers(content or b"")
            name, version = normalised(told.name or written), told.version
        place = f"{where}{separator}direct_url.json"
        direct_url = self.reader.file(place) if self.reader.exists(place) else None
        made = Distribution(
            name,
            version,
            where,
            content or b"",
            self._is_of_conda and self._installer(where) == "conda",
            origin(direct_url) if direct_url else None,
        )
        self._add(made)
        if self._kept is not None and times and self.distributions.get(name) is made:
            self._kept[where] = times, made

    def _installer(self, where: str) -> str:
        content = self.reader.head(rules(where).join(where, "INSTALLER"))
        return content.decode("utf-8", "replace").strip() if content else ""

    def _add_egg_info(self, where: str, stem: str, source: Origin | None) -> None:
        """Read an egg-info, a folder with PKG-INFO or that file itself."""
        join = rules(where).join
        written, _, rest = stem.partition("-")
        if self.reader.is_folder(where):
            content = self.reader.file(join(where, "PKG-INFO"))
            found = headers(content or b"")
            requires = self.reader.file(join(where, "requires.txt"))
            found = with_egg_requirements(found, requires or b"")
        else:
            content = self.reader.file(where)
            found = headers(content or b"")
        if content is None:
            self.leftovers.append(where)
        version = found.version or rest.partition("-")[0]
        name = normalised(written or found.name)
        self._add(Distribution(name, version, where, found, origin=source))

    def _add(self, found: Distribution) -> None:
        if found.name:
            self.distributions.setdefault(found.name, found)


def _extensions(folder: str, name: str, reader: Reader) -> Iterator[str]:
    """Yield the folders that a `.pth` file names. Its `import` lines are code: never run."""
    content = reader.file(rules(folder).join(folder, name)) or b""
    for line in _lines(content):
        if line.strip() and not line.startswith(("#", "import ", "import\t")):
            yield _joined(folder, line.rstrip())


def _link_target(folder: str, name: str, reader: Reader) -> str:
    """Return the folder that a `.egg-link` of `setup.py develop` names; "" when it is empty."""
    content = reader.file(rules(folder).join(folder, name)) or b""
    first = next(filter(None, map(str.strip, _lines(content))), "")
    return _joined(folder, first) if first else ""


def _joined(folder: str, target: str) -> str:
    module = rules(folder)
    return str(module.normpath(module.join(folder, target)))


def _lines(content: bytes) -> Iterable[str]:
    text = content.decode("utf-8-sig", "surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _file_url(path: str) -> str:
    from urllib.parse import quote  # Only old editable installs come here.

    plain = path.replace("\\", "/")
    return "file://" + quote(plain if plain.startswith("/") else f"/{plain}", safe="/:")
