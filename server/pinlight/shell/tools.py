"""Finds uv, Pythons and other tools by their files; nothing is started.

pyenv's shims are no Pythons: which one they start depends on the folder they are started in.
Source: https://peps.python.org/pep-0514/ (the Windows registry)
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pinlight.model import Tools
from pinlight.settings import Settings
from pinlight.shell.programs import (
    conda_roots,
    find_programs,
    home_of,
    is_executable,
    search_path,
)

OLDEST = (3, 8)  # uv and venv make no environments of earlier ones.

_PYTHON = re.compile(r"(?:python|pypy)(\d+(?:\.\d+)?)?t?(?:\.exe)?")
_PATCH_LEVEL = re.compile(r'#define\s+PY_VERSION\s+"(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)')
_FULL = re.compile(r"(?<![\d.])(3\.\d+\.\d+(?:(?:a|b|rc)\d+)?)")
_USUAL = ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", "/opt/local/bin")


def find(settings: Settings, variables: Mapping[str, str]) -> Tools:
    """Return the uv, the Pythons (from 3.8, newest first) and the other tools of this machine."""
    programs = find_programs(settings, variables)
    return Tools(find_uv(settings, variables), find_pythons(variables), programs)


def find_uv(settings: Settings, variables: Mapping[str, str]) -> str:
    """Return the absolute path of uv; "" when there is none.

    A setting that names no executable file finds nothing: no other uv takes its place.
    """
    if settings.uv:
        chosen = os.path.expanduser(settings.uv)
        return chosen if os.path.isabs(chosen) and is_executable(chosen) else ""
    home = home_of(variables)
    folders = [
        *search_path(variables),
        os.path.dirname(sys.executable),
        os.path.join(home, ".local", "bin") if home else "",
        os.path.join(home, ".cargo", "bin") if home else "",
    ]
    name = "uv.exe" if os.name == "nt" else "uv"
    places = (os.path.join(folder, name) for folder in folders if folder)
    return next((place for place in places if is_executable(place)), "")


def find_pythons(variables: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return (version, path) of each Python, newest first; of equal ones the first found."""
    found: dict[str, tuple[str, str]] = {}
    for path in filter(None, _candidates(variables)):
        real = os.path.realpath(path)
        if real not in found and (version := version_of(path, real)):
            found[real] = (version, path)
    fitting = [one for one in found.values() if _key(one[0])[:2] >= OLDEST]
    return tuple(sorted(fitting, key=lambda one: _key(one[0]), reverse=True))


def version_of(path: str, real: str) -> str:
    """Return the version of a Python as its files tell: "3.12.1", or "3.12"; "" when unknown."""
    if real == os.path.realpath(sys.executable):
        return _own_version()
    folder = os.path.dirname(real)
    match = _PYTHON.fullmatch(os.path.basename(real)) or _PYTHON.fullmatch(os.path.basename(path))
    told = match[1] if match and match[1] else ""
    if not told or "." not in told:
        told = _library_version(folder)
    full = _patch_level(folder, told)
    if full.startswith(f"{told}.") or not told:
        return full
    return told


def _candidates(variables: Mapping[str, str]) -> Iterator[str]:
    """Yield paths that may be Pythons, those that name their full version first."""
    for folder in _version_folders(variables, home_of(variables)):
        yield from _in_folder(folder)
    for folder in (*search_path(variables), *_USUAL):
        if not os.path.exists(os.path.join(os.path.dirname(folder), "pyvenv.cfg")):
            yield from _in_folder(folder)
    yield from _windows()
    for root in conda_roots(variables):
        if os.path.isdir(os.path.join(root, "conda-meta")):
            yield from _in_folder(os.path.join(root, "bin"))
            yield from _in_folder(root)  # Windows
    yield _own_python()


