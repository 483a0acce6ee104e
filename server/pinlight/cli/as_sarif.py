"""What `check` found, as a SARIF log, which code hosts and editors show beside the lines.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from urllib.parse import quote

from pinlight import __version__
from pinlight.cli.as_json import written
from pinlight.cli.belongings import belongings
from pinlight.cli.look import Place, places, shown_environments, shown_files, spelled
from pinlight.model import Problem
from pinlight.plugins import records
from pinlight.typed import Any
from pinlight.world.state import World

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}
ROOT = "%SRCROOT%"  # what the viewer takes for the top of the project


def checked(world: World) -> str:
    """Return all that `check` tells as one log with one run."""
    place = places(world)
    results = [
        _result(problem, spelled(path), place)
        for path in shown_files(world)
        for problem in world.problems[path]
    ]
    for environment in shown_environments(world):
        prefix = spelled(environment.prefix)
        results += [_result(one, prefix, None) for one in belongings(environment, world)]
    codes = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = codes.index(result["ruleId"])
    driver = {"name": "Pinlight", "version": __version__, "rules": _rules(codes)}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules(codes: list[str]) -> list[dict[str, Any]]:
    known = {rule.code: rule for rule in records("rules")}
    return [
        {
            "id": code,
            "shortDescription": {"text": known[code].summary},
            "help": {"text": known[code].doc.strip(), "markdown": known[code].doc.strip()},
            "defaultConfiguration": {"level": LEVELS[known[code].severity]},
        }
        for code in codes
    ]


def _result(problem: Problem, path: str, place: Place | None) -> dict[str, Any]:
    """Return one result; without `place` it is about the folder at `path` as a whole."""
    location = _location(path, _region(problem.path, problem.span, place))
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "level": LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [location],
        "partialFingerprints": {"pinlight/v1": _fingerprint(problem, path)},
    }
    if problem.related:
        result["relatedLocations"] = [
            {
                **_location(spelled(it.path), _region(it.path, it.span, place)),
                "message": {"text": it.message},
            }
            for it in problem.related
        ]
    return result


def _location(path: str, region: dict[str, int] | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if region is not None:
        physical["region"] = region
    return {"physicalLocation": physical}


def _artifact(path: str) -> dict[str, str]:
    if path.startswith("/"):
        return {"uri": "file://" + quote(path)}
    if path[1:2] == ":":
        return {"uri": f"file:///{path[:2]}{quote(path[2:])}"}
    return {"uri": quote(path), "uriBaseId": ROOT}


def _region(path: str, span: tuple[int, int], place: Place | None) -> dict[str, int] | None:
    """Return lines and columns from 1, the end exclusive; None where the text is not known."""
    start, end = (place(path, offset) if place else None for offset in span)
    if start is None or end is None:
        return None
    return {
        "startLine": start["line"],
        "startColumn": start["column"],
        "endLine": end["line"],
        "endColumn": end["column"],
    }


def _fingerprint(problem: Problem, path: str) -> str:
    """Return what stays the same when lines above are added: not the place, nor versions."""
    from hashlib import sha256

    about = problem.about or problem.message
    return sha256(f"{problem.code}\0{path}\0{about}".encode("utf-8", "replace")).hexdigest()[:32]
