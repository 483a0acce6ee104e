"""What a new environment can be filled with: whole files, a project's extras and groups."""

from collections.abc import Iterable, Iterator

from pinlight.fixes.create_environment import everything
from pinlight.fixes.targets import place
from pinlight.model import Entry, Install, Manifest, Resolution
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.resolve import Surroundings, resolve, selected_groups
from pinlight.rules.project_not_installed import is_package
from pinlight.words import short
from pinlight.world.state import World

KINDS = ("requirements", "pyproject", "pipfile", "setup")  # whose lines an installer takes
SHOWN_NAMES = 3

_NO_GROUP = ""  # Beside it, the names that are selected never look like the default.


class Part(NamedTuple):
    """One thing to install or to leave out."""

    title: str
    detail: str  # what it asks for
    resolution: Resolution  # of this part alone
    is_usual: bool = False  # Quick Create installs it
    is_project: bool = False  # the project itself, as editable


def parts(world: World, paths: Iterable[str], main: str) -> tuple[Part, ...]:
    """Return what the files ask for, `main` first; what has nothing to ask for is left out."""
    found: dict[str, Part] = {}
    for path in sorted(paths, key=lambda path: (path != main, path)):
        for part in _parts(world, world.manifests[path], main):
            title = part.title if part.title not in found else f"{part.title} of {path}"
            found[title] = part._replace(title=title)
    return tuple(found.values())


def install(chosen: Iterable[Part], prefix: str) -> Install | None:
    """Return the installation of all of them as if they stood in the first one's file."""
    taken = tuple(chosen)
    if not taken:
        return None
    resolutions = [part.resolution for part in taken]
    whole = resolutions[0]._replace(
        entries=tuple(entry for it in resolutions for entry in it.entries),
        constraints=tuple(entry for it in resolutions for entry in it.constraints),
    )
    folders = [_folder(part.resolution.manifest) for part in taken if part.is_project]
    wanted = everything(whole, prefix)
    return wanted._replace(lines=wanted.lines + tuple(f"-e {folder}" for folder in folders))


def _parts(world: World, manifest: Manifest, main: str) -> Iterator[Part]:
    is_main = manifest.path == main
    whole = _resolved(world, manifest)
    own = [entry for entry in whole.entries if not entry.dependency.group]
    if own or any(not include.path for include in manifest.includes):
        name = short(manifest.path, main)
        yield Part(name, _names(own), whole._replace(entries=tuple(own)), is_main)
    usual = selected_groups(manifest, world.local[manifest.path])
    for group in manifest.groups:
        resolution = _resolved(world, manifest, group.name, is_extra=group.is_extra)
        asked = [entry for entry in resolution.entries if entry.dependency.group]
        if asked:
            title = f"{'extra' if group.is_extra else 'group'} {group.name}"
            is_usual = is_main and (group.name, group.is_extra) in usual
            yield Part(title, _names(asked), resolution._replace(entries=tuple(asked)), is_usual)
    if manifest.project and manifest.kind == "pyproject" and is_package(manifest.text):
        nothing = whole._replace(entries=())
        yield Part(f"{manifest.project} itself", "as editable", nothing, is_project=True)


def _resolved(
    world: World, manifest: Manifest, name: str = _NO_GROUP, *, is_extra: bool = False
) -> Resolution:
    """Return what the file asks for itself, and with this group or extra."""
    names = (name, _NO_GROUP)
    settings = world.local[manifest.path]._replace(
        groups=(_NO_GROUP,) if is_extra else names, extras=names if is_extra else ()
    )
    around = Surroundings(manifests=world.manifests, unreadable=world.unreadable)
    return resolve(manifest, world.choices[manifest.path], None, around, settings)


def _names(entries: Iterable[Entry]) -> str:
    """Return "flask, rich, urllib3 and 2 more"."""
    dependencies = (entry.dependency for entry in entries)
    names = list(dict.fromkeys(it.name or place(it.url) for it in dependencies))
    shown, more = names[:SHOWN_NAMES], len(names) - SHOWN_NAMES
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _folder(manifest: Manifest) -> str:
    return str(rules(manifest.path).dirname(manifest.path))
