"""The compiled code of all modules that a start needs, in one file: to find and open a hundred and
seventy of them one by one costs a sixth of the time until the first diagnostics.

The file lies with the compiled modules and is used while every source has the times and the size
that it had: installers replace a source and its own compiled file, this one they do not know.
Nothing is imported here that is not there at every start of Python.
"""

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    from pinlight.typed import Any

    Stamp = tuple[int, int, int]
    """When a source was written and when it was put there, in ns; its size in bytes."""

    Entry = tuple[bytes, str, bool, Stamp]
    """Marshalled code, path of the source, whether it is a package."""


class Bundle:
    """Finds and loads the modules whose code it holds."""

    def __init__(self, file: str, entries: "dict[str, Entry]") -> None:
        self.file = file
        self.entries = entries
        self.before = frozenset(sys.modules)

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> "ModuleSpec | None":
        entry = self.entries.get(name)
        if entry is None:
            return None
        code, source, is_package, _ = entry
        spec: ModuleSpec = _Spec(
            name, self, origin=source, loader_state=code, is_package=is_package
        )
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(source)]
        return spec

    def create_module(self, spec: "ModuleSpec") -> None:
        """Leave it to Python."""

    def exec_module(self, module: "ModuleType") -> None:
        spec = module.__spec__
        assert spec is not None
        code, spec.loader_state = spec.loader_state, None
        exec(marshal.loads(code), module.__dict__)


_Spec: "Any" = type(__spec__)


def place(command: str) -> str:
    """Return the file for a command; "" where Python shall keep no compiled files."""
    if sys.dont_write_bytecode or sys.pycache_prefix:
        return ""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.path.join(folder, "__pycache__", f"{command}.{sys.implementation.cache_tag}.bundle")


def use(file: str) -> None:
    """Import from `file` from now on, while it holds what is in the sources."""
    if file:
        sys.meta_path.insert(0, Bundle(file, _read(file)))


def keep() -> None:
    """Write what was imported since `use`, where that is more than the file holds; from now on
    each module is found by itself."""
    bundle = next((it for it in sys.meta_path if isinstance(it, Bundle)), None)
    if bundle is None:
        return
    known, bundle.entries = bundle.entries, {}
    loaded = [name for name in tuple(sys.modules) if name not in bundle.before]
    names = [name for name in loaded if name not in known and _is_bundled(name)]
    if not names:
        return
    partial = f"{bundle.file}.{os.getpid()}"
    try:
        with open(partial, "wb") as stream:  # noqa: PTH123
            entries = {**known, **{name: _entry(name) for name in names}}
            content: Any = _version(), entries
            stream.write(marshal.dumps(content))
        os.replace(partial, bundle.file)
    except (AttributeError, ImportError, OSError):  # Not everyone may write where sources are.
        if os.path.exists(partial):
            os.unlink(partial)


def _read(file: str) -> "dict[str, Entry]":
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - pathlib costs more than this gains.
            version, entries = marshal.loads(stream.read())
        if version == _version() and all(map(_is_current, entries.values())):
            found: dict[str, Entry] = entries
            return found
    except (OSError, EOFError, ValueError, TypeError, AttributeError):
        return {}
    return {}


def _version() -> tuple[object, ...]:
    return sys.hexversion, sys.flags.optimize, os.path.abspath(__file__)


def _is_current(entry: "Entry") -> bool:
    return _stamp(entry[1]) == entry[3]


def _stamp(source: str) -> "Stamp":
    status = os.stat(source)
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size


def _is_bundled(name: str) -> bool:
    """Whether a module is compiled from a file of ours or of Python itself."""
    spec = getattr(sys.modules.get(name), "__spec__", None)
    source = spec.origin if spec is not None and spec.name == name else None
    if not source or not source.endswith(".py"):
        return False
    if name.partition(".")[0] == "pinlight":
        return True
    return source.startswith(_LIBRARY) and "-packages" not in source.removeprefix(_LIBRARY)


_LIBRARY = os.path.dirname(os.path.abspath(os.__file__))


def _entry(name: str) -> "Entry":
    spec: Any = sys.modules[name].__spec__
    stamp = _stamp(spec.origin)  # Before it is read.
    code = marshal.dumps(spec.loader.get_code(name))
    return code, spec.origin, spec.submodule_search_locations is not None, stamp
