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
TABLES_OF_TOOLS = {
    "tool.uv": "uv's settings for the project: sources, constraints, what is installed by default.",
    "tool.uv.sources": "Where uv takes packages from, by name: a repository, a path, an index.",
    "tool.poetry.dependencies": "What the project needs to run, as Poetry writes it.",
    "tool.poetry.group.dev.dependencies": "Requirements of those who work on the project.",
    "tool.pdm.dev-dependencies": "Groups of PDM; `dependency-groups` is the standard.",
    "tool.hatch.envs.default": "What Hatch's own environment for the project holds.",
}
TABLES_OF_PIPFILE = {
    "packages": "What the project needs to run.",
    "dev-packages": "What those who work on the project need.",
    "requires": "The Python that the environment has: `python_version`.",
    "source": "An index of packages: `name`, `url`, `verify_ssl`.",
}
KEYS = {
    "tool.uv": {
        "constraint-dependencies": "Versions that nothing may exceed, whoever asks for it.",
        "override-dependencies": "Replace what anyone else asks of these packages.",
        "default-groups": "Groups that `uv sync` installs when none is named.",
        "dev-dependencies": "Requirements for development; `dependency-groups` is the standard.",
    },
    "tool.hatch.envs.default": {
        "dependencies": "What the environment holds besides the project.",
        "extra-dependencies": "Added to the dependencies of the environment that it is based on.",
        "features": "Extras of the project that it is installed with.",
    },
    "requires": {
        "python_version": "Version of Python, such as `3.12`.",
        "python_full_version": "The same with its last number, such as `3.12.1`.",
    },
    "source": {
        "name": "By which packages refer to it.",
        "url": "Where its simple index is.",
        "verify_ssl": "Whether its certificate is checked.",
    },
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
        told = {**TABLES, **TABLES_OF_TOOLS}.get(header[1].replace(" ", ""))
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


def tables(kind: str) -> dict[str, str]:
    """Return the tables that Pinlight reads in a file of this kind, each with what it is for."""
    if kind == "pipfile":
        return TABLES_OF_PIPFILE
    return {**TABLES, **TABLES_OF_TOOLS} if kind == "pyproject" else {}


def keys(table: str) -> dict[str, str]:
    """Return the keys of a table that Pinlight reads, each with what it is for."""
    if table == "tool.pinlight":
        return {
            setting.name.replace("_", "-"): plain(setting.doc.replace("`", ""))
            for setting in describe()
            if setting.is_shared
        }
    return KEYS.get(table, {})
