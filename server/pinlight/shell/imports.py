"""Reads what imports need from the disk, in slices: a read that is not finished is asked again."""

import os
import time
from collections.abc import Iterable, Iterator

from pinlight.formats.pip_lines import decode
from pinlight.imports import providers
from pinlight.imports.provided import prefixes, provided
from pinlight.imports.statements import names
from pinlight.model import Distribution, Environment, Provided
from pinlight.paths import lies_in
from pinlight.shell.disk import Disk
from pinlight.shell.sight import Sight
from pinlight.shell.walk import walk
from pinlight.world.state import Imported, Mapped, Surrounded

SLICE_S = 0.003  # of one call; the engine asks again until there is an answer

LARGEST_BYTES = 4 * 1024 * 1024  # a larger Python file is data


class Imports:
    """What was read so far, and what of it still holds."""

    def __init__(self, slice_s: float = SLICE_S) -> None:
        self._slice_s = slice_s
        self._provided: dict[str, tuple[Distribution, Provided]] = {}  # by dist-info
        self._names: dict[str, tuple[tuple[int, int], frozenset[str]]] = {}  # by file
        self._searches: dict[str, Iterator[str]] = {}  # by folder
        self._found: dict[str, list[str]] = {}

    def modules(self, environment: Environment) -> Mapped | None:
        """Return the modules of an environment; None: not all is read yet."""
        until, disk = time.monotonic() + self._slice_s, Disk()
        found = {}
        for name, distribution in environment.distributions.items():
            known = self._provided.get(distribution.where)
            if known is None or known[0] is not distribution:
                if time.monotonic() > until:
                    return None
                known = distribution, provided(distribution, disk)
                self._provided[distribution.where] = known
            found[name] = known[1]
        return Mapped(environment.prefix, providers.modules(environment, found, disk))

    def around(self, path: str, folders: tuple[str, ...], sight: Sight) -> Surrounded:
        """Return the modules around a Python file, up to the outermost of `folders`."""
        folder = os.path.dirname(path)
        holding = sorted((it for it in folders if lies_in(path, it)), key=len)
        top = holding[0] if holding else folder
        key = "around", f"{top}\0{folder}"  # Equal for all files of the folder.
        if key not in sight.memory:
            sight.memory[key] = providers.around(path, top, sight)
        return Surrounded(path, sight.memory[key])

    def imports(self, folder: str) -> Imported | None:
        """Return all that the Python files of a folder import; None: not all are read yet."""
        until = time.monotonic() + self._slice_s
        search = self._searches.setdefault(folder, self._search(folder))
        paths = self._found.setdefault(folder, [])
        for path in search:
            paths.append(path)
            if time.monotonic() > until:
                return None
        del self._searches[folder], self._found[folder]
        imported = {name for path in paths for name in self._names.get(path, (0, ()))[1]}
        whole = {name for module in imported for name in prefixes(module)}
        return Imported(folder, frozenset(whole))

    def importing(
        self, folders: Iterable[str], modules: Iterable[str]
    ) -> Iterator[tuple[str, str]]:
        """Yield path and text of the Python files in `folders` that import one of `modules`."""
        wanted = frozenset(modules)
        for path in dict.fromkeys(path for folder in folders for path in self._search(folder)):
            names = self._names.get(path, ((0, 0), frozenset()))[1]
            if any(not wanted.isdisjoint(prefixes(name)) for name in names):
                with open(path, "rb") as file:  # noqa: PTH123 - as below.
                    yield path, decode(file.read())

    def _search(self, folder: str) -> Iterator[str]:
        """Yield each Python file once its imports are known."""
        for walked in walk(folder, claims=lambda path: path.endswith(".py")):
            for path in walked.files:
                self._read(path)
                yield path

    def _read(self, path: str) -> None:
        try:
            status = os.stat(path)
            stamp = status.st_mtime_ns, status.st_size
            if self._names.get(path, (None,))[0] == stamp or status.st_size > LARGEST_BYTES:
                return
            with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs an import.
                content = file.read()
        except OSError:
            return
        found = names(decode(content)) if b"import" in content else frozenset()
        self._names[path] = stamp, found
