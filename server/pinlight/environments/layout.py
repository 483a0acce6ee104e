"""How the files of a prefix are laid out: its Python, its executable, its site-packages.

Source: https://docs.python.org/3/library/sysconfig.html#installation-paths
Source: https://docs.python.org/3/library/site.html
"""

import re
from collections.abc import Iterator, Mapping

from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.patterns import lazy
from pinlight.reader import Reader

_LIBRARY = lazy(r"(python|pypy)(\d+)\.(\d+)(t?)")
_CONDA_PYTHON = lazy(r"python-(\d+\.\d+\.\d+[^-]*)-[^-]+\.json")
_FULL_VERSION = lazy(r"(?<![\d.])\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")
_PATCH_LEVEL = lazy(rb'#define\s+PY_VERSION\s+"(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)')
_DLL = lazy(r"python(\d)(\d+)\.dll", re.IGNORECASE)
_LOCAL = lazy(r"(\d+\.\d+)(?:-32)?")
_EXECUTABLES = ("python", "python3", "pypy3", "pypy")


class Layout(NamedTuple):
    """Where things are in one prefix."""

    prefix: str
    names: frozenset[str]  # what lies in the prefix
    config: Mapping[str, str] | None  # pyvenv.cfg, keys in lower case; None: there is none
    is_windows: bool
    library: str = ""  # "python3.12", "pypy3.10", "python3.13t"; "" on Windows or when unknown
    implementation: str = "cpython"
    python: str = ""  # "3.12.1", or "3.12" when the files tell no more; "" when unknown
    executable: str = ""  # "" when there is none, or a link that leads nowhere
    site_packages: tuple[str, ...] = ()  # those that exist, without what `.pth` files add


def look(prefix: str, reader: Reader) -> Layout:
    """Return the layout of `prefix`, as far as it is one."""
    names = frozenset(listed.name for listed in reader.folder(prefix))
    if version := of_project(prefix):
        lib = rules(prefix).join(prefix, "lib")
        sites = (lib,) if reader.is_folder(lib) else ()
        return Layout(prefix, names, None, False, python=version, site_packages=sites)
    config = _config(prefix, reader) if "pyvenv.cfg" in names else None
    layout = Layout(prefix, names, config, _is_windows(prefix, names))
    layout = layout._replace(executable=_executable(layout, reader))
    layout = layout._replace(library=_library(layout, reader))
    is_pypy = layout.library.startswith("pypy") or _configured(layout, "implementation") == "PyPy"
    layout = layout._replace(implementation="pypy" if is_pypy else "cpython")
    layout = layout._replace(python=_python(layout, reader))
    folders = dict.fromkeys(_site_packages(layout, reader))
    return layout._replace(site_packages=tuple(filter(reader.is_folder, folders)))


def of_project(prefix: str) -> str:
    """Return "3.12" for the packages that a project keeps without an environment; "" for others.
    Source: https://peps.python.org/pep-0582/"""
    folder, name = rules(prefix).split(prefix)
    match = _LOCAL.fullmatch(name) if rules(folder).basename(folder) == "__pypackages__" else None
    return match[1] if match else ""


def base(layout: Layout, reader: Reader) -> str:
    """Return the prefix of the Python that the environment was made from."""
    join, home = rules(layout.prefix).join, _configured(layout, "home")
    if layout.is_windows:
        return _configured(layout, "base-prefix") or home
    real = reader.real(layout.executable) if layout.executable else ""
    candidates = (_configured(layout, "base-prefix"), _above(home), _above(_above(real)))
    for candidate in filter(None, candidates):
        if reader.is_folder(join(candidate, "lib", layout.library)):
            return candidate
    return _above(home)


def _above(path: str) -> str:
    return str(rules(path).dirname(path))


def user_site(layout: Layout, reader: Reader) -> str:
    """Return the user's own site-packages for that Python; "" when it is switched off."""
    join = rules(layout.prefix).join
    if reader.variable("PYTHONNOUSERSITE") or not layout.python:
        return ""
    if layout.is_windows:
        folder = reader.variable("PYTHONUSERBASE") or reader.variable("APPDATA")
        python = "Python" + "".join(layout.python.split(".")[:2])
        named = () if reader.variable("PYTHONUSERBASE") else ("Python",)
        return join(folder, *named, python, "site-packages") if folder else ""
    home = reader.variable("HOME")
    folder = reader.variable("PYTHONUSERBASE") or (home and join(home, ".local"))
    return join(folder, "lib", layout.library, "site-packages") if folder else ""


def _configured(layout: Layout, key: str) -> str:
    return (layout.config or {}).get(key, "")


def _config(prefix: str, reader: Reader) -> dict[str, str]:
    content = reader.file(rules(prefix).join(prefix, "pyvenv.cfg")) or b""
    pairs = (line.partition("=") for line in content.decode("utf-8-sig", "replace").splitlines())
    return {key.strip().lower(): value.strip() for key, equals, value in pairs if equals}


