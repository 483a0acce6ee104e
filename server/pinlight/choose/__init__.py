"""Which environment serves a file, and why: a ladder of which the first rung that holds counts.

Never a sibling's or a child folder's environment, and never the global interpreter by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pinlight import bug, plugins, settings
from pinlight.choose import project
from pinlight.environments import prefix_of
from pinlight.finders import Finder, Place, is_environment
from pinlight.finders.signs import signed, signs_of_user
from pinlight.globs import matches
from pinlight.model import Candidate, Choice
from pinlight.named import NamedTuple
from pinlight.paths import lies_in, rules, same
from pinlight.patterns import lazy
from pinlight.reader import Reader
from pinlight.settings import Settings

NONE = "no environment in this folder or above it"

_WORDS = lazy(r"[-_.\s]+")
_OF_EVERY_FILE = frozenset(
    ("", "requirements", "requirement", "requires", "reqs", "req", "constraints", "constraint")
)
_OF_EVERY_ENVIRONMENT = frozenset(("", "venv", "env", "virtualenv"))
_FOLDERS_OF_FILES = frozenset(("requirements", "requires", "reqs"))

_WITH_GROUPS = ("pyproject.toml",)  # files in which a tool keeps what several environments hold
_OF_GROUPS = ("hatch", "pixi")  # the finders that tell groups

_Found = tuple[str, str]  # prefix, reason


class Situation(NamedTuple):
    """What the choice depends on besides the files."""

    folders: tuple[str, ...] = ()  # of the workspace
    settings: Settings = settings.DEFAULT
    selections: Mapping[str, str] = {}  # file or folder -> prefix, by Select Environment
    interpreters: Mapping[str, str] = {}  # workspace folder -> prefix, selected in the editor
    forced: str = ""  # by `--env`


def choose(path: str, reader: Reader, situation: Situation) -> Choice:
    """Return the environment that serves the file at `path`, an absolute path.

    Going up ends at the workspace folder, the outermost if several hold the file; outside of
    all of them at the nearest folder with `.git`, else at the folder of the file's project:
    its own, or the one above if its own is called `requirements`, `requires` or `reqs`. In that
    project's folder `.venv` is suggested, unless a prefix was named that does not exist yet.
    """
    ladder = _Ladder(path, reader, situation)
    for rung in (
        ladder.forced,
        ladder.mapped,
        ladder.selected,
        *((ladder.of_its_own,) if _is_script(path, reader) else ()),
        ladder.from_editor,
        ladder.of_a_tool,
        ladder.going_up,
        ladder.activated,
    ):
        if found := rung():
            prefix, reason = found
            if not prefix:
                return Choice(path, "", reason, ladder.suggested())
            named = prefix if not reader.exists(prefix) and not situation.forced else ""
            group = ladder.group_of(prefix)
            return Choice(path, prefix, reason, named or ladder.suggested(), group)
    return Choice(path, "", ladder.why_none(), ladder.suggested())


def upwards(path: str, reader: Reader, situation: Situation) -> tuple[str, ...]:
    """Return the folders from that of the file at `path` up to where `choose` ends."""
    return _Ladder(path, reader, situation).folders


def offered(folders: Iterable[str], reader: Reader) -> tuple[Candidate, ...]:
    """Return what finders see in each of `folders`: what a user may select for files there."""
    found: list[Candidate] = []
    of_user = signs_of_user(reader)
    for folder in folders:
        place = Place(folder, reader)
        for finder in (plugins.record("finders", "venv"), *_signed(place, of_user)):
            found += _seen(finder, place)
    return tuple(found)


def of_machine(reader: Reader) -> tuple[Candidate, ...]:
    """Return what the machine holds for any folder: shared environments and global Pythons."""
    nothing: tuple[Candidate, ...] = ()
    finders = (it for it in plugins.records("finders") if it.everywhere is not None)
    found = [bug.guard(f"finder {it.name}", nothing, it.everywhere, reader) for it in finders]
    return tuple(candidate for candidates in found for candidate in candidates)


def settings_for(path: str, reader: Reader, situation: Situation) -> Settings:
    """Return the user's settings with those of the nearest `[tool.pinlight]` over them."""
    return _settings(path, reader, situation)[0]


def refusals(path: str, reader: Reader, situation: Situation) -> tuple[str, tuple[str, ...]]:
    """Return the pyproject.toml that `settings_for` read, and one sentence for each of its
    settings that was refused; "" when there is none."""
    found = _Ladder(path, reader, situation).project
    return found.path if found else "", tuple(_settings(path, reader, situation)[1])


def _settings(path: str, reader: Reader, situation: Situation) -> tuple[Settings, list[str]]:
    found = _Ladder(path, reader, situation).project
    if found is None:
        return situation.settings, []
    return settings.merge(situation.settings, found.table, shared=True)


