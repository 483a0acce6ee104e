"""What can be followed with a click: included files, URLs, local projects."""

import re
from collections.abc import Callable, Iterator

from pinlight.features import Feature
from pinlight.features.lexer import line
from pinlight.features.under import LINES, own
from pinlight.judge.origins import without_secrets
from pinlight.model import Dependency, Include, Manifest, Resolution
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.text import Span

Exists = Callable[[str], bool]
"""Whether a path is a file."""

PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg")

_WEB = re.compile(r"(?:(?:git|hg|svn|bzr)\+)?(https?://[^\s<>\"'`\\$]+)")
_REVISION = re.compile(r"(?<=[^/@])@[^/@]*\Z")


class Link(NamedTuple):
    """A part of the text and where it leads: to a file or to the web."""

    span: Span
    path: str = ""
    url: str = ""


def links(resolution: Resolution, exists: Exists) -> tuple[Link, ...]:
    """Return the links of the root file, by position; none leads to what is not there."""
    manifest = resolution.manifest
    found = [link for include in manifest.includes for link in _of_include(manifest, include)]
    found = [link for link in found if not link.path or link.path not in resolution.unreadable]
    for dependency in own(manifest):
        if dependency.url:
            found += _of_dependency(manifest, dependency, exists)
    for option in manifest.options:
        web = _web(option.value)
        if web:
            found.append(Link(_at(manifest.text, option.value, option.span), url=web))
    return tuple(sorted(found))


def project_file(folder: str, exists: Exists) -> str:
    """Return the file that says what the local project or archive at a path is; "" when none
    does."""
    join = rules(folder).join
    paths = (folder, *(join(folder, name) for name in PROJECT_FILES))
    return next((path for path in paths if exists(path)), "")


def _of_include(manifest: Manifest, include: Include) -> Iterator[Link]:
    words = line(manifest.text, *include.span) if manifest.kind in LINES else []
    span = next((token.span for token in words if token.kind == "path"), include.span)
    web = _web(include.target)
    if include.path:
        yield Link(span, path=include.path)
    elif web:
        yield Link(span, url=web)


def _of_dependency(manifest: Manifest, dependency: Dependency, exists: Exists) -> Iterator[Link]:
    span = _at(manifest.text, dependency.url, dependency.entry)
    web = _web(dependency.url)
    if web:
        yield Link(span, url=web)
    elif dependency.path and (path := project_file(dependency.path, exists)):
        yield Link(span, path=path)


def _at(text: str, written: str, inside: Span) -> Span:
    """Return where `written` stands inside a span; the span itself when it is not found."""
    start = text.find(written, inside.start, inside.end)
    return Span(start, start + len(written)) if written and start >= 0 else inside


def _web(url: str) -> str:
    """Return the address that a browser can open, without credentials; "" for any other."""
    match = _WEB.fullmatch(url)
    return _REVISION.sub("", without_secrets(match[1])) if match else ""


FEATURE = Feature("links", links)
