"""Create Environment...: asks one thing after the other, then orders the change.

What was answered so far travels in the id of the next question, so that nothing is left over when
the user walks away, and one before it can be asked again. A question with one possible answer is
not asked; the first is the default.
"""

import json
from collections.abc import Callable, Iterator

from pinlight.fixes import actions
from pinlight.fixes.targets import wanted_python
from pinlight.installers.pythons import choose
from pinlight.judge.specifiers import admits
from pinlight.model import Action, Create, Resolution
from pinlight.named import NamedTuple
from pinlight.paths import lies_in, rules
from pinlight.plugins import record
from pinlight.text import Span
from pinlight.words import short
from pinlight.world import changes
from pinlight.world.contents import KINDS, install, parts
from pinlight.world.state import Ask, Effect, Replied, Say, World

Step = tuple[World, list[Effect]]

CREATE = "create:"  # followed by the trail
TITLE = "Create Environment"
USES, REPLACES = "Use Existing", "Delete and Recreate"

VENVS = ("venv", "virtualenv", "uv")  # kinds of environments that are made anew

_TOOLS = {  # installer -> its name as a user knows it, what it does
    "uv": ("uv", "Creates {} with `uv venv`, installs with uv"),
    "pip": ("venv", "Creates {} with Python's `venv`, installs with pip"),
    "virtualenv": ("virtualenv", "Creates {} with virtualenv, installs with pip"),
    "conda": ("conda", "Creates {} with conda, which brings its own Python"),
}
_CONDA_NAME = ".conda"  # in the place of `.venv`, as editors look for it
_ORIGINS = (  # part of a path -> who put the Python there
    ("/.pyenv/", "pyenv"),
    ("/uv/python/", "uv"),
    ("/homebrew/", "Homebrew"),
    ("conda", "conda"),
    ("/usr/bin/", "system"),
)


class Draft(NamedTuple):
    """What was answered so far; "" is open."""

    path: str  # of the file that the environment is for
    is_there: str = ""  # what to do with the environment that serves it: USES or REPLACES
    tool: str = ""  # installer
    python: str = ""  # path
    allows_download: bool = False  # of a Python, by the tool


Trail = tuple[tuple[int, Draft], ...]
"""The number of each question that was asked, with the draft before its answer; in their order"""


class Option(NamedTuple):
    """One possible answer."""

    title: str
    detail: str
    draft: Draft  # with this answer
    needs_consent: bool = False  # to be asked also where it is the only one


def begin(world: World, path: str) -> Step:
    """Ask the first question for the file at `path`; where nothing may be run, none."""
    if world.is_trusted is False:
        return world, [changes.refusal()]
    return _ask(world, Draft(path), 0, ())


def replied(world: World, event: Replied) -> Step:
    """Go on with the answer to a question of this room, or go back to the one before it."""
    trail = _trail(event.id)
    *before, (number, draft) = trail
    if draft.path not in world.resolutions:
        return world, [changes.no_longer()]
    if event.is_back and before:
        number, draft = before.pop()
        return _ask(world, draft, number, tuple(before))
    if number == len(_QUESTIONS):
        return (world, []) if event.taken is None else _ordered(world, draft, event.taken)
    for option in _options(world, draft, number) if event.choice else ():
        if option.title == event.choice:
            return _ask(world, option.draft, number + 1, trail)
    return world, [changes.no_longer()] if event.choice else []


def quick_create(world: World, path: str) -> Step:
    """Create and fill the environment as it is usually wanted; nothing is asked."""
    usual = _usual(world, path)
    return changes.ordered(world, usual) if usual else (world, [_refusal(world, path)])


def offered(world: World, path: str) -> Iterator[Action]:
    """Return what can be done about a file as a whole, the best first."""
    resolution: Resolution = world.resolutions[path]
    problems = world.problems.get(path, ())
    yield from actions(resolution, problems, None, world.tools)
    yield from actions(resolution, problems, Span(0, len(resolution.manifest.text)), world.tools)


