"""Files of installed distributions that are gone, told from RECORD and the names in its folders.

Nothing but RECORD is read. Left out is what is absent on purpose, or harmless: bytecode, whole
folders of tests (the official container images remove them), what lies outside the packages but
for scripts (manuals and configuration, which their owners change), and of its own metadata all
but `entry_points.txt`.
Source: https://packaging.python.org/specifications/recording-installed-packages/#the-record-file
"""

from collections.abc import Container, Generator, Iterator

from pinlight.model import Distribution, Environment, Loss
from pinlight.named import NamedTuple
from pinlight.paths import lies_in, rules
from pinlight.reader import Reader

_BYTECODE = (".pyc", ".pyo", "__pycache__")  # virtualenv lists folders that there never were
_TESTS = frozenset(("test", "tests", "idle_test"))
_SCRIPTS = ("bin", "Scripts")
_OTHERS = ("conda", "debian", "rpm")  # They keep books of their own, and may leave files out.

# Some two milliseconds each.
_FOLDERS_AT_ONCE = 64
_TIMES_AT_ONCE = 512
_PATHS_AT_ONCE = 2048

_FEW = 3  # To list a folder costs as much as to ask for so many names.


class Seen(NamedTuple):
    """What was found of one distribution, and what it rests on: its metadata and its folders."""

    places: tuple[str, ...]
    times: tuple[int, ...]  # when they had changed, before they were looked at
    loss: Loss | None


class Listing(NamedTuple):
    """What lies in a folder that many distributions share, listed once for all of them."""

    changed_ns: int  # before it was listed
    names: frozenset[str] | None


Kept = dict[str, Seen]
"""By dist-info folder. It holds while the times do: whatever comes or goes changes its folder."""


def losses(
    environment: Environment,
    reader: Reader,
    kept: Kept | None = None,
    named: Container[str] | None = None,
) -> Iterator[Loss | None]:
    """Look at the environment's own distributions, or at those that are `named`.

    Yields what each has lost, None for nothing, and None now and then between two folders of a
    large one, where others may come first. `kept` holds what earlier calls found.
    """
    listings: dict[str, Listing] = {}
    for site, distributions in _by_site(environment).items():
        look = _Site(environment.prefix, site, reader, listings, kept)
        for distribution in distributions:
            if named is not None and distribution.name not in named:
                continue
            seen = kept.get(distribution.where) if kept else None
            if seen is not None and (yield from _times(seen.places, reader)) == seen.times:
                yield seen.loss
            else:
                yield (yield from look.at(distribution))


def _times(places: tuple[str, ...], reader: Reader) -> Generator[None, None, tuple[int, ...]]:
    """Return when what lies there had changed."""
    times: list[int] = []
    for start in range(0, len(places), _TIMES_AT_ONCE):
        if start:
            yield
        times += reader.changed_each(places[start : start + _TIMES_AT_ONCE])
    return tuple(times)


def _by_site(environment: Environment) -> dict[str, list[Distribution]]:
    """Return the distributions that pip and its like have put into the prefix itself."""
    prefix, join = environment.prefix, rules(environment.prefix).join
    found: dict[str, list[Distribution]] = {
        site: []
        for site in environment.site_packages
        if lies_in(site, prefix) and not site.endswith("dist-packages")
    }
    half = frozenset(environment.leftovers)
    starts = {join(site, ""): distributions for site, distributions in found.items()}
    for distribution in environment.distributions.values():
        where = distribution.where
        start = where[: max(where.rfind("/"), where.rfind("\\")) + 1]
        is_whole = where.endswith(".dist-info") and where not in half
        if is_whole and start in starts and distribution.name not in environment.conda:
            starts[start].append(distribution)
    return found


