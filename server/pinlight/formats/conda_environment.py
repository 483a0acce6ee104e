"""environment.yml of conda -> Manifest: packages of conda, and the requirements for pip.

Packages of conda are no distributions of Python: only what has its records can judge them.
Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
"""

import re
from collections.abc import Mapping

from pinlight.formats import Format, pip_inside, yaml_lines
from pinlight.formats.setup_cfg import ignores
from pinlight.model import Dependency, Kind, Manifest
from pinlight.text import Span

NAMES = (
    "environment.yml",
    "environment.yaml",
    "env.yml",
    "env.yaml",
    "conda.yml",
    "conda.yaml",
    "environment*.yml",
    "environment*.yaml",
    "*environment.yml",
    "*environment.yaml",
    "*-env.yml",
    "*-env.yaml",
)

_KIND: Kind = "conda"
_SPEC = re.compile(
    r"""(?:(?P<channel>[^\s\[\]]*)::)?(?P<name>[A-Za-z0-9_][A-Za-z0-9_.-]*)
    (?P<rest>\s*[=<>!~\[].*|\s+[(\d*^].*|\s+[A-Za-z].*)?""",
    re.VERBOSE | re.DOTALL,
)
_FILE = re.compile(
    r"(?:.*[/\\])?(?P<name>[^/\\]+)-([^/\\-]+)-([^/\\-]+?)\.(?:conda|tar\.bz2)(?:#.*)?"
)


def parse(path: str, text: str, variables: Mapping[str, str]) -> Manifest:
    """Read an environment.yml; a file of another kind with such a name is prose."""
    packages, pip = _entries(text)
    if packages is None:
        return Manifest(path, "prose", text)
    found = pip_inside.read(path, text, pip, variables, _KIND)
    dependencies = [*found.dependencies, *filter(None, (_package(text, it) for it in packages))]
    return found._replace(
        dependencies=tuple(sorted(dependencies, key=lambda it: it.span)),
        ignores=tuple(ignores(text)) if "pinlight:" in text else (),
    )


def _entries(text: str) -> tuple[list[Span] | None, list[Span]]:
    """Return the packages of conda and the lines for pip; None: there is no list of either."""
    packages: list[Span] | None = None
    pip: list[Span] = []
    is_inside = False
    pip_dash = -1  # indentation of the dash before `pip:`, while its list is read
    for line in yaml_lines.lines(text):
        if not line.is_item and line.dash == 0:
            is_inside = line.key == "dependencies"
            pip_dash = -1
            if is_inside:
                flow = [*yaml_lines.items(text, line.value)]
                is_list = not text[line.value.start : line.value.end] or bool(flow)
                packages = flow if is_list else packages
        elif is_inside and line.is_item and packages is not None:
            if pip_dash >= 0 and line.dash > pip_dash:
                pip.append(line.value)
            elif line.key == "pip":
                pip_dash = line.dash
                pip += yaml_lines.items(text, line.value)
            else:
                pip_dash = -1
                packages += [] if line.key else [line.value]
    if not packages and not pip:
        return None, []
    return packages, pip


def _package(text: str, place: Span) -> Dependency | None:
    """Return a package of conda; what is behind its name is as written, in conda's own language.
    A package named by its file is fixed to that version and build."""
    written = text[place.start : place.end].strip()
    file = _FILE.fullmatch(written)
    match = file or _SPEC.fullmatch(written)
    if match is None:
        return None
    name = _span(place.start, match.span("name"))
    behind = Span(name.end, place.end) if file else _span(place.start, match.span("rest"))
    rest = f"=={file[2]}={file[3]}" if file else (match["rest"] or "").strip()
    while text[behind.start : behind.end][:1].isspace():
        behind = Span(behind.start + 1, behind.end)
    return Dependency(
        match["name"].lower(), place, place, name, behind, specifier=rest, tool="conda"
    )


def _span(start: int, found: tuple[int, int]) -> Span:
    return Span(start + found[0], start + found[1]) if found[0] >= 0 else Span(start, start)


FORMAT = Format("conda_environment", parse)