def _ask(world: World, draft: Draft, first: int, trail: Trail) -> Step:
    """Ask the next question that has more than one answer; without one, what to install."""
    for number in range(first, len(_QUESTIONS)):
        if number > _THERE and not draft.is_there and not _usual(world, draft.path):
            return world, [_refusal(world, draft.path)]
        options = _options(world, draft, number)
        if len(options) > 1 or any(option.needs_consent for option in options):
            question = _QUESTIONS[number][0].format(_name(world, draft))
            ask = Ask(
                _id((*trail, (number, draft))),
                question,
                tuple(option.title for option in options),
                tuple(option.detail for option in options),
                title=TITLE,
                has_back=bool(trail),
            )
            return world, [ask]
        draft = options[0].draft if options else draft
    return _ask_contents(world, draft, trail)


def _ask_contents(world: World, draft: Draft, trail: Trail) -> Step:
    found = parts(world, _files(world, draft.path), draft.path)
    usual = tuple(part.title for part in found if part.is_usual)
    if len(found) < 2 or not usual:
        return _ordered(world, draft, usual)
    ask = Ask(
        _id((*trail, (len(_QUESTIONS), draft))),
        f"What is installed into {_name(world, draft)}?",
        tuple(part.title for part in found),
        tuple(part.detail for part in found),
        is_many=True,
        taken=usual,
        title=TITLE,
        has_back=bool(trail),
    )
    return world, [ask]


def _ordered(world: World, draft: Draft, taken: tuple[str, ...]) -> Step:
    prefix = _target(world, draft)
    found = parts(world, _files(world, draft.path), draft.path)
    then = install([part for part in found if part.title in taken], prefix)
    if draft.is_there == USES:
        nothing = Say("information", "Nothing was chosen: the environment stays as it is")
        return changes.begun(world, then) if then else (world, [nothing])
    usual = _usual(world, draft.path)
    wanted = wanted_python(world.resolutions[draft.path])
    create = (usual or Create(prefix))._replace(
        prefix=prefix,
        python=draft.python,
        requires_python=wanted,
        replaces=bool(draft.is_there),
        source=draft.path,
        allows_download=draft.allows_download,
    )
    if found or usual is None:  # Else it is no list of requirements: its own tool reads it.
        create = create._replace(then=then, tool=draft.tool)
    return changes.ordered(world, create)


def _options(world: World, draft: Draft, number: int) -> list[Option]:
    """Return the answers to a question, each under a title of its own."""
    unique: dict[str, Option] = {}
    for option in _QUESTIONS[number][1](world, draft):
        title = option.title if option.title not in unique else f"{option.title} ({option.detail})"
        unique.setdefault(title, option._replace(title=title))
    return list(unique.values())


def _folders(world: World, draft: Draft) -> Iterator[Option]:
    """The folder of the file, then all others with files that no environment serves."""
    own = _prefix(world, draft.path)
    yield _folder(world, draft, draft.path)
    lacking: dict[str, str] = {}
    for path in sorted(world.resolutions):
        if not world.choices[path].prefix and world.resolutions[path].manifest.kind in KINDS:
            lacking.setdefault(_prefix(world, path), path)
    for prefix, path in lacking.items():
        if prefix not in (own, ""):
            yield _folder(world, draft, path)


def _folder(world: World, draft: Draft, path: str) -> Option:
    files = [short(it, path) for it in sorted(_files(world, path))] or [short(path, path)]
    folder = str(rules(path).dirname(path))
    around = next((it for it in world.folders if folder != it and lies_in(folder, it)), None)
    title = rules(folder).relpath(folder, around) if around else rules(folder).basename(folder)
    return Option(title or folder, ", ".join(files), draft._replace(path=path))


def _there(world: World, draft: Draft) -> Iterator[Option]:
    """What becomes of the environment that serves the file already."""
    environment = world.environments.get(world.choices[draft.path].prefix)
    if environment is None:
        return
    is_ours = environment.kind in VENVS
    if environment.state == "ok" and is_ours:
        yield Option(USES, "Installs into it", draft._replace(is_there=USES))
    if environment.state == "broken" or is_ours:
        yield Option(REPLACES, "Makes it anew", draft._replace(is_there=REPLACES))


def _tools(world: World, draft: Draft) -> Iterator[Option]:
    if draft.is_there == USES or not _is_list(world, draft):
        return
    wanted = world.settings.installer
    for name, (title, detail) in _TOOLS.items():
        is_able = name != "pip" or world.tools.pythons  # It brings no Python of its own.
        is_there = record("installers", name).is_available(world.tools)
        if (wanted == name or wanted not in _TOOLS) and is_there and is_able:
            chosen = draft._replace(tool=name)
            yield Option(title, detail.format(_name(world, chosen)), chosen)


