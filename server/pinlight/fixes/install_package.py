"""Install what one line asks for and the environment does not hold."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import by, install
from pinlight.fixes.targets import about, action_id, entries_at, place, written
from pinlight.model import Action, Entry

CODES = ("missing-package", "missing-extra", "wrong-source", "wrong-version")


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    for problem in asked.problems:
        entries = entries_at(resolution, problem)
        is_own = any(entry.manifest.path == resolution.manifest.path for entry in entries)
        if not entries or (is_own and problem.code == "wrong-version"):
            continue  # `change-version` offers it and says from what to what.
        name = about(entries[0].dependency, resolution.manifest)
        if not is_own:
            name = next(
                (it.target for it in resolution.manifest.includes if it.span == problem.span), name
            )
        same = tuple(it for it in asked.problems if it.span == problem.span)
        yield Action(
            action_id("install-package", name, resolution),
            _title(entries, name if not is_own else "") + by(entries[0]),
            install(resolution, entries),
            same,
        )


def _title(entries: tuple[Entry, ...], include: str) -> str:
    if include and len(entries) > 1:
        return f"Install {len(entries)} packages of `{include}`"
    dependency = entries[0].dependency
    verb = "Reinstall" if entries[0].verdict.kind == "wrong-source" else "Install"
    kind = " as editable" if dependency.is_editable else ""
    if dependency.url and dependency.name:
        return f"{verb} `{dependency.name}`{kind} from `{place(dependency.url)}`"
    return f"{verb} `{written(dependency)}`{kind}"


FIX = Fix("install-package", CODES, propose, rank=20)
