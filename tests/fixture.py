"""A project written as one string, with marks under the lines where problems are expected.

    flask>=3
    requests==2.31.0
    ^^^^^^^^^^^^^^^^ wrong-version: `requests` 2.30.0 is installed, 2.31.0 is required
    -- .venv --
    flask 3.0.2
    requests 2.30.0

The text before the first `-- name --` is `requirements.txt`, at the root `/w`. A name that ends
with `/` is a folder. A section whose name ends like a virtual environment's (`.venv`, `venv-dev`,
`env`), or with ` (environment)`, lists what is installed there: see `tree.environment_files`; with
` (conda)`, what conda and pip installed there: see `tree.conda_files`.
`<cursor>` marks a position and is no part of the text.

A mark stands under the line where its problem starts, as wide as the problem. `|` marks an empty
one. `^^^+2:5` ends two lines further down, before column 5 (from 0). A message that ends in `...`
needs to begin so only.
"""

import difflib
import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from drive import Seen, drive
from pinlight.model import Problem, Resolution
from pinlight.paths import rules
from pinlight.settings import DEFAULT, merge
from pinlight.text import LineIndex, Span
from tree import Tree, conda_files, environment_files

CURSOR = "<cursor>"

_SECTION = re.compile(r"-- (.+?) --")
_MARK = re.compile(r"([ \t]*)(\^+(?:\+(\d+):(\d+))?|\|) ([a-z-]+): (.*)")
_ENVIRONMENT = re.compile(
    r"(.*/)?(\.?venv[\w.-]*|env[\d-]*)|(?P<named>.+) \((?P<kind>environment|conda)\)"
)


class Mark(NamedTuple):
    """A problem as the fixture writes it."""

    span: Span
    code: str
    message: str


class Section(NamedTuple):
    """One part of a project's text."""

    header: str  # "-- name --"; "" for the first file
    path: str
    text: str
    marks: tuple[Mark, ...] = ()
    is_environment: bool = False
    is_conda: bool = False


class Project(NamedTuple):
    """A project and what Pinlight makes of it."""

    sections: tuple[Section, ...]
    tree: Tree
    root: str
    cursor: tuple[str, int]  # path and offset; ("", 0): none
    seen: Seen

    @property
    def files(self) -> dict[str, str]:
        """The text of each file by its path."""
        return {it.path: it.text for it in self.sections if not it.is_environment}

    def path(self, name: str) -> str:
        return rules(self.root).normpath(rules(self.root).join(self.root, name))

    def resolution(self, name: str = "requirements.txt") -> Resolution:
        return self.seen.resolutions[self.path(name)]

    def problems(self, name: str = "requirements.txt") -> tuple[Problem, ...]:
        return self.seen.problems.get(self.path(name), ())


def check(
    text: str,
    *,
    settings: Mapping[str, object] | None = None,
    open: Iterable[str] | None = None,
    variables: Mapping[str, str] | None = None,
    interpreters: Mapping[str, str] | None = None,
    forced: str = "",
    root: str = "/w",
) -> Project:
    """Fail unless the problems of each file are those that its marks tell; see `parse_project`."""
    project = parse_project(
        text,
        settings=settings,
        open=open,
        variables=variables,
        interpreters=interpreters,
        forced=forced,
        root=root,
    )
    expected = render(project.sections)
    found = render([_with_problems(section, project) for section in project.sections])
    strangers = project.seen.problems.keys() - {section.path for section in project.sections}
    unseen = [
        f"{path}: {problem.code}: {problem.message}"
        for path in sorted(strangers)
        for problem in project.seen.problems[path]
    ]
    if expected != found or unseen:
        diff = difflib.unified_diff(
            expected.splitlines(), found.splitlines(), "expected", "found", lineterm="", n=1
        )
        raise AssertionError(
            "\n".join(["problems differ from the marks", *diff, *unseen, "", "right marks:", found])
        )
    return project


def parse_project(
    text: str,
    *,
    settings: Mapping[str, object] | None = None,
    open: Iterable[str] | None = None,
    variables: Mapping[str, str] | None = None,
    interpreters: Mapping[str, str] | None = None,
    forced: str = "",
    root: str = "/w",
) -> Project:
    """Return the project that `text` describes, judged.

    `settings` are spelled as users do; `open` names the files that are open (None: all);
    `variables` are those of the server's start; `interpreters` what the editor has selected, by
    workspace folder; `forced` the environment that serves all; `root` the workspace folder.
    """
    sections, cursor = _sections(text, root)
    wanted, refused = merge(DEFAULT, settings or {})
    assert not refused, refused
    tree = _tree(sections, root, variables or {})
    join = rules(root).join
    seen = drive(
        tree,
        root,
        settings=wanted,
        open=None if open is None else frozenset(join(root, name) for name in open),
        variables=variables or {},
        interpreters={
            join(root, folder): join(root, prefix)
            for folder, prefix in (interpreters or {}).items()
        },
        forced=forced and join(root, forced),
    )
    return Project(sections, tree, root, cursor, seen)