def _pythons(world: World, draft: Draft) -> Iterator[Option]:
    """Those that requires-python or `.python-version` forbids come last, and say so."""
    if draft.is_there == USES or draft.tool == "conda" or not _is_list(world, draft):
        return
    wanted = wanted_python(world.resolutions[draft.path])
    create = Create(_target(world, draft), requires_python=wanted)
    _, default = choose(create, world.tools, world.settings)
    if not default and draft.tool == "uv":
        fetched = draft._replace(allows_download=True)
        yield Option(f"Python {wanted}".rstrip(), "uv downloads it", fetched, needs_consent=True)
    found = []
    for version, path in world.tools.pythons:
        is_allowed = not wanted or admits(wanted, version)
        detail = _from_home(world, path) + ("" if is_allowed else f": not {wanted}")
        origin = next((name for part, name in _ORIGINS if part in path.replace("\\", "/")), "")
        title = f"Python {version}" + (f" from {origin}" if origin else "")
        option = Option(title, detail, draft._replace(python=path))
        found.append((not is_allowed, path != default, option))
    yield from (option for *_, option in sorted(found, key=lambda it: it[:2]))


_QUESTIONS: tuple[tuple[str, Callable[[World, Draft], Iterator[Option]]], ...] = (
    ("Which folder gets an environment?", _folders),
    ("{} is there already", _there),
    ("Which tool creates {}?", _tools),
    ("Which Python for {}?", _pythons),
)
_THERE = 1  # where among them it is asked what becomes of an environment


def _files(world: World, path: str) -> list[str]:
    """Return the files that the same environment serves, or would serve."""
    prefix = _prefix(world, path)
    return [
        other
        for other, resolution in world.resolutions.items()
        if _prefix(world, other) == prefix and resolution.manifest.kind in KINDS
    ]


def _prefix(world: World, path: str) -> str:
    choice = world.choices[path]
    return choice.prefix or choice.suggested


def _target(world: World, draft: Draft) -> str:
    """Return where the environment is, or will be made by the tool that was chosen."""
    prefix = _prefix(world, draft.path)
    folder, name = rules(prefix).split(prefix)
    if draft.tool == "conda" and name == ".venv" and not draft.is_there:
        return str(rules(prefix).join(folder, _CONDA_NAME))
    return prefix


def _is_list(world: World, draft: Draft) -> bool:
    """Whether the file is one whose lines any installer takes."""
    return world.resolutions[draft.path].manifest.kind in KINDS


def _name(world: World, draft: Draft) -> str:
    return f"`{short(_target(world, draft), draft.path)}`"


def _usual(world: World, path: str) -> Create | None:
    """Return what Quick Create does; None where there is nothing to create."""
    for action in offered(world, path):
        if isinstance(action.do, Create):
            return action.do
    choice, manifest = world.choices[path], world.resolutions[path].manifest
    if choice.prefix or not choice.suggested or manifest.kind not in KINDS:
        return None
    # No problem says so: it is silenced, or the file asks for nothing.
    chosen = [it for it in parts(world, [path], path) if it.is_usual]
    then = install(chosen, choice.suggested)
    wanted = wanted_python(world.resolutions[path])
    return Create(choice.suggested, requires_python=wanted, then=then)


def _refusal(world: World, path: str) -> Say:
    prefix, name = world.choices[path].prefix, rules(path).basename(path)
    if prefix:
        return Say("information", f"`{short(prefix, path)}` already serves {name}")
    return Say("information", f"The environment of {name} is made by its own tool")


def _id(trail: Trail) -> str:
    return CREATE + json.dumps(trail)


def _trail(id: str) -> Trail:
    steps = json.loads(id.removeprefix(CREATE))
    return tuple((number, Draft(*draft)) for number, draft in steps)


def _from_home(world: World, path: str) -> str:
    """Return a path as people write it: with `~` for the home folder."""
    home = world.variables.get("HOME", "")
    return f"~{path[len(home) :]}" if len(home) > 1 and path.startswith(f"{home}/") else path