class _Ladder:
    """The rungs: each returns prefix and reason, or None when it does not hold."""

    def __init__(self, path: str, reader: Reader, situation: Situation) -> None:
        self.path = path
        self.reader = reader
        self.situation = situation
        self.rules = rules(path)
        self.folder = str(self.rules.dirname(path))
        holding = [folder for folder in situation.folders if lies_in(path, folder)]
        self.workspace = sorted(holding, key=len)  # the outermost first
        self.folders = tuple(self._upwards())

    def forced(self) -> _Found | None:
        forced = self.situation.forced
        return (prefix_of(forced, self.reader), "forced by `--env`") if forced else None

    def mapped(self) -> _Found | None:
        if self.project is not None:
            folder = self.rules.dirname(self.project.path)
            if found := self._mapped(self.project.environments, folder, "`pyproject.toml`"):
                return found
        folder = self.workspace[-1] if self.workspace else self.folders[-1]
        return self._mapped(self.situation.settings.environments, folder, "settings")

    def selected(self) -> _Found | None:
        if not self.situation.selections:
            return None
        selections = {same(path): prefix for path, prefix in self.situation.selections.items()}
        for path in (self.path, *_parents(self.path)):
            if prefix := selections.get(same(path)):
                return self._named(prefix_of(prefix, self.reader), "chosen by Select Environment")
        return None

    def of_its_own(self) -> _Found | None:
        """A script with a block of metadata is run in an environment of its own, never in that
        of the project around it."""
        for finder, candidate in self._of_tools(self.places[0]):
            if "*.py" in finder.owns:
                return candidate.prefix, candidate.reason
        return "", "a script has an environment of its own, which its runner makes"

    def from_editor(self) -> _Found | None:
        holding = [folder for folder in self.situation.interpreters if lies_in(self.path, folder)]
        if not holding:
            return None
        folder = max(holding, key=len)
        prefix = prefix_of(self.situation.interpreters[folder], self.reader)
        nearest = self.nearest
        is_nearer = (
            nearest is not None
            and not nearest.reason
            and same(nearest.folder) != same(folder)
            and lies_in(nearest.folder, folder)
        )
        if is_nearer or not is_environment(prefix, self.reader):
            return None
        return prefix, "selected in the editor for this folder"

    def of_a_tool(self) -> _Found | None:
        """The tool's own files come first; for any other file an environment that lies in the
        folder, or nearer the file, wins over one that a tool keeps for the folder."""
        for place in self.places:
            found = self._of_tools(place)
            for finder, candidate in found:
                if _owns(finder, place.name):
                    return candidate.prefix, candidate.reason
            if self.nearest is not None and same(self.nearest.folder) == same(place.folder):
                return None
            if found:
                return found[0][1].prefix, found[0][1].reason
        return None

    def going_up(self) -> _Found | None:
        if self.nearest is None:
            return None
        return self.nearest.prefix, "nearest environment going up from the file"

    def activated(self) -> _Found | None:
        for name, prefix in self._activated():
            if self._is_in_workspace(prefix) and not self._belongs_to_others(prefix):
                return prefix, f"{name}, which lies in the workspace"
            if self.situation.settings.outside_environment and not self._is_in_workspace(prefix):
                return prefix, f"{name}, which settings allow"
        return None

    def why_none(self) -> str:
        for name, prefix in self._activated():
            if self._is_in_workspace(prefix):
                return f"{NONE}; {name} belongs to another project"
            return f"{NONE}; {name} lies outside the workspace"
        return NONE

    def group_of(self, prefix: str) -> str:
        """Return the group of the file that the environment is for, where its tool says so."""
        place = self.places[0]
        names = signed(place, self.of_user) if place.name in _WITH_GROUPS else ()
        for finder in (plugins.record("finders", it) for it in _OF_GROUPS if it in names):
            for candidate in _seen(finder, place):
                if candidate.group and same(candidate.prefix) == same(prefix):
                    return candidate.group
        return ""

    def suggested(self) -> str:
        """Where one would be made: where the tool that owns the file looks for it, if it says."""
        if self.places[0].name.startswith("requirements"):  # No tool's own: most files are such.
            return str(self.rules.join(_project_folder(self.path), ".venv"))
        for finder in _signed(self.places[0], self.of_user):
            if finder.suggests and _owns(finder, self.places[0].name):
                found = bug.guard(f"finder {finder.name}", "", finder.suggests, self.places[0])
                if found:
                    return found
        return str(self.rules.join(_project_folder(self.path), ".venv"))

    @cached_property
    def of_user(self) -> frozenset[str]:
        return signs_of_user(self.reader)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The folders going up, as finders see them."""
        return tuple(Place(folder, self.reader, self.path) for folder in self.folders)

    @cached_property
    def nearest(self) -> Candidate | None:
        """The first environment going up; in one folder the name that matches the file first."""
        finder = plugins.record("finders", "venv")
        words = _words(self.rules.splitext(self.rules.basename(self.path))[0], _OF_EVERY_FILE)
        for place in self.places:
            candidates = _seen(finder, place)
            for candidate in candidates:
                name = self.rules.basename(candidate.prefix)
                if words and _words(name, _OF_EVERY_ENVIRONMENT) == words:
                    return candidate
            if candidates:
                return candidates[0]
        return None

    @cached_property
    def project(self) -> "project.Project | None":
        """The nearest pyproject.toml with settings of ours."""
        found = (project.read(place) for place in self.places)
        return next(filter(None, found), None)

    def _upwards(self) -> Iterator[str]:
        top = self.workspace[0] if self.workspace else self._top_outside()
        for folder in _parents(self.path):
            yield folder
            if same(folder) == same(top):
                return

    def _top_outside(self) -> str:
        for folder in _parents(self.path):
            if self.reader.exists(self.rules.join(folder, ".git")):
                return folder
        return _project_folder(self.path)

    def _of_tools(self, place: Place) -> list[tuple[Finder, Candidate]]:
        """Return what the tools choose for the folder, the one that comes first first."""
        return [
            (finder, candidate)
            for finder in _signed(place, self.of_user)
            for candidate in _seen(finder, place)
            if not candidate.is_offered_only
        ]

    def _mapped(self, environments: Mapping[str, str], folder: str, where: str) -> _Found | None:
        if not environments or not lies_in(self.path, folder):
            return None
        relative = _spelled(self.rules.relpath(self.path, folder), folder)
        for pattern, target in environments.items():
            is_absolute = self.rules.isabs(pattern)
            whole = _spelled(self.path, folder) if is_absolute else relative
            if matches(_spelled(pattern, folder), whole):
                prefix = self.rules.normpath(self.rules.join(folder, self._expanded(target)))
                found = prefix_of(prefix, self.reader)
                return self._named(found, f"named in {where} (`{pattern}`)")
        return None

    def _expanded(self, target: str) -> str:
        if target != "~" and not target.startswith(("~/", "~\\")):
            return target
        home = self.reader.variable("HOME") or self.reader.variable("USERPROFILE")
        return home + target[1:] if home else target

    def _named(self, prefix: str, reason: str) -> _Found:
        if is_environment(prefix, self.reader) or self._has_python(prefix):
            return prefix, reason
        return prefix, f"{reason}, but there is no environment"

    def _has_python(self, prefix: str) -> bool:
        places = (("bin", "python"), ("bin", "python3"), ("python.exe",))
        return any(self.reader.exists(self.rules.join(prefix, *place)) for place in places)

    def _activated(self) -> Iterator[_Found]:
        for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
            prefix = self.reader.variable(name)
            if prefix and is_environment(prefix, self.reader):
                yield name, prefix

    def _is_in_workspace(self, prefix: str) -> bool:
        folders = self.situation.folders or (self.folders[-1],)
        return any(lies_in(prefix, folder) for folder in folders)

    def _belongs_to_others(self, prefix: str) -> bool:
        """Whether it stands in the folder of a project that does not hold the file."""
        folder = str(self.rules.dirname(prefix))
        if lies_in(self.path, folder):
            return False
        names = {listed.name for listed in self.reader.folder(folder)}
        declared = any("requirements" in name for name in names)
        return declared or not names.isdisjoint(("pyproject.toml", "setup.py", "Pipfile"))


def _signed(place: Place, of_user: frozenset[str]) -> list[Finder]:
    """Return the finders of the tools that left a sign in the folder; no other is imported."""
    names = signed(place, of_user)
    if not names:
        return []
    return sorted((plugins.record("finders", name) for name in names), key=_rank)


def _rank(finder: Finder) -> tuple[int, str]:
    return finder.rank, finder.name


def _seen(finder: Finder, place: Place) -> tuple[Candidate, ...]:
    nothing: tuple[Candidate, ...] = ()
    return bug.guard(f"finder {finder.name}", nothing, finder.find, place)


def _owns(finder: Finder, name: str) -> bool:
    """Whether the file called `name` ("": one of another folder) is the tool's own."""
    return bool(name) and any(
        name == own or own == "*" or (own[:1] == "*" and name.endswith(own[1:]))
        for own in finder.owns
    )


def _parents(path: str) -> Iterator[str]:
    dirname = rules(path).dirname
    while (folder := str(dirname(path))) != path:
        yield folder
        path = folder


def _is_script(path: str, reader: Reader) -> bool:
    """Whether the file is Python with a block of metadata of its own. Source: PEP 723"""
    if not path.endswith(".py") or rules(path).basename(path) == "setup.py":
        return False
    return b"# /// script" in (reader.file(path) or b"")


def _project_folder(path: str) -> str:
    """Return the folder of the project that the file belongs to, by names alone."""
    folder = str(rules(path).dirname(path))
    is_inner = rules(path).basename(folder).lower() in _FOLDERS_OF_FILES
    return str(rules(path).dirname(folder)) if is_inner else folder


def _spelled(path: str, folder: str) -> str:
    """Return `path` with `/` only, and in one case where case does not count."""
    return path if rules(folder).sep == "/" else path.replace("\\", "/").lower()


def _words(name: str, common: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in _WORDS.split(name.lower()) if word not in common)
