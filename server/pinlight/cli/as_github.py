"""What `check` found, as commands that GitHub Actions shows on the lines of a pull request.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator

from pinlight.cli.belongings import belongings
from pinlight.cli.look import places, shown_environments, shown_files, spelled
from pinlight.world.state import World

LEVELS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def checked(world: World) -> str:
    return "\n".join(_lines(world))


def _lines(world: World) -> Iterator[str]:
    place = places(world)
    for path in shown_files(world):
        for problem in world.problems[path]:
            properties = {"file": spelled(path), "title": problem.code}
            start, end = (place(path, offset) for offset in problem.span)
            if start and end:
                properties |= {"line": str(start["line"]), "endLine": str(end["line"])}
                if start["line"] == end["line"]:  # Columns are allowed within one line only.
                    properties |= {"col": str(start["column"]), "endColumn": str(end["column"])}
            yield _command(LEVELS[problem.severity], properties, problem.message)
    for environment in shown_environments(world):
        for problem in belongings(environment, world):
            message = f"{spelled(environment.prefix)}: {problem.message}"
            yield _command(LEVELS[problem.severity], {"title": problem.code}, message)


def _command(level: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