def render(sections: Iterable[Section]) -> str:
    """Return the text of a project with its marks in order."""
    lines: list[str] = []
    for section in sections:
        lines += [section.header] if section.header else []
        content = section.text.split("\n")[:-1] if section.text else []
        index = LineIndex(section.text)
        marks: dict[int, list[str]] = {}
        for mark in sorted(section.marks):
            marks.setdefault(index.line(mark.span.start), []).append(_drawn(mark, index))
        for number in range(max([len(content), *(line + 1 for line in marks)])):
            lines += content[number : number + 1] + marks.get(number, [])
    return "\n".join(lines) + "\n"


def _with_problems(section: Section, project: Project) -> Section:
    """Return the section with the marks that its problems ask for, short where it says `...`."""
    if section.is_environment:
        return section
    marks = []
    for problem in project.seen.problems.get(section.path, ()):
        message = problem.message
        for mark in section.marks:
            start = mark.message.removesuffix("...")
            is_same = (mark.span, mark.code) == (problem.span, problem.code)
            if is_same and start != mark.message and message.startswith(start):
                message = mark.message
        marks.append(Mark(problem.span, problem.code, message))
    return section._replace(marks=tuple(marks))


def _drawn(mark: Mark, index: LineIndex) -> str:
    line, column = index.position(mark.span.start)
    end_line, end_column = index.position(mark.span.end)
    if mark.span.start == mark.span.end:
        sign = "|"
    elif line == end_line:
        sign = "^" * (end_column - column)
    else:
        width = max(1, index.span(line).end - mark.span.start)
        sign = "^" * width + f"+{end_line - line}:{end_column}"
    return f"{' ' * column}{sign} {mark.code}: {mark.message}"


def _sections(text: str, root: str) -> tuple[tuple[Section, ...], tuple[str, int]]:
    lines = textwrap.dedent(text.removeprefix("\n")).split("\n")
    if not lines[-1].strip():
        lines.pop()
    parts: list[tuple[str, str, list[str]]] = [("", "requirements.txt", [])]
    for line in lines:
        match = _SECTION.fullmatch(line.rstrip("\r"))
        if match:
            parts.append((line, match[1], []))
        else:
            parts[-1][2].append(line)
    if not parts[0][2]:
        parts.pop(0)
    cursor = ("", 0)
    sections = []
    for header, name, content in parts:
        section = _section(header, name, content, root)
        if CURSOR in section.text:
            cursor = section.path, section.text.index(CURSOR)
            section = _section(header, name, [it.replace(CURSOR, "") for it in content], root)
        sections.append(section)
    return tuple(sections), cursor


def _section(header: str, name: str, lines: list[str], root: str) -> Section:
    environment = _ENVIRONMENT.fullmatch(name)
    if environment:
        name = environment["named"] or name
    module = rules(root)
    path = module.normpath(module.join(root, name.replace("/", module.sep)))
    if environment:
        is_conda = environment["kind"] == "conda"
        return Section(header, path, "\n".join([*lines, ""]), (), True, is_conda)
    content: list[str] = []
    found = []
    for line in lines:
        match = _MARK.fullmatch(line.rstrip("\r"))
        if match:
            found.append((max(len(content) - 1, 0), match))
        else:
            content.append(line)
    text = "\n".join([*content, ""]) if content else ""
    index = LineIndex(text)
    return Section(header, path, text, tuple(_mark(line, it, index) for line, it in found))


def _mark(line: int, match: re.Match[str], index: LineIndex) -> Mark:
    column = len(match[1])
    start = index.starts[line] + column
    if match[2] == "|":
        end = start
    elif match[3]:
        end = index.offset(line + int(match[3]), int(match[4]))
    else:
        end = start + len(match[2])
    return Mark(Span(start, end), match[5], match[6])


def _tree(sections: Iterable[Section], root: str, variables: Mapping[str, str]) -> Tree:
    files: dict[str, bytes | str] = {}
    folders = [root]
    for section in sections:
        if section.is_environment:
            layout = "windows" if rules(root).sep == "\\" else "posix"
            lines = section.text.split("\n")
            if section.is_conda:
                files = {**conda_files(section.path, lines), **files}
            else:
                files = {**environment_files(section.path, lines, layout=layout), **files}
        elif section.header.endswith("/ --"):
            folders.append(section.path)
        else:
            files[section.path] = section.text
    return Tree(files, folders=folders, variables=variables)
