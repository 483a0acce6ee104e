"""Hover on the tables, keys and groups of a pyproject.toml that Pinlight reads."""

import re
from collections.abc import Iterator

from pinlight.features.toml_place import place
from pinlight.markdown import code, plain
from pinlight.model import Group, Resolution
from pinlight.settings import Settings, describe
from pinlight.text import Span

TABLES = {
    "project": "What the project is and what it needs to run.",
    "project.optional-dependencies": "Extras: what the project needs only for some of what it "
    "can do. They are published; users ask for them as `project[extra]`.",
    "dependency-groups": "Requirements of those who work on the project, by purpose. They are "
    "never published. The setting `groups` tells which of them the environment should hold.",
    "build-system": "What builds the project. Its requirements are read and never judged, since "
    "builds happen in an environment of their own.",
    "tool.pinlight": "Pinlight's settings for everybody who works on the project.",
}
KEYS = {
    "project": {
        "name": "The name under which the project is installed and published.",
        "dependencies": "What the project needs to run; installing the project installs it.",
        "requires-python": "The versions of Python that the project runs on, such as `>=3.10`.",
        "optional-dependencies": TABLES["project.optional-dependencies"],
    },
    "build-system": {"requires": "What must be installed before the project can be built."},
}
_KEY = re.compile(r"""[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([\w-]+))[ \t]*=""")
_HEADER = re.compile(r"[ \t]*\[+[ \t]*([^\]\r\n]+?)[ \t]*\]")


def of_group(resolution: Resolution, group: Group, settings: Settings) -> Iterator[str]:
    """Yield what a dependency group or an extra holds, and whether the environment should."""
    manifest = resolution.manifest
    mine = [
        it
        for it in manifest.dependencies
        if (it.group, it.is_extra) == (group.name, group.is_extra) and not it.is_build
    ]
    judged = [entry.verdict.kind for entry in resolution.entries if entry.dependency in mine]
    kind = "extra" if group.is_extra else "group"
    count = f"{len(mine)} requirement{'s' * (len(mine) != 1)}"
    includes = ", ".join(code(name) for name, _ in group.includes)
    yield f"{kind} {code(group.name)}: {count}{f', includes {includes}' if includes else ''}"
    yield ""
    if judged or not mine:
        good = judged.count("satisfied") + judged.count("not-needed")
        yield f"{good} of {len(judged)} satisfied in the environment"
    else:
        setting = "extras" if group.is_extra else "groups"
        selected = ", ".join(map(code, getattr(settings, setting))) or "none"
        yield f"not judged: the setting {code(setting)} selects {selected}"


def of_key(text: str, offset: int) -> tuple[Span, str] | None:
    """Return what the table or key at `offset` is for; None for those that Pinlight ignores."""
    start = text.rfind("\n", 0, offset) + 1
    header = _HEADER.match(text, start)
    if header and header.start(1) <= offset <= header.end(1):
        told = TABLES.get(header[1].replace(" ", ""))
        return (Span(*header.span(1)), told) if told else None
    match = _KEY.match(text, start)
    if match is None or not match.start() <= offset < match.end():
        return None
    group = match.lastindex or 0
    span, name = Span(*match.span(group)), match[group]
    if not span.start <= offset <= span.end:
        return None
    told = keys(place(text, start).table).get(name)
    return (span, told) if told else None


def keys(table: str) -> dict[str, str]:
    """Return the keys of a table that Pinlight reads, each with what it is for."""
    if table == "tool.pinlight":
        return {
            setting.name.replace("_", "-"): plain(setting.doc.replace("`", ""))
            for setting in describe()
            if setting.is_shared
        }
    return KEYS.get(table, {})
