"""The project that a change concerns, and what of the change its declarations already say.

A project is changed through the tool that it belongs to, so that its lock stays true. What a
line of its own file asks for is installed from there; what the user names besides is added to it.
"""

from collections.abc import Iterable

from pinlight import pep508
from pinlight.finders import Place
from pinlight.formats import format_of
from pinlight.locks import fingerprints
from pinlight.model import (
    Create,
    Dependency,
    Fault,
    Install,
    Manifest,
    Relock,
    Sync,
    ToolOperation,
    Uninstall,
)
from pinlight.named import NamedTuple
from pinlight.paths import rules, same
from pinlight.reader import Reader
from pinlight.settings import Settings

DECLARING = ("pyproject.toml", "Pipfile")
LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock")
_FILES = frozenset((*DECLARING, *LOCKS, "hatch.toml"))


class Project(NamedTuple):
    """A folder whose file declares what its environment should hold."""

    folder: str
    manifest: Manifest  # of the file on the disk

    def at(self, name: str) -> str:
        return str(rules(self.folder).join(self.folder, name))


class Wanted(NamedTuple):
    """What an install means to the tool that owns the project."""

    added: tuple[str, ...] = ()  # requirements that nothing declares, as a user would type them
    editable: tuple[str, ...] = ()  # folders that nothing declares
    declared: bool = False  # something is to be installed as it is declared
    groups: tuple[str, ...] = ()  # dependency groups to select besides the usual ones
    extras: tuple[str, ...] = ()


def source_of(operation: ToolOperation) -> str:
    """Return the file that an operation speaks of; "" for none."""
    match operation:
        case Create():
            return operation.source or (operation.then.source if operation.then else "")
        case Sync():
            return operation.install.source
        case Install() | Uninstall() | Relock():
            return operation.source


def place_of(operation: ToolOperation, reader: Reader) -> Place | None:
    """Return the folder of the project that an operation concerns; None: it concerns none.

    That is the folder of its source, when the source is a project's own file. Packages that the
    user names concern the project of the working folder, else the one around the environment.
    """
    source = source_of(operation)
    if source:
        folder, name = rules(source).split(source)
        return Place(folder, reader) if name in _FILES else None
    cwd = operation.cwd if isinstance(operation, Install) else ""
    folder = cwd or (rules(operation.prefix).dirname(operation.prefix) if operation.prefix else "")
    place = Place(folder, reader) if folder else None
    return place if place and not place.files.isdisjoint(DECLARING) else None


def read(operation: ToolOperation, file: str, reader: Reader) -> Project | None:
    """Return the project whose declarations stand in `file`; None when there is no such file."""
    place = place_of(operation, reader)
    if place is None or file not in place.files:
        return None
    path = place.at(file)
    form = format_of(path)
    text = (reader.file(path) or b"").decode("utf-8-sig", "replace")
    return Project(place.folder, form.parse(path, text, {})) if form else None


def is_stale(project: Project, lock: str, reader: Reader) -> bool:
    """Whether a lock is absent, or says that it was made from other declarations."""
    content = reader.file(project.at(lock))
    form = format_of(project.at(lock))
    if content is None or form is None:
        return True
    found = form.parse(project.at(lock), content.decode("utf-8", "replace"), {}).lock
    compute = getattr(fingerprints, found.tool, None) if found and found.fingerprint else None
    current = compute(project.manifest.text) if compute else None
    return bool(found and current is not None and found.fingerprint not in current)


def wanted(install: Install, project: Project, settings: Settings) -> Wanted | str:
    """Return what `install` means, or one sentence when the file on the disk says otherwise."""
    is_whole = not install.lines or _is_lock(install.source)
    lines = []
    for text in () if is_whole else install.lines:
        line = _meant(text.split(" --")[0].strip(), install, project)
        if isinstance(line, str):
            return line
        lines.append(line)
    found = [one for line in lines for one in line.found]
    return Wanted(
        tuple(line.added for line in lines if line.added),
        tuple(line.editable for line in lines if line.editable),
        is_whole or any(not line.added and not line.editable for line in lines),
        _selected(project, settings.groups, found, is_extra=False),
        _selected(project, settings.extras, found, is_extra=True),
    )


class _Line(NamedTuple):
    """What one line means: something to add, or else what is declared."""

    added: str = ""
    editable: str = ""
    found: tuple[Dependency, ...] = ()  # where it is declared


def _meant(text: str, install: Install, project: Project) -> _Line | str:
    path = _editable(text)
    if install.source and path:
        return _Line()
    if path:
        is_own = same(rules(project.folder).join(project.folder, path)) == same(project.folder)
        return _Line() if is_own else _Line(editable=path)
    dependency = pep508.parsed(text)
    if isinstance(dependency, Fault):  # A path, as far as it is anything.
        if not install.source and not text.startswith((".", "/")):
            return f"`{text}` is not a requirement that can be added to a project"
        return _Line() if install.source else _Line(text)
    declared = declarations(project, dependency.name)
    is_same = any(_agree(dependency, one) for one in declared)
    if dependency.name in install.upgrade:  # Asked for by its name, also where nothing declares it.
        return _Line(found=declared) if is_same or _is_bare(dependency) else _Line(text)
    if install.source and not is_same:
        file = rules(project.manifest.path).basename(project.manifest.path)
        return f"`{file}` on the disk asks for another `{dependency.name}`: save it first"
    is_declared = declared and (is_same or _is_bare(dependency))
    return _Line(found=declared) if is_declared else _Line(text)


def declarations(project: Project, name: str) -> tuple[Dependency, ...]:
    """Return each place where the project asks for `name`, but for building it."""
    own = project.manifest.dependencies
    return tuple(one for one in own if one.name == name and not one.is_build)


def by_place(project: Project, names: Iterable[str]) -> dict[tuple[str, bool], list[str]]:
    """Return the names that stand in each (group, is_extra); ("", False): what is always there."""
    found: dict[tuple[str, bool], list[str]] = {}
    for name in names:
        for one in declarations(project, name):
            found.setdefault((one.group, one.is_extra), []).append(name)
    return found


def locked(project: Project, lock: str, reader: Reader) -> frozenset[str]:
    """Return the names that a lock fixes."""
    content, form = reader.file(project.at(lock)), format_of(project.at(lock))
    if content is None or form is None:
        return frozenset()
    found = form.parse(project.at(lock), content.decode("utf-8", "replace"), {}).lock
    return frozenset(one.dependency.name for one in found.packages) if found else frozenset()


def _selected(
    project: Project, chosen: Iterable[str], found: Iterable[Dependency], *, is_extra: bool
) -> tuple[str, ...]:
    """Return the groups, or the extras, that are chosen or that something asked for stands in."""
    known = {group.name for group in project.manifest.groups if group.is_extra == is_extra}
    asked = (one.group for one in found if one.is_extra == is_extra)
    return tuple(name for name in dict.fromkeys((*chosen, *asked)) if name in known)


def _is_lock(path: str) -> bool:
    return bool(path) and rules(path).basename(path) in LOCKS


def _editable(text: str) -> str:
    for flag in ("-e ", "--editable ", "--editable="):
        if text.startswith(flag):
            return text[len(flag) :].strip()
    return ""


def _is_bare(dependency: Dependency) -> bool:
    return not (dependency.specifier or dependency.url or dependency.extras)


def _agree(dependency: Dependency, declared: Dependency) -> bool:
    if dependency.url or declared.url:
        return bool(dependency.url) == bool(declared.url)
    return fingerprints.is_same(dependency.specifier, declared.specifier)
