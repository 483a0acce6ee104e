"""Which environment serves a file, and why: a ladder of which the first rung that holds counts.

Never a sibling's or a child folder's environment, and never the global interpreter by itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from pinlight import bug, plugins, settings
from pinlight.choose import project, views
from pinlight.choose.views import Views, owns
from pinlight.environments import prefix_of
from pinlight.finders import Finder, is_environment
from pinlight.finders.signs import has_own_sign
from pinlight.globs import matches
from pinlight.model import Candidate, Choice
from pinlight.named import NamedTuple
from pinlight.paths import lies_in, rules, same
from pinlight.patterns import lazy
from pinlight.reader import Reader
from pinlight.settings import Settings
from pinlight.typed import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R", bound=Reader)

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
    by_folder: Mapping[str, Settings] = {}  # workspace folder -> settings, where they are its own


def choose(path: str, reader: Reader, situation: Situation) -> Choice:
    """Return the environment that serves the file at `path`, an absolute path.

    Going up ends at the workspace folder, the outermost if several hold the file; outside of
    all of them at the nearest folder with `.git`, else at the folder of the file's project:
    its own, or the one above if its own is called `requirements`, `requires` or `reqs`. In that
    project's folder `.venv` is suggested, unless a prefix was named that does not exist yet.
    """
    return look(path, Views(lambda: reader), situation)[0]


def upwards(path: str, reader: Reader, situation: Situation) -> tuple[str, ...]:
    """Return the folders from that of the file at `path` up to where `choose` ends."""
    return _Ladder(path, Views(lambda: reader), situation).folders


def look(path: str, seen: Views[R], situation: Situation) -> tuple[Choice, tuple[R, ...]]:
    """Return what `choose` does, and the Readers whose answers it rests on. All files that are
    looked at in one moment and situation may share what is `seen`."""
    ladder = _Ladder(path, seen, situation)
    return ladder.choice(), tuple(dict.fromkeys(ladder.rests))


def offered(folders: Iterable[str], seen: Views[R]) -> tuple[Candidate, ...]:
    """Return what finders see in each of `folders`: what a user may select for files there."""
    found: list[Candidate] = []
    for folder in folders:
        found += seen.ask(views.environments, folder)[0]
        found += (candidate for _, candidate in seen.ask(views.of_tools, folder)[0])
    return tuple(found)


def of_machine(reader: Reader) -> tuple[Candidate, ...]:
    """Return what the machine holds for any folder: shared environments and global Pythons."""
    nothing: tuple[Candidate, ...] = ()
    finders = (it for it in plugins.records("finders") if it.everywhere is not None)
    found = [bug.guard(f"finder {it.name}", nothing, it.everywhere, reader) for it in finders]
    return tuple(candidate for candidates in found for candidate in candidates)


def settings_for(path: str, reader: Reader, situation: Situation) -> Settings:
    """Return the user's settings with those of the nearest `[tool.pinlight]` over them."""
    return settings_of(path, Views(lambda: reader), situation)[0]


def settings_of(path: str, seen: Views[R], situation: Situation) -> tuple[Settings, tuple[R, ...]]:
    """Return what `settings_for` does, and the Readers whose answers it rests on."""
    ladder = _Ladder(path, seen, situation)
    return _settings(ladder)[0], tuple(dict.fromkeys(ladder.rests))


def refusals(path: str, reader: Reader, situation: Situation) -> tuple[str, tuple[str, ...]]:
    """Return the pyproject.toml that `settings_for` read, and one sentence for each of its
    settings that was refused; "" when there is none."""
    ladder = _Ladder(path, Views(lambda: reader), situation)
    return ladder.project.path if ladder.project else "", tuple(_settings(ladder)[1])


def _settings(ladder: "_Ladder[R]") -> tuple[Settings, list[str]]:
    if ladder.project is None:
        return ladder.settings, []
    return settings.merge(ladder.settings, ladder.project.table, shared=True)


