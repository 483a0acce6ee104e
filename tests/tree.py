"""A machine as a dictionary: the `Reader` of tests, and environments written as lines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pinlight.paths import rules, same
from pinlight.reader import Listed

MACHINE_FILES = {"/usr/bin/python3": b"", "C:\\Python312\\python.exe": b""}
"""What every tree holds: the Pythons that environments are made from by default."""

MACHINE = {
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "platform_release": "6.1.0",
    "platform_version": "#1 SMP",
}


class Tree:
    """A `Reader` over a dictionary. Folders are implied by the files below them, a path that
    starts with a drive lives on Windows, where case does not count.

    `links` maps a path to what it points to, absolute or relative to its folder. `changed` maps
    a path to its modification time in nanoseconds; what it does not name was changed at 1.
    """

    def __init__(
        self,
        files: Mapping[str, bytes | str] | None = None,
        *,
        links: Mapping[str, str] | None = None,
        variables: Mapping[str, str] | None = None,
        changed: Mapping[str, int] | None = None,
        folders: Iterable[str] = (),
        machine: Mapping[str, str] = MACHINE,
    ) -> None:
        self.variables = dict(variables or {})
        self.consulted: set[str] = set()
        self._machine = machine
        self._names: dict[str, dict[str, str]] = {}  # folder -> key of a name -> the name
        self._files: dict[str, bytes] = {}
        self._links: dict[str, str] = {}
        self._changed: dict[str, int] = {}
        for path, content in {**MACHINE_FILES, **(files or {})}.items():
            self._enter(path)
            self._files[same(path)] = _bytes(content)
        for path, target in (links or {}).items():
            self._enter(path)
            self._links[same(path)] = rules(path).join(rules(path).dirname(path), target)
        for path in folders:
            self._enter(path)
            self._names.setdefault(same(path), {})
        self._changed = {same(path): time for path, time in (changed or {}).items()}

    def write(self, path: str, content: bytes | str = b"") -> None:
        """Make or replace a file, as a program would: the times of what changes move on."""
        self._enter(path)
        self._files[self._find(path)] = _bytes(content)
        self._touch(path)

    def remove(self, path: str) -> None:
        """Remove a file, a link, or a folder with all that lies in it."""
        module = rules(path)
        folder = self._find(module.dirname(path))
        name = module.normcase(module.basename(path))
        self._names.get(folder, {}).pop(name, None)
        gone = module.join(folder, name)
        tables: tuple[dict[str, Any], ...] = (self._files, self._links, self._names)
        for table in tables:
            for key in [key for key in table if (key + module.sep).startswith(gone + module.sep)]:
                del table[key]
        self._touch(folder)

    def folder(self, path: str) -> tuple[Listed, ...]:
        self.consulted.add(path)
        names = self._names.get(self._find(path), {})
        return tuple(
            Listed(name, self.is_folder(rules(path).join(path, name)))
            for name in sorted(names.values())
        )

    def file(self, path: str) -> bytes | None:
        self.consulted.add(path)
        return self._files.get(self._find(path))

    def head(self, path: str) -> bytes | None:
        return self._files.get(self._find(path))

    def names(self, path: str) -> frozenset[str] | None:
        names = self._names.get(self._find(path))
        return None if names is None else frozenset(names.values())

    def exists(self, path: str) -> bool:
        self.consulted.add(path)
        key = self._find(path)
        return key in self._files or key in self._names

    def is_folder(self, path: str) -> bool:
        self.consulted.add(path)
        return self._find(path) in self._names

    def real(self, path: str) -> str:
        return self._find(path) if self._links else rules(path).normpath(path)

    def changed_ns(self, path: str) -> int:
        return self._changed.get(self._find(path), 1) if self.exists(path) else 0

    def changed_each(self, paths: Sequence[str]) -> list[int]:
        return [self.changed_ns(path) for path in paths]

    def variable(self, name: str) -> str:
        return self.variables.get(name, "")

    def machine(self) -> Mapping[str, str]:
        return self._machine

    def _enter(self, path: str) -> None:
        """Make the folders above `path` and its name in the last of them."""
        module = rules(path)
        while (folder := module.dirname(path)) != path:
            names = self._names.setdefault(self._find(folder), {})
            name = module.basename(path)
            if module.normcase(name) not in names:
                names[module.normcase(name)] = name
                self._touch(folder)
            path = folder

    def _find(self, path: str) -> str:
        """Return the key of `path` with its links followed; a loop of links leads nowhere."""
        key = same(path)
        for _ in range(40 if self._links else 0):
            for link in sorted(self._links):
                if key == link or key.startswith(link + rules(path).sep):
                    key = same(self._links[link] + key[len(link) :])
                    break
            else:
                return key
        return "" if self._links else key

    def _touch(self, path: str) -> None:
        key = self._find(path)
        self._changed[key] = max(self._changed.values(), default=1) + 1


def environment_files(
    prefix: str,
    distributions: Iterable[str] = (),
    *,
    python: str = "3.12.1",
    layout: str = "posix",
    home: str = "",
    system_site: bool = False,
) -> dict[str, bytes]:
    """Return the files of a virtual environment that holds `distributions`.

    A distribution is a line such as `flask 3.0.2`; indented lines under it go into its
    METADATA (`  Requires-Dist: click>=8`), but for `  direct_url: {...}`, `  INSTALLER: uv` and
    `  modules: yaml _yaml`, which is its top_level.txt: these are files of their own. A first
    line `python 3.11.4` overrides `python`. `home` is the folder of the base Python; the tree
    has one at the default.
    """
    lines = [line for line in distributions if line.strip()]
    if lines and lines[0].startswith("python "):
        python = lines.pop(0).split()[1]
    windows = layout == "windows"
    home = home or ("C:\\Python312" if windows else "/usr/bin")
    short = ".".join(python.split(".")[:2])
    site = "Lib/site-packages" if windows else f"lib/python{short}/site-packages"
    files = {
        "pyvenv.cfg": f"home = {home}\ninclude-system-site-packages = {str(system_site).lower()}\n"
        f"version = {python}\n",
        "Scripts/python.exe" if windows else "bin/python": "",
        f"{site}/_virtualenv.py": "",
    }
    for line in lines:
        if line[0] != " ":
            name, version = line.split()
            folder = f"{site}/{name.replace('-', '_')}-{version}.dist-info"
            files[f"{folder}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\n"
            files[f"{folder}/METADATA"] += f"Version: {version}\n"
            files[f"{folder}/RECORD"] = ""
            files[f"{folder}/INSTALLER"] = "pip\n"
            continue
        key, _, value = line.strip().partition(": ")
        if key in ("modules", "entry_points"):
            name = key.replace("modules", "top_level") + ".txt"
            files[f"{folder}/{name}"] = "\n".join(value.split()) + "\n"
        elif key in ("direct_url", "INSTALLER"):
            files[f"{folder}/{key.replace('_url', '_url.json')}"] = value + "\n"
        else:
            files[f"{folder}/METADATA"] += f"{line.strip()}\n"
    join, sep = rules(prefix).join, rules(prefix).sep
    return {join(prefix, path.replace("/", sep)): text.encode() for path, text in files.items()}


def conda_files(prefix: str, packages: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the files of an environment of conda: a line `numpy 1.26.4 py312_0` is one of its own
    packages, anything else what pip installed; see `environment_files`. It has Python 3.12.1."""
    lines = [line for line in packages if line.strip()]
    own = [line.split() for line in lines if len(line.split()) == 3 and line[0] != " "]
    rest = [line for line in lines if line.split() not in own]
    files = environment_files(prefix, rest)
    join = rules(prefix).join
    del files[join(prefix, "pyvenv.cfg")]
    if not any(name == "python" for name, *_ in own):
        own.append(["python", "3.12.1", "h0_0"])
    for record in own:
        files[join(prefix, "conda-meta", "-".join(record) + ".json")] = b"{}"
    files[join(prefix, "conda-meta", "history")] = b""
    return files


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content
