"""What comes in, from the editor and from the disk: texts, choices, environments."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from os.path import dirname

from pinlight.formats import is_looked_for
from pinlight.model import Environment
from pinlight.paths import lies_in
from pinlight.settings import Settings
from pinlight.typed import TypeVar
from pinlight.world.elsewhere import missing_names
from pinlight.world.parsing import parsed, put, users, with_stale
from pinlight.world.state import (
    Answer,
    Based,
    Effect,
    Loaded,
    Looked,
    Placed,
    Publish,
    Read,
    Refresh,
    Scanned,
    Walked,
    World,
)

T = TypeVar("T")
Step = tuple[World, list[Effect]]


# From the editor and the command line


def edited(world: World, path: str, text: str, version: int) -> Step:
    """A text was opened or changed in the editor; the editor's text wins over the disk's."""
    is_new = path not in world.open
    before = world.manifests.get(path)
    world = world._replace(open={**world.open, path: (text, version)})
    world, effects = parsed(world, {path: text})
    after = world.manifests.get(path)
    if after is None:
        return world, effects
    if (is_new or before is None) and path not in world.choices:
        effects.append(Read("choice", path))
    if before is not None and (before.kind, before.settings) != (after.kind, after.settings):
        effects += _read_again(world, frozenset((path,)))
    return with_stale(world, (path,)), effects


def closed(world: World, path: str) -> Step:
    """The disk is the truth again; a file of no folder is forgotten."""
    world = world._replace(open=_without(world.open, (path,)))
    if path in world.files or path in world.includers:
        return world, [Read("file", path)]
    return _forgotten(world, (path,))


def folder_requested(world: World, path: str) -> Step:
    """The command line asks for all files of this folder."""
    return world, [Read("folder", path)]


def requested(world: World, path: str) -> Step:
    """The command line asks for this file, whatever its name."""
    world = world._replace(files=world.files | {path})
    return world, [Read("file", path), Read("choice", path)]


def folders_set(world: World, folders: tuple[str, ...]) -> Step:
    gone = tuple(
        path
        for path in world.files
        if path not in world.open and not any(lies_in(path, folder) for folder in folders)
    )
    effects: list[Effect] = [
        Read("folder", folder) for folder in folders if folder not in world.folders
    ]
    world, forgetting = _forgotten(world._replace(folders=folders), gone)
    return world, forgetting + effects + _look_again(world)


def configured(world: World, settings: Settings, by_folder: Mapping[str, Settings]) -> Step:
    before, world = world, world._replace(settings=settings, by_folder=by_folder)
    if (before.settings, before.by_folder) == (settings, by_folder):
        return world, []
    effects: list[Effect] = [
        Read("folder", folder)
        for folder in world.folders
        if _walked_by(before, folder) != _walked_by(world, folder)
    ]
    return world, effects + _look_again(world)


def _walked_by(world: World, folder: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the settings that decide which files of a folder are found."""
    settings = world.by_folder.get(folder, world.settings)
    return settings.files, settings.exclude


def interpreted(world: World, folder: str, prefix: str) -> Step:
    if world.interpreters.get(folder, "") == prefix:
        return world, []
    interpreters = {
        **_without(world.interpreters, (folder,)),
        **({folder: prefix} if prefix else {}),
    }
    world = world._replace(interpreters=interpreters)
    return world, _look_again(world)


# From the disk


def touched(world: World, paths: frozenset[str]) -> Step:
    """Read again what rests on the paths; what is being changed is looked at afterwards."""
    effects = _read_again(world, paths)
    known = {read.path for read in world.consulted if read.what in ("file", "place")}
    for path in sorted(paths - known - world.open.keys()):
        if is_looked_for(path) and any(lies_in(path, folder) for folder in world.folders):
            effects.append(Read("file", path))  # The client saw a file that no walk has met.
        elif path in world.folders or any(dirname(file) == path for file in world.files):
            effects.append(Read("names", path))  # A file may have come to the folder.
    return world, effects