class _Ladder(Generic[R]):
    """The rungs: each returns prefix and reason, or None when it does not hold."""

    def __init__(self, path: str, seen: Views[R], situation: Situation) -> None:
        self.path = path
        self.situation = situation
        self.rests: list[R] = []
        self._seen = seen
        self.rules = rules(path)
        self.folder, self.name = self.rules.split(path)
        self.workspace = _holding(self.folder, situation.folders)
        own = [situation.by_folder[it] for it in self.workspace if it in situation.by_folder]
        self.settings = own[-1] if own else situation.settings
        top = self.workspace[0] if self.workspace else self._top_outside()
        self.folders = _upwards(self.folder, top)

    def choice(self) -> Choice:
        for rung in (
            self.forced,
            self.mapped,
            self.selected,
            self.of_its_own,
            self.from_editor,
            self.of_a_tool,
            self.going_up,
            self.activated,
        ):
            if found := rung():
                prefix, reason = found
                if not prefix:
                    return Choice(self.path, "", reason, self.suggested(), "", self.python())
                is_there = self.situation.forced or self._ask(views.exists, prefix)
                suggested = self.suggested() if is_there else prefix
                return Choice(
                    self.path,
                    prefix,
                    reason,
                    suggested,
                    self.group_of(prefix),
                    "" if is_there else self.python(),
                )
        return Choice(self.path, "", self.why_none(), self.suggested(), "", self.python())

    def forced(self) -> _Found | None:
        forced = self.situation.forced
        return (self._ask(prefix_of, forced), "forced by `--env`") if forced else None

    def mapped(self) -> _Found | None:
        if self.project is not None:
            folder = self.rules.dirname(self.project.path)
            if found := self._mapped(self.project.environments, folder, "`pyproject.toml`"):
                return found
        folder = self.workspace[-1] if self.workspace else self.folders[-1]
        return self._mapped(self.settings.environments, folder, "settings")

    def selected(self) -> _Found | None:
        if not self.situation.selections:
            return None
        selections = {same(path): prefix for path, prefix in self.situation.selections.items()}
        for path in (self.path, *_parents(self.path)):
            if prefix := selections.get(same(path)):
                prefix = self._ask(prefix_of, prefix)
                return self._named(prefix, "chosen by Select Environment")
        return None

    def of_its_own(self) -> _Found | None:
        """A script with a block of metadata is run in an environment of its own, never in that
        of the project around it."""
        if not self.name.endswith(".py") or not self._ask(views.is_script, self.path):
            return None
        for finder, candidate in self._of_tools(self.folder):
            if "*.py" in finder.owns:
                return candidate.prefix, candidate.reason
        return "", "a script has an environment of its own, which its runner makes"

    def from_editor(self) -> _Found | None:
        holding = [folder for folder in self.situation.interpreters if lies_in(self.path, folder)]
        if not holding:
            return None
        folder = max(holding, key=len)
        prefix = self._ask(prefix_of, self.situation.interpreters[folder])
        nearest = self.nearest
        is_nearer = (
            nearest is not None
            and not nearest.reason
            and same(nearest.folder) != same(folder)
            and lies_in(nearest.folder, folder)
        )
        if is_nearer or not self._ask(is_environment, prefix):
            return None
        return prefix, "selected in the editor for this folder"

    def of_a_tool(self) -> _Found | None:
        """The tool's own files come first; for any other file an environment that lies in the
        folder, or nearer the file, wins over one that a tool keeps for the folder."""
        for folder in self.folders:
            found = self._of_tools(folder)
            for finder, candidate in found:
                if folder == self.folder and owns(finder, self.name):
                    return candidate.prefix, candidate.reason
            if self.nearest is not None and same(self.nearest.folder) == same(folder):
                return None
            if found:
                return found[0][1].prefix, found[0][1].reason
        return None

    def going_up(self) -> _Found | None:
        if self.nearest is None:
            return None
        return self.nearest.prefix, "nearest environment going up from the file"

    def activated(self) -> _Found | None:
        for name, prefix in self._ask(views.activated, ""):
            if self._is_in_workspace(prefix) and not self._belongs_to_others(prefix):
                return prefix, f"{name}, which lies in the workspace"
            if self.settings.outside_environment and not self._is_in_workspace(prefix):
                return prefix, f"{name}, which settings allow"
        return None

    def why_none(self) -> str:
        for name, prefix in self._ask(views.activated, ""):
            if self._is_in_workspace(prefix):
                return f"{NONE}; {name} belongs to another project"
            return f"{NONE}; {name} lies outside the workspace"
        return NONE

    def group_of(self, prefix: str) -> str:
        """Return the group of the file that the environment is for, where its tool says so."""
        for finder, it in self._all_of_tools(self.folder) if self.name in _WITH_GROUPS else ():
            if finder.name in _OF_GROUPS and it.group and same(it.prefix) == same(prefix):
                return it.group
        return ""

    def suggested(self) -> str:
        """Where one would be made: where the tool that owns the file looks for it, if it says."""
        is_plain = self.name.startswith("requirements")  # No tool's own: most files are such.
        found = "" if is_plain else self._ask(views.suggested, self.path)
        return found or str(self.rules.join(_project_folder(self.path), ".venv"))

    def python(self) -> str:
        """The Python that one would be made from, as far as a file for that says."""
        found = (self._ask(views.python, folder) for folder in self.folders)
        return next(filter(None, found), "")

    @cached_property
    def nearest(self) -> Candidate | None:
        """The first environment going up; in one folder the name that matches the file first."""
        words = _words(self.rules.splitext(self.name)[0], _OF_EVERY_FILE)
        for folder in self.folders:
            candidates = self._ask(views.environments, folder)
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
        found = (self._ask(project.read, folder) for folder in self.folders)
        return next(filter(None, found), None)

    def _ask(self, question: Callable[[str, Reader], T], path: str) -> T:
        answer, reader = self._seen.ask(question, path)
        self.rests.append(reader)
        return answer

    def _top_outside(self) -> str:
        for folder in _parents(self.path):
            if self._ask(views.exists, self.rules.join(folder, ".git")):
                return folder
        return _project_folder(self.path)

    def _of_tools(self, folder: str) -> list[tuple[Finder, Candidate]]:
        """Return what the tools choose for the folder, the one that comes first first."""
        return [it for it in self._all_of_tools(folder) if not it[1].is_offered_only]

    def _all_of_tools(self, folder: str) -> tuple[tuple[Finder, Candidate], ...]:
        if folder == self.folder and has_own_sign(self.name):
            return self._ask(views.of_tools_for, self.path)
        return self._ask(views.of_tools, folder)

    def _mapped(self, environments: Mapping[str, str], folder: str, where: str) -> _Found | None:
        if not environments or not lies_in(self.path, folder):
            return None
        relative = _spelled(self.rules.relpath(self.path, folder), folder)
        for pattern, target in environments.items():
            is_absolute = self.rules.isabs(pattern)
            whole = _spelled(self.path, folder) if is_absolute else relative
            if matches(_spelled(pattern, folder), whole):
                prefix = self.rules.normpath(self.rules.join(folder, self._expanded(target)))
                found = self._ask(prefix_of, prefix)
                return self._named(found, f"named in {where} (`{pattern}`)")
        return None

    def _expanded(self, target: str) -> str:
        if target != "~" and not target.startswith(("~/", "~\\")):
            return target
        home = self._ask(views.variable, "HOME") or self._ask(views.variable, "USERPROFILE")
        return home + target[1:] if home else target

    def _named(self, prefix: str, reason: str) -> _Found:
        if self._ask(is_environment, prefix) or self._ask(views.has_python, prefix):
            return prefix, reason
        return prefix, f"{reason}, but there is no environment"

    def _is_in_workspace(self, prefix: str) -> bool:
        folders = self.situation.folders or (self.folders[-1],)
        return any(lies_in(prefix, folder) for folder in folders)

    def _belongs_to_others(self, prefix: str) -> bool:
        """Whether it stands in the folder of a project that does not hold the file."""
        folder = str(self.rules.dirname(prefix))
        if lies_in(self.path, folder):
            return False
        return self._ask(views.is_project, folder)


@lru_cache(4096)
def _holding(folder: str, folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of `folders` in which `folder` lies, the outermost first."""
    return tuple(sorted((it for it in folders if lies_in(folder, it)), key=len))


@lru_cache(4096)
def _upwards(folder: str, top: str) -> tuple[str, ...]:
    """Return the folders from `folder` up to `top`."""
    found = [folder]
    for above in _parents(folder):
        if same(found[-1]) == same(top):
            break
        found.append(above)
    return tuple(found)


def _parents(path: str) -> Iterator[str]:
    dirname = rules(path).dirname
    while (folder := str(dirname(path))) != path:
        yield folder
        path = folder


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
