"""Finds the requirement files and environments of a folder, in one pass and in slices."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from pinlight.finders.venv import IGNORED
from pinlight.formats import is_looked_for
from pinlight.globs import anywhere, is_plain, matches
from pinlight.shell.distant import DISTANT, REASON
from pinlight.shell.gitignore import Ignores, above, excludes, is_ignored, read
from pinlight.world.state import Walked

SLICE_FOLDERS = 16  # looked into between two slices: less than a millisecond

_OF_AN_ENVIRONMENT = frozenset(("bin", "include", "lib", "lib64", "Include", "Lib", "Scripts"))


def walk(
    folder: str,
    *,
    exclude: Sequence[str] = (),
    files: Sequence[str] = (),
    claims: Callable[[str], bool] | None = None,
) -> Iterator[Walked]:
    """Yield what lies in `folder`, slice by slice; the last one `is_done`.

    `claims` tells a requirement file by its path; None asks the formats. `files` are more of
    them and `exclude` what to leave out, as glob patterns; one of `files` that names a single
    file is taken wherever it lies. A `folder` that is a file is taken as it is.

    Skipped are `.git`, caches and `node_modules`, the inside of environments, folders behind
    links, and what git ignores, but for environments, which are usually ignored.
    """
    if os.path.isfile(folder):
        yield Walked(folder, (folder,), is_done=True)
        return
    search = _Search(folder, exclude, files, claims or is_looked_for)
    search.take_named()
    waiting: list[tuple[str, Ignores]] = [(folder, above(folder))]
    while waiting:
        for _ in range(SLICE_FOLDERS):
            if waiting:
                waiting += reversed(search.look(*waiting.pop()))
        yield search.slice(is_done=not waiting)


class _Search:
    """What was found since the last slice."""

    def __init__(
        self,
        root: str,
        exclude: Sequence[str],
        files: Sequence[str],
        claims: Callable[[str], bool],
    ) -> None:
        self.root = root
        self.exclude = tuple(map(anywhere, exclude))
        self.named = tuple(map(self._absolute, filter(is_plain, files)))
        self.files = tuple(map(anywhere, files))
        self.claims = claims
        self.found: list[str] = []
        self.environments: list[str] = []
        self.skipped: list[tuple[str, str]] = []

    def take_named(self) -> None:
        """Take the single files that the settings name, whatever hides them."""
        self.found += [path for path in self.named if os.path.isfile(path)]

    def slice(self, *, is_done: bool) -> Walked:
        """Return what was found, and begin anew."""
        walked = Walked(
            self.root,
            tuple(dict.fromkeys(self.found)),
            tuple(self.environments),
            tuple(self.skipped),
            is_done,
        )
        self.found, self.environments, self.skipped = [], [], []
        return walked

    def look(self, folder: str, ignores: Ignores) -> list[tuple[str, Ignores]]:
        """Look into one folder; returns those in it that are to be looked into."""
        try:
            entries = _entries(folder) if not DISTANT.places else _distant_entries(folder)
        except OSError as error:
            self.skipped.append((folder, error.strerror or "cannot be read"))
            return []
        if entries is None:
            self.skipped.append((folder, REASON))
            return []
        names = [entry.name for entry in entries]
        is_environment = "pyvenv.cfg" in names or "conda-meta" in names
        if is_environment:
            self.environments.append(folder)
            if folder != self.root:
                return []
        ignores = self._ignores(folder, names, ignores)
        hidden = IGNORED | _OF_AN_ENVIRONMENT if is_environment else IGNORED
        inner = []
        for entry in entries:
            if _is_own_folder(entry):
                if entry.name not in hidden and self._is_open(entry.path, ignores):
                    inner.append((entry.path, ignores))
            elif self.files or self.claims(entry.path) or entry.is_symlink():
                self._consider(entry, ignores)
        return inner

    def _ignores(self, folder: str, names: list[str], ignores: Ignores) -> Ignores:
        if ".git" in names:  # Another repository begins: the outer one says nothing about it.
            ignores = excludes(folder)
        if ".gitignore" in names:
            ignores += read(os.path.join(folder, ".gitignore"), folder)
        return ignores

    def _is_open(self, path: str, ignores: Ignores) -> bool:
        """Whether to look into the folder `path`; tells of it when it is more than it seems."""
        if self._is_excluded(path):
            return False
        if self.claims(path):
            self.skipped.append((path, "is a folder"))
        if not ignores or not is_ignored(ignores, path, True):
            return True
        if _is_environment(path):
            self.environments.append(path)
        return False

    def _consider(self, entry: "os.DirEntry[str]", ignores: Ignores) -> None:
        """Take a file, or a link, if it is one of ours."""
        path = entry.path
        if entry.is_symlink() and _is_environment(path):
            if not self._is_excluded(path):
                self.environments.append(path)
        elif (self.claims(path) or self._is_named(path)) and not self._is_excluded(path):
            if path in self.named:
                return  # Taken already.
            if is_ignored(ignores, path, False):
                self.skipped.append((path, "git ignores it"))
            elif os.path.isfile(path):
                self.found.append(path)
            else:
                self.skipped.append((path, "is no file"))

    def _is_named(self, path: str) -> bool:
        return bool(self.files) and any(
            matches(pattern, self._relative(path)) for pattern in self.files
        )

    def _is_excluded(self, path: str) -> bool:
        return bool(self.exclude) and any(
            matches(pattern, self._relative(path)) for pattern in self.exclude
        )

    def _relative(self, path: str) -> str:
        relative = path[len(self.root) :].lstrip(os.sep)
        return relative if os.sep == "/" else relative.replace(os.sep, "/")

    def _absolute(self, relative: str) -> str:
        return os.path.normpath(os.path.join(self.root, relative))


def _entries(folder: str) -> "list[os.DirEntry[str]] | None":
    """Return what lies in a folder, by name. Raises OSError."""
    with os.scandir(folder) as scan:
        return sorted(scan, key=attrgetter("name"))


def _distant_entries(folder: str) -> "list[os.DirEntry[str]] | None":
    return DISTANT.ask(folder, lambda: _entries(folder), None)


def _is_own_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder and no link to one, nor a junction: those lead in circles."""
    try:
        if not entry.is_dir(follow_symlinks=False):
            return False
        if os.name != "nt":
            return True
        tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
        return tag != getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    except OSError:
        return False


def _is_environment(path: str) -> bool:
    return os.path.isfile(os.path.join(path, "pyvenv.cfg")) or os.path.isdir(
        os.path.join(path, "conda-meta")
    )
