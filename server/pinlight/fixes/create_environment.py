"""Create the environment that a file lacks, or anew the one that is broken."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import install, sources
from pinlight.fixes.targets import action_id, file_name, wanted_python
from pinlight.judge.freezing import freeze
from pinlight.model import Action, Create, Install, Problem, Resolution
from pinlight.words import short

_OF_TOOLS = ("conda", "pixi")  # kinds of files that are their tools' own
CODES = ("no-environment", "broken-environment")


def propose(asked: Asked) -> Iterator[Action]:
    return _actions(asked.resolution, asked.problems)


def whole(asked: Asked) -> Iterator[Action]:
    for action in _actions(asked.resolution, asked.problems):
        yield action._replace(is_source=True)


def _actions(resolution: Resolution, problems: tuple[Problem, ...]) -> Iterator[Action]:
    if not problems:
        return
    is_broken = resolution.environment is not None
    prefix = resolution.choice.prefix if is_broken else resolution.choice.suggested
    if not prefix:
        return
    kind = resolution.manifest.kind
    create = Create(
        prefix,
        requires_python=wanted_python(resolution),
        replaces=is_broken,
        tool=kind if kind in _OF_TOOLS else "",
    )
    name = short(prefix, resolution.manifest.path)
    verb = "Recreate" if is_broken else "Create"
    if resolution.entries:
        yield Action(
            action_id("create-and-install", "", resolution),
            f"{verb} `{name}` and install `{file_name(resolution.manifest.path)}`",
            create._replace(then=everything(resolution, prefix)),
            problems,
        )
    yield Action(
        action_id("create-environment", "", resolution), f"{verb} `{name}`", create, problems
    )
    if resolution.environment is not None and (then := same_packages(resolution)) is not None:
        yield Action(
            action_id("recreate-with-the-same", "", resolution),
            f"Recreate `{name}` with the same packages",
            create._replace(then=then),
            problems,
        )


def same_packages(resolution: Resolution) -> Install | None:
    """Return the installation of what the environment holds, from where it came; None: nothing."""
    lines = freeze(resolution.environment).splitlines() if resolution.environment else ()
    wanted = install(resolution, ())
    # What is frozen has no hashes, and constraints may have changed since.
    options = tuple(it for it in wanted.options if it != "--require-hashes")
    same = wanted._replace(lines=tuple(lines), constraints=(), options=options)
    return same if lines else None


def everything(resolution: Resolution, prefix: str) -> Install:
    """Return the installation of all that the file asks for, of remote includes too."""
    manifest = resolution.manifest
    if manifest.kind in _OF_TOOLS:
        return Install(prefix, manifest.path, tool=manifest.kind)  # The tool reads the file itself.
    remote = tuple(
        f"-r {include.target}"
        for manifest in sources(resolution)
        for include in manifest.includes
        if not include.path and not include.is_constraint
    )
    wanted = install(resolution, resolution.entries, prefix)
    return wanted._replace(lines=wanted.lines + remote)


FIX = Fix("create-environment", CODES, propose, whole, rank=10)