def _is_windows(prefix: str, names: frozenset[str]) -> bool:
    if "bin" in names:
        return False  # Also MSYS2's Python, whose files lie as on POSIX.
    return "Scripts" in names or "python.exe" in names or rules(prefix).sep == "\\"


def _executable(layout: Layout, reader: Reader) -> str:
    join = rules(layout.prefix).join
    places = [join(layout.prefix, "bin", name) for name in _EXECUTABLES]
    if layout.is_windows:
        places = [
            join(layout.prefix, *folder, f"{name}.exe")
            for name in ("python", "pypy3")
            for folder in (("Scripts",), ())
        ]
    elif rules(layout.prefix).sep == "\\":
        places = [f"{place}.exe" for place in places]
    return next(filter(reader.exists, places), "")


def _library(layout: Layout, reader: Reader) -> str:
    """Return the folder of `lib` that belongs to the prefix's Python: several may lie there."""
    if layout.is_windows:
        return ""
    join = rules(layout.prefix).join
    found = [
        match
        for listed in reader.folder(join(layout.prefix, "lib"))
        if (match := _LIBRARY.fullmatch(listed.name)) and listed.is_folder
    ]
    if layout.config is not None:
        short = _short(_told(layout))
        named = [match for match in found if f"{match[2]}.{match[3]}" == short]
        found = named or ([] if short else found)
    elif layout.executable:
        target = rules(layout.prefix).basename(reader.real(layout.executable))
        named = [match for match in found if match[0] == target.removesuffix(".exe")]
        found = named or found
    best = max(found, key=lambda match: (int(match[2]), int(match[3]), not match[4]), default=None)
    return best[0] if best else ""


def _told(layout: Layout) -> str:
    """Return the version that pyvenv.cfg tells: venv, uv and virtualenv spell it differently."""
    text = _configured(layout, "version") or _configured(layout, "version_info")
    parts = text.split(".")
    if len(parts) == 5:  # virtualenv: "3.13.0.candidate.1"
        kinds = {"alpha": "a", "beta": "b", "candidate": "rc"}
        suffix = kinds[parts[3]] + parts[4] if parts[3] in kinds else ""
        return ".".join(parts[:3]) + suffix
    return text if re.match(r"\d+\.\d+", text) else ""


def _short(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _python(layout: Layout, reader: Reader) -> str:
    """Return the most that the files tell of the version."""
    told = _told(layout)
    if told.count(".") >= 2:
        return told
    library = _LIBRARY.fullmatch(layout.library)
    short = told or (f"{library[2]}.{library[3]}" if library else "")
    for version in _full_versions(layout, reader):
        if not short or version.startswith(f"{short}."):
            return version
    dll = next((match for name in layout.names if (match := _DLL.fullmatch(name))), None)
    return short or (f"{dll[1]}.{dll[2]}" if dll else "")


def _full_versions(layout: Layout, reader: Reader) -> Iterator[str]:
    """Yield what the files of a prefix that is no virtual environment say, the surest first."""
    if layout.config is not None:
        return
    join = rules(layout.prefix).join
    if "conda-meta" in layout.names:
        for listed in reader.folder(join(layout.prefix, "conda-meta")):
            if match := _CONDA_PYTHON.fullmatch(listed.name):
                yield match[1]
    if layout.implementation == "cpython":
        header = reader.file(join(layout.prefix, "include", layout.library, "patchlevel.h"))
        if level := _PATCH_LEVEL.search(header or b""):
            yield level[1].decode()
    if match := _FULL_VERSION.search(rules(layout.prefix).basename(layout.prefix)):
        yield match[0]  # pyenv and uv name the folder by the version.


def _site_packages(layout: Layout, reader: Reader) -> Iterator[str]:
    """Yield the folders that `site` puts on the path, in its order, whether they exist or not."""
    join, prefix = rules(layout.prefix).join, layout.prefix
    if layout.is_windows:
        yield join(prefix, "Lib", "site-packages")
        return
    if "site-packages" in layout.names:
        yield join(prefix, "site-packages")  # PyPy before 7.3.8.
    if not layout.library:
        return
    debian = join(prefix, "lib", "python3", "dist-packages")
    if layout.config is None and reader.is_folder(debian):
        yield join(prefix, "local", "lib", layout.library, "dist-packages")
        yield debian
        yield join(prefix, "lib", layout.library, "dist-packages")
        return
    lib64 = join(prefix, "lib64")
    if "lib64" in layout.names and reader.real(lib64) != reader.real(join(prefix, "lib")):
        if prefix == "/usr":  # Fedora's Python also looks where its users install.
            yield join("/usr/local/lib64", layout.library, "site-packages")
            yield join("/usr/local/lib", layout.library, "site-packages")
        yield join(lib64, layout.library, "site-packages")
    yield join(prefix, "lib", layout.library, "site-packages")