def answered(world: World, answers: Sequence[Answer]) -> Step:
    """Take in what was read, many answers at once: each mapping is copied once."""
    effects: list[Effect] = []
    for take, kinds in _TAKING:
        mine = [answer for answer in answers if isinstance(answer, kinds)]
        if mine:
            world, more = take(world, mine)
            effects += more
    return world, effects


def _walked(world: World, answers: Sequence[Answer]) -> Step:
    effects: list[Effect] = []
    for answer in answers:
        if not isinstance(answer, Walked):
            continue
        new = [path for path in answer.files if path not in world.files]
        world = world._replace(
            files=world.files.union(new),
            seen_environments=world.seen_environments.union(answer.environments),
            offered={**{it.prefix: it for it in answer.offered}, **world.offered},
            skipped=world.skipped + answer.skipped,
        )
        effects += [Read("file", path) for path in new if path not in world.open]
    return world, effects


def _loaded(world: World, answers: Sequence[Answer]) -> Step:
    unreadable = dict(world.unreadable)
    consulted = dict(world.consulted)
    texts = {}
    gone = []
    changed = []
    for answer in answers:
        if isinstance(answer, Placed):
            consulted[Read("place", answer.path)] = ({answer.path: answer.changed_ns},)
            if unreadable.get(answer.path, "") != answer.reason:
                changed.append(answer.path)
            put(unreadable, answer.path, answer.reason)
        elif isinstance(answer, Loaded) and answer.path not in world.open:
            consulted[Read("file", answer.path)] = ({answer.path: answer.changed_ns},)
            put(unreadable, answer.path, answer.reason)
            changed.append(answer.path)
            if answer.text is None:
                gone.append(answer.path)
            else:
                texts[answer.path] = answer.text
    if not changed:
        return world, []
    world = world._replace(unreadable=unreadable, consulted=consulted)
    vanished = [path for path in gone if unreadable[path] == "missing"]
    world, effects = _forgotten(world, vanished)
    for path in gone:
        if path not in vanished:
            texts[path] = ""  # Still a file of its own, whose one problem is that.
    world, more = parsed(world, texts)
    looks = [
        Read("choice", path)
        for path in texts
        if path in world.manifests and path not in world.choices and is_shown(world, path)
    ]
    return with_stale(world, changed), effects + more + [*looks]


def _based(world: World, answers: Sequence[Answer]) -> Step:
    bases = dict(world.bases)
    consulted = dict(world.consulted)
    texts = {}
    for answer in answers:
        if isinstance(answer, Based) and (manifest := world.manifests.get(answer.path)):
            consulted[Read("base", answer.path)] = (answer.consulted,)
            if bases.get(answer.path) != answer.folder:
                bases[answer.path] = answer.folder
                texts[answer.path] = manifest.text
    world, effects = parsed(world._replace(bases=bases, consulted=consulted), texts)
    return with_stale(world, texts), effects


def _looked(world: World, answers: Sequence[Answer]) -> Step:
    looked = [answer for answer in answers if isinstance(answer, Looked)]
    if not looked:
        return world, []
    choices = dict(world.choices)
    local = dict(world.local)
    consulted = dict(world.consulted)
    changed = []
    effects: list[Effect] = []
    for choice, settings, paths in looked:
        path = choice.path
        if (choices.get(path), local.get(path)) != (choice, settings):
            changed.append(path)
        choices[path], local[path] = choice, settings
        consulted[Read("choice", path)] = paths
        if choice.prefix and choice.prefix not in world.environments:
            effects.append(Read("environment", choice.prefix))
    world = world._replace(choices=choices, local=local, consulted=consulted)
    if changed:
        effects.append(Refresh())
    return with_stale(world, changed), list(dict.fromkeys(effects))


def _scanned(world: World, answers: Sequence[Answer]) -> Step:
    environments = dict(world.environments)
    consulted = dict(world.consulted)
    changed = set()
    for answer in answers:
        if isinstance(answer, Scanned) and answer.environment.prefix not in busy(world):
            prefix = answer.environment.prefix
            if not _is_alike(environments.get(prefix), answer.environment):
                changed.add(prefix)
            environments[prefix] = answer.environment
            consulted[Read("environment", prefix)] = (answer.consulted,)
    if not changed:
        return world._replace(environments=environments, consulted=consulted), []
    world = world._replace(environments=environments, consulted=consulted)
    served = [path for path, choice in world.choices.items() if choice.prefix in changed]
    lacking = [path for path in world.open if _holds_missing(world, path, changed)]
    return with_stale(world, served + lacking), [Refresh()]


