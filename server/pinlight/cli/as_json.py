"""What was seen, as one JSON object: unknown is null, lines and columns count from 1, columns in
code points, ends are exclusive, paths use `/`."""

from collections.abc import Iterable

from pinlight import manual
from pinlight.cli.belongings import belongings
from pinlight.cli.look import Place, places, shown_environments, shown_files, spelled
from pinlight.cli.offers import offers, state
from pinlight.model import Environment, Problem, Related
from pinlight.typed import Any
from pinlight.world.state import World

VERSION = 1


def written(value: Any) -> str:
    import json

    return json.dumps(value, indent=2)


def checked(world: World) -> dict[str, Any]:
    """Return all that `check` tells."""
    place = places(world)
    return {
        "version": VERSION,
        "files": [_checked_file(path, world, place) for path in shown_files(world)],
        "environments": [_environment(one, world) for one in shown_environments(world)],
        "skipped": skipped(world),
    }


def served(world: World) -> dict[str, Any]:
    """Return all that `envs` tells."""
    files = [{**_file(path, world), "state": state(path, world)} for path in shown_files(world)]
    environments = [_environment(one, world) for one in shown_environments(world)]
    offered = [
        {
            "prefix": spelled(one.prefix),
            "kind": one.kind or None,
            "python": one.python or None,
            "reason": one.reason or None,
        }
        for one in offers(world)
    ]
    return {"version": VERSION, "files": files, "environments": environments, "offered": offered}


def skipped(world: World) -> list[dict[str, str]]:
    """Return what was left alone, with the reason."""
    found = {(spelled(path), reason) for path, reason in (*world.skipped, *_prose(world))}
    return [{"path": path, "reason": reason} for path, reason in sorted(found)]


def _prose(world: World) -> Iterable[tuple[str, str]]:
    for path in world.problems:
        if world.manifests[path].kind == "prose":
            is_text = path.endswith((".txt", ".in", ".pip"))
            reason = "it reads as prose, not as requirements"
            yield path, reason if is_text else "it declares no dependencies"


def _checked_file(path: str, world: World, place: Place) -> dict[str, Any]:
    problems = [_problem(problem, place) for problem in world.problems[path]]
    return {**_file(path, world), "problems": problems}


def _file(path: str, world: World) -> dict[str, Any]:
    choice = world.choices[path]
    return {
        "path": spelled(path),
        "kind": world.manifests[path].kind,
        "environment": spelled(choice.prefix) if choice.prefix else None,
        "reason": choice.reason or None,
    }


def _problem(problem: Problem, place: Place) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "name": problem.about or None,
        "start": place(problem.path, problem.span.start),
        "end": place(problem.path, problem.span.end),
        "environment": spelled(problem.environment) if problem.environment else None,
        "related": [_related(related, place) for related in problem.related],
        "url": manual.page(problem.code) or None,
    }


def _related(related: Related, place: Place) -> dict[str, Any]:
    return {
        "path": spelled(related.path),
        "start": place(related.path, related.span.start),
        "end": place(related.path, related.span.end),
        "message": related.message,
    }


def _environment(environment: Environment, world: World) -> dict[str, Any]:
    return {
        "prefix": spelled(environment.prefix),
        "kind": environment.kind or None,
        "python": environment.python or None,
        "state": environment.state,
        "detail": environment.detail or None,
        "problems": [
            {
                "code": one.code,
                "severity": one.severity,
                "message": one.message,
                "name": one.about or None,
                "url": manual.page(one.code) or None,
            }
            for one in belongings(environment, world)
        ],
    }
