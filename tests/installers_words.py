"""What installers order, as lines: the commands of an operation on a machine made of files."""

from collections.abc import Mapping

from pinlight.installers import plan
from pinlight.model import Operation, Plan, Tools
from pinlight.settings import DEFAULT, Settings
from tree import Tree, environment_files

FOLDER, PREFIX = "/w", "/w/.venv"
PYTHON = "/w/.venv/bin/python"
TOOLS = Tools(
    "/opt/uv",
    (("3.13.0", "/p13"), ("3.11.2", "/p11")),
    {name: f"/opt/{name}" for name in ("hatch", "pdm", "pipenv", "poetry")},
)


def planned(
    operation: Operation,
    files: Mapping[str, str] | None = None,
    *,
    tools: Tools = TOOLS,
    settings: Settings = DEFAULT,
    variables: Mapping[str, str] | None = None,
) -> Plan | str:
    """Return the plan on a machine that holds `files` and the environment `PREFIX`."""
    inside = {**environment_files(PREFIX, ["pip 24.0"]), **(files or {})}
    return plan(
        operation, tools, settings, Tree(inside, variables={"HOME": "/h", **(variables or {})})
    )


def words(operation: Operation, files: Mapping[str, str] | None = None, **more) -> list[str]:
    """Return the command lines, or the sentence that says why there are none."""
    found = planned(operation, files, **more)
    if isinstance(found, str):
        return [found]
    return [" ".join(command.argv) for command in found.commands]
