"""What the folders going up from files hold: each question about one is answered once for all
files below it, and what the answer rests on is shared by the choices that were made by it."""

from collections.abc import Callable

from pinlight import bug, plugins
from pinlight.finders import Finder, Place, is_environment
from pinlight.finders.signs import signed, signs_of_user
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.patterns import lazy
from pinlight.reader import Reader
from pinlight.typed import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R", bound=Reader)

_VERSION = lazy(r"(?:cpython@?)?(\d+(?:\.\d+){0,2})")


class Views(Generic[R]):
    """Answers of one moment. `reader` makes a Reader for each question, so that what an answer
    rests on is told apart from what others do."""

    def __init__(self, reader: Callable[[], R]) -> None:
        self._reader = reader
        self._told: dict[tuple[Any, str], tuple[Any, R]] = {}

    def ask(self, question: Callable[[str, Reader], T], path: str) -> tuple[T, R]:
        """Return the answer about `path`, and the Reader that was asked for it."""
        told = self._told.get((question, path))
        if told is None:
            reader = self._reader()
            told = self._told[question, path] = question(path, reader), reader
        return told


def environments(folder: str, reader: Reader) -> tuple[Candidate, ...]:
    """Return the environments that lie in the folder, best first."""
    return _seen(plugins.record("finders", "venv"), Place(folder, reader))


def of_tools(folder: str, reader: Reader) -> tuple[tuple[Finder, Candidate], ...]:
    """Return what tools choose or offer for a folder, whatever file is asked about."""
    return _of_tools(Place(folder, reader))


def of_tools_for(path: str, reader: Reader) -> tuple[tuple[Finder, Candidate], ...]:
    """Return what tools choose or offer for a file whose name is a sign itself."""
    return _of_tools(_place_of(path, reader))


def suggested(path: str, reader: Reader) -> str:
    """Return where the tool that owns the file would make its environment; "" when it says
    nothing."""
    place = _place_of(path, reader)
    for finder in _signed(place):
        if finder.suggests and owns(finder, place.name):
            found = bug.guard(f"finder {finder.name}", "", finder.suggests, place)
            if found:
                return found
    return ""


def python(folder: str, reader: Reader) -> str:
    """Return the specifier of the Python that `.python-version` names; "" when it names none, or
    an environment of pyenv. Source: https://docs.astral.sh/uv/concepts/python-versions/"""
    content = reader.file(rules(folder).join(folder, ".python-version"))
    if not content:
        return ""
    from pinlight.finders.active import wanted  # Few folders have such a file.

    first = next(iter(wanted(content)), "")
    match = _VERSION.fullmatch(first)
    if match is None:
        return ""
    return f"=={match[1]}" if match[1].count(".") == 2 else f"=={match[1]}.*"


def exists(path: str, reader: Reader) -> bool:
    return reader.exists(path)


def variable(name: str, reader: Reader) -> str:
    return reader.variable(name)


def activated(_: str, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Return the variables that name an activated environment, with its prefix."""
    named = ((name, reader.variable(name)) for name in ("VIRTUAL_ENV", "CONDA_PREFIX"))
    return tuple(it for it in named if it[1] and is_environment(it[1], reader))


def has_python(prefix: str, reader: Reader) -> bool:
    places = (("bin", "python"), ("bin", "python3"), ("python.exe",))
    return any(reader.exists(rules(prefix).join(prefix, *place)) for place in places)


def is_project(folder: str, reader: Reader) -> bool:
    """Whether a file in the folder declares what an environment there is for."""
    names = {listed.name for listed in reader.folder(folder)}
    declared = any("requirements" in name for name in names)
    return declared or not names.isdisjoint(("pyproject.toml", "setup.py", "Pipfile"))


def is_script(path: str, reader: Reader) -> bool:
    """Whether a Python file has a block of metadata of its own. Source: PEP 723"""
    if rules(path).basename(path) == "setup.py":
        return False
    return b"# /// script" in (reader.file(path) or b"")


def owns(finder: Finder, name: str) -> bool:
    """Whether the file called `name` is the tool's own."""
    return any(
        name == own or own == "*" or (own[:1] == "*" and name.endswith(own[1:]))
        for own in finder.owns
    )


def _place_of(path: str, reader: Reader) -> Place:
    return Place(str(rules(path).dirname(path)), reader, path)


def _of_tools(place: Place) -> tuple[tuple[Finder, Candidate], ...]:
    """Return what the tools see in the folder, what comes first first."""
    found = ((finder, _seen(finder, place)) for finder in _signed(place))
    return tuple((finder, candidate) for finder, them in found for candidate in them)


def _signed(place: Place) -> list[Finder]:
    """Return the finders of the tools that left a sign in the folder; no other is imported."""
    names = signed(place, signs_of_user(place.reader))
    return sorted((plugins.record("finders", name) for name in names), key=_rank)


def _rank(finder: Finder) -> tuple[int, str]:
    return finder.rank, finder.name


def _seen(finder: Finder, place: Place) -> tuple[Candidate, ...]:
    nothing: tuple[Candidate, ...] = ()
    return bug.guard(f"finder {finder.name}", nothing, finder.find, place)
