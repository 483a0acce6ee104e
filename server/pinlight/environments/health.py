"""Whether an environment can be used, told from its files, and why not."""

import re

from pinlight.environments.layout import Layout, of_project
from pinlight.paths import rules, same
from pinlight.patterns import lazy
from pinlight.reader import Reader

_MADE_AT = lazy(
    rb"""^[ \t]*(?:export[ ])?VIRTUAL_ENV=(?:\$\(cygpath[ ])?(['"]?)"""
    rb"""((?:/|[A-Za-z]:\\)[^'"\r\n$]*?)\1\)?[ \t\r]*$""",
    re.MULTILINE,
)

_PYTHON_RECORD = lazy(r"python-\d")


def why_broken(layout: Layout, reader: Reader) -> str:
    """Return why nothing can run or be installed there, without full stop; "" when it is well."""
    if not layout.names:
        exists = reader.is_folder(layout.prefix)
        return f"`{layout.prefix}` is empty" if exists else f"`{layout.prefix}` does not exist"
    if of_project(layout.prefix):
        return "" if layout.site_packages else "its folder `lib` is gone"
    if layout.config is None:
        return _why_broken_python(layout, reader)
    home = layout.config.get("home", "")
    if not layout.executable and not _has_dangling_link(layout, reader):
        return "its own Python executable is gone"
    if not layout.executable or (home and not _has_python(home, layout, reader)):
        return f"its base Python in `{home}` is gone"
    if not layout.site_packages:
        return "its site-packages folder is gone"
    return _why_moved(layout, reader)


def has_activate(layout: Layout, reader: Reader) -> bool:
    """Whether the prefix has what activates a virtual environment."""
    return reader.exists(_activate(layout))


def _why_broken_python(layout: Layout, reader: Reader) -> str:
    """A prefix without pyvenv.cfg is a whole Python, or an environment that lost it."""
    if "conda-meta" in layout.names:
        return "" if layout.executable else _why_without_python(layout, reader)
    if has_activate(layout, reader):
        return "its `pyvenv.cfg` is gone"
    if not layout.executable or not layout.site_packages:
        return f"`{layout.prefix}` holds no Python with site-packages"
    return ""


def _why_without_python(layout: Layout, reader: Reader) -> str:
    """An environment of conda may do without one: for programs, or for another language."""
    folder = rules(layout.prefix).join(layout.prefix, "conda-meta")
    records = [it.name for it in reader.folder(folder) if it.name.endswith(".json")]
    if any(map(_PYTHON_RECORD.match, records)):
        return "its Python is gone"
    return "" if records else "it holds no Python"


def _has_dangling_link(layout: Layout, reader: Reader) -> bool:
    """Whether `bin/python` is listed; the caller knows that nothing is behind it."""
    folder = rules(layout.prefix).join(layout.prefix, "Scripts" if layout.is_windows else "bin")
    names = {listed.name for listed in reader.folder(folder)}
    return not names.isdisjoint(("python", "python3", "pypy3", "python.exe"))


def _has_python(home: str, layout: Layout, reader: Reader) -> bool:
    """On POSIX the link to it was followed already; on Windows the copy starts it by its name."""
    if not layout.is_windows:
        return reader.is_folder(home)
    join = rules(home).join
    return any(reader.exists(join(home, f"{name}.exe")) for name in ("python", "pypy3", "pypy"))


def _why_moved(layout: Layout, reader: Reader) -> str:
    """Its scripts name the folder in which it was made: elsewhere none of them starts."""
    match = _MADE_AT.search(reader.file(_activate(layout)) or b"")
    if match is None:
        return ""
    made_at = match[2].decode("utf-8", "surrogateescape")
    if _place(made_at, reader) == _place(layout.prefix, reader):
        return ""
    return f"it was moved here from `{made_at}`, where its scripts still point"


def _place(path: str, reader: Reader) -> str:
    """Return what tells two folders apart, also where the file system ignores case."""
    return same(reader.real(path)).casefold()


def _activate(layout: Layout) -> str:
    folder = "Scripts" if layout.is_windows else "bin"
    return str(rules(layout.prefix).join(layout.prefix, folder, "activate"))