class _Site:
    """Looks for the files of distributions in one site-packages folder."""

    def __init__(
        self,
        prefix: str,
        site: str,
        reader: Reader,
        listings: dict[str, Listing],
        kept: Kept | None,
    ) -> None:
        self.site = site
        self.reader = reader
        self.module = rules(site)
        self.start = self.module.join(site, "")
        self.scripts = frozenset(self.module.join(prefix, name) for name in _SCRIPTS)
        self.common = self.scripts | {site}  # Many distributions have files there.
        self.listings = listings
        self.kept = kept

    def at(self, distribution: Distribution) -> Generator[None, None, Loss | None]:
        """Look at one distribution; one whose RECORD tells nothing has lost nothing."""
        where = distribution.where
        record = f"{where}{self.module.sep}RECORD"
        places: tuple[str, ...] = (where, record)
        times: tuple[int, ...] = ()
        if self.kept is not None:
            times = yield from _times(places, self.reader)
        folders = yield from self._folders(where, record)
        if self.kept is not None:
            rest = tuple(it for it in folders if it != where)
            places, times = places + rest, times + (yield from self._times(rest))
        lost: list[str] = []
        for number, (folder, names) in enumerate(folders.items(), 1):
            lost += self._lost(folder, names)
            if number % _FOLDERS_AT_ONCE == 0:
                yield
        loss = None
        if lost and self._installer(where) not in _OTHERS:
            of, example = sum(len({*names}) for names in folders.values()), self._spelled(lost[0])
            loss = Loss(distribution.name, where, len({*lost}), of, example, times)
        if self.kept is not None:
            self.kept[where] = Seen(places, times, loss)
        return loss

    def _times(self, folders: tuple[str, ...]) -> Generator[None, None, tuple[int, ...]]:
        """Return when folders had changed, before they are looked into; those that many share
        were looked into earlier."""
        times = yield from _times(folders, self.reader)
        pairs = zip(folders, times, strict=True)
        return tuple(self._listing(it).changed_ns if it in self.common else at for it, at in pairs)

    def _folders(self, where: str, record: str) -> Generator[None, None, dict[str, list[str]]]:
        """Return the names that RECORD lists and that count, by their folders."""
        paths = listed(self.reader.file(record) or b"", is_windows=self.module.sep == "\\")
        found: dict[str, list[str]] = {}
        for start in range(0, len(paths), _PATHS_AT_ONCE):
            if start:
                yield
            for path in paths[start : start + _PATHS_AT_ONCE]:
                folder, _, name = path.rpartition("/")
                if name and not name.endswith(_BYTECODE):
                    if folder in found:
                        found[folder].append(name)
                    else:
                        found[folder] = [name]
        info = where[len(self.start) :]
        own = found.pop(info, ())
        counted = {
            place: names
            for folder, names in found.items()
            if not folder.startswith(info) and (place := self._place(folder))
        }
        if "entry_points.txt" in own:
            counted[where] = ["entry_points.txt"]
        return counted

    def _place(self, folder: str) -> str:
        """Return the folder that RECORD names, when what lies in it counts; "" otherwise."""
        if not folder:
            return self.site
        place: str = self.start + folder.replace("/", self.module.sep)
        if ".." in folder or ":" in folder or folder[0] == "/":
            place = self.module.normpath(self.module.join(self.site, folder))
            return place if place in self.scripts else ""
        return place

    def _lost(self, folder: str, names: list[str]) -> list[str]:
        """Return the paths of those of `names` that are not in `folder`."""
        held: frozenset[str] | None = frozenset()
        if folder in self.common:
            held = self._listing(folder).names
        elif len(names) > _FEW:
            held = self.reader.names(folder)
        if held and held.issuperset(names):
            return []
        start, exists = folder + self.module.sep, self.reader.exists
        # What is not listed may be there in another spelling, where case does not count.
        lost = [name for name in names if not (held and name in held) and not exists(start + name)]
        return self._counted(folder, lost) if lost else []

    def _counted(self, folder: str, names: list[str]) -> list[str]:
        """Return the paths of what is really gone, and not meant to be."""
        held = self.reader.names(folder)
        if self._is_left_out(folder) or (held is None and self.reader.is_folder(folder)):
            return []  # A folder that nobody may look into tells nothing.
        start, held = folder + self.module.sep, held or frozenset()
        is_compiled = (name.endswith(".py") and name + "c" in held for name in names)
        pairs = zip(names, is_compiled, strict=True)
        return [start + name for name, there in pairs if name not in held and not there]

    def _listing(self, folder: str) -> Listing:
        if folder not in self.listings:
            changed_ns = self.reader.changed_ns(folder)
            self.listings[folder] = Listing(changed_ns, self.reader.names(folder))
        return self.listings[folder]

    def _installer(self, where: str) -> str:
        content = self.reader.head(self.module.join(where, "INSTALLER")) or b""
        return content.decode("utf-8", "replace").strip()

    def _is_left_out(self, folder: str) -> bool:
        """Whether a folder that is gone belonged to tests that were removed as a whole."""
        while folder.startswith(self.start):
            if self.module.basename(folder) in _TESTS:
                return not self.reader.exists(folder)
            folder = self.module.dirname(folder)
        return False

    def _spelled(self, path: str) -> str:
        """Return a path as messages show it: from site-packages, or of a script its folder."""
        if path.startswith(self.start):
            return path[len(self.start) :].replace("\\", "/")
        folder, name = self.module.split(path)
        return f"{self.module.basename(folder)}/{name}"


def listed(record: bytes, *, is_windows: bool) -> list[str]:
    """Return the paths that a RECORD lists, some of them ""; none when it cannot be read."""
    try:
        text = record.decode("utf-8")
    except ValueError:
        return []
    if '"' in text:
        import csv  # Only where a name holds a comma or a quotation mark.

        try:
            paths = [row[0] for row in csv.reader(text.splitlines(keepends=True)) if row]
        except csv.Error:
            return []
    else:
        text = text.replace("\r", "\n") if "\r" in text else text
        paths = [line.partition(",")[0] for line in text.split("\n")]
    return [it.replace("\\", "/") for it in paths] if is_windows else paths