_TAKING: tuple[tuple[Callable[[World, Sequence[Answer]], Step], tuple[type, ...]], ...] = (
    (_walked, (Walked,)),
    (_loaded, (Placed, Loaded)),
    (_based, (Based,)),
    (_scanned, (Scanned,)),  # Then no choice that came along asks for it once more.
    (_looked, (Looked,)),
)


def _holds_missing(world: World, path: str, changed: set[str]) -> bool:
    """Whether what the open file lacks may be told to lie in an environment that changed."""
    resolution = world.resolutions.get(path)
    if resolution is None:
        return False
    names = missing_names(resolution)
    is_told = not changed.isdisjoint(resolution.elsewhere.values())
    held = (world.environments[prefix].distributions for prefix in changed)
    return bool(names) and (is_told or any(not names.isdisjoint(it) for it in held))


def _is_alike(before: Environment | None, after: Environment) -> bool:
    """Whether nothing changed that a rule could see."""
    return before is not None and before._replace(stamp=after.stamp) == after


# Shared


def is_shown(world: World, path: str) -> bool:
    """Whether problems of the file are shown as its own: it is open, or a workspace folder or
    the command line holds it."""
    return (
        path in world.files
        or path in world.open
        or (path in world.includers and any(lies_in(path, folder) for folder in world.folders))
    )


def busy(world: World) -> frozenset[str]:
    """Return the prefixes that are being changed: nobody looks at them meanwhile."""
    return frozenset(operation.prefix for operation in world.running)


def _forgotten(world: World, paths: Sequence[str]) -> Step:
    """Forget files that are gone, and take their problems back."""
    if not paths:
        return world, []
    effects: list[Effect] = [Publish(path, None, ()) for path in paths if world.problems.get(path)]
    world = with_stale(world, [user for path in paths for user in users(world, path)])
    reads = [Read(what, path) for path in paths for what in ("choice", "base")]
    return world._replace(
        files=world.files.difference(paths),
        manifests=_without(world.manifests, paths),
        bases=_without(world.bases, paths),
        choices=_without(world.choices, paths),
        local=_without(world.local, paths),
        resolutions=_without(world.resolutions, paths),
        problems=_without(world.problems, paths),
        consulted={key: value for key, value in world.consulted.items() if key not in reads},
        stale=_without(world.stale, paths),
    ), effects


def _read_again(world: World, paths: frozenset[str]) -> list[Effect]:
    """Return the reads whose answers rest on the paths, but what is open or being changed."""
    held = busy(world)
    touched = {id(part): not part.keys().isdisjoint(paths) for part in parts(world)}
    return [
        read
        for read, rests in world.consulted.items()
        if any(touched[id(part)] for part in rests) and not _is_held(world, read, held)
    ]


def parts(world: World) -> list[Mapping[str, int]]:
    """Return what all answers rest on; a part that many share stands in it once."""
    found = {id(part): part for rests in world.consulted.values() for part in rests}
    return list(found.values())


def _is_held(world: World, read: Read, held: frozenset[str]) -> bool:
    """Whether what would be read is being changed, or the editor's text wins over it."""
    if read.what == "environment":
        return read.path in held
    if read.what == "file":
        return read.path in world.open
    choice = world.choices.get(read.path)
    return choice is not None and bool(held & {choice.prefix, choice.suggested})


def _look_again(world: World) -> list[Effect]:
    bases = [Read("base", path) for path in world.bases]
    return [*bases, *(Read("choice", path) for path in world.choices)]


def _without(mapping: Mapping[str, T], keys: Iterable[str]) -> dict[str, T]:
    gone = frozenset(keys)
    return {key: value for key, value in mapping.items() if key not in gone}