def _version_folders(variables: Mapping[str, str], home: str) -> Iterator[str]:
    """Yield the executables' folders of what pyenv and uv have installed."""
    pyenv = variables.get("PYENV_ROOT") or (os.path.join(home, ".pyenv") if home else "")
    data = variables.get("XDG_DATA_HOME") or (os.path.join(home, ".local", "share") if home else "")
    if os.name == "nt":
        pyenv = variables.get("PYENV") or os.path.join(home, ".pyenv", "pyenv-win")
        data = os.path.join(variables.get("APPDATA", ""), "uv", "data") if home else ""
    managed = variables.get("UV_PYTHON_INSTALL_DIR") or (
        data and os.path.join(data, "uv", "python")
    )
    for root in (pyenv and os.path.join(pyenv, "versions"), managed):
        for name in _names(root) if root else ():
            folder = os.path.join(root, name)
            if not os.path.exists(os.path.join(folder, "pyvenv.cfg")):  # pyenv-virtualenv
                yield os.path.join(folder, "bin")
                yield folder  # Windows


def _in_folder(folder: str) -> Iterator[str]:
    if os.path.basename(folder) == "shims":
        return
    # A name with a version comes before the bare `python`.
    for name in sorted(_names(folder), key=lambda name: (-len(name), name)):
        if _PYTHON.fullmatch(name):
            path = os.path.join(folder, name)
            if is_executable(path):
                yield path


def _windows() -> Iterator[str]:
    """Yield the Pythons that the registry names, whoever installed them; what the py launcher
    starts stands there too."""
    if sys.platform != "win32":
        return
    import winreg  # Only there.

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for company in _keys(root, r"Software\Python"):
            for tag in _keys(root, rf"Software\Python\{company}"):
                yield _executable(root, rf"Software\Python\{company}\{tag}\InstallPath")


def _executable(root: int, place: str) -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(root, place) as key:
            try:
                return str(winreg.QueryValueEx(key, "ExecutablePath")[0])
            except OSError:  # Older ones name only their folder.
                return os.path.join(winreg.QueryValue(root, place), "python.exe")
    except OSError:
        return ""


def _keys(root: int, path: str) -> Iterator[str]:
    if sys.platform != "win32":
        return
    import winreg

    try:
        with winreg.OpenKey(root, path) as key:
            for number in range(winreg.QueryInfoKey(key)[0]):
                yield winreg.EnumKey(key, number)
    except OSError:
        return


def _own_python() -> str:
    """Return the server's own Python: the one its environment was made from."""
    real = os.path.realpath(sys.executable)
    base = getattr(sys, "_base_executable", "") or real
    return base if os.path.exists(base) else real


def _own_version() -> str:
    info = sys.version_info
    kinds = {"alpha": "a", "beta": "b", "candidate": "rc"}
    suffix = f"{kinds[info.releaselevel]}{info.serial}" if info.releaselevel in kinds else ""
    return f"{info.major}.{info.minor}.{info.micro}{suffix}"


def _library_version(folder: str) -> str:
    """Return "3.12" where exactly one standard library lies beside the executables' folder."""
    lib = os.path.join(os.path.dirname(folder), "lib")
    found = [name[6:] for name in _names(lib) if re.fullmatch(r"python3\.\d+", name)]
    found = [name for name in found if os.path.exists(os.path.join(lib, f"python{name}", "os.py"))]
    return found[0] if len(found) == 1 else ""


def _patch_level(folder: str, short: str) -> str:
    """Return "3.12.1" as the headers or the name of the installation's folder tell; else ""."""
    root = os.path.dirname(folder)
    for include in (
        os.path.join(root, "include", f"python{short}"),
        os.path.join(folder, "include"),
    ):
        header = _text(os.path.join(include, "patchlevel.h"))
        if match := _PATCH_LEVEL.search(header):
            return match[1]
    for name in (os.path.basename(root), os.path.basename(folder)):
        if match := _FULL.search(name):
            return match[1]
    return ""


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def _key(version: str) -> tuple[int, int, int, bool]:
    numbers = [int(number) for number in re.findall(r"\d+", version)] + [0, 0, 0]
    return numbers[0], numbers[1], numbers[2], version.replace(".", "").isdigit()
