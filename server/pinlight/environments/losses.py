"""Files of installed distributions that are gone, told from RECORD and the names in its folders.

Nothing but RECORD is read. Left out is what is absent on purpose, or harmless: bytecode, whole
folders of tests (the official container images remove them), what lies outside the packages but
for scripts (manuals and configuration, which their owners change), and of its own metadata all
but `entry_points.txt`.
Source: https://packaging.python.org/specifications/recording-installed-packages/#the-record-file
"""

from collections.abc import Generator, Iterable, Iterator

from pinlight.model import Distribution, Environment, Loss
from pinlight.named import NamedTuple
from pinlight.paths import lies_in, rules
from pinlight.patterns import lazy
from pinlight.reader import Reader

_PATH = lazy(r"(?m)^[^,\n]+")
_BYTECODE = (".pyc", ".pyo", "__pycache__")  # virtualenv lists folders that there never were
_TESTS = frozenset(("test", "tests", "idle_test"))
_SCRIPTS = ("bin", "Scripts")
_FOLDERS_AT_ONCE = 64  # some two milliseconds
_OTHERS = ("conda", "debian", "rpm")  # They keep books of their own, and may leave files out.


class Seen(NamedTuple):
    """What was found of one distribution, and the folders that it rests on."""

    folders: tuple[str, ...]
    times: tuple[int, ...]  # when the folders had changed, before they were looked into
    loss: Loss | None


Kept = dict[str, Seen]
"""By dist-info folder. It holds while the times do: whatever comes or goes changes its folder."""


def losses(environment: Environment, reader: Reader, kept: Kept) -> Iterator[Loss | None]:
    """Look at the environment's own distributions; yields what each has lost, None for nothing,
    and None now and then between two folders of a large one, where others may come first."""
    shared: dict[str, frozenset[str] | None] = {}
    for site, distributions in _by_site(environment).items():
        look = _Site(environment.prefix, site, reader, shared)
        for distribution in distributions:
            seen = kept.get(distribution.where)
            if seen is None or tuple(reader.changed_each(seen.folders)) != seen.times:
                seen = kept[distribution.where] = yield from look.at(distribution)
            yield seen.loss


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
        self, prefix: str, site: str, reader: Reader, shared: dict[str, frozenset[str] | None]
    ) -> None:
        self.site = site
        self.reader = reader
        self.module = rules(site)
        self.shared = shared  # folders of many distributions -> the names in them
        self.scripts = frozenset(self.module.join(prefix, name) for name in _SCRIPTS)
        self.common = self.scripts | {site}

    def at(self, distribution: Distribution) -> Generator[None, None, Seen]:
        """Look at one distribution; one whose RECORD tells nothing has lost nothing."""
        where = distribution.where
        folders = self._folders(where)
        places = (where, *(it for it in folders if it != where))
        times = tuple(self.reader.changed_each(places))
        of = sum(map(len, folders.values()))
        lost: list[str] = []
        for number, (folder, names) in enumerate(folders.items(), 1):
            lost += self._lost(folder, names)
            if number % _FOLDERS_AT_ONCE == 0:
                yield
        if not lost or self._installer(where) in _OTHERS:
            return Seen(places, times, None)
        example = self._spelled(lost[0])
        return Seen(places, times, Loss(distribution.name, where, len(lost), of, example, times))

    def _folders(self, where: str) -> dict[str, list[str]]:
        """Return the names that RECORD lists and that count, by their folders."""
        content = self.reader.file(self.module.join(where, "RECORD")) or b""
        found: dict[str, list[str]] = {}
        for path in dict.fromkeys(listed(content, is_windows=self.module.sep == "\\")):
            if not path.endswith(_BYTECODE):
                folder, _, name = path.rpartition("/")
                if folder in found:
                    found[folder].append(name)
                else:
                    found[folder] = [name]
        info = self.module.basename(where)
        counted = {}
        for folder, names in found.items():
            if folder.startswith(info):
                names = [it for it in names if it == "entry_points.txt" and folder == info]
            if names and (place := self._place(folder)):
                counted[place] = names
        return counted

    def _place(self, folder: str) -> str:
        """Return the folder that RECORD names, when what lies in it counts; "" otherwise."""
        if not folder:
            return self.site
        place = self.module.join(self.site, folder.replace("/", self.module.sep))
        if ".." in folder or folder[0] == "/" or folder[1:2] == ":":
            place = str(self.module.normpath(place))
            return place if place in self.scripts else ""
        return str(place)

    def _lost(self, folder: str, names: list[str]) -> Iterator[str]:
        """Yield the paths of those of `names` that are not in `folder`."""
        held = self._names(folder)
        if held is None:
            if not self.reader.is_folder(folder) and not self._is_left_out(folder):
                yield from (self.module.join(folder, name) for name in names)
            return  # A folder that nobody may look into tells nothing.
        for name in names if not held.issuperset(names) else ():
            if name not in held and not (name.endswith(".py") and name + "c" in held):
                path = self.module.join(folder, name)
                if not self.reader.exists(path):  # It may be spelled in another case there.
                    yield path

    def _names(self, folder: str) -> frozenset[str] | None:
        if folder not in self.common:
            return self.reader.names(folder)
        if folder not in self.shared:
            self.shared[folder] = self.reader.names(folder)
        return self.shared[folder]

    def _installer(self, where: str) -> str:
        content = self.reader.head(self.module.join(where, "INSTALLER")) or b""
        return content.decode("utf-8", "replace").strip()

    def _is_left_out(self, folder: str) -> bool:
        """Whether a folder that is gone belonged to tests that were removed as a whole."""
        while folder != self.site and folder.startswith(self.site):
            if self.module.basename(folder) in _TESTS:
                return not self.reader.exists(folder)
            folder = self.module.dirname(folder)
        return False

    def _spelled(self, path: str) -> str:
        """Return a path as messages show it: from site-packages, or of a script its folder."""
        start = self.site if path.startswith(self.site) else self.module.dirname(path)
        inside = self.module.relpath(path, start)
        if start != self.site:
            inside = self.module.join(self.module.basename(start), inside)
        return str(inside).replace("\\", "/")


def listed(record: bytes, *, is_windows: bool) -> Iterable[str]:
    """Return the paths that a RECORD lists, as it spells them; none when it cannot be read."""
    try:
        text = record.decode("utf-8")
    except ValueError:
        return ()
    if '"' in text:
        import csv  # Only where a name holds a comma or a quotation mark.

        try:
            rows = csv.reader(text.splitlines(keepends=True))
            paths = [row[0] for row in rows if row and row[0]]
        except csv.Error:
            return ()
    else:
        paths = _PATH.findall(text.replace("\r", "\n") if "\r" in text else text)
    return [it.replace("\\", "/") for it in paths] if is_windows else paths
